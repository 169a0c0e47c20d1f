"""Screens of the reports."""

from coop.accountability.views import judging, reading, releasing, stories, writing
from coop.accountability.views.blueprint import bp

__all__ = ["bp", "judging", "reading", "releasing", "stories", "writing"]
