"""Screens of votes, ballots and results."""

from coop.voting.views import (
    booth,
    casting,
    counting,
    entitled,
    helping,
    letter,
    letters,
    manage,
    mistakes,
    paper,
    polls,
    proposals,
    proxies,
    results,
    sealed,
    tellers,
    voiding,
)
from coop.voting.views.blueprint import bp

__all__ = [
    "booth",
    "bp",
    "casting",
    "counting",
    "entitled",
    "helping",
    "letter",
    "letters",
    "manage",
    "mistakes",
    "paper",
    "polls",
    "proposals",
    "proxies",
    "results",
    "sealed",
    "tellers",
    "voiding",
]
