"""Screens of the reports."""

from coop.accountability.views import facts, judging, reading, releasing, stories, versions, writing
from coop.accountability.views.blueprint import bp

__all__ = ["bp", "facts", "judging", "reading", "releasing", "stories", "versions", "writing"]
