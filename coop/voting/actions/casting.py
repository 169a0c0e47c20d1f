"""Casting and changing a ballot."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from coop.kernel.access import Actor, Permission
from coop.kernel.db import Session
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.voting import policy
from coop.voting.models import Poll, RollRow, StoredBallot

# Built once: everybody casts in the same days.
_POLL = (
    select(Poll.id, Poll.state, Poll.closes_at, Poll.terms)
    .where(Poll.id == bindparam("poll_id"), Poll.district_id == bindparam("district_id"))
    .with_for_update(read=True)
)
_PRESENT = (
    select(StoredBallot)
    .where(StoredBallot.poll_id == bindparam("poll_id"), StoredBallot.membership_id == bindparam("membership_id"))
    .execution_options(populate_existing=True)
)
_PLACE = (
    select(RollRow.id)
    .where(RollRow.poll_id == bindparam("poll_id"), RollRow.membership_id == bindparam("membership_id"))
    .with_for_update()
)


def cast_ballot(
    db: Session,
    actor: Actor,
    district_id: int,
    poll_id: int,
    choices: Iterable[str],
    *,
    saw_version: int,
    submission: str,
    at: datetime,
) -> StoredBallot:
    """Cast a ballot, or replace the one the voter saw (`saw_version`, 0 for none).

    `submission` names the form: the same one again is harmless, and an older one never wins from a newer ballot.
    Raises `TooLateError` from the closing moment on, `ConflictError` for who is not on the roll or saw an old ballot.
    """
    actor.require(Permission.CAST_BALLOT)
    # Shared with other voters, not with closing: what is accepted here is in the fingerprint.
    poll = db.execute(_POLL, {"poll_id": poll_id, "district_id": district_id}).one_or_none()
    if poll is None:
        raise NotFoundError(mark("There is no such vote in this neighbourhood."))
    on_roll = _hold_place(db, poll, actor.membership_id)
    policy.require_may_cast(_hindrance(poll, actor, at, on_roll=on_roll))
    chosen = policy.require_choices(choices, [option["key"] for option in (poll.terms or {})["options"]])
    present = db.scalar(_PRESENT, {"poll_id": poll_id, "membership_id": actor.membership_id})
    if present is not None and submission and (present.submission, present.choices) == (submission, chosen):
        return present
    policy.require_version(saw_version, present.version if present else 0)
    version = saw_version + 1
    ballot = present or StoredBallot(district_id=district_id, poll_id=poll_id, membership_id=actor.membership_id)
    ballot.choices, ballot.version, ballot.submission, ballot.cast_at = chosen, version, submission, at
    ballot.receipt = policy.receipt_of(poll_id, submission, version)
    db.add(ballot)
    db.flush()
    return ballot


def _hold_place(db: Session, poll: Any, membership_id: int | None) -> bool:
    """Lock the voter's row of the roll, so that two windows of one voter wait for each other."""
    place = db.scalar(_PLACE, {"poll_id": poll.id, "membership_id": membership_id})
    return place is not None


def _hindrance(poll: Any, actor: Actor, at: datetime, *, on_roll: bool) -> policy.Hindrance | None:
    return policy.hindrance_of(
        poll.state,
        poll.closes_at,
        at,
        signed_in=actor.is_signed_in,
        member=actor.membership_id is not None,
        on_roll=on_roll,
    )
