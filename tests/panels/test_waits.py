"""The secretary's page says first what waits and for whom, and nobody without e-mail is left out."""

from datetime import timedelta

import pytest

from coop.panels import actions
from coop.panels.policy import Event, SeatState, State
from coop.panels.queries import procedures_waiting, seats_of
from tests.panels.making import CLOSES, DECIDED, PLACED, READ, SCORED, TALKS, Hiring
from tests.support.make import NOON, Person
from tests.support.site import Page, Site

_MOMENTS = {
    "approved": NOON,
    "pool": NOON,
    "listed": NOON,
    "drawn": NOON,
    "said_yes": NOON,
    "published": NOON,
    "closed": CLOSES,
    "screening": CLOSES,
    "conflict_check": READ,
    "interviewing": READ,
    "scoring": TALKS,
    "deliberating": SCORED,
    "decided": DECIDED,
    "sent": DECIDED,
    "agreed": DECIDED,
    "placed": PLACED,
    "in_retention": PLACED,
}
_FIRST = {
    "approved": "The secretary invites residents to volunteer for the panel.",
    "pool": "Residents can volunteer. The secretary closes the list; then the draw is computed.",
    "listed": "The secretary has the dice thrown in public, and enters them.",
    "drawn": "Who was asked for the panel says yes or no. With four times yes the vacancy can open.",
    "said_yes": "The secretary publishes the vacancy. From then on people can apply.",
    "published": "Candidates can apply. Nobody else has to do anything until the closing moment.",
    "closed": "The secretary says of each application whether it can take part.",
    "screening": "The panel reads the answers. Scores are sealed: nobody sees any, or how many.",
    "conflict_check": "Each panel member says whom they know too well.",
    "interviewing": "The secretary plans and holds the interviews.",
    "scoring": "The panel gives scores. They are sealed: nobody sees any, or how many.",
    "deliberating": "The panel deliberates and votes.",
    "decided": "The secretary sends the decision to the board and the employer.",
    "sent": "The board answers.",
    "agreed": "The employer confirms the place.",
    "placed": "The secretary writes to who was not chosen.",
    "in_retention": "Nobody. The clock erases the data after the last term.",
}


def _manage(site: Site, job: Hiring) -> Page:
    return site.visitor(language="en").sign_in(job.secretary).open(f"/noorderkwartier/vacatures/{job.id}/beheer")


@pytest.mark.parametrize("stage", _FIRST)
def test_the_first_sentence_says_who_has_to_do_something(site: Site, job: Hiring, stage: str) -> None:
    if stage == "listed":
        job.pool()
    getattr(job, stage)()
    site.at(_MOMENTS[stage])
    page = _manage(site, job)
    assert page.has(_FIRST[stage])
    assert not [words for words in _FIRST.values() if words != _FIRST[stage] and page.has(words)]


def test_it_changes_when_the_work_of_a_step_is_done(site: Site, job: Hiring) -> None:
    job.placed()
    site.at(PLACED)
    job.write_all()
    assert _manage(site, job).has("Everybody has had a letter. The secretary closes the procedure.")
    job.do(actions.conclude, PLACED)
    actions.run_procedure(job.db, job.place.id, job.id, at=PLACED + timedelta(days=30))
    assert job.is_in(State.ERASED)
    assert _manage(site, job).has("The secretary destroys what is left on paper, and says so here.")
    job.do(actions.destroy_paper, PLACED + timedelta(days=30))
    assert _manage(site, job).has("Nobody. Everything is done.")


def test_e10_the_page_says_that_the_board_asks_the_meeting_and_the_secretary_has_nothing_to_do(
    site: Site, job: Hiring
) -> None:
    """Nobody says “nobody has to do anything” while a procedure waits for people."""
    site.at(NOON)
    job.drawn(9)
    asks = "The members' meeting chooses who is missing on the panel"

    def mine() -> list[str]:
        return [one.what for one in procedures_waiting(job.db, job.place.id, job.secretary.actor, NOON)]

    assert mine() == ["Ask who was drawn for an answer"]
    assert _manage(site, job).lacks(asks)
    while waiting := [one for one in seats_of(job.db, job.id) if one.answer is SeatState.WAITING]:
        person = next(one for one in job.volunteers if one.account.id == waiting[0].account_id)
        job.by(person, actions.answer_seat, NOON, accepts=False)
    page = _manage(site, job)
    assert page.has(asks)
    assert page.lacks("Nobody has to do anything")
    assert page.lacks("Call who has not answered yet")
    assert mine() == []
    chosen = {"contact": "06 1234 5678", "chosen_on": NOON.date(), "reason": "Nobody else is left."}
    job.decide_as_board(actions.choose_member, NOON, name="Nel", **chosen)
    assert mine() == ["Ask who was drawn for an answer"]
    assert _manage(site, job).has("Call who has not answered yet")


