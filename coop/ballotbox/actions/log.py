"""One more line in the public log, with its checkpoint."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from coop.ballotbox.models import LogLine
from coop.kernel.db import Session, hold
from coop.rules.sealing.encoding import canonical
from coop.rules.sealing.keys import Signer
from coop.rules.sealing.log import Hands
from coop.rules.sealing.merkle import Tree, leaf_hash


def add_line(db: Session, box_id: int, entry: Mapping[str, Any], origin: str, site: Signer, *, at: datetime) -> LogLine:
    """Append an entry. Lines are numbered without a gap, from 0."""
    hold(db, "box log", alone=True)
    leaves = list(db.scalars(select(LogLine.leaf).order_by(LogLine.place)))
    body = canonical(entry)
    leaves.append(leaf_hash(body))
    note = Hands(origin, site, ()).note(len(leaves), Tree(leaves).root(), int(at.timestamp()))
    line = LogLine(place=len(leaves) - 1, box_id=box_id, body=body.decode(), leaf=leaves[-1], checkpoint=note)
    db.add(line)
    db.flush()
    return line
