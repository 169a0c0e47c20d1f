"""Ways round the procedure that are closed: after the vote, after the decision, and for who leaves in between."""

from datetime import timedelta

import pytest

from coop.kernel.access import Role
from coop.kernel.errors import ConflictError, InvalidError
from coop.members.actions import appoint
from coop.panels import actions
from coop.panels.policy import AppState, Event, State, Tally
from coop.panels.queries import my_seat, voters_of
from tests.panels.making import CLOSES, DECIDED, PLACED, READ, TALKS, Hiring
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import Site


def _seat(job: Hiring, person: Person) -> int:
    seat = my_seat(job.db, job.id, person.account.id)
    assert seat is not None
    return seat.id


def _refuse_on_procedure(job: Hiring) -> None:
    job.decide_as_board(
        actions.answer_decision, DECIDED, event=Event.REFUSE_ON_PROCEDURE, reasons="Not heard.", committee_token="key"
    )


def test_the_board_cannot_call_off_what_the_panel_decided_by_suspending_first(job: Hiring) -> None:
    job.sent()
    job.decide_as_board(actions.suspend, DECIDED, reason="We want to think.")
    with pytest.raises(ConflictError, match="panel has decided"):
        job.decide_as_board(actions.cancel, DECIDED, reason="We want somebody else.")
    job.do(actions.resume, DECIDED, reason="There is no ground to wait.")
    assert job.is_in(State.RATIFICATION)


def test_the_board_cannot_call_off_while_the_committee_looks_at_its_own_refusal(job: Hiring) -> None:
    job.sent()
    _refuse_on_procedure(job)
    with pytest.raises(ConflictError, match="panel has decided"):
        job.decide_as_board(actions.cancel, DECIDED, reason="We do not wait.")


def test_what_is_suspended_before_the_decision_can_be_called_off(job: Hiring) -> None:
    job.scoring()
    job.do(actions.suspend, DECIDED, reason="A conflict came out.")
    job.decide_as_board(actions.cancel, DECIDED, reason="The work is gone.")
    assert job.is_in(State.CANCELLED)


def test_after_annulling_a_candidate_reads_letter_and_own_means(job: Hiring, site: Site) -> None:
    job.sent()
    _refuse_on_procedure(job)
    actions.rule_on_decision(job.db, job.place.id, job.id, ruling=Event.ANNUL, reasons="Not repairable.", at=DECIDED)
    job.write_all(PLACED)
    site.at(PLACED)
    losing = job.applications()[1]
    page = site.visitor(language="en").open(f"/noorderkwartier/vacatures/{job.id}/sollicitatie/{losing.token}")
    assert page.has("Thank you.")
    assert page.has("Your mean scores")


def test_who_withdraws_after_the_vote_is_not_chosen(job: Hiring) -> None:
    job.deliberating()
    for person in job.panel:
        job.vote(person, 1, approved=[1, 2])
    anna = job.applications()[0]
    actions.withdraw_application(job.db, job.place.id, job.id, anna.token, at=DECIDED)
    with pytest.raises(ConflictError):
        job.decide()
    for person in job.panel:
        job.vote(person, 2)
    job.decide()
    assert anna.state is AppState.WITHDRAWN
    assert job.procedure.chosen_number == 2


def test_who_stepped_back_or_missed_the_talk_of_who_withdrew_can_vote(job: Hiring) -> None:
    job.conflict_check()
    anna, bram = job.applications()
    knows, missed, *others = job.panel
    job.declare(knows, "Anna")
    for person in job.panel[1:]:
        job.declare(person)
    job.do(actions.start_interviews, READ)
    job.hold(anna, others)
    job.hold(bram)
    assert {seat.account_id for seat in voters_of(job.db, job.procedure)} == {one.account.id for one in others}
    actions.withdraw_application(job.db, job.place.id, job.id, anna.token, at=TALKS)
    assert {seat.account_id for seat in voters_of(job.db, job.procedure)} == {one.account.id for one in job.panel}
    job.score_all(job.panel)
    job.open_scores()
    for person in (knows, missed, *others):
        job.vote(person, 2)
    job.decide()
    assert job.procedure.chosen_number == bram.number


def test_a_member_who_leaves_after_voting_does_not_stop_the_others(job: Hiring) -> None:
    job.deliberating()
    for person in job.panel[:5]:
        job.vote(person, 1, approved=[1, 2])
    job.by(job.panel[0], actions.leave_panel, DECIDED)
    with pytest.raises(ConflictError, match="Not everybody"):
        job.decide()
    job.vote(job.panel[5], 1)
    job.decide()
    assert job.procedure.chosen_number == 1


def test_after_a_conflict_is_found_the_panel_votes_again(job: Hiring) -> None:
    job.deliberating()
    for person in job.panel:
        job.vote(person, 1, approved=[1, 2])
    seat = _seat(job, job.panel[0])
    job.do(actions.strike_sheet, DECIDED, application_id=job.applications()[0].id, seat_id=seat, reason="A conflict.")
    with pytest.raises(ConflictError, match="Not everybody"):
        job.decide()
    for person in job.panel[1:]:
        job.vote(person, 2)
    job.decide()
    assert job.procedure.chosen_number == 2


def test_nobody_is_no_answer_to_a_vote_that_chose_somebody(job: Hiring) -> None:
    job.deliberating()
    for person in job.panel:
        job.vote(person, 1, approved=[1, 2])
    with pytest.raises(InvalidError, match="vote"):
        job.decide(nobody=True)
    job.decide()
    assert job.is_in(State.PANEL_DECIDED)


