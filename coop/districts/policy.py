"""What a mandate is, and which addresses a neighbourhood may have."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from coop.kernel.errors import InvalidError
from coop.kernel.text import clean_line
from coop.kernel.words import mark
from coop.rules.mapping import Fault, MapError

RESERVED_SLUGS = frozenset(
    (
        *("static", "taal", "inloggen", "uitloggen", "wachtwoord", "demo", "gezond", "toegankelijkheid", "privacy"),
        *("over", "stad", "api", "beheer", "wijken", "hulp", "robots.txt"),
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

    @property
    def words(self) -> str:
        """The marked msgid with which a page names it."""
        return LEVEL_WORDS[self]


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


class IdealType(StrEnum):
    """For whom a team is there first, and what its generalists do. Source: Uitvoeringskracht, table 1."""

    ALONGSIDE = "alongside"
    EARLY = "early"

    @property
    def words(self) -> str:
        """The marked msgid with which a page names it."""
        return IDEAL_WORDS[self][0]

    @property
    def help(self) -> str:
        """The marked msgid that says what it means."""
        return IDEAL_WORDS[self][1]


IDEAL_WORDS: dict[IdealType, tuple[str, str]] = {
    IdealType.ALONGSIDE: (
        mark("As long as needed: households with many problems at once come first"),
        mark("The team member stays with a household as long as that is needed, and keeps hold of all the help."),
    ),
    IdealType.EARLY: (
        mark("Early and short: problems that are still small come first"),
        mark("The team member helps shortly, brings neighbours together, and hands heavy problems on to specialists."),
    ),
}


class CharterQuestion(StrEnum):
    """What every team has to choose. Source: Burgerkracht in de wijk, ch. 1 and 8."""

    BREADTH = "breadth"
    APPROACH = "approach"
    STAFFING = "staffing"
    NEIGHBOURHOOD = "neighbourhood"
    ORGANISATION = "organisation"
    FINANCING = "financing"

    @property
    def words(self) -> str:
        """The marked msgid of the question."""
        return QUESTION_WORDS[self]


QUESTION_WORDS: dict[CharterQuestion, str] = {
    CharterQuestion.BREADTH: mark("For which people and which questions is the team there?"),
    CharterQuestion.APPROACH: mark("How does the team work with people?"),
    CharterQuestion.STAFFING: mark("Who is in the team, and how are they chosen?"),
    CharterQuestion.NEIGHBOURHOOD: mark("What do residents do themselves, and how does the team join in?"),
    CharterQuestion.ORGANISATION: mark("Who governs the team, and who employs its people?"),
    CharterQuestion.FINANCING: mark("Where does the money come from, and who decides about it?"),
}
CHARTER_LENGTH = 2000


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


def slug_of(name: str) -> str:
    """A name as a part of an address: “'s-Hertogenbosch” is s-hertogenbosch."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def require_slug(slug: str) -> None:
    """Raise `InvalidError` when `slug` cannot be the address of a neighbourhood."""
    if not _SLUG.fullmatch(slug) or len(slug) > 60:
        raise InvalidError(mark("Use small letters, digits and hyphens only."), field="slug")
    if slug in RESERVED_SLUGS:
        raise InvalidError(mark("This word is already used by the site itself."), field="slug")


# Of the name of a part of the neighbourhood, or of a place on its map.
AREA_LENGTH = 80
STREETS_LENGTH = 10_000


def streets_in(text: str) -> dict[str, tuple[str, ...]]:
    """Parts of a neighbourhood with their streets; a line is a part: “North: Quay, Square”.

    Raises `InvalidError` on `streets`, naming the line, for a line that is not so, a name of more than 80 characters,
    and a part or street that is named twice.
    """
    found: dict[str, tuple[str, ...]] = {}
    seen: set[str] = set()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        part, colon, rest = line.partition(":")
        names = [clean_line(one) for one in rest.split(",") if clean_line(one)]
        words = [clean_line(part), *names]
        if not colon or not words[0] or not names or max(map(len, words)) > AREA_LENGTH:
            raise InvalidError(
                mark(
                    "Line %(number)s: write a part of the neighbourhood, a colon and its streets, like “North: Quay”."
                ),
                field="streets",
                number=number,
            )
        keys = [f"part {words[0].casefold()}", *(one.casefold() for one in names)]
        if len(set(keys)) < len(keys) or seen & set(keys):
            raise InvalidError(
                mark("Line %(number)s names a part or a street that was named before."), field="streets", number=number
            )
        seen |= set(keys)
        found[words[0]] = tuple(names)
    return found


