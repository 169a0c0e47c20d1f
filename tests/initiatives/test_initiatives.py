"""Residents' initiatives: who answers help, who sees how to reach whom, and visits from question to report."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.agenda.actions import offer_help, refuse, withdraw_offer
from coop.agenda.models import Item, Offer
from coop.agenda.policy import Kind
from coop.audit.models import Erasure
from coop.events.models import Event
from coop.initiatives import actions, policy, queries
from coop.initiatives.actions import Invitation
from coop.initiatives.models import HelpAnswer, Visit
from coop.initiatives.policy import VisitState
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from coop.notifications.models import OutboxMessage
from coop.privacy.actions import erase_due, forget_account, replay_ledger
from tests.agenda.conftest import Town, found
from tests.support import make
from tests.support.make import NOON
from tests.support.site import Site

DAY = timedelta(days=1)
TODAY = local_day(NOON)
PATH = "/noorderkwartier/initiatieven"


@pytest.fixture
def town(db: Session) -> Town:
    """Noorderkwartier."""
    return found(db, "noorderkwartier")


@pytest.fixture
def walk(town: Town) -> Item:
    """An initiative of the resident."""
    return town.item("Walking on Tuesday", kind=Kind.INITIATIVE)


def invitation(
    starts_at: datetime = NOON + 20 * DAY, *, title: str = "Hundredth walk", is_open: bool = True
) -> Invitation:
    """Something to come to."""
    return Invitation(title, "The Bridge", "There is coffee.", starts_at, 90, is_open)


def ask(town: Town, walk: Item, **more: object) -> Visit:
    """The resident asks the team."""
    return actions.ask_team(town.db, town.resident.actor, town.place.id, walk.id, invitation(**more), at=NOON)  # type: ignore[arg-type]


def offer(town: Town, walk: Item, at: datetime = NOON, text: str = "I bring soup") -> Offer:
    """The member offers help."""
    return offer_help(town.db, town.member.actor, town.place.id, walk.id, text, at=at)


def answer(town: Town, walk: Item, help_id: int, *, is_yes: bool = True, at: datetime = NOON) -> None:
    """The resident answers an offer."""
    by = town.resident.actor
    actions.answer_help(town.db, by, town.place.id, walk.id, help_id, is_yes=is_yes, text="Thank you!", at=at)


@pytest.mark.parametrize(("days", "due"), [(20, 7), (8, 7), (4, 3), (1, 0), (0.1, 0)])
def test_the_team_answers_within_a_week_and_before_the_day(days: float, due: int) -> None:
    assert policy.answer_due_on(NOON, NOON + timedelta(days=days)) == TODAY + due * DAY


def test_who_brought_it_in_or_helps_asks_the_team_and_nobody_else(town: Town, walk: Item) -> None:
    db, place = town.db, town.place.id
    with pytest.raises(ConflictError):
        actions.ask_team(db, town.member.actor, place, walk.id, invitation(), at=NOON)
    offer(town, walk)
    assert actions.ask_team(db, town.member.actor, place, walk.id, invitation(), at=NOON).state is VisitState.ASKED
    for person in (town.team, town.board):
        with pytest.raises(NotAllowedError):
            actions.ask_team(db, person.actor, place, walk.id, invitation(), at=NOON)
    other = town.item("Dark path")
    with pytest.raises(NotFoundError):
        actions.ask_team(db, town.resident.actor, place, other.id, invitation(), at=NOON)
    elsewhere = found(db, "de-vaart")
    with pytest.raises(NotFoundError):
        actions.ask_team(db, elsewhere.resident.actor, elsewhere.place.id, walk.id, invitation(), at=NOON)


def test_the_same_question_is_kept_once_and_told_to_the_team_once(town: Town, walk: Item) -> None:
    assert ask(town, walk) is ask(town, walk)
    mail = town.db.scalars(select(OutboxMessage).where(OutboxMessage.topic == "visits")).all()
    assert [one.to_account_id for one in mail] == [town.team.account.id]
    for wrong in (NOON - DAY, NOON + 800 * DAY):
        with pytest.raises(InvalidError):
            ask(town, walk, starts_at=wrong)
    with pytest.raises(InvalidError):
        ask(town, walk, title=" ")


def test_the_team_comes_and_tells_how_it_was_and_the_calendar_shows_it(town: Town, walk: Item) -> None:
    db, place, team = town.db, town.place.id, town.team.actor
    visit = ask(town, walk)
    with pytest.raises(InvalidError) as refused:
        actions.answer_visit(db, team, place, visit.id, coming=True, words=" ", at=NOON + DAY)
    assert refused.value.field == "words"
    with pytest.raises(NotAllowedError):
        actions.answer_visit(db, town.board.actor, place, visit.id, coming=True, words="Fenna", at=NOON + DAY)
    actions.answer_visit(db, team, place, visit.id, coming=True, words="Fenna comes", at=NOON + DAY)
    assert visit.event_id is not None
    assert db.get_one(Event, visit.event_id).title == "Hundredth walk"
    with pytest.raises(ConflictError):
        actions.tell_visit(db, team, place, visit.id, came=True, told="Nice", at=NOON + 2 * DAY)
    actions.tell_visit(db, team, place, visit.id, came=True, told="Nice", at=NOON + 21 * DAY)
    [told] = queries.visits_between(db, place, TODAY, TODAY + 30 * DAY)
    assert (told.state, told.told) == (VisitState.CAME, "Nice")
    assert queries.visits_between(db, place, TODAY, TODAY + 19 * DAY) == []


def test_the_team_cannot_come_after_all_and_what_it_said_first_stays(site: Site, town: Town, walk: Item) -> None:
    db, place, team = town.db, town.place.id, town.team.actor
    visit = ask(town, walk)
    actions.answer_visit(db, team, place, visit.id, coming=True, words="Fenna comes", at=NOON)
    event_id = visit.event_id
    colleague = site.visitor(language="en").sign_in(town.team).open(f"{PATH}/bezoek/{visit.id}/antwoord")
    page = site.visitor(language="en").sign_in(town.team).open(f"{PATH}/{walk.id}")
    form = page.follow("We cannot come after all, or somebody else comes")
    assert form.has("Fenna comes")
    done = form.submit("Send this answer", choice="no", words="Fenna has the flu")
    assert visit.state is VisitState.CANNOT
    assert visit.event_id == event_id
    # The same, sent again by the same form, is one answer; a colleague who saw the first one reads the second before.
    form.submit("Send this answer", choice="no", words="Fenna has the flu")
    refused = colleague.submit("Send this answer", choice="yes", words="Ruud comes", expect=409)
    assert refused.has("A colleague answered meanwhile")
    assert refused.has("Ruud comes")
    assert refused.has("“Fenna has the flu”")
    assert [one["words"] for one in visit.earlier] == ["Fenna comes"]
    assert done.has("What the team said before")
    assert site.visitor(language="en").open(f"{PATH}/{walk.id}").has("The team comes. “Fenna comes”")
    mine = OutboxMessage.to_account_id == town.resident.account.id
    subjects = list(db.scalars(select(OutboxMessage.subject).where(mine).order_by(OutboxMessage.id)))
    assert subjects == ["The team answers: %(title)s", "The team answers otherwise: %(title)s"]
    refused.submit("Send this answer")
    assert (visit.state, visit.words) == (VisitState.COMING, "Ruud comes")
    assert [one["state"] for one in visit.earlier] == ["coming", "cannot"]
    with pytest.raises(ConflictError):
        actions.answer_visit(db, team, place, visit.id, coming=False, words="Late", at=visit.starts_at)


def test_what_was_told_wrongly_is_mended_in_sight(site: Site, town: Town, walk: Item) -> None:
    db, place, team = town.db, town.place.id, town.team.actor
    visit = ask(town, walk)
    actions.answer_visit(db, team, place, visit.id, coming=True, words="Fenna comes", at=NOON)
    actions.tell_visit(db, team, place, visit.id, came=False, told="Nobody went", at=NOON + 21 * DAY)
    site.at(NOON + 22 * DAY)
    form = site.visitor(language="en").sign_in(town.team).open(f"{PATH}/bezoek/{visit.id}/verslag")
    assert form.has("Nobody went")
    form.submit("Keep how it was", choice="yes", told="Fenna was there after all")
    assert (visit.state, visit.told) == (VisitState.CAME, "Fenna was there after all")
    read = site.visitor(language="en").open(f"{PATH}/{walk.id}")
    assert read.has("Nobody went")
    [told] = queries.visits_between(db, place, TODAY, TODAY + 30 * DAY)
    assert told.state is VisitState.CAME
    with pytest.raises(NotAllowedError):
        actions.tell_visit(db, town.resident.actor, place, visit.id, came=False, told="No", at=NOON + 23 * DAY)
    with pytest.raises(NotFoundError):
        actions.tell_visit(db, team, place + 1, visit.id, came=False, told="No", at=NOON + 23 * DAY)


def test_what_told_about_a_person_is_erased_when_it_is_mended(site: Site, town: Town, walk: Item) -> None:
    db, place, team = town.db, town.place.id, town.team.actor
    visit = ask(town, walk)
    actions.answer_visit(db, team, place, visit.id, coming=True, words="Fenna brings Piet", at=NOON)
    actions.tell_visit(db, team, place, visit.id, came=True, told="Piet was drunk", at=NOON + 21 * DAY)
    site.at(NOON + 22 * DAY)
    form = site.visitor(language="en").sign_in(town.team).open(f"{PATH}/bezoek/{visit.id}/verslag")
    form.submit("Keep how it was", choice="yes", told="It was nice", erases_old="y")
    read = site.visitor(language="en").open(f"{PATH}/{walk.id}")
    assert read.lacks("drunk")
    assert read.has("The words are erased")
    assert read.lacks("Piet")
    assert "Piet" not in f"{visit.earlier} {visit.words}"


def test_what_is_cancelled_or_moved_in_the_calendar_is_so_for_the_team(site: Site, town: Town, walk: Item) -> None:
    db, place, team = town.db, town.place.id, town.team.actor
    moved, off = ask(town, walk), ask(town, walk, title="Soup")
    for one in (moved, off):
        actions.answer_visit(db, team, place, one.id, coming=True, words="Fenna comes", at=NOON)
    board = site.visitor(language="en").sign_in(town.board)
    calendar = f"/{town.place.slug}/kalender"
    board.open(f"{calendar}/{moved.event_id}/wijzigen").submit("Keep the changes", place="At the pond")
    assert (moved.state, moved.place) == (VisitState.COMING, "At the pond")
    board.open(f"{calendar}/{off.event_id}/afzeggen").submit("Cancel it", reason="The hall is closed.")
    assert (off.state, off.told) == (VisitState.WITHDRAWN, "The hall is closed.")
    late = off.starts_at + 30 * DAY
    assert {one.id for one in queries.visits_waiting(db, place, late)} == {moved.id}
    for person in (town.team, town.resident):
        mine = OutboxMessage.to_account_id == person.account.id
        subjects = db.scalars(select(OutboxMessage.params).where(mine).order_by(OutboxMessage.id)).all()
        assert [one["title"] for one in subjects[-2:]] == ["Hundredth walk", "Soup"]


def test_what_is_not_open_to_everybody_stays_out_of_the_calendar(town: Town, walk: Item) -> None:
    visit = ask(town, walk, is_open=False)
    actions.answer_visit(town.db, town.team.actor, town.place.id, visit.id, coming=False, words="Full", at=NOON)
    assert visit.event_id is None
    assert visit.state is VisitState.CANNOT


def test_who_asked_takes_it_back_and_others_cannot(town: Town, walk: Item) -> None:
    db, place = town.db, town.place.id
    visit = ask(town, walk)
    with pytest.raises(NotFoundError):
        actions.withdraw_visit(db, town.member.actor, place, visit.id)
    actions.withdraw_visit(db, town.resident.actor, place, visit.id)
    with pytest.raises(ConflictError):
        actions.answer_visit(db, town.team.actor, place, visit.id, coming=True, words="Fenna", at=NOON)
    assert queries.visits_between(db, place, TODAY, TODAY + 30 * DAY) == []
    assert ask(town, walk) is not visit


def test_a_late_team_hears_it_once_for_the_answer_and_once_for_telling(town: Town, walk: Item) -> None:
    db, place = town.db, town.place.id
    visit = ask(town, walk)
    assert actions.remind_team(db, at=NOON + 7 * DAY) == 0
    assert actions.remind_team(db, at=NOON + 8 * DAY) == 1
    assert actions.remind_team(db, at=NOON + 9 * DAY) == 0
    [row] = queries.visits_waiting(db, place, NOON + 9 * DAY)
    assert row.late_days == 2
    actions.answer_visit(db, town.team.actor, place, visit.id, coming=True, words="Fenna", at=NOON + 9 * DAY)
    assert queries.visits_waiting(db, place, NOON + 10 * DAY) == []
    assert actions.remind_team(db, at=NOON + 27 * DAY) == 0
    assert actions.remind_team(db, at=NOON + 28 * DAY) == 1
    assert actions.remind_team(db, at=NOON + 29 * DAY) == 0


def test_only_who_brought_it_in_answers_an_offer_once_until_it_says_something_else(town: Town, walk: Item) -> None:
    db, place = town.db, town.place.id
    made = offer(town, walk)
    with pytest.raises(NotFoundError):
        actions.answer_help(db, town.member.actor, place, walk.id, made.id, is_yes=True, text="Yes", at=NOON)
    with pytest.raises(InvalidError):
        actions.answer_help(db, town.resident.actor, place, walk.id, made.id, is_yes=True, text=" ", at=NOON)
    answer(town, walk, made.id)
    with pytest.raises(ConflictError):
        answer(town, walk, made.id, is_yes=False)
    offer(town, walk, NOON + DAY, "I bring bread")
    [row] = queries.help_of(db, walk, NOON + 16 * DAY, account_id=None)
    assert (row.is_yes, row.late_days) == (None, 1)
    answer(town, walk, made.id, is_yes=False, at=NOON + 16 * DAY)
    [row] = queries.help_of(db, walk, NOON + 16 * DAY, account_id=None)
    assert (row.is_yes, row.late_days) == (False, 0)


def test_how_to_reach_a_helper_is_seen_by_two_people_only_after_a_yes(town: Town, walk: Item) -> None:
    db, place = town.db, town.place.id
    made = offer(town, walk)
    with pytest.raises(ConflictError):
        actions.share_contact(db, town.member.actor, place, walk.id, "06 12", at=NOON)
    answer(town, walk, made.id)
    for text in ("06 12", "06 34"):
        actions.share_contact(db, town.member.actor, place, walk.id, text, at=NOON)
    told = db.scalars(select(OutboxMessage).where(OutboxMessage.to_account_id == town.resident.account.id)).all()
    assert len([one for one in told if "reach" in one.subject]) == 1
    seen = {
        person.account.id: queries.help_of(db, walk, NOON, account_id=person.account.id)[0].contact
        for person in (town.resident, town.member, town.team, town.board)
    }
    assert seen == {
        town.resident.account.id: "06 34",
        town.member.account.id: "06 34",
        town.team.account.id: "",
        town.board.account.id: "",
    }
    offer(town, walk, NOON + DAY, "Something else")
    assert queries.help_of(db, walk, NOON + DAY, account_id=town.resident.account.id)[0].contact == ""


def test_pages_show_a_question_its_answer_and_who_is_late(site: Site, town: Town, walk: Item) -> None:
    offer(town, walk)
    me = site.visitor(language="en").sign_in(town.resident)
    page = me.open(f"/noorderkwartier/agenda/{walk.id}").follow("Answers to offers of help, and visits of the team")
    done = page.follow("Answer this offer").submit("Send this answer", choice="yes", text="Gladly")
    assert done.has("Gladly")
    form = me.open(f"{PATH}/{walk.id}").follow("Ask the team to come")
    refused = form.submit("Ask the team to come", expect=422, title="", day="1-4-2027", time="10:00", place="Here")
    done = refused.submit("Ask the team to come", title="Open day")
    assert done.has("The team answers at the latest on")
    helper = site.visitor(language="en").sign_in(town.member)
    shared = helper.open(f"{PATH}/{walk.id}").submit("Keep how they can reach me", contact="06 12 34")
    assert shared.has("06 12 34")
    assert me.open(f"{PATH}/{walk.id}").has("06 12 34")
    stranger = site.visitor(language="en")
    assert stranger.open(f"{PATH}/{walk.id}").lacks("06 12 34")
    assert stranger.open(f"{PATH}/{walk.id}").lacks(town.member.account.name)
    team = site.visitor(language="en").sign_in(town.team)
    assert team.open(f"{PATH}/{walk.id}").lacks("06 12 34")
    answered = team.open("/noorderkwartier/mijn-pagina").follow("Residents ask you to come")
    answered = answered.follow("Answer whether you come").submit("Send this answer", choice="no", words="We are away.")
    assert stranger.open(PATH).has("We are away.")


def test_nobody_else_opens_the_form_of_an_offer(site: Site, town: Town, walk: Item) -> None:
    made = offer(town, walk)
    for person in (town.member, town.board, make.resident(town.db, town.place)):
        site.visitor(language="en").sign_in(person).open(f"{PATH}/{walk.id}/hulp/{made.id}", expect=404)


def test_how_to_reach_somebody_is_erased_with_the_offer_and_with_the_account(town: Town, walk: Item) -> None:
    db, place, helper = town.db, town.place.id, town.member

    def shared(at: datetime) -> HelpAnswer:
        answer(town, walk, offer(town, walk, at).id, at=at)
        actions.share_contact(db, helper.actor, place, walk.id, "06 12", at=at)
        erase_due(db, at=at)
        [kept] = db.scalars(select(HelpAnswer))
        assert kept.contact == "06 12"
        return kept

    kept = shared(NOON)
    withdraw_offer(db, helper.actor, place, walk.id)
    erase_due(db, at=NOON)
    assert kept.contact == ""
    assert db.scalars(select(Erasure.row_id).where(Erasure.table_name == "help_answers")).all() == [kept.id]
    kept = shared(NOON + DAY)
    offer(town, walk, NOON + 2 * DAY, "Something else")
    erase_due(db, at=NOON + 2 * DAY)
    assert kept.contact == ""
    kept.contact = "brought back by a copy"
    assert replay_ledger(db, [("help_answers", kept.id)], at=NOON) == 1
    assert kept.contact == ""
    forget_account(db, helper.account, at=NOON)
    assert db.scalars(select(HelpAnswer)).all() == []


def test_a_visit_that_waits_stays_in_sight_however_many_come_after_it(site: Site, town: Town, walk: Item) -> None:
    for number in range(queries.LAST_VISITS + 1):
        ask(town, walk, starts_at=NOON + (1 + number) * DAY, title=f"Walk {number} of many")
    later = NOON + 9 * DAY
    waiting = queries.visits_waiting(town.db, town.place.id, later)
    assert [one.title for one in waiting][:2] == ["Walk 0 of many", "Walk 1 of many"]
    site.at(later)
    assert site.visitor(language="en").open(PATH).has("Walk 0 of many")


def test_the_team_is_not_late_with_what_was_refused_meanwhile(town: Town, walk: Item) -> None:
    ask(town, walk)
    late = NOON + 15 * DAY
    assert [one.late_days for one in queries.visits_waiting(town.db, town.place.id, late)] == [8]
    refuse(town.db, town.board.actor, town.place.id, walk.id, "Not ours", at=NOON)
    assert queries.visits_waiting(town.db, town.place.id, late) == []
    assert actions.remind_team(town.db, at=late) == 0


def test_what_the_team_would_come_to_is_called_off_with_a_reason(site: Site, town: Town, walk: Item) -> None:
    db, place = town.db, town.place.id
    visit = ask(town, walk)
    with pytest.raises(ConflictError):
        actions.call_off(db, town.resident.actor, place, visit.id, "Rain", at=NOON)
    actions.answer_visit(db, town.team.actor, place, visit.id, coming=True, words="Fenna", at=NOON)
    address = f"{PATH}/bezoek/{visit.id}/gaat-niet-door"
    for other in (town.member, town.team, town.board):
        site.visitor(language="en").sign_in(other).open(address, expect=404)
    with pytest.raises(NotFoundError):
        actions.call_off(db, town.member.actor, place, visit.id, "Rain", at=NOON)
    with pytest.raises(NotFoundError):
        actions.call_off(db, town.resident.actor, found(db, "de-vaart").place.id, visit.id, "Rain", at=NOON)
    form = site.visitor(language="en").sign_in(town.resident).open(f"{PATH}/{walk.id}").follow("It does not take place")
    assert form.submit("Call it off", expect=422, reason=" ").has("Say why.")
    assert form.submit("Call it off", reason="Too much rain").has("Too much rain")
    db.expire_all()
    assert visit.state is VisitState.WITHDRAWN
    event = db.get_one(Event, visit.event_id)
    assert event.cancelled_because == "Too much rain"
    told = db.scalars(select(OutboxMessage).where(OutboxMessage.to_account_id == town.team.account.id)).all()
    assert [one.params["reason"] for one in told if "reason" in one.params] == ["Too much rain"]
    after = NOON + 40 * DAY
    assert queries.visits_waiting(db, place, after) == []
    with pytest.raises(ConflictError):
        actions.call_off(db, town.resident.actor, place, visit.id, "Again", at=NOON)


def test_what_has_begun_is_not_called_off(town: Town, walk: Item) -> None:
    visit = ask(town, walk)
    actions.answer_visit(town.db, town.team.actor, town.place.id, visit.id, coming=True, words="Fenna", at=NOON)
    with pytest.raises(ConflictError):
        actions.call_off(town.db, town.resident.actor, town.place.id, visit.id, "Late", at=visit.starts_at)
    assert visit.state is VisitState.COMING


def test_questions_to_the_team_and_offers_of_help_are_no_way_round_the_rules_against_spam(town: Town) -> None:
    db, place = town.db, town.place.id
    walk = town.item("Walking on Tuesday", kind=Kind.INITIATIVE)
    disguised = "P\u0430ypal pays"  # The second letter is Cyrillic.
    spam = Invitation("Walk", "Here", disguised, NOON + 20 * DAY, 60, True)
    with pytest.raises(InvalidError) as fault:
        actions.ask_team(db, town.resident.actor, place, walk.id, spam, at=NOON)
    assert fault.value.field == "text"
    with pytest.raises(InvalidError) as fault:
        offer(town, walk, text="www.a.nl www.b.nl www.c.nl")
    assert fault.value.field == "offer"
    made = offer(town, walk)
    with pytest.raises(InvalidError) as fault:
        actions.answer_help(db, town.resident.actor, place, walk.id, made.id, is_yes=True, text=disguised, at=NOON)
    assert fault.value.field == "text"
