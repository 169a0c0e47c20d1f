"""Pilots in two unlike neighbourhoods: asked, agreed to by the other, ended early, looked back on after half a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from coop.districts.models import District
from coop.districts.queries import hold_district
from coop.kernel.access import Actor, Permission, Role
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark
from coop.learning import policy, queries
from coop.learning.actions.must import required
from coop.learning.models import Pilot
from coop.members.queries import account_ids_with
from coop.notifications.actions import queue_mail_to_many

TOPIC = "pilots"
_ASKED = mark("Another neighbourhood asks you to try something together: %(title)s")
_AGREED = mark("Both neighbourhoods take part in the pilot: %(title)s")
_ENDED = mark("A pilot has ended: %(title)s")
_REVIEW = mark("Half a year has passed. Write what you found: %(title)s")
_LATE = mark("Your finding of a pilot is late: %(title)s")
_BODY = mark("About: %(title)s.\n\nRead what it is about, and what is asked of you, on this page:\n%(site)s%(path)s")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a pilot tries out. `unlike`: in what the two neighbourhoods differ."""

    title: str
    question: str
    unlike: str
    starts_on: date


def start_pilot(db: Session, actor: Actor, district_id: int, other_id: int, *, plan: Plan, at: datetime) -> Pilot:
    """Ask another, unlike neighbourhood to try something too. It is looked back on after half a year."""
    actor.require(Permission.RELEASE_REPORT)
    today = local_day(at)
    if abs((plan.starts_on - today).days) > 366:
        raise InvalidError(
            mark("A pilot starts within a year from now, or began within the last year."), field="starts_on"
        )
    texts = {
        "title": required(clean_line(plan.title), policy.TITLE_LENGTH, "title", mark("Give it a title.")),
        "question": required(
            clean_text(plan.question), policy.TEXT_LENGTH, "question", mark("Say what you want to learn.")
        ),
        "unlike": required(clean_text(plan.unlike), policy.TEXT_LENGTH, "unlike", mark("Say in what the two differ.")),
    }
    _hold(db, district_id, other_id)
    pair = (db.scalar(select(func.max(Pilot.pair))) or 0) + 1
    review = policy.review_on(plan.starts_on)
    mine, theirs = (
        Pilot(pair=pair, district_id=here, other_id=there, starts_on=plan.starts_on, review_on=review, **texts)
        for here, there in ((district_id, other_id), (other_id, district_id))
    )
    mine.agreed_at = at
    db.add_all([mine, theirs])
    db.flush()
    _tell(db, theirs, _ASKED, (Role.BOARD,), at)
    return mine


def _hold(db: Session, district_id: int, other_id: int) -> None:
    for one in sorted((district_id, other_id)):
        hold_district(db, one)


def _both(db: Session, district_id: int, pilot_id: int) -> tuple[Pilot, Pilot]:
    """The rows of this neighbourhood and of the other, held until the end of the transaction."""
    mine = queries.pilot_of(db, district_id, pilot_id)
    _hold(db, district_id, mine.other_id)
    twin = queries.twin_of(db, mine)
    for row in (mine, twin):
        db.refresh(row)
    return mine, twin


def agree_to_pilot(db: Session, actor: Actor, district_id: int, pilot_id: int, *, at: datetime) -> Pilot:
    """The neighbourhood that was asked takes part. Raises `ConflictError` when it was answered, or has ended."""
    actor.require(Permission.RELEASE_REPORT)
    mine, twin = _both(db, district_id, pilot_id)
    policy.require_going_on(mine.ended_at is not None)
    if mine.agreed_at is not None:
        raise ConflictError(mark("Your neighbourhood takes part already."))
    mine.agreed_at = at
    # A yes after the half year: both get their time from today, so that neither is open before the other could write.
    mine.review_on = twin.review_on = max(mine.review_on, local_day(at))
    db.flush()
    _tell(db, twin, _AGREED, (Role.BOARD, Role.TEAM_MEMBER), at)
    _tell(db, mine, _AGREED, (Role.TEAM_MEMBER,), at)
    return mine


def end_pilot(db: Session, actor: Actor, district_id: int, pilot_id: int, *, reason: str, at: datetime) -> Pilot:
    """Say no to a pilot, take the question back, or end it early: each neighbourhood can, with a public reason."""
    actor.require(Permission.RELEASE_REPORT)
    mine, twin = _both(db, district_id, pilot_id)
    policy.require_going_on(mine.ended_at is not None)
    if policy.findings_are_open(mine.finding, twin.finding, mine.review_on, local_day(at)):
        raise ConflictError(mark("Everybody can read what was found. There is nothing to end any more."))
    said = required(clean_line(reason), policy.SENTENCE_LENGTH, "reason", mark("Give a reason. Everybody can read it."))
    for row in (mine, twin):
        row.ended_at, row.ended_by, row.end_reason = at, district_id, said
    db.flush()
    _tell(db, twin, _ENDED, (Role.BOARD, Role.TEAM_MEMBER), at)
    return mine


def write_finding(
    db: Session, actor: Actor, district_id: int, pilot_id: int, *, finding: str, keeps: str, at: datetime
) -> Pilot:
    """Write what this neighbourhood found, after half a year; once everybody can read it, it stands still."""
    actor.require(Permission.ANSWER_RESIDENTS)
    pilot, twin = _both(db, district_id, pilot_id)
    policy.require_going_on(pilot.ended_at is not None)
    policy.require_agreed(pilot.agreed_at is not None and twin.agreed_at is not None)
    today = local_day(at)
    policy.require_review_time(pilot.review_on, today)
    if pilot.finding and policy.findings_are_open(pilot.finding, twin.finding, pilot.review_on, today):
        raise ConflictError(mark("Everybody can read what you found. It stands still."))
    pilot.finding = required(clean_text(finding), policy.TEXT_LENGTH, "finding", mark("Tell what you found."))
    pilot.keeps = required(
        clean_line(keeps), policy.SENTENCE_LENGTH, "keeps", mark("Say whether you keep it, and why.")
    )
    pilot.found_at = at
    db.flush()
    return pilot


def remind_of_pilots(db: Session, *, at: datetime) -> int:
    """Tell once that half a year has passed, and once that a finding is late; returns how many were told."""
    today, told = local_day(at), 0
    for row in queries.findings_due(db, today):
        late = today > policy.finding_due_on(row.review_on)
        if row.told_of < (2 if late else 1):
            row.told_of, told = 2 if late else 1, told + 1
            _tell(db, row, _LATE if late else _REVIEW, (Role.BOARD, Role.TEAM_MEMBER), at)
    db.flush()
    return told


def _tell(db: Session, row: Pilot, subject: str, roles: Sequence[Role], at: datetime) -> None:
    """Mail to who does this work in the neighbourhood of `row`, each person once."""
    people = [one for role in roles for one in account_ids_with(db, row.district_id, role, local_day(at))]
    slug = db.get_one(District, row.district_id).slug
    queue_mail_to_many(
        db,
        people,
        subject=subject,
        body=_BODY,
        topic=TOPIC,
        district_id=row.district_id,
        at=at,
        params={"title": row.title, "path": f"/{slug}/over-de-schutting/proef/{row.id}"},
    )
