"""Reports hide, residents with a turn decide by the house rules, others decide about objections; spam is slowed."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from coop.agenda import actions as agenda
from coop.agenda.models import Comment
from coop.agenda.policy.talk import Shown
from coop.kernel.access import Actor
from coop.kernel.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
    TooOftenError,
)
from coop.moderation import actions, queries
from coop.moderation.models import CommentDecision, CommentReport
from coop.moderation.policy import CaseState, HouseRule, Verdict
from coop.notifications.models import OutboxMessage
from tests.agenda.conftest import Town
from tests.agenda.test_screens import AGENDA, english
from tests.moderation.conftest import draw
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import CountStatements, Site

LATER = NOON + timedelta(days=1)
RULES = "/noorderkwartier/huisregels"


def say(town: Town, text: str = "You fool.", by: Actor | None = None) -> Comment:
    return agenda.comment(town.db, by or town.member.actor, town.place.id, town.item().id, text, at=NOON)


def shown_of(voice: Comment) -> str:
    return voice.shown.value


def tell_on(town: Town, voice: Comment, number: int) -> list[Person]:
    """So many neighbours report a comment."""
    people = [make.member(town.db, town.place) for _ in range(number)]
    for person in people:
        actions.report(town.db, person.actor, town.place.id, voice.id, HouseRule.INSULT, at=NOON)
    return people


def decide(
    town: Town, who: Person, *voices: Comment, verdict: Verdict = Verdict.REMOVE, reason: str = "An insult."
) -> int:
    return actions.decide(
        town.db,
        who.actor,
        town.place.id,
        [voice.id for voice in voices],
        verdict=verdict,
        rule=HouseRule.INSULT,
        reason=reason,
        at=NOON,
    )


def test_a_comment_is_hidden_after_so_many_reports_of_different_known_people(town: Town) -> None:
    db, place, voice = town.db, town.place.id, say(town)
    young = make.resident(db, town.place)
    young.account.created_at = NOON - timedelta(days=1)
    actions.report(db, young.actor, place, voice.id, HouseRule.INSULT, at=NOON)
    [one, _two] = tell_on(town, voice, 2)
    assert shown_of(voice) == "shown"
    with pytest.raises(ConflictError):
        actions.report(db, one.actor, place, voice.id, HouseRule.ADVERT, at=NOON)
    with pytest.raises(ConflictError):
        actions.report(db, town.member.actor, place, voice.id, HouseRule.INSULT, at=NOON)
    assert actions.report(db, town.resident.actor, place, voice.id, HouseRule.INSULT, at=NOON)
    assert voice.shown is Shown.HIDDEN
    actions.set_rules(db, town.board.actor, place, hide_after=2, term_days=30)
    other = say(town, "Another")
    tell_on(town, other, 2)
    assert other.shown is Shown.HIDDEN


def test_nobody_reports_by_the_dozen(town: Town) -> None:
    voices = [say(town, f"Number {number}", by=make.member(town.db, town.place).actor) for number in range(11)]
    report, me = actions.report, town.resident.actor
    for voice in voices[:10]:
        report(town.db, me, town.place.id, voice.id, HouseRule.ADVERT, at=NOON)
    with pytest.raises(ConflictError):
        report(town.db, me, town.place.id, voices[10].id, HouseRule.ADVERT, at=NOON)
    report(town.db, me, town.place.id, voices[10].id, HouseRule.ADVERT, at=LATER + timedelta(hours=1))


def test_only_a_resident_with_a_turn_decides_and_not_about_an_own_conversation(
    town: Town, keepers: list[Person]
) -> None:
    db, place = town.db, town.place.id
    ada, bo, cor = keepers
    mine = say(town, "By Ada", by=ada.actor)
    answered = say(town, "Answered by Ada")
    agenda.answer(db, ada.actor, place, answered.item_id, answered.id, text="No.", at=NOON)
    reported = say(town, "Reported by Ada", by=bo.actor)
    actions.report(db, ada.actor, place, reported.id, HouseRule.INSULT, at=NOON)
    for voice in (mine, answered):
        tell_on(town, voice, 3)
    for voice in (mine, answered, reported):
        with pytest.raises(ConflictError):
            decide(town, ada, voice)
    shown = {one.comment_id: one.hindrance for one in queries.waiting_cases(db, place, ada.account.id)}
    assert set(shown) == {mine.id, answered.id, reported.id}
    assert all(shown.values())
    for who in (town.board, town.member, town.team):
        with pytest.raises(NotAllowedError):
            decide(town, who, mine)
    assert decide(town, cor, mine, answered, reported) == 3
    assert {mine.shown, answered.shown, reported.shown} == {Shown.REMOVED}
    with pytest.raises(ConflictError):
        decide(town, bo, mine)


def test_a_turn_ends_by_the_clock_and_by_wish(town: Town, keepers: list[Person]) -> None:
    db, place, today = town.db, town.place.id, NOON.date()
    assert len(queries.on_duty(db, place, today)) == 3
    assert queries.on_duty(db, place, today + timedelta(days=90)) == []
    actions.stop_turn(db, keepers[0].actor, place, at=NOON)
    assert len(queries.on_duty(db, place, today)) == 2
    voice = say(town)
    tell_on(town, voice, 1)
    with pytest.raises(NotAllowedError):
        decide(town, keepers[0], voice)
    with pytest.raises(ConflictError):
        draw(town, 1)
    with pytest.raises(ConflictError):
        actions.offer_turn(db, _with_office(town), place, at=NOON)


def _with_office(town: Town) -> Actor:
    """A member who is on the board too."""
    roles = town.board.actor.roles | town.member.actor.roles
    return Actor(town.board.account.id, "Henk", town.place.id, roles)


def test_a_batch_is_decided_wholly_or_not_at_all(town: Town, keepers: list[Person]) -> None:
    fine, own = say(town, "One"), say(town, "By Ada", by=keepers[0].actor)
    for voice in (fine, own):
        tell_on(town, voice, 1)
    with town.db.begin_nested() as part, pytest.raises(ConflictError):
        decide(town, keepers[0], fine, own)
    if part.is_active:
        part.rollback()
    for reason in ("", "x" * 601):
        with pytest.raises(InvalidError):
            decide(town, keepers[1], fine, reason=reason)
    with pytest.raises(InvalidError):
        decide(town, keepers[1])


def test_a_decision_has_a_term_and_everybody_sees_how_many_wait_too_long(
    site: Site, town: Town, keepers: list[Person]
) -> None:
    voice = say(town, "Buy my speed bumps")
    actions.report(town.db, town.resident.actor, town.place.id, voice.id, HouseRule.ADVERT, at=NOON)
    today = NOON.date()
    counted = [queries.waiting_counts(town.db, town.place.id, today + timedelta(days=days)) for days in (3, 4)]
    assert counted == [(1, 0), (1, 1)]
    late = site.at(NOON + timedelta(days=4))
    assert late.visitor(language="en").open("/noorderkwartier/huisregels").has("1 of them waits too long")
    keeper = late.visitor(language="en").sign_in(keepers[0])
    assert keeper.open("/noorderkwartier/huisregels/wachtrij").has("Too late")
    assert decide(town, keepers[0], voice, verdict=Verdict.KEEP, reason="It is no advertisement.") == 1
    assert queries.waiting_counts(town.db, town.place.id, today + timedelta(days=4)) == (0, 0)


def test_an_objection_is_decided_once_by_somebody_else(town: Town, keepers: list[Person]) -> None:
    db, place, voice = town.db, town.place.id, say(town)
    [reporter, *_more] = tell_on(town, voice, 3)
    ada, bo, _cor = keepers
    with pytest.raises(ConflictError):
        actions.object_to(db, town.member.actor, place, voice.id, "Too early.", at=NOON)
    decide(town, ada, voice)
    with pytest.raises(ConflictError):
        actions.object_to(db, reporter.actor, place, voice.id, "As I wanted.", at=NOON)
    with pytest.raises(NotFoundError):
        actions.object_to(db, town.resident.actor, place, voice.id, "Not mine.", at=NOON)
    with pytest.raises(ConflictError):
        actions.object_to(db, town.member.actor, place, voice.id, "Too late.", at=NOON + timedelta(days=15))
    case = actions.object_to(db, town.member.actor, place, voice.id, "It was meant kindly.", at=LATER)
    with pytest.raises(ConflictError):
        decide(town, ada, voice, verdict=Verdict.KEEP)
    decide(town, bo, voice, verdict=Verdict.KEEP, reason="Rough, but no insult.")
    assert (case.state, voice.shown) == (CaseState.FINAL, Shown.SHOWN)
    with pytest.raises(ConflictError):
        actions.object_to(db, reporter.actor, place, voice.id, "Again.", at=LATER)
    with pytest.raises(ConflictError):
        actions.report(db, town.resident.actor, place, voice.id, HouseRule.GROUP, at=LATER)
    told = [mail.to_account_id for mail in db.scalars(select(OutboxMessage)) if "Decided" in mail.subject]
    assert told.count(town.member.account.id) == told.count(reporter.account.id) == 2


SOON = NOON + timedelta(minutes=5)
"""Within the quarter of an hour in which a change leaves no trace, unless somebody reported the comment."""


def reword(town: Town, voice: Comment, text: str) -> None:
    agenda.change_comment(town.db, town.member.actor, town.place.id, voice.item_id, voice.id, text=text, at=SOON)


def test_a_comment_that_stayed_and_got_other_words_can_be_reported_again(town: Town, keepers: list[Person]) -> None:
    voice = say(town, "You mean well.")
    first = tell_on(town, voice, 2)
    decide(town, keepers[0], voice, verdict=Verdict.KEEP, reason="It is kind.")
    with pytest.raises(ConflictError, match="looked at this comment already"):
        tell_on(town, voice, 1)
    reword(town, voice, "You stupid fool.")
    again = [*first, make.member(town.db, town.place)]
    hidden = [actions.report(town.db, who.actor, town.place.id, voice.id, HouseRule.INSULT, at=SOON) for who in again]
    # What was said about the words of before does not count.
    assert hidden == [False, False, True]
    [row] = queries.waiting_cases(town.db, town.place.id, keepers[0].account.id)
    assert (row.state, row.reports, row.before, row.hindrance) == (CaseState.WAITING, 3, "", None)
    decide(town, keepers[0], voice)
    assert shown_of(voice) == "removed"
    assert town.db.scalar(select(func.count()).select_from(CommentDecision)) == 2


def test_who_decides_reads_what_was_reported_though_it_was_changed(
    site: Site, town: Town, keepers: list[Person]
) -> None:
    voice = say(town, "You fool.")
    tell_on(town, voice, 1)
    reword(town, voice, "Dear neighbour.")
    reword(town, voice, "Dear neighbour, sorry.")
    queue = english(site.at(SOON), keepers[0]).open(f"{RULES}/wachtrij")
    for words in ("Dear neighbour, sorry.", "It was changed after somebody reported it.", "You fool."):
        assert queue.has(words), words


def test_what_is_hidden_is_read_answered_and_changed_by_nobody(site: Site, town: Town, keepers: list[Person]) -> None:
    db, place, voice = town.db, town.place.id, say(town, "You fool Jansen.")
    path = f"{AGENDA}/{voice.item_id}"
    assert english(site, town.resident).open(path).has("You fool Jansen.")
    tell_on(town, voice, 3)
    for reader in (None, town.resident, town.member, town.board):
        page = english(site, reader).open(path)
        assert page.lacks("You fool Jansen.")
        assert page.has("It is hidden until somebody decided about it.")
    resident = english(site, town.resident)
    assert resident.open(f"{RULES}/melden/{voice.id}").lacks("You fool Jansen.")
    assert resident.open(f"{path}/reacties/{voice.id}/antwoord", expect=409).lacks("You fool Jansen.")
    resident.open(f"{path}/reacties/{voice.id}/eerder", expect=409)
    english(site, town.member).open(f"{path}/reacties/{voice.id}/wijzigen", expect=409)
    for act in (agenda.answer, agenda.change_comment):
        with pytest.raises(ConflictError):
            act(db, town.member.actor, place, voice.item_id, voice.id, text="Still.", at=NOON)


def test_who_reports_what_waits_too_long_reads_that_it_is_late(site: Site, town: Town, keepers: list[Person]) -> None:
    voice = say(town)
    tell_on(town, voice, 1)
    site.at(NOON + timedelta(days=9))
    page = english(site, town.resident).open(f"{RULES}/melden/{voice.id}")
    assert page.submit("Report this comment", rule="insult").has("should have decided by")


def test_reporting_deciding_and_objecting_on_the_pages(site: Site, town: Town, keepers: list[Person]) -> None:
    voice = say(town)
    resident = english(site, town.resident)
    page = resident.open(f"{AGENDA}/{voice.item_id}").follow("Report it")
    assert page.submit("Report this comment", expect=422, rule="taste").has("Choose which house rule")
    assert resident.open(page.path).submit("Report this comment", rule="insult").has("Neighbours with a turn decide by")
    tell_on(town, voice, 2)
    keeper = english(site, keepers[0])
    assert keeper.open(RULES).has("You have a turn until")
    page = keeper.open(RULES).follow("See what waits for a decision")
    assert page.has("You fool.")
    fields: dict[str, Any] = {"verdict": "remove", "rule": "insult", "reason": "It is an insult."}
    assert page.submit("Decide", expect=422, **fields).has("Choose at least one comment.")
    for nonsense in ("x", "99999999"):
        keeper.post(f"{RULES}/wachtrij", {**fields, "comments": nonsense}, expect=422 if nonsense == "x" else 404)
    page = keeper.open(page.path).submit("Decide", comments=str(voice.id), **fields)
    assert page.has("You decided about 1 comment.")
    log = english(site).open(RULES)
    assert log.has("It is an insult.")
    assert log.lacks("You fool.")
    assert log.lacks("Ada")
    assert log.lacks("Joke")
    member = english(site, town.member)
    page = member.open(f"{AGENDA}/{voice.item_id}").follow("Object to it")
    assert page.submit("Send my objection", expect=422, reason="").has("Say why you do not agree with it.")
    assert member.open(page.path).submit("Send my objection", reason="No.").has("Your objection is in.")
    member.open(page.path, expect=409)
    assert english(site, town.board).open(f"{RULES}/wachtrij").has("You have no turn now")
    with CountStatements(town.db) as seen:
        english(site, keepers[1]).open(f"{RULES}/wachtrij")
    assert seen.count <= 15


def test_turns_and_settings_on_the_pages(site: Site, town: Town) -> None:
    board, resident = english(site, town.board), english(site, town.resident)
    assert board.open(RULES).follow("Turns and settings").has("Nobody has a turn now.")
    assert resident.open(RULES).submit("I want to take a turn").has("You are willing to take a turn.")
    page = board.open(f"{RULES}/rooster")
    assert page.submit("Close the list", expect=422, number="0").has("Fill in a whole number.")
    page = board.open(f"{RULES}/rooster").submit("Close the list", number="2")
    assert page.has("The list is closed, and everybody can read it.")
    assert page.submit("Write down the dice and begin the turns", expect=422, lot="6").has("4 to 12 digits")
    assert page.submit("Write down the dice and begin the turns", lot="4 1 6 2").has("1 neighbour was drawn")
    page = board.open(f"{RULES}/rooster").submit("Keep these settings", expect=422, hide_after="1", term_days="9999")
    assert page.has("Choose a number from 2 to 20.")
    board.open(f"{RULES}/rooster").submit("Keep these settings", hide_after="5", term_days="30")
    assert queries.rules_of(town.db, town.place.id) == (5, 30)
    assert resident.open(RULES).submit("End my turn").has("You do not take part any more.")
    assert resident.open(RULES).submit("I want to take a turn").has("You are willing")
    assert board.open(f"{RULES}/rooster").submit("Give a turn without drawing").has("asked by the board")


def test_no_form_of_another_neighbourhood_answers(site: Site, town: Town, other_town: Town) -> None:
    voice = say(town)
    visitor = english(site, other_town.board)
    for page in ("melden", "bezwaar"):
        for path in (f"/de-vaart/huisregels/{page}/{voice.id}", f"/de-vaart/huisregels/{page}/999"):
            visitor.open(path, expect=404)
            visitor.post(path, {}, expect=404)


def test_nothing_of_another_neighbourhood(town: Town, other_town: Town, keepers: list[Person]) -> None:
    voice = say(town)
    tell_on(town, voice, 1)
    there = other_town.place.id
    turn = queries.turns_of(town.db, town.place.id, NOON.date())[0].id
    with pytest.raises(NotFoundError):
        actions.appoint(town.db, other_town.board.actor, there, turn, at=NOON)
    with pytest.raises(ConflictError):
        actions.appoint(town.db, town.board.actor, town.place.id, turn, at=NOON)
    with pytest.raises(NotFoundError):
        actions.report(town.db, other_town.member.actor, there, voice.id, HouseRule.INSULT, at=NOON)
    with pytest.raises(NotFoundError):
        actions.object_to(town.db, other_town.member.actor, there, voice.id, "No.", at=NOON)
    other = make.member(town.db, other_town.place)
    actions.offer_turn(town.db, other.actor, there, at=NOON)
    draw(other_town, 1)
    with pytest.raises(NotFoundError):
        actions.decide(
            town.db, other.actor, there, [voice.id], verdict=Verdict.KEEP, rule=HouseRule.INSULT, reason="x", at=NOON
        )
    assert town.db.scalar(select(func.count()).select_from(CommentDecision)) == 0
    assert town.db.scalar(select(func.count()).select_from(CommentReport)) == 1


def test_words_in_two_alphabets_many_links_and_floods_are_refused(town: Town) -> None:
    db, place, item = town.db, town.place.id, town.item()
    for text in ("Buy сheap here", "Раураl", "https://a.nl www.b.nl http://c.nl"):
        with pytest.raises(InvalidError):
            agenda.comment(db, town.member.actor, place, item.id, text, at=NOON)
    agenda.comment(db, town.member.actor, place, item.id, "Привет, buren! 5 µg, Ω. www.b.nl https://a.nl", at=NOON)
    for number in range(19):
        agenda.comment(db, town.member.actor, place, item.id, f"Number {number}", at=NOON)
    with pytest.raises(TooOftenError):
        agenda.comment(db, town.member.actor, place, item.id, "One more", at=NOON)
    agenda.comment(db, town.member.actor, place, item.id, "Later", at=NOON + timedelta(hours=1))
    for number in range(25):
        agenda.comment(db, town.team.actor, place, item.id, f"Team {number}", at=NOON)


def test_an_account_that_nobody_knows_yet_is_slowed(town: Town) -> None:
    db, place, item = town.db, town.place.id, town.item()
    young, me = make.resident(db, town.place), make.member(db, town.place)
    for person in (young, me):
        person.account.created_at = NOON - timedelta(days=2)
    with pytest.raises(InvalidError):
        agenda.comment(db, young.actor, place, item.id, "See www.example.org", at=NOON)
    voice = agenda.comment(db, young.actor, place, item.id, "Number 0", at=NOON)
    with pytest.raises(InvalidError):
        agenda.change_comment(db, young.actor, place, item.id, voice.id, text="See www.example.org", at=NOON)
    for number in (1, 2):
        agenda.comment(db, young.actor, place, item.id, f"Number {number}", at=NOON)
    with pytest.raises(TooOftenError):
        agenda.comment(db, young.actor, place, item.id, "Number 3", at=NOON)
    agenda.comment(db, young.actor, place, item.id, "Number 3", at=LATER + timedelta(hours=1))
    for number in range(5):
        agenda.comment(db, me.actor, place, item.id, f"Known {number}: www.example.org", at=NOON)