def test_an_employer_without_e_mail_gets_a_letter_to_sign(site: Site, job: Hiring) -> None:
    address = f"/noorderkwartier/vacatures/{job.id}/brief/werkgever"
    site.at(DECIDED)
    office = site.visitor(language="en").sign_in(job.secretary)
    assert office.get(address).status_code == 404
    job.agreed()
    page = _manage(site, job)
    assert page.has("The employer got no message")
    letter = page.follow("Print the letter to the employer")
    (name,) = [one.name for one in job.applications() if one.number == job.procedure.chosen_number]
    assert letter.has(name)
    assert letter.has("Signature:")
    assert letter.has(f"/vacatures/{job.id}/werkgever/{job.procedure.employer_token}")
    assert not [one.name for one in job.applications() if one.name != name and letter.has(one.name)]
    job.employer(confirms=True)
    assert office.open(address).lacks("Signature:")
    assert _manage(site, job).lacks("The employer got no message")
    assert site.visitor(language="en").sign_in(job.board).get(address).status_code == 403


def test_an_employer_with_e_mail_gets_a_message_and_no_letter_is_asked(site: Site, job: Hiring) -> None:
    where = (job.db, job.secretary.actor, job.place.id, job.id)
    actions.keep_contacts(*where, employer="werk@example.org", committee="klacht@example.org")
    job.agreed()
    site.at(DECIDED)
    page = _manage(site, job)
    assert page.lacks("The employer got no message")
    assert page.has("werk@example.org")


def test_a_committee_without_e_mail_gets_the_refusal_or_the_complaint_on_paper(site: Site, job: Hiring) -> None:
    address = f"/noorderkwartier/vacatures/{job.id}/brief/commissie"
    job.sent()
    site.at(DECIDED)
    office = site.visitor(language="en").sign_in(job.secretary)
    assert office.get(address).status_code == 404
    refusal = {"event": Event.REFUSE_ON_PROCEDURE, "reasons": "A step was left out.", "committee_token": "key"}
    job.decide_as_board(actions.answer_decision, DECIDED, **refusal)
    letter = _manage(site, job).follow("Print the letter to the committee")
    assert letter.has("A step was left out.")
    assert letter.has("There was a fault that cannot be repaired. The procedure ends")
    assert letter.has("Signature:")
    actions.rule_on_decision(job.db, job.place.id, job.id, ruling=Event.RESUME, reasons="It stands.", at=DECIDED)
    assert office.open(address).has("Nothing waits for you now.")
    assert _manage(site, job).lacks("The complaints committee got no message")
    assert site.visitor(language="en").sign_in(job.board).get(address).status_code == 403


def test_a_complaint_comes_to_the_committee_on_paper_too(site: Site, job: Hiring) -> None:
    job.in_retention()
    site.at(PLACED)
    loser = job.applications()[1]
    where = (job.db, job.place.id, job.id)
    actions.file_complaint(*where, loser.token, text="My talk was too short.", committee_token="key", at=PLACED)
    page = _manage(site, job)
    assert page.has("The complaints committee rules on a complaint.")
    letter = page.follow("Print the letter to the committee")
    assert letter.has("My talk was too short.")
    assert letter.has("Is the complaint founded?")
    assert letter.lacks(loser.name)


def _mine(site: Site, job: Hiring, person: Person) -> Page:
    return site.visitor(language="en").sign_in(person).open(f"/noorderkwartier/vacatures/{job.id}/panellid")


