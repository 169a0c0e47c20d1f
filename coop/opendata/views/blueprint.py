"""The blueprint of this room."""

from flask import Blueprint

bp = Blueprint("opendata", __name__, url_prefix="/<district>/open-data")
