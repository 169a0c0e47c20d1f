"""Proxies: one member lets another vote for them in one vote, as many for each holder as the statutes allowed."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from coop.ballotbox.policy import Channel, require_replaceable
from coop.districts.models import District
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError, TooLateError
from coop.kernel.words import mark
from coop.members.models import Membership
from coop.members.queries import are_members
from coop.notifications.actions import queue_mail
from coop.voting.actions.taken import taken
from coop.voting.actions.telling import about
from coop.voting.models import Poll, Proxy
from coop.voting.policy.states import PollState
from coop.voting.queries.polls import is_on_roll, poll_of
from coop.voting.queries.roll import member_said, place_in, proxies_of

_ENTERED = mark("A proxy in your name: %(title)s")
_ENTERED_BODY = mark(
    "A paper with your name on it was entered: %(holder)s may vote for you about %(title)s, until %(closes_at)s. Your "
    "own vote always comes first.\n\nDid you not sign this? Take it back, and tell the board at once:\n%(site)s%(path)s"
)
_TAKEN_BACK = mark("You no longer vote for somebody else: %(title)s")
_TAKEN_BACK_BODY = mark(
    "The proxy that %(giver)s gave you for the vote about %(title)s was taken back. You need not do anything. Did you "
    "vote with it before? That vote stays until %(giver)s votes."
)
_GIVEN = mark("You can vote for somebody else: %(title)s")
_GIVEN_BODY = mark(
    "%(giver)s gave you a proxy for the vote about %(title)s. You can vote for them until %(closes_at)s, as they asked "
    "you to. Their own vote always comes first.\n\nVote for them here:\n%(site)s%(path)s"
)


def most_proxies(poll: Poll) -> int:
    """How many proxies one member may hold in this vote: as the statutes said at the opening."""
    return int((poll.terms or {}).get("proxies", 0))


def _require_running(poll: Poll, at: datetime) -> None:
    if poll.state is not PollState.OPEN:
        raise ConflictError(mark("Proxies are given while the vote is open."))
    if at >= poll.closes_at:
        raise TooLateError(mark("The vote is closed. You cannot vote or change your vote any more."))


def give_proxy(
    db: Session, actor: Actor, district_id: int, poll_id: int, holder: str, *, giver: str = "", at: datetime
) -> Proxy:
    """Give `holder` (whole name, or number of the member) a proxy.

    `giver`: who gave it in writing, typed in by who keeps the roll; empty for the member who acts.
    Raises `InvalidError` on `holder` or `giver`, `ConflictError` when one of the two has one too many.
    """
    actor.require(Permission.KEEP_ROLL if giver else Permission.CAST_BALLOT)
    poll = taken(db, district_id, poll_id)
    _require_running(poll, at)
    most = most_proxies(poll)
    if not most:
        raise ConflictError(mark("The statutes allow no proxies."))
    by, to = _giver_and_holder(db, actor, poll, giver, holder, at=at)
    if proxies_of(db, poll, giver_id=by):
        raise ConflictError(mark("There is a proxy of this member already. Take that back first."))
    place = place_in(db, poll, by)
    require_replaceable(place.channel if place else Channel.NONE, Channel.PROXY)
    proxy = Proxy(
        district_id=district_id,
        poll_id=poll_id,
        giver_id=by,
        holder_id=to,
        place=_free_place(db, poll, to, most),
        on_paper=bool(giver),
        given_by=actor.account_id,
        given_at=at,
    )
    try:
        with db.begin_nested():
            db.add(proxy)
    except IntegrityError:
        raise ConflictError(mark("There is a proxy of this member already. Take that back first.")) from None
    _tell(db, poll, proxy, (_GIVEN, _GIVEN_BODY), at=at)
    if proxy.on_paper:
        # Whose paper was forged hears of it.
        _tell(db, poll, proxy, (_ENTERED, _ENTERED_BODY), giver_hears=True, at=at)
    return proxy


def _giver_and_holder(
    db: Session, actor: Actor, poll: Poll, giver: str, holder: str, *, at: datetime
) -> tuple[int, int]:
    """Two different members of now who stand on the roll."""
    by = _member(db, poll, giver, "giver") if giver else actor.membership_id
    if by is None or not is_on_roll(db, poll.district_id, poll.id, by):
        raise ConflictError(mark("Only who can vote here can give a proxy."))
    to = _member(db, poll, holder, "holder")
    if to == by:
        raise InvalidError(mark("Choose somebody else: a proxy is for another member."), field="holder")
    members = are_members(db, poll.district_id, (by, to), local_day(at))
    for one, field in ((by, "giver"), (to, "holder")):
        if one not in members:
            raise InvalidError(
                mark("This person is no longer a member, or is suspended: no proxy from them, and none to them."),
                field=field,
            )
    return by, to


def _free_place(db: Session, poll: Poll, holder_id: int, most: int) -> int:
    """The first of the holder's places that is free. Raises `InvalidError` when the statutes allow no more."""
    mine = Proxy.poll_id == poll.id, Proxy.holder_id == holder_id, Proxy.revoked_at.is_(None)
    filled = set(db.scalars(select(Proxy.place).where(*mine)))
    free = next((number for number in range(1, most + 1) if number not in filled), None)
    if free is None:
        raise InvalidError(
            mark("This member already holds as many proxies as the statutes allow: %(most)s."),
            field="holder",
            most=most,
        )
    return free


