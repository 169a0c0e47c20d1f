"""Questions about other neighbourhoods, costs and benefits, and pilots."""

from collections.abc import Sequence

from sqlalchemy import select

from coop.accountability.models import Report
from coop.accountability.queries import latest_report
from coop.districts.models import District
from coop.districts.queries import all_districts
from coop.kernel.db import Session
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.learning.models import FenceAnswer, MkbaLine, MkbaSheet, Pilot
from coop.learning.policy import Line, Side


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


def plain_lines(rows: Sequence[MkbaLine]) -> list[Line]:
    """Assumptions as the arithmetic has them."""
    return [Line(row.kind, row.payer, row.low_cents, row.middle_cents, row.high_cents) for row in rows]


def pilots_of(db: Session, district_id: int) -> Sequence[Pilot]:
    """Pilots that this neighbourhood takes part in, newest first."""
    return db.scalars(
        select(Pilot).where(Pilot.district_id == district_id).order_by(Pilot.starts_on.desc(), Pilot.id)
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
