"""Casting one by one: what is accepted, what is refused, and which receipt comes back (numbers: the design's tests)."""

from datetime import timedelta

import pytest
from sqlalchemy import bindparam, exists, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from coop.ballotbox import actions
from coop.ballotbox.actions import Slot
from coop.ballotbox.policy import Channel
from coop.ballotbox.queries import channels_of, participation, place_of
from coop.districts.models import District
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError, TooLateError
from coop.rules.sealing.ballots import envelope_hash
from coop.rules.sealing.hpke import Sealer
from coop.rules.sealing.keys import OpeningKeys
from coop.rules.sealing.receipts import read_receipt
from tests.ballotbox.conftest import CLOSING, KEYS, SITE, Hall, open_hall
from tests.support.make import NOON


def newest(db: Session, hall: Hall, voter: int) -> tuple[str, ...] | None:
    """What is in the envelope of a voter."""
    row = db.execute(
        text("SELECT envelope FROM box_electors WHERE box_id = :box AND membership_id = :member"),
        {"box": hall.box_id, "member": hall.members[voter]},
    ).scalar_one()
    return None if row is None else hall.choices_in(bytes(row))


def test_the_receipt_is_signed_and_names_no_voter_time_or_choice(db: Session, hall: Hall) -> None:
    envelope = hall.envelope("yes")
    receipt = hall.cast(db, 0, envelope)
    assert read_receipt(receipt.as_file()) == receipt
    assert (receipt.poll, receipt.envelope, receipt.revision) == (hall.poll.id, envelope_hash(envelope).hex(), 1)
    assert receipt.key == SITE.public
    assert newest(db, hall, 0) == ("yes",)


def test_01_the_same_request_again_gives_the_same_receipt(db: Session, hall: Hall) -> None:
    envelope = hall.envelope("yes")
    receipts = {hall.cast(db, 0, envelope, request="form").as_file() for _ in range(3)}
    assert len(receipts) == 1
    place = place_of(db, hall.box_id, hall.members[0])
    assert place
    assert place.revision == 1


def test_02_of_two_windows_the_second_is_told(db: Session, hall: Hall) -> None:
    hall.cast(db, 0, hall.envelope("yes"), request="left")
    with pytest.raises(ConflictError, match="another window"):
        hall.cast(db, 0, hall.envelope("no"), request="right")
    assert newest(db, hall, 0) == ("yes",)


def test_03_a_delayed_retry_never_wins_from_a_newer_vote(db: Session, hall: Hall) -> None:
    first = hall.envelope("yes")
    hall.cast(db, 0, first, request="first")
    assert hall.cast(db, 0, hall.envelope("no"), saw=1, request="second").revision == 2
    with pytest.raises(ConflictError):
        hall.cast(db, 0, first, request="first")
    assert newest(db, hall, 0) == ("no",)


def test_04_nothing_is_written_before_everything_was_looked_at(db: Session, hall: Hall) -> None:
    begun: list[str] = []

    def cast(voter: int, envelope: bytes, name: str) -> None:
        hall.cast(db, voter, envelope, request=name, begin=lambda: begun.append(name))

    first = hall.envelope("yes")
    cast(0, first, "first")
    cast(0, first, "first")  # sent again: the same receipt, and nothing to write
    with pytest.raises(InvalidError):
        cast(1, b"too short", "short")
    assert begun == ["first"]


def test_04_what_changes_between_looking_and_writing_is_seen(db: Session, hall: Hall) -> None:
    renamed = exists().where(District.name == "Renamed")

    def rename() -> None:
        db.execute(update(District).values(name="Renamed"))

    slot = Slot(bindparam("number"), renamed, "renamed meanwhile")
    hall.cast(db, 0, hall.envelope("yes"), slot=slot)
    with pytest.raises(ConflictError, match="renamed meanwhile"):
        hall.cast(db, 1, hall.envelope("yes"), begin=rename, slot=slot)
    with pytest.raises(ConflictError, match="changed in the meantime"):
        hall.cast(db, 0, hall.envelope("no"), begin=lambda: hall.cast(db, 0, hall.envelope("yes"), saw=1), saw=1)
    assert [newest(db, hall, voter) for voter in (0, 1)] == [("yes",), None]


def test_04_a_copied_envelope_is_refused(db: Session, hall: Hall) -> None:
    copied = hall.envelope("yes")
    hall.cast(db, 0, copied)
    with pytest.raises(ConflictError, match="sent before"), db.begin_nested():
        hall.cast(db, 1, copied)
    assert newest(db, hall, 1) is None


def test_05_who_is_not_on_the_roll_is_refused(db: Session, hall: Hall) -> None:
    elsewhere = open_hall(db, slug="de-vaart")
    envelope = hall.envelope("yes")
    for district_id, box_id, member in (
        (hall.district_id, hall.box_id, elsewhere.members[0]),
        (elsewhere.district_id, hall.box_id, hall.members[0]),
        (hall.district_id, 999_999, hall.members[0]),
    ):
        with pytest.raises(NotFoundError):
            actions.cast_envelope(
                db, district_id, box_id, member, envelope, saw_revision=0, request="x", site=SITE, at=NOON
            )


@pytest.mark.parametrize("envelope", [b"", b"\x04", b"\x04" * 336, b"\x04" * 338, b"\x00" * 337])
def test_05_what_has_not_the_size_of_an_envelope_is_refused(db: Session, hall: Hall, envelope: bytes) -> None:
    with pytest.raises(InvalidError):
        hall.cast(db, 0, envelope)


