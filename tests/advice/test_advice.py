"""Advice, asked and unasked: who can give it, what supporters do, when it is handed over, and what follows."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.advice import actions, policy
from coop.advice.actions import Draft
from coop.advice.models import Advice, AdviceSupport
from coop.advice.policy import AdviceState
from coop.advice.queries import LAST_ENDED, advice_between, advice_of, advice_rows
from coop.answers.actions import take_step
from coop.answers.policy import Source
from coop.answers.queries import AnswerRow, answer_on, steps_of
from coop.digests.actions import choose_pace, write_digests
from coop.digests.policy import USUAL_REST, Pace
from coop.districts.policy import Decider
from coop.kernel.access import Role
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from coop.members.actions import appoint, settle_statutes
from coop.members.models import Membership
from coop.members.policy import StatuteRules
from coop.members.queries import actor_of
from coop.newsletters import news_between, own_lines
from coop.notifications.models import OutboxMessage
from coop.rules.answering import Event, PointAnswer, Said, Verdict
from tests.agenda.conftest import Town, found
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import Site

DAY = timedelta(days=1)
TODAY = local_day(NOON)
ADVICE = "/noorderkwartier/adviezen"
DRAFT = Draft("Benches", "Who stands badly cannot wait for the bus.", "A bench at every stop\nAsk the flats where")


@pytest.fixture
def town(db: Session) -> Town:
    """Noorderkwartier, where three members together can advise."""
    made = found(db, "noorderkwartier")
    rules = StatuteRules("art. 9", advice_supporters=3)
    settle_statutes(db, made.board.actor, made.place.id, rules, starts_on=TODAY, at=NOON)
    return made


@pytest.fixture
def adviser(town: Town) -> Person:
    """Somebody of the advisory council."""
    return make.with_role(town.db, town.place, Role.ADVISER, "Truus")


def owed(town: Town, advice: Advice) -> AnswerRow | None:
    """The answer that is owed on an advice."""
    return answer_on(town.db, town.place.id, Source.ADVICE, advice.id, TODAY)


def begin(town: Town, draft: Draft = DRAFT, **more: bool) -> Advice:
    """An advice that the member of the town begins."""
    return actions.begin_advice(town.db, town.member.actor, town.place.id, draft, at=NOON, **more)


def test_points_are_lines_each_once_with_a_number_of_its_own() -> None:
    assert policy.points_in("- One\n\n  Two \nOne\r\nThree") == [["1", "One"], ["2", "Two"], ["3", "Three"]]
    assert policy.as_lines(policy.points_in("One\nTwo")) == "One\nTwo"
    for text, field in (
        ("", "points"),
        (" \n \n", "points"),
        ("x" * 201, "points"),
        ("\n".join("abcdefghijklm"), "points"),
    ):
        with pytest.raises(InvalidError) as refused:
            policy.points_in(text)
        assert refused.value.field == field


def test_the_board_asks_the_council_advises_and_every_point_is_answered(town: Town, adviser: Person) -> None:
    db, place = town.db, town.place.id
    due_on = TODAY + 30 * DAY
    asked = actions.ask_advice(db, town.board.actor, place, title="Youth", about="How?", due_on=due_on, at=NOON)
    again = actions.ask_advice(db, town.board.actor, place, title="Youth", about="How?", due_on=due_on, at=NOON)
    assert again is asked
    mail = db.scalars(select(OutboxMessage).where(OutboxMessage.topic == actions.TOPIC)).all()
    assert [one.to_account_id for one in mail] == [adviser.account.id]
    assert owed(town, asked) is None
    actions.give_advice(db, adviser.actor, place, asked.id, points="Ask them\nGo there", at=NOON + DAY)
    with pytest.raises(ConflictError):
        actions.give_advice(db, adviser.actor, place, asked.id, points="Other", at=NOON + DAY)
    answer = owed(town, asked)
    assert answer is not None
    assert answer.due_on == TODAY + 43 * DAY
    assert [one.title for one in answer.points] == ["Ask them", "Go there"]
    why = PointAnswer(Verdict.DEVIATE)
    said = Said(points={"1": PointAnswer(Verdict.ADOPT), "2": why})
    with pytest.raises(InvalidError):
        take_step(db, town.board.actor, place, answer.id, event=Event.ANSWER, said=said, at=NOON + 2 * DAY)
    said = Said(points={"1": PointAnswer(Verdict.ADOPT), "2": PointAnswer(Verdict.DEVIATE, "No hands.")})
    take_step(db, town.board.actor, place, answer.id, event=Event.ANSWER, said=said, at=NOON + 2 * DAY)
    assert steps_of(db, place, answer.id)[0].points["2"].reasons == "No hands."


def test_the_council_gets_from_a_week_to_half_a_year(town: Town) -> None:
    for days in (-1, 6, 181):
        with pytest.raises(InvalidError) as refused:
            actions.ask_advice(
                town.db, town.board.actor, town.place.id, title="T", about="A", due_on=TODAY + days * DAY, at=NOON
            )
        assert refused.value.field == "due_on"


def test_the_council_advises_of_its_own_accord_without_supporters(town: Town, adviser: Person) -> None:
    given = actions.advise(town.db, adviser.actor, town.place.id, DRAFT, at=NOON)
    assert actions.advise(town.db, adviser.actor, town.place.id, DRAFT, at=NOON) is given
    assert given.state is AdviceState.HANDED_OVER
    assert owed(town, given) is not None


def test_with_enough_members_an_advice_is_handed_over_by_itself_and_changes_no_more(town: Town) -> None:
    db, place = town.db, town.place.id
    begun = begin(town, Draft(DRAFT.title, DRAFT.about, DRAFT.points, Decider.MUNICIPALITY))
    second, third, fourth = (make.member(db, town.place) for _ in range(3))
    assert actions.support_advice(db, second.actor, place, begun.id, at=NOON) is begun
    assert actions.support_advice(db, second.actor, place, begun.id, at=NOON) is None
    assert begun.state is AdviceState.GATHERING
    assert actions.withdraw_support(db, second.actor, place, begun.id, at=NOON)
    assert not actions.withdraw_support(db, second.actor, place, begun.id, at=NOON)
    for person in (second, third):
        assert owed(town, begun) is None
        actions.support_advice(db, person.actor, place, begun.id, at=NOON + DAY)
    answer = owed(town, begun)
    assert answer is not None
    assert answer.decider is Decider.MUNICIPALITY
    for act in (actions.support_advice, actions.take_back):
        who = fourth if act is actions.support_advice else town.member
        with pytest.raises(ConflictError):
            act(db, who.actor, place, begun.id, at=NOON + DAY)
    with pytest.raises(ConflictError):
        actions.withdraw_support(db, third.actor, place, begun.id, at=NOON + DAY)


def test_who_is_no_member_any_more_does_not_count(town: Town) -> None:
    db, place = town.db, town.place.id
    begun = begin(town)
    leaver, third, fourth = (make.member(db, town.place) for _ in range(3))
    actions.support_advice(db, leaver.actor, place, begun.id, at=NOON)
    row = db.scalars(select(Membership).where(Membership.account_id == leaver.account.id)).one()
    row.ended_on = TODAY
    db.flush()
    assert advice_of(db, place, begun.id, TODAY).supporters == 1
    actions.support_advice(db, third.actor, place, begun.id, at=NOON)
    assert owed(town, begun) is None
    actions.support_advice(db, fourth.actor, place, begun.id, at=NOON)
    assert begun.state is AdviceState.HANDED_OVER


def test_who_left_takes_back_what_they_began_or_support(town: Town, site: Site) -> None:
    db, place = town.db, town.place.id
    begun, second = begin(town), make.member(db, town.place)
    actions.support_advice(db, second.actor, place, begun.id, at=NOON)
    for person in (town.member, second):
        db.scalars(select(Membership).where(Membership.account_id == person.account.id)).one().ended_on = TODAY
    db.flush()
    page = site.visitor(language="en").sign_in(second).open(f"/noorderkwartier/adviezen/{begun.id}")
    assert page.submit("Take my support back").has("You do not count as a supporter")
    page = site.visitor(language="en").sign_in(town.member).open(f"/noorderkwartier/adviezen/{begun.id}")
    page.submit("Take this advice back")
    assert begun.state is AdviceState.WITHDRAWN


def test_a_later_change_of_the_statutes_does_not_touch_what_was_begun(town: Town) -> None:
    begun = begin(town)
    rules = StatuteRules("art. 10", advice_supporters=100)
    settle_statutes(town.db, town.board.actor, town.place.id, rules, starts_on=TODAY + DAY, at=NOON)
    assert begun.needed == 3
    other = Draft("Trees", "Too hot.", "Plant ten trees")
    late = NOON + 2 * DAY
    second = make.member(town.db, town.place)
    assert actions.begin_advice(town.db, second.actor, town.place.id, other, at=late).needed == 100


def test_one_person_looks_for_supporters_of_one_advice_at_a_time(town: Town) -> None:
    begun = begin(town)
    assert begin(town) is begun
    with pytest.raises(ConflictError):
        begin(town, Draft("Trees", "Too hot.", "Plant ten trees"))
    actions.take_back(town.db, town.member.actor, town.place.id, begun.id, at=NOON)
    assert begin(town, Draft("Trees", "Too hot.", "Plant ten trees")).state is AdviceState.GATHERING


def test_who_may_do_what_with_advice(town: Town, adviser: Person) -> None:
    db, place = town.db, town.place.id
    on_board = make.member(db, town.place)
    begun = begin(town)
    for person in (town.resident, town.team, adviser):
        with pytest.raises(NotAllowedError):
            actions.support_advice(db, person.actor, place, begun.id, at=NOON)
    for person in (town.member, town.board):
        with pytest.raises(NotAllowedError):
            actions.advise(db, person.actor, place, DRAFT, at=NOON)
    with pytest.raises(NotAllowedError):
        actions.ask_advice(db, adviser.actor, place, title="T", about="A", due_on=TODAY + 30 * DAY, at=NOON)
    with pytest.raises(NotFoundError):
        actions.take_back(db, on_board.actor, place, begun.id, at=NOON)
    elsewhere = found(db, "de-vaart")
    with pytest.raises(NotFoundError):
        actions.support_advice(db, elsewhere.member.actor, elsewhere.place.id, begun.id, at=NOON)
    appoint(db, place, on_board.account.id, Role.BOARD, starts_on=make.LONG_AGO)
    both = actor_of(db, place, on_board.account.id, "", TODAY)
    with pytest.raises(ConflictError):
        actions.support_advice(db, both, place, begun.id, at=NOON)
    with pytest.raises(ConflictError):
        actions.begin_advice(db, both, place, DRAFT, at=NOON)


def test_the_clock_ends_what_found_too_few_and_tells_the_council_once(town: Town, adviser: Person) -> None:
    db, place = town.db, town.place.id
    begun = begin(town)
    due_on = TODAY + 30 * DAY
    asked = actions.ask_advice(db, town.board.actor, place, title="Youth", about="How?", due_on=due_on, at=NOON)

    def mails() -> int:
        return len(db.scalars(select(OutboxMessage.id).where(OutboxMessage.to_account_id == adviser.account.id)).all())

    assert actions.run_advice(db, at=NOON + 22 * DAY) == 0
    assert actions.run_advice(db, at=NOON + 23 * DAY) == 1
    assert actions.run_advice(db, at=NOON + 24 * DAY) == 0
    assert actions.run_advice(db, at=NOON + 31 * DAY) == 1
    assert actions.run_advice(db, at=NOON + 32 * DAY) == 0
    assert mails() == 3
    assert advice_of(db, place, asked.id, TODAY + 31 * DAY).is_late
    assert actions.run_advice(db, at=NOON + 60 * DAY) == 0
    assert actions.run_advice(db, at=NOON + 61 * DAY) == 1
    assert begun.state is AdviceState.LAPSED
    with pytest.raises(ConflictError):
        actions.support_advice(db, make.member(db, town.place).actor, place, begun.id, at=NOON + 61 * DAY)


def test_before_the_clock_ran_nobody_supports_it_after_its_last_day(town: Town) -> None:
    begun = begin(town)
    row = advice_of(town.db, town.place.id, begun.id, TODAY + 61 * DAY)
    assert row.has_ended
    with pytest.raises(ConflictError):
        actions.support_advice(
            town.db, make.member(town.db, town.place).actor, town.place.id, begun.id, at=NOON + 61 * DAY
        )


def test_who_supports_reads_it_in_their_own_news_and_nobody_else(town: Town) -> None:
    db, place = town.db, town.place.id
    others = [make.member(db, town.place) for _ in range(3)]
    for person in (town.member, *others):
        choose_pace(db, place, person.account.id, Pace.DAILY, rest=USUAL_REST, at=NOON - 2 * DAY)
    begun = begin(town)
    for person in others[:2]:
        actions.support_advice(db, person.actor, place, begun.id, at=NOON)
    own = own_lines(db, place, [one.account.id for one in (town.member, *others)], NOON - DAY, NOON)
    line = ("advice_handed_over", begun.id, "Benches", NOON)
    assert own == {one.account.id: [line] for one in (town.member, *others[:2])}
    assert write_digests(db, news_between, own_lines, at=NOON + 2 * DAY) >= 2
    assert any(one[0] == "advice" for one in news_between(db, place, NOON - DAY, NOON))


def test_a_report_tells_of_advice_whose_answer_was_due(town: Town, adviser: Person) -> None:
    db, place = town.db, town.place.id
    actions.advise(db, adviser.actor, place, DRAFT, at=NOON)
    due_on = TODAY + 42 * DAY
    later = NOON + 50 * DAY
    [told] = advice_between(db, place, due_on, due_on, later)
    assert (told.answered, told.late_days, told.asked) == (False, 8, False)
    assert advice_between(db, place, due_on + DAY, due_on + 9 * DAY, later) == []


def test_two_accounts_of_one_person_support_once(town: Town) -> None:
    db, place = town.db, town.place.id
    begun = begin(town)
    second = make.member(db, town.place)
    actions.support_advice(db, second.actor, place, begun.id, at=NOON)
    actions.fold_advice(db, place, gone=second.account.id, kept=town.member.account.id)
    db.expire_all()
    assert db.scalars(select(AdviceSupport.account_id)).all() == [town.member.account.id]


def test_pages_name_who_began_it_only_when_they_want_that_and_never_a_supporter(site: Site, town: Town) -> None:
    begun = begin(town, shows_name=True)
    hidden = make.member(town.db, town.place, "Hidden Hetty")
    other = actions.begin_advice(
        town.db, hidden.actor, town.place.id, Draft("Trees", "Too hot.", "Plant ten trees"), at=NOON
    )
    actions.support_advice(town.db, hidden.actor, town.place.id, begun.id, at=NOON)
    visitor = site.visitor(language="en")
    page = visitor.open(f"{ADVICE}/{begun.id}")
    assert page.has(f"Begun by {town.member.account.name}")
    assert page.has("2 members support it.")
    assert page.lacks("Hidden Hetty")
    assert visitor.open(f"{ADVICE}/{other.id}").has("Begun by a member")
    assert visitor.open(f"{ADVICE}/{other.id}").lacks("Hidden Hetty")
    listed = visitor.open(ADVICE)
    assert listed.has("Benches")
    assert listed.has("3 members together")


def test_a_member_begins_and_others_support_on_the_pages(site: Site, town: Town) -> None:
    me = site.visitor(language="en").sign_in(town.member)
    page = me.open(ADVICE).follow("Begin an advice")
    refused = page.submit("Begin this advice", expect=422, title="Benches", about="", points="", decider="board")
    assert refused.has("Say what is going on")
    done = refused.submit("Begin this advice", about="No seats.", points="A bench at every stop")
    assert done.has("you are its first supporter")
    for number in range(2):
        person = site.visitor(language="en").sign_in(make.member(town.db, town.place))
        done = person.open(done.path).submit("Support this advice")
        assert done.has("With you there are enough") == (number == 1)
    assert done.has("Waits for an answer")
    board = site.visitor(language="en").sign_in(town.board).open(done.path)
    assert board.follow("See what was asked and every step").has("A bench at every stop")


def test_what_the_council_owes_stays_in_the_list_whatever_comes_after_it(town: Town, adviser: Person) -> None:
    db, place = town.db, town.place.id
    due_on = TODAY + 10 * DAY
    actions.ask_advice(db, town.board.actor, place, title="The old school", about="Why?", due_on=due_on, at=NOON)
    for number in range(LAST_ENDED + 1):
        actions.advise(db, adviser.actor, place, Draft(f"Number {number}", "Why.", "One"), at=NOON + DAY)
    titles = [one.title for one in advice_rows(db, place, TODAY)]
    assert (len(titles), titles[-1]) == (LAST_ENDED + 1, "The old school")


def test_somebody_of_the_board_gives_no_advice_to_the_board_as_an_adviser_either(town: Town) -> None:
    both = make.with_role(town.db, town.place, Role.ADVISER, "Bas")
    appoint(town.db, town.place.id, both.account.id, Role.BOARD, starts_on=TODAY, reason="Chosen")
    actor = actor_of(town.db, town.place.id, both.account.id, "Bas", TODAY)
    asked = actions.ask_advice(
        town.db, town.board.actor, town.place.id, title="Benches", about="Where?", due_on=TODAY + 30 * DAY, at=NOON
    )
    with pytest.raises(ConflictError):
        actions.advise(town.db, actor, town.place.id, DRAFT, at=NOON)
    with pytest.raises(ConflictError):
        actions.give_advice(town.db, actor, town.place.id, asked.id, points="One", at=NOON)
    assert asked.state is AdviceState.ASKED
