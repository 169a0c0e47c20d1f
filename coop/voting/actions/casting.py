"""Casting and changing a ballot."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import BigInteger, Connection, Table, and_, bindparam, exists, func, literal_column, select, update
from sqlalchemy.dialects import postgresql, sqlite

from coop.kernel.access import Actor, Permission
from coop.kernel.db import CLOCKS, Session, hold_number
from coop.kernel.errors import NotFoundError, TooLateError
from coop.kernel.words import mark
from coop.voting import policy
from coop.voting.actions.taken import hold_of
from coop.voting.models import Poll, RollRow, StoredBallot
from coop.voting.policy import PollState

# Everybody casts in the same days, so this path is short: one look, one write, both built once on the bare tables.
_POLLS, _ROLL, _BALLOTS = (cast(Table, model.__table__) for model in (Poll, RollRow, StoredBallot))
_MINE: Any = bindparam("member")
_POLL: Any = bindparam("poll")
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
    .where(_POLLS.c.id == _POLL, _POLLS.c.district_id == bindparam("district"))
)
# On PostgreSQL the look also takes the hold, shared with other voters. It may have waited for it, and then what it saw
# is old: only the write, which begins when the hold is there, decides.
_LOOKS = {
    "sqlite": _LOOK,
    "postgresql": _LOOK.add_columns(func.pg_advisory_xact_lock_shared(bindparam("hold", type_=BigInteger))),
}
_NEW = ("choices", "version", "submission", "receipt", "cast_at")
_WHOSE = {"district_id": bindparam("district"), "poll_id": _POLL, "membership_id": _MINE}


def _writes(dialect: str, *, own_clock: bool) -> tuple[Any, Any]:
    """The first ballot of a voter, and a newer one: only into an open vote, in time, by who is on the roll."""
    in_time = _POLLS.c.closes_at > bindparam("cast_at", type_=_BALLOTS.c.cast_at.type)
    if own_clock:
        in_time &= literal_column(CLOCKS[dialect]) < _POLLS.c.closes_at
    may = exists().where(
        *(_POLLS.c.id == _POLL, _POLLS.c.state == PollState.OPEN, in_time),
        *(_ROLL.c.poll_id == _POLLS.c.id, _ROLL.c.membership_id == _MINE),
    )
    new = {name: bindparam(name, type_=_BALLOTS.c[name].type) for name in _NEW}
    mine = (_BALLOTS.c.poll_id == _POLL, _BALLOTS.c.membership_id == _MINE)
    first: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[dialect](_BALLOTS)
    first = first.from_select([*_WHOSE, *_NEW], select(*_WHOSE.values(), *new.values()).where(may))
    newer = update(_BALLOTS).where(*mine, _BALLOTS.c.version == bindparam("saw"), may)
    return first.on_conflict_do_nothing(), newer.values(new)


_WRITES = {(dialect, own): _writes(dialect, own_clock=own) for dialect in CLOCKS for own in (False, True)}


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
    own_clock: bool = False,
) -> CastBallot:
    """Cast a ballot, or replace the one the voter saw (`saw_version`, 0 for none).

    `submission` names the form: the same one again is harmless, and an older one never wins from a newer ballot.
    The write compares and sets, so that of two windows of one voter exactly one is accepted. `own_clock`: the
    database's clock decides beside `at`, at the moment of the write.
    Raises `TooLateError` from the closing moment on, `ConflictError` for who is not on the roll or saw an old ballot.
    """
    actor.require(Permission.CAST_BALLOT)
    connection = db.connection()
    # Not shared with closing: what is accepted here is in the fingerprint.
    asked = {"poll": poll_id, "district": district_id, "member": actor.membership_id}
    found = _look(connection, asked)
    policy.require_may_cast(_hindrance(actor, found, at))
    policy.require_tied(found.terms or {})
    chosen = policy.require_ballot(choices, found.terms or {})
    if _is_same(found, submission, chosen):
        return CastBallot(chosen, found.version, found.receipt)
    policy.require_version(saw_version, found.version or 0)
    version = saw_version + 1
    receipt = policy.receipt_of(poll_id, submission, version)
    values = {"choices": chosen, "version": version, "submission": submission, "receipt": receipt, "cast_at": at}
    first, newer = _WRITES[connection.dialect.name, own_clock]
    done = (
        connection.execute(newer, {**asked, **values, "saw": saw_version})
        if saw_version
        else connection.execute(first, {**asked, **values})
    )
    if done.rowcount == 1:
        return CastBallot(chosen, version, receipt)
    # Somebody was first (the same form sent twice at once, another window), or the vote closed in between.
    found = _look(connection, asked)
    if _is_same(found, submission, chosen):
        return CastBallot(chosen, found.version, found.receipt)
    policy.require_may_cast(_hindrance(actor, found, at))
    policy.require_version(saw_version, found.version or 0)
    raise TooLateError(policy.Hindrance.TOO_LATE.words)  # late by the clock of the database only


def _look(connection: Connection, asked: dict[str, Any]) -> Any:
    dialect = connection.dialect.name
    held = {"hold": hold_number(hold_of(asked["poll"]))} if dialect == "postgresql" else {}
    found = connection.execute(_LOOKS[dialect], {**asked, **held}).one_or_none()
    if found is None:
        raise NotFoundError(mark("There is no such vote in this neighbourhood."))
    return found


def _hindrance(actor: Actor, found: Any, at: datetime) -> policy.Hindrance | None:
    return policy.hindrance_of(
        found.state,
        found.closes_at,
        at,
        signed_in=actor.is_signed_in,
        member=actor.membership_id is not None,
        on_roll=found.place is not None,
    )


def _is_same(found: Any, submission: str, chosen: list[str]) -> bool:
    return bool(submission) and (found.submission, found.choices) == (submission, chosen)
