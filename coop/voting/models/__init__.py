"""Tables of polls, and the triggers that keep still what was published."""

from coop.voting.models import roll_triggers, triggers
from coop.voting.models.roll import (
    BallotLetter,
    HelperGrant,
    LetterBatch,
    PaperCount,
    PaperEntry,
    PaperMistake,
    PollReminder,
    Proxy,
)
from coop.voting.models.tables import Poll, PollCount, Proposal, RollRow, SealedPoll, StoredBallot, TellerKey
from coop.voting.models.voidings import Voiding

triggers.install()
roll_triggers.install()

__all__ = [
    "BallotLetter",
    "HelperGrant",
    "LetterBatch",
    "PaperCount",
    "PaperEntry",
    "PaperMistake",
    "Poll",
    "PollCount",
    "PollReminder",
    "Proposal",
    "Proxy",
    "RollRow",
    "SealedPoll",
    "StoredBallot",
    "TellerKey",
    "Voiding",
]
