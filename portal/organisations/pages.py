"""Pages of this capability."""

from flask import Blueprint

bp = Blueprint("organisations", __name__)
