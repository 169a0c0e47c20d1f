"""Several places in one procedure, decided one after the other (E17 of the domain notes)."""

from datetime import timedelta

import pytest

from coop.kernel.errors import ConflictError, InvalidError
from coop.panels import actions
from coop.panels.models import Opinion, Procedure, ProcedureChange
from coop.panels.policy import AppState, Event, State
from coop.panels.policy.deadlines import DECISION_TIME
from coop.panels.queries import totals_of
from tests.panels.making import DECIDED, ITEMS, PLACED, Hiring
from tests.support.make import NOON
from tests.support.site import Page, Site

THREE = ("Anna", "Bram", "Cees")
LATER = PLACED + timedelta(days=1)


def _with_places(job: Hiring, places: int = 2) -> Hiring:
    job.procedure.places = places
    return job


def _first_placed(job: Hiring, names: tuple[str, ...] = THREE, places: int = 2, *, public_name: bool = False) -> Hiring:
    _with_places(job, places).sent(names)
    job.decide_as_board(actions.answer_decision, DECIDED, event=Event.AGREE)
    job.employer()
    job.offer(public_name=public_name)
    return job


def _numbers(job: Hiring, state: AppState) -> list[int]:
    return [one.number for one in job.applications(state)]


def _second_decided(job: Hiring, number: int = 2) -> None:
    for person in job.panel:
        job.vote(person, number, at=LATER)
    job.decide(LATER, reasons="Knows the streets.")


def _second_offered(job: Hiring, number: int = 2) -> None:
    _second_decided(job, number)
    job.do(actions.send_decision, LATER, employer_token="other")
    job.decide_as_board(actions.answer_decision, LATER, event=Event.AGREE)
    job.employer(at=LATER)


def test_e17_the_second_place_is_decided_after_the_first_was_accepted(job: Hiring) -> None:
    _with_places(job).sent(THREE)
    job.decide_as_board(actions.answer_decision, DECIDED, event=Event.AGREE)
    job.employer()
    assert job.is_in(State.EMPLOYER_CONFIRMATION)
    assert job.procedure.filled == 0
    job.offer()
    assert job.is_in(State.DELIBERATION)
    assert (job.procedure.filled, _numbers(job, AppState.ACCEPTED)) == (1, [1])
    # Nobody is sent away while a place is left, and everybody votes anew: in secret, about who is left.
    assert _numbers(job, AppState.INTERVIEWED) == [2, 3]
    assert not [one for one in job.applications() if actions.may_write(job.procedure, one)]
    assert job.procedure.tally is None
    assert job.procedure.votes is None
    assert job.procedure.decide_due_at == PLACED + DECISION_TIME
    with pytest.raises(InvalidError):
        job.vote(job.panel[0], 1, at=LATER)
    _second_offered(job)
    assert [one.number for one in totals_of(job.db, job.procedure)] == [2, 3]
    job.offer(at=LATER)
    assert job.is_in(State.PLACED)
    assert (job.procedure.filled, _numbers(job, AppState.ACCEPTED)) == (2, [1, 2])
    assert _numbers(job, AppState.REJECTED) == [3]
    job.write_all(LATER)
    job.do(actions.conclude, LATER)
    assert job.is_in(State.RETENTION)


