"""E36: who was refused wrongly takes part again, as far as the others are."""

from datetime import datetime, timedelta

import pytest

from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from coop.panels import actions
from coop.panels.models import Application
from coop.panels.policy import AppState, Event, SeatState, State
from coop.panels.queries import (
    INTERVIEW,
    interviews_of,
    my_seat,
    my_sheets,
    opened,
    procedures_waiting,
    seats_of,
    wronged_of,
)
from tests.panels.making import CLOSES, DECIDED, READ, TALKS, Hiring, hiring
from tests.panels.test_complaints import complain, mails, notes, refused_early, rule
from tests.support.make import Person
from tests.support.site import Site


def _stopped(job: Hiring, one: Application, at: datetime) -> Application:
    """`one` is refused early, complains, and the committee says that this was wrong."""
    if one.letter_at is None:
        job.do(actions.write_letter, at, application_id=one.id, text="Thank you.", by_item={"R2": "A reason."})
    rule(job, complain(job, one, at), at)
    assert job.is_in(State.SUSPENDED)
    return one


def _put_back(job: Hiring, one: Application, at: datetime) -> None:
    job.do(actions.put_back, at, application_id=one.id, reason="The requirement was met.")


def test_e36_who_was_refused_wrongly_while_the_panel_reads_is_read_too(site: Site, job: Hiring) -> None:
    cas = refused_early(job)
    job.score_all(job.panel, at=CLOSES)
    _stopped(job, cas, READ)
    site.at(READ)
    page = site.visitor(language="en").sign_in(job.secretary).open(f"/noorderkwartier/vacatures/{job.id}/beheer")
    page = page.follow("Let a candidate take part again")
    assert page.submit("Let this candidate take part", expect=422, reason="It was met.").has("Choose a candidate.")
    before = mails(job)
    page = page.submit("Let this candidate take part", application=str(cas.id), reason="The requirement was met.")
    assert page.has("Take out of the answers who it is.")
    assert job.is_in(State.CLOSED)
    assert (cas.state, cas.letter, cas.letter_at, cas.sorting_reason) == (AppState.ADMITTED, None, None, "")
    assert (mails(job) - before)[cas.contact]
    assert (Event.PUT_BACK, "The requirement was met.") in notes(job)
    job.do(actions.redact, READ, application_id=cas.id, answers=dict.fromkeys(job.procedure.items, "Not a name."))
    job.do(actions.start_screening, READ)
    # What was read of the others stays; nothing opens before this one is read by everybody.
    with pytest.raises(ConflictError, match="sealed"):
        job.do(actions.agree_on_invited, READ, count=3)
    for person in job.panel:
        job.score(person, cas, at=READ)
    job.do(actions.agree_on_invited, READ, count=3)
    assert cas.state is AppState.SHORTLISTED


def test_e36_who_was_not_invited_wrongly_comes_on_the_shortlist(job: Hiring) -> None:
    job.screening(["Anna", "Bram", "Cas", "Dirk"])
    for number, one in enumerate(job.applications()):
        for person in job.panel:
            job.score(person, one, 5 - number, at=CLOSES)
    job.do(actions.agree_on_invited, READ, count=3)
    dirk = job.applications(AppState.NOT_SHORTLISTED)[0]
    _put_back(job, _stopped(job, dirk, READ), READ)
    assert job.is_in(State.SHORTLIST_SET)
    assert dirk.state is AppState.SHORTLISTED
    assert job.procedure.suspended_from is None


def _with_no_show(job: Hiring) -> Application:
    """Anna was heard; Bram, it was said, did not come; Cas has a moment."""
    job.interviewing(["Anna", "Bram", "Cas"])
    anna, bram, cas = job.applications()
    job.hold(anna)
    for one in (bram, cas):
        job.plan(one)
    job.do(actions.note_no_show, TALKS, application_id=bram.id)
    return bram


def test_e36_during_the_interviews_what_was_held_stays_and_the_others_get_a_new_moment(job: Hiring) -> None:
    bram = _with_no_show(job)
    anna, _bram, cas = job.applications()
    job.score(job.panel[0], anna)
    _put_back(job, _stopped(job, bram, TALKS), TALKS)
    assert job.is_in(State.CONFLICT_CHECK)
    assert [one.state for one in job.applications()] == [
        AppState.INTERVIEWED,
        AppState.SHORTLISTED,
        AppState.SHORTLISTED,
    ]
    assert anna.id in interviews_of(job.db, job.id)
    assert cas.id not in interviews_of(job.db, job.id)
    for person in job.panel:
        job.declare(person)
    job.do(actions.start_interviews, TALKS)
    later = TALKS + timedelta(days=8)
    for one in (bram, cas):
        job.plan(one, later, TALKS)
        seats = [seat.id for seat in seats_of(job.db, job.id) if seat.answer is SeatState.ACCEPTED]
        job.do(actions.hold_interview, later, application_id=one.id, present=seats)
    assert job.is_in(State.SCORING)
    assert job.procedure.scores_due_at is not None
    assert job.procedure.scores_due_at > later
    for one in (anna, bram, cas):
        for person in job.panel:
            if (one, person) != (anna, job.panel[0]):
                job.score(person, one, at=later)
    job.open_scores(later)
    assert len(opened(job.db, job.procedure)) == 3


def test_e36_who_steps_back_later_has_no_score_that_counts(job: Hiring) -> None:
    bram = _with_no_show(job)
    anna = job.applications()[0]
    job.score(job.panel[0], anna, 1)
    _put_back(job, _stopped(job, bram, TALKS), TALKS)
    job.declare(job.panel[0], "Anna")
    seat = my_seat(job.db, job.id, job.panel[0].account.id)
    assert seat is not None
    sheet = my_sheets(job.db, job.id, seat.id, INTERVIEW)[anna.id]
    assert (sheet.stepped_back, sheet.scores) == (True, {})


