"""A counted result is published by the clock, and only two people on a ground keep it back, with both names on view."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from coop.ballotbox.models import Box, SealedEnvelope
from coop.ballotbox.policy import BoxState
from coop.districts.models import Mandate
from coop.districts.policy import Level
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from coop.notifications.models import OutboxMessage
from coop.rules.answering import Ground
from coop.voting import actions, queries
from coop.voting.models import Poll, Voiding
from coop.voting.policy import COUNT_WITHIN, PUBLISH_WITHIN, BallotKind, PollState
from tests.support.make import NOON
from tests.support.site import Site
from tests.voting.conftest import AFTER, CLOSING, SEED, Town
from tests.voting.test_sealed import BASE, hands_of, motion, opened, reader, vote

WHY = "Eleven members got no letter: see the list at the desk."
OUT = AFTER + PUBLISH_WITHIN
MONTH = timedelta(days=30)


def ask(town: Town, poll: Poll, *, ground: Ground | None = Ground.ROLL, reason: str = WHY) -> Voiding:
    return actions.ask_void(
        town.db, town.secretary.actor, town.place.id, poll.id, reason, ground=ground, at=AFTER + timedelta(hours=2)
    )


def sign(town: Town, poll: Poll, asked: Voiding, *, hours: int = 3) -> Poll:
    at = AFTER + timedelta(hours=hours)
    return actions.sign_void(town.db, town.board.actor, town.place.id, poll.id, asked.id, at=at)


def secret_counted(town: Town, site: Site) -> Poll:
    """A secret motion of eleven, counted and not published."""
    town.crowd(6)
    poll = motion(town, site)
    for number in range(11):
        vote(site, town.members[number], poll, "for" if number < 6 else "against")
    secretary = reader(site.at(AFTER), town.secretary)
    secretary.open(f"{BASE}/{poll.id}/beheer").submit("Close the vote")
    secretary.open(f"{BASE}/{poll.id}/tellen").submit("Count the votes", seed=SEED)
    town.db.refresh(poll)
    assert poll.state is PollState.COUNTED
    return poll


# ---- the term ----


def test_what_nobody_publishes_the_clock_publishes(town: Town) -> None:
    poll, other = town.to(town.open(), PollState.COUNTED), town.to(town.open("Later"), PollState.CLOSED)
    assert poll.due_at == OUT
    assert actions.publish_due_polls(town.db, at=OUT - timedelta(seconds=1)) == 0
    assert actions.publish_due_polls(town.db, at=OUT) == 1
    assert (poll.state, poll.published_at, other.state) == (PollState.PUBLISHED, OUT, PollState.CLOSED)
    subjects = town.db.scalars(select(OutboxMessage.subject)).all()
    assert any("The result is there" in subject for subject in subjects)
    assert actions.publish_due_polls(town.db, at=OUT) == 0


def test_board_and_secretary_and_everybody_else_see_by_when(town: Town, site: Site) -> None:
    poll = town.to(town.open(), PollState.CLOSED)
    page = reader(site.at(AFTER), town.secretary).open("/noorderkwartier/mijn-pagina")
    assert page.has("Count the votes")
    assert page.lacks("Overdue")
    assert site.visitor(language="en").open(f"{BASE}/{poll.id}").has("must be counted before")
    site.at(CLOSING + COUNT_WITHIN)
    assert reader(site, town.board).open("/noorderkwartier/mijn-pagina").has("Overdue")
    page = site.visitor(language="en").open(f"{BASE}/{poll.id}")
    assert page.has("Overdue")
    assert page.has("Ask the board why this waits")
    actions.count_poll(town.db, town.secretary.actor, town.place.id, poll.id, SEED, at=AFTER)
    assert reader(site.at(AFTER), town.board).open("/noorderkwartier/mijn-pagina").has("the clock publishes it")
    assert site.visitor(language="en").open(f"{BASE}/{poll.id}").has("if not by people then by the clock")


# ---- two people and a ground ----


@pytest.mark.parametrize("level", list(Level))
def test_a_counted_vote_needs_a_ground_and_two_people_whatever_its_mandate(town: Town, level: Level) -> None:
    town.db.execute(update(Mandate).values(level=level))
    poll = town.to(town.open(), PollState.COUNTED)
    with pytest.raises(ConflictError, match="two people"):
        actions.void_poll(town.db, town.board.actor, town.place.id, poll.id, "We want otherwise.", at=AFTER)
    with pytest.raises(InvalidError) as refusal:
        ask(town, poll, ground=None)
    assert refusal.value.field == "ground"
    with pytest.raises(InvalidError) as refusal:
        ask(town, poll, reason="  ")
    assert refusal.value.field == "reason"
    asked = ask(town, poll)
    assert (poll.state, asked.known_at) == (PollState.COUNTED, AFTER)
    with pytest.raises(ConflictError, match="asked already"):
        ask(town, poll)
    with pytest.raises(NotAllowedError, match="Somebody else"):
        actions.sign_void(town.db, town.secretary.actor, town.place.id, poll.id, asked.id, at=AFTER)
    for person in (town.team, town.members[0], town.resident):
        with pytest.raises(NotAllowedError):
            actions.sign_void(town.db, person.actor, town.place.id, poll.id, asked.id, at=AFTER)
    with pytest.raises(NotFoundError):
        actions.sign_void(town.db, town.board.actor, town.place.id, poll.id, asked.id + 1, at=AFTER)
    sign(town, poll, asked)
    assert (poll.state, poll.void_ground, poll.void_reason) == (PollState.VOID, Ground.ROLL, WHY)
    assert poll.void_at == AFTER + timedelta(hours=3)
    with pytest.raises(NotFoundError):
        sign(town, poll, asked)
    assert actions.publish_due_polls(town.db, at=OUT + MONTH) == 0


def test_one_person_delays_nothing_and_what_was_asked_stays_readable(town: Town, site: Site) -> None:
    poll = town.to(town.open(), PollState.COUNTED)
    asked = ask(town, poll)
    assert actions.publish_due_polls(town.db, at=OUT) == 1
    with pytest.raises(ConflictError):
        sign(town, poll, asked)
    page = site.visitor(language="en").open(f"{BASE}/{poll.id}")
    assert page.has("Ineke asked on")
    assert page.has(WHY)
    assert page.has("Nobody has signed as second person")


def test_what_was_dropped_can_be_asked_anew(town: Town) -> None:
    poll = town.to(town.open(), PollState.COUNTED)
    first = ask(town, poll)
    actions.drop_void(town.db, town.secretary.actor, town.place.id, poll.id, first.id, at=AFTER)
    with pytest.raises(NotFoundError):
        sign(town, poll, first)
    second = ask(town, poll, ground=Ground.COUNT)
    actions.drop_void(town.db, town.board.actor, town.place.id, poll.id, second.id, at=AFTER)
    third = ask(town, poll, ground=Ground.LAW)
    assert sign(town, poll, third).void_ground is Ground.LAW
    assert [one.waits for one in queries.voidings_of(town.db, poll)] == [False, False, False]


def test_before_anybody_can_know_nobody_asks_a_second_person(town: Town) -> None:
    poll = town.to(town.open(), PollState.CLOSED)
    assert actions.known_since(town.db, poll) is None
    with pytest.raises(ConflictError, match="Nobody can know"):
        ask(town, poll)


def test_the_database_makes_no_counted_vote_void_on_one_signature(town: Town) -> None:
    poll = town.to(town.open(), PollState.COUNTED)
    void = update(Poll).where(Poll.id == poll.id).values(state=PollState.VOID)
    asked = ask(town, poll)
    for act in (
        void,
        update(Voiding).values(reason="Another reason."),
        update(Voiding).values(asked_by=town.board.account.id),
        update(Voiding).values(signed_by=asked.asked_by, signed_at=AFTER),
        delete(Voiding),
    ):
        with pytest.raises(DBAPIError), town.db.begin_nested():
            town.db.execute(act)
    sign(town, poll, asked)
    with pytest.raises(DBAPIError), town.db.begin_nested():
        town.db.execute(update(Voiding).values(signed_at=OUT))


# ---- secret votes ----


def test_with_tellers_the_lot_is_the_moment_from_which_two_are_needed(town: Town, site: Site) -> None:
    town.crowd(6)
    poll = opened(town, site, town.of_kind(BallotKind.ELECTION, "Anna", "Bram", "Cor"))
    for number in range(10):
        vote(site, town.members[number], poll, "1", "2")
    secretary = reader(site.at(AFTER), town.secretary)
    secretary.open(f"{BASE}/{poll.id}/beheer").submit("Close the vote")
    assert secretary.open(f"{BASE}/{poll.id}/ongeldig").has("Declare void")
    secretary.open(f"{BASE}/{poll.id}/tellen").submit("Count the votes", seed=SEED)
    town.db.refresh(poll)
    assert poll.state is PollState.CLOSED
    assert town.db.scalars(select(Box.state)).one() is BoxState.LOT
    with pytest.raises(ConflictError, match="two people"):
        actions.void_poll(town.db, town.board.actor, town.place.id, poll.id, "The wrong names won.", at=AFTER)
    with pytest.raises(DBAPIError), town.db.begin_nested():
        town.db.execute(update(Poll).where(Poll.id == poll.id).values(state=PollState.VOID))
    page = secretary.open(f"{BASE}/{poll.id}/ongeldig")
    assert page.has("Somebody could know the outcome already")
    page.submit("Ask to declare this vote void", reason=WHY, expect=422)
    page = page.submit("Ask to declare this vote void", ground="roll", reason=WHY)
    assert page.has("You asked this.")
    assert page.lacks("Sign: this vote is void")
    anybody = site.visitor(language="en")
    assert anybody.open(f"{BASE}/{poll.id}").has("Nobody has signed as second person")
    board = reader(site, town.board)
    assert board.open(f"{BASE}/{poll.id}/beheer").has("It was asked to declare this vote void")
    page = board.open(f"{BASE}/{poll.id}/ongeldig").submit("Sign: this vote is void")
    assert page.has("The vote is void.")
    page = anybody.open(f"{BASE}/{poll.id}")
    for words in (
        "Ineke asked on",
        "Henk signed on",
        "The outcome could be known since",
        "The list of voters was wrong",
    ):
        assert page.has(words)
    assert page.has("This vote is void since")


def test_of_a_counted_secret_vote_that_is_void_everything_is_kept_for_thirty_days(town: Town, site: Site) -> None:
    poll, hands = secret_counted(town, site), hands_of(site)
    signed_at = sign(town, poll, ask(town, poll)).void_at
    assert signed_at
    actions.destroy_void_box(town.db, town.place.id, poll.id, hands, at=signed_at)
    kept = select(SealedEnvelope.envelope).where(SealedEnvelope.envelope.is_not(None))
    assert len(town.db.scalars(kept).all()) == 11
    assert actions.destroy_due_boxes(town.db, hands, at=signed_at + MONTH - timedelta(seconds=1)) == 0
    assert actions.destroy_due_boxes(town.db, hands, at=signed_at + MONTH) == 1
    assert town.db.scalars(kept).all() == []
    assert '"destroyed"' in town.db.scalars(text("SELECT body FROM box_log ORDER BY place")).all()[-1]
    with pytest.raises(ConflictError, match="destroyed"):
        hands.keeper.open(actions.sealed_box(town.db, town.db.scalars(select(Box.id)).one()))


def test_a_result_that_was_published_late_can_be_checked_for_thirty_days_too(town: Town, site: Site) -> None:
    poll, hands = secret_counted(town, site), hands_of(site)
    assert actions.destroy_due_boxes(town.db, hands, at=OUT + MONTH) == 0, "not published, so nobody could object yet"
    actions.publish_due_polls(town.db, at=OUT)
    assert poll.state is PollState.PUBLISHED
    assert actions.destroy_due_boxes(town.db, hands, at=AFTER + MONTH) == 0
    assert actions.destroy_due_boxes(town.db, hands, at=OUT + MONTH - timedelta(seconds=1)) == 0
    assert actions.destroy_due_boxes(town.db, hands, at=OUT + MONTH) == 1


def test_who_types_the_address_of_a_published_vote_is_refused_before_a_reason_is_typed(town: Town, site: Site) -> None:
    poll = town.to(town.open(), PollState.PUBLISHED)
    refused = reader(site.at(OUT), town.secretary).open(f"{BASE}/{poll.id}/ongeldig", expect=409)
    assert not refused.soup.select("main textarea")


def test_nobody_outside_sees_a_page_about_it_and_a_second_click_is_harmless(town: Town, site: Site) -> None:
    poll = town.to(town.open(), PollState.COUNTED)
    asked = ask(town, poll)
    for person in (town.members[0], town.team, town.resident):
        assert reader(site, person).client.get(f"{BASE}/{poll.id}/ongeldig").status_code == 403
    board = reader(site.at(NOON), town.board)
    page = board.open(f"{BASE}/{poll.id}/ongeldig")
    page.submit("Do not declare it void")
    page.submit("Do not declare it void", expect=404)
    page.submit("Sign: this vote is void", expect=404)
    town.db.refresh(asked)
    assert asked.dropped_by == town.board.account.id
    assert poll.state is PollState.COUNTED