def test_05_foreign_and_flipped_envelopes_are_counted_invalid(db: Session, hall: Hall) -> None:
    good = hall.envelope("yes")
    flipped = good[:200] + bytes([good[200] ^ 1]) + good[201:]
    foreign = Sealer(OpeningKeys.of(b"y" * 16).public, hall.poll.purpose).seal(b" " * 256, b"r" * 32)
    other_vote = Sealer(KEYS.public, b"another vote").seal(b" " * 256, b"r" * 32)
    for voter, envelope in enumerate((good, flipped, foreign, other_vote, hall.envelope("perhaps"))):
        hall.cast(db, voter, envelope)
    hall.seal(db)
    hall.lot(db)
    opening, opened = hall.opening(db)
    assert (len(opening.ballots), opening.invalid) == (1, 4)
    assert hall.accept(db, opened).result["invalid"] == 4


def test_12_the_clock_refuses_even_when_nobody_sealed_yet(db: Session, hall: Hall) -> None:
    hall.cast(db, 0, hall.envelope("yes"), at=CLOSING - timedelta(seconds=1))
    for late in (timedelta(0), timedelta(seconds=1), timedelta(days=3)):
        with pytest.raises(TooLateError):
            hall.cast(db, 1, hall.envelope("yes"), at=CLOSING + late)
    assert channels_of(db, hall.box_id).total == 1


def test_12_a_clock_of_the_site_that_runs_behind_does_not_help(db: Session) -> None:
    # The site believes it is noon; by the database's own clock this vote closed years ago.
    hall = open_hall(db)
    db.execute(text("DROP TRIGGER boxes_fixed" + (" ON boxes" if db.get_bind().dialect.name != "sqlite" else "")))
    db.execute(text("UPDATE boxes SET closes_at = '2020-01-01 00:00:00.000000'"))
    with pytest.raises(TooLateError):
        hall.cast(db, 0, hall.envelope("yes"), at=NOON.replace(year=2019))
    hall.cast(db, 0, hall.envelope("yes"), at=NOON.replace(year=2019), own_clock=False)


def test_15_a_retry_after_closing_and_after_sealing_gives_the_receipt_and_changes_nothing(
    db: Session, hall: Hall
) -> None:
    envelope = hall.envelope("yes")
    first = hall.cast(db, 0, envelope, request="form")
    assert hall.cast(db, 0, envelope, request="form", at=CLOSING + timedelta(seconds=1)) == first
    hall.seal(db)
    assert hall.cast(db, 0, envelope, request="form", at=CLOSING + timedelta(hours=1)) == first
    with pytest.raises(TooLateError):
        hall.cast(db, 0, hall.envelope("no"), saw=1, at=CLOSING + timedelta(hours=1))


def test_27_a_helper_never_votes_for_themselves_and_replaces_only_what_they_saw(db: Session, hall: Hall) -> None:
    with pytest.raises(NotAllowedError):
        hall.cast(db, 0, hall.envelope("yes"), helper_id=hall.members[0])
    hall.cast(db, 0, hall.envelope("yes"))
    with pytest.raises(ConflictError):
        hall.cast(db, 0, hall.envelope("no"), helper_id=hall.members[1])
    hall.cast(db, 0, hall.envelope("no"), saw=1, helper_id=hall.members[1])
    place = place_of(db, hall.box_id, hall.members[0])
    assert place
    assert place.channel is Channel.HELPER


def test_38_paper_replaces_an_envelope_and_cannot_be_replaced_online(db: Session, hall: Hall) -> None:
    hall.cast(db, 0, hall.envelope("yes"))
    actions.mark_paper(db, hall.district_id, hall.box_id, hall.members[0], at=NOON)
    assert newest(db, hall, 0) is None
    with pytest.raises(ConflictError, match="on paper"):
        hall.cast(db, 0, hall.envelope("yes"), saw=2)
    with pytest.raises(ConflictError, match="on paper"):
        actions.mark_paper(db, hall.district_id, hall.box_id, hall.members[0], at=NOON)
    assert channels_of(db, hall.box_id).paper == 1


def test_every_member_can_be_told_whether_and_how_they_voted(db: Session, hall: Hall) -> None:
    hall.cast(db, 0, hall.envelope("yes"))
    hall.cast(db, 2, hall.envelope("no"), helper_id=hall.members[3])
    actions.mark_paper(db, hall.district_id, hall.box_id, hall.members[4], at=NOON)
    before = [(place.membership_id, place.channel.value) for place in participation(db, hall.box_id)]
    hall.seal(db)
    after = [(place.membership_id, place.channel.value) for place in participation(db, hall.box_id)]
    ways = ["online", "none", "helper", "none", "paper", "none"]
    assert before == after == list(zip(hall.members, ways, strict=True))
    assert len({place.channel.words for place in participation(db, hall.box_id)}) == 4


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE boxes SET facts = '{}'",
        "UPDATE boxes SET closes_at = '2030-01-01 00:00:00.000000'",
        "UPDATE boxes SET name = 'x'",
        "UPDATE boxes SET size = 1",
        "UPDATE box_log SET body = 'x'",
        "DELETE FROM box_log",
    ],
)
def test_34_what_was_announced_cannot_change_not_even_by_sql(db: Session, hall: Hall, change: str) -> None:
    with pytest.raises(DatabaseError, match="cannot change"), db.begin_nested():
        db.execute(text(change))
    assert place_of(db, hall.box_id, hall.members[0])
