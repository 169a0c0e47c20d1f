"""Asking the complaints committee about a decision, and its ruling, on the pages (E4 of the domain notes)."""

from coop.panels.policy import Event, State
from tests.panels.making import DECIDED, Hiring
from tests.support.site import Page, Site

ASKED = "A member of the panel knew a candidate too well."


def _at(job: Hiring, path: str = "") -> str:
    return f"/noorderkwartier/vacatures/{job.id}{path}"


def _asked(site: Site, job: Hiring) -> str:
    """The secretary asks; the address of the page of the committee."""
    office = site.visitor(language="en").sign_in(job.secretary)
    form = office.open(_at(job, "/beheer")).follow("Ask the complaints committee to look")
    done = form.submit("Ask the committee", reason=ASKED)
    assert done.has("The committee rules within 10 days.")
    job.db.expire_all()
    return _at(job, f"/commissie/{job.procedure.committee_token}")


def test_the_secretary_asks_and_the_committee_sends_the_decision_back(site: Site, job: Hiring) -> None:
    job.sent()
    site.at(DECIDED)
    theirs = site.visitor(language="en").open(_asked(site, job))
    assert theirs.has("Something came out after the panel decided")
    assert theirs.has(ASKED)
    done = theirs.submit(
        "Record our ruling", ruling=Event.DELIBERATE_AGAIN, reasons="One member should not have judged."
    )
    assert done.has("The panel deliberates and votes again.")
    assert done.has("Nothing waits for you now.")
    job.db.expire_all()
    assert job.is_in(State.DELIBERATION)
    public = site.visitor(language="en").open(_at(job))
    assert public.has("the complaints committee sent the decision back; the panel deliberates again")
    assert public.has("One member should not have judged.")
    member = site.visitor(language="en").sign_in(job.panel[0]).open(_at(job, "/panellid"))
    assert member.has("vote")


def test_a_ruling_without_a_choice_or_reason_is_told_beside_its_field_and_changes_nothing(
    site: Site, job: Hiring
) -> None:
    job.sent()
    site.at(DECIDED)
    theirs: Page = site.visitor(language="en").open(_asked(site, job))
    again = theirs.submit("Record our ruling", expect=422, reasons="All is in order.")
    assert again.has("Choose an answer.")
    assert again.has("All is in order.")
    assert theirs.submit("Record our ruling", expect=422, ruling=Event.RESUME).has("Fill this in.")
    assert theirs.submit("Record our ruling", expect=422, ruling=Event.AGREE, reasons="Not ours to say.").lacks(
        "Your ruling is recorded"
    )
    job.db.expire_all()
    assert job.is_in(State.SUSPENDED)


def test_only_secretary_and_board_can_ask_and_only_after_a_decision(site: Site, job: Hiring) -> None:
    job.deliberating()
    site.at(DECIDED)
    path = _at(job, "/aan-de-commissie")
    assert site.visitor(language="en").sign_in(job.secretary).get(path).status_code in {404, 409}
    for person in job.panel:
        job.vote(person, 1)
    job.decide()
    assert site.visitor(language="en").sign_in(job.panel[0]).get(path).status_code == 403
    assert site.visitor(language="en").sign_in(job.board).get(path).status_code == 200


def test_the_letter_to_a_committee_without_e_mail_has_the_question_and_the_three_answers(
    site: Site, job: Hiring
) -> None:
    job.sent()
    site.at(DECIDED)
    _asked(site, job)
    office = site.visitor(language="en").sign_in(job.secretary)
    letter = office.open(_at(job, "/beheer")).follow("Print the letter to the committee")
    assert letter.has(ASKED)
    assert letter.has("The decision falls. The panel deliberates and votes again")
