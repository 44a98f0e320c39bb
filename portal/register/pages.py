"""Pages of this capability."""

from flask import Blueprint

bp = Blueprint("register", __name__)
