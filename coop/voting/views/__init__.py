"""Screens of votes, ballots and results."""

from coop.voting.views import casting, manage, polls, proposals, results
from coop.voting.views.blueprint import bp

__all__ = ["bp", "casting", "manage", "polls", "proposals", "results"]