FAULT_WORDS: dict[Fault, str] = {
    Fault.TOO_LARGE: mark(
        "This file is larger than %(most)s kB. Leave out the streets and houses: the parts are enough."
    ),
    Fault.NO_JSON: mark("This is no GeoJSON file. Ask for the boundaries as GeoJSON (WGS 84)."),
    Fault.NO_COLLECTION: mark(
        "There is no list of areas in this file. Ask for the boundaries as GeoJSON, with all parts in one file."
    ),
    Fault.TOO_MANY: mark(
        "There are more than %(most)s areas and places in this file. Ask for those of this neighbourhood only."
    ),
    Fault.TOO_FINE: mark(
        "The lines in this file are too fine: more than %(most)s points. Ask for a file with coarser lines."
    ),
    Fault.NO_GEOMETRY: mark(
        "Number %(feature)s in the file has a name but no place on the map. Ask for a file with its boundary."
    ),
    Fault.OTHER_GEOMETRY: mark(
        "Number %(feature)s in the file is neither an area nor a place, but: %(type)s. Ask for a file without it."
    ),
    Fault.NO_NAME: mark("Number %(feature)s in the file is a place without a name. Ask for a file with its name."),
    Fault.LONG_NAME: mark(
        "The name of number %(feature)s in the file is longer than %(most)s characters. Ask for a shorter name."
    ),
    Fault.SAME_NAME: mark(
        "“%(name)s” stands in the file twice. Ask for a file in which each part has a name of its own."
    ),
    Fault.TWO_OUTLINES: mark(
        "Number %(feature)s in the file is a second area without a name. Only the outline has none. Ask for its name."
    ),
    Fault.NO_PART: mark(
        "There is no part of the neighbourhood in this file. Ask for the boundaries of the parts, with their names."
    ),
    Fault.NO_NUMBERS: mark("Number %(feature)s in the file is damaged. Ask for the file once more."),
    Fault.OFF_EARTH: mark(
        "Number %(feature)s in the file lies nowhere on earth. Ask for the boundaries in degrees (WGS 84)."
    ),
    Fault.WRONG_ORDER: mark(
        "In number %(feature)s in the file north stands before east. Ask for a file with east first, like 5.1, 52.3."
    ),
    Fault.OTHER_GRID: mark(
        "Number %(feature)s in the file is in metres (RD). Ask for the boundaries in degrees (WGS 84)."
    ),
    Fault.NO_AREA: mark("Number %(feature)s in the file is a line, and no area. Ask for its whole boundary."),
    Fault.CROSSES: mark(
        "The boundary of number %(feature)s in the file crosses or touches itself. Ask for a mended file."
    ),
    Fault.TOO_WIDE: mark(
        "What stands in this file is wider than %(most)s km. Ask for a file with this neighbourhood only."
    ),
}


def map_refused(reason: MapError) -> InvalidError:
    """The refusal of a file of boundaries, beside the field."""
    return InvalidError(FAULT_WORDS[reason.fault], field="file", feature=reason.feature, **reason.params)


def require_known_parts(wanted: Collection[str], known: Collection[str]) -> None:
    """Raise `InvalidError` on `file` for a part on the map that the neighbourhood does not have."""
    for name in wanted:
        if name not in known:
            raise InvalidError(
                mark("“%(name)s” is no part of this neighbourhood. Its parts are: %(parts)s."),
                field="file",
                name=name,
                parts=", ".join(known) or "–",
            )
