"""Closing: names come off, envelopes are sorted, the list is published before anything is opened."""

from datetime import datetime
from typing import Any

from sqlalchemy import Engine, insert, select, text, update

from coop.ballotbox import policy
from coop.ballotbox.actions.log import add_line
from coop.ballotbox.models import BOX_ID, Box, BoxElector, BoxFile, SealedEnvelope
from coop.ballotbox.policy import BoxState
from coop.ballotbox.queries import announced, channels_of
from coop.kernel.db import Session, hold_row
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.rules.sealing.encoding import moment_text, sha
from coop.rules.sealing.folder import Files, seal_folder
from coop.rules.sealing.keys import Signer


def held(db: Session, district_id: int, box_id: int) -> Box:
    """The box, fresh and locked until the end of the transaction: nobody casts meanwhile."""
    hold_row(db, BOX_ID, box_id)
    query = select(Box).where(Box.id == box_id, Box.district_id == district_id).with_for_update()
    found = db.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFoundError(mark("There is no such ballot box in this neighbourhood."))
    return found


def seal_box(db: Session, district_id: int, box_id: int, *, site: Signer, at: datetime) -> Files:
    """Seal a box whose moment has come, once. A box that was sealed before is left as it is."""
    box = held(db, district_id, box_id)
    policy.require_closed(box.closes_at, at)
    if box.state is not BoxState.OPEN:
        return {}
    poll, channels = announced(box), channels_of(db, box_id)
    filled = select(BoxElector.box_id, BoxElector.envelope_hash, BoxElector.envelope)
    filled = filled.where(BoxElector.box_id == box_id, BoxElector.envelope.is_not(None))
    db.execute(
        insert(SealedEnvelope).from_select(
            ["box_id", "envelope_hash", "envelope"], filled.order_by(BoxElector.envelope_hash)
        )
    )
    # Every row, also of who did not vote: afterwards all of them were written by this one transaction.
    nothing: dict[str, Any] = dict.fromkeys(("envelope", "envelope_hash", "request"))
    db.execute(update(BoxElector).where(BoxElector.box_id == box_id).values(**nothing))
    hashes = db.scalars(select(SealedEnvelope.envelope_hash).where(SealedEnvelope.box_id == box_id)).all()
    files = seal_folder(poll, hashes, channels, moment_text(at), site)
    keep(db, box_id, files)
    box.state, box.sealed_at = BoxState.SEALED, at
    entry = {"kind": "sealed", "poll": poll.id, "sealed_sha256": sha(files["sealed.json"]), "at": moment_text(at)}
    add_line(db, box_id, entry, str(poll.facts["log"]), site, at=at)
    return files


def keep(db: Session, box_id: int, files: Files) -> None:
    """Published files; each is written once."""
    db.execute(insert(BoxFile), [{"box_id": box_id, "name": name, "data": data} for name, data in files.items()])
    db.flush()


def tidy(engine: Engine) -> None:
    """Wipe replaced envelopes from the files of the database. PostgreSQL keeps them until it is told not to."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM FULL box_electors"))
    else:
        with engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
