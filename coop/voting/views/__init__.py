"""Screens of votes, ballots and results."""

from coop.voting.views import (
    booth,
    casting,
    counting,
    custody,
    desk,
    entitled,
    helping,
    letter,
    letters,
    manage,
    paper,
    polls,
    proposals,
    proxies,
    results,
    sealed,
    voiding,
)
from coop.voting.views.blueprint import bp

__all__ = [
    "booth",
    "bp",
    "casting",
    "counting",
    "custody",
    "desk",
    "entitled",
    "helping",
    "letter",
    "letters",
    "manage",
    "paper",
    "polls",
    "proposals",
    "proxies",
    "results",
    "sealed",
    "voiding",
]
