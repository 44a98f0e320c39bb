"""Pages of this capability."""

from flask import Blueprint

bp = Blueprint("committees", __name__)
