"""Acts of learning over the fence."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from coop.accountability.policy.catalogue import CATALOGUE
from coop.districts.queries import hold_district
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark
from coop.learning import policy, queries
from coop.learning.models import FenceAnswer, MkbaLine, MkbaSheet, Pilot
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


def _account_of(actor: Actor) -> int:
    if actor.account_id is None:
        raise NotAllowedError(mark("You are not signed in (any more). Sign in and try again."))
    return actor.account_id


def _text(text: str, longest: int, field: str, missing: str) -> str:
    if not text:
        raise InvalidError(missing, field=field)
    if len(text) > longest:
        raise InvalidError(mark("Use at most %(longest)s characters."), field=field, longest=longest)
    return text


def answer_difference(
    db: Session, actor: Actor, district_id: int, other_id: int, *, code: str, text: str, at: datetime
) -> FenceAnswer:
    """Say in a sentence why a figure differs here from there; said again it replaces what was said."""
    actor.require(Permission.ANSWER_RESIDENTS)
    mine, theirs = queries.side_of(db, district_id), queries.side_of(db, other_id)
    if mine is None or theirs is None or code not in CATALOGUE:
        raise NotFoundError(mark("We do not know this figure."))
    pair = next((one for one in policy.side_by_side(mine[1], theirs[1]) if one.code == code), None)
    if pair is None:
        raise ConflictError(mark("This figure does not stand in both reports with the same definition."))
    said = _text(clean_line(text), policy.SENTENCE_LENGTH, "text", mark("Answer in a sentence."))
    version = pair.mine["definition_version"]
    hold_district(db, district_id)
    row = queries.answers_between(db, district_id, other_id).get((district_id, code, version))
    if row is None:
        row = FenceAnswer(district_id=district_id, other_id=other_id, code=code, definition_version=version)
        db.add(row)
    row.text, row.account_id, row.at = said, _account_of(actor), at
    db.flush()
    return row


def begin_sheet(db: Session, actor: Actor, district_id: int, *, title: str, about: str, at: datetime) -> MkbaSheet:
    """Begin an estimate of costs and benefits."""
    actor.require(Permission.ANSWER_RESIDENTS)
    sheet = MkbaSheet(
        district_id=district_id,
        title=_text(clean_line(title), policy.TITLE_LENGTH, "title", mark("Give it a title.")),
        about=_text(clean_text(about), policy.TEXT_LENGTH, "about", mark("Tell what is compared with what.")),
        made_by=_account_of(actor),
        made_at=at,
    )
    db.add(sheet)
    db.flush()
    return sheet


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
    policy.require_amounts(line.low, line.middle, line.high)
    row = MkbaLine(
        district_id=district_id,
        sheet_id=sheet.id,
        kind=line.kind,
        title=_text(clean_line(line.title), policy.TITLE_LENGTH, "title", mark("Say what it is about.")),
        payer=_text(clean_line(line.payer), policy.PAYER_LENGTH, "payer", mark("Say who pays or gains.")),
        source=_text(clean_line(line.source), policy.SENTENCE_LENGTH, "source", mark("Name the source.")),
        low_cents=line.low * 100,
        middle_cents=line.middle * 100,
        high_cents=line.high * 100,
    )
    db.add(row)
    db.flush()
    return row


def remove_line(db: Session, actor: Actor, district_id: int, sheet_id: int, line_id: int) -> None:
    """Take an assumption off a sheet that is not public."""
    sheet = _open_sheet(db, actor, district_id, sheet_id)
    row = next((one for one in queries.lines_of(db, sheet) if one.id == line_id), None)
    if row is None:
        raise NotFoundError(mark("There is no such line on this sheet."))
    db.delete(row)
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


@dataclass(frozen=True, slots=True)
class Plan:
    """What a pilot tries out. `unlike`: in what the two neighbourhoods differ."""

    title: str
    question: str
    unlike: str
    starts_on: date


def start_pilot(db: Session, actor: Actor, district_id: int, other_id: int, *, plan: Plan, at: datetime) -> Pilot:
    """Start a pilot in two unlike neighbourhoods. It is looked back on after half a year."""
    actor.require(Permission.RELEASE_REPORT)
    today = local_day(at)
    if abs((plan.starts_on - today).days) > 366:
        raise InvalidError(
            mark("A pilot starts within a year from now, or began within the last year."), field="starts_on"
        )
    texts = {
        "title": _text(clean_line(plan.title), policy.TITLE_LENGTH, "title", mark("Give it a title.")),
        "question": _text(
            clean_text(plan.question), policy.TEXT_LENGTH, "question", mark("Say what you want to learn.")
        ),
        "unlike": _text(clean_text(plan.unlike), policy.TEXT_LENGTH, "unlike", mark("Say in what the two differ.")),
    }
    for one in sorted((district_id, other_id)):
        hold_district(db, one)
    pair = (db.scalar(select(func.max(Pilot.pair))) or 0) + 1
    review = policy.review_on(plan.starts_on)
    made = [
        Pilot(pair=pair, district_id=here, other_id=there, starts_on=plan.starts_on, review_on=review, **texts)
        for here, there in ((district_id, other_id), (other_id, district_id))
    ]
    db.add_all(made)
    db.flush()
    return made[0]


def write_finding(
    db: Session, actor: Actor, district_id: int, pilot_id: int, *, finding: str, keeps: str, at: datetime
) -> Pilot:
    """Write what this neighbourhood found, after half a year; once everybody can read it, it stands still."""
    actor.require(Permission.ANSWER_RESIDENTS)
    hold_district(db, district_id)
    pilot = queries.pilot_of(db, district_id, pilot_id)
    today = local_day(at)
    policy.require_review_time(pilot.review_on, today)
    if policy.findings_are_open(pilot.finding, queries.twin_of(db, pilot).finding, pilot.review_on, today):
        raise ConflictError(
            mark("Both neighbourhoods wrote what they found, and everybody can read it. It stands still.")
        )
    pilot.finding = _text(clean_text(finding), policy.TEXT_LENGTH, "finding", mark("Tell what you found."))
    pilot.keeps = _text(clean_line(keeps), policy.SENTENCE_LENGTH, "keeps", mark("Say whether you keep it, and why."))
    pilot.found_at = at
    db.flush()
    return pilot
