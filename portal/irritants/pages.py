"""Pages of this capability."""

from flask import Blueprint

bp = Blueprint("irritants", __name__)
