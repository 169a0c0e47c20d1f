"""E36: a complaint while the procedure still runs, and what follows when it is founded."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from coop.notifications.models import OutboxMessage
from coop.panels import actions
from coop.panels.models import Application, Complaint
from coop.panels.policy import AppState, Event, SeatState, State
from coop.panels.queries import complaints_of, history_of, interviews_of, opened, seats_of, wronged_of
from tests.panels.making import CLOSES, DECIDED, READ, TALKS, Hiring, hiring
from tests.support.site import Site

_FOUNDED = "The complaints committee found a complaint founded."


def _refused_early(job: Hiring) -> Application:
    """Cas misses a requirement and has a letter; Anna and Bram are read."""
    job.closed(["Anna", "Bram", "Cas"])
    anna, bram, cas = job.applications()
    for one in (anna, bram):
        job.do(actions.sort_application, CLOSES, application_id=one.id, state=AppState.ADMITTED)
    job.do(
        actions.sort_application, CLOSES, application_id=cas.id, state=AppState.KNOCKED_OUT, reason="No contract yet."
    )
    job.do(actions.write_letter, CLOSES, application_id=cas.id, text="Thank you.", by_item={})
    job.do(actions.start_screening, CLOSES)
    return cas


def _complain(job: Hiring, one: Application, at: datetime) -> Complaint:
    return actions.file_complaint(
        job.db, job.place.id, job.id, one.token, text="I do have one.", committee_token="key", at=at
    )


def _rule(job: Hiring, row: Complaint, at: datetime, *, founded: bool = True) -> None:
    actions.rule_on_complaint(
        job.db, job.place.id, job.id, complaint_id=row.id, founded=founded, ruling="It was not looked at.", at=at
    )


def _mails(job: Hiring) -> Counter[str | None]:
    return Counter(job.db.scalars(select(OutboxMessage.to_email)))


def _notes(job: Hiring) -> list[tuple[Event, str]]:
    return [(one.event, one.reason) for one in history_of(job.db, job.place.id, job.id)]


def test_e36_who_has_a_letter_complains_while_the_others_go_on(site: Site, job: Hiring) -> None:
    cas = _refused_early(job)
    site.at(CLOSES + timedelta(days=1))
    address = f"/noorderkwartier/vacatures/{job.id}/sollicitatie/{cas.token}"
    page = site.visitor(language="en").open(address).follow("Complain about this procedure")
    page = page.submit("Send my complaint", text="I do have a contract.")
    assert page.has("Your complaint is with the committee.")
    assert [one.application_id for one in complaints_of(job.db, job.id)] == [cas.id]
    assert job.is_in(State.SCREENING)


def test_e36_who_still_takes_part_has_nothing_to_complain_of_yet_and_late_is_late(job: Hiring) -> None:
    cas = _refused_early(job)
    with pytest.raises(ConflictError, match="had your letter"):
        _complain(job, job.applications()[0], CLOSES)
    with pytest.raises(ConflictError, match="28 days"):
        _complain(job, cas, CLOSES + timedelta(days=28, seconds=1))
    _complain(job, cas, CLOSES + timedelta(days=28))


def test_e36_a_founded_complaint_stops_what_runs_and_all_candidates_hear_of_it(job: Hiring) -> None:
    row = _complain(job, _refused_early(job), CLOSES)
    before = _mails(job)
    _rule(job, row, READ)
    assert job.is_in(State.SUSPENDED)
    assert not job.procedure.for_committee
    news = _mails(job) - before
    assert all(news[one.contact] for one in job.applications())
    assert (Event.SUSPEND, _FOUNDED) in _notes(job)
    assert not [reason for _event, reason in _notes(job) if "not looked at" in reason]
    job.do(actions.resume, READ, reason="Mended.")
    assert job.is_in(State.SCREENING)


def test_e36_a_complaint_that_is_not_founded_stops_nothing(job: Hiring) -> None:
    _rule(job, _complain(job, _refused_early(job), CLOSES), READ, founded=False)
    assert job.is_in(State.SCREENING)
    assert _FOUNDED not in [reason for _event, reason in _notes(job)]


@pytest.mark.parametrize(
    ("ruling", "after"),
    [(Event.RESUME, State.PANEL_DECIDED), (Event.DELIBERATE_AGAIN, State.DELIBERATION), (Event.ANNUL, State.CANCELLED)],
)
def test_e36_after_the_decision_the_committee_says_how_it_goes_on(job: Hiring, ruling: Event, after: State) -> None:
    job.decided()
    bram = job.applications()[1]
    # As when he did not come to his talk: who is out has a letter before the decision.
    bram.state, bram.letter_at, bram.letter = AppState.NO_SHOW, DECIDED, {"text": "Thank you."}
    _rule(job, _complain(job, bram, DECIDED), DECIDED)
    assert job.is_in(State.SUSPENDED)
    assert job.procedure.for_committee
    with pytest.raises(ConflictError, match="committee"):
        job.do(actions.resume, DECIDED, reason="I say so.")
    actions.rule_on_decision(job.db, job.place.id, job.id, ruling=ruling, reasons="Because.", at=DECIDED)
    assert job.is_in(after)


def test_e36_a_second_founded_complaint_finds_it_standing_still(job: Hiring) -> None:
    first = _complain(job, _refused_early(job), CLOSES)
    bram = job.applications()[1]
    bram.state, bram.letter_at = AppState.KNOCKED_OUT, CLOSES
    second = _complain(job, bram, CLOSES)
    _rule(job, first, READ)
    _rule(job, second, READ)
    assert job.is_in(State.SUSPENDED)
    assert [event for event, reason in _notes(job) if reason == _FOUNDED] == [Event.SUSPEND]


def test_e36_the_committee_is_reminded_while_the_procedure_runs(job: Hiring) -> None:
    row = _complain(job, _refused_early(job), CLOSES)
    late = "The complaints committee did not rule in time"

    def told() -> int:
        return list(job.db.scalars(select(OutboxMessage.subject))).count(late)

    actions.run_clock(job.db, at=row.filed_at + timedelta(days=28) - timedelta(minutes=1))
    assert not told()
    actions.run_clock(job.db, at=row.filed_at + timedelta(days=28))
    assert told()


def test_e36_data_are_kept_28_days_after_a_ruling_of_before_the_end(job: Hiring) -> None:
    job.placed()
    job.write_all()
    loser = job.applications(AppState.REJECTED)[0]
    row = _complain(job, loser, DECIDED + timedelta(days=7))
    ruled_at = DECIDED + timedelta(days=20)
    _rule(job, row, ruled_at)
    job.do(actions.conclude, ruled_at)
    assert job.procedure.erase_at == ruled_at + timedelta(days=28)


def _stopped(job: Hiring, one: Application, at: datetime) -> Application:
    """`one` is refused early, complains, and the committee says that this was wrong."""
    if one.letter_at is None:
        job.do(actions.write_letter, at, application_id=one.id, text="Thank you.", by_item={"R2": "A reason."})
    _rule(job, _complain(job, one, at), at)
    assert job.is_in(State.SUSPENDED)
    return one


def _put_back(job: Hiring, one: Application, at: datetime) -> None:
    job.do(actions.put_back, at, application_id=one.id, reason="The requirement was met.")


def test_e36_who_was_refused_wrongly_while_the_panel_reads_is_read_too(site: Site, job: Hiring) -> None:
    cas = _refused_early(job)
    job.score_all(job.panel, at=CLOSES)
    _stopped(job, cas, READ)
    site.at(READ)
    page = site.visitor(language="en").sign_in(job.secretary).open(f"/noorderkwartier/vacatures/{job.id}/beheer")
    page = page.follow("Let a candidate take part again")
    assert page.submit("Let this candidate take part", expect=422, reason="It was met.").has("Choose a candidate.")
    before = _mails(job)
    page = page.submit("Let this candidate take part", application=str(cas.id), reason="The requirement was met.")
    assert page.has("Take out of the answers who it is.")
    assert job.is_in(State.CLOSED)
    assert (cas.state, cas.letter, cas.letter_at, cas.sorting_reason) == (AppState.ADMITTED, None, None, "")
    assert (_mails(job) - before)[cas.contact]
    assert (Event.PUT_BACK, "The requirement was met.") in _notes(job)
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
    cas = _refused_early(job)
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
    cas = _refused_early(job)
    _stopped(job, cas, READ)
    other = hiring(job.db, job.place).closed(["Eva"])
    with pytest.raises(NotFoundError):
        job.do(actions.put_back, READ, application_id=other.applications()[0].id, reason="Why not.")
