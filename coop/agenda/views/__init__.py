"""Screens of the agenda, its editions and the commitments."""

from coop.agenda.views import board, commitments, editions, items
from coop.agenda.views.blueprint import bp

__all__ = ["board", "bp", "commitments", "editions", "items"]