def test_e17_the_decision_about_the_first_place_stays_to_be_read(job: Hiring) -> None:
    _with_places(job).decided(THREE)
    job.by(job.panel[5], actions.write_opinion, DECIDED, text="I would have chosen Bram.")
    job.procedure.lot_witnesses = "Nel and Cor"
    job.do(actions.send_decision, DECIDED, employer_token="other")
    job.decide_as_board(actions.answer_decision, DECIDED, event=Event.AGREE)
    job.employer()
    job.offer(public_name=True)
    (first,) = job.procedure.earlier or []
    assert (first["number"], first["reasons"], first["name"]) == (1, "Listens well.", "Anna")
    assert first["lot_witnesses"] == "Nel and Cor"
    assert not job.procedure.lot_witnesses
    assert first["opinions"] == ["I would have chosen Bram."]
    assert not job.db.query(Opinion).all()
    # The same member can be of another opinion about the next place.
    job.by(job.panel[5], actions.write_opinion, LATER, text="Cees.")
    _second_offered(job)
    job.offer(at=LATER)
    assert job.procedure.placed_name is None
    job.write_all(LATER)
    job.do(actions.conclude, LATER)
    actions.run_clock(job.db, at=LATER + timedelta(days=29))
    assert job.is_in(State.ERASED)
    (first,) = job.procedure.earlier or []
    assert (first["reasons"], first["name"]) == ("Listens well.", "Anna")
    assert not first["opinions"]
    assert not first["votes"]
    assert not first["minutes"]


def test_e17_when_nobody_is_left_to_choose_from_the_first_yes_is_the_end(job: Hiring) -> None:
    _with_places(job).sent(("Anna", "Bram"))
    job.decide_as_board(actions.answer_decision, DECIDED, event=Event.AGREE)
    (other,) = [one for one in job.applications() if one.number == 2]
    actions.withdraw_application(job.db, job.place.id, job.id, other.token, at=PLACED)
    job.employer()
    job.offer()
    assert job.is_in(State.PLACED)
    assert job.procedure.filled == 1


def test_e17_three_places_are_three_decisions(job: Hiring) -> None:
    _first_placed(job, places=3)
    _second_offered(job)
    job.offer(at=LATER)
    assert job.is_in(State.DELIBERATION)
    _second_offered(job, 3)
    job.offer(at=LATER)
    assert job.is_in(State.PLACED)
    assert [one["number"] for one in job.procedure.earlier or []] == [1, 2]
    assert job.procedure.placed_number == 3


def test_e17_who_says_no_to_the_second_place_makes_way_for_the_next(job: Hiring) -> None:
    _first_placed(job)
    for place, person in enumerate(job.panel):
        job.vote(person, 2 if place < 4 else 3, approved=[2, 3], at=LATER)
    job.decide(LATER)
    job.do(actions.send_decision, LATER, employer_token="other")
    job.decide_as_board(actions.answer_decision, LATER, event=Event.AGREE)
    job.employer(at=LATER)
    job.offer(accepts=False, at=LATER)
    assert job.is_in(State.PANEL_DECIDED)
    assert job.procedure.chosen_number == 3
    assert _numbers(job, AppState.ACCEPTED) == [1]
    job.do(actions.send_decision, LATER, employer_token="other")
    job.decide_as_board(actions.answer_decision, LATER, event=Event.AGREE)
    job.employer(at=LATER)
    # Nobody is left now: the first place stays filled, the second stays empty.
    job.offer(accepts=False, at=LATER)
    assert job.is_in(State.PLACED)
    assert (job.procedure.filled, _numbers(job, AppState.ACCEPTED)) == (1, [1])
    assert {one.state for one in job.applications()} == {AppState.ACCEPTED, AppState.DECLINED}


def _nobody(job: Hiring) -> None:
    for person in job.panel:
        job.vote(person, None, at=LATER)
    job.decide(LATER, nobody=True)


def _call_off(job: Hiring) -> None:
    job.decide_as_board(actions.cancel, LATER, reason="The money went elsewhere.")


def _suspend_and_call_off(job: Hiring) -> None:
    job.do(actions.suspend, LATER, reason="A question.")
    _call_off(job)


def _all_withdraw(job: Hiring) -> None:
    _second_decided(job)
    for number in (3, 2):
        (one,) = [one for one in job.applications() if one.number == number]
        actions.withdraw_application(job.db, job.place.id, job.id, one.token, at=LATER)


