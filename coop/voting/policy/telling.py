"""What is told of a count, and which counts are too long for a page to wait for."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from coop.kernel.words import mark
from coop.voting.policy.states import PollState

FEWEST_TOLD = 10
"""Below so many ballots stages, comparisons and wishes are left out: they could show what one person voted."""

QUICK_COUNT = 60_000
"""Ballots times options up to which a page counts itself: some tenths of a second."""

COUNT_WITHIN = timedelta(days=14)
"""So long after closing the votes must be counted; later than that, everybody reads that it is overdue."""
PUBLISH_WITHIN = timedelta(days=7)
"""So long after the count the result is published by hand; then the clock does it: nobody keeps a decision back."""

_DETAILS = ("rounds", "pairwise", "spread")


MOST_IMPORTED = 1_000_000
"""More ballots than this are counted from the file, not brought into the database."""

SILENT_TOO_LONG = timedelta(minutes=10)
"""A count of which nothing was heard for so long is begun again: its process has stopped."""


def result_due(state: PollState, closes_at: datetime, counted_at: datetime | None) -> datetime | None:
    """By when the next step to the result must be taken: counting, or publishing; None where no result is to come."""
    if state is PollState.COUNTED and counted_at:
        return counted_at + PUBLISH_WITHIN
    return closes_at + COUNT_WITHIN if state in (PollState.OPEN, PollState.CLOSED) else None


class CountStep(StrEnum):
    """How far a count is that a job does."""

    WAITING = "waiting"
    READING = "reading"
    COUNTING = "counting"
    EXPLAINING = "explaining"
    STOPPED = "stopped"

    @property
    def words(self) -> str:
        """The marked msgid with which a page says it."""
        return STEP_WORDS[self]


STEP_WORDS: dict[CountStep, str] = {
    CountStep.WAITING: mark("The count waits for its turn. It begins within a minute."),
    CountStep.READING: mark("The votes are read and held against the fingerprint."),
    CountStep.COUNTING: mark("The votes are counted."),
    CountStep.EXPLAINING: mark("The explanation is written."),
    CountStep.STOPPED: mark("The count has stopped."),
}


def may_begin(step: CountStep, told_at: datetime | None, at: datetime) -> bool:
    """Whether a job may take up a count: nobody did, or who did is silent for too long."""
    if step is CountStep.STOPPED:
        return False
    return step is CountStep.WAITING or told_at is None or at - told_at >= SILENT_TOO_LONG


def is_tellable(voters: int) -> bool:
    """Whether so many ballots hide each other well enough to show how the count went."""
    return voters >= FEWEST_TOLD


def is_quick(ballots: int, options: int) -> bool:
    """Whether a page may do this count itself; all others are done by a job."""
    return ballots * max(options, 1) <= QUICK_COUNT


def public_record(record: Mapping[str, Any], voters: int) -> dict[str, Any]:
    """The record of a count as everybody may read it: of a small vote without the details."""
    told = dict(record)
    if is_tellable(voters):
        return told
    if "count" in told:
        told["count"] = {name: value for name, value in told["count"].items() if name not in _DETAILS}
    if "explanation" in told:
        told["explanation"] = {
            name: [] if name.startswith("wishes") else value for name, value in told["explanation"].items()
        }
    told["left_out"] = f"details, because there are fewer than {FEWEST_TOLD} ballots"
    return told


def winners_of(record: Mapping[str, Any]) -> list[str]:
    """Keys of what was chosen; of a motion that passed its one key, else none."""
    if "explanation" in record:
        return list(record["explanation"]["outcome"]["winners"])
    count = record["count"]
    if "passed" in count:
        return ["1"] if count["passed"] else []
    return list(count["winners"])
