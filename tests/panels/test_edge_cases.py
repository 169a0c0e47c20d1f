"""Every edge case of the domain notes, named as there: E1 to E48."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.audit.queries import ledger_of
from coop.districts.models import Mandate
from coop.districts.policy import Level, Subject
from coop.kernel.clock import AMSTERDAM
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, TooLateError
from coop.notifications.models import OutboxMessage
from coop.panels import actions
from coop.panels.models import Declaration, Procedure, ScoreSheet, Seat
from coop.panels.policy import AppState, Draw, Event, SeatState, State, Tally, choose
from coop.panels.queries import (
    applications_of,
    complaints_of,
    declarations_of,
    history_of,
    interview_round,
    lottery_of,
    my_seat,
    opened,
    opinions_of,
    procedures_waiting,
    seats_of,
    volunteers_of,
    voters_of,
)
from tests.panels.making import CLOSES, DECIDED, ITEMS, PLACED, READ, SCORED, SECRET, TALKS, Hiring
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import Site

_WHY = "A conflict of interest came out."


def _seat(job: Hiring, person: Person) -> int:
    seat = my_seat(job.db, job.id, person.account.id)
    assert seat is not None
    return seat.id


def _answers(job: Hiring) -> dict[int, SeatState]:
    return {seat.rank: seat.answer for seat in seats_of(job.db, job.id)}


def _notes(job: Hiring) -> list[str]:
    return [one.reason for one in history_of(job.db, job.place.id, job.id)]


def test_e1_a_member_who_knows_a_candidate_steps_back_and_no_reason_is_kept(job: Hiring) -> None:
    job.conflict_check()
    job.declare(job.panel[0], "Anna")
    for person in job.panel[1:3]:
        job.declare(person, "Anna")
    for person in job.panel[3:]:
        job.declare(person)
    # Three of six are left for Anna: the secretary asks a reserve, who says it too, until four can judge everybody.
    with pytest.raises(ConflictError, match="at least 4 members"):
        job.do(actions.start_interviews, READ)
    (seat,) = job.do(actions.call_reserve, READ)
    reserve = next(one for one in job.volunteers if one.account.id == seat.account_id)
    job.by(reserve, actions.answer_seat, READ, accepts=True)
    job.declare(reserve)
    job.do(actions.start_interviews, READ)
    assert job.is_in(State.INTERVIEWING)
    row = next(one for one in declarations_of(job.db, job.id) if one.steps_back)
    assert set(row.__table__.columns.keys()) == {
        *("id", "district_id", "procedure_id", "seat_id", "application_id", "steps_back", "declared_at"),
    }


def test_e2_stepping_back_for_an_internal_candidate_looks_the_same(site: Site, job: Hiring) -> None:
    job.conflict_check()
    anna, bram = job.applications()
    anna.account_id = make.team(job.db, job.place).account.id  # Anna works in the team, Bram comes from outside
    job.declare(job.panel[0], "Anna")
    job.declare(job.panel[1], "Bram")
    site.at(READ)
    office = site.visitor(language="en").sign_in(job.secretary).open(f"/noorderkwartier/vacatures/{job.id}/beheer")
    for number in (anna.number, bram.number):
        assert office.has(f"Said whom they know. Steps back for: {number}.")
    for person in (job.board, job.panel[2]):
        other = site.visitor(language="en").sign_in(person)
        assert other.open(f"/noorderkwartier/vacatures/{job.id}").lacks("Steps back for")
    rows = [one for one in job.db.scalars(select(Declaration)) if one.steps_back]
    assert len({tuple(sorted(one.__table__.columns.keys())) for one in rows}) == 1
    assert not hasattr(rows[0], "reason")


def test_e3_a_conflict_found_after_scoring_strikes_the_sheet_and_stops_below_four(job: Hiring) -> None:
    job.deliberating()
    anna = job.applications()[0]
    for person in job.panel[:2]:
        job.do(actions.strike_sheet, DECIDED, application_id=anna.id, seat_id=_seat(job, person), reason=_WHY)
    assert job.is_in(State.DELIBERATION)
    assert len(opened(job.db, job.procedure)[0].summary.items[0].scores) == 4
    job.do(actions.strike_sheet, DECIDED, application_id=anna.id, seat_id=_seat(job, job.panel[2]), reason=_WHY)
    assert job.is_in(State.SUSPENDED)
    kept = job.db.scalars(select(ScoreSheet).where(ScoreSheet.application_id == anna.id, ScoreSheet.struck)).all()
    assert len(kept) == 6  # three members, both phases: struck, not gone
    assert _notes(job).count(_WHY) == 3
    (deputy, *_) = [one for one in history_of(job.db, job.place.id, job.id) if one.event is Event.STRIKE]
    assert deputy.account_id == job.secretary.account.id


def test_e3_striking_needs_a_reason_and_the_member_hears_of_it(job: Hiring) -> None:
    job.deliberating()
    anna = job.applications()[0]
    with pytest.raises(InvalidError, match="reason"):
        job.do(actions.strike_sheet, DECIDED, application_id=anna.id, seat_id=_seat(job, job.panel[0]), reason=" ")
    assert not job.db.scalars(select(ScoreSheet).where(ScoreSheet.struck)).all()
    job.do(actions.strike_sheet, DECIDED, application_id=anna.id, seat_id=_seat(job, job.panel[0]), reason=_WHY)
    told = select(OutboxMessage).where(OutboxMessage.to_account_id == job.panel[0].account.id)
    assert [one for one in job.db.scalars(told) if "count for nothing" in one.subject]


def test_e3_below_four_all_candidates_are_heard_again_by_a_panel_with_reserves(job: Hiring) -> None:
    job.deliberating()
    anna, bram = job.applications()
    for person in job.panel[:3]:
        job.do(actions.strike_sheet, DECIDED, application_id=anna.id, seat_id=_seat(job, person), reason=_WHY)
    assert job.is_in(State.SUSPENDED)
    job.do(actions.hear_again, DECIDED, reason="Too few could vote.")
    assert job.is_in(State.CONFLICT_CHECK)
    assert {anna.state, bram.state} == {AppState.SHORTLISTED}
    assert not job.db.scalars(select(ScoreSheet).where(ScoreSheet.phase == "interview")).all()
    called = job.do(actions.call_reserve, DECIDED)
    reserves = [one for one in job.volunteers if one.account.id in {seat.account_id for seat in called}]
    for person in reserves:
        job.by(person, actions.answer_seat, DECIDED, accepts=True)
        job.declare(person)
    job.do(actions.start_interviews, DECIDED)
    for one in (anna, bram):
        job.plan(one, DECIDED + timedelta(days=8), at=DECIDED)
        heard = [*job.panel[3:], *reserves]
        seats = [_seat(job, person) for person in heard]
        job.do(actions.hold_interview, DECIDED + timedelta(days=8), application_id=one.id, present=seats)
    assert job.is_in(State.SCORING)
    assert len(voters_of(job.db, job.procedure)) >= 4


def test_e3_reserves_can_be_called_when_all_are_heard_again_long_after_the_draw(job: Hiring) -> None:
    job.deliberating()
    job.by(job.panel[3], actions.write_opinion, DECIDED, text="Anna was not heard well.")
    actions.run_clock(job.db, at=DECIDED)
    for person in job.panel[:3]:
        job.by(person, actions.leave_panel, DECIDED)
    job.do(actions.hear_again, DECIDED, reason="Too few could vote.")
    assert len(job.do(actions.call_reserve, DECIDED)) == 3
    assert not opinions_of(job.db, job.id)
    # A copy from before is one world with its own interviews: replaying the ledger must not take half of it away.
    assert not {"interviews", "score_sheets"} & {name for name, _id, _at in ledger_of(job.db)}


def _to_the_committee(job: Hiring) -> None:
    job.do(actions.ask_committee, DECIDED, reason="Something came out about the panel.", committee_token="key")
    assert job.is_in(State.SUSPENDED)


def _rule(job: Hiring, ruling: Event) -> None:
    later = DECIDED + timedelta(days=3)
    actions.rule_on_decision(job.db, job.place.id, job.id, ruling=ruling, reasons="We heard everybody.", at=later)


def test_e4_after_the_decision_the_committee_says_that_it_stands(job: Hiring) -> None:
    job.sent()
    due = job.procedure.board_due_at
    assert due is not None
    _to_the_committee(job)
    with pytest.raises(ConflictError, match="committee"):
        job.do(actions.resume, DECIDED, reason="The outcome is the same without this vote.")
    _rule(job, Event.RESUME)
    assert job.is_in(State.RATIFICATION)
    assert job.procedure.board_due_at == due + timedelta(days=3)
    assert job.procedure.chosen_number is not None
    # Asking again would be a way to keep a decision waiting for ever.
    with pytest.raises(ConflictError, match="already"):
        job.do(actions.ask_committee, DECIDED + timedelta(days=3), reason="Once more.", committee_token="key")


@pytest.mark.parametrize("at_employer", [False, True])
def test_e4_the_committee_has_the_panel_deliberate_and_vote_again(job: Hiring, at_employer: bool) -> None:
    job.sent()
    if at_employer:
        job.decide_as_board(actions.answer_decision, DECIDED, event=Event.AGREE)
        job.employer(at=DECIDED)
        assert AppState.OFFERED in {one.state for one in job.applications()}
    _to_the_committee(job)
    before = _mails(job)
    _rule(job, Event.DELIBERATE_AGAIN)
    found = job.procedure
    assert job.is_in(State.DELIBERATION)
    left = (found.chosen_number, found.placed_number, found.decided_at, found.board_due_at, found.employer_confirmed_at)
    assert left == (None, None, None, None, None)
    assert found.decide_due_at is not None
    assert found.decide_due_at > DECIDED + timedelta(days=3)
    assert not found.for_committee
    assert {one.state for one in job.applications()} == {AppState.INTERVIEWED}
    news = _mails(job) - before
    assert [news[one.contact] for one in job.applications()] == [1, 1]
    # Nobody has voted already, and the outcome can be another one.
    for person in job.panel:
        job.vote(person, 2, approved=[1, 2])
    job.decide()
    assert job.is_in(State.PANEL_DECIDED)
    assert found.chosen_number == 2
    # About the new decision it can be asked.
    job.do(actions.ask_committee, DECIDED + timedelta(days=4), reason="Something else.", committee_token="key")


def test_e4_without_a_ruling_the_decision_stands_where_it_was(job: Hiring) -> None:
    job.sent()
    _to_the_committee(job)
    assert actions.run_procedure(job.db, job.place.id, job.id, at=DECIDED + timedelta(days=9)) == []
    late = DECIDED + timedelta(days=10)
    assert actions.run_procedure(job.db, job.place.id, job.id, at=late) == [Event.COMMITTEE_SILENT]
    assert job.is_in(State.RATIFICATION)


@pytest.mark.parametrize("ruling", [Event.RESUME, Event.DELIBERATE_AGAIN, Event.ANNUL])
def test_e4_the_committee_rules_only_when_it_was_asked(job: Hiring, ruling: Event) -> None:
    job.sent()
    job.do(actions.suspend, DECIDED, reason="The secretary is ill.")
    with pytest.raises(ConflictError, match="Nothing waits"):
        _rule(job, ruling)
    assert job.is_in(State.SUSPENDED)


def test_e4_the_committee_cannot_be_asked_before_the_decision_or_after_placement(job: Hiring) -> None:
    job.deliberating()
    with pytest.raises(ConflictError):
        job.do(actions.ask_committee, DECIDED, reason="Too early.", committee_token="key")
    with pytest.raises(InvalidError):
        job.do(actions.ask_committee, DECIDED, reason=" ", committee_token="key")


def test_e6_who_leaves_before_screening_is_replaced_by_somebody_who_keeps_the_spread(job: Hiring) -> None:
    job.published()
    job.by(job.panel[0], actions.leave_panel, NOON)
    answers = list(_answers(job).values())
    assert answers.count(SeatState.LEFT) == 1
    assert answers.count(SeatState.WAITING) == 1
    assert answers.count(SeatState.ACCEPTED) == 5


def test_e7_who_leaves_during_the_interviews_is_not_replaced(job: Hiring) -> None:
    job.interviewing()
    job.by(job.panel[0], actions.leave_panel, TALKS)
    assert SeatState.WAITING not in _answers(job).values()
    job.hold(job.applications()[0], job.panel[1:])
    with pytest.raises(ConflictError):
        job.do(actions.call_reserve, TALKS)


def test_e8_without_four_members_there_is_no_interview_and_without_four_sheets_it_stops(job: Hiring) -> None:
    job.interviewing()
    anna = job.applications()[0]
    with pytest.raises(InvalidError):
        job.hold(anna, job.panel[:3])
    assert anna.state is AppState.INVITED


def test_e8_interviews_by_different_fours_are_refused_because_nobody_could_decide(job: Hiring) -> None:
    job.interviewing()
    first, second = job.applications()
    job.hold(first, job.panel[:4])
    with pytest.raises(InvalidError, match="Only 3 of these members"):
        job.hold(second, job.panel[1:])
    assert second.state is AppState.INVITED
    job.hold(second, job.panel[:5])
    assert len(voters_of(job.db, job.procedure)) == 4


def test_e8_who_leaves_when_only_four_can_vote_stops_the_procedure(job: Hiring) -> None:
    job.interviewing()
    first, second = job.applications()
    job.hold(first, job.panel[:4])
    job.by(job.panel[5], actions.leave_panel, TALKS)
    assert job.is_in(State.INTERVIEWING)
    job.by(job.panel[0], actions.leave_panel, TALKS)
    assert job.is_in(State.SUSPENDED)
    assert second.state is AppState.SHORTLISTED


def test_e8_an_interview_that_could_not_be_held_is_planned_anew_when_the_procedure_goes_on(job: Hiring) -> None:
    job.interviewing()
    anna, bram = job.applications()
    job.plan(anna)
    job.plan(anna, TALKS + timedelta(days=1))
    job.plan(bram, TALKS + timedelta(days=30))
    with pytest.raises(ConflictError, match="moved once"):
        job.plan(anna, TALKS + timedelta(days=2))
    job.do(actions.suspend, TALKS + timedelta(days=1), reason="Three members are ill.")
    job.do(actions.resume, TALKS + timedelta(days=14), reason="They are well again.")
    assert (anna.state, bram.state) == (AppState.SHORTLISTED, AppState.INVITED)
    job.plan(anna, TALKS + timedelta(days=22), at=TALKS + timedelta(days=14))
    assert anna.state is AppState.INVITED


def test_e8_the_clock_stops_a_procedure_without_a_quorum_of_sheets(job: Hiring) -> None:
    job.scoring()
    job.score_all(job.panel[:3])
    actions.run_procedure(job.db, job.place.id, job.id, at=TALKS + timedelta(days=2))
    assert job.is_in(State.SUSPENDED)
    assert job.procedure.suspended_from == State.SCORING
    job.do(actions.resume, TALKS + timedelta(days=4), reason="Members score from their own notes.")
    assert job.procedure.scores_due_at == TALKS + timedelta(days=6)


def test_e9_when_nobody_fits_a_rule_gives_way_in_the_published_order_and_it_is_written_down(job: Hiring) -> None:
    job.drawn()
    told = {row.account_id: row.cluster for row in volunteers_of(job.db, job.id)}
    # Everybody of one part of the neighbourhood says no, and all of them had help: two rules cannot be kept any more.
    while north := [one for one in _waiting(job) if told[one.account_id] == "Noord"]:
        person = next(one for one in job.volunteers if one.account.id == north[0].account_id)
        job.by(person, actions.answer_seat, NOON, accepts=False)
    assert len(_waiting(job)) == 6
    words = {"over ages": "age_band", "over streets": "cluster", "any rule of spread": "experience"}
    said = [feature for note in _notes(job) for word, feature in words.items() if word in note]
    # Gender and language at home were not asked for this panel; the others give way in the order that is published.
    assert said[-3:] == ["age_band", "cluster", "experience"]


def _all_decline_but(job: Hiring, left: int) -> None:
    """Everybody on a list of nine says no, except the last `left`."""
    job.drawn(9)
    for _ in range(9 - left):
        seat = next(one for one in seats_of(job.db, job.id) if one.answer is SeatState.WAITING)
        person = next(one for one in job.volunteers if one.account.id == seat.account_id)
        job.by(person, actions.answer_seat, NOON, accepts=False)


def _choose(job: Hiring, name: str, contact: str = "06 1234 5678") -> Seat:
    seat: Seat = job.decide_as_board(
        *(actions.choose_member, NOON), name=name, contact=contact, chosen_on=NOON.date(), reason="Nobody else is left."
    )
    return seat


def test_e10_when_all_decline_the_rest_of_the_pool_is_asked_and_below_four_nothing_opens(job: Hiring) -> None:
    _all_decline_but(job, 0)
    assert set(_answers(job).values()) == {SeatState.DECLINED}
    with pytest.raises(ConflictError, match="Fewer than 4"):
        job.do(actions.publish_vacancy, NOON, equal_treatment=True)


def test_e10_the_meeting_chooses_only_when_everybody_was_asked_and_fewer_than_four_are_left(job: Hiring) -> None:
    asks = "Ask the members' meeting to choose who is missing on the panel"

    def waits() -> list[str]:
        return [one.what for one in procedures_waiting(job.db, job.place.id, job.board.actor, NOON)]

    _all_decline_but(job, 4)
    assert asks not in waits()
    with pytest.raises(ConflictError, match="only when everybody on the list was asked"):
        _choose(job, "Nel")
    fifth = next(one for one in job.volunteers if one.account.id == _waiting(job)[0].account_id)
    job.by(fifth, actions.answer_seat, NOON, accepts=False)
    assert asks in waits()
    told = [one.subject for one in job.db.scalars(select(OutboxMessage)) if one.to_account_id == job.board.account.id]
    assert told.count("Too few people are left for a panel: the members' meeting can choose who is missing") == 1
    with pytest.raises(NotAllowedError):
        job.do(actions.choose_member, NOON, name="Nel", contact="x", chosen_on=NOON.date(), reason="x")
    seats = [_choose(job, name) for name in ("Nel", "Cor", "Ria")]
    assert [seat.chosen_on for seat in seats] == [NOON.date()] * 3
    with pytest.raises(ConflictError, match="No seat is free"):
        _choose(job, "Ad")


def _waiting(job: Hiring) -> list[Seat]:
    return [one for one in seats_of(job.db, job.id) if one.answer is SeatState.WAITING]


def test_e10_who_was_chosen_says_yes_and_the_panel_is_as_good_as_any(site: Site, job: Hiring) -> None:
    _all_decline_but(job, 0)
    known = make.member(job.db, job.place)
    seats = [_choose(job, "Nel", known.account.email), *(_choose(job, name) for name in ("Cor", "Ria", "Ad"))]
    assert [seat.account_id for seat in seats] == [known.account.id, None, None, None]
    told = [one.subject for one in job.db.scalars(select(OutboxMessage)) if one.to_account_id == known.account.id]
    assert told == ["The members' meeting chose you for a panel"]
    job.by(known, actions.answer_seat, NOON, accepts=True)
    for seat in seats[1:]:
        job.do(actions.answer_seat, NOON, accepts=True, seat_id=seat.id)
    job.do(actions.publish_vacancy, NOON, equal_treatment=True)
    page = site.visitor(language="en").open(f"/noorderkwartier/vacatures/{job.id}")
    assert page.has("4 members of the panel were not drawn by lot: the members' meeting chose them")
    assert page.has("Nobody else is left.")
    assert page.lacks("Cor")
    # The published list and its chances stay what they were: nobody was added to the draw.
    listed = site.visitor(language="en").open(f"/noorderkwartier/vacatures/{job.id}/loting")
    assert listed.has("9")
    assert min(site.visitor().get(f"/noorderkwartier/vacatures/{job.id}/loting.json").json["chances"].values()) > 0


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": " "}, "Fill this in"),
        ({"contact": ""}, "Fill this in"),
        ({"reason": " "}, "Give a reason"),
        ({"chosen_on": NOON.date() + timedelta(days=1)}, "the day on which the meeting was held"),
        ({"contact": "board"}, "another part in choosing"),
        ({"contact": "volunteer"}, "asked for this panel already"),
        ({"name": "NEL"}, "asked for this panel already"),
    ],
)
def test_e10_what_is_wrong_with_a_choice_is_said_and_nobody_gets_a_seat(
    job: Hiring, fields: dict[str, Any], said: str
) -> None:
    _all_decline_but(job, 0)
    _choose(job, "Nel")
    before = len(seats_of(job.db, job.id))
    people = {"board": job.board, "volunteer": job.volunteers[0]}
    good = {"name": "Cor", "contact": "06 8765 4321", "chosen_on": NOON.date(), "reason": "Nobody else is left."}
    given = {**good, **fields}
    if given["contact"] in people:
        given["contact"] = people[given["contact"]].account.email
    with pytest.raises(InvalidError, match=said):
        job.decide_as_board(actions.choose_member, NOON, **given)
    assert len(seats_of(job.db, job.id)) == before


def test_e10_nobody_is_chosen_once_the_panel_knows_names(job: Hiring) -> None:
    job.conflict_check()
    for person in job.panel[:4]:
        job.by(person, actions.leave_panel, READ)
    for _ in range(6):
        for seat in _waiting(job):
            person = next(one for one in job.volunteers if one.account.id == seat.account_id)
            job.by(person, actions.answer_seat, READ, accepts=False)
    assert not _waiting(job)
    with pytest.raises(ConflictError, match="does not fit"):
        _choose(job, "Nel")


def test_e10_who_applied_meanwhile_cannot_say_yes_to_a_chosen_seat(job: Hiring) -> None:
    _all_decline_but(job, 3)
    for seat in _waiting(job):
        job.do(actions.answer_seat, NOON, accepts=True, seat_id=seat.id)
    first = _choose(job, "Cor")
    job.do(actions.answer_seat, NOON, accepts=True, seat_id=first.id)
    job.do(actions.publish_vacancy, NOON, equal_treatment=True)
    someone = make.member(job.db, job.place)
    job.apply("Anna", actor=someone.actor)
    seat = _choose(job, "Anna", someone.account.email)
    with pytest.raises(ConflictError, match="You applied for this job"):
        job.by(someone, actions.answer_seat, NOON, accepts=True)
    job.by(someone, actions.answer_seat, NOON, accepts=False)
    assert seat.answer is SeatState.DECLINED


def test_e10_a_panel_that_somebody_stepped_into_says_so_in_public(site: Site, job: Hiring) -> None:
    job.drawn()
    address, said = f"/noorderkwartier/vacatures/{job.id}", "not fully drawn by lot"
    for person in job.panel[1:]:
        job.by(person, actions.answer_seat, NOON, accepts=True)
    job.by(job.panel[0], actions.answer_seat, NOON, accepts=False)
    assert site.visitor(language="en").open(address).lacks(said)  # nobody stepped in yet
    (asked,) = [one for one in seats_of(job.db, job.id) if one.answer is SeatState.WAITING]
    person = next(one for one in job.volunteers if one.account.id == asked.account_id)
    job.by(person, actions.answer_seat, NOON, accepts=True)
    assert site.visitor(language="en").open(address).has(said)


def test_e11_a_tie_is_voted_on_again_and_then_broken_by_the_published_rules(job: Hiring) -> None:
    job.deliberating()
    for place, person in enumerate(job.panel):
        job.vote(person, 1 + place % 2, approved=[1, 2])
    with pytest.raises(ConflictError, match="tie"):
        job.decide()
    job.do(actions.second_round, DECIDED)
    for place, person in enumerate(job.panel):
        job.vote(person, 1 + place % 2, approved=[1, 2])
    with pytest.raises(InvalidError, match="equal"):
        job.decide()
    with pytest.raises(InvalidError, match="saw the lot"):
        job.decide(lot=2, lot_witnesses=" ")
    job.decide(lot=2, lot_witnesses="Nel and Cor")
    assert job.procedure.lot_witnesses == "Nel and Cor"
    assert job.procedure.chosen_number == 2
    assert "lot" in (job.procedure.rule or "")


def test_e12_a_minute_late_is_late_by_the_clock_of_the_server(job: Hiring) -> None:
    job.published()
    job.apply("Anna", at=CLOSES - timedelta(seconds=1))
    for late in (timedelta(), timedelta(minutes=1)):
        with pytest.raises(TooLateError):
            job.apply("Bram", at=CLOSES + late)


def test_e12_an_outage_on_the_last_day_gives_everybody_a_day_more(job: Hiring) -> None:
    job.published()
    actions.run_procedure(job.db, job.place.id, job.id, at=CLOSES - timedelta(hours=2))
    actions.run_procedure(job.db, job.place.id, job.id, at=CLOSES - timedelta(hours=1, minutes=40))
    assert job.procedure.closes_at == CLOSES
    actions.run_procedure(job.db, job.place.id, job.id, at=CLOSES + timedelta(minutes=5))
    assert job.procedure.closes_at == CLOSES + timedelta(hours=24)
    assert job.is_in(State.PUBLISHED)
    assert Event.OUTAGE in [one.event for one in history_of(job.db, job.place.id, job.id)]


def test_e13_what_comes_in_after_closing_is_not_taken_in(job: Hiring) -> None:
    job.closed()
    with pytest.raises(TooLateError):
        job.apply("Posted", at=CLOSES + timedelta(days=1))


def test_e14_who_misses_something_has_three_working_days(job: Hiring) -> None:
    job.closed()
    anna = job.applications()[0]
    job.do(
        *(actions.sort_application, CLOSES),
        application_id=anna.id,
        state=AppState.INCOMPLETE,
        reason="Answer 1 stops halfway.",
        missing=["R1"],
    )
    until = anna.repair_until_at
    assert until is not None
    assert until.astimezone(AMSTERDAM).date().isoformat() == "2027-04-20"  # Wednesday 14 April is CLOSES
    answers = dict.fromkeys(ITEMS, "Mended.")
    with pytest.raises(TooLateError):
        actions.change_application(job.db, job.place.id, job.id, anna.token, answers=answers, at=until)
    actions.change_application(
        job.db, job.place.id, job.id, anna.token, answers=answers, at=until - timedelta(seconds=1)
    )
    assert (anna.state, anna.answers["R1"]) == (AppState.RECEIVED, "Mended.")
    # Only what was missing: nobody gets three days more for the rest.
    assert {anna.answers[code] for code in ITEMS if code != "R1"} == {"An example."}


def test_e15_of_two_applications_of_one_person_the_newest_counts_and_the_older_is_erased(job: Hiring) -> None:
    job.closed()
    older, newer = job.applications()
    with pytest.raises(ConflictError):
        job.do(actions.replace_older, CLOSES, application_id=newer.id)
    contact = older.contact
    job.do(actions.replace_older, CLOSES, application_id=older.id)
    assert (older.state, older.name, older.contact, older.answers) == (AppState.REPLACED, "", "", {})
    assert newer.state is AppState.RECEIVED
    # Who did send only one hears it at the address that was left, and can call.
    subject = "Your newer application counts; the older one is erased"
    query = select(OutboxMessage.to_email).where(OutboxMessage.subject == subject)
    assert list(job.db.scalars(query)) == [contact]


@pytest.mark.parametrize("gone", [AppState.WITHDRAWN, AppState.KNOCKED_OUT, AppState.INCOMPLETE])
def test_e15_a_newer_application_that_does_not_count_erases_nothing(job: Hiring, gone: AppState) -> None:
    job.closed()
    older, newer = job.applications()
    newer.state = gone
    with pytest.raises(ConflictError, match="no newer"):
        job.do(actions.replace_older, CLOSES, application_id=older.id)
    assert (older.state, older.name) == (AppState.RECEIVED, "Anna")


def _other(job: Hiring) -> Hiring:
    from tests.panels.making import hiring

    return hiring(job.db, job.place)


def test_e16_one_person_in_two_vacancies_has_two_applications_and_scores_stay_apart(job: Hiring) -> None:
    job.deliberating()
    other = _other(job)
    other.published()
    mine = other.apply("Anna")
    assert mine.procedure_id != job.id
    assert [row.summary.number for row in opened(job.db, job.procedure)] == [1, 2]
    with pytest.raises(ConflictError):
        opened(other.db, other.procedure)


def test_e18_one_person_on_two_panels_scores_each_apart(job: Hiring) -> None:
    job.screening()
    other = _other(job)
    other.volunteers = job.volunteers
    other.screening()
    both = next(person for person in job.panel if person in other.panel)
    job.score(both, job.applications()[0], at=CLOSES)
    assert not job.db.scalars(select(ScoreSheet).where(ScoreSheet.procedure_id == other.id)).all()


def test_e19_who_withdraws_before_the_interview_is_out_and_after_the_decision_the_next_is_asked(job: Hiring) -> None:
    job.decided()
    chosen = next(one for one in job.applications() if one.state is AppState.PREFERRED)
    actions.withdraw_application(job.db, job.place.id, job.id, chosen.token, at=DECIDED)
    assert job.is_in(State.PANEL_DECIDED)
    assert job.procedure.chosen_number == 2
    assert chosen.state is AppState.WITHDRAWN


@pytest.mark.parametrize("alone", [False, True])
def test_e19_a_chosen_candidate_can_withdraw_while_it_is_suspended_and_learns_nothing(job: Hiring, alone: bool) -> None:
    job.sent()
    anna, bram = job.applications()
    if alone:
        bram.state = AppState.WITHDRAWN
    job.decide_as_board(
        actions.answer_decision, DECIDED, event=Event.REFUSE_ON_PROCEDURE, reasons="Not heard.", committee_token="key"
    )
    actions.withdraw_application(job.db, job.place.id, job.id, anna.token, at=DECIDED + timedelta(days=9))
    assert anna.state is AppState.WITHDRAWN
    if alone:
        assert job.is_in(State.UNFILLED)
        return
    assert job.is_in(State.SUSPENDED)
    assert bram.state is AppState.PREFERRED
    job.do(actions.resume, DECIDED + timedelta(days=9), reason="Another candidate is asked.")
    assert job.is_in(State.PANEL_DECIDED)
    assert job.procedure.chosen_number == 2


def test_e19_when_the_last_withdraws_nobody_is_left(job: Hiring) -> None:
    job.screening(["Anna"])
    actions.withdraw_application(job.db, job.place.id, job.id, job.applications()[0].token, at=CLOSES)
    actions.run_procedure(job.db, job.place.id, job.id, at=CLOSES)
    assert job.is_in(State.UNFILLED)


def test_e20_the_panel_sees_the_arrangement_and_never_why(site: Site, job: Hiring) -> None:
    job.interviewing()
    anna = job.applications()[0]
    row = job.do(
        actions.plan_interview,
        *(READ,),
        application_id=anna.id,
        starts_at=TALKS,
        place="De Brug",
        arrangement="Sign interpreter",
    )
    site.at(READ)
    base = f"/noorderkwartier/vacatures/{job.id}"
    assert site.visitor(language="en").sign_in(job.panel[0]).open(f"{base}/panellid").has("Sign interpreter")
    assert site.visitor(language="en").open(f"{base}/sollicitatie/{anna.token}").has("Sign interpreter")
    for other in (job.applications()[1].token,):
        assert site.visitor(language="en").open(f"{base}/sollicitatie/{other}").lacks("Sign interpreter")
    assert not [name for name in set(row.__table__.columns.keys()) if "reason" in name or "why" in name]


def test_e21_what_tells_who_somebody_is_is_taken_out_and_the_candidate_keeps_the_own_text(
    site: Site, job: Hiring
) -> None:
    job.closed()
    anna = job.applications()[0]
    read = {**anna.answers, "R1": "As [function] I listened."}
    job.do(actions.redact, CLOSES, application_id=anna.id, answers=read)
    assert anna.redacted == read
    assert anna.answers["R1"] == "An example."
    for one in job.applications():
        job.do(actions.sort_application, CLOSES, application_id=one.id, state=AppState.ADMITTED)
    job.do(actions.start_screening, CLOSES)
    site.at(CLOSES)
    base = f"/noorderkwartier/vacatures/{job.id}"
    reader = site.visitor(language="en").sign_in(job.panel[0]).open(f"{base}/scoren/vraag/1")
    assert reader.has("As [function] I listened.")
    own = site.visitor(language="en").open(f"{base}/sollicitatie/{anna.token}")
    assert own.has("An example.")
    assert own.lacks("[function]")


def test_e22_who_recognises_the_writer_steps_back_from_that_sheet_only(job: Hiring) -> None:
    job.screening()
    first, second = job.applications()
    actions.step_back(job.db, job.panel[0].actor, job.place.id, job.id, first.id, at=CLOSES)
    given = dict.fromkeys((first.id, second.id), (4, "An example."))
    with pytest.raises(ConflictError, match="candidates have changed"):
        actions.submit_question(
            job.db, job.panel[0].actor, job.place.id, job.id, "R1", given=given, at=CLOSES
        )  # what stood open before is not taken for the sheet that is stepped back from
    job.score(job.panel[0], second, at=CLOSES)
    job.score_all(job.panel[1:], at=CLOSES)
    job.do(actions.agree_on_invited, CLOSES, count=2)
    assert job.is_in(State.SHORTLIST_SET)


def test_e23_an_only_candidate_needs_the_level_that_was_set_before(job: Hiring) -> None:
    job.scoring(["Anna"])
    (anna,) = job.applications()
    for person in job.panel:
        job.score(person, anna, 2)
    job.open_scores()
    for person in job.panel:
        job.vote(person, 1)
    with pytest.raises(InvalidError, match="only candidate"):
        job.decide()
    job.decide(nobody=True)
    assert job.is_in(State.UNFILLED)


def test_e24_nobody_applied(job: Hiring) -> None:
    job.published()
    actions.run_procedure(job.db, job.place.id, job.id, at=CLOSES)
    assert job.is_in(State.UNFILLED)


def test_e25_team_board_and_secretary_cannot_be_on_the_panel(job: Hiring) -> None:
    job.pool()
    for person in (make.team(job.db, job.place), job.board, job.secretary):
        with pytest.raises(NotAllowedError):
            job.volunteer(person)


def test_e26_a_board_member_who_applied_takes_no_part_in_the_answer(job: Hiring) -> None:
    job.sent()
    job.applications()[1].account_id = job.board.account.id
    with pytest.raises(ConflictError, match="yourself"):
        job.decide_as_board(actions.answer_decision, DECIDED, event=Event.AGREE)
    other = make.board(job.db, job.place)
    job.by(other, actions.answer_decision, DECIDED, event=Event.AGREE)
    assert job.is_in(State.EMPLOYER_CONFIRMATION)


def test_e27_a_team_member_gives_no_scores_and_has_no_vote(job: Hiring) -> None:
    job.deliberating()
    team = make.team(job.db, job.place)
    with pytest.raises(NotAllowedError):
        job.vote(team, 1)
    with pytest.raises(NotAllowedError):
        job.score(team, job.applications()[0])


def test_e28_who_talks_in_public_is_taken_off_with_a_reason(job: Hiring) -> None:
    job.published()
    seat = _seat(job, job.panel[0])
    with pytest.raises(InvalidError):
        job.do(actions.remove_member, NOON, seat_id=seat, reason=" ")
    job.do(actions.remove_member, NOON, seat_id=seat, reason="A rule of silence was broken.")
    assert SeatState.REMOVED in _answers(job).values()
    assert "A rule of silence was broken." in _notes(job)


def test_e29_a_sheet_with_an_unlawful_remark_counts_for_nothing(job: Hiring) -> None:
    job.scoring()
    job.score_all(job.panel)
    anna = job.applications()[0]
    job.do(actions.strike_sheet, TALKS, application_id=anna.id, seat_id=_seat(job, job.panel[0]), reason=_WHY)
    due, handed_in = interview_round(job.db, job.procedure)
    assert len(due[anna.id]) == 5
    assert due[anna.id] <= handed_in[anna.id]


def test_e30_reasons_must_cite_the_rubric(job: Hiring) -> None:
    job.deliberating()
    for person in job.panel:
        job.vote(person, 1)
    for items in ([], ["R18"], ["nice"]):
        with pytest.raises(InvalidError):
            job.decide(reason_items=items)
    with pytest.raises(InvalidError):
        job.decide(reasons="  ")


def test_e31_advice_is_left_only_with_published_reasons(site: Site, advised: Hiring) -> None:
    advised.sent()
    with pytest.raises(InvalidError):
        advised.decide_as_board(actions.answer_decision, DECIDED, event=Event.DEVIATE, number=2)
    advised.decide_as_board(actions.answer_decision, DECIDED, event=Event.DEVIATE, number=2, reasons="More experience.")
    site.at(DECIDED)
    assert site.visitor(language="en").open(f"/noorderkwartier/vacatures/{advised.id}").has("More experience.")
    assert advised.procedure.placed_number == 2
    assert advised.is_in(State.EMPLOYER_CONFIRMATION)


def test_e31_advice_to_choose_nobody_ends_unfilled(advised: Hiring) -> None:
    advised.sent()
    advised.decide_as_board(actions.answer_decision, DECIDED, event=Event.DEVIATE, reasons="Nobody is ready for this.")
    assert advised.is_in(State.UNFILLED)


def test_e32_a_mandate_that_changes_does_not_touch_a_running_procedure(site: Site, db: Session, job: Hiring) -> None:
    job.sent()
    site.at(DECIDED)
    told = str(site.visitor(language="en").open(f"/noorderkwartier/vacatures/{job.id}").soup.select_one(".mandate"))
    for row in db.scalars(select(Mandate)):
        row.level = Level.ADVISORY
    db.flush()
    with pytest.raises(ConflictError):
        job.decide_as_board(actions.answer_decision, DECIDED, event=Event.DEVIATE, number=2, reasons="x")
    page = site.visitor(language="en").open(f"/noorderkwartier/vacatures/{job.id}")
    assert told != "None"
    assert str(page.soup.select_one(".mandate")) == told


def test_e33_without_a_mandate_nothing_is_approved(db: Session, job: Hiring) -> None:
    for row in db.scalars(select(Mandate).where(Mandate.subject == Subject.HIRING)):
        db.delete(row)
    db.flush()
    job.do(actions.submit_profile, NOON)
    with pytest.raises(ConflictError, match="not settled"):
        job.decide_as_board(actions.approve, NOON, works_council=True)


def test_e34_when_the_employer_refuses_the_next_of_the_panel_is_asked(job: Hiring) -> None:
    job.agreed()
    job.employer(confirms=False)
    assert job.is_in(State.PANEL_DECIDED)
    assert job.procedure.chosen_number == 2
    assert "law" in _notes(job)


def test_e35_a_refusal_shows_the_kind_of_ground_only_and_needs_one(site: Site, job: Hiring) -> None:
    job.agreed()
    with pytest.raises(InvalidError):
        actions.employer_answers(job.db, job.place.id, job.id, confirms=False, reason=" ", checks_done=False, at=PLACED)
    with pytest.raises(InvalidError):
        actions.employer_answers(job.db, job.place.id, job.id, confirms=True, reason="", checks_done=False, at=PLACED)
    assert job.is_in(State.EMPLOYER_CONFIRMATION)
    refused = next(one for one in job.applications() if one.state is AppState.PREFERRED)
    actions.employer_answers(
        *(job.db, job.place.id, job.id), confirms=False, reason="A legal requirement", checks_done=False, at=PLACED
    )
    site.at(PLACED)
    page = site.visitor(language="en").open(f"/noorderkwartier/vacatures/{job.id}")
    assert page.has("A legal requirement")
    assert page.lacks(refused.name)
    assert page.lacks("certificate")


def test_e36_a_complaint_holds_the_data_until_after_the_ruling(job: Hiring) -> None:
    job.in_retention()
    loser = job.applications(AppState.REJECTED)[0]
    actions.file_complaint(
        job.db, job.place.id, job.id, loser.token, text="Too short.", committee_token="key", at=PLACED
    )
    month = PLACED + timedelta(days=29)
    actions.run_procedure(job.db, job.place.id, job.id, at=month)
    assert job.is_in(State.RETENTION)
    (complaint,) = complaints_of(job.db, job.id)
    actions.rule_on_complaint(
        job.db, job.place.id, job.id, complaint_id=complaint.id, founded=True, ruling="It was.", at=month
    )
    actions.run_procedure(job.db, job.place.id, job.id, at=month + timedelta(days=27))
    assert job.is_in(State.RETENTION)
    actions.run_procedure(job.db, job.place.id, job.id, at=month + timedelta(days=28))
    assert job.is_in(State.ERASED)


def _mails(job: Hiring) -> Counter[str | None]:
    return Counter(job.db.scalars(select(OutboxMessage.to_email)))


def test_e36_the_committee_annuls_or_sends_back_to_the_board(job: Hiring) -> None:
    job.sent()
    job.decide_as_board(
        actions.answer_decision, DECIDED, event=Event.REFUSE_ON_PROCEDURE, reasons="Not heard.", committee_token="key"
    )
    assert job.is_in(State.SUSPENDED)
    with pytest.raises(ConflictError, match="committee"):
        job.do(actions.resume, DECIDED, reason="I say so.")
    with job.db.begin_nested() as point:
        before = _mails(job)
        actions.rule_on_decision(
            job.db, job.place.id, job.id, ruling=Event.ANNUL, reasons="Not repairable.", at=DECIDED
        )
        assert job.is_in(State.CANCELLED)
        # All candidates hear of it at the address that they left.
        news = _mails(job) - before
        assert [news[one.contact] for one in job.applications()] == [1, 1]
        point.rollback()
    job.db.refresh(job.procedure)
    actions.rule_on_decision(job.db, job.place.id, job.id, ruling=Event.RESUME, reasons="It stands.", at=DECIDED)
    assert job.is_in(State.RATIFICATION)
    with pytest.raises(ConflictError, match="already"):
        job.decide_as_board(actions.answer_decision, DECIDED, event=Event.REFUSE_ON_PROCEDURE, reasons="Still not.")


def test_e36_when_the_committee_is_silent_for_ten_days_the_decision_of_the_panel_stands(job: Hiring) -> None:
    job.sent()
    left = (job.procedure.board_due_at or DECIDED) - DECIDED
    job.decide_as_board(
        actions.answer_decision, DECIDED, event=Event.REFUSE_ON_PROCEDURE, reasons="Not heard.", committee_token="key"
    )
    with pytest.raises(ConflictError, match="committee"):
        job.decide_as_board(actions.suspend, DECIDED, reason="Wait longer.")
    late = DECIDED + timedelta(days=10)
    actions.run_procedure(job.db, job.place.id, job.id, at=late - timedelta(minutes=1))
    assert job.is_in(State.SUSPENDED)
    actions.run_procedure(job.db, job.place.id, job.id, at=late)
    assert job.is_in(State.RATIFICATION)
    assert job.procedure.board_due_at == late + left
    with pytest.raises(ConflictError, match="only agree"):
        job.decide_as_board(actions.answer_decision, late, event=Event.REFUSE_ON_PROCEDURE, reasons="Not heard.")
    actions.run_procedure(job.db, job.place.id, job.id, at=late + left)
    assert job.is_in(State.EMPLOYER_CONFIRMATION)


def test_e36_a_committee_that_never_rules_holds_the_data_for_a_year_at_most(job: Hiring) -> None:
    job.in_retention()
    loser = job.applications(AppState.REJECTED)[0]
    actions.file_complaint(
        job.db, job.place.id, job.id, loser.token, text="Too short.", committee_token="key", at=PLACED
    )
    year = PLACED + timedelta(days=365)
    actions.run_procedure(job.db, job.place.id, job.id, at=year - timedelta(minutes=1))
    assert job.is_in(State.RETENTION)
    actions.run_procedure(job.db, job.place.id, job.id, at=year)
    assert job.is_in(State.ERASED)


def test_e37_a_reopened_vacancy_carries_nothing_over(job: Hiring) -> None:
    job.published()
    actions.run_procedure(job.db, job.place.id, job.id, at=CLOSES)
    fresh: Procedure = job.decide_as_board(actions.reopen, CLOSES)
    assert (fresh.state, fresh.draw, fresh.predecessor_id) == (State.DRAFT, Draw.NONE, job.id)
    assert not applications_of(job.db, fresh.id)
    assert not seats_of(job.db, fresh.id)
    assert not volunteers_of(job.db, fresh.id)
    assert job.is_in(State.REOPENED)
    assert fresh.mandate is None


def test_e38_after_the_letter_a_candidate_sees_own_means_and_no_member(site: Site, job: Hiring) -> None:
    job.placed()
    site.at(PLACED)
    loser = job.applications(AppState.REJECTED)[0]
    private = f"/noorderkwartier/vacatures/{job.id}/sollicitatie/{loser.token}"
    assert site.visitor(language="en").open(private).lacks("Your mean scores")
    job.write_all()
    page = site.visitor(language="en").open(private)
    assert page.has("Your mean scores")
    assert page.has("A reason.")
    assert not [one.account.name for one in job.panel if page.has(one.account.name)]
    assert page.lacks(SECRET)
    assert page.lacks("Anna")


def test_e39_who_asks_to_be_erased_during_the_procedure_withdraws(job: Hiring) -> None:
    job.screening()
    anna = job.applications()[0]
    actions.withdraw_application(job.db, job.place.id, job.id, anna.token, at=CLOSES)
    assert anna.state is AppState.WITHDRAWN
    job.score_all(job.panel, at=CLOSES)
    assert not [one for one in job.db.scalars(select(ScoreSheet)) if one.application_id == anna.id]


def test_e40_a_second_change_of_scores_is_refused(job: Hiring) -> None:
    job.deliberating()
    person, anna = job.panel[0], job.applications()[0]
    sheet = dict.fromkeys(ITEMS, (2, f"{SECRET}2"))
    with pytest.raises(InvalidError):
        job.by(person, actions.amend_scores, DECIDED, application_id=anna.id, sheet=sheet, reason="")
    job.by(person, actions.amend_scores, DECIDED, application_id=anna.id, sheet=sheet, reason="I misread it.")
    with pytest.raises(ConflictError, match="once only"):
        job.by(person, actions.amend_scores, DECIDED, application_id=anna.id, sheet=sheet, reason="Again.")
    row = opened(job.db, job.procedure)[0]
    assert 2 in row.summary.items[0].scores
    assert set(row.before.items[0].scores) == {4}
    assert row.amendments == ["I misread it."]


def test_e41_a_paper_sheet_counts_when_a_second_person_typed_the_same(job: Hiring) -> None:
    job.scoring()
    anna, seat = job.applications()[0], _seat(job, job.panel[0])
    sheet = dict.fromkeys(ITEMS, (4, f"{SECRET}4"))
    deputy = make.secretary(job.db, job.place)

    def typed(person: Person, score: int) -> None:
        given = sheet if score == 4 else dict.fromkeys(ITEMS, (score, f"{SECRET}{score}"))
        job.by(person, actions.type_paper_sheet, TALKS, application_id=anna.id, seat_id=seat, sheet=given)

    typed(job.secretary, 4)
    assert seat not in interview_round(job.db, job.procedure)[1].get(anna.id, frozenset())
    typed(job.secretary, 4)  # the same person does not check herself
    assert seat not in interview_round(job.db, job.procedure)[1].get(anna.id, frozenset())
    with pytest.raises(ConflictError, match="differ"):
        typed(deputy, 5)
    typed(deputy, 4)
    assert seat in interview_round(job.db, job.procedure)[1][anna.id]


def test_e41_typing_from_paper_says_the_same_whether_or_not_the_member_handed_in_on_the_site(job: Hiring) -> None:
    job.scoring()
    anna, deputy = job.applications()[0], make.secretary(job.db, job.place)
    on_site, on_paper = job.panel[:2]
    job.score(on_site, anna, 5)

    def typed(person: Person, member: Person, score: int) -> str:
        given = dict.fromkeys(ITEMS, (score, f"{SECRET}{score}"))
        try:
            row = job.by(
                person,
                actions.type_paper_sheet,
                TALKS,
                application_id=anna.id,
                seat_id=_seat(job, member),
                sheet=given,
            )
        except ConflictError as refusal:
            return refusal.message
        return str(row.checked_at)

    for person, score in ((job.secretary, 4), (deputy, 3), (deputy, 4), (job.secretary, 2), (deputy, 2)):
        assert typed(person, on_site, score) == typed(person, on_paper, score)
    job.score_all([one for one in job.panel if one is not on_paper and one is not on_site])
    job.score(on_site, job.applications()[1])
    job.score(on_paper, job.applications()[1])
    job.open_scores()
    scores = opened(job.db, job.procedure)[0].summary.items[0].scores
    # What was handed in on the site counts (5), for the other the paper as it was typed last (2).
    assert sorted(one for one in scores if one is not None) == [2, 4, 4, 4, 4, 5]


def test_e42_who_was_away_for_half_an_interview_gives_no_scores_and_has_no_vote(job: Hiring) -> None:
    job.interviewing()
    first, second = job.applications()
    job.hold(first, job.panel[:5])
    job.hold(second, job.panel)
    with pytest.raises(ConflictError, match="whole interview"):
        job.score(job.panel[5], first)
    job.score(job.panel[5], second)
    assert len(voters_of(job.db, job.procedure)) == 5


def test_e43_the_closing_moment_is_one_moment_on_both_sides_of_the_winter_clock(site: Site, job: Hiring) -> None:
    job.said_yes()
    site.at(NOON)
    office = site.visitor(language="en").sign_in(job.secretary)
    base = f"/noorderkwartier/vacatures/{job.id}"
    office.open(f"{base}/publiceren").submit("Publish the vacancy", closes_on="2027-10-31", equal_treatment="y")
    job.db.refresh(job.procedure)
    # The clock goes back in the night before: 20:00 is then an hour later in UTC than the day before.
    assert job.procedure.closes_at == datetime(2027, 10, 31, 19, tzinfo=UTC)
    assert site.visitor(language="en").open(base).has("20:00")
    job.apply("Anna", at=datetime(2027, 10, 31, 18, 59, 59, tzinfo=UTC))
    with pytest.raises(TooLateError):
        job.apply("Bram", at=datetime(2027, 10, 31, 19, tzinfo=UTC))


def test_e44_a_deputy_with_an_own_account_goes_on(job: Hiring) -> None:
    job.scoring()
    job.score_all(job.panel)
    deputy = make.secretary(job.db, job.place)
    job.by(deputy, actions.reveal_scores, SCORED)
    assert job.is_in(State.DELIBERATION)


def test_e45_age_is_asked_in_bands_from_sixteen() -> None:
    from coop.panels.forms import AGE_BANDS

    assert AGE_BANDS[0][0].startswith("16")


def test_e45_who_is_sixteen_or_seventeen_reads_that_a_guardian_has_to_agree(site: Site, job: Hiring) -> None:
    job.pool()
    address, said = f"/noorderkwartier/vacatures/{job.id}", "a parent or guardian has to agree"
    person = job.volunteers[0]
    assert site.visitor(language="en").sign_in(person).open(f"{address}/panel").has(said)
    job.listed().throw()
    drawn = {seat.account_id for seat in seats_of(job.db, job.id) if seat.answer is SeatState.WAITING}
    person = next(one for one in job.volunteers if one.account.id in drawn)
    assert site.visitor(language="en").sign_in(person).open(address).has(said)


def test_e46_a_chance_is_shown_to_its_owner_only_and_others_stand_under_a_pseudonym(site: Site, job: Hiring) -> None:
    job.pool().listed()
    rows = {row.account_id: row for row in volunteers_of(job.db, job.id)}
    assert {name for panel in lottery_of(job.db, job.place.id, job.id) for name in panel} <= {
        row.pseudonym for row in rows.values()
    }
    address = f"/noorderkwartier/vacatures/{job.id}/loting"
    mine = rows[job.volunteers[0].account.id]
    words = f"You are {mine.pseudonym}. Your chance to be on the panel was {mine.chance} in 1,000."
    assert site.visitor(language="en").sign_in(job.volunteers[0]).open(address).has(words)
    for other in (job.volunteers[1], job.secretary, job.board):
        assert site.visitor(language="en").sign_in(other).open(address).lacks(words)
    published = site.visitor(language="en").open(address)
    assert published.lacks("Only you see this")
    assert not [one.account.name for one in job.volunteers if published.has(one.account.name)]


def test_e47_who_moved_away_after_the_freeze_leaves_the_seat_to_a_reserve_and_the_draw_stands(job: Hiring) -> None:
    job.drawn()
    dice = job.procedure.dice
    job.do(actions.remove_member, NOON, seat_id=_seat(job, job.panel[0]), reason="Moved to another place.")
    assert job.procedure.dice == dice
    assert list(_answers(job).values()).count(SeatState.WAITING) == 6
    assert "Moved to another place." in _notes(job)  # published: everybody reads that, and never who
    assert not [note for note in _notes(job) if job.panel[0].account.name in note]


def test_e48_a_drawn_panel_with_somebody_who_left_is_kept_and_never_thrown_again(job: Hiring) -> None:
    job.drawn()
    job.by(job.panel[0], actions.answer_seat, NOON, accepts=False)
    with pytest.raises(ConflictError):
        job.throw("001")
    assert job.procedure.dice == "407"
    assert list(_answers(job).values()).count(SeatState.WAITING) == 6


def test_ties_and_mail_name_nobody(job: Hiring) -> None:
    job.placed()
    # The path leads to the private page of the reader: what follows it is a key (with a name in it in these tests).
    bodies = [
        (one.subject, one.body, str({key: value for key, value in one.params.items() if key != "path"}))
        for one in job.db.scalars(select(OutboxMessage))
    ]
    assert bodies
    for part in ("Anna", "Bram", SECRET, "Listens well"):
        assert not [row for row in bodies if any(part in text for text in row)]
    assert choose(Tally(3, {1: 3}, {1: 3}), {}, {}, None).ranking == (1,)