def test_an_only_candidate_left_after_another_withdrew_needs_the_level(job: Hiring) -> None:
    job.scoring()
    anna, bram = job.applications()
    for person in job.panel:
        job.score(person, anna, 4)
        job.score(person, bram, 2)
    job.open_scores()
    actions.withdraw_application(job.db, job.place.id, job.id, anna.token, at=DECIDED)
    for person in job.panel:
        job.vote(person, 2)
    with pytest.raises(InvalidError, match="only candidate"):
        job.decide()
    job.decide(nobody=True)
    assert job.is_in(State.UNFILLED)


@pytest.mark.parametrize("known", [("Anna", "Anna", "Anna"), ("Anna", "Bram", "Carla")])
def test_interviews_begin_only_when_four_members_can_vote_in_the_end(job: Hiring, known: tuple[str, ...]) -> None:
    job.conflict_check(("Anna", "Bram", "Carla"))
    for person, name in zip(job.panel, known, strict=False):
        job.declare(person, name)
    for person in job.panel[3:]:
        job.declare(person)
    with pytest.raises(ConflictError, match="only they can vote"):
        job.do(actions.start_interviews, READ)
    (called,) = job.do(actions.call_reserve, READ)
    reserve = next(one for one in job.volunteers if one.account.id == called.account_id)
    job.by(reserve, actions.answer_seat, READ, accepts=True)
    job.declare(reserve)
    job.do(actions.start_interviews, READ)
    assert job.is_in(State.INTERVIEWING)


def test_a_candidate_can_withdraw_while_the_procedure_is_suspended(job: Hiring) -> None:
    job.screening()
    job.do(actions.suspend, CLOSES, reason="The reading room is flooded.")
    anna = job.applications()[0]
    actions.withdraw_application(job.db, job.place.id, job.id, anna.token, at=CLOSES + timedelta(hours=1))
    assert anna.state is AppState.WITHDRAWN
    assert job.is_in(State.SUSPENDED)


def test_a_paper_vote_gets_the_same_answer_whether_the_member_voted_or_not(site: Site, job: Hiring) -> None:
    job.deliberating()
    job.vote(job.panel[0], 1)
    site.at(DECIDED)
    office = site.visitor(language="en").sign_in(job.secretary)
    answers = []
    for person in job.panel[:2]:
        page = office.open(f"/noorderkwartier/vacatures/{job.id}/leden/{_seat(job, person)}/stem")
        refused = page.submit("Hand in this vote", expect=422, approved=["1"], first="2")
        answers.append(refused.submit("Hand in this vote", approved=["2"], first="2").text)
    assert "counts, and only that one" in answers[0]
    assert answers[0] == answers[1]
    # The vote on the site stands; the paper of who had not voted counts once, however often it is typed.
    job.do(actions.vote, DECIDED, approved=[2], first=2, seat_id=_seat(job, job.panel[1]))
    tally = Tally.from_json(job.procedure.tally)
    assert (tally.ballots, tally.firsts) == (2, {1: 1, 2: 1})


def test_a_term_of_suspending_is_over_when_the_procedure_ends(job: Hiring) -> None:
    job.interviewing()
    job.do(actions.suspend, READ, reason="The secretary is ill.")
    assert job.procedure.suspended_until_at is not None
    job.decide_as_board(actions.cancel, READ, reason="There is no money for this job.")
    assert job.is_in(State.CANCELLED)
    assert job.procedure.suspended_until_at is None
    assert job.procedure.suspended_from is None


def _office_pages(job: Hiring) -> tuple[str, ...]:
    base = f"/noorderkwartier/vacatures/{job.id}"
    one = job.applications()[1].id
    return f"{base}/beheer", f"{base}/kandidaten/{one}", f"{base}/kandidaten/{one}/op-papier", f"{base}/opschorten"


def test_a_secretary_or_board_member_who_applied_reads_nothing_of_the_others(site: Site, job: Hiring) -> None:
    job.published()
    deputy, other_board = make.secretary(job.db, job.place), make.board(job.db, job.place)
    for name, person in (("Anna", deputy), ("Carla", other_board)):
        job.apply(name, actor=person.actor)
    job.apply("Bram")
    pages = _office_pages(job)
    for person in (deputy, other_board):
        visitor = site.visitor(language="en").sign_in(person)
        for path in (*pages[:1], *(pages[1:] if person is deputy else pages[3:])):
            assert visitor.open(path, expect=403).has("You applied for this job yourself."), path
        visitor.post(f"/noorderkwartier/vacatures/{job.id}/stap/klok", expect=403)
        visitor.open(f"/noorderkwartier/vacatures/{job.id}")
    assert site.visitor(language="en").sign_in(job.secretary).open(pages[0]).has("Bram")
    # Who withdrew has no part in it any more.
    for one in job.applications():
        if one.name == "Anna":
            actions.withdraw_application(job.db, job.place.id, job.id, one.token, at=NOON)
    site.visitor(language="en").sign_in(deputy).open(pages[0])


def test_a_panel_member_who_comes_on_the_board_cannot_answer_the_own_decision(site: Site, job: Hiring) -> None:
    job.sent()
    site.at(DECIDED)
    member = job.panel[0]
    appoint(job.db, job.place.id, member.account.id, Role.BOARD, starts_on=NOON.date())
    visitor = site.visitor(language="en").sign_in(member)
    base = f"/noorderkwartier/vacatures/{job.id}"
    for path in (f"{base}/antwoord", f"{base}/beheer"):
        assert visitor.open(path, expect=403).has("You are on the panel for this job."), path
    visitor.open(f"{base}/panellid")
    visitor.open(f"{base}/beraad")
