"""Pages of this capability."""

from flask import Blueprint

bp = Blueprint("startups", __name__)
