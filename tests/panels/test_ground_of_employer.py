"""E34: the committee tests the ground of an employer who refused the last candidate."""

from datetime import timedelta

import pytest

from coop.kernel.errors import ConflictError
from coop.panels import actions
from coop.panels.policy import AppState, Event, State
from coop.panels.queries import opened
from tests.panels.making import DECIDED, Hiring, hiring
from tests.support.site import Site


def _ended_by_employer(job: Hiring) -> None:
    """Both candidates whom the panel found fit were refused by the employer."""
    job.agreed()
    job.employer(confirms=False, at=DECIDED)
    job.do(actions.send_decision, DECIDED, employer_token=f"again-{job.id}")
    job.decide_as_board(actions.answer_decision, DECIDED, event=Event.AGREE)
    job.employer(confirms=False, at=DECIDED)
    assert job.is_in(State.UNFILLED)


def _ask(job: Hiring) -> None:
    job.do(actions.ask_committee, DECIDED, reason="Is this a ground of the law of employment?", committee_token="key")


@pytest.mark.parametrize(
    ("ruling", "after"),
    [(Event.RESUME, State.UNFILLED), (Event.DELIBERATE_AGAIN, State.DELIBERATION), (Event.ANNUL, State.CANCELLED)],
)
def test_e34_also_after_the_last_candidate_was_refused(site: Site, job: Hiring, ruling: Event, after: State) -> None:
    _ended_by_employer(job)
    site.at(DECIDED)
    office = site.visitor(language="en").sign_in(job.secretary)
    page = office.open(f"/noorderkwartier/vacatures/{job.id}/beheer").follow("Ask the complaints committee to look")
    assert page.has("The committee tests that ground.")
    page.submit("Ask the committee", reason="Is this a ground of the law of employment?")
    assert job.is_in(State.SUSPENDED)
    token = job.procedure.committee_token
    page = site.visitor(language="en").open(f"/noorderkwartier/vacatures/{job.id}/commissie/{token}")
    assert page.has("Is that ground right?")
    with pytest.raises(ConflictError, match="called off"):
        job.decide_as_board(actions.cancel, DECIDED, reason="Enough.")
    page.submit("Record our ruling", ruling=ruling.value, reasons="We heard everybody.")
    assert job.is_in(after)
    heard = AppState.INTERVIEWED if ruling is Event.DELIBERATE_AGAIN else AppState.REJECTED
    assert {one.state for one in job.applications()} == {heard}


def test_e34_who_was_refused_can_be_chosen_again_and_placed(job: Hiring) -> None:
    _ended_by_employer(job)
    _ask(job)
    actions.rule_on_decision(
        job.db, job.place.id, job.id, ruling=Event.DELIBERATE_AGAIN, reasons="No ground.", at=DECIDED
    )
    for person in job.panel:
        job.vote(person, 1)
    job.decide()
    assert job.applications(AppState.PREFERRED)[0].number == 1


def test_e34_a_committee_that_is_silent_leaves_it_as_it_ended(job: Hiring) -> None:
    _ended_by_employer(job)
    _ask(job)
    actions.run_clock(job.db, at=DECIDED + timedelta(days=10))
    assert job.is_in(State.UNFILLED)
    with pytest.raises(ConflictError, match="asked about this decision already"):
        _ask(job)


def test_e34_what_was_open_stays_open_while_the_committee_looks(job: Hiring) -> None:
    # Who was refused early reads the own means on the own page, which fails when the scores are closed again.
    _ended_by_employer(job)
    assert len(opened(job.db, job.procedure)) == 2
    _ask(job)
    assert len(opened(job.db, job.procedure)) == 2


def test_e34_after_a_letter_about_the_end_or_another_end_nobody_is_asked(job: Hiring) -> None:
    _ended_by_employer(job)
    one = job.applications()[0]
    job.do(actions.write_letter, DECIDED, application_id=one.id, text="Thank you.", by_item={"R2": "A reason."})
    with pytest.raises(ConflictError, match="has had a letter"):
        _ask(job)
    other = hiring(job.db, job.place).deliberating()
    for person in other.panel:
        other.vote(person, None)
    other.decide(nobody=True)
    assert other.is_in(State.UNFILLED)
    with pytest.raises(ConflictError, match="the employer refused"):
        _ask(other)
