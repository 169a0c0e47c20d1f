"""The released report as it is frozen: only what everybody may read.

`Document` is the content of `reports.public`. It is plain JSON, so that page, CSV and JSON are made from the very same
thing, and a number that is too small to show is in none of them.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

from coop.accountability.policy.catalogue import CATALOGUE, Indicator
from coop.accountability.policy.protection import HIDDEN, MINIMUM, FigureKind, Numbers, may_show, percent, protect
from coop.kernel.errors import InvalidError
from coop.kernel.words import mark

LARGEST = 10_000_000
# Words a minute: below the usual 200, for who reads slowly or in a second language.
READING_SPEED = 150
# Groups that lie within one another, the smaller first, as (code, number): whoever subtracts knows the rest.
_WITHIN: tuple[tuple[tuple[str, str], tuple[str, str]], ...] = (
    (("first_contact_days", "n"), ("new_requests", "value")),
    (("independent_support_told", "denominator"), ("new_requests", "value")),
    (("personal_plan_offered", "denominator"), ("new_requests", "value")),
    (("independent_support_told", "denominator"), ("personal_plan_offered", "denominator")),
    (("personal_plan_offered", "denominator"), ("independent_support_told", "denominator")),
    (("late_referral", "value"), ("referred", "value")),
    (("let_in", "denominator"), ("doors", "value")),
    (("complaints_in_term", "denominator"), ("complaints", "value")),
)


class PublicFigure(TypedDict):
    """One figure as everybody may see it; every number is None when it is too small to show.

    `note`: what the team says of it. Reports from before 2027 have no `p90` and no `note`.
    """

    code: str
    definition_version: int
    shown: bool
    value: int | None
    numerator: int | None
    denominator: int | None
    n: int | None
    percent: int | None
    p90: NotRequired[int | None]
    note: NotRequired[str]


class FigurePair(PublicFigure):
    """A figure beside that of the report before; `previous` is None when there is none with the same definition."""

    previous: PublicFigure | None


class PublicCommitment(TypedDict):
    """What became of one commitment."""

    commitment_id: int
    title: str
    who: str
    due_on: str
    kept: str
    sentence: str


class PublicStory(TypedDict):
    """A story; `consent_on`: the day on which the person told about agreed. With `withdrawn_on` its text is gone."""

    kind: str
    title: str
    text: str
    consent_on: str
    withdrawn_on: NotRequired[str]


class PublicAnswers(TypedDict):
    """Of the answers to what residents brought in that were due in the period: in time, too late, not there yet."""

    in_time: int
    late: int
    owed: int


class PublicAdvice(TypedDict):
    """Advice of which the answer was due in the period. `late_days`: how late the answer came, or is."""

    advice_id: int
    title: str
    answered: bool
    late_days: int


class PublicVisit(TypedDict):
    """Something of residents' own to which the team was asked. `state`: of `VisitState`; `told`: how it was, or why."""

    item_id: int
    title: str
    on: str
    state: str
    told: str


class Document(TypedDict):
    """Everything of a released report that everybody may read. Days are ISO texts."""

    in_short: str
    commitments: list[PublicCommitment]
    figures: list[FigurePair]
    stories: list[PublicStory]
    no_failure_reason: str
    went_wrong: str
    learned: str
    questions: list[str]
    reach_gap: NotRequired[str]
    dilemma: NotRequired[str]
    views: NotRequired[list[str]]
    answers: NotRequired[PublicAnswers]
    advice: NotRequired[list[PublicAdvice]]
    visits: NotRequired[list[PublicVisit]]
    inhabitants: int
    mandate: dict[str, Any]


def require_consistent(indicator: Indicator, numbers: Numbers) -> Numbers:
    """Return `numbers` when they fit the kind of the indicator. Raises `InvalidError` on the field `code_part`.

    All empty means: not reported. Half filled in is refused, and so is a part larger than the whole.
    """
    if numbers.is_empty:
        return numbers
    wanted = _PARTS[indicator.kind]
    for part in wanted:
        number = getattr(numbers, part)
        field = f"{indicator.code}_{part}"
        if number is None:
            raise InvalidError(mark("Fill in this number too, or leave the whole figure empty."), field=field)
        if not 0 <= number <= LARGEST:
            raise InvalidError(mark("Fill in a whole number of at least 0."), field=field)
    _require_order(indicator, numbers)
    return Numbers(**{part: getattr(numbers, part) for part in wanted})


def _require_order(indicator: Indicator, numbers: Numbers) -> None:
    whole = numbers.n if indicator.kind is FigureKind.WAIT else numbers.denominator
    if indicator.kind in (FigureKind.SHARE, FigureKind.WAIT) and (numbers.numerator or 0) > (whole or 0):
        raise InvalidError(mark("The part cannot be larger than the whole."), field=f"{indicator.code}_numerator")
    if indicator.kind is FigureKind.WAIT and (numbers.p90 or 0) < (numbers.value or 0):
        raise InvalidError(
            mark("Nine of ten cannot have waited shorter than half of them."), field=f"{indicator.code}_p90"
        )
    if indicator.kind in (FigureKind.PART, FigureKind.COST) and numbers.denominator == 0:
        raise InvalidError(mark("Fill in a number above 0."), field=f"{indicator.code}_denominator")