def test_e36_when_scores_are_open_all_are_heard_again(job: Hiring) -> None:
    bram = _with_no_show(job)
    job.hold(job.applications()[2])
    job.score_all(job.panel)
    job.open_scores()
    job.vote(job.panel[0], 1)
    _put_back(job, _stopped(job, bram, DECIDED), DECIDED)
    assert job.is_in(State.CONFLICT_CHECK)
    assert {one.state for one in job.applications()} == {AppState.SHORTLISTED}
    assert interviews_of(job.db, job.id) == {}
    with pytest.raises(ConflictError, match="sealed"):
        opened(job.db, job.procedure)


def test_e36_scores_of_the_second_hearing_stay_sealed_when_it_ends_early(site: Site, job: Hiring) -> None:
    bram = _with_no_show(job)
    job.hold(job.applications()[2])
    job.score_all(job.panel)
    job.open_scores()
    for person in job.panel:
        job.vote(person, 1)
    job.decide()
    job.do(actions.ask_committee, DECIDED, reason="Was it fair?", committee_token="key")
    actions.rule_on_decision(job.db, job.place.id, job.id, ruling=Event.DELIBERATE_AGAIN, reasons="No.", at=DECIDED)
    _put_back(job, _stopped(job, bram, DECIDED), DECIDED)
    for person in job.panel:
        job.declare(person)
    job.do(actions.start_interviews, DECIDED)
    anna = job.applications()[0]
    later = DECIDED + timedelta(days=8)
    job.plan(anna, later, DECIDED)
    seats = [seat.id for seat in seats_of(job.db, job.id) if seat.answer is SeatState.ACCEPTED]
    job.do(actions.hold_interview, later, application_id=anna.id, present=seats)
    job.score(job.panel[0], anna, 1, at=later)
    site.at(later)
    address = f"/noorderkwartier/vacatures/{job.id}/sollicitatie/{anna.token}"
    assert site.visitor(language="en").open(address).has("You have had your interview.")
    job.decide_as_board(actions.cancel, later, reason="The team stops.")
    with pytest.raises(ConflictError, match="sealed"):
        opened(job.db, job.procedure)
    assert site.visitor(language="en").get(address).status_code == 200


def test_e36_nobody_else_takes_part_again_and_not_twice(site: Site, job: Hiring) -> None:
    cas = refused_early(job)
    anna = job.applications()[0]
    job.do(actions.suspend, READ, reason="A fire.")
    address = f"/noorderkwartier/vacatures/{job.id}/weer-mee"
    site.at(READ)
    office = site.visitor(language="en").sign_in(job.secretary)
    assert office.open(f"/noorderkwartier/vacatures/{job.id}/beheer").lacks("Let a candidate take part again")
    with pytest.raises(ConflictError, match="complaint is founded"):
        _put_back(job, cas, READ)
    job.do(actions.resume, READ, reason="It is out.")
    _stopped(job, cas, READ)
    with pytest.raises(ConflictError, match="complaint is founded"):
        _put_back(job, anna, READ)
    with pytest.raises(InvalidError):
        job.do(actions.put_back, READ, application_id=cas.id, reason=" ")
    with pytest.raises(NotAllowedError):
        job.by(job.panel[0], actions.put_back, READ, application_id=cas.id, reason="I like him.")
    member = site.visitor(language="en").sign_in(job.panel[0])
    assert member.get(address).status_code == 403
    _put_back(job, cas, READ)
    with pytest.raises(ConflictError):
        _put_back(job, cas, READ)
    # The complaint was about the first letter: another refusal can be complained of anew.
    job.do(actions.suspend, READ, reason="A fire.")
    assert not wronged_of(job.db, job.id)


def test_e36_a_candidate_of_another_vacancy_is_not_found(job: Hiring) -> None:
    cas = refused_early(job)
    _stopped(job, cas, READ)
    other = hiring(job.db, job.place).closed(["Eva"])
    with pytest.raises(NotFoundError):
        job.do(actions.put_back, READ, application_id=other.applications()[0].id, reason="Why not.")


def test_e36_nobody_puts_themselves_back(job: Hiring) -> None:
    cas = refused_early(job)
    _stopped(job, cas, READ)
    cas.account_id = job.board.account.id
    job.db.flush()
    with pytest.raises(ConflictError, match="your own application"):
        job.by(job.board, actions.put_back, READ, application_id=cas.id, reason="Why not.")


def _waits(job: Hiring, member: Person) -> str:
    return " ".join(one.what for one in procedures_waiting(job.db, job.place.id, member.actor, TALKS))


def test_a_member_hears_what_is_left_to_read_when_somebody_else_withdrew(job: Hiring) -> None:
    job.screening()
    member, anna = job.panel[0], job.applications()[0]
    job.score(member, anna, at=CLOSES)
    actions.withdraw_application(job.db, job.place.id, job.id, anna.token, at=CLOSES)
    assert "Read the answers" in _waits(job, member)
    job.score(member, job.applications()[1], at=CLOSES)
    assert "Read the answers" not in _waits(job, member)


def test_a_member_hears_what_is_left_to_score_and_only_after_being_there(job: Hiring) -> None:
    job.interviewing()
    anna, bram = job.applications()
    for one in (anna, bram):
        job.plan(one)
    *there, away = job.panel
    job.hold(anna, there)
    assert "Give scores" in _waits(job, there[0])
    assert "Give scores" not in _waits(job, away)
    job.score(there[0], anna)
    assert "Give scores" not in _waits(job, there[0])
