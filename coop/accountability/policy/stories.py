"""What a story tells of the household, how many households fit that, and what the second reader is asked.

Source: disclosure design 7 and 8 (fewer than five that match must be made vaguer; fixed questions of a second reader).
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from coop.kernel.errors import InvalidError
from coop.kernel.words import mark

FEWEST = 5

TYPES: dict[str, str] = {
    "alone": mark("somebody who lives alone"),
    "couple": mark("two people together"),
    "one_parent": mark("one parent with children"),
    "family": mark("parents with children"),
    "other": mark("other people who live together"),
}
AGES: dict[str, str] = {
    "0-17": mark("younger than 18"),
    "18-27": mark("18 to 27"),
    "28-44": mark("28 to 44"),
    "45-66": mark("45 to 66"),
    "67+": mark("67 or older"),
}
DOMAINS: dict[str, str] = {
    "money": mark("money"),
    "housing": mark("housing"),
    "work": mark("work and school"),
    "health": mark("health"),
    "care": mark("care for somebody else"),
    "upbringing": mark("bringing up children"),
    "safety": mark("safety"),
    "loneliness": mark("loneliness"),
    "addiction": mark("addiction"),
}
EVENTS: dict[str, str] = {
    "eviction": mark("losing the house"),
    "birth": mark("a birth"),
    "death": mark("a death"),
    "separation": mark("a separation"),
    "illness": mark("an illness or accident"),
    "arrival": mark("arrival from another country"),
    "job": mark("losing work"),
    "violence": mark("violence"),
}
ASPECTS: dict[str, dict[str, str]] = {"type": TYPES, "age": AGES, "domain": DOMAINS, "event": EVENTS}


@dataclass(frozen=True, slots=True)
class Household:
    """What a story tells of the household, one code for each aspect; empty: the story does not tell it."""

    type: str = ""
    age: str = ""
    domain: str = ""
    event: str = ""

    def as_json(self) -> dict[str, str]:
        """Only what is told."""
        return {aspect: code for aspect, code in asdict(self).items() if code}


NOTHING_TOLD = Household()


def fitting(told: Mapping[str, str], profiles: Iterable[tuple[Mapping[str, str], int]]) -> int:
    """How many households fit everything that is told."""
    return sum(
        count
        for household, count in profiles
        if all(household.get(aspect, "") == code for aspect, code in told.items())
    )


def require_vague_enough(told: Mapping[str, str], fit: int | None) -> None:
    """Raise `InvalidError` unless at least five households fit what is told; `fit` is None when nobody counted.

    A story that tells nothing of a household needs no count.
    """
    if not told:
        return
    if fit is None:
        raise InvalidError(mark("Count in the registration how many households fit this description."), field="fitting")
    if fit < FEWEST:
        raise InvalidError(
            mark(
                "Fewer than five households fit this description. Tell less: leave out the event, the age or the kind."
            ),
            field="fitting",
        )


READER_QUESTIONS: dict[str, str] = {
    "role": mark("Does the story tell a role or a trade that few people have?"),
    "place": mark("Does it tell a place by which one knows who it is?"),
    "event": mark("Does it tell an event that the street knows of?"),
    "family": mark("Could one know the family by how it is made up?"),
    "origin": mark("Does it tell where somebody comes from, or a faith?"),
    "illness": mark("Does it tell an illness or a disability that is rare?"),
    "date": mark("Does it tell a day or a moment by which one knows when it was?"),
}


def require_reading(answers: Mapping[str, str], remark: str) -> bool:
    """Whether nothing was found. Raises `InvalidError` when a question has no answer, or a yes has no remark."""
    for question in READER_QUESTIONS:
        if answers.get(question) not in ("yes", "no"):
            raise InvalidError(mark("Answer every question with yes or no."), field=question)
    is_safe = "yes" not in answers.values()
    if not is_safe and not remark:
        raise InvalidError(mark("Tell the writer what must be vaguer."), field="remark")
    return is_safe


def hash_of(title: str, text: str) -> str:
    """What stands for this very text."""
    return hashlib.sha256(f"{title}\n\n{text}".encode()).hexdigest()
