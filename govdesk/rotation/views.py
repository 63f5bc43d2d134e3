"""Pages of this room."""

from flask import Blueprint

bp = Blueprint("rotation", __name__)
