"""Casting a closed envelope, exactly once, before the deadline of the database's own clock."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, bindparam, exists, literal_column, select, update
from sqlalchemy.exc import IntegrityError

from coop.ballotbox import policy
from coop.ballotbox.models import Box, BoxElector, SealedEnvelope
from coop.ballotbox.policy import BoxState, Channel
from coop.kernel.db import CLOCKS, Session, hold
from coop.kernel.errors import ConflictError, CoopError, NotAllowedError, NotFoundError, TooLateError
from coop.kernel.words import mark
from coop.rules.sealing.ballots import envelope_hash
from coop.rules.sealing.keys import Signer
from coop.rules.sealing.receipts import Receipt, signed_receipt

_BOXES, _ROLL, _SEALED = (cast(Table, model.__table__) for model in (Box, BoxElector, SealedEnvelope))
_MINE = (_ROLL.c.box_id == bindparam("box"), _ROLL.c.membership_id == bindparam("member"))
_LOOK = (
    select(
        *(_BOXES.c.name, _BOXES.c.state, _BOXES.c.closes_at, _BOXES.c.size),
        *(_ROLL.c.revision, _ROLL.c.channel, _ROLL.c.envelope_hash, _ROLL.c.request),
    )
    .join_from(_BOXES, _ROLL, _ROLL.c.box_id == _BOXES.c.id)
    .where(*_MINE, _BOXES.c.district_id == bindparam("district"))
)


@lru_cache(maxsize=64)
def _write(dialect: str, own_clock: bool, by: Channel, unless: ColumnElement[bool] | None) -> Any:
    """The one UPDATE that casts: only from the revision the voter saw, only into an open box, only in time."""
    in_time = _BOXES.c.closes_at > bindparam("at")
    if own_clock:
        in_time &= literal_column(CLOCKS[dialect]) < _BOXES.c.closes_at
    is_open = exists().where(_BOXES.c.id == bindparam("box"), _BOXES.c.state == BoxState.OPEN, in_time)
    before = _ROLL.c.channel.in_(policy.replaced_by(by))
    cast = update(_ROLL).where(*_MINE, _ROLL.c.revision == bindparam("saw"), before, is_open)
    return cast if unless is None else cast.where(~unless)


def cast_envelope(
    db: Session,
    district_id: int,
    box_id: int,
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
    unless: ColumnElement[bool] | None = None,
) -> Receipt:
    """Put an envelope in the box in the place of the one the voter saw (`saw_revision`, 0 for none).

    The same request again gives the same receipt, also after closing. `own_clock`: the database's clock decides beside
    `at`. `helper_id`: who cast it for the voter; `channel`: how, on the website or with help
    unless something else is said. `begin` is called when everything was looked at and only writing is left, so that on
    SQLite no other voter waits for the looking. `unless`: of this box (parameter `box`), what must not be so at the
    moment of writing. Raises `TooLateError` after closing, `ConflictError` for an old page
    or a copied envelope, `NotFoundError` for who is not on the roll.
    """
    if helper_id == membership_id:
        raise NotAllowedError(mark("A helper cannot vote for themselves in this way."))
    name = envelope_hash(envelope)
    asked = {"box": box_id, "member": membership_id, "district": district_id}
    found = _look(db, asked)
    if _is_same(found, name, request) or (found.state is not BoxState.OPEN and _is_sealed(db, asked, name, found)):
        return signed_receipt(site, found.name, name, found.revision)
    policy.require_open(found.state, found.closes_at, at)
    channel = channel or (Channel.HELPER if helper_id else Channel.ONLINE)
    policy.require_replaceable(found.channel, channel)
    policy.require_envelope(envelope, found.size)
    receipt = signed_receipt(site, found.name, name, saw_revision + 1)  # given to nobody unless the envelope is in
    begin()
    # Shared with other voters, not with sealing: what is accepted here is in the sealed list.
    hold(db, f"box {box_id}", alone=False)
    values: dict[str, Any] = {"envelope": envelope, "envelope_hash": name, "request": request, "channel": channel}
    values |= {"revision": saw_revision + 1, "helper_id": helper_id, "box": box_id, "member": membership_id}
    if _cast(db, {**values, "saw": saw_revision, "at": at}, own_clock=own_clock, unless=unless):
        return receipt
    found = _look(db, asked)
    if _is_same(found, name, request):
        return signed_receipt(site, found.name, name, found.revision)
    raise _refusal(found, saw_revision, channel)


def _look(db: Session, asked: dict[str, Any]) -> Any:
    found = db.connection().execute(_LOOK, asked).one_or_none()
    if found is None:
        raise NotFoundError(mark("You are not on the list of voters of this vote."))
    return found


def _is_same(found: Any, name: bytes, request: str) -> bool:
    return bool(request) and (found.request, found.envelope_hash) == (request, name)


def _is_sealed(db: Session, asked: dict[str, Any], name: bytes, found: Any) -> bool:
    """A retry after sealing: only the voter has this envelope, so nothing is told that they do not know."""
    sealed = _SEALED.c
    query = select(sealed.box_id).where(sealed.box_id == asked["box"], sealed.envelope_hash == name)
    return found.revision > 0 and db.connection().execute(query).one_or_none() is not None


def _cast(db: Session, values: dict[str, Any], *, own_clock: bool, unless: ColumnElement[bool] | None = None) -> bool:
    """Whether the envelope is in. A copied one breaks the transaction: like every refusal it ends in a rollback."""
    connection = db.connection()
    try:
        write = _write(connection.dialect.name, own_clock, values["channel"], unless)
        done = connection.execute(write, values)
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
    asked = {"box": box_id, "member": membership_id, "district": district_id}
    found = _look(db, asked)
    policy.require_open(found.state, found.closes_at, at)
    hold(db, f"box {box_id}", alone=False)
    nothing: dict[str, Any] = dict.fromkeys(("envelope", "envelope_hash", "request", "helper_id"))
    saw = found.revision if saw is None else saw
    values = {**nothing, "channel": channel, "revision": saw + 1, "box": box_id}
    if not _cast(db, {**values, "member": membership_id, "saw": saw, "at": at}, own_clock=own_clock):
        raise _refusal(_look(db, asked), saw, channel)
