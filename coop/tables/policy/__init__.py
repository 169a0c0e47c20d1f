"""What a table can be: subjects, classifications, periods and limits. Small pure decisions.

Source: measurements in docs/disclosure.md (coarse tables, at most two dimensions and the period).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.words import mark
from coop.rules.disclosure.derived import SENSITIVE_THRESHOLD

THRESHOLD = 5
LARGEST = 9_999_999
NOTE_LENGTH = 300
LONG_PERIOD_MONTHS = 6
LONGEST_PERIOD_MONTHS = 12
SHORT_PERIOD_CLUSTERS = 4
MOST_CLUSTERS = 8
IMPOSSIBLE = -1
JOIN = " + "


class Subject(StrEnum):
    """What is counted. Questions and not households, so that a household in two domains breaks no sum."""

    NEW_REQUESTS = "new_requests"
    CLOSED = "closed"
    SECOND_LINE = "second_line"


class Measure(StrEnum):
    """What a cell tells."""

    COUNT = "count"
    STOCK = "stock"
    SHARE = "share"
    MEAN = "mean"
    MEDIAN = "median"
    AMOUNT = "amount"


class Dim(StrEnum):
    """What a table divides by."""

    CLUSTER = "cluster"
    DOMAIN = "domain"
    AGE = "age"


class Step(StrEnum):
    """How the check of a set stands."""

    NONE = "none"
    WAITING = "waiting"
    RUNNING = "running"
    SAFE = "safe"
    REFUSED = "refused"
    UNFINISHED = "unfinished"
    STOPPED = "stopped"


class Cure(StrEnum):
    """What helps when too much is hidden, or the audit refuses."""

    MERGE = "merge"
    DROP = "drop"


SUBJECT_WORDS: dict[Subject, str] = {
    Subject.NEW_REQUESTS: mark("New questions for the team"),
    Subject.CLOSED: mark("Questions that were closed"),
    Subject.SECOND_LINE: mark("Referrals to specialist help"),
}
MEASURE_WORDS: dict[Measure, str] = {
    Measure.COUNT: mark("Counts"),
    Measure.STOCK: mark("How many are open on the last day"),
    Measure.SHARE: mark("A share of them"),
    Measure.MEAN: mark("A mean"),
    Measure.MEDIAN: mark("The middle waiting time, in weeks"),
    Measure.AMOUNT: mark("Sums of money"),
}
DIM_WORDS: dict[Dim, str] = {
    Dim.CLUSTER: mark("Street group"),
    Dim.DOMAIN: mark("Domain"),
    Dim.AGE: mark("Age"),
}
DOMAIN_WORDS: dict[str, str] = {
    "money": mark("Income and debt"),
    "work": mark("Work and taking part"),
    "housing": mark("Housing"),
    "family": mark("Family and growing up"),
    "health": mark("Mental health"),
    "care": mark("Disability and family carers"),
    "addiction": mark("Addiction"),
    "safety": mark("Safety at home and in the street"),
    "youth_protection": mark("Youth protection"),
}
AGE_WORDS: dict[str, str] = {
    "to22": mark("up to 22"),
    "23to44": mark("23 to 44"),
    "45to66": mark("45 to 66"),
    "from67": mark("67 and over"),
}
STEP_WORDS: dict[Step, str] = {
    Step.NONE: mark("Not checked yet"),
    Step.WAITING: mark("The check waits for its turn"),
    Step.RUNNING: mark("The check is running"),
    Step.SAFE: mark("Safe to publish"),
    Step.REFUSED: mark("Refused: neighbours could be recognised"),
    Step.UNFINISHED: mark("The check could not be finished"),
    Step.STOPPED: mark("The check stopped"),
}
# What is asked of each cell; every number is a whole one.
PART_WORDS: dict[Measure, dict[str, str]] = {
    Measure.COUNT: {"count": mark("Number")},
    Measure.STOCK: {"count": mark("Number")},
    Measure.SHARE: {"part": mark("How many of them"), "count": mark("Of how many")},
    Measure.MEAN: {"total": mark("Sum"), "count": mark("Of how many")},
    Measure.MEDIAN: {"days": mark("Days (the middle one)"), "count": mark("Of how many")},
    Measure.AMOUNT: {
        "euros": mark("Euros together"),
        "count": mark("Of how many households"),
        "largest": mark("Largest amount in euros"),
        "second": mark("Second largest amount in euros"),
    },
}
# Being counted here is itself a secret. Source: docs/disclosure.md.
SENSITIVE_DOMAINS = frozenset({"addiction", "safety", "youth_protection"})
SENSITIVE_SUBJECTS = frozenset({Subject.SECOND_LINE})


def threshold_of(subject: Subject) -> int:
    """The smallest count that may be shown in a table of this subject."""
    return SENSITIVE_THRESHOLD if subject in SENSITIVE_SUBJECTS else THRESHOLD


def higher_thresholds() -> dict[str, dict[str, int]]:
    """{dimension: {code: threshold}} of codes with a higher one."""
    return {Dim.DOMAIN.value: dict.fromkeys(sorted(SENSITIVE_DOMAINS), SENSITIVE_THRESHOLD)}


def months_of(starts_on: date, ends_on: date) -> tuple[str, ...]:
    """Every month from the first to the last day: ("2026-07", "2026-08", …)."""
    first, last = starts_on.year * 12 + starts_on.month - 1, ends_on.year * 12 + ends_on.month - 1
    return tuple(f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(first, last + 1))


def period_code(months: Sequence[str]) -> str:
    """The name of a period as a code: its first and its last month."""
    return f"{months[0]}/{months[-1]}" if len(months) > 1 else months[0]


def months_in(period: str) -> tuple[str, ...]:
    """The months of a period code."""
    first, _, last = period.partition("/")
    return months_of(date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last or first}-01"))


def field_name(row: int, column: int) -> str:
    """How the field of a cell is called on the form, counted from 0."""
    return f"c{row}_{column}"


def leaves_of(code: str) -> tuple[str, ...]:
    """The finest codes of a code that may have been merged."""
    return tuple(code.split(JOIN))


def merged_code(codes: Sequence[str], order: Sequence[str]) -> str:
    """One code for several: its finest codes in the order of the classification."""
    leaves = [leaf for code in codes for leaf in leaves_of(code)]
    return JOIN.join(sorted(leaves, key=lambda leaf: (order.index(leaf) if leaf in order else len(order), leaf)))


def require_period(starts_on: date, ends_on: date, report_ends_on: date, today: date) -> None:
    """Raise `InvalidError` unless it is whole months, at most a year, that ended with or before the report."""
    if starts_on.day != 1:
        raise InvalidError(mark("Begin on the first day of a month."), field="starts_on")
    if (ends_on + timedelta(days=1)).day != 1:
        raise InvalidError(mark("End on the last day of a month."), field="ends_on")
    if ends_on <= starts_on:
        raise InvalidError(mark("The last day must come after the first day."), field="ends_on")
    if len(months_of(starts_on, ends_on)) > LONGEST_PERIOD_MONTHS:
        raise InvalidError(mark("A table covers at most one year."), field="ends_on")
    if ends_on > today:
        raise InvalidError(mark("Make a table of a period that has ended."), field="ends_on")
    if ends_on > report_ends_on:
        raise InvalidError(mark("The table ends after the period of its report."), field="ends_on")


def require_dims(measure: Measure, rows: Dim, columns: Dim | None) -> None:
    """Raise `InvalidError` for the same division twice, or a second one where only one is safe."""
    if rows is columns:
        raise InvalidError(mark("Choose two different divisions, or leave the second one empty."), field="columns_dim")
    if measure is not Measure.COUNT and columns is not None:
        raise InvalidError(mark("Only counts can be divided by two things at once."), field="columns_dim")
    if measure is Measure.STOCK and rows is not Dim.DOMAIN:
        raise InvalidError(
            mark("How many are open on a day is told of the whole neighbourhood, by domain only."), field="rows_dim"
        )


def require_stock_day(measure: Measure, ends_on: date) -> None:
    """Raise `InvalidError` when a stock is told more often than twice a year."""
    if measure is Measure.STOCK and ends_on.month not in (6, 12):
        raise InvalidError(
            mark("How many are open on a day is told twice a year: at the end of June and of December."),
            field="ends_on",
        )


def require_clusters(clusters: int, months: int) -> None:
    """Raise `ConflictError` when there are more street groups than a period of this length can carry."""
    most = SHORT_PERIOD_CLUSTERS if months <= LONG_PERIOD_MONTHS else MOST_CLUSTERS
    if clusters > most:
        raise ConflictError(
            mark("Months in this table: %(months)s. Then at most %(most)s street groups are allowed; here: %(count)s."),
            months=months,
            most=most,
            count=clusters,
        )
    if clusters < 2:
        raise ConflictError(mark("This neighbourhood has no street groups to divide by."))


def why_not(step: Step) -> str:
    """Why tables cannot be released as their check stands."""
    if step is Step.REFUSED:
        return mark(
            "The check refused a table of this report: neighbours could be recognised. Nobody can set that aside."
        )
    if step in (Step.UNFINISHED, Step.STOPPED):
        return mark("The check of the tables was not finished. What was not checked is not published.")
    if step in (Step.WAITING, Step.RUNNING):
        return mark("The tables are being checked. Wait until that is ready.")
    return mark("The tables of this report must be checked (again) first: something changed.")
