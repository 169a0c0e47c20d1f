"""E36: a complaint while the procedure still runs, and what follows when it is founded."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from coop.kernel.errors import ConflictError
from coop.notifications.models import OutboxMessage
from coop.panels import actions
from coop.panels.models import Application, Complaint
from coop.panels.policy import AppState, Event, State
from coop.panels.queries import (
    complaints_of,
    history_of,
)
from tests.panels.making import CLOSES, DECIDED, READ, Hiring
from tests.support.site import Site

FOUNDED = "The complaints committee found a complaint founded."


def refused_early(job: Hiring) -> Application:
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


def complain(job: Hiring, one: Application, at: datetime) -> Complaint:
    return actions.file_complaint(
        job.db, job.place.id, job.id, one.token, text="I do have one.", committee_token="key", at=at
    )


def rule(job: Hiring, row: Complaint, at: datetime, *, founded: bool = True) -> None:
    actions.rule_on_complaint(
        job.db, job.place.id, job.id, complaint_id=row.id, founded=founded, ruling="It was not looked at.", at=at
    )


def mails(job: Hiring) -> Counter[str | None]:
    return Counter(job.db.scalars(select(OutboxMessage.to_email)))


def notes(job: Hiring) -> list[tuple[Event, str]]:
    return [(one.event, one.reason) for one in history_of(job.db, job.place.id, job.id)]


def test_e36_who_has_a_letter_complains_while_the_others_go_on(site: Site, job: Hiring) -> None:
    cas = refused_early(job)
    site.at(CLOSES + timedelta(days=1))
    address = f"/noorderkwartier/vacatures/{job.id}/sollicitatie/{cas.token}"
    page = site.visitor(language="en").open(address).follow("Complain about this procedure")
    page = page.submit("Send my complaint", text="I do have a contract.")
    assert page.has("Your complaint is with the committee.")
    assert [one.application_id for one in complaints_of(job.db, job.id)] == [cas.id]
    assert job.is_in(State.SCREENING)


def test_e36_who_still_takes_part_has_nothing_to_complain_of_yet_and_late_is_late(job: Hiring) -> None:
    cas = refused_early(job)
    with pytest.raises(ConflictError, match="had your letter"):
        complain(job, job.applications()[0], CLOSES)
    with pytest.raises(ConflictError, match="28 days"):
        complain(job, cas, CLOSES + timedelta(days=28, seconds=1))
    complain(job, cas, CLOSES + timedelta(days=28))


def test_e36_a_founded_complaint_stops_what_runs_and_all_candidates_hear_of_it(job: Hiring) -> None:
    row = complain(job, refused_early(job), CLOSES)
    before = mails(job)
    rule(job, row, READ)
    assert job.is_in(State.SUSPENDED)
    assert not job.procedure.for_committee
    news = mails(job) - before
    assert all(news[one.contact] for one in job.applications())
    assert (Event.SUSPEND, FOUNDED) in notes(job)
    assert not [reason for _event, reason in notes(job) if "not looked at" in reason]
    job.do(actions.resume, READ, reason="Mended.")
    assert job.is_in(State.SCREENING)


def test_e36_a_complaint_that_is_not_founded_stops_nothing(job: Hiring) -> None:
    rule(job, complain(job, refused_early(job), CLOSES), READ, founded=False)
    assert job.is_in(State.SCREENING)
    assert FOUNDED not in [reason for _event, reason in notes(job)]


@pytest.mark.parametrize(
    ("ruling", "after"),
    [(Event.RESUME, State.PANEL_DECIDED), (Event.DELIBERATE_AGAIN, State.DELIBERATION), (Event.ANNUL, State.CANCELLED)],
)
def test_e36_after_the_decision_the_committee_says_how_it_goes_on(job: Hiring, ruling: Event, after: State) -> None:
    job.decided()
    bram = job.applications()[1]
    # As when he did not come to his talk: who is out has a letter before the decision.
    bram.state, bram.letter_at, bram.letter = AppState.NO_SHOW, DECIDED, {"text": "Thank you."}
    rule(job, complain(job, bram, DECIDED), DECIDED)
    assert job.is_in(State.SUSPENDED)
    assert job.procedure.for_committee
    with pytest.raises(ConflictError, match="committee"):
        job.do(actions.resume, DECIDED, reason="I say so.")
    actions.rule_on_decision(job.db, job.place.id, job.id, ruling=ruling, reasons="Because.", at=DECIDED)
    assert job.is_in(after)


def test_e36_a_second_founded_complaint_finds_it_standing_still(job: Hiring) -> None:
    first = complain(job, refused_early(job), CLOSES)
    bram = job.applications()[1]
    bram.state, bram.letter_at = AppState.KNOCKED_OUT, CLOSES
    second = complain(job, bram, CLOSES)
    rule(job, first, READ)
    rule(job, second, READ)
    assert job.is_in(State.SUSPENDED)
    assert [event for event, reason in notes(job) if reason == FOUNDED] == [Event.SUSPEND]


def test_e36_the_committee_is_reminded_while_the_procedure_runs(job: Hiring) -> None:
    row = complain(job, refused_early(job), CLOSES)
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
    row = complain(job, loser, DECIDED + timedelta(days=7))
    ruled_at = DECIDED + timedelta(days=20)
    rule(job, row, ruled_at)
    job.do(actions.conclude, ruled_at)
    assert job.procedure.erase_at == ruled_at + timedelta(days=28)
