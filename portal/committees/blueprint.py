"""The blueprint that every page of committees hangs on."""

from flask import Blueprint

bp = Blueprint("committees", __name__)
