"""The roll of one vote over all ways to vote, ordinary and secret alike. None of these gives a choice beside a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Select, String, and_, bindparam, cast, func, or_, select

from coop.ballotbox.models import BoxElector
from coop.ballotbox.policy import Channel
from coop.ballotbox.queries import Place
from coop.kernel.db import Session, rows_of
from coop.kernel.errors import NotFoundError
from coop.kernel.text import clean_line
from coop.kernel.words import mark
from coop.members.models import Membership
from coop.members.policy import Ending
from coop.members.queries import running
from coop.voting.models import (
    BallotLetter,
    HelperGrant,
    LetterBatch,
    Poll,
    Proxy,
    RollRow,
    SealedPoll,
    StoredBallot,
)
from coop.voting.policy.roll import MOST_FOUND, Task
from coop.voting.queries.told import ToldPoll


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody on the roll: who, where they live, and whether and how they voted. `revision`: of what stands there."""

    membership_id: int
    name: str
    street: str
    house_number: str
    channel: Channel
    revision: int

    @property
    def has_voted(self) -> bool:
        """Whether there is a vote, in whatever way."""
        return self.channel is not Channel.NONE


_POLL_ID: BindParameter[int] = bindparam("poll_id")
_IN_THE_BOX = (
    select(BoxElector.membership_id, BoxElector.channel, BoxElector.revision)
    .join(SealedPoll, SealedPoll.box_id == BoxElector.box_id)
    .where(SealedPoll.poll_id == _POLL_ID)
)
_WITH_BALLOT = (
    select(RollRow.membership_id, StoredBallot.channel, StoredBallot.version.label("revision"))
    .outerjoin(
        StoredBallot,
        and_(StoredBallot.poll_id == RollRow.poll_id, StoredBallot.membership_id == RollRow.membership_id),
    )
    .where(RollRow.poll_id == _POLL_ID)
)


def _turnout(places: Any) -> Any:
    way = places.subquery().c.channel
    return select(way, func.count()).where(way != Channel.NONE).group_by(way)


# By whether the vote is secret: built once, for every page of a result asks it.
_TURNOUT = {True: _turnout(_IN_THE_BOX), False: _turnout(_WITH_BALLOT)}


def _places(poll: Poll) -> "Select[int, Channel, int]":
    """(membership, how, revision) of everybody on the roll of this vote."""
    return (_IN_THE_BOX if poll.is_sealed else _WITH_BALLOT).params(poll_id=poll.id)


def ways_of(db: Session, poll: Poll) -> dict[int, Channel]:
    """How everybody on the roll voted, by membership."""
    return {member: channel or Channel.NONE for member, channel, _ in db.execute(_places(poll))}


def place_in(db: Session, poll: Poll, membership_id: int) -> Place | None:
    """Where one member stands on the roll of a vote, None for who is not on it."""
    places = _places(poll).subquery()
    row = db.execute(select(places).where(places.c.membership_id == membership_id)).one_or_none()
    return Place(row[0], row[2] or 0, row[1] or Channel.NONE) if row else None


def turnout_of(db: Session, poll: Poll | ToldPoll) -> dict[Channel, int]:
    """How many voted in each way."""
    counted = rows_of(db, _TURNOUT[poll.is_sealed], {"poll_id": poll.id})
    return {Channel(way): number for way, number in counted}


def paper_registered(db: Session, poll: Poll) -> int:
    """How many members handed in paper."""
    return turnout_of(db, poll).get(Channel.PAPER, 0)


def _standings(poll: Poll) -> tuple[Any, Any]:
    places = _places(poll).subquery()
    people = (Membership.id, Membership.name, Membership.street, Membership.house_number)
    query = select(*people, places.c.channel, places.c.revision).join(places, places.c.membership_id == Membership.id)
    return query.where(Membership.district_id == poll.district_id), places


def _standing(row: Any) -> Standing:
    member, name, street, house_number, channel, revision = row
    return Standing(member, name, street, house_number, channel or Channel.NONE, revision or 0)


def standing_of(db: Session, poll: Poll, membership_id: int) -> Standing:
    """One member on the roll of a vote. Raises `NotFoundError`, also for a member who is not on it."""
    query, _ = _standings(poll)
    row = db.execute(query.where(Membership.id == membership_id)).one_or_none()
    if row is None:
        raise NotFoundError(mark("This member is not on the list of voters of this vote."))
    return _standing(row)


def people_on_roll(db: Session, poll: Poll, said: str) -> list[Standing]:
    """Who on the roll fits all words of `said` (parts of name and address), one more than `MOST_FOUND` at most.

    A number alone is the number of a member.
    """
    query, _ = _standings(poll)
    typed = clean_line(said)
    if typed.isdigit() and len(typed) < 10:
        query = query.where(or_(Membership.id == int(typed), Membership.house_number == typed))
    else:
        where = func.lower(Membership.name + " " + Membership.street + " " + Membership.house_number)
        for word in typed.lower().split():
            query = query.where(where.contains(word, autoescape=True))
    return [_standing(row) for row in db.execute(query.order_by(Membership.name, Membership.id).limit(MOST_FOUND + 1))]


def everybody_on_roll(db: Session, poll: Poll) -> list[Standing]:
    """The whole roll by name, for letters."""
    query, _ = _standings(poll)
    return [_standing(row) for row in db.execute(query.order_by(Membership.street, Membership.name, Membership.id))]


def without_account(db: Session, poll: Poll) -> set[int]:
    """Members on the roll whom no mail reaches: without an account here. Nobody writes to who died."""
    query = select(RollRow.membership_id).join(Membership, Membership.id == RollRow.membership_id)
    alive = or_(Membership.ended_because.is_(None), Membership.ended_because != Ending.DIED)
    return set(db.scalars(query.where(RollRow.poll_id == poll.id, Membership.account_id.is_(None), alive)))