@pytest.mark.parametrize("end", [_nobody, _call_off, _suspend_and_call_off, _all_withdraw])
def test_e17_who_joined_the_team_stays_when_the_second_place_stays_empty(job: Hiring, end: object) -> None:
    assert callable(end)
    _first_placed(job)
    end(job)
    assert job.is_in(State.PLACED)
    assert job.procedure.suspended_from is None
    assert _numbers(job, AppState.ACCEPTED) == [1]
    assert {one.state for one in job.applications()} <= {AppState.ACCEPTED, AppState.REJECTED, AppState.WITHDRAWN}
    with pytest.raises(ConflictError):
        job.decide_as_board(actions.reopen, LATER)
    job.write_all(LATER)
    job.do(actions.conclude, LATER)
    assert job.is_in(State.RETENTION)


def test_e17_who_joined_the_team_cannot_withdraw_or_be_heard_again(job: Hiring) -> None:
    _first_placed(job)
    (mine,) = job.applications(AppState.ACCEPTED)
    with pytest.raises(ConflictError):
        actions.withdraw_application(job.db, job.place.id, job.id, mine.token, at=LATER)
    job.do(actions.suspend, LATER, reason="A question.")
    with pytest.raises(ConflictError, match="Somebody joined the team after these interviews"):
        job.do(actions.hear_again, LATER, reason="Too few can vote.")
    with pytest.raises(ConflictError):
        actions.answer_offer(job.db, job.place.id, job.id, mine.token, accepts=False, public_name=False, at=LATER)


def test_e17_panel_and_board_can_meet_once_about_each_place(job: Hiring) -> None:
    _with_places(job).sent(THREE)
    job.procedure.mandate = {**(job.procedure.mandate or {}), "level": "co_decision"}
    no = {"event": Event.REFUSE_SECOND_KEY, "reasons": "We doubt."}
    job.decide_as_board(actions.answer_decision, DECIDED, **no)
    assert job.is_in(State.DELIBERATION)
    for place, person in enumerate(job.panel):
        job.vote(person, 1 if place < 4 else 2, approved=[1, 2])
    job.decide()
    job.do(actions.send_decision, DECIDED, employer_token="other")
    job.decide_as_board(actions.answer_decision, DECIDED, event=Event.AGREE)
    job.employer()
    job.offer()
    _second_decided(job)
    job.do(actions.send_decision, LATER, employer_token="other")
    job.decide_as_board(actions.answer_decision, LATER, **no)
    assert job.is_in(State.DELIBERATION)
    assert _numbers(job, AppState.ACCEPTED) == [1]
    assert _numbers(job, AppState.INTERVIEWED) == [2, 3]


def test_e17_the_employer_reads_whom_the_second_decision_is_about(site: Site, job: Hiring) -> None:
    _first_placed(job)
    site.at(LATER)
    theirs = site.visitor(language="en").open(_at(job, f"/werkgever/{job.procedure.employer_token}"))
    assert theirs.lacks("Anna")
    _second_decided(job)
    job.do(actions.send_decision, LATER, employer_token="other")
    job.decide_as_board(actions.answer_decision, LATER, event=Event.AGREE)
    office = site.visitor(language="en").sign_in(job.secretary)
    for visitor, path in (
        (site.visitor(language="en"), f"/werkgever/{job.procedure.employer_token}"),
        (office, "/brief/werkgever"),
    ):
        page = visitor.open(_at(job, path))
        assert page.has("Bram")
        assert page.lacks("Anna")
    job.employer(at=LATER)
    done = office.open(_at(job, "/aanbod")).submit("Record the answer", accepts="no")
    assert done.has("Write now to who was not chosen.")
    assert site.visitor(language="en").open(_at(job, f"/werkgever/{job.procedure.employer_token}")).lacks("Anna")