def _member(db: Session, poll: Poll, said: str, field: str) -> int:
    found = member_said(db, poll, said)
    if found is None:
        raise InvalidError(mark("Nobody on the list of voters has this name or number, or more than one."), field=field)
    return found.membership_id


def _tell(
    db: Session, poll: Poll, proxy: Proxy, said: tuple[str, str], *, giver_hears: bool = False, at: datetime
) -> None:
    """Mail to the holder, or to the giver, when they have an account. `said`: subject and body."""
    giver, holder = db.get_one(Membership, proxy.giver_id), db.get_one(Membership, proxy.holder_id)
    account_id = (giver if giver_hears else holder).account_id
    if account_id is None:
        return
    slug = db.get_one(District, poll.district_id).slug
    queue_mail(
        db,
        to_account_id=account_id,
        subject=said[0],
        body=said[1],
        district_id=poll.district_id,
        at=at,
        params={
            "giver": giver.name,
            "holder": holder.name,
            **about(poll, slug, "/volmacht"),
        },
    )


def proxy_in(db: Session, district_id: int, poll_id: int, proxy_id: int) -> Proxy:
    """A proxy that counts now. Raises `NotFoundError`."""
    mine = Proxy.poll_id == poll_id, Proxy.district_id == district_id, Proxy.revoked_at.is_(None)
    found = db.scalar(select(Proxy).where(Proxy.id == proxy_id, *mine).execution_options(populate_existing=True))
    if found is None:
        raise NotFoundError(mark("There is no such proxy (any more)."))
    return found


def revoke_proxy(db: Session, actor: Actor, district_id: int, poll_id: int, proxy_id: int, *, at: datetime) -> Proxy:
    """Take a proxy back: who gave it, or who keeps the roll. A vote that was cast with it stays until they vote."""
    poll = taken(db, district_id, poll_id)
    proxy = proxy_in(db, district_id, poll_id, proxy_id)
    if proxy.giver_id != actor.membership_id:
        actor.require(Permission.KEEP_ROLL)
    _require_running(poll, at)
    proxy.revoked_by, proxy.revoked_at = actor.account_id, at
    db.flush()
    _tell(db, poll, proxy, (_TAKEN_BACK, _TAKEN_BACK_BODY), at=at)
    return proxy


def require_proxy(db: Session, actor: Actor, district_id: int, poll_id: int, proxy_id: int) -> Proxy:
    """The proxy of who acts. Raises `NotAllowedError` for somebody else's."""
    actor.require(Permission.CAST_BALLOT)
    poll_of(db, district_id, poll_id)
    proxy = proxy_in(db, district_id, poll_id, proxy_id)
    if proxy.holder_id != actor.membership_id:
        raise NotAllowedError(mark("This proxy was given to somebody else."))
    return proxy
