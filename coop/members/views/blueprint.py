"""The pages of this room hang here."""

from flask import Blueprint

bp = Blueprint("members", __name__, url_prefix="/<district>")