_PARTS: dict[FigureKind, tuple[str, ...]] = {
    FigureKind.COUNT: ("value",),
    FigureKind.AMOUNT: ("value",),
    FigureKind.MEASURE: ("value", "n"),
    FigureKind.SHARE: ("numerator", "denominator"),
    FigureKind.QUANTITY: ("value",),
    FigureKind.PART: ("numerator", "denominator"),
    FigureKind.COST: ("numerator", "denominator", "n"),
    FigureKind.WAIT: ("value", "p90", "numerator", "n"),
    FigureKind.COMPUTED: (),
}


def parts_of(kind: FigureKind) -> tuple[str, ...]:
    """The numbers that a figure of this kind is made of, in the order in which they are asked."""
    return _PARTS[kind]


def public_figure(indicator: Indicator, numbers: Numbers, note: str = "") -> PublicFigure:
    """`numbers` as everybody may see them."""
    safe = protect(indicator.kind, numbers, indicator.minimum)
    return PublicFigure(
        code=indicator.code,
        definition_version=indicator.version,
        shown=may_show(indicator.kind, numbers, indicator.minimum),
        value=safe.value,
        numerator=safe.numerator,
        denominator=safe.denominator,
        n=safe.n,
        percent=percent(safe),
        p90=safe.p90,
        note=note,
    )


def public_figures(
    typed: Mapping[str, Numbers], before: Sequence[PublicFigure], notes: Mapping[str, str] | None = None
) -> list[FigurePair]:
    """Reported figures in the order of the catalogue, each beside the one of the report before.

    The order never depends on a value. Figures measured by another definition are not put side by side.
    """
    earlier = {(figure["code"], figure["definition_version"]): figure for figure in before}
    completed = completed_by_others(typed)
    pairs = []
    for code, indicator in CATALOGUE.items():
        numbers = typed.get(code)
        if numbers is None or numbers.is_empty:
            continue
        previous = earlier.get((code, indicator.version))
        pairs.append(
            FigurePair(
                **public_figure(indicator, HIDDEN if code in completed else numbers, (notes or {}).get(code, "")),
                previous=without_previous(previous) if previous else None,
            )
        )
    return pairs


def completed_by_others(typed: Mapping[str, Numbers]) -> frozenset[str]:
    """Codes of figures that, laid beside another one of the same report, give a small count away by subtraction.

    Of the two the one about the smaller group is not shown. The same number twice is no difference.
    """
    found: set[str] = set()
    for (code, part), (other, whole) in _WITHIN:
        # What is hidden already can be subtracted from nothing.
        shown = [
            one not in found and one in typed and may_show(CATALOGUE[one].kind, typed[one], CATALOGUE[one].minimum)
            for one in (code, other)
        ]
        if all(shown) and 0 < (getattr(typed[other], whole) or 0) - (getattr(typed[code], part) or 0) < MINIMUM:
            found.add(code)
    return frozenset(found)


def small_counts_in(figures: Sequence[PublicFigure]) -> list[str]:
    """Codes of figures from which a count below the minimum can be read or subtracted.

    A second look at what is about to become public, on another way than `protect`: empty unless something is broken.
    """
    public: dict[str, Mapping[str, object]] = {figure["code"]: figure for figure in figures}
    small = {figure["code"] for figure in figures if any(count < MINIMUM for count in _counts_read(figure))}
    for (code, part), (other, whole) in _WITHIN:
        inner, outer = public.get(code, {}).get(part), public.get(other, {}).get(whole)
        if isinstance(inner, int) and isinstance(outer, int) and inner < outer < inner + MINIMUM:
            small.add(code)
    return [figure["code"] for figure in figures if figure["code"] in small]


def _counts_read(figure: PublicFigure) -> list[int]:
    kind = CATALOGUE[figure["code"]].kind
    if kind in (FigureKind.QUANTITY, FigureKind.PART):
        return []
    part, whole, n = figure["numerator"], figure["denominator"], figure["n"]
    if kind is FigureKind.WAIT:
        whole = n
    if kind is not FigureKind.COST and part is not None and whole is not None:
        return [part, whole, whole - part]
    if n is not None:
        return [n]
    return [figure["value"]] if figure["value"] is not None else []


def without_previous(figure: PublicFigure) -> PublicFigure:
    """Only the figure itself: what stood beside it in its own report is left out."""
    return PublicFigure(
        code=figure["code"],
        definition_version=figure["definition_version"],
        shown=figure["shown"],
        value=figure["value"],
        numerator=figure["numerator"],
        denominator=figure["denominator"],
        n=figure["n"],
        percent=figure["percent"],
        p90=figure.get("p90"),
        note=figure.get("note", ""),
    )


def reading_minutes(document: Document) -> int:
    """How many minutes the words of a report take, at least 1; its figures are not counted."""
    texts = [document["in_short"], document["went_wrong"], document["learned"], document["no_failure_reason"]]
    texts += [document.get("reach_gap", ""), document.get("dilemma", ""), *document.get("views", ())]
    texts += [*document["questions"], *(row["sentence"] for row in document["commitments"])]
    texts += [story["text"] for story in document["stories"]]
    return max(1, round(sum(len(text.split()) for text in texts) / READING_SPEED))
