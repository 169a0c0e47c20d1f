"""Suspending a member: still a member, but the rights of members rest until a day, or until it is lifted."""

from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from coop.districts.queries import hold_district
from coop.identity.gateways import Post
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.text import clean_line
from coop.kernel.words import mark
from coop.members.models import Membership, MembershipSuspension
from coop.members.policy import REASON_LENGTH, Ending, counts_on
from coop.members.queries import membership_in, suspension_of

# It ends by itself, so that nobody is kept out by forgetting. Until then the members can decide about it.
LONGEST = timedelta(days=365)

_SUSPENDED = mark("You are suspended as a member")
_SUSPENDED_BODY = mark(
    "From today until %(ends_on)s you cannot vote and do nothing else here as a member. What you voted before keeps "
    "counting. It rests on this decision: %(reason)s.\n\nYou may speak about it at the meeting of the members. Is this "
    "not right? Tell the board."
)
_LIFTED = mark("You are no longer suspended as a member")
_LIFTED_BODY = mark("From today you can vote again in every vote on whose list of voters you stand.")
_ENDED = mark("Your membership ends")
_ENDED_BODY = mark(
    "The board or the secretary noted that your membership ends on %(ends_on)s. From that day on you cannot vote. "
    "What you voted before keeps counting.\n\nIs this not right? Tell the board at once."
)


def suspend_member(
    db: Session,
    actor: Actor,
    post: Post,
    district_id: int,
    membership_id: int,
    *,
    until: date,
    reason: str,
    at: datetime,
) -> MembershipSuspension:
    """Suspend a member from today until a day, or change until when. The member hears it by mail.

    Raises `InvalidError` per field, `ConflictError` for oneself and for who is no member. Source: Civil Code 2:35 and
    2:38.
    """
    actor.require(Permission.ADMIT_MEMBER)
    hold_district(db, district_id)
    member, today = membership_in(db, district_id, membership_id), local_day(at)
    _require_member(actor, member, today)
    if not today < until <= today + LONGEST:
        raise InvalidError(
            mark("Choose a day from %(first)s to %(last)s."),
            field="until",
            first=f"{today + timedelta(days=1):%d-%m-%Y}",
            last=f"{today + LONGEST:%d-%m-%Y}",
        )
    why = clean_line(reason).rstrip(".")
    if not why:
        raise InvalidError(mark("Say on which decision this rests."), field="reason")
    if len(why) > REASON_LENGTH:
        raise InvalidError(mark("Use at most %(most)s characters."), field="reason", most=REASON_LENGTH)
    made = suspension_of(db, member.id, today)
    if made is None:
        made = MembershipSuspension(district_id=district_id, membership_id=member.id, starts_on=today)
        db.add(made)
    made.ends_on, made.reason, made.decided_by, made.decided_at = until, why, actor.account_id, at
    db.flush()
    _tell(db, post, member, _SUSPENDED, _SUSPENDED_BODY, at=at, ends_on=until.isoformat(), reason=why)
    return made


def lift_suspension(
    db: Session, actor: Actor, post: Post, district_id: int, membership_id: int, *, at: datetime
) -> Membership:
    """From today this member has every right of a member again. Raises `ConflictError` when nothing is to be lifted."""
    actor.require(Permission.ADMIT_MEMBER)
    hold_district(db, district_id)
    member, today = membership_in(db, district_id, membership_id), local_day(at)
    _require_member(actor, member, today)
    found = suspension_of(db, member.id, today)
    if found is None:
        raise ConflictError(mark("This member is not suspended (any more)."))
    found.ends_on = today
    db.flush()
    _tell(db, post, member, _LIFTED, _LIFTED_BODY, at=at)
    return member


def _require_member(actor: Actor, member: Membership, today: date) -> None:
    if actor.account_id is not None and actor.account_id == member.account_id:
        raise ConflictError(mark("This is about yourself: somebody else of the board decides."))
    if not counts_on(member.admitted_on, member.ended_on, today):
        raise ConflictError(mark("This person is no member (any more)."))


def tell_ended(db: Session, post: Post, actor: Actor, member: Membership, *, at: datetime) -> None:
    """A membership that somebody else ended: who it is about hears of it. Nobody writes to who died."""
    if member.ended_because is not Ending.DIED and member.account_id != actor.account_id and member.ended_on:
        _tell(db, post, member, _ENDED, _ENDED_BODY, at=at, ends_on=member.ended_on.isoformat())


def _tell(
    db: Session, post: Post, member: Membership, subject: str, body: str, *, at: datetime, **params: object
) -> None:
    if member.account_id is not None:
        send = partial(post, db, to_account_id=member.account_id, district_id=member.district_id, at=at)
        send(subject=subject, body=body, params=params)
