"""Making one of two registrations of one person: somebody proposes, a second person agrees.

Never two votes: the registration that ends has not voted in any vote that is open. Never a vote lost: the one that
stays stands on the roll of every open vote of the other. When neither order allows both, it waits until those close.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from coop.districts.queries import hold_district
from coop.identity.gateways import Post
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from coop.kernel.text import clean_line
from coop.kernel.words import mark
from coop.members.models import Membership, MembershipMerge, MembershipSuspension
from coop.members.policy import REASON_LENGTH, Ending, counts_on

# (db, district, member) to the open votes on whose roll a member stands, and those in which the member voted.
Standing = Callable[[Session, int, int], tuple[frozenset[int], frozenset[int]]]

_SUBJECT = mark("Your two registrations as a member became one")
_BODY = mark(
    "You stood in the register twice. From now on you stand there once, and have one vote. Points on the agenda that "
    "you supported keep your support. Is this not right? Call the board."
)


@dataclass(frozen=True, slots=True)
class Others:
    """What lies in rooms above the register, handed in by the roof. `fold(db, district, gone=, kept=)`: supports."""

    standing: Standing
    fold: Callable[..., None]
    post: Post


def ask_merge(
    db: Session, actor: Actor, district_id: int, kept_id: int, gone_id: int, *, reason: str, at: datetime
) -> MembershipMerge:
    """Propose it. Raises `InvalidError` without a reason, `ConflictError` when one has ended or is proposed already."""
    actor.require(Permission.KEEP_REGISTER)
    hold_district(db, district_id)
    why = clean_line(reason)
    if not why or len(why) > REASON_LENGTH:
        raise InvalidError(mark("Say how you know that this is one person, in one sentence."), field="reason")
    _both(db, district_id, kept_id, gone_id, at)
    pair = (kept_id, gone_id)
    waiting = select(MembershipMerge.id).where(
        MembershipMerge.district_id == district_id,
        MembershipMerge.ended_at.is_(None),
        or_(MembershipMerge.kept_id.in_(pair), MembershipMerge.gone_id.in_(pair)),
    )
    if db.scalar(waiting.limit(1)) is not None:
        raise ConflictError(mark("One of these registrations waits in another proposal already."))
    made = MembershipMerge(
        district_id=district_id,
        kept_id=kept_id,
        gone_id=gone_id,
        reason=why,
        asked_by=actor.account_id or 0,
        asked_at=at,
    )
    db.add(made)
    db.flush()
    return made


def confirm_merge(
    db: Session, actor: Actor, others: Others, district_id: int, merge_id: int, *, at: datetime
) -> Membership:
    """Agree as a second person; returns the registration that stays.

    Raises `ConflictError` while an open vote stands in the way; whoever it is about agrees to nothing.
    """
    actor.require(Permission.KEEP_REGISTER)
    found = _waiting(db, district_id, merge_id)
    first, second = _both(db, district_id, found.kept_id, found.gone_id, at)
    if actor.account_id in (found.asked_by, first.account_id, second.account_id):
        raise NotAllowedError(mark("Somebody else must agree: not who proposed it, and not the person it is about."))
    kept, gone = _in_order(db, others.standing, district_id, first, second)
    _carry_over(db, others, kept, gone, at)
    found.kept_id, found.gone_id = kept.id, gone.id
    found.confirmed_by, found.ended_at = actor.account_id, at
    db.flush()
    return kept


def drop_merge(db: Session, actor: Actor, district_id: int, merge_id: int, *, at: datetime) -> MembershipMerge:
    """Put a proposal aside: they are two people."""
    actor.require(Permission.KEEP_REGISTER)
    found = _waiting(db, district_id, merge_id)
    found.ended_at = at
    db.flush()
    return found


def _waiting(db: Session, district_id: int, merge_id: int) -> MembershipMerge:
    hold_district(db, district_id)
    found = db.scalar(
        select(MembershipMerge)
        .where(MembershipMerge.id == merge_id, MembershipMerge.district_id == district_id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError(mark("There is no such proposal in this neighbourhood."))
    if found.ended_at is not None:
        raise ConflictError(mark("This proposal does not wait (any more)."))
    return found


def _both(db: Session, district_id: int, kept_id: int, gone_id: int, at: datetime) -> tuple[Membership, Membership]:
    if kept_id == gone_id:
        raise InvalidError(mark("These are one and the same registration."))
    rows = db.scalars(
        select(Membership)
        .where(Membership.district_id == district_id, Membership.id.in_((kept_id, gone_id)))
        .order_by(Membership.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if len(rows) < 2:
        raise NotFoundError(mark("There is no such member in this neighbourhood."))
    if not all(counts_on(one.admitted_on, one.ended_on, local_day(at)) for one in rows):
        raise ConflictError(mark("One of these memberships has ended."))
    by_id = {one.id: one for one in rows}
    return by_id[kept_id], by_id[gone_id]


def _in_order(
    db: Session, standing: Standing, district_id: int, first: Membership, second: Membership
) -> tuple[Membership, Membership]:
    """Which stays and which ends: as proposed, or the other way round when open votes ask for that."""
    where = {one.id: standing(db, district_id, one.id) for one in (first, second)}
    for kept, gone in ((first, second), (second, first)):
        on_roll, voted = where[gone.id]
        if not voted and on_roll <= where[kept.id][0]:
            return kept, gone
    raise ConflictError(mark("Both registrations count in votes that are open. Do this again when those are closed."))


def _carry_over(db: Session, others: Others, kept: Membership, gone: Membership, at: datetime) -> None:
    today = local_day(at)
    gone.ended_on, gone.ended_because = max(today, gone.admitted_on), Ending.ENTERED_TWICE
    db.flush()  # one running membership per account
    for name in ("street", "house_number", "postcode", "email", "stated_age", "cluster_id", "account_id"):
        setattr(kept, name, getattr(kept, name) or getattr(gone, name))
    # Who is suspended stays so under the other number.
    mine = MembershipSuspension.membership_id == gone.id
    db.execute(update(MembershipSuspension).where(mine).values(membership_id=kept.id))
    kept.admitted_on = min(kept.admitted_on, gone.admitted_on)
    if gone.account_id is not None and kept.account_id is not None and gone.account_id != kept.account_id:
        others.fold(db, kept.district_id, gone=gone.account_id, kept=kept.account_id)
    for account_id in {kept.account_id, gone.account_id} - {None}:
        others.post(
            db, to_account_id=account_id or 0, subject=_SUBJECT, body=_BODY, district_id=kept.district_id, at=at
        )
    db.flush()
