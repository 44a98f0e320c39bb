"""The Flask extensions, made once; `create_app` ties them to the application."""

from flask_babel import Babel
from flask_htmx import HTMX
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect

from portal.db.base import Base

db = SQLAlchemy(model_class=Base, disable_autonaming=True)
babel = Babel()
csrf = CSRFProtect()
htmx = HTMX()
login = LoginManager()
