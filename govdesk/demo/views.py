"""What the local mail sink of a demo received."""

from flask import Blueprint

bp = Blueprint("demo", __name__)
