"""What a mandate is, and which addresses a neighbourhood may have."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from coop.kernel.errors import InvalidError
from coop.kernel.words import mark

RESERVED_SLUGS = frozenset(
    (
        *("static", "taal", "inloggen", "uitloggen", "wachtwoord", "demo", "gezond", "toegankelijkheid", "privacy"),
        *("over", "api", "beheer", "wijken", "hulp", "robots.txt"),
    )
)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Subject(StrEnum):
    """What residents can have a say over."""

    AGENDA = "agenda"
    PRIORITIES = "priorities"
    HIRING = "hiring"
    BUDGET = "budget"
    ACCOUNT = "account"

    @property
    def words(self) -> str:
        """The marked msgid with which a page names it."""
        return SUBJECT_WORDS[self]


SUBJECT_WORDS: dict[Subject, str] = {
    Subject.AGENDA: mark("The social district agenda"),
    Subject.PRIORITIES: mark("The priorities of the team"),
    Subject.HIRING: mark("Who joins the team"),
    Subject.BUDGET: mark("The neighbourhood budget"),
    Subject.ACCOUNT: mark("The reports of the team"),
}


class Level(StrEnum):
    """How far the say of residents goes."""

    ADVISORY = "advisory"
    CO_DECISION = "co_decision"
    DECISIVE = "decisive"


LEVEL_WORDS: dict[Level, str] = {
    Level.ADVISORY: mark("Advisory: residents advise"),
    Level.CO_DECISION: mark("Deciding together: residents decide together with others"),
    Level.DECISIVE: mark("Decisive: residents decide"),
}


class Decider(StrEnum):
    """Who answers what residents advise, or holds the second key."""

    BOARD = "board"
    MUNICIPALITY = "municipality"


DECIDER_WORDS: dict[Decider, str] = {
    Decider.BOARD: mark("the board of the co-operative"),
    Decider.MUNICIPALITY: mark("the municipality"),
}
USUAL_ANSWER_DAYS = 42
LONGEST_ANSWER_DAYS = 366


LEVEL_SENTENCES: dict[Level, str] = {
    Level.ADVISORY: mark("Residents advise. Who decides must answer, and give reasons for doing something else."),
    Level.CO_DECISION: mark("Residents decide together with others. Nothing happens unless both agree."),
    Level.DECISIVE: mark("Residents decide. What they choose is carried out."),
}
DECLINED_WORDS = mark("Residents chose not to decide on this themselves now.")


@dataclass(frozen=True, slots=True)
class MandateSnapshot:
    """The mandate as it stood when a vote or procedure began; later changes do not touch it."""

    subject: Subject
    level: Level
    declined: bool
    basis: str
    starts_on: date
    ends_on: date | None
    decider: Decider = Decider.BOARD
    answer_days: int = USUAL_ANSWER_DAYS

    def as_json(self) -> dict[str, Any]:
        """Plain values for a JSON column."""
        return {
            "subject": self.subject.value,
            "level": self.level.value,
            "declined": self.declined,
            "basis": self.basis,
            "starts_on": self.starts_on.isoformat(),
            "ends_on": self.ends_on.isoformat() if self.ends_on else None,
            "decider": self.decider.value,
            "answer_days": self.answer_days,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "MandateSnapshot":
        """The inverse of `as_json`."""
        return cls(
            subject=Subject(stored["subject"]),
            level=Level(stored["level"]),
            declined=bool(stored["declined"]),
            basis=str(stored["basis"]),
            starts_on=date.fromisoformat(stored["starts_on"]),
            ends_on=date.fromisoformat(stored["ends_on"]) if stored["ends_on"] else None,
            # A snapshot from before the mandate named these.
            decider=Decider(stored.get("decider", Decider.BOARD)),
            answer_days=int(stored.get("answer_days", USUAL_ANSWER_DAYS)),
        )


def is_valid_on(starts_on: date, ends_on: date | None, on: date) -> bool:
    """Whether a period that includes both its ends covers the day `on`."""
    return starts_on <= on and (ends_on is None or on <= ends_on)


def require_slug(slug: str) -> None:
    """Raise `InvalidError` when `slug` cannot be the address of a neighbourhood."""
    if not _SLUG.fullmatch(slug) or len(slug) > 60:
        raise InvalidError(mark("Use small letters, digits and hyphens only."), field="slug")
    if slug in RESERVED_SLUGS:
        raise InvalidError(mark("This word is already used by the site itself."), field="slug")
