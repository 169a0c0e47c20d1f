"""Declaring a vote void: by one person before its outcome could be known, by two and on a ground after that."""

from datetime import datetime

from sqlalchemy import select

from coop.answers.policy import refusal_of
from coop.ballotbox.models import Box
from coop.ballotbox.policy import OUTCOME_KNOWABLE
from coop.ballotbox.queries import lot_thrown_at
from coop.districts.models import District
from coop.kernel.access import Actor, Permission, Role
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError, NotAllowedError, NotFoundError
from coop.kernel.text import clean_text
from coop.kernel.words import mark
from coop.members.queries import account_ids_with
from coop.notifications.actions import queue_mail
from coop.rules.answering import Fault, Ground
from coop.voting import policy
from coop.voting.actions.taken import taken
from coop.voting.actions.telling import about
from coop.voting.models import Poll, SealedPoll, Voiding
from coop.voting.policy import PollState
from coop.voting.queries.voidings import waiting_voiding

_WAITING = mark("A vote is asked to be declared void: %(title)s")
_WAITING_BODY = mark(
    "Somebody asked to declare the vote about %(title)s void, after its outcome could be known. It counts only when a "
    "second person of board or secretary signs. Everybody can read both names and the reason.\n\nLook at it and "
    "decide:\n%(site)s%(path)s"
)


def known_since(db: Session, poll: Poll) -> datetime | None:
    """From when somebody could know the outcome of a vote that is not published; None when nobody can yet.

    Of a secret vote from the lot on: who holds the key can open the box then, and bring what came out later.
    """
    if poll.is_sealed:
        box = db.scalar(select(Box).join(SealedPoll, SealedPoll.box_id == Box.id).where(SealedPoll.poll_id == poll.id))
        if box is not None and box.state in OUTCOME_KNOWABLE:
            return lot_thrown_at(db, box.id)
    return poll.counted_at if poll.state is PollState.COUNTED else None


def void_poll(db: Session, actor: Actor, district_id: int, poll_id: int, reason: str, *, at: datetime) -> Poll:
    """Declare a vote void, with a reason that everybody can read, before anybody could know its outcome.

    Raises `ConflictError` from then on: see `ask_void`; `InvalidError` on `reason`.
    """
    poll = _unpublished(db, actor, district_id, poll_id)
    if known_since(db, poll):
        raise ConflictError(mark("The outcome could be known already. Now two people must declare this vote void."))
    return _void(db, poll, _reason(reason), None, at)


def _unpublished(db: Session, actor: Actor, district_id: int, poll_id: int) -> Poll:
    actor.require(Permission.MANAGE_POLL)
    poll = taken(db, district_id, poll_id)
    policy.require_step(poll.state, PollState.VOID)
    return poll


def _reason(reason: str) -> str:
    said = mark("Say why. Everybody can read the reason.")
    return policy.require_filled(clean_text(reason), policy.REASON_LENGTH, "reason", said)


def _void(db: Session, poll: Poll, reason: str, ground: Ground | None, at: datetime) -> Poll:
    poll.void_reason, poll.void_ground, poll.void_at = reason, ground, at
    poll.state = PollState.VOID
    db.flush()
    return poll


def ask_void(
    db: Session, actor: Actor, district_id: int, poll_id: int, reason: str, *, ground: Ground | None, at: datetime
) -> Voiding:
    """Ask to declare a vote void whose outcome could be known; a second person must sign before it is published.

    `ground`: what was wrong with the procedure. Raises `InvalidError` on `ground` or `reason`.
    """
    poll = _unpublished(db, actor, district_id, poll_id)
    known_at = known_since(db, poll)
    if known_at is None:
        raise ConflictError(mark("Nobody can know the outcome yet. One person can declare this vote void."))
    if waiting_voiding(db, poll):
        raise ConflictError(mark("This was asked already. It waits for a second signature."))
    if ground is None:
        raise refusal_of(Fault.NO_GROUND)
    asked = Voiding(
        district_id=district_id,
        poll_id=poll_id,
        ground=ground,
        reason=_reason(reason),
        known_at=known_at,
        asked_by=actor.account_id,
        asked_at=at,
    )
    db.add(asked)
    db.flush()
    _tell_others(db, poll, actor, at)
    return asked


def _tell_others(db: Session, poll: Poll, actor: Actor, at: datetime) -> None:
    slug, today = db.get_one(District, poll.district_id).slug, local_day(at)
    people = {
        one for role in (Role.BOARD, Role.SECRETARY) for one in account_ids_with(db, poll.district_id, role, today)
    }
    for account_id in sorted(people - {actor.account_id}):
        queue_mail(
            db,
            to_account_id=account_id,
            subject=_WAITING,
            body=_WAITING_BODY,
            district_id=poll.district_id,
            at=at,
            params=about(poll, slug, "/ongeldig"),
        )


def _asked(db: Session, actor: Actor, district_id: int, poll_id: int, voiding_id: int) -> tuple[Poll, Voiding]:
    actor.require(Permission.MANAGE_POLL)
    poll = taken(db, district_id, poll_id)
    asked = waiting_voiding(db, poll)
    if asked is None or asked.id != voiding_id:
        raise NotFoundError(mark("This does not wait for a second signature (any more)."))
    policy.require_step(poll.state, PollState.VOID)
    return poll, asked


def sign_void(db: Session, actor: Actor, district_id: int, poll_id: int, voiding_id: int, *, at: datetime) -> Poll:
    """Sign as the second person: the vote is void. Raises `NotAllowedError` for who asked it."""
    poll, asked = _asked(db, actor, district_id, poll_id, voiding_id)
    if actor.account_id == asked.asked_by:
        raise NotAllowedError(mark("Somebody else of board or secretary must sign: not who asked it."))
    asked.signed_by, asked.signed_at = actor.account_id, at
    db.flush()
    return _void(db, poll, asked.reason, asked.ground, at)


def drop_void(db: Session, actor: Actor, district_id: int, poll_id: int, voiding_id: int, *, at: datetime) -> Voiding:
    """Do not declare it void: said by who asked it, or by whoever else could sign. That it was asked stays readable."""
    _poll, asked = _asked(db, actor, district_id, poll_id, voiding_id)
    asked.dropped_by, asked.dropped_at = actor.account_id, at
    db.flush()
    return asked
