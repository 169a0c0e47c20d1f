"""Questions about readers and their news."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from coop.digests.models import Digest, NewsReader
from coop.digests.policy import BY_MAIL, FIRST_PRINT, SETTLED, Pace, after_rest, period_began
from coop.kernel.clock import local_day
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.members.models import Membership
from coop.notifications.models import MailRefusal
from coop.notifications.policy import MOST_REFUSALS


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who gets the news on paper."""

    name: str
    street: str
    house_number: str
    postcode: str


def reader_of(db: Session, district_id: int, account_id: int) -> NewsReader | None:
    """What this person chose; None when never asked."""
    return db.get(NewsReader, (account_id, district_id))


_SAME_PERSON = and_(Membership.account_id == NewsReader.account_id, Membership.district_id == NewsReader.district_id)
_WAS_MEMBER = exists().where(_SAME_PERSON)
_REFUSES = exists().where(MailRefusal.account_id == NewsReader.account_id, MailRefusal.refusals >= MOST_REFUSALS)


def _runs(on: date) -> ColumnElement[bool]:
    """Whether a membership counts on this day."""
    return or_(Membership.ended_on.is_(None), Membership.ended_on > on)


def due_readers(db: Session, at: datetime, *, lock: bool = False) -> Sequence[NewsReader]:
    """Readers by mail whose period has passed: members, and others who asked for the news themselves.

    Not whose address refuses mail. Who hears news at once waits for the end of the hours of rest, so that a night is
    one mail. `lock`: nobody else takes them meanwhile.
    """
    due = [
        and_(NewsReader.pace == pace, NewsReader.told_until < began - SETTLED)
        for pace in BY_MAIL
        if (began := period_began(pace, at))
    ]
    query = (
        select(NewsReader)
        .where(or_(*due), ~_REFUSES)
        .where(
            or_(
                exists().where(_SAME_PERSON, _runs(local_day(at))),
                and_(NewsReader.chosen_at.is_not(None), ~_WAS_MEMBER),
            )
        )
        .order_by(NewsReader.district_id, NewsReader.account_id)
    )
    found = db.scalars(query.with_for_update(skip_locked=True) if lock else query)
    return [one for one in found if one.pace is not Pace.AT_ONCE or after_rest(at, one.rest_from, one.rest_until) == at]


def has_newcomers(db: Session, at: datetime) -> bool:
    """Whether a member with an account never chose how often to hear news."""
    return db.execute(newcomers(at).limit(1)).first() is not None


def newcomers(at: datetime) -> Select[int | None, int]:
    """(account, neighbourhood) of members who have no `NewsReader` yet."""
    return (
        select(Membership.account_id, Membership.district_id)
        .where(Membership.account_id.is_not(None), _runs(local_day(at)))
        .where(~exists().where(_SAME_PERSON))
    )


def digest_of(db: Session, district_id: int, digest_id: int) -> Digest:
    """One print run. Raises `NotFoundError`, also for news by mail and for another neighbourhood's."""
    found = db.get(Digest, digest_id)
    if found is None or found.district_id != district_id or found.pace is not Pace.POST:
        raise NotFoundError(mark("There is no such print run in this neighbourhood."))
    return found


def print_runs(db: Session, district_id: int) -> Sequence[Digest]:
    """What was printed, newest first."""
    return db.scalars(
        select(Digest)
        .where(Digest.district_id == district_id, Digest.pace == Pace.POST)
        .order_by(Digest.until_at.desc(), Digest.id.desc())
    ).all()


def printed_until(db: Session, district_id: int, at: datetime) -> datetime:
    """Until when the news was printed before."""
    query = select(func.max(Digest.until_at)).where(Digest.district_id == district_id, Digest.pace == Pace.POST)
    return db.scalar(query) or at - FIRST_PRINT


def addressees(db: Session, district_id: int, at: datetime) -> list[Addressee]:
    """Members who get the news on paper, by street: without an account, by own wish, or because mail comes back."""
    by_wish = exists().where(_SAME_PERSON, NewsReader.pace == Pace.POST)
    refuses = exists().where(MailRefusal.account_id == Membership.account_id, MailRefusal.refusals >= MOST_REFUSALS)
    stopped = exists().where(_SAME_PERSON, NewsReader.pace == Pace.NEVER)
    rows = db.execute(
        select(Membership.name, Membership.street, Membership.house_number, Membership.postcode)
        .where(Membership.district_id == district_id, _runs(local_day(at)))
        .where(or_(Membership.account_id.is_(None), by_wish, and_(refuses, ~stopped)))
        .order_by(Membership.street, Membership.house_number, Membership.name, Membership.id)
    )
    return [Addressee(*row) for row in rows]
