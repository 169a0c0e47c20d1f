"""The blueprint of learning over the fence."""

from flask import Blueprint

from coop.kernel.access import Permission

bp = Blueprint("learning", __name__, url_prefix="/<district>/over-de-schutting")
WORKS = Permission.ANSWER_RESIDENTS
