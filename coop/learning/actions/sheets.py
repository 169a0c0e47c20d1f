"""Sheets of social costs and benefits: begin, fill, change, publish, and make a new one of an old one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from coop.districts.queries import hold_district
from coop.kernel.access import Actor, Permission
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark
from coop.learning import policy, queries
from coop.learning.actions.must import account_of, required
from coop.learning.models import MkbaLine, MkbaSheet
from coop.learning.policy import LineKind


@dataclass(frozen=True, slots=True)
class Assumption:
    """One line of a sheet, amounts in whole euros."""

    kind: LineKind
    title: str
    payer: str
    source: str
    low: int
    middle: int
    high: int


def begin_sheet(db: Session, actor: Actor, district_id: int, *, title: str, about: str, at: datetime) -> MkbaSheet:
    """Begin an estimate of costs and benefits."""
    actor.require(Permission.ANSWER_RESIDENTS)
    sheet = MkbaSheet(district_id=district_id, made_by=account_of(actor), made_at=at)
    sheet.title, sheet.about = _title_of(title), _about_of(about)
    db.add(sheet)
    db.flush()
    return sheet


def change_sheet(db: Session, actor: Actor, district_id: int, sheet_id: int, *, title: str, about: str) -> MkbaSheet:
    """Change what a sheet that is not public is called and compares."""
    sheet = _open_sheet(db, actor, district_id, sheet_id)
    sheet.title, sheet.about = _title_of(title), _about_of(about)
    db.flush()
    return sheet


def throw_away_sheet(db: Session, actor: Actor, district_id: int, sheet_id: int) -> None:
    """Throw away a sheet that is not public, with its lines."""
    sheet = _open_sheet(db, actor, district_id, sheet_id)
    db.execute(delete(MkbaLine).where(MkbaLine.district_id == district_id, MkbaLine.sheet_id == sheet.id))
    db.delete(sheet)
    db.flush()


def renew_sheet(db: Session, actor: Actor, district_id: int, sheet_id: int, *, at: datetime) -> MkbaSheet:
    """A draft with the lines of a public sheet, to change: published, it stands in the place of that one.

    There is one such draft at a time: asked again, it is the one that is being written.
    """
    actor.require(Permission.ANSWER_RESIDENTS)
    hold_district(db, district_id)
    old = queries.mkba_sheet(db, district_id, sheet_id, drafts=False)
    newer = queries.newer_sheet(db, old)
    if newer is not None and newer.published_at is None:
        return newer
    if newer is not None:
        raise ConflictError(mark("A newer sheet stands in the place of this one already. Begin with that one."))
    made = MkbaSheet(
        district_id=district_id,
        title=old.title,
        about=old.about,
        made_by=account_of(actor),
        made_at=at,
        replaces_id=old.id,
    )
    db.add(made)
    db.flush()
    copied = ("kind", "title", "payer", "source", "low_cents", "middle_cents", "high_cents")
    for row in queries.lines_of(db, old):
        values = {name: getattr(row, name) for name in copied}
        db.add(MkbaLine(district_id=district_id, sheet_id=made.id, **values))
    db.flush()
    return made


def _title_of(title: str) -> str:
    return required(clean_line(title), policy.TITLE_LENGTH, "title", mark("Give it a title."))


def _about_of(about: str) -> str:
    return required(clean_text(about), policy.TEXT_LENGTH, "about", mark("Tell what is compared with what."))


def _open_sheet(db: Session, actor: Actor, district_id: int, sheet_id: int) -> MkbaSheet:
    actor.require(Permission.ANSWER_RESIDENTS)
    hold_district(db, district_id)
    sheet = queries.mkba_sheet(db, district_id, sheet_id, drafts=True)
    if sheet.published_at is not None:
        raise ConflictError(mark("This sheet is public. Make a new one when an assumption changes."))
    return sheet


def add_line(db: Session, actor: Actor, district_id: int, sheet_id: int, *, line: Assumption) -> MkbaLine:
    """Add an assumption. Nothing stands on a sheet without its source."""
    sheet = _open_sheet(db, actor, district_id, sheet_id)
    row = MkbaLine(district_id=district_id, sheet_id=sheet.id)
    _write(row, line)
    db.add(row)
    db.flush()
    return row


def change_line(
    db: Session, actor: Actor, district_id: int, sheet_id: int, line_id: int, *, line: Assumption
) -> MkbaLine:
    """Change an assumption of a sheet that is not public."""
    row = queries.line_of(db, _open_sheet(db, actor, district_id, sheet_id), line_id)
    _write(row, line)
    db.flush()
    return row


def _write(row: MkbaLine, line: Assumption) -> None:
    policy.require_amounts(line.low, line.middle, line.high)
    row.kind = line.kind
    row.title = required(clean_line(line.title), policy.TITLE_LENGTH, "title", mark("Say what it is about."))
    row.payer = required(clean_line(line.payer), policy.PAYER_LENGTH, "payer", mark("Say who pays or gains."))
    row.source = required(clean_line(line.source), policy.SENTENCE_LENGTH, "source", mark("Name the source."))
    row.low_cents, row.middle_cents, row.high_cents = (euros * 100 for euros in (line.low, line.middle, line.high))


def remove_line(db: Session, actor: Actor, district_id: int, sheet_id: int, line_id: int) -> None:
    """Take an assumption off a sheet that is not public."""
    db.delete(queries.line_of(db, _open_sheet(db, actor, district_id, sheet_id), line_id))
    db.flush()


def publish_sheet(db: Session, actor: Actor, district_id: int, sheet_id: int, *, at: datetime) -> MkbaSheet:
    """Make a sheet public; it stands still from then on. Needs a cost and a benefit."""
    sheet = _open_sheet(db, actor, district_id, sheet_id)
    actor.require(Permission.RELEASE_REPORT)
    if {row.kind for row in queries.lines_of(db, sheet)} != set(LineKind):
        raise ConflictError(mark("A sheet needs at least one cost and one benefit."))
    sheet.published_at = at
    db.flush()
    return sheet
