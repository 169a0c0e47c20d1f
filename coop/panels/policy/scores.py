"""Independent scores: what a complete sheet is, when all sheets open, and where members differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from coop.kernel.errors import InvalidError, raise_all
from coop.kernel.words import mark

SEATS = 6
QUORUM = 4
_EVIDENCE_MIN = 10
_EVIDENCE_MAX = 1000

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

    @property
    def mean(self) -> Fraction | None:
        """Mean of the item means; None when nothing was scored. A help for the talk, never a decision."""
        means = [item.mean for item in self.items if item.mean is not None]
        return sum(means, Fraction(0)) / len(means) if means else None


def require_sheet(codes: Sequence[str], sheet: Sheet) -> None:
    """Raise `InvalidError` (fields `score_CODE`, `evidence_CODE`, all at once) unless every item has both."""
    raise_all([fault for code in codes for fault in _faults(code, *sheet.get(code, (0, "")))])


def _faults(code: str, score: int | None, evidence: str) -> list[InvalidError]:
    faults = []
    if score is not None and score not in range(1, 6):
        faults.append(InvalidError(mark("Choose a score from 1 to 5, or “not discussed”."), field=f"score_{code}"))
    if score is not None and len(evidence.strip()) < _EVIDENCE_MIN:
        faults.append(
            InvalidError(
                mark("Write in one sentence what you read or heard that fits this score."), field=f"evidence_{code}"
            )
        )
    if len(evidence) > _EVIDENCE_MAX:
        faults.append(
            InvalidError(mark("Use at most %(most)s characters."), field=f"evidence_{code}", most=_EVIDENCE_MAX)
        )
    return faults


def may_reveal(sheets_due: int, sheets_in: int, members_in: int, due_at: datetime, at: datetime) -> bool:
    """Whether all sheets may open: every sheet is in, or the deadline passed and a quorum of members is complete."""
    if sheets_due and sheets_in == sheets_due:
        return True
    return at >= due_at and members_in >= QUORUM


def summarise(number: int, codes: Sequence[str], sheets: Sequence[Mapping[str, int | None]]) -> CandidateScores:
    """Lay the sheets of one candidate beside each other; largest spread first, then rubric order."""
    items = [ItemScores(code, tuple(sheet.get(code) for sheet in sheets)) for code in codes]
    return CandidateScores(number, tuple(sorted(items, key=lambda item: (-item.spread, codes.index(item.code)))))
