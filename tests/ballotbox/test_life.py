"""A box from opening to destruction: sealing, lot, opening, publication, and lies of who holds a key."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from coop.ballotbox import actions
from coop.ballotbox.models import Box
from coop.ballotbox.policy import BoxState
from coop.ballotbox.queries import box_of, envelopes_of, files_of, last_checkpoint, log_tree, participation
from coop.kernel.errors import ConflictError
from coop.rules.sealing.ballots import Opened, envelope_hash, new_tracker
from coop.rules.sealing.checking import Checked, check, check_checkpoint, check_receipt, check_tracker
from coop.rules.sealing.faults import UntrueError
from coop.rules.sealing.folder import FILES, Opening, open_box, opened_folder, require_sealed
from coop.rules.sealing.keys import OpeningKeys
from tests.ballotbox.conftest import CLOSING, KEYS, SEALING, SEED, SITE, Hall, open_hall
from tests.rules.sealing.tampering import standalone
from tests.support.make import NOON


def test_a_whole_vote_can_be_checked_by_anybody(db: Session, hall: Hall) -> None:
    opened_checkpoint = last_checkpoint(db)
    trackers = [new_tracker(hall.chance) for _ in range(4)]
    envelopes = [hall.envelope(choice, tracker=t) for choice, t in zip(("yes", "no", "yes"), trackers, strict=False)]
    receipts = [hall.cast(db, voter, envelope) for voter, envelope in enumerate(envelopes)]
    changed = hall.cast(db, 0, hall.envelope("blank", tracker=trackers[3]), saw=1)
    stage_a = hall.seal(db)
    assert set(stage_a) == {"poll.json", "sealed.txt", "sealed.json", "sealed.sig"}
    assert files_of(db, hall.box_id) == stage_a
    hall.lot(db)
    checked = hall.accept(db, hall.opening(db)[1])
    files = files_of(db, hall.box_id)
    assert set(files) == set(FILES)
    assert check(files).result == checked.result
    standalone().check(files)
    assert checked.result["votes"] == {"yes": 1, "no": 1, "blank": 1}
    assert check_tracker(checked, trackers[1])["counted_as"] == [["no"]]
    assert check_receipt(checked, receipts[1].as_file())
    assert check_receipt(checked, changed.as_file())
    with pytest.raises(UntrueError, match="newest receipt"):
        check_receipt(checked, receipts[0].as_file())
    with pytest.raises(UntrueError):
        check_tracker(checked, trackers[0])
    assert check_checkpoint(checked, opened_checkpoint.encode()) == 1


def test_11_nothing_is_sealed_before_the_closing_moment_and_only_once(db: Session, hall: Hall) -> None:
    hall.cast(db, 0, hall.envelope("yes"))
    with pytest.raises(ConflictError, match="not come yet"):
        hall.seal(db, CLOSING - timedelta(seconds=1))
    first = hall.seal(db)
    assert hall.seal(db, SEALING + timedelta(minutes=1)) == {}
    assert files_of(db, hall.box_id) == first


def test_24_the_key_opens_only_the_published_list(db: Session, hall: Hall) -> None:
    for voter in range(4):
        hall.cast(db, voter, hall.envelope("yes"))
    hall.seal(db)
    published, envelopes = files_of(db, hall.box_id), envelopes_of(db, hall.box_id)
    require_sealed(hall.poll, published, envelopes)
    for wrong in (envelopes[:1], envelopes[1:], [*envelopes, hall.envelope("no")], []):
        with pytest.raises(UntrueError, match="published list"):
            require_sealed(hall.poll, published, wrong)


def test_28_the_site_refuses_a_false_opening(db: Session, hall: Hall) -> None:
    for voter in range(4):
        hall.cast(db, voter, hall.envelope("yes"))
    hall.seal(db)
    hall.lot(db)
    opening, opened = hall.opening(db)
    sealed = files_of(db, hall.box_id)
    other = OpeningKeys.of(b"z" * 16)
    lied = Opening((*opening.ballots[:-1], Opened(opening.ballots[-1].tracker, ("no",))), 0)
    for wrong in (
        {**opened, "ballots.csv": opened["ballots.csv"].replace(b",yes", b",no", 1)},
        {**opened, "opened.sig": b"0" * 128 + b"\n"},
        {name: data for name, data in opened.items() if name != "opened.sig"},
        {**opened, "extra": b""},
        opened_folder(hall.poll, sealed, Opening(opening.ballots[1:], 0), SEED, KEYS.signer),
        opened_folder(hall.poll, sealed, opening, "another lot", KEYS.signer),
        opened_folder(hall.poll, sealed, lied, SEED, other.signer),
    ):
        with pytest.raises(ConflictError), db.begin_nested():
            hall.accept(db, wrong)
    assert files_of(db, hall.box_id) == sealed
    hall.accept(db, opened)
    with pytest.raises(ConflictError, match="present state"):
        hall.accept(db, opened)


def test_31_stuffing_an_abstainer_shows_in_what_that_member_is_told(db: Session, hall: Hall) -> None:
    # Who holds the database can vote for somebody who did not; the member gets a message that they voted.
    hall.cast(db, 0, hall.envelope("yes"))
    stuffed = hall.envelope("no")
    db.execute(
        text(
            "UPDATE box_electors SET envelope = :envelope, envelope_hash = :name, revision = 1, channel = 'online' "
            "WHERE box_id = :box AND membership_id = :member"
        ),
        {"envelope": stuffed, "name": envelope_hash(stuffed), "box": hall.box_id, "member": hall.members[5]},
    )
    hall.seal(db)
    told = {place.membership_id: place.channel.value for place in participation(db, hall.box_id)}
    assert told[hall.members[5]] == "online"


def test_32_deleting_an_envelope_before_closing_is_proved_by_the_receipt(db: Session, hall: Hall) -> None:
    receipt = hall.cast(db, 0, hall.envelope("no"))
    for voter in (1, 2):
        hall.cast(db, voter, hall.envelope("yes"))
    _wipe(db, hall, 0)
    checked = finished(db, hall)
    with pytest.raises(UntrueError, match="not in the box"):
        check_receipt(checked, receipt.as_file())


def test_33_swapping_envelopes_between_voters_shows_in_both_receipts(db: Session, hall: Hall) -> None:
    mine, yours = hall.cast(db, 0, hall.envelope("no")), hall.cast(db, 1, hall.envelope("yes"))
    for voter in (0, 1):
        _wipe(db, hall, voter)
    for voter, choice in ((0, "yes"), (1, "no")):
        hall.cast(db, voter, hall.envelope(choice))
    checked = finished(db, hall)
    for receipt in (mine, yours):
        with pytest.raises(UntrueError, match="not in the box"):
            check_receipt(checked, receipt.as_file())


def _wipe(db: Session, hall: Hall, voter: int) -> None:
    db.execute(
        text(
            "UPDATE box_electors SET envelope = NULL, envelope_hash = NULL, request = NULL, revision = 0, "
            "channel = 'none' WHERE box_id = :box AND membership_id = :member"
        ),
        {"box": hall.box_id, "member": hall.members[voter]},
    )


def finished(db: Session, hall: Hall) -> Checked:
    """Sealed, opened and published."""
    hall.seal(db)
    hall.lot(db)
    return hall.accept(db, hall.opening(db)[1])


def test_25_below_the_least_number_only_totals(db: Session) -> None:
    hall = open_hall(db, min_ballots=5)
    for voter in range(4):
        hall.cast(db, voter, hall.envelope("yes"))
    checked = finished(db, hall)
    assert files_of(db, hall.box_id)["ballots.csv"] == b"tracker,choices\n"
    assert (checked.recounted, checked.result["votes"]["yes"]) == (False, 4)


def test_26_the_roll_stands_still_from_the_opening_on(db: Session, hall: Hall) -> None:
    facts = {**hall.poll.facts, "electors": 7}
    with pytest.raises(ConflictError, match="cannot be announced"):
        actions.make_box(db, hall.district_id, facts, hall.members, closes_at=CLOSING, site=SITE, at=NOON)
    assert b'"electors":6' in hall.poll.as_file()


def test_two_boxes_share_one_log_that_only_grows(db: Session, hall: Hall) -> None:
    other = open_hall(db, slug="de-vaart")
    for box in (hall, other):
        for voter in range(3):
            box.cast(db, voter, box.envelope("yes"))
    saved = last_checkpoint(db)
    for step in ("seal", "lot"):
        for box in (other, hall):
            getattr(box, step)(db)
    for box in (hall, other):
        checked = box.accept(db, box.opening(db)[1])
        assert check_checkpoint(checked, saved.encode()) == 2
    assert log_tree(db).size == 8
    check(files_of(db, hall.box_id))
    check(files_of(db, other.box_id))


def test_envelopes_are_destroyed_after_the_time_to_object(db: Session, hall: Hall) -> None:
    for voter in range(3):
        hall.cast(db, voter, hall.envelope("yes"))
    finished(db, hall)
    files, opened_at = files_of(db, hall.box_id), box_of(db, hall.district_id, hall.box_id).opened_at
    assert opened_at
    about = (db, hall.district_id, hall.box_id)
    with pytest.raises(ConflictError, match="30 days"):
        actions.destroy_box(*about, site=SITE, published_at=opened_at, at=opened_at + timedelta(days=29))
    box: Box = actions.destroy_box(*about, site=SITE, published_at=opened_at, at=opened_at + timedelta(days=31))
    assert box.state is BoxState.DESTROYED
    assert envelopes_of(db, hall.box_id) == []
    assert files_of(db, hall.box_id) == files
    assert db.scalar(text("SELECT count(*) FROM sealed_envelopes")) == 3
    assert db.scalar(text("SELECT count(*) FROM box_log")) == 5


def test_36_another_machine_opens_to_the_same_bytes(db: Session, hall: Hall) -> None:
    for voter in range(4):
        hall.cast(db, voter, hall.envelope("yes"))
    hall.seal(db)
    hall.lot(db)
    published, envelopes = files_of(db, hall.box_id), envelopes_of(db, hall.box_id)
    again = opened_folder(hall.poll, published, open_box(hall.poll, KEYS, envelopes[::-1], []), SEED, KEYS.signer)
    assert again == hall.opening(db)[1]
