"""Screens of the reports."""

from coop.accountability.views import (
    consent,
    facts,
    importing,
    judging,
    learning,
    outcome,
    reading,
    releasing,
    series,
    stories,
    versions,
    writing,
)
from coop.accountability.views.blueprint import bp

__all__ = [
    "bp",
    "consent",
    "facts",
    "importing",
    "judging",
    "learning",
    "outcome",
    "reading",
    "releasing",
    "series",
    "stories",
    "versions",
    "writing",
]
