"""Where the screens of this room hang."""

from flask import Blueprint

bp = Blueprint("tables", __name__, url_prefix="/<district>")
