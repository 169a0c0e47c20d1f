"""Casting and changing a ballot."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, and_, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from coop.kernel.access import Actor, Permission
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError, NotFoundError
from coop.kernel.words import mark
from coop.voting import policy
from coop.voting.actions.taken import hold_poll
from coop.voting.models import Poll, RollRow, StoredBallot

# Everybody casts in the same days, so this path is short: one look, one write, both built once on the bare tables.
_POLLS, _ROLL, _BALLOTS = (cast(Table, model.__table__) for model in (Poll, RollRow, StoredBallot))
_MINE: Any = bindparam("member")
_LOOK = (
    select(
        _POLLS.c.state,
        _POLLS.c.closes_at,
        _POLLS.c.terms,
        _ROLL.c.id.label("place"),
        _BALLOTS.c.version,
        _BALLOTS.c.submission,
        _BALLOTS.c.choices,
        _BALLOTS.c.receipt,
    )
    .select_from(_POLLS)
    .outerjoin(_ROLL, and_(_ROLL.c.poll_id == _POLLS.c.id, _ROLL.c.membership_id == _MINE))
    .outerjoin(_BALLOTS, and_(_BALLOTS.c.poll_id == _POLLS.c.id, _BALLOTS.c.membership_id == _MINE))
    .where(_POLLS.c.id == bindparam("poll"), _POLLS.c.district_id == bindparam("district"))
)
_REPLACE = update(_BALLOTS).where(
    _BALLOTS.c.poll_id == bindparam("poll"), _BALLOTS.c.membership_id == _MINE, _BALLOTS.c.version == bindparam("saw")
)
_FIRST = {
    "sqlite": sqlite.insert(_BALLOTS).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(_BALLOTS).on_conflict_do_nothing(),
}


@dataclass(frozen=True, slots=True)
class CastBallot:
    """The newest ballot of a voter as it was stored."""

    choices: list[str]
    version: int
    receipt: str


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
) -> CastBallot:
    """Cast a ballot, or replace the one the voter saw (`saw_version`, 0 for none).

    `submission` names the form: the same one again is harmless, and an older one never wins from a newer ballot.
    The write compares and sets, so that of two windows of one voter exactly one is accepted.
    Raises `TooLateError` from the closing moment on, `ConflictError` for who is not on the roll or saw an old ballot.
    """
    actor.require(Permission.CAST_BALLOT)
    # Shared with other voters, not with closing: what is accepted here is in the fingerprint.
    hold_poll(db, poll_id, alone=False)
    asked = {"poll": poll_id, "district": district_id, "member": actor.membership_id}
    found = _look(db, asked)
    policy.require_may_cast(
        policy.hindrance_of(
            found.state,
            found.closes_at,
            at,
            signed_in=actor.is_signed_in,
            member=actor.membership_id is not None,
            on_roll=found.place is not None,
        )
    )
    policy.require_tied(found.terms or {})
    chosen = policy.require_ballot(choices, found.terms or {})
    if _is_same(found, submission, chosen):
        return CastBallot(chosen, found.version, found.receipt)
    policy.require_version(saw_version, found.version or 0)
    version = saw_version + 1
    receipt = policy.receipt_of(poll_id, submission, version)
    values = {"choices": chosen, "version": version, "submission": submission, "receipt": receipt, "cast_at": at}
    if _write(db, asked, saw_version, values):
        return CastBallot(chosen, version, receipt)
    # Somebody was first: the same form sent twice at once, or another window.
    found = _look(db, asked)
    if _is_same(found, submission, chosen):
        return CastBallot(chosen, found.version, found.receipt)
    raise ConflictError(
        mark("Your vote was changed in the meantime, perhaps in another window. The newest vote counts.")
    )


def _look(db: Session, asked: dict[str, Any]) -> Any:
    found = db.connection().execute(_LOOK, asked).one_or_none()
    if found is None:
        raise NotFoundError(mark("There is no such vote in this neighbourhood."))
    return found


def _is_same(found: Any, submission: str, chosen: list[str]) -> bool:
    return bool(submission) and (found.submission, found.choices) == (submission, chosen)


def _write(db: Session, asked: dict[str, Any], saw: int, values: dict[str, Any]) -> bool:
    """Store the ballot when the voter's newest version is still `saw`."""
    connection = db.connection()
    if saw:
        done = connection.execute(_REPLACE, {**values, "poll": asked["poll"], "member": asked["member"], "saw": saw})
    else:
        of_whom = {"district_id": asked["district"], "poll_id": asked["poll"], "membership_id": asked["member"]}
        done = connection.execute(_FIRST[connection.dialect.name], {**of_whom, **values})
    return done.rowcount == 1
