"""The blueprint on which all screens of this room hang."""

from flask import Blueprint

bp = Blueprint("voting", __name__, url_prefix="/<district>")
