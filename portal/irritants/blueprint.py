"""The one blueprint of irritants; `pages` gathers the files that answer for it."""

from flask import Blueprint

bp = Blueprint("irritants", __name__)
