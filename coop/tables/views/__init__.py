"""Screens of tables."""

from coop.tables.views import checking, drafting, reading, words
from coop.tables.views.blueprint import bp

__all__ = ["bp", "checking", "drafting", "reading", "words"]
