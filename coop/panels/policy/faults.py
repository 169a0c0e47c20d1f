"""Faults in the work of a panel, and breaches of secrecy: kinds, terms and the clock of the authority.

Sources: domain notes, E5 and E28; GDPR article 33 (72 hours, and a record of every breach).
"""

from datetime import datetime, timedelta
from enum import StrEnum

from coop.kernel.words import mark
from coop.panels.policy.states import State


class FaultKind(StrEnum):
    """What was wrong."""

    CONFLICT = "conflict"
    SECRECY = "secrecy"
    UNEQUAL = "unequal"


FAULT_WORDS: dict[FaultKind, str] = {
    FaultKind.CONFLICT: mark("a member had an interest and did not say so"),
    FaultKind.SECRECY: mark("a member did not keep silent"),
    FaultKind.UNEQUAL: mark("a member did not treat candidates alike"),
}
# Nothing is taken back any more in these: what comes out is a fault that is noted.
AFTER_PLACEMENT = (State.PLACED, State.CONCLUDED, State.RETENTION, State.ERASED)
OBJECTION_TIME = timedelta(days=28)
# For how many months somebody can be kept out of draws; 0 is not at all.
EXCLUDED_MONTHS = (0, 12, 24, 36)
MONTH = timedelta(days=30.44)
REPORT_TIME = timedelta(hours=72)
REPORT_SOON = timedelta(hours=24)
# The record of breaches is there for the authority; it holds no names.
BREACHES_KEPT = timedelta(days=3 * 365)


def report_before(known_at: datetime) -> datetime:
    """Until when a breach can be reported in time."""
    return known_at + REPORT_TIME


def is_late(known_at: datetime, at: datetime) -> bool:
    """Whether the 72 hours have passed."""
    return at > report_before(known_at)
