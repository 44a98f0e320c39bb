"""The addresses of people, gathered from the files of their pages."""

from flask import Blueprint

bp = Blueprint("people", __name__)
