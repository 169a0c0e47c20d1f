"""Statements on which the neighbourhood agrees and differs."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from coop.agenda.policy import Domain, ItemState, Origin
from coop.districts.models import District
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError, TooLateError
from coop.notifications.models import OutboxMessage
from coop.opinions.actions import (
    Plan,
    answer_statement,
    count_due,
    decide,
    end_round,
    fold_answers,
    offer_statement,
    open_round,
    suggest,
    take_suggestion_back,
    withdraw_statement,
)
from coop.opinions.models import Round, Statement, StatementAnswer, Suggestion
from coop.opinions.policy import MOST, MOST_SUGGESTIONS, SuggestionState
from coop.opinions.queries import answers_of, next_to_answer, places_of, statements_of
from coop.privacy.actions import forget_account, replay_ledger
from coop.rules.opinions import Answer, Leaning, Standing
from tests.support import make
from tests.support.make import NOON
from tests.support.site import Site

HERE = "/noorderkwartier/eens-en-oneens"
TODAY = local_day(NOON)
TEXTS = [f"Statement number {number}" for number in range(1, 13)]
AFTER = NOON + timedelta(days=15)


def plan(**other: object) -> Plan:
    """A round that can be opened, with some things different."""
    values = {"domain": Domain.SAFETY, "title": "Outside", "text": "Why", "statements": TEXTS}
    return Plan(**{**values, "closes_on": TODAY + timedelta(days=14), **other})  # type: ignore[arg-type]


def asked(db: Session, place: District) -> Round:
    """An open round."""
    return open_round(db, make.board(db, place).actor, place.id, plan(), at=NOON)


def said(db: Session, person: make.Person, one: Round, answers: str) -> None:
    """Somebody answers the statements in order: + agree, - disagree, 0 pass, blank not at all."""
    for position, sign in enumerate(answers, 1):
        if sign != " ":
            answer = {"+": Answer.AGREE, "-": Answer.DISAGREE, "0": Answer.PASS}[sign]
            answer_statement(db, person.actor, one.district_id, one.id, position=position, answer=answer, at=NOON)


def camps(db: Session, place: District, one: Round, first: int = 12, second: int = 10) -> None:
    """Two camps that share the first statement."""
    for number in range(first + second):
        said(db, make.resident(db, place), one, "+" + ("+-" if number < first else "-+") * 5 + "+")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"text": ""}, "text"),
        ({"text": "x" * 601}, "text"),
        ({"statements": ["a", " ", "b"]}, "statements"),
        ({"statements": [str(number) for number in range(31)]}, "statements"),
        ({"statements": ["a", "b", "A"]}, "statements"),
        ({"statements": ["a", "b", "x" * 101]}, "statements"),
        ({"closes_on": TODAY + timedelta(days=6)}, "closes_on"),
        ({"closes_on": TODAY + timedelta(days=93)}, "closes_on"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(db: Session, wrong: dict[str, object], field: str) -> None:
    place = make.district(db)
    with pytest.raises(InvalidError) as refused:
        open_round(db, make.board(db, place).actor, place.id, plan(**wrong), at=NOON)
    assert refused.value.field == field


def test_a_second_click_opens_no_second_round(db: Session) -> None:
    place = make.district(db)
    one = asked(db, place)
    with pytest.raises(ConflictError):
        asked(db, place)
    count_due(db, at=AFTER)
    later = plan(closes_on=local_day(AFTER + timedelta(days=8)))
    assert open_round(db, make.team(db, place).actor, place.id, later, at=AFTER).id != one.id


def test_the_last_answer_counts_and_only_until_the_last_day(db: Session) -> None:
    place = make.district(db)
    one, me = asked(db, place), make.resident(db, place)
    said(db, me, one, "+0 -")
    said(db, me, one, "-")
    assert answers_of(db, one.id, me.account.id) == {1: -1, 2: 0, 4: -1}
    assert answers_of(db, one.id, None) == {}
    last = NOON + timedelta(days=14)
    answer_statement(db, me.actor, place.id, one.id, position=3, answer=Answer.PASS, at=last)
    with pytest.raises(TooLateError):
        answer_statement(db, me.actor, place.id, one.id, position=3, answer=Answer.AGREE, at=AFTER)
    with pytest.raises(NotFoundError):
        answer_statement(db, me.actor, place.id, one.id, position=13, answer=Answer.AGREE, at=NOON)


def test_only_neighbours_answer_and_only_board_and_team_ask(db: Session) -> None:
    place, other = make.district(db), make.district(db, slug="elders")
    one = asked(db, place)
    with pytest.raises(NotAllowedError):
        said(db, make.outsider(db, place), one, "+")
    with pytest.raises(NotAllowedError):
        open_round(db, make.member(db, place).actor, place.id, plan(), at=NOON)
    stranger = make.member(db, other)
    with pytest.raises(NotFoundError):
        answer_statement(db, stranger.actor, other.id, one.id, position=1, answer=Answer.AGREE, at=NOON)


def test_which_statement_follows() -> None:
    assert next_to_answer([1, 2, 3], {}) == 1
    assert next_to_answer([1, 2, 3], {1: 1, 3: 0}, after=3) == 2
    assert next_to_answer([1, 2, 3], {1: 1}, after=1) == 2
    assert next_to_answer([1, 2, 3], {1: 1, 2: 1, 3: 1}, after=1) is None


def test_it_is_counted_once_and_then_every_answer_is_gone(db: Session) -> None:
    place = make.district(db)
    one = asked(db, place)
    camps(db, place, one)
    for _ in range(5):
        said(db, make.team(db, place), one, "+-")
    assert count_due(db, at=NOON + timedelta(days=14)) == 0
    assert not one.sizes
    assert count_due(db, at=AFTER) == 1
    assert count_due(db, at=AFTER) == 0
    counted = {"people": one.people, "sizes": one.sizes, "at": one.counted_at}
    assert counted == {"people": 20, "sizes": "10,10", "at": AFTER}
    shared, divided = statements_of(db, one.id)[:2]
    assert (shared.standing, shared.agree, shared.groups, shared.professionals) == (
        *(Standing.SHARED, 9, "9,9"),
        Leaning.FOR,
    )
    assert (divided.standing, divided.groups, divided.professionals) == (Standing.DIVIDED, "9,1", Leaning.AGAINST)
    assert db.scalar(select(func.count()).select_from(StatementAnswer)) == 0


def test_of_few_people_nothing_is_kept(db: Session) -> None:
    place = make.district(db)
    one = asked(db, place)
    camps(db, place, one, 5, 4)
    count_due(db, at=AFTER)
    assert one.people is None
    assert {row.agree for row in statements_of(db, one.id)} == {None}
    assert db.scalar(select(func.count()).select_from(StatementAnswer)) == 0


def test_what_all_share_comes_to_the_agenda_once(db: Session) -> None:
    place = make.district(db)
    one, board = asked(db, place), make.board(db, place).actor
    camps(db, place, one)
    shared, divided = statements_of(db, one.id)[:2]
    with pytest.raises(ConflictError):
        offer_statement(db, board, place.id, shared.id, "In short", at=NOON)
    count_due(db, at=AFTER)
    item = offer_statement(db, board, place.id, shared.id, "In short", at=AFTER)
    assert offer_statement(db, board, place.id, shared.id, "In short", at=AFTER + timedelta(hours=1)) is item
    assert (item.title, item.origin, item.state, item.domain) == (
        *(shared.text, Origin.STATEMENT, ItemState.NEW),
        Domain.SAFETY,
    )
    with pytest.raises(ConflictError):
        offer_statement(db, board, place.id, divided.id, "In short", at=AFTER)
    with pytest.raises(NotAllowedError):
        offer_statement(db, make.member(db, place).actor, place.id, shared.id, "In short", at=AFTER)


def test_two_accounts_of_one_person_answer_once(db: Session) -> None:
    place = make.district(db)
    one, kept, gone = asked(db, place), make.resident(db, place), make.resident(db, place)
    said(db, kept, one, "+")
    said(db, gone, one, "-0")
    fold_answers(db, place.id, gone=gone.account.id, kept=kept.account.id)
    assert answers_of(db, one.id, kept.account.id) == {1: 1, 2: 0}
    assert answers_of(db, one.id, gone.account.id) == {}


def test_an_erased_account_takes_its_answers_along(db: Session) -> None:
    place = make.district(db)
    one, me = asked(db, place), make.resident(db, place)
    said(db, me, one, "+-0")
    forget_account(db, me.account, at=NOON)
    assert answers_of(db, one.id, me.account.id) == {}


def test_one_statement_at_a_time_and_going_on_later(db: Session, site: Site) -> None:
    place = make.district(db)
    one = asked(db, place)
    me = site.visitor(language="en").sign_in(make.resident(db, place))
    page = me.open(f"{HERE}/{one.id}").follow("Begin with the first statement")
    assert page.has("Statement 1 of 12")
    page = page.submit("I agree")
    assert page.has("Statement 2 of 12")
    page = page.follow("Next statement").submit("Pass")
    assert page.has("Statement 4 of 12")
    later = me.open(f"{HERE}/{one.id}")
    assert later.has("You answered 2 of 12 statements.")
    page = later.follow("Go on with statement 2")
    for button in ("I disagree", *["I agree"] * 8):
        page = page.submit(button)
    done = page.submit("I agree")
    assert done.has("You answered every statement.")
    again = done.follow("Look at your answers again")
    assert again.has("You said: agree. You can change it.")
    assert again.submit("I disagree").has("You answered every statement.")


def test_nothing_is_shown_while_it_is_open_and_the_outcome_afterwards(db: Session, site: Site) -> None:
    place = make.district(db)
    one = asked(db, place)
    camps(db, place, one)
    visitor = site.visitor(language="en")
    assert not visitor.open(f"{HERE}/{one.id}").has("in 10")
    count_due(db, at=AFTER)
    page = visitor.open(f"{HERE}/{one.id}")
    for words in ("What nearly everybody says", "Where we differ", "9 in 10 or more", "About 20 residents"):
        assert page.has(words)
    assert not page.has("Bring this in for the agenda")
    team = site.visitor(language="en").sign_in(make.team(db, place))
    brought = team.open(f"{HERE}/{one.id}").submit("Bring this in for the agenda")
    assert brought.has("Residents who agree about a statement")
    assert team.open(f"{HERE}/{one.id}").has("This was brought in for the agenda")


def test_the_form_says_every_fault_beside_its_field(db: Session, site: Site) -> None:
    board = site.visitor(language="en").sign_in(make.board(db, make.district(db)))
    page = board.open(HERE).follow("Ask the neighbourhood about statements")
    refused = page.submit(
        "Open the statements", title="", text="", statements="one\ntwo", closes_on="soon", domain="x", expect=422
    )
    for words in ("Say in a few words", "Say why you ask this.", "Choose one of the options.", "Fill in a day"):
        assert refused.has(words)
    filled = {"title": "Outside", "text": "Why", "domain": "safety", "closes_on": "29-3-2027"}
    few = refused.submit("Open the statements", statements="one\ntwo", **filled, expect=422)
    assert few.has("Write 3 to 30 statements")
    assert few.submit("Open the statements", statements="one\ntwo\n\nthree").has("The statements are open.")


def test_a_resident_brings_in_a_statement_that_is_added_once(db: Session) -> None:
    place = make.district(db)
    one, me, team = asked(db, place), make.resident(db, place).actor, make.team(db, place).actor
    made = suggest(db, me, place.id, one.id, "  Dogs may run free ", at=NOON)
    assert suggest(db, me, place.id, one.id, "Dogs may run free", at=NOON) is made
    assert len(statements_of(db, one.id)) == 12
    decide(db, team, place.id, made.id, admits=True, reason="", at=NOON)
    assert [row.text for row in statements_of(db, one.id)][12:] == ["Dogs may run free"]
    assert statements_of(db, one.id)[12].position == 13
    with pytest.raises(ConflictError):
        decide(db, team, place.id, made.id, admits=False, reason="No", at=NOON)
    mail = db.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert mail is not None
    assert mail.subject == "Your statement is added"


def test_a_refusal_has_a_reason_and_three_is_the_most(db: Session) -> None:
    place, other = make.district(db), make.district(db, slug="elders")
    one, me, board = asked(db, place), make.resident(db, place).actor, make.board(db, place).actor
    made = suggest(db, me, place.id, one.id, "About Ans", at=NOON)
    with pytest.raises(InvalidError) as refused:
        decide(db, board, place.id, made.id, admits=False, reason=" ", at=NOON)
    assert refused.value.field == "reason"
    with pytest.raises(NotAllowedError):
        decide(db, me, place.id, made.id, admits=True, reason="", at=NOON)
    with pytest.raises(NotFoundError):
        decide(db, make.board(db, other).actor, other.id, made.id, admits=True, reason="", at=NOON)
    assert decide(db, board, place.id, made.id, admits=False, reason="A person", at=NOON).state is (
        SuggestionState.REFUSED
    )
    for wrong in ("", "x" * 101, TEXTS[0].upper(), "w\u0430ter"):
        with pytest.raises(InvalidError):
            suggest(db, me, place.id, one.id, wrong, at=NOON)
    for number in range(MOST_SUGGESTIONS - 1):
        suggest(db, me, place.id, one.id, f"Number {number}", at=NOON)
    with pytest.raises(ConflictError):
        suggest(db, me, place.id, one.id, "One more", at=NOON)
    with pytest.raises(NotAllowedError):
        suggest(db, make.outsider(db, place).actor, place.id, one.id, "Mine", at=NOON)


def test_what_comes_too_late_or_beyond_the_most_is_not_added(db: Session) -> None:
    place = make.district(db)
    one, me, team = asked(db, place), make.resident(db, place).actor, make.team(db, place).actor
    last = NOON + timedelta(days=11)
    made = suggest(db, me, place.id, one.id, "In time", at=last)
    with pytest.raises(TooLateError):
        suggest(db, me, place.id, one.id, "Too late", at=last + timedelta(days=1))
    with pytest.raises(TooLateError):
        decide(db, team, place.id, made.id, admits=True, reason="", at=AFTER)
    full = open_round(
        db, team, place.id, plan(title="Full", statements=[f"Line {number}" for number in range(MOST)]), at=NOON
    )
    one_more = suggest(db, me, place.id, full.id, "One more", at=NOON)
    with pytest.raises(ConflictError):
        decide(db, team, place.id, one_more.id, admits=True, reason="", at=NOON)


def test_two_accounts_of_one_person_brought_in_one_statement(db: Session) -> None:
    place = make.district(db)
    one, kept, gone = asked(db, place), make.resident(db, place), make.resident(db, place)
    for person in (kept, gone):
        suggest(db, person.actor, place.id, one.id, "The same", at=NOON)
    suggest(db, gone.actor, place.id, one.id, "Another", at=NOON)
    fold_answers(db, place.id, gone=gone.account.id, kept=kept.account.id)
    found = db.execute(select(Suggestion.text, Suggestion.account_id).order_by(Suggestion.text)).all()
    assert [(row.text, row.account_id) for row in found] == [
        ("Another", kept.account.id),
        ("The same", kept.account.id),
    ]


def test_a_statement_of_a_resident_on_the_site(db: Session, site: Site) -> None:
    place = make.district(db)
    one = asked(db, place)
    member = site.visitor(language="en").sign_in(make.member(db, place))
    form = member.open(f"{HERE}/{one.id}").follow("Bring in a statement of your own")
    assert form.submit("Bring in this statement", text="", expect=422).has("Write your statement.")
    done = form.submit("Bring in this statement", text="Dogs may run free")
    assert done.has("You get mail when they decided.")
    assert done.has("waits for an answer")
    team = site.visitor(language="en").sign_in(make.team(db, place))
    choice = team.open(f"{HERE}/{one.id}").follow("Dogs may run free")
    assert choice.submit("Do not add it", reason="", expect=422).has("Say why.")
    assert choice.submit("Do not add it", reason="Two thoughts").has("Decided.")
    assert member.open(f"{HERE}/{one.id}").has("Two thoughts")


def test_what_was_undecided_at_the_end_is_still_refused_with_a_reason_but_not_added(db: Session, site: Site) -> None:
    place = make.district(db)
    me, board, one = make.resident(db, place).actor, make.board(db, place).actor, asked(db, place)
    made = suggest(db, me, place.id, one.id, "Dogs may run free", at=NOON)
    with pytest.raises(TooLateError):
        decide(db, board, place.id, made.id, admits=True, reason="", at=AFTER)
    site.at(AFTER)
    choice = site.visitor(language="en").sign_in(make.team(db, place)).open(f"{HERE}/{one.id}").follow(made.text)
    assert choice.has("it cannot be added any more")
    assert choice.lacks("Add this statement")
    assert choice.submit("Do not add it", reason="We were too late. Sorry.").has("Decided.")
    db.expire_all()
    assert (made.state, made.reason) == (SuggestionState.REFUSED, "We were too late. Sorry.")
    assert len(statements_of(db, one.id)) == len(TEXTS)


def test_a_statement_is_taken_away_with_all_that_was_said_of_it(db: Session, site: Site) -> None:
    place = make.district(db)
    one = asked(db, place)
    board, team, resident = make.board(db, place), make.team(db, place, "Fenna"), make.resident(db, place)
    named = "Piet makes too much noise"
    suggestion = suggest(db, resident.actor, place.id, one.id, named, at=NOON)
    decide(db, team.actor, place.id, suggestion.id, admits=True, reason="", at=NOON)
    said(db, resident, one, "+++++++++++++")
    page = site.visitor(language="en").sign_in(board).open(f"{HERE}/{one.id}")
    assert page.has(named)
    statement = statements_of(db, one.id)[12]
    form = site.visitor(language="en").sign_in(board).open(f"{HERE}/stelling/{statement.id}/weghalen")
    assert form.submit("Take this statement away", reason=" ", expect=422).has("Everybody can read the reason")
    form.submit("Take this statement away", reason="It names a person.")
    form.submit("Take this statement away", reason="Twice")
    db.expire_all()
    for reader in (site.visitor(language="en"), site.visitor(language="en").sign_in(resident)):
        read = reader.open(f"{HERE}/{one.id}")
        assert read.lacks("Piet")
        assert read.has("It names a person.")
    assert db.scalar(select(func.count()).where(StatementAnswer.statement_id == statement.id)) == 0
    assert db.scalars(select(Suggestion)).all() == []
    # It is neither asked nor counted any more, and nobody can answer what is gone.
    mine = answers_of(db, one.id, resident.account.id)
    assert next_to_answer(places_of(statements_of(db, one.id)), mine) is None
    with pytest.raises(ConflictError):
        answer_statement(db, resident.actor, place.id, one.id, position=13, answer=Answer.AGREE, at=NOON)
    camps(db, place, one)
    count_due(db, at=AFTER)
    assert (statement.standing, statement.text) == (None, "")
    assert one.people is not None
    # Nor does a restored copy bring it back.
    db.execute(update(Statement).where(Statement.id == statement.id).values(text=named, withdrawn_at=None))
    assert replay_ledger(db, [("opinion_statements", statement.id)], at=AFTER) == 1
    db.expire_all()
    assert (statement.text, statement.withdrawn_at is None) == ("", False)


def test_who_may_take_a_statement_away_and_end_a_round(db: Session) -> None:
    place, other = make.district(db), make.district(db, "de-vaart")
    one = asked(db, place)
    statement = statements_of(db, one.id)[0]
    resident, stranger = make.resident(db, place), make.board(db, other)
    for act, number in ((withdraw_statement, statement.id), (end_round, one.id)):
        with pytest.raises(NotAllowedError):
            act(db, resident.actor, place.id, number, "Because", at=NOON)
        with pytest.raises(NotFoundError):
            act(db, stranger.actor, other.id, number, "Because", at=NOON)


def test_what_is_counted_loses_a_statement_too(db: Session) -> None:
    place = make.district(db)
    one = asked(db, place)
    camps(db, place, one)
    count_due(db, at=AFTER)
    statement = statements_of(db, one.id)[0]
    assert statement.standing is Standing.SHARED
    withdraw_statement(db, make.board(db, place).actor, place.id, statement.id, "It names a person.", at=AFTER)
    assert [statement.standing, statement.agree, statement.text] == [None, None, ""]
    with pytest.raises(ConflictError):
        offer_statement(db, make.team(db, place, "Fenna").actor, place.id, statement.id, "In short", at=AFTER)


def test_a_round_that_is_ended_has_no_outcome_and_no_answers(db: Session, site: Site) -> None:
    place = make.district(db)
    one = asked(db, place)
    board, resident = make.board(db, place), make.resident(db, place)
    camps(db, place, one)
    waits = suggest(db, resident.actor, place.id, one.id, "Dogs may run free", at=NOON)
    form = site.visitor(language="en").sign_in(board).open(f"{HERE}/{one.id}").follow("End this before its last day")
    form.submit("End it without an outcome", reason="We asked the wrong thing.")
    db.expire_all()
    assert db.scalar(select(func.count()).select_from(StatementAnswer)) == 0
    assert (waits.state, waits.reason) == (SuggestionState.REFUSED, "We asked the wrong thing.")
    read = site.visitor(language="en").open(f"{HERE}/{one.id}")
    assert read.has("There is no outcome")
    assert read.has("We asked the wrong thing.")
    assert site.visitor(language="en").open(HERE).has("without an outcome")
    assert count_due(db, at=AFTER) == 0
    assert one.people is None
    with pytest.raises(TooLateError):
        end_round(db, board.actor, place.id, one.id, "Twice", at=NOON)
    with pytest.raises(TooLateError):
        answer_statement(db, resident.actor, place.id, one.id, position=1, answer=Answer.AGREE, at=NOON)
    # The same can be asked anew.
    assert asked(db, place).id != one.id


def test_who_brought_in_a_statement_takes_it_back_while_it_waits(db: Session, site: Site) -> None:
    place = make.district(db)
    one = asked(db, place)
    resident, other = make.resident(db, place), make.member(db, place)
    waits = suggest(db, resident.actor, place.id, one.id, "Dogs may run free", at=NOON)
    with pytest.raises(NotFoundError):
        take_suggestion_back(db, other.actor, place.id, waits.id)
    page = site.visitor(language="en").sign_in(resident).open(f"{HERE}/{one.id}")
    assert page.submit("Take it back").lacks("Dogs may run free")
    assert db.scalars(select(Suggestion)).all() == []
    refused = suggest(db, resident.actor, place.id, one.id, "Cats may run free", at=NOON)
    decide(db, make.board(db, place).actor, place.id, refused.id, admits=False, reason="No", at=NOON)
    with pytest.raises(ConflictError):
        take_suggestion_back(db, resident.actor, place.id, refused.id)


def test_the_same_words_in_another_round_are_another_statement_of_one_person(db: Session) -> None:
    place = make.district(db)
    gone, kept = make.resident(db, place), make.resident(db, place, "Kees")
    first = asked(db, place)
    other = open_round(db, make.board(db, place).actor, place.id, plan(title="Inside"), at=NOON)
    suggest(db, gone.actor, place.id, first.id, "Dogs may run free", at=NOON)
    suggest(db, kept.actor, place.id, other.id, "Dogs may run free", at=NOON)
    fold_answers(db, place.id, gone=gone.account.id, kept=kept.account.id)
    db.expire_all()
    rows = db.scalars(select(Suggestion).order_by(Suggestion.round_id)).all()
    mine = kept.account.id
    assert [(one.round_id, one.account_id) for one in rows] == [(first.id, mine), (other.id, mine)]
