"""What may stand beside each other, what costs and benefits add up to, and when a pilot opens. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from coop.accountability.policy.catalogue import CATALOGUE
from coop.accountability.policy.document import PublicFigure
from coop.accountability.policy.protection import FigureKind
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.words import Worded, mark

SENTENCE_LENGTH = 400
TITLE_LENGTH = 120
TEXT_LENGTH = 2000
PAYER_LENGTH = 80
LARGEST_EUROS = 1_000_000_000
PILOT_DAYS = 182
# Who has not written after so many days keeps the other from being read no longer.
FINDING_DAYS = 30
# A difference of less is not worth a question.
SHARE_POINTS = 5
PART = 0.1


class LineKind(StrEnum):
    """Which side of the sheet."""

    COST = "cost"
    BENEFIT = "benefit"


LINE_WORDS: dict[LineKind, str] = {LineKind.COST: mark("Cost"), LineKind.BENEFIT: mark("Benefit")}


@dataclass(frozen=True, slots=True)
class Side:
    """One neighbourhood: figures of its newest report, days of the period, inhabitants."""

    figures: Sequence[PublicFigure]
    starts_on: date
    ends_on: date
    inhabitants: int

    @property
    def months(self) -> float:
        """How long the period is."""
        return ((self.ends_on - self.starts_on).days + 1) / 30.44


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure in two neighbourhoods. `here` and `there`: the number to compare; `asks`: worth a question."""

    code: str
    mine: PublicFigure
    theirs: PublicFigure
    here: float
    there: float
    asks: bool


def side_by_side(mine: Side, theirs: Side) -> list[Pair]:
    """Figures with the same definition that both show, in the order of the catalogue and never of a number."""
    others = {(one["code"], one["definition_version"]): one for one in theirs.figures if one["shown"]}
    own = {one["code"]: one for one in mine.figures if one["shown"]}
    pairs = []
    for code in CATALOGUE:
        figure = own.get(code)
        other = others.get((code, figure["definition_version"])) if figure else None
        if figure is not None and other is not None:
            here, there = number_of(figure, mine), number_of(other, theirs)
            pairs.append(Pair(code, figure, other, here, there, asks=asks(code, here, there)))
    return pairs


def left_out(mine: Side, theirs: Side) -> list[str]:
    """Codes that both report, but by another definition: they are named and not compared."""
    versions = {one["code"]: one["definition_version"] for one in theirs.figures}
    found = {
        one["code"]
        for one in mine.figures
        if versions.get(one["code"], one["definition_version"]) != one["definition_version"]
    }
    return [code for code in CATALOGUE if code in found]


def number_of(figure: PublicFigure, side: Side) -> float:
    """A share in per cents; a count for 1,000 inhabitants and a month (one decimal); all else as it is."""
    value = figure["value"] or 0
    kind = CATALOGUE[figure["code"]].kind
    if kind is FigureKind.SHARE:
        return figure["percent"] or 0
    if kind is not FigureKind.COUNT:
        return value
    return round(value * 1000 / max(side.inhabitants, 1) / max(side.months, 0.5), 1)


def is_per_thousand(code: str) -> bool:
    """Whether the number that is compared is one for 1,000 inhabitants and a month."""
    return CATALOGUE[code].kind is FigureKind.COUNT


def asks(code: str, here: float, there: float) -> bool:
    """Whether the difference is large enough to ask why."""
    if CATALOGUE[code].kind is FigureKind.SHARE:
        return abs(here - there) >= SHARE_POINTS
    return abs(here - there) > PART * max(abs(here), abs(there))


@dataclass(frozen=True, slots=True)
class Line:
    """One assumption, in cents."""

    kind: LineKind
    payer: str
    low_cents: int
    middle_cents: int
    high_cents: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """Costs and benefits in cents. `ratio`: benefit for each euro of cost, None without costs."""

    cost_cents: int
    benefit_cents: int

    @property
    def balance_cents(self) -> int:
        return self.benefit_cents - self.cost_cents

    @property
    def ratio(self) -> float | None:
        return round(self.benefit_cents / self.cost_cents, 2) if self.cost_cents else None


