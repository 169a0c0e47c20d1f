"""Questions about secret votes."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ScalarSelect, Select, case, func, select

from coop.ballotbox.models import Box, BoxElector
from coop.ballotbox.policy import BoxState, Channel
from coop.ballotbox.queries import Place, announced, files_of, place_of
from coop.kernel.db import Session
from coop.rules.sealing.poll import Poll as Announcement
from coop.voting.models import SealedPoll, TellerKey


@dataclass(frozen=True, slots=True)
class SealedView:
    """The box of a secret vote as pages use it."""

    box_id: int
    state: BoxState
    announced: Announcement

    @property
    def with_tellers(self) -> bool:
        """Whether the key is on paper with tellers."""
        return bool(self.announced.facts["custody"]["kind"] == "tellers")

    @property
    def waits_for_tellers(self) -> bool:
        """Whether the lot was thrown and the tellers must open the box now."""
        return self.with_tellers and self.state is BoxState.LOT


def sealed_of(db: Session, district_id: int, poll_id: int) -> SealedView | None:
    """The box of a secret vote, None for another vote."""
    box = db.scalar(
        select(Box)
        .join(SealedPoll, SealedPoll.box_id == Box.id)
        .where(SealedPoll.poll_id == poll_id, SealedPoll.district_id == district_id)
    )
    return SealedView(box.id, box.state, announced(box)) if box else None


def teller_key_of(db: Session, district_id: int, poll_id: int) -> TellerKey | None:
    """The key of the tellers of a draft, None before they brought one."""
    query = select(TellerKey).where(TellerKey.poll_id == poll_id, TellerKey.district_id == district_id)
    return db.scalar(query)


def published_files(db: Session, box_id: int) -> dict[str, bytes]:
    """Everything that is published of a secret vote so far."""
    return files_of(db, box_id)


def sealed_place(db: Session, box_id: int, membership_id: int | None) -> Place | None:
    """Whether and how a member voted."""
    return place_of(db, box_id, membership_id)


def voted_in(district_id: int, membership_id: int) -> Select[int]:
    """The secret votes in which a member voted."""
    return (
        select(SealedPoll.poll_id)
        .join(BoxElector, BoxElector.box_id == SealedPoll.box_id)
        .where(
            BoxElector.membership_id == membership_id,
            BoxElector.channel != Channel.NONE,
            SealedPoll.district_id == district_id,
        )
    )


def voter_count(poll_id: int) -> ScalarSelect[Any]:
    """How many voted in a secret vote, NULL for another vote."""
    voted = func.sum(case((BoxElector.channel != Channel.NONE, 1), else_=0))
    query = select(voted).join(SealedPoll, SealedPoll.box_id == BoxElector.box_id)
    return query.where(SealedPoll.poll_id == poll_id).scalar_subquery()