def test_a_member_who_handed_in_everything_reads_that_nothing_is_asked_now(site: Site, job: Hiring) -> None:
    job.screening()
    site.at(CLOSES)
    one, other = job.panel[:2]
    assert _mine(site, job, one).lacks("You are ready.")
    job.score(one, job.applications()[0], at=CLOSES)
    assert _mine(site, job, one).lacks("You are ready.")  # one of two
    job.score(one, job.applications()[1], at=CLOSES)
    assert _mine(site, job, one).has("You are ready. Until")
    assert _mine(site, job, other).lacks("You are ready.")


def test_after_the_interviews_the_same_and_after_the_vote(site: Site, job: Hiring) -> None:
    job.interviewing()
    site.at(TALKS)
    one = job.panel[0]
    job.hold(job.applications()[0])
    assert _mine(site, job, one).has("After each interview you were at")
    job.score(one, job.applications()[0])
    assert _mine(site, job, one).has("You gave scores for every interview so far.")
    job.hold(job.applications()[1])
    assert job.is_in(State.SCORING)
    assert _mine(site, job, one).lacks("You are ready.")
    job.score_all(job.panel)
    assert _mine(site, job, one).has("You are ready. When everybody is, all scores open at the same moment.")
    job.open_scores()
    assert _mine(site, job, one).has("Read the scores, talk about where you differ, and vote.")
    job.vote(one, 1)
    assert _mine(site, job, one).has("You have voted.")
    assert _mine(site, job, job.panel[1]).lacks("You have voted.")


_NEXT_FOR_MEMBER = {
    "said_yes": "The vacancy opens when at least four people said yes.",
    "published": "After that you read what they wrote.",
    "decided": "The secretary sends the decision to the board.",
    "sent": "The board answers before",
    "agreed": "You get a message when it is known who joins the team.",
}


@pytest.mark.parametrize("stage", _NEXT_FOR_MEMBER)
def test_a_member_with_nothing_to_do_reads_what_comes_next(site: Site, job: Hiring, stage: str) -> None:
    getattr(job, stage)()
    site.at(_MOMENTS[stage])
    assert _mine(site, job, job.panel[0]).has(_NEXT_FOR_MEMBER[stage])


def test_the_term_of_the_board_is_read_as_the_day_it_ends_on(site: Site, job: Hiring) -> None:
    """Midnight at the end of Tuesday would be read as Wednesday."""
    job.sent()
    site.at(DECIDED)
    due = job.procedure.board_due_at
    assert due is not None
    page = _mine(site, job, job.panel[0])
    assert page.has("23:59")
    assert page.lacks("00:00")


def test_members_vote_on_people_whose_names_they_know(site: Site, job: Hiring) -> None:
    job.deliberating()
    site.at(DECIDED)
    member = site.visitor(language="en").sign_in(job.panel[0])
    base = f"/noorderkwartier/vacatures/{job.id}"
    for page in (member.open(f"{base}/stem"), member.open(f"{base}/beraad")):
        assert page.has("Candidate 1: Anna")
        assert page.has("Candidate 2: Bram")
    assert member.open(f"{base}/stem").has("After that your vote cannot change.")
    assert site.visitor(language="en").sign_in(job.board).get(f"{base}/beraad").status_code == 403


def test_of_what_is_erased_the_page_offers_nothing_to_open(site: Site, job: Hiring) -> None:
    job.in_retention()
    actions.run_procedure(job.db, job.place.id, job.id, at=PLACED + timedelta(days=30))
    site.at(PLACED + timedelta(days=30))
    page = _manage(site, job)
    assert job.is_in(State.ERASED)
    assert not page.soup.select("main a[href*='/kandidaten/']")


def test_a_candidate_does_not_come_to_an_interview_of_a_procedure_that_stands_still(site: Site, job: Hiring) -> None:
    job.interviewing()
    anna = job.applications()[0]
    job.plan(anna)
    site.at(READ)
    private = f"/noorderkwartier/vacatures/{job.id}/sollicitatie/{anna.token}"
    assert site.visitor(language="en").open(private).has("Put it in my calendar")
    job.do(actions.suspend, READ, reason="Three members are ill.")
    page = site.visitor(language="en").open(private)
    assert page.has("Do not come before you hear that the procedure goes on")
    assert page.lacks("Put it in my calendar")
