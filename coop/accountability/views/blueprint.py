"""Where the screens of this room hang."""

from flask import Blueprint

bp = Blueprint("accountability", __name__, url_prefix="/<district>")
