"""The one blueprint of messages; `pages` gathers the files that answer for it."""

from flask import Blueprint

bp = Blueprint("notices", __name__)
