"""Tables in the demo: released with each report, one set waiting, one refused for differencing. All made up."""

import time
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.accountability.models import Report
from coop.demo.cast import Cast
from coop.districts.queries import clusters_of
from coop.kernel.clock import local_day
from coop.tables import actions
from coop.tables.actions.drafting import Shape
from coop.tables.policy import AGE_WORDS, DOMAIN_WORDS, LONGEST_PERIOD_MONTHS, Dim, Measure, Subject, months_of
from coop.tables.queries import protected_of

# Questions a month from each domain, and how they lie over the street groups; 97 and 31 only spread them.
_MONTHLY = (13, 8, 9, 7, 5, 6, 2, 1, 1)
_GROUPS = (9, 14, 7, 5)
_AGES = (3, 9, 8, 5)


def fill_tables(db: Session, cast: Cast, now: datetime) -> None:
    """Two tables with each released report, then a draft that the audit refuses."""
    reports = db.scalars(
        select(Report).where(Report.district_id == cast.busy.id).order_by(Report.starts_on, Report.version)
    ).all()
    released = [report for report in reports if report.released_at is not None]
    for report in released:
        at = min(report.released_at or now, now)
        _with_report(db, cast, report.starts_on, report.ends_on, at)
    unreleased = [report for report in reports if report.released_at is None]
    if released and unreleased:
        starts_on, ends_on = unreleased[-1].starts_on, unreleased[-1].ends_on
        starts = [one.starts_on for one in released if len(months_of(one.starts_on, ends_on)) <= LONGEST_PERIOD_MONTHS]
        _refused(db, cast, min(starts), (starts_on, ends_on), now)


def _with_report(db: Session, cast: Cast, starts_on: date, ends_on: date, at: datetime) -> None:
    if protected_of(db, cast.busy.id, ends_on).set_id is not None:
        return
    by = Shape(Subject.NEW_REQUESTS, Measure.COUNT, Dim.DOMAIN, Dim.CLUSTER, starts_on, ends_on, _NOTE)
    _typed(db, cast, ends_on, by, at)
    _typed(db, cast, ends_on, Shape(Subject.CLOSED, Measure.COUNT, Dim.AGE, None, starts_on, ends_on), at)
    waits = Shape(Subject.NEW_REQUESTS, Measure.MEDIAN, Dim.DOMAIN, None, starts_on, ends_on)
    _typed(db, cast, ends_on, waits, at)
    _check(db, cast, ends_on, at)
    actions.release_tables(db, cast.actor("board"), cast.busy.id, ends_on, at=at)


_NOTE = "Vragen, geen huishoudens: wie twee dingen vraagt telt twee keer mee. Wie nooit bij ons kwam staat er niet in."


def _refused(db: Session, cast: Cast, year_on: date, quarter: tuple[date, date], now: datetime) -> None:
    """The year as a whole: whoever subtracts the earlier tables knows the last quarter. The other table is safe by itself."""
    starts_on, ends_on = quarter
    shape = Shape(Subject.NEW_REQUESTS, Measure.COUNT, Dim.DOMAIN, Dim.CLUSTER, year_on, ends_on, _NOTE)
    _typed(db, cast, ends_on, shape, now - timedelta(days=1))
    shape = Shape(Subject.CLOSED, Measure.COUNT, Dim.AGE, None, starts_on, ends_on)
    _typed(db, cast, ends_on, shape, now - timedelta(days=1))
    _check(db, cast, ends_on, now)


def _typed(db: Session, cast: Cast, report_ends_on: date, shape: Shape, at: datetime) -> None:
    who, place = cast.actor("team"), cast.busy.id
    at = max(at, _moment(at, report_ends_on + timedelta(days=1)))
    row = actions.begin_table(db, who, place, report_ends_on=report_ends_on, shape=shape, at=at)
    groups = len(clusters_of(db, place))
    counts = _counts(shape, groups)
    actions.save_counts(db, who, place, row.id, counts=counts, at=at)


def _check(db: Session, cast: Cast, ends_on: date, at: datetime) -> None:
    actions.check_protection(db, cast.actor("team"), cast.busy.id, ends_on, clock=time.monotonic, at=at)
    found = protected_of(db, cast.busy.id, ends_on)
    if found.step.value in ("waiting", "running"):
        claimed = actions.take_check(db, at=at)
        assert claimed is not None
        work = actions.read_check(db, *claimed)
        solved, cures = work.run(time.monotonic, lambda _done, _total: None, seconds=3)
        actions.keep_check(db, work, solved, cures, at=at)


def _moment(now: datetime, on: date) -> datetime:
    return now - (local_day(now) - on)


def _counts(shape: Shape, groups: int) -> list[list[int | None]]:
    """Counts that add up over periods: each month has its own, whatever table it stands in."""
    months = [_month_number(month) for month in months_of(shape.starts_on, shape.ends_on)]
    if shape.measure is Measure.MEDIAN:
        return [[6 + (7 * place) % 11, sum(_MONTHLY[place] for _ in months)] for place in range(len(DOMAIN_WORDS))]
    if shape.rows is Dim.AGE:
        return [[sum(_AGES[place] + number % 3 for number in months)] for place in range(len(AGE_WORDS))]
    return [
        [sum(_spread(number, place, group, groups) for number in months) for group in range(groups)]
        for place in range(len(DOMAIN_WORDS))
    ]


def _month_number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:])


def _spread(month: int, place: int, group: int, groups: int) -> int:
    weight = _MONTHLY[place] * _GROUPS[group % len(_GROUPS)] / sum(_GROUPS[:groups])
    return int(weight + ((month * 97 + place * 31 + group * 17) % 10) / 10)
