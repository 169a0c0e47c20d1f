"""The permission matrix of the domain notes (2.7), row by row: who reads what, and when."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from coop.panels import actions
from coop.panels.policy import AppState, SeatState
from coop.panels.queries import seats_of, totals_of
from tests.panels.making import CLOSES, DECIDED, PLACED, READ, TALKS, Hiring
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import Page, Site

NAMES = ("Anna", "Bram", "Carla")


class Eyes:
    """What somebody reads on the pages of a procedure, in English."""

    def __init__(self, site: Site, job: Hiring) -> None:
        self.site, self.base = site, f"/noorderkwartier/vacatures/{job.id}"

    def see(self, person: Person | None, path: str, expect: int = 200) -> Page:
        visitor = self.site.visitor(language="en")
        return (visitor.sign_in(person) if person else visitor).open(self.base + path, expect=expect)


@pytest.fixture
def eyes(site: Site, job: Hiring) -> Eyes:
    return Eyes(site, job)


def _names_of(people: list[Person]) -> list[str]:
    return [person.account.name for person in people]


def test_the_board_reads_the_name_of_who_was_chosen_and_of_nobody_else(job: Hiring, eyes: Eyes) -> None:
    job.deliberating(NAMES)
    eyes.site.at(TALKS + timedelta(days=1))
    assert not [name for name in NAMES if eyes.see(job.board, "/beheer").has(name)]
    for person in job.panel:
        job.vote(person, 1, approved=[1, 2])
    job.decide()
    eyes.site.at(DECIDED)
    page = eyes.see(job.board, "/beheer")
    assert [name for name in NAMES if page.has(name)] == ["Anna"]
    assert page.has("Totals of the panel, by number")
    assert page.lacks("Bram@example.org")
    job.do(actions.send_decision, DECIDED, employer_token="e")
    assert not [name for name in NAMES[1:] if eyes.see(job.board, "/antwoord").has(name)]


def test_the_employer_reads_the_chosen_candidate_and_the_total_only(job: Hiring, eyes: Eyes) -> None:
    job.sent(NAMES)
    eyes.site.at(DECIDED)
    page = eyes.see(None, f"/werkgever/employer-{job.id}")
    assert [name for name in NAMES if page.has(name)] == ["Anna"]
    assert page.has("Weighted mean of the scores of the panel: 4 of 5.")
    assert all(page.has(name) for name in _names_of(job.panel))
    eyes.see(None, "/werkgever/guess", expect=404)


@pytest.mark.parametrize("step", ["screening", "conflict_check", "interviewing", "scoring", "deliberating"])
def test_totals_are_for_nobody_before_the_decision(db: Session, job: Hiring, eyes: Eyes, step: str) -> None:
    getattr(job, step)()
    assert totals_of(db, job.procedure) == []
    eyes.site.at(TALKS)
    for person in (job.secretary, job.board):
        assert eyes.see(person, "/beheer").lacks("Totals of the panel")


def test_the_secretary_sees_no_totals_on_the_page_of_the_board(job: Hiring, eyes: Eyes) -> None:
    job.decided()
    eyes.site.at(DECIDED)
    assert eyes.see(job.secretary, "/beheer").lacks("Totals of the panel, by number")


def test_names_of_candidates_are_for_the_secretary_until_the_shortlist_is_shown(job: Hiring, eyes: Eyes) -> None:
    job.screening(NAMES)
    eyes.site.at(CLOSES)
    assert all(eyes.see(job.secretary, "/beheer").has(name) for name in NAMES)
    for path in ("/panellid", "/scoren", "/scoren/vraag/1"):
        assert not [name for name in NAMES if eyes.see(job.panel[0], path).has(name)]


def test_members_read_names_of_the_shortlist_and_never_how_to_reach_somebody(job: Hiring, eyes: Eyes) -> None:
    job.conflict_check(NAMES)
    eyes.site.at(READ)
    page = eyes.see(job.panel[0], "/belangen")
    assert all(page.has(name) for name in NAMES)
    assert page.lacks("@example.org")
    for person in (job.volunteers[-1], make.team(job.db, job.place), make.administrator(job.db, job.place), None):
        if person is None or person not in job.panel:
            assert not [name for name in NAMES if eyes.see(person, "").has(name)]


def test_names_of_members_are_for_the_panel_board_and_who_is_invited_and_never_public(job: Hiring, eyes: Eyes) -> None:
    job.interviewing()
    eyes.site.at(READ)
    first = job.applications()[0]
    before = eyes.see(None, f"/sollicitatie/{first.token}")
    assert not [name for name in _names_of(job.panel) if before.has(name)]
    job.plan(first)
    invited = eyes.see(None, f"/sollicitatie/{first.token}")
    for page in (invited, eyes.see(job.panel[0], "/panellid"), eyes.see(job.board, "/beheer")):
        assert all(page.has(name) for name in _names_of(job.panel))
    assert not [name for name in _names_of(job.panel) if eyes.see(None, "").has(name)]
    assert not [name for name in _names_of(job.panel) if eyes.see(None, "/loting").has(name)]


def test_the_secretary_reads_who_steps_back_for_whom_and_the_board_how_often(job: Hiring, eyes: Eyes) -> None:
    job.conflict_check()
    job.declare(job.panel[0], "Bram")
    eyes.site.at(READ)
    assert eyes.see(job.secretary, "/beheer").has("Steps back for: 2.")
    board = eyes.see(job.board, "/beheer")
    assert board.has("1 time a member stepped back for a candidate.")
    assert board.lacks("Steps back for")
    assert eyes.see(job.panel[1], "/panellid").lacks("Steps back")


def test_minutes_are_for_panel_secretary_and_board_and_go_with_the_scores(job: Hiring, eyes: Eyes) -> None:
    job.deliberating()
    for person in job.panel:
        job.vote(person, 1)
    job.decide(minutes="We talked long about item four.")
    eyes.site.at(DECIDED)
    for person, path in ((job.panel[0], "/beraad"), (job.secretary, "/beraad"), (job.board, "/beheer")):
        assert eyes.see(person, path).has("We talked long about item four.")
    for path in ("", f"/sollicitatie/{job.applications()[0].token}"):
        assert eyes.see(None, path).lacks("item four")


def test_complaints_are_a_count_in_public_an_outcome_for_the_board_and_a_text_for_the_committee(
    job: Hiring, eyes: Eyes
) -> None:
    job.in_retention()
    loser = job.applications(AppState.REJECTED)[0]
    actions.file_complaint(job.db, job.place.id, job.id, loser.token, text="Too short.", committee_token="c", at=PLACED)
    eyes.site.at(PLACED)
    public = eyes.site.visitor(language="en").open("/noorderkwartier/vacatures")
    assert public.has("Complaints about a procedure: 2027: 1.")
    board = eyes.see(job.board, "/beheer")
    assert board.has("waits for the committee")
    for page in (public, board, eyes.see(job.secretary, "/beheer")):
        assert page.lacks("Too short.")
    assert eyes.see(None, "/commissie/c").has("Too short.")


def test_a_candidate_reads_own_means_after_the_letter_and_nobody_elses(job: Hiring, eyes: Eyes) -> None:
    job.placed()
    eyes.site.at(PLACED)
    loser = job.applications(AppState.REJECTED)[0]
    assert eyes.see(None, f"/sollicitatie/{loser.token}").lacks("Your mean scores")
    job.write_all()
    page = eyes.see(None, f"/sollicitatie/{loser.token}")
    assert page.has("Your mean scores")
    assert page.lacks("Anna")
    assert not [name for name in _names_of(job.panel) if page.has(name)]


def test_somebody_on_paper_gets_letters_sheets_and_acts_through_the_secretary(job: Hiring, eyes: Eyes) -> None:
    job.pool(8)
    told = {"cluster": "Zuid", "age_band": "67+", "experience": "no"}
    row = job.do(actions.volunteer_on_paper, NOON, name="Cor Dekker", contact="Kade 3", told=told)
    job.listed()
    panels = job.procedure.panels or []
    job.throw(f"{next(n for n, panel in enumerate(panels) if row.pseudonym in panel):03d}")
    eyes.site.at(NOON)
    seat = next(one for one in seats_of(job.db, job.id) if one.volunteer_id == row.id)
    manage = eyes.see(job.secretary, "/beheer")
    assert manage.has("Cor Dekker")
    assert manage.has("On paper: Kade 3")
    letter = manage.follow("Print a letter")
    assert letter.has("You were drawn.")
    assert letter.has("Signature:")
    eyes.see(job.secretary, f"/leden/{seat.id}/antwoord").submit("Record the answer", accepts="yes")
    assert [one.answer for one in seats_of(job.db, job.id) if one.id == seat.id] == [SeatState.ACCEPTED]
    known = {person.account.id: person for person in job.volunteers}
    for one in seats_of(job.db, job.id):
        if one.answer is SeatState.WAITING:
            job.by(known[one.account_id or 0], actions.answer_seat, NOON, accepts=True)
    job.do(actions.publish_vacancy, NOON)
    job.apply("Anna")
    job.do(actions.catch_up, CLOSES)
    for candidate in job.applications():
        job.do(actions.sort_application, CLOSES, application_id=candidate.id, state=AppState.ADMITTED)
    job.do(actions.start_screening, CLOSES)
    eyes.site.at(CLOSES)
    sheet = eyes.see(job.secretary, f"/leden/{seat.id}/brief")
    assert sheet.has("An example.")
    assert sheet.has("☐ not discussed")
    assert sheet.lacks("Anna")
    eyes.see(job.board, f"/leden/{seat.id}/brief", expect=403)


def test_who_left_a_phone_number_is_on_the_list_of_letters_and_calls(job: Hiring, eyes: Eyes) -> None:
    job.published()
    actions.apply(
        *(job.db, make.visitor_actor(job.place.id), job.place.id, job.id),
        name="Dora",
        contact="06 12345678",
        answers=dict.fromkeys(job.procedure.items, "An example."),
        token="dora",
        at=NOON,
    )
    job.apply("Anna")
    eyes.site.at(NOON)
    page = eyes.see(job.secretary, "/beheer")
    assert page.has("Without e-mail: call, or print a letter")
    letters = [link.get_text() for link in page.soup.select('a[href$="/op-papier"]')]
    assert letters == ["Dora"]
    one = next(one for one in job.applications() if one.name == "Dora")
    assert eyes.see(job.secretary, f"/kandidaten/{one.id}/op-papier").has("Your application is number 1")