def letters_of(db: Session, poll: Poll) -> dict[int, int]:
    """The batch of everybody who has a letter with a code that counts, by membership."""
    rows = select(BallotLetter.membership_id, BallotLetter.batch_id).where(BallotLetter.poll_id == poll.id)
    return {row[0]: row[1] for row in db.execute(rows)}


def batches_of(db: Session, poll: Poll) -> Sequence[LetterBatch]:
    """Print runs, newest first."""
    mine = LetterBatch.poll_id == poll.id, LetterBatch.district_id == poll.district_id
    return db.scalars(select(LetterBatch).where(*mine).order_by(LetterBatch.id.desc())).all()


def letter_with(db: Session, district_id: int, code: str) -> BallotLetter | None:
    """The letter with this hash, None when there is none (any more)."""
    mine = BallotLetter.code == code, BallotLetter.district_id == district_id
    return db.scalar(select(BallotLetter).where(*mine))


def grants_of(db: Session, poll: Poll) -> Sequence[HelperGrant]:
    """Every grant of a vote, oldest first."""
    mine = HelperGrant.poll_id == poll.id, HelperGrant.district_id == poll.district_id
    return db.scalars(select(HelperGrant).where(*mine).order_by(HelperGrant.id)).all()


def in_force(on: date) -> Any:
    """The condition that a grant counts on a day."""
    return and_(
        HelperGrant.confirmed_at.is_not(None),
        HelperGrant.withdrawn_at.is_(None),
        HelperGrant.starts_on <= on,
        HelperGrant.ends_on >= on,
    )


def grants_in_force(db: Session, poll: Poll, on: date) -> Sequence[HelperGrant]:
    """The grants of a vote that count on a day."""
    mine = HelperGrant.poll_id == poll.id, HelperGrant.district_id == poll.district_id
    return db.scalars(select(HelperGrant).where(*mine, in_force(on)).order_by(HelperGrant.id)).all()


def grant_of_helper(
    db: Session, poll: Poll, membership_id: int | None, on: date, *, task: Task | None = None
) -> HelperGrant | None:
    """A grant of this helper that counts on a day (for this task), None when there is none."""
    mine = HelperGrant.poll_id == poll.id, HelperGrant.district_id == poll.district_id
    query = select(HelperGrant).where(*mine, HelperGrant.helper_id == membership_id, in_force(on))
    if task:
        query = query.where(HelperGrant.task == task)
    return db.scalar(query.order_by(HelperGrant.id).limit(1))


def my_grants(db: Session, district_id: int, membership_id: int | None, on: date) -> Sequence[tuple[HelperGrant, str]]:
    """What somebody may help with now: (grant, title of the vote)."""
    query = select(HelperGrant, Poll.title).join(Poll, Poll.id == HelperGrant.poll_id)
    mine = HelperGrant.district_id == district_id, HelperGrant.helper_id == membership_id
    return [(row[0], row[1]) for row in db.execute(query.where(*mine, in_force(on)).order_by(HelperGrant.id))]


@dataclass(frozen=True, slots=True)
class ProxyRow:
    """A proxy with the names of both, and the first day on which one is no member any more, None for who stays."""

    id: int
    giver_id: int
    giver: str
    holder_id: int
    holder: str
    on_paper: bool
    giver_until: date | None
    holder_until: date | None

    def stopped_on(self, today: date) -> bool:
        """Whether the holder can do nothing with it any more: one of the two is no member."""
        return any(until is not None and until <= today for until in (self.giver_until, self.holder_until))


def proxies_of(db: Session, poll: Poll, *, giver_id: int | None = None, holder_id: int | None = None) -> list[ProxyRow]:
    """The proxies of a vote that count now; of one giver or holder when asked for."""
    giver, holder = Membership.__table__.alias("giver"), Membership.__table__.alias("holder")
    query = (
        select(
            *(Proxy.id, Proxy.giver_id, giver.c.name, Proxy.holder_id, holder.c.name.label("holder"), Proxy.on_paper),
            *(giver.c.ended_on, holder.c.ended_on.label("holder_until")),
        )
        .join(giver, giver.c.id == Proxy.giver_id)
        .join(holder, holder.c.id == Proxy.holder_id)
        .where(Proxy.poll_id == poll.id, Proxy.district_id == poll.district_id, Proxy.revoked_at.is_(None))
    )
    if giver_id is not None:
        query = query.where(Proxy.giver_id == giver_id)
    if holder_id is not None:
        query = query.where(Proxy.holder_id == holder_id)
    return [ProxyRow(*row) for row in db.execute(query.order_by(Proxy.id))]


def names_of_members(db: Session, district_id: int, ids: Sequence[int]) -> dict[int, str]:
    """Names by membership."""
    rows = db.execute(
        select(Membership.id, Membership.name).where(Membership.district_id == district_id, Membership.id.in_(ids))
    )
    return {row[0]: row[1] for row in rows}


def member_with_account(db: Session, district_id: int, account_id: int, on: date) -> int | None:
    """The membership of an account on a day."""
    return db.scalar(select(Membership.id).where(running(district_id, on), Membership.account_id == account_id))


def member_said(db: Session, poll: Poll, said: str) -> Standing | None:
    """The only member on the roll who fits `said`: the number of a member, or the whole name; None else."""
    typed = clean_line(said)
    query, _ = _standings(poll)
    fits = or_(func.lower(Membership.name) == typed.lower(), cast(Membership.id, String) == typed)
    rows = db.execute(query.where(fits).limit(2)).all()
    return _standing(rows[0]) if len(rows) == 1 else None
