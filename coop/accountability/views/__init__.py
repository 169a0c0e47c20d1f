"""Screens of the reports."""

from coop.accountability.views import facts, importing, judging, reading, releasing, series, stories, versions, writing
from coop.accountability.views.blueprint import bp

__all__ = ["bp", "facts", "importing", "judging", "reading", "releasing", "series", "stories", "versions", "writing"]
