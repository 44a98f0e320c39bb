"""The addresses of the house itself, gathered from the files of its pages."""

from flask import Blueprint

bp = Blueprint("home", __name__)
