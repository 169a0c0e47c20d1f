"""Clocks that jump, summer time, and time zones: the closing moment is one moment (test 14)."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from coop.ballotbox import actions
from coop.ballotbox.models import Box
from coop.kernel.errors import ConflictError, TooLateError
from coop.rules.sealing.encoding import moment_text
from coop.rules.sealing.faults import UntrueError
from coop.rules.sealing.rehearsal import rehearse
from coop.rules.sealing.vault import opened_box
from tests.ballotbox.conftest import KEYS, SITE, Hall, open_hall
from tests.support import make

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SPRING = datetime(2027, 3, 28, 3, tzinfo=AMSTERDAM)
"""The hour from two to three does not exist in this night."""
AUTUMN = datetime(2027, 10, 31, 2, 30, fold=1, tzinfo=AMSTERDAM)
"""Half past two comes twice in this night; this is the second."""


def hall_until(db: Session, closes_at: datetime) -> Hall:
    """A motion that closes at this moment."""
    hall = open_hall(db, 6, slug=f"x{closes_at.timestamp():.0f}")
    facts = dict(hall.poll.facts) | {"id": rehearse("motion", 12, moment_text(closes_at)).poll.id}
    facts |= {"opens_at": moment_text(closes_at - timedelta(days=7)), "closes_at": moment_text(closes_at)}
    place = make.district(db, f"y{closes_at.timestamp():.0f}")
    ids = [make.member(db, place).actor.membership_id or 0 for _ in range(6)]
    box = actions.make_box(db, place.id, facts, ids, closes_at=closes_at, site=SITE, at=closes_at - timedelta(days=7))
    from coop.ballotbox.queries import announced

    return Hall(place.id, box.id, ids, announced(box))


@pytest.mark.parametrize("closes_at", [SPRING, AUTUMN, datetime(2027, 6, 30, 23, 59, 59, tzinfo=UTC)])
@pytest.mark.parametrize("zone", [UTC, AMSTERDAM, timezone(timedelta(hours=-11)), timezone(timedelta(hours=14))])
def test_14_the_last_second_is_the_same_in_every_time_zone(db: Session, closes_at: datetime, zone: ZoneInfo) -> None:
    hall = hall_until(db, closes_at)
    moment = closes_at.astimezone(UTC)
    before, after = (moment + timedelta(seconds=step) for step in (-1, 0))
    assert hall.cast(db, 0, hall.envelope("yes"), at=before.astimezone(zone), own_clock=False).revision == 1
    with pytest.raises(TooLateError):
        hall.cast(db, 1, hall.envelope("yes"), at=after.astimezone(zone), own_clock=False)
    with pytest.raises(ConflictError, match="not come yet"):
        hall.seal(db, before.astimezone(zone))
    assert set(hall.seal(db, after.astimezone(zone))) == {"poll.json", "sealed.txt", "sealed.json", "sealed.sig"}
    assert hall.poll.facts["closes_at"] == moment_text(moment)


def test_14_a_clock_of_the_site_that_is_set_back_cannot_let_anybody_vote(db: Session) -> None:
    # The clock of the database says it is over, whatever the site believes.
    closed = datetime(2025, 1, 1, 12, tzinfo=UTC)
    hall = hall_until(db, closed)
    with pytest.raises(TooLateError):
        hall.cast(db, 0, hall.envelope("yes"), at=closed - timedelta(hours=1), own_clock=True)
    assert db.scalar(text("SELECT max(revision) FROM box_electors")) == 0


def test_14_a_clock_of_the_site_that_is_set_back_cannot_take_a_vote_out_for_paper(db: Session) -> None:
    closed = datetime(2025, 1, 1, 12, tzinfo=UTC)
    hall = hall_until(db, closed)
    before = closed - timedelta(hours=1)
    hall.cast(db, 0, hall.envelope("yes"), at=before, own_clock=False)
    for voter in (0, 1):
        with pytest.raises(TooLateError):
            actions.mark_paper(db, hall.district_id, hall.box_id, hall.members[voter], at=before, own_clock=True)
    assert db.scalar(text("SELECT count(*) FROM box_electors WHERE channel = 'paper'")) == 0
    assert db.scalar(text("SELECT count(*) FROM box_electors WHERE envelope IS NOT NULL")) == 1


def test_14_a_clock_that_jumps_ahead_refuses_and_loses_nothing(db: Session, hall: Hall) -> None:
    closes_at = db.get_one(Box, hall.box_id).closes_at
    first = hall.cast(db, 0, hall.envelope("yes"), own_clock=False)
    with pytest.raises(TooLateError):
        hall.cast(db, 0, hall.envelope("no"), saw=1, at=closes_at + timedelta(days=400), own_clock=False)
    # Put right again, the vote goes on where it was.
    assert hall.cast(db, 0, hall.envelope("no"), saw=first.revision, own_clock=False).revision == 2


def test_14_after_sealing_no_clock_opens_the_box_for_voters_again(db: Session, hall: Hall) -> None:
    closes_at = db.get_one(Box, hall.box_id).closes_at
    hall.cast(db, 0, hall.envelope("yes"), own_clock=False)
    first = hall.seal(db)
    for at in (closes_at - timedelta(days=1), closes_at - timedelta(seconds=1)):
        with pytest.raises(TooLateError):
            hall.cast(db, 1, hall.envelope("no"), at=at, own_clock=False)
    assert hall.seal(db, closes_at + timedelta(days=2)) == {}
    assert first["sealed.txt"].count(b"\n") == 1


def test_14_tellers_whose_clock_is_behind_wait(db: Session, hall: Hall) -> None:
    from coop.ballotbox.queries import envelopes_of, files_of
    from coop.rules.sealing.vault import SealedBox

    closes_at = db.get_one(Box, hall.box_id).closes_at
    for voter in range(3):
        hall.cast(db, voter, hall.envelope("yes"), own_clock=False)
    hall.seal(db)
    box = SealedBox(files_of(db, hall.box_id), envelopes_of(db, hall.box_id), (), "dice 4 1")
    with pytest.raises(UntrueError, match="not closed"):
        opened_box(KEYS, box, closes_at - timedelta(seconds=1))
    assert opened_box(KEYS, box, closes_at) == opened_box(KEYS, box, closes_at + timedelta(days=3))
