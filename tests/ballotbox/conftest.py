"""A neighbourhood with an open ballot box, its keys, and a short way to seal an envelope."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from coop.ballotbox import actions
from coop.ballotbox.policy import site_signer
from coop.ballotbox.queries import announced, box_of, envelopes_of, files_of
from coop.rules.sealing.ballots import ballot_text, new_tracker, read_ballot
from coop.rules.sealing.chance import SeededChance
from coop.rules.sealing.checking import Checked
from coop.rules.sealing.encoding import moment_text
from coop.rules.sealing.folder import Files, Opening, open_box, opened_folder, require_sealed
from coop.rules.sealing.hpke import Opener, Sealer
from coop.rules.sealing.keys import OpeningKeys
from coop.rules.sealing.poll import Poll
from coop.rules.sealing.receipts import Receipt
from coop.rules.sealing.rehearsal import rehearse
from tests.support import make
from tests.support.make import NOON

CLOSING = NOON + timedelta(days=7)
SEALING = CLOSING + timedelta(seconds=3)
KEYS = OpeningKeys.of(b"hall-of-the-vote")
SITE = site_signer("a secret of this site, long enough for it")
SEED = "dice: 4 1 6 2"


@dataclass
class Hall:
    """One box with its voters. Ids only, so that other sessions can use it."""

    district_id: int
    box_id: int
    members: list[int]
    poll: Poll
    chance: SeededChance = field(default_factory=lambda: SeededChance("hall"))

    def envelope(self, *choices: str, tracker: str = "") -> bytes:
        """What a voter's device makes."""
        text = ballot_text(choices, tracker or new_tracker(self.chance), self.poll.facts["size"])
        return Sealer(self.poll.key("opening"), self.poll.purpose).seal(text, self.chance(32))

    def cast(
        self,
        db: Session,
        voter: int,
        envelope: bytes,
        *,
        saw: int = 0,
        request: str = "",
        at: datetime = NOON,
        **more: Any,
    ) -> Receipt:
        """Cast as member number `voter`."""
        return actions.cast_envelope(
            db,
            self.district_id,
            self.box_id,
            self.members[voter],
            envelope,
            saw_revision=saw,
            request=request or self.chance(8).hex(),
            site=SITE,
            at=at,
            **more,
        )

    def seal(self, db: Session, at: datetime = SEALING) -> Files:
        """Close the box."""
        return actions.seal_box(db, self.district_id, self.box_id, site=SITE, at=at)

    def lot(self, db: Session) -> None:
        """Throw the lot."""
        actions.throw_lot(db, self.district_id, self.box_id, SEED, site=SITE, at=SEALING + timedelta(minutes=5))

    def opening(self, db: Session, keys: OpeningKeys = KEYS) -> tuple[Opening, Files]:
        """What who holds the key makes of the published box."""
        envelopes, published = envelopes_of(db, self.box_id), files_of(db, self.box_id)
        require_sealed(self.poll, published, envelopes)
        found = open_box(self.poll, keys, envelopes, [])
        return found, opened_folder(self.poll, published, found, SEED, keys.signer)

    def accept(self, db: Session, opened: Files) -> Checked:
        """Publish an opening."""
        at = SEALING + timedelta(minutes=30)
        return actions.accept_opening(db, self.district_id, self.box_id, opened, site=SITE, at=at)

    def choices_in(self, envelope: bytes) -> tuple[str, ...]:
        """What is inside, for who holds the key."""
        text = Opener(KEYS.private, self.poll.purpose).open(envelope)
        return read_ballot(text, self.poll.facts["size"]).choices


def open_hall(db: Session, members: int = 6, *, slug: str = "noorderkwartier", min_ballots: int = 2) -> Hall:
    """A motion that opened at noon."""
    place = make.district(db, slug)
    voters = [make.member(db, place).actor.membership_id for _ in range(members)]
    facts = dict(rehearse("motion", 12, slug).poll.facts)
    keys = {
        "opening": KEYS.public.hex(),
        "opener": KEYS.signer.public.hex(),
        "site": SITE.public.hex(),
        "witnesses": [],
    }
    facts |= {"electors": members, "min_ballots": min_ballots, "keys": keys}
    facts |= {"opens_at": moment_text(NOON), "closes_at": moment_text(CLOSING)}
    ids = [voter for voter in voters if voter is not None]
    box = actions.make_box(db, place.id, facts, ids, closes_at=CLOSING, site=SITE, at=NOON)
    return Hall(place.id, box.id, ids, announced(box_of(db, place.id, box.id)))


@pytest.fixture
def hall(db: Session) -> Hall:
    """An open box with six voters."""
    return open_hall(db)
