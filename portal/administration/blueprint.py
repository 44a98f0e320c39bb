"""The addresses of administration, gathered from the files of its pages."""

from flask import Blueprint

bp = Blueprint("administration", __name__)