def outcomes(lines: Iterable[Line]) -> tuple[Outcome, Outcome, Outcome]:
    """Careful (high costs, low benefits), middle, and hopeful (low costs, high benefits)."""
    rows = list(lines)
    costs = [one for one in rows if one.kind is LineKind.COST]
    gains = [one for one in rows if one.kind is LineKind.BENEFIT]
    return (
        Outcome(sum(one.high_cents for one in costs), sum(one.low_cents for one in gains)),
        Outcome(sum(one.middle_cents for one in costs), sum(one.middle_cents for one in gains)),
        Outcome(sum(one.low_cents for one in costs), sum(one.high_cents for one in gains)),
    )


def per_payer(lines: Iterable[Line]) -> list[tuple[str, int, int, int]]:
    """(who, low, middle, high) of the benefits in cents, in alphabetical order."""
    found: dict[str, list[int]] = {}
    for one in lines:
        if one.kind is LineKind.BENEFIT:
            sums = found.setdefault(one.payer, [0, 0, 0])
            for place, cents in enumerate((one.low_cents, one.middle_cents, one.high_cents)):
                sums[place] += cents
    return [(payer, *sums) for payer, sums in sorted(found.items())]  # type: ignore[misc]


def require_amounts(low: int, middle: int, high: int) -> None:
    """Raise `InvalidError` unless low, middle and high (euros) follow on each other."""
    if not 0 <= low <= middle:
        raise InvalidError(mark("Low is at most the middle."), field="low")
    if not middle <= high <= LARGEST_EUROS:
        raise InvalidError(mark("High is at least the middle, and at most a billion."), field="high")


def review_on(starts_on: date) -> date:
    """The day on which a pilot is looked back on: half a year after its start."""
    return starts_on + timedelta(days=PILOT_DAYS)


def finding_due_on(review: date) -> date:
    """The last day for what a neighbourhood found; after it the other is read without it."""
    return review + timedelta(days=FINDING_DAYS)


def findings_are_open(mine: str, theirs: str, review: date, today: date) -> bool:
    """Whether everybody may read what was found: half a year has passed, and both wrote or the time for it is over."""
    if today < review:
        return False
    return bool(mine and theirs) or (today > finding_due_on(review) and bool(mine or theirs))


class PilotState(Worded):
    """Where a pilot stands."""

    ASKED = "asked", mark("Waits for the other neighbourhood"), "", "busy"
    RUNNING = "running", mark("Being tried"), "", "ok"
    REVIEW = "review", mark("Time to write what was found"), "", "busy"
    FOUND = "found", mark("Looked back on"), "", "ok"
    ENDED = "ended", mark("Ended"), "", "late"


def pilot_state(*, agreed: bool, ended: bool, found: bool, review: date, today: date) -> PilotState:
    """Where a pilot stands. `agreed`: both take part; `found`: findings are open to everybody."""
    if ended:
        return PilotState.ENDED
    if not agreed:
        return PilotState.ASKED
    if found:
        return PilotState.FOUND
    return PilotState.REVIEW if today >= review else PilotState.RUNNING


def require_going_on(ended: bool) -> None:
    """Raise `ConflictError` for a pilot that has ended."""
    if ended:
        raise ConflictError(mark("This pilot has ended already."))


def require_agreed(agreed: bool) -> None:
    """Raise `ConflictError` while the other neighbourhood has not said that it takes part."""
    if not agreed:
        raise ConflictError(mark("The other neighbourhood has not said yet that it takes part."))


def require_review_time(review: date, today: date) -> None:
    """Raise `ConflictError` before half a year has passed."""
    if today < review:
        raise ConflictError(mark("This pilot has not run for half a year yet. Write what you found then."))
