"""Independent scores: what a complete sheet is, when all sheets open, and where members differ."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from coop.kernel.errors import InvalidError, raise_all
from coop.kernel.words import mark
from coop.panels.policy.facts import QUORUM
from coop.panels.policy.rubric import weight_of

EVIDENCE_MIN = 10
EVIDENCE_MAX = 1000

# code → (score 1..5, None for "not discussed"; evidence)
Sheet = Mapping[str, tuple[int | None, str]]


@dataclass(frozen=True, slots=True)
class ItemScores:
    """What the members gave one candidate on one item, in the order of seats; None is "not discussed"."""

    code: str
    scores: tuple[int | None, ...]

    @property
    def given(self) -> tuple[int, ...]:
        return tuple(score for score in self.scores if score is not None)

    @property
    def spread(self) -> int:
        """Highest minus lowest; 0 when fewer than two scored."""
        return max(self.given) - min(self.given) if len(self.given) > 1 else 0

    @property
    def mean(self) -> Fraction | None:
        """None when nobody scored."""
        return Fraction(sum(self.given), len(self.given)) if self.given else None


@dataclass(frozen=True, slots=True)
class CandidateScores:
    """All items of one candidate, where members differ most first."""

    number: int
    items: tuple[ItemScores, ...]
    most_important: str | None = None

    @property
    def mean(self) -> Fraction | None:
        """Weighted mean of the item means; None when nothing was scored. A help for the talk, never a decision."""
        rows = [(weight_of(item.code, self.most_important), item.mean) for item in self.items if item.mean is not None]
        weights = sum((weight for weight, _ in rows), Fraction(0))
        return sum((weight * mean for weight, mean in rows), Fraction(0)) / weights if weights else None

    def mean_of(self, code: str | None) -> Fraction:
        """The mean of one item; 0 when nobody scored it."""
        return next((item.mean for item in self.items if item.code == code and item.mean is not None), Fraction(0))


def require_sheet(codes: Sequence[str], sheet: Sheet) -> None:
    """Raise `InvalidError` (fields `score_CODE`, `evidence_CODE`, all at once) unless every item has both."""
    raise_all([fault for code in codes for fault in _faults(code, *sheet.get(code, (0, "")))])


def reading_order(seat_id: int, code: str, applications: Iterable[int], salt: str) -> list[int]:
    """In which order a member reads the answers to one question: another one for every member and question, fixed.

    So no candidate is always read first, or last when everybody is tired. `salt` is that of the procedure.
    """

    def turn(number: int) -> bytes:
        return hashlib.sha256(f"{salt}|{seat_id}|{code}|{number}".encode()).digest()

    return sorted(applications, key=turn)


def _faults(code: str, score: int | None, evidence: str) -> list[InvalidError]:
    faults = []
    if score is not None and score not in range(1, 6):
        faults.append(InvalidError(mark("Choose a score from 1 to 5, or “not discussed”."), field=f"score_{code}"))
    if score is not None and len(evidence.strip()) < EVIDENCE_MIN:
        faults.append(
            InvalidError(
                mark(
                    "Write in one sentence of at least %(least)s characters "
                    "what you read or heard that fits this score."
                ),
                field=f"evidence_{code}",
                least=EVIDENCE_MIN,
            )
        )
    if len(evidence) > EVIDENCE_MAX:
        faults.append(
            InvalidError(mark("Use at most %(most)s characters."), field=f"evidence_{code}", most=EVIDENCE_MAX)
        )
    return faults


def may_reveal(
    due: Mapping[int, frozenset[int]], handed_in: Mapping[int, frozenset[int]], due_at: datetime, at: datetime
) -> bool:
    """Whether all sheets may open. `due` and `handed_in` are the seats for each candidate.

    Every sheet is in, or the deadline passed and for each candidate a quorum of those who must score is in.
    """
    return all_in(due, handed_in) or (at >= due_at and has_quorum(due, handed_in))


def all_in(due: Mapping[int, frozenset[int]], handed_in: Mapping[int, frozenset[int]]) -> bool:
    """Whether every sheet that is due is in; False when none is due."""
    return bool(due) and all(seats and seats <= handed_in.get(key, frozenset()) for key, seats in due.items())


def has_quorum(due: Mapping[int, frozenset[int]], handed_in: Mapping[int, frozenset[int]]) -> bool:
    """Whether for each candidate at least four of those who must score have; False when none is due."""
    return bool(due) and all(len(seats & handed_in.get(key, frozenset())) >= QUORUM for key, seats in due.items())


def summarise(
    number: int, codes: Sequence[str], sheets: Sequence[Mapping[str, int | None]], most_important: str | None = None
) -> CandidateScores:
    """Lay the sheets of one candidate beside each other; largest spread first, then rubric order."""
    items = [ItemScores(code, tuple(sheet.get(code) for sheet in sheets)) for code in codes]
    ordered = tuple(sorted(items, key=lambda item: (-item.spread, codes.index(item.code))))
    return CandidateScores(number, ordered, most_important)
