"""Screens of votes, ballots and results."""

from coop.voting.views import casting, counting, manage, polls, proposals, results, sealed, tellers
from coop.voting.views.blueprint import bp

__all__ = ["bp", "casting", "counting", "manage", "polls", "proposals", "results", "sealed", "tellers"]
