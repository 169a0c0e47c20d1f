"""Casting a closed envelope, exactly once, before the deadline of the database's own clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Table, bindparam, exists, false, literal_column, select, update
from sqlalchemy.exc import IntegrityError

from coop.ballotbox import policy
from coop.ballotbox.models import BOX_ID, Box, BoxElector, SealedEnvelope
from coop.ballotbox.policy import BoxState, Channel
from coop.kernel.db import CLOCKS, Session, holding
from coop.kernel.errors import ConflictError, CoopError, NotAllowedError, NotFoundError, TooLateError
from coop.kernel.words import mark
from coop.rules.sealing.ballots import envelope_hash
from coop.rules.sealing.keys import Signer
from coop.rules.sealing.receipts import Receipt, signed_receipt

_BOXES, _ROLL, _SEALED = (cast(Table, model.__table__) for model in (Box, BoxElector, SealedEnvelope))
_MY_ROW = _ROLL.c.membership_id == bindparam("member")


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """What an envelope is for, by the number of it (parameter `number`). A room above may vote on more than a box.

    `box`: the number of its box; `barred`: what must not be so, also at the moment of writing, and the `words` for it.
    """

    box: ColumnElement[int]
    barred: ColumnElement[bool]
    words: str


_BOX = Slot(bindparam("number"), false(), "")


@lru_cache(maxsize=64)
def _look_at(dialect: str, slot: Slot) -> Any:
    """What stands in a box and on the roll. On PostgreSQL it also takes the hold: shared with other voters, not with
    sealing, so that what is accepted here is in the sealed list."""
    kept = [holding(BOX_ID)] if dialect == "postgresql" else []
    return (
        select(
            *(_BOXES.c.id, _BOXES.c.name, _BOXES.c.state, _BOXES.c.closes_at, _BOXES.c.size),
            *(_ROLL.c.revision, _ROLL.c.channel, _ROLL.c.envelope_hash, _ROLL.c.request),
            slot.barred.label("barred"),
            *kept,
        )
        .join_from(_BOXES, _ROLL, _ROLL.c.box_id == BOX_ID)
        .where(slot.box == BOX_ID, _MY_ROW, _BOXES.c.district_id == bindparam("district"))
    )


@lru_cache(maxsize=64)
def _write(dialect: str, own_clock: bool, by: Channel, slot: Slot) -> Any:
    """The one UPDATE that casts: only from the revision the voter saw, only into an open box, only in time."""
    in_time = _BOXES.c.closes_at > bindparam("at")
    if own_clock:
        in_time &= literal_column(CLOCKS[dialect]) < _BOXES.c.closes_at
    is_open = exists().where(bindparam("box") == BOX_ID, _BOXES.c.state == BoxState.OPEN, in_time)
    # Written out: a list of parameters would be made anew for every voter.
    before = _ROLL.c.channel.in_([literal_column(f"'{one.value}'") for one in policy.replaced_by(by)])
    mine = (_ROLL.c.box_id == bindparam("box"), _MY_ROW, _ROLL.c.revision == bindparam("saw"))
    return update(_ROLL).where(*mine, before, is_open, ~slot.barred)


def cast_envelope(
    db: Session,
    district_id: int,
    number: int,
    membership_id: int,
    envelope: bytes,
    *,
    saw_revision: int,
    request: str,
    site: Signer,
    at: datetime,
    own_clock: bool = True,
    helper_id: int | None = None,
    channel: Channel | None = None,
    begin: Callable[[], object] = lambda: None,
    slot: Slot = _BOX,
) -> Receipt:
    """Put an envelope in the box in the place of the one the voter saw (`saw_revision`, 0 for none).

    The same request again gives the same receipt, also after closing. `number`: of the box, or of what `slot` is for.
    `own_clock`: the database's clock decides beside `at`. `helper_id`: who cast it for the voter; `channel`: how, on
    the website or with help unless something else is said. `begin` is called when everything was looked at and only
    writing is left, so that on SQLite no other voter waits for the looking. Raises `TooLateError` after closing,
    `ConflictError` for an old page, a copied envelope or a barred slot, `NotFoundError` for who is not on the roll.
    """
    if helper_id == membership_id:
        raise NotAllowedError(mark("A helper cannot vote for themselves in this way."))
    name = envelope_hash(envelope)
    asked = {"number": number, "member": membership_id, "district": district_id}
    found = _look(db.connection(), asked, slot)
    if _is_same(found, name, request) or (found.state is not BoxState.OPEN and _is_sealed(db, found, name)):
        return signed_receipt(site, found.name, name, found.revision)
    policy.require_open(found.state, found.closes_at, at)
    channel = channel or (Channel.HELPER if helper_id else Channel.ONLINE)
    policy.require_replaceable(found.channel, channel)
    policy.require_envelope(envelope, found.size)
    receipt = signed_receipt(site, found.name, name, saw_revision + 1)  # given to nobody unless the envelope is in
    begin()
    values: dict[str, Any] = {"envelope": envelope, "envelope_hash": name, "request": request, "channel": channel}
    values |= {"revision": saw_revision + 1, "helper_id": helper_id, "saw": saw_revision, "at": at, "box": found.id}
    connection = db.connection()
    if _cast(connection, {**asked, **values}, slot, own_clock=own_clock):
        return receipt
    found = _look(connection, asked, slot)
    if _is_same(found, name, request):
        return signed_receipt(site, found.name, name, found.revision)
    raise _refusal(found, saw_revision, channel)


def _look(connection: Connection, asked: dict[str, Any], slot: Slot = _BOX) -> Any:
    found = connection.execute(_look_at(connection.dialect.name, slot), asked).one_or_none()
    if found is None:
        raise NotFoundError(mark("You are not on the list of voters of this vote."))
    if found.barred:
        raise ConflictError(slot.words)
    return found


def _is_same(found: Any, name: bytes, request: str) -> bool:
    return bool(request) and (found.request, found.envelope_hash) == (request, name)


def _is_sealed(db: Session, found: Any, name: bytes) -> bool:
    """A retry after sealing: only the voter has this envelope, so nothing is told that they do not know."""
    sealed = _SEALED.c
    query = select(sealed.box_id).where(sealed.box_id == found.id, sealed.envelope_hash == name)
    return found.revision > 0 and db.connection().execute(query).one_or_none() is not None


def _cast(connection: Connection, values: dict[str, Any], slot: Slot = _BOX, *, own_clock: bool) -> bool:
    """Whether the envelope is in. A copied one breaks the transaction: like every refusal it ends in a rollback."""
    try:
        done = connection.execute(_write(connection.dialect.name, own_clock, values["channel"], slot), values)
    except IntegrityError:
        raise ConflictError(mark("This envelope was sent before. Go back to your ballot and send it again.")) from None
    return done.rowcount == 1


def _refusal(found: Any, saw: int, by: Channel) -> CoopError:
    try:
        policy.require_replaceable(found.channel, by)
    except ConflictError as refusal:
        return refusal
    if found.revision != saw:
        return ConflictError(
            mark("Your vote was changed in the meantime, perhaps in another window. The newest vote counts.")
        )
    return TooLateError(mark("The vote is closed. You cannot vote or change your vote any more."))


def mark_paper(
    db: Session,
    district_id: int,
    box_id: int,
    membership_id: int,
    *,
    at: datetime,
    saw_revision: int | None = None,
    own_clock: bool = False,
) -> None:
    """Note that a member hands in a paper ballot: an envelope from before is taken out of the box for good.

    `saw_revision`: what the desk saw; a vote that came in since is not taken out unseen. None: whatever is there.
    `own_clock`: the database's clock decides beside `at`.
    """
    _empty(db, district_id, box_id, membership_id, Channel.PAPER, saw=saw_revision, at=at, own_clock=own_clock)


def unmark_paper(
    db: Session,
    district_id: int,
    box_id: int,
    membership_id: int,
    *,
    at: datetime,
    saw_revision: int,
    own_clock: bool = False,
) -> None:
    """Take back the note that a member voted on paper: they have not voted, and can again. Numbers go on counting."""
    _empty(db, district_id, box_id, membership_id, Channel.NONE, saw=saw_revision, at=at, own_clock=own_clock)


def _empty(
    db: Session,
    district_id: int,
    box_id: int,
    membership_id: int,
    channel: Channel,
    *,
    saw: int | None,
    at: datetime,
    own_clock: bool,
) -> None:
    """A row without an envelope, in the place of what the desk saw."""
    connection = db.connection()
    asked = {"number": box_id, "member": membership_id, "district": district_id}
    found = _look(connection, asked)
    policy.require_open(found.state, found.closes_at, at)
    nothing: dict[str, Any] = dict.fromkeys(("envelope", "envelope_hash", "request", "helper_id"))
    saw = found.revision if saw is None else saw
    values = {**nothing, "channel": channel, "revision": saw + 1, "saw": saw, "at": at, "box": box_id}
    if not _cast(connection, {**asked, **values}, own_clock=own_clock):
        raise _refusal(_look(connection, asked), saw, channel)