def test_e17_scores_of_who_joined_the_team_do_not_change_any_more(site: Site, job: Hiring) -> None:
    _first_placed(job)
    site.at(LATER)
    page = site.visitor(language="en").sign_in(job.panel[0]).open(_at(job, "/beraad"))
    assert page.has("This candidate joined the team already, in an earlier place.")
    assert page.has("Change my scores for candidate 2, once")
    assert "Change my scores for candidate 1" not in page.text
    (mine,) = job.applications(AppState.ACCEPTED)
    sheet: dict[str, tuple[int | None, str]] = dict.fromkeys(ITEMS, (3, "A clear example of it."))
    with pytest.raises(ConflictError, match="joined the team already"):
        job.by(job.panel[0], actions.amend_scores, LATER, application_id=mine.id, sheet=sheet, reason="Late.")


def test_e17_the_office_hears_what_follows_on_an_answer(site: Site, job: Hiring) -> None:
    _with_places(job).sent(THREE)
    job.decide_as_board(actions.answer_decision, DECIDED, event=Event.AGREE)
    job.employer()
    site.at(PLACED)
    office = site.visitor(language="en").sign_in(job.secretary)
    done = office.open(_at(job, "/aanbod")).submit("Record the answer", accepts="yes")
    assert done.has("The panel decides about the next place now.")


def _at(job: Hiring, path: str = "") -> str:
    return f"/noorderkwartier/vacatures/{job.id}{path}"


def _fill(page: Page, **given: str) -> dict[str, object]:
    return {
        "title": "Generalist",
        "text": "The work.",
        "hours": "28",
        "home_organisation": "Welzijn",
        "items": list(ITEMS),
        "closes_on": (NOON + timedelta(days=30)).strftime("%d-%m-%Y"),
        **given,
    }


@pytest.mark.parametrize("places", ["0", "4", "-1", "two", "", "9" * 20])
def test_e17_another_number_of_places_is_refused_beside_its_field(site: Site, job: Hiring, places: str) -> None:
    page = site.visitor(language="en").sign_in(job.secretary).open("/noorderkwartier/vacatures/nieuw")
    refused = page.submit("Save this draft", expect=422, **_fill(page, places=places))
    assert refused.soup.select_one("#places-error")
    assert refused.has("The work.")
    done = refused.submit("Save this draft", places="2")
    assert done.has("The draft is saved.")
    made = job.db.query(Procedure).order_by(Procedure.id.desc()).first()
    assert made is not None
    assert made.places == 2
    assert site.visitor(language="en").sign_in(job.secretary).open(f"{done.path}").has("There are 2 places.")


def test_e17_everybody_reads_which_place_it_is_about(site: Site, job: Hiring) -> None:
    _first_placed(job, public_name=True)
    site.at(LATER)
    about = "This is about place 2 of 2. 1 of 2 places is filled."
    everybody = site.visitor(language="en").open(_at(job))
    assert everybody.has(about)
    assert everybody.has("What the panel decided about place 1")
    assert everybody.has("Anna joins the team.")
    assert everybody.has("somebody joins the team; the panel decides about the next place")
    for person, path in ((job.secretary, "/beheer"), (job.board, "/beheer"), (job.panel[0], "/panellid")):
        assert site.visitor(language="en").sign_in(person).open(_at(job, path)).has(about)
    (mine,) = job.applications(AppState.ACCEPTED)
    theirs = site.visitor(language="en").open(_at(job, f"/sollicitatie/{mine.token}"))
    assert theirs.has("You join the team.")
    ballot = site.visitor(language="en").sign_in(job.panel[0]).open(_at(job, "/stem"))
    assert ballot.has("Bram")
    assert not ballot.has("Anna")
    _nobody(job)
    ended = site.visitor(language="en").open(_at(job))
    assert ended.has("1 of 2 places is filled.")
    assert ended.has("the other places stay empty")
    events = {one.event for one in job.db.query(ProcedureChange).filter_by(procedure_id=job.id)}
    assert {Event.ACCEPT_OFFER, Event.NO_SUITABLE} <= events
