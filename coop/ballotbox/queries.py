"""Questions about boxes. None of them gives an envelope together with a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from coop.ballotbox.models import Box, BoxElector, BoxFile, LogLine, SealedEnvelope
from coop.ballotbox.policy import BoxState, Channel
from coop.kernel.db import Session
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.rules.sealing.encoding import read_json
from coop.rules.sealing.folder import Channels
from coop.rules.sealing.merkle import Tree
from coop.rules.sealing.poll import Poll

__all__ = ["Box", "BoxState", "Channel", "Place"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands on the roll. `revision`: of what stands there, 0 for nothing ever."""

    membership_id: int
    revision: int
    channel: Channel

    @property
    def has_voted(self) -> bool:
        """Whether there is a vote, in whatever way."""
        return self.channel is not Channel.NONE


def box_of(db: Session, district_id: int, box_id: int) -> Box:
    """One box. Raises `NotFoundError`, also for one of another neighbourhood."""
    found = db.scalar(select(Box).where(Box.id == box_id, Box.district_id == district_id))
    if found is None:
        raise NotFoundError(mark("There is no such ballot box in this neighbourhood."))
    return found


def announced(box: Box) -> Poll:
    """The vote as it was announced."""
    return Poll.of(read_json(box.facts.encode()))


def place_of(db: Session, box_id: int, membership_id: int | None) -> Place | None:
    """Where a member stands on the roll, None for who is not on it."""
    row = db.execute(
        select(BoxElector.membership_id, BoxElector.revision, BoxElector.channel).where(
            BoxElector.box_id == box_id, BoxElector.membership_id == membership_id
        )
    ).one_or_none()
    return Place(*row) if row else None


def participation(db: Session, box_id: int) -> list[Place]:
    """Everybody on the roll with whether and how they voted, for the message each of them gets."""
    rows = db.execute(
        select(BoxElector.membership_id, BoxElector.revision, BoxElector.channel)
        .where(BoxElector.box_id == box_id)
        .order_by(BoxElector.membership_id)
    )
    return [Place(*row) for row in rows]


def channels_of(db: Session, box_id: int) -> Channels:
    """How many voted in which way, as it is published: a letter counts as online, a proxy as help."""
    rows = db.execute(
        select(BoxElector.channel, func.count()).where(BoxElector.box_id == box_id).group_by(BoxElector.channel)
    )
    counts: dict[Channel, int] = {row[0]: row[1] for row in rows}
    own = counts.get(Channel.ONLINE, 0) + counts.get(Channel.LETTER, 0)
    by_another = counts.get(Channel.HELPER, 0) + counts.get(Channel.PROXY, 0)
    return Channels(own, by_another, counts.get(Channel.PAPER, 0))


def voted(db: Session, box_id: int) -> int:
    """How many have voted."""
    return channels_of(db, box_id).total


def envelopes_of(db: Session, box_id: int) -> list[bytes]:
    """The sealed envelopes, sorted by hash; empty before sealing and after destruction."""
    rows = db.scalars(
        select(SealedEnvelope.envelope)
        .where(SealedEnvelope.box_id == box_id, SealedEnvelope.envelope.is_not(None))
        .order_by(SealedEnvelope.envelope_hash)
    )
    return [envelope for envelope in rows if envelope is not None]


def files_of(db: Session, box_id: int) -> dict[str, bytes]:
    """What is published of a box so far."""
    rows = db.execute(select(BoxFile.name, BoxFile.data).where(BoxFile.box_id == box_id).order_by(BoxFile.name))
    return {row[0]: row[1] for row in rows}


def log_lines(db: Session) -> Sequence[LogLine]:
    """The public log from its beginning."""
    return db.scalars(select(LogLine).order_by(LogLine.place)).all()


def log_tree(db: Session) -> Tree:
    """The tree over the whole log."""
    return Tree(db.scalars(select(LogLine.leaf).order_by(LogLine.place)))


def last_checkpoint(db: Session) -> str:
    """The newest checkpoint, empty when the log is."""
    return db.scalar(select(LogLine.checkpoint).order_by(LogLine.place.desc()).limit(1)) or ""


def _lot_entry(db: Session, box_id: int) -> dict[str, str]:
    for body in db.scalars(select(LogLine.body).where(LogLine.box_id == box_id).order_by(LogLine.place)):
        entry: dict[str, str] = read_json(body.encode())
        if entry["kind"] == "lot":
            return entry
    return {}


def lot_of(db: Session, box_id: int) -> str:
    """The lot of a box, empty before it was thrown."""
    return _lot_entry(db, box_id).get("seed", "")


def lot_thrown_at(db: Session, box_id: int) -> datetime | None:
    """When the lot of a box was written down, None before."""
    entry = _lot_entry(db, box_id)
    return datetime.fromisoformat(entry["at"]) if entry else None
