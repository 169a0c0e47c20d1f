"""The lot, the opening by who holds the key, publication, and in the end destruction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update

from coop.ballotbox import policy
from coop.ballotbox.actions.log import add_line
from coop.ballotbox.actions.sealing import held, keep
from coop.ballotbox.models import Box, BoxElector, SealedEnvelope
from coop.ballotbox.policy import BoxState
from coop.ballotbox.policy.refusals import said
from coop.ballotbox.queries import announced, files_of, log_lines, lot_of
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError
from coop.kernel.text import clean_line
from coop.kernel.words import mark
from coop.rules.sealing.checking import Checked, check
from coop.rules.sealing.encoding import moment_text, read_json
from coop.rules.sealing.faults import UntrueError
from coop.rules.sealing.folder import counted_entry, statement_folder
from coop.rules.sealing.keys import Signer
from coop.rules.sealing.log import KINDS, log_file

OPENED = ("ballots.csv", "result.json", "opened.json", "opened.sig")


def throw_lot(db: Session, district_id: int, box_id: int, seed: str, *, site: Signer, at: datetime) -> Box:
    """Write down the lot that was thrown in public, after sealing and before anything is opened."""
    box = held(db, district_id, box_id)
    policy.require_step(box.state, BoxState.LOT)
    poll, thrown = announced(box), clean_line(seed)
    if not thrown:
        raise ConflictError(mark("Write down which lot was thrown."))
    add_line(
        db,
        box_id,
        {"kind": "lot", "poll": poll.id, "seed": thrown, "at": moment_text(at)},
        str(poll.facts["log"]),
        site,
        at=at,
    )
    box.state = BoxState.LOT
    db.flush()
    return box


def accept_opening(
    db: Session, district_id: int, box_id: int, opened: Mapping[str, bytes], *, site: Signer, at: datetime
) -> Checked:
    """Publish what the holder of the key brings, if the whole folder is true. Raises `ConflictError` otherwise."""
    box = held(db, district_id, box_id)
    policy.require_step(box.state, BoxState.OPENED)
    if set(opened) != set(OPENED):
        raise ConflictError(mark("These are not the four files that come out of opening a ballot box."))
    poll, seed = announced(box), lot_of(db, box_id)
    sealed = files_of(db, box_id)
    files = {**sealed, **opened}
    files |= statement_folder(files, poll, seed, moment_text(at), site)
    entry = counted_entry(poll, files["statement.json"], moment_text(at))
    add_line(db, box_id, entry, str(poll.facts["log"]), site, at=at)
    files["log.json"] = _log_of(db, box_id)
    try:
        checked = check(files)
    except UntrueError as fault:
        raise ConflictError(mark("This is not the true opening of this box: %(why)s."), why=said(str(fault))) from None
    keep(db, box_id, {name: data for name, data in files.items() if name not in sealed})
    box.state, box.opened_at = BoxState.OPENED, at
    db.flush()
    return checked


def _log_of(db: Session, box_id: int) -> bytes:
    """log.json up to the newest line, with the lines of this box written out."""
    lines = log_lines(db)
    mine = {line.place: read_json(line.body.encode()) for line in lines if line.box_id == box_id}
    told = {place: entry for place, entry in mine.items() if entry["kind"] in KINDS}
    return log_file([line.leaf for line in lines], told, [lines[place].checkpoint for place in sorted(told)])


def destroy_box(
    db: Session, district_id: int, box_id: int, *, site: Signer, published_at: datetime, at: datetime
) -> Box:
    """Throw the envelopes away once nobody can object any more; their hashes and all published files stay."""
    box = held(db, district_id, box_id)
    policy.require_step(box.state, BoxState.DESTROYED)
    policy.require_objections_over(published_at, at)
    return _destroyed(db, box, site, at)


def wipe_box(db: Session, district_id: int, box_id: int, *, site: Signer, at: datetime) -> Box:
    """Throw away every envelope of a vote that is void, wherever its box stands; only whether and how one voted stays.

    Raises `ConflictError` when it was done before.
    """
    box = held(db, district_id, box_id)
    policy.require_kept(box.state)
    # Every row, also of who did not vote: afterwards all of them were written by this one transaction.
    nothing: dict[str, Any] = dict.fromkeys(("envelope", "envelope_hash", "request"))
    db.execute(update(BoxElector).where(BoxElector.box_id == box_id).values(**nothing))
    return _destroyed(db, box, site, at)


def _destroyed(db: Session, box: Box, site: Signer, at: datetime) -> Box:
    box_id = box.id
    db.execute(update(SealedEnvelope).where(SealedEnvelope.box_id == box_id).values(envelope=None))
    poll = announced(box)
    entry = {"kind": "destroyed", "poll": poll.id, "at": moment_text(at)}
    add_line(db, box_id, entry, str(poll.facts["log"]), site, at=at)
    box.state = BoxState.DESTROYED
    db.flush()
    return box
