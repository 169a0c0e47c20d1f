"""Casting and changing a ballot."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import BigInteger, Connection, Table, and_, bindparam, exists, func, literal_column, select, update
from sqlalchemy.dialects import postgresql, sqlite

from coop.ballotbox.policy import Channel, replaced_by, require_replaceable
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
        _BALLOTS.c.channel,
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
_NEW = ("choices", "version", "submission", "receipt", "cast_at", "channel", "helper_id")
_WHOSE = {"district_id": bindparam("district"), "poll_id": _POLL, "membership_id": _MINE}


def _writes(dialect: str, *, own_clock: bool, by: Channel) -> tuple[Any, Any]:
    """The first ballot of a voter, and a newer one: only into an open vote, in time, by who is on the roll."""
    in_time = _POLLS.c.closes_at > bindparam("cast_at", type_=_BALLOTS.c.cast_at.type)
    if own_clock:
        in_time &= literal_column(CLOCKS[dialect]) < _POLLS.c.closes_at
    may = exists().where(
        *(_POLLS.c.id == _POLL, _POLLS.c.state == PollState.OPEN, in_time),
        *(_ROLL.c.poll_id == _POLLS.c.id, _ROLL.c.membership_id == _MINE),
    )
    new = {name: bindparam(name, type_=_BALLOTS.c[name].type) for name in _NEW}
    before = _BALLOTS.c.channel.in_(replaced_by(by))
    mine = (_BALLOTS.c.poll_id == _POLL, _BALLOTS.c.membership_id == _MINE, before)
    first: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[dialect](_BALLOTS)
    first = first.from_select([*_WHOSE, *_NEW], select(*_WHOSE.values(), *new.values()).where(may))
    newer = update(_BALLOTS).where(*mine, _BALLOTS.c.version == bindparam("saw"), may)
    # Of an INSERT psycopg forgets how many rows came of it unless it is asked to remember.
    first = first.on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    return first, newer.values(new)


_WRITES = {
    (dialect, own, by): _writes(dialect, own_clock=own, by=by)
    for dialect in CLOCKS
    for own in (False, True)
    for by in Channel
}


@dataclass(frozen=True, slots=True)
class Through:
    """For whom and how a ballot comes in. `helper_id`: the member who casts it for them."""

    membership_id: int | None
    channel: Channel = Channel.ONLINE
    helper_id: int | None = None


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
    return cast_through(
        db,
        Through(actor.membership_id),
        district_id,
        poll_id,
        choices,
        saw_version=saw_version,
        submission=submission,
        at=at,
        own_clock=own_clock,
    )


def cast_through(
    db: Session,
    through: Through,
    district_id: int,
    poll_id: int,
    choices: Iterable[str],
    *,
    saw_version: int,
    submission: str,
    at: datetime,
    own_clock: bool = False,
) -> CastBallot:
    """Cast or replace the ballot of a member, however it comes in; who may do that was asked before."""
    connection = db.connection()
    # Not shared with closing: what is accepted here is in the fingerprint.
    asked = {"poll": poll_id, "district": district_id, "member": through.membership_id}
    found = _look(connection, asked)
    policy.require_may_cast(_hindrance(found, at))
    policy.require_tied(found.terms or {})
    chosen = policy.require_ballot(choices, found.terms or {})
    if _is_same(found, submission, chosen):
        return CastBallot(chosen, found.version, found.receipt)
    require_replaceable(found.channel or Channel.NONE, through.channel)
    policy.require_version(saw_version, found.version or 0)
    version = saw_version + 1
    receipt = policy.receipt_of(poll_id, submission, version)
    values = {"choices": chosen, "version": version, "submission": submission, "receipt": receipt, "cast_at": at}
    values |= {"channel": through.channel, "helper_id": through.helper_id}
    if write_ballot(connection, asked, saw_version, values, own_clock=own_clock):
        return CastBallot(chosen, version, receipt)
    # Somebody was first (the same form sent twice at once, another window), or the vote closed in between.
    found = _look(connection, asked)
    if _is_same(found, submission, chosen):
        return CastBallot(chosen, found.version, found.receipt)
    policy.require_may_cast(_hindrance(found, at))
    require_replaceable(found.channel or Channel.NONE, through.channel)
    policy.require_version(saw_version, found.version or 0)
    raise TooLateError(policy.Hindrance.TOO_LATE.words)  # late by the clock of the database only


def write_ballot(
    connection: Connection, asked: dict[str, Any], saw: int, values: dict[str, Any], *, own_clock: bool = False
) -> bool:
    """Store a ballot when the newest version is still `saw`, the vote is open and the member is on the roll."""
    first, newer = _WRITES[connection.dialect.name, own_clock, values["channel"]]
    if saw:
        return connection.execute(newer, {**asked, **values, "saw": saw}).rowcount == 1
    return connection.execute(first, {**asked, **values}).rowcount == 1


def _look(connection: Connection, asked: dict[str, Any]) -> Any:
    dialect = connection.dialect.name
    held = {"hold": hold_number(hold_of(asked["poll"]))} if dialect == "postgresql" else {}
    found = connection.execute(_LOOKS[dialect], {**asked, **held}).one_or_none()
    if found is None:
        raise NotFoundError(mark("There is no such vote in this neighbourhood."))
    return found


def _hindrance(found: Any, at: datetime) -> policy.Hindrance | None:
    return policy.hindrance_of(
        found.state,
        found.closes_at,
        at,
        signed_in=True,
        member=True,
        on_roll=found.place is not None,
    )


def _is_same(found: Any, submission: str, chosen: list[str]) -> bool:
    return bool(submission) and (found.submission, found.choices) == (submission, chosen)
