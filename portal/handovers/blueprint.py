"""The blueprint of handovers."""

from flask import Blueprint

bp = Blueprint("handovers", __name__)
