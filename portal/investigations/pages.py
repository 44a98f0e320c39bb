"""Pages of this capability."""

from flask import Blueprint

bp = Blueprint("investigations", __name__)
