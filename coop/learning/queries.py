"""Questions about other neighbourhoods, costs and benefits, and pilots."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from coop.accountability.models import Report
from coop.accountability.queries import latest_report
from coop.districts.models import District
from coop.districts.queries import all_districts
from coop.kernel.db import Session
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.learning import policy
from coop.learning.models import FenceAnswer, MkbaLine, MkbaSheet, Pilot
from coop.learning.policy import Line, PilotState, Side


def others_with_reports(db: Session, district_id: int) -> list[District]:
    """Other neighbourhoods with a released report, by name."""
    return [one for one in all_districts(db) if one.id != district_id and latest_report(db, one.id) is not None]


def other_of(db: Session, district_id: int, slug: str) -> District:
    """Another neighbourhood. Raises `NotFoundError`, also for the own one."""
    found = db.scalar(select(District).where(District.slug == slug, District.id != district_id))
    if found is None:
        raise NotFoundError(mark("We do not know this neighbourhood."))
    return found


def side_of(db: Session, district_id: int) -> tuple[Report, Side] | None:
    """The newest released report of a neighbourhood and what is compared of it; None when there is none."""
    report = latest_report(db, district_id)
    if report is None or report.public is None:
        return None
    document = report.public
    return report, Side(document["figures"], report.starts_on, report.ends_on, document["inhabitants"])


def answers_between(db: Session, district_id: int, other_id: int) -> dict[tuple[int, str, int], FenceAnswer]:
    """What both teams said, by (neighbourhood, code, definition version)."""
    rows = db.scalars(
        select(FenceAnswer).where(
            FenceAnswer.district_id.in_((district_id, other_id)), FenceAnswer.other_id.in_((district_id, other_id))
        )
    )
    return {(row.district_id, row.code, row.definition_version): row for row in rows}


def sheets_of(db: Session, district_id: int, *, drafts: bool) -> Sequence[MkbaSheet]:
    """Sheets of costs and benefits, newest first; only published ones unless `drafts`."""
    wanted = select(MkbaSheet).where(MkbaSheet.district_id == district_id)
    if not drafts:
        wanted = wanted.where(MkbaSheet.published_at.is_not(None))
    return db.scalars(wanted.order_by(MkbaSheet.made_at.desc(), MkbaSheet.id.desc())).all()


def mkba_sheet(db: Session, district_id: int, sheet_id: int, *, drafts: bool) -> MkbaSheet:
    """A sheet. Raises `NotFoundError`, also for one that is not published unless `drafts`."""
    found = db.scalar(select(MkbaSheet).where(MkbaSheet.id == sheet_id, MkbaSheet.district_id == district_id))
    if found is None or (found.published_at is None and not drafts):
        raise NotFoundError(mark("There is no such sheet in this neighbourhood."))
    return found


def lines_of(db: Session, sheet: MkbaSheet) -> Sequence[MkbaLine]:
    """The assumptions of a sheet: costs first, in the order in which they were written."""
    rows = db.scalars(
        select(MkbaLine)
        .where(MkbaLine.sheet_id == sheet.id, MkbaLine.district_id == sheet.district_id)
        .order_by(MkbaLine.id)
    ).all()
    return sorted(rows, key=lambda row: row.kind == "benefit")


def line_of(db: Session, sheet: MkbaSheet, line_id: int) -> MkbaLine:
    """A line of a sheet. Raises `NotFoundError`."""
    row = next((one for one in lines_of(db, sheet) if one.id == line_id), None)
    if row is None:
        raise NotFoundError(mark("There is no such line on this sheet."))
    return row


def newer_sheet(db: Session, sheet: MkbaSheet) -> MkbaSheet | None:
    """The sheet that stands, or will stand, in the place of a public one."""
    return db.scalar(
        select(MkbaSheet).where(MkbaSheet.replaces_id == sheet.id, MkbaSheet.district_id == sheet.district_id)
    )


def replaced_sheet(db: Session, sheet: MkbaSheet) -> MkbaSheet | None:
    """The public sheet in whose place this one stands, or will stand."""
    return mkba_sheet(db, sheet.district_id, sheet.replaces_id, drafts=False) if sheet.replaces_id else None


def plain_lines(rows: Sequence[MkbaLine]) -> list[Line]:
    """Assumptions as the arithmetic has them."""
    return [Line(row.kind, row.payer, row.low_cents, row.middle_cents, row.high_cents) for row in rows]


@dataclass(frozen=True, slots=True)
class PilotRow:
    """A pilot in a list."""

    id: int
    title: str
    starts_on: date
    review_on: date
    state: PilotState
    # The own neighbourhood was asked and has not answered.
    is_asked: bool


def pilots_of(db: Session, district_id: int, today: date, *, asked: bool) -> list[PilotRow]:
    """Pilots of this neighbourhood, newest first; those that it was asked and has not answered only when `asked`."""
    twin = aliased(Pilot)
    rows = db.execute(
        select(Pilot, twin)
        .join(twin, (twin.pair == Pilot.pair) & (twin.id != Pilot.id))
        .where(Pilot.district_id == district_id)
        .order_by(Pilot.starts_on.desc(), Pilot.id)
    )
    made = [
        (
            row,
            PilotRow(
                row.id, row.title, row.starts_on, row.review_on, state_of(row, other, today), row.agreed_at is None
            ),
        )
        for row, other in rows
    ]
    return [one for row, one in made if asked or not one.is_asked]


def state_of(mine: Pilot, twin: Pilot, today: date) -> PilotState:
    """Where a pilot stands."""
    return policy.pilot_state(
        agreed=mine.agreed_at is not None and twin.agreed_at is not None,
        ended=mine.ended_at is not None,
        found=policy.findings_are_open(mine.finding, twin.finding, mine.review_on, today),
        review=mine.review_on,
        today=today,
    )


def findings_due(db: Session, today: date) -> Sequence[Pilot]:
    """Rows of neighbourhoods that must write what they found, on the whole site, held for the reminder."""
    twin = aliased(Pilot)
    return db.scalars(
        select(Pilot)
        .join(twin, (twin.pair == Pilot.pair) & (twin.id != Pilot.id))
        .where(_is_due(twin, today))
        .order_by(Pilot.id)
        .with_for_update(of=Pilot)
    ).all()


def _is_due(twin: type[Pilot], today: date) -> ColumnElement[bool]:
    both = Pilot.agreed_at.is_not(None) & twin.agreed_at.is_not(None)
    return both & Pilot.ended_at.is_(None) & (Pilot.finding == "") & (Pilot.review_on <= today)


def pilots_waiting(db: Session, district_id: int, today: date, *, answers: bool) -> Sequence[Pilot]:
    """Pilots of which this neighbourhood must write what it found; `answers`: also those that ask whether it joins."""
    twin = aliased(Pilot)
    which = _is_due(twin, today)
    if answers:
        which |= Pilot.agreed_at.is_(None) & Pilot.ended_at.is_(None)
    return db.scalars(
        select(Pilot)
        .join(twin, (twin.pair == Pilot.pair) & (twin.id != Pilot.id))
        .where(Pilot.district_id == district_id, which)
        .order_by(Pilot.review_on, Pilot.id)
    ).all()


def pilot_of(db: Session, district_id: int, pilot_id: int) -> Pilot:
    """A pilot of this neighbourhood. Raises `NotFoundError`."""
    found = db.scalar(select(Pilot).where(Pilot.id == pilot_id, Pilot.district_id == district_id))
    if found is None:
        raise NotFoundError(mark("There is no such pilot in this neighbourhood."))
    return found


def twin_of(db: Session, pilot: Pilot) -> Pilot:
    """The row of the other neighbourhood."""
    return db.scalars(select(Pilot).where(Pilot.pair == pilot.pair, Pilot.id != pilot.id)).one()


def name_of(db: Session, district_id: int) -> District:
    """A neighbourhood by id."""
    return db.get_one(District, district_id)
