"""Tables of polls, and the triggers that keep still what was published."""

from coop.voting.models import triggers
from coop.voting.models.tables import Poll, PollCount, Proposal, RollRow, SealedPoll, StoredBallot, TellerKey

triggers.install()

__all__ = ["Poll", "PollCount", "Proposal", "RollRow", "SealedPoll", "StoredBallot", "TellerKey"]
