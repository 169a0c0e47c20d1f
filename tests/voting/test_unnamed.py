"""A year after its result a vote loses its names, and keeps its numbers; open votes follow the register."""

from datetime import timedelta

from sqlalchemy import select

from coop.ballotbox.policy import Channel
from coop.members.actions import end_membership
from coop.members.models import Membership
from coop.privacy.actions import erase_due
from coop.voting.actions import follow_endings, void_poll
from coop.voting.models import BallotLetter, LetterBatch, Proxy, RollRow, StoredBallot
from coop.voting.queries import choices_of
from tests.support.make import NOON
from tests.voting.conftest import Town

YEAR = timedelta(days=365)


def test_names_go_and_what_was_counted_stays(town: Town) -> None:
    poll = town.published()
    db, published = town.db, poll.published_at
    assert published is not None
    before = sorted(map(str, choices_of(db, poll.district_id, poll.id)))
    assert before
    assert db.scalars(select(RollRow.id)).all()
    record = poll.record
    erase_due(db, at=published + YEAR - timedelta(days=1))
    assert db.scalars(select(StoredBallot.membership_id).where(StoredBallot.membership_id.is_not(None))).all()
    erase_due(db, at=published + YEAR)
    assert not db.scalars(select(StoredBallot.membership_id).where(StoredBallot.membership_id.is_not(None))).all()
    assert not db.scalars(select(RollRow.id)).all()
    assert sorted(map(str, choices_of(db, poll.district_id, poll.id))) == before
    assert poll.record == record


def test_a_void_vote_loses_its_names_too(town: Town) -> None:
    poll = town.open()
    town.cast(poll, 0, "1")
    void_poll(town.db, town.board.actor, town.place.id, poll.id, "The wrong list of proposals was printed.", at=NOON)
    named = select(StoredBallot.membership_id).where(StoredBallot.membership_id.is_not(None))
    erase_due(town.db, at=poll.closes_at + YEAR - timedelta(days=1))
    assert len(town.db.scalars(named).all()) == 1
    erase_due(town.db, at=poll.closes_at + YEAR)
    assert not town.db.scalars(named).all()
    assert not town.db.scalars(select(RollRow.id)).all()


def test_paper_of_a_member_leaves_no_empty_ballot(town: Town) -> None:
    poll = town.published()
    member = town.db.scalars(select(Membership.id).where(Membership.district_id == poll.district_id)).first()
    assert member is not None
    town.db.query(StoredBallot).filter_by(membership_id=member).delete()
    town.db.add(
        StoredBallot(
            district_id=poll.district_id,
            poll_id=poll.id,
            membership_id=member,
            choices=[],
            cast_at=NOON,
            channel=Channel.PAPER,
        )
    )
    town.db.flush()
    before = len(choices_of(town.db, poll.district_id, poll.id))
    assert poll.published_at is not None
    erase_due(town.db, at=poll.published_at + YEAR)
    town.db.expire_all()
    assert len(choices_of(town.db, poll.district_id, poll.id)) == before


def test_with_a_membership_end_its_proxies_and_letter(town: Town) -> None:
    poll = town.open()
    db, place = town.db, poll.district_id
    rolled = list(db.scalars(select(RollRow.membership_id).where(RollRow.poll_id == poll.id)))
    gone, stays = rolled[0], rolled[1]
    batch = LetterBatch(
        district_id=place, poll_id=poll.id, letters=2, printed_by=town.board.account.id, printed_at=NOON
    )
    db.add(batch)
    db.flush()
    for number, one in enumerate((gone, stays)):
        db.add(
            BallotLetter(
                district_id=place, poll_id=poll.id, membership_id=one, batch_id=batch.id, code=str(number) * 64
            )
        )
    proxy = Proxy(
        district_id=place,
        poll_id=poll.id,
        giver_id=gone,
        holder_id=stays,
        place=1,
        on_paper=True,
        given_by=town.board.account.id,
        given_at=NOON,
    )
    db.add(proxy)
    db.flush()
    assert follow_endings(db, at=NOON) == 0
    end_membership(db, place, gone, on=NOON.date())
    assert follow_endings(db, at=NOON) == 2
    db.expire_all()
    assert proxy.revoked_at is not None
    assert list(db.scalars(select(BallotLetter.membership_id))) == [stays]
    assert gone in db.scalars(select(RollRow.membership_id)).all(), "the roll stands still"
