"""What is different between two texts, and between two editions of the agenda."""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

# A piece of a text is a word with the blanks behind it, so that the pieces together are the text again.
_PIECE = re.compile(r"\s*\S+\s*|\s+")


class Mark(StrEnum):
    """What became of a part of a text."""

    KEPT = "kept"
    GONE = "gone"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words with one fate."""

    mark: Mark
    text: str


class Worded(Protocol):
    """What has words that can change, and a number that cannot."""

    @property
    def id(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def in_short(self) -> str: ...
    @property
    def details(self) -> str: ...
    @property
    def place(self) -> str: ...


One = TypeVar("One", bound=Worded)
FIELDS = ("title", "in_short", "details", "place")


@dataclass(frozen=True, slots=True)
class Pair(Generic[One]):
    """The same thing in two editions."""

    before: One
    now: One

    @property
    def changes(self) -> dict[str, list[Part]]:
        """The marked words of every field that has other words."""
        both = ((name, getattr(self.before, name), getattr(self.now, name)) for name in FIELDS)
        return {name: parts_of(before, now) for name, before, now in both if before != now}


@dataclass(frozen=True, slots=True)
class Comparison(Generic[One]):
    """Two editions side by side; `dropped` as it stood in the older one, all else in the order of the newer one."""

    added: list[One]
    changed: list[Pair[One]]
    kept: list[Pair[One]]
    dropped: list[One]


def parts_of(before: str, now: str) -> list[Part]:
    """The words of two texts in one row: what is gone stands in front of what came in its place."""
    old, new = _PIECE.findall(before), _PIECE.findall(now)
    # Without autojunk: in a long text it takes frequent words for noise and marks far too much.
    matcher: SequenceMatcher[Hashable] = SequenceMatcher(
        None, [one.strip() for one in old], [one.strip() for one in new], autojunk=False
    )
    parts = []
    for what, start, end, new_start, new_end in matcher.get_opcodes():
        if what == "equal":
            parts.append(Part(Mark.KEPT, "".join(new[new_start:new_end])))
            continue
        if end > start:
            parts.append(Part(Mark.GONE, "".join(old[start:end])))
        if new_end > new_start:
            parts.append(Part(Mark.ADDED, "".join(new[new_start:new_end])))
    return parts


def compare(before: Sequence[One], now: Sequence[One]) -> Comparison[One]:
    """What is new, changed, the same and gone between two editions."""
    known = {one.id: one for one in before}
    pairs = [Pair(known[one.id], one) for one in now if one.id in known]
    here = {one.id for one in now}
    return Comparison(
        added=[one for one in now if one.id not in known],
        changed=[pair for pair in pairs if pair.changes],
        kept=[pair for pair in pairs if not pair.changes],
        dropped=[one for one in before if one.id not in here],
    )
