"""Screens of the agenda, its editions and the commitments."""

from coop.agenda.views import (
    answers,
    board,
    bringing_in,
    checking,
    commitments,
    editions,
    following,
    items,
    mapped,
    photos,
    talk,
    ties,
    wording,
)
from coop.agenda.views.blueprint import bp

__all__ = [
    "answers",
    "board",
    "bp",
    "bringing_in",
    "checking",
    "commitments",
    "editions",
    "following",
    "items",
    "mapped",
    "photos",
    "talk",
    "ties",
    "wording",
]
