"""The entry of WSGI servers: `gunicorn wsgi:app`."""

from portal import create_app
from portal.serving import settle

app = create_app()
settle()
