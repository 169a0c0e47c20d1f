"""Who wrote a comment takes it away: the words go everywhere, answers stay, nothing is left to decide."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from coop.agenda import actions as agenda
from coop.agenda.models import Comment, CommentWording, HelpfulMark, Mention
from coop.agenda.policy.talk import Shown
from coop.kernel.access import Actor
from coop.kernel.errors import ConflictError, NotFoundError
from coop.moderation import actions, queries
from coop.moderation.policy import HouseRule, Verdict
from coop.notifications.models import OutboxMessage
from coop.privacy.actions import replay_ledger
from tests.agenda.conftest import Town
from tests.agenda.test_screens import AGENDA, english
from tests.moderation.test_moderation import LATER, RULES, decide, say, tell_on
from tests.support.make import NOON, Person
from tests.support.site import Site

WORDS = "You fool Jansen."


def take(town: Town, voice: Comment, by: Person | None = None) -> Comment:
    return actions.take_back(town.db, (by or town.member).actor, town.place.id, voice.id, at=LATER)


def counted(town: Town, table: type[CommentWording | HelpfulMark | Mention], voice: Comment) -> int:
    return town.db.scalar(select(func.count()).where(table.comment_id == voice.id)) or 0


def test_the_words_go_from_every_page_and_answers_stay(site: Site, town: Town) -> None:
    db, place, voice = town.db, town.place.id, say(town, WORDS)
    agenda.answer(db, town.resident.actor, place, voice.item_id, voice.id, text="Be kind.", at=NOON)
    agenda.mark_helpful(db, town.resident.actor, place, voice.item_id, voice.id, at=NOON)
    agenda.change_comment(db, town.member.actor, place, voice.item_id, voice.id, text="You fool Pietersen.", at=LATER)
    path = f"{AGENDA}/{voice.item_id}"
    page = english(site, town.member).open(path).follow("Take away")
    assert page.has("You fool Pietersen.")
    page = page.submit("Take my comment away")
    assert page.has("Your comment is gone")
    for reader in (None, town.resident, town.member, town.board):
        page = english(site, reader).open(path)
        assert page.has("Who wrote this comment took it away.")
        assert page.has("Be kind.")
        assert page.lacks("fool")
    assert counted(town, CommentWording, voice) == counted(town, HelpfulMark, voice) == 0
    assert voice.text == ""
    english(site, town.resident).open(f"{path}/reacties/{voice.id}/eerder", expect=409)
    mine = english(site, town.member).get("/mijn-gegevens/gegevens.json").get_data(as_text=True)
    assert "fool" not in mine


def test_only_who_wrote_it_and_twice_is_once(site: Site, town: Town, other_town: Town) -> None:
    voice = say(town, WORDS)
    for person in (town.resident, town.board):
        with pytest.raises(NotFoundError):
            take(town, voice, person)
        english(site, person).open(f"{RULES}/terugnemen/{voice.id}", expect=404)
    with pytest.raises(NotFoundError):
        actions.take_back(town.db, other_town.member.actor, other_town.place.id, voice.id, at=LATER)
    english(site, town.member).open(f"/de-vaart/huisregels/terugnemen/{voice.id}", expect=404)
    assert take(town, voice).shown is Shown.WITHDRAWN
    assert take(town, voice).shown is Shown.WITHDRAWN
    with pytest.raises(ConflictError):
        actions.report(town.db, town.resident.actor, town.place.id, voice.id, HouseRule.INSULT, at=LATER)
    for act in (agenda.answer, agenda.change_comment):
        with pytest.raises(ConflictError):
            act(town.db, town.member.actor, town.place.id, voice.item_id, voice.id, text="Still.", at=LATER)


def test_what_waits_for_a_decision_waits_no_more_and_who_reported_hears_so(town: Town, keepers: list[Person]) -> None:
    voice = say(town, WORDS)
    people = tell_on(town, voice, 3)
    assert voice.shown is Shown.HIDDEN
    take(town, voice)
    assert not queries.waiting_cases(town.db, town.place.id, keepers[0].account.id)
    assert queries.waiting_counts(town.db, town.place.id, LATER.date()) == (0, 0)
    gone = OutboxMessage.subject == "A comment that you reported is gone"
    assert set(town.db.scalars(select(OutboxMessage.to_account_id).where(gone))) == {one.account.id for one in people}
    with pytest.raises(ConflictError, match="nothing to decide"):
        decide(town, keepers[0], voice)


def test_who_reported_what_could_stay_cannot_object_any_more(town: Town, keepers: list[Person]) -> None:
    voice = say(town, WORDS)
    [reporter] = tell_on(town, voice, 1)
    decide(town, keepers[0], voice, verdict=Verdict.KEEP)
    take(town, voice)
    with pytest.raises(ConflictError, match="nothing to decide"):
        actions.object_to(town.db, reporter.actor, town.place.id, voice.id, "No.", at=LATER)


def test_what_the_house_rules_took_away_stays_so(site: Site, town: Town, keepers: list[Person]) -> None:
    voice = say(town, WORDS)
    tell_on(town, voice, 1)
    decide(town, keepers[0], voice)
    with pytest.raises(ConflictError, match="house rules"):
        take(town, voice)
    assert english(site, town.member).open(f"{AGENDA}/{voice.item_id}").lacks("Take away")


def test_also_when_the_conversation_is_closed(site: Site, town: Town) -> None:
    voice = say(town, WORDS)
    agenda.sum_up(town.db, town.board.actor, town.place.id, voice.item_id, "Enough.", at=NOON)
    page = english(site, town.member).open(f"{AGENDA}/{voice.item_id}")
    assert page.follow("Take away").submit("Take my comment away").lacks("fool")


def test_in_a_restored_copy_it_goes_again(town: Town) -> None:
    voice = say(town, WORDS)
    assert replay_ledger(town.db, [("agenda_comments", voice.id)], at=LATER + timedelta(days=1)) == 1
    assert (voice.text, voice.shown) == ("", Shown.WITHDRAWN)
    assert replay_ledger(town.db, [("agenda_comments", voice.id)], at=LATER + timedelta(days=1)) == 0


def test_who_lost_the_right_to_comment_keeps_this_one(town: Town) -> None:
    voice = say(town, WORDS)
    nobody = Actor(account_id=town.member.account.id, name="", district_id=town.place.id)
    assert take(town, voice, Person(town.member.account, nobody)).shown is Shown.WITHDRAWN


def test_what_was_said_in_an_office_stays_to_account_for(site: Site, town: Town) -> None:
    voice = say(town, "The board promises lamps.", by=town.board.actor)
    with pytest.raises(ConflictError, match="in your office"):
        take(town, voice, town.board)
    assert english(site, town.board).open(f"{AGENDA}/{voice.item_id}").lacks("Take away")
