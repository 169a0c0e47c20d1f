"""Publishing an edition of the agenda."""

from datetime import datetime

from sqlalchemy import select

from coop.agenda import policy
from coop.agenda.models import Edition, EditionItem
from coop.agenda.queries import full_agenda
from coop.answers.actions import open_answer
from coop.answers.policy import Point, Source, terms_of
from coop.districts.models import District
from coop.districts.policy import Subject
from coop.districts.queries import mandates_on, snapshot_of
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.text import clean_text
from coop.kernel.words import mark


def publish_edition(db: Session, actor: Actor, district_id: int, foreword: str, *, at: datetime) -> Edition:
    """Publish a copy of every item on the agenda, at most one a day.

    Raises `ConflictError` when the agenda is empty or an edition of today is there already.
    """
    actor.require(Permission.PUBLISH_EDITION)
    foreword = policy.require_filled(
        clean_text(foreword), policy.FOREWORD_LENGTH, "foreword", mark("Write a foreword for the readers.")
    )
    # Two board members who publish at the same moment must not both get the same number.
    db.execute(select(District.id).where(District.id == district_id).with_for_update())
    newest = db.scalar(
        select(Edition).where(Edition.district_id == district_id).order_by(Edition.number.desc()).limit(1)
    )
    items = full_agenda(db, district_id)
    policy.require_edition(local_day(newest.published_at) if newest else None, local_day(at), len(items))
    edition = Edition(
        district_id=district_id,
        number=newest.number + 1 if newest else 1,
        foreword=foreword,
        account_id=actor.account_id,
        published_at=at,
    )
    db.add(edition)
    db.flush()
    db.add_all(
        EditionItem(
            district_id=district_id,
            edition_id=edition.id,
            item_id=item.id,
            position=position,
            kind=item.kind,
            domain=item.domain,
            origin=item.origin,
            title=item.title,
            in_short=item.in_short,
            details=item.details,
            place=item.place,
            supporters=item.supporters,
        )
        for position, item in enumerate(items)
    )
    db.flush()
    _open_clock(db, edition, [Point(str(item.id), item.title) for item in items], at=at)
    return edition


def _open_clock(db: Session, edition: Edition, points: list[Point], *, at: datetime) -> None:
    mandate = mandates_on(db, edition.district_id, local_day(at)).get(Subject.AGENDA)
    if mandate is None:
        # Nothing was settled about the agenda: then an edition tells, and nobody has to answer it.
        return
    snapshot = snapshot_of(mandate)
    terms = terms_of(snapshot, only_advice=False)
    assert terms is not None
    open_answer(
        db,
        edition.district_id,
        Source.EDITION,
        edition.id,
        title=str(edition.number),
        points=points,
        terms=terms,
        mandate=snapshot,
        at=at,
    )
