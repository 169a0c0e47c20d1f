"""Fills an empty database with the demo, room by room."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from coop.demo.accountability import fill_accountability
from coop.demo.accountability_more import fill_more_reports
from coop.demo.advice import fill_advice
from coop.demo.agenda import fill_agenda
from coop.demo.answers import fill_answers
from coop.demo.cast import fill_cast
from coop.demo.charters import fill_charters
from coop.demo.digests import fill_digests
from coop.demo.doors import fill_doors
from coop.demo.events import fill_events
from coop.demo.initiatives import fill_initiatives
from coop.demo.learning import fill_learning
from coop.demo.maps import fill_maps
from coop.demo.members import fill_members
from coop.demo.moderation import fill_moderation
from coop.demo.neighbours import fill_neighbours
from coop.demo.opinions import fill_opinions
from coop.demo.panels import fill_panels
from coop.demo.photos import fill_photos
from coop.demo.reach import fill_reach
from coop.demo.roll import fill_roll
from coop.demo.sealed import fill_sealed
from coop.demo.tables import fill_tables
from coop.demo.voting import VOTERS, fill_voting
from coop.districts.models import District
from coop.notifications.models import OutboxMessage
from coop.voting.actions import Hands


def is_filled(db: Session) -> bool:
    """Whether there is any neighbourhood yet."""
    return db.scalar(select(District.id).limit(1)) is not None


def fill_demo(
    db: Session, now: datetime, on_progress: Callable[[str], None] = lambda _: None, *, hands: Hands | None = None
) -> None:
    """Make both neighbourhoods with people, agenda, votes, panels and reports, as if they had lived until `now`.

    `hands`: who signs and keeps keys of secret votes; without them there are none.
    """
    on_progress("people and streets")
    cast = fill_cast(db, now)
    for name, fill in (
        ("members", fill_members),
        ("who lives here", fill_reach),
        ("maps", fill_maps),
        ("agenda", fill_agenda),
        ("photos", fill_photos),
        ("doors", fill_doors),
        ("house rules", fill_moderation),
        ("votes", fill_voting),
        ("letters, desk and paper", fill_roll),
        ("hiring panels", fill_panels),
        ("reports", fill_accountability),
        ("over the fence", fill_learning),
        ("more reports", fill_more_reports),
        ("tables", fill_tables),
        ("calendar", fill_events),
        ("initiatives", fill_initiatives),
        ("charters", fill_charters),
        ("statements", fill_opinions),
        ("advice", fill_advice),
        ("neighbours", fill_neighbours),
    ):
        on_progress(name)
        fill(db, cast, now)
        db.flush()
    if hands is not None:
        on_progress("secret votes")
        fill_sealed(db, cast, VOTERS, now, hands)
        db.flush()
    on_progress("answers to residents")
    fill_answers(db, cast, now)
    on_progress("news")
    fill_digests(db, cast, now)
    db.flush()
    # It lived until now: its mail was sent long ago.
    db.execute(update(OutboxMessage).values(sent_at=now, try_at=None))
