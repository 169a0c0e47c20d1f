"""The whole road of a procedure, through the pages, by everybody who has a part in it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from coop.drawing import draw_panels
from coop.panels import actions
from coop.panels.models import Application, Complaint
from coop.panels.policy import NEXT_WORDS, SeatState, State, item_of
from coop.panels.queries import applications_of, seats_of
from tests.panels.making import CLOSES, ITEMS, PLACED, TALKS, Hiring, hiring
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import CountStatements, Page, Site, Visitor


class Pages:
    """The pages of one procedure, in English."""

    def __init__(self, site: Site, job: Hiring) -> None:
        self.site, self.job = site, job
        self.base = f"/noorderkwartier/vacatures/{job.id}"
        self.office = self.browser(job.secretary)
        self.board = self.browser(job.board)

    def browser(self, person: Person | None = None) -> Visitor:
        visitor = self.site.visitor(language="en")
        return visitor.sign_in(person) if person else visitor

    def manage(self, button: str, **fields: Any) -> Page:
        return self.office.open(f"{self.base}/beheer").submit(button, **fields)

    def form(self, path: str, button: str, *, by: Visitor | None = None, expect: int = 200, **fields: Any) -> Page:
        return (by or self.office).open(f"{self.base}{path}").submit(button, expect=expect, **fields)


@pytest.fixture
def pages(site: Site, job: Hiring) -> Pages:
    return Pages(site, job)


def _sheet(score: int, code: str = "") -> dict[str, Any]:
    return {
        name: value
        for item in ITEMS
        for name, value in ((f"score_{item}", str(score)), (f"evidence_{item}", f"What was told {code}."))
    }


def _question(db: Session, job: Hiring, score: int) -> dict[str, Any]:
    """One question, the same score for every candidate."""
    return {
        name: value
        for one in applications_of(db, job.id)
        for name, value in ((f"score_{one.id}", str(score)), (f"evidence_{one.id}", "What was written there."))
    }


def _answers(text: str = "An example of my own.") -> dict[str, Any]:
    return {f"answer_{code}": text for code in ITEMS}


def test_from_draft_to_erased_by_all_who_have_a_part(
    db: Session, sessions: sessionmaker[Session], site: Site, job: Hiring, pages: Pages
) -> None:
    site.at(NOON)
    assert pages.manage("Show the profile to the board").has("a week for remarks")
    resident = pages.browser(job.volunteers[-1])
    assert pages.form("/opmerking", "Place my remark", by=resident, text="Ask about cats.").has("Ask about cats.")
    pages.form("/opmerking-beantwoorden", "Place my answer", text="We will.")
    pages.form("/goedkeuren", "Approve this vacancy", by=pages.board, works_council="y")
    pages.form("/vrijwilligers", "Open the list of volunteers", gender="y")
    for place, person in enumerate(job.volunteers[:12]):
        job.volunteer(person, place)
    assert pages.manage("Close the list and compute the draw").has("The draw waits for its turn")
    draw_panels(sessions, NOON)
    assert pages.office.open(f"{pages.base}/loting/voortgang").has("The list is computed and published.")
    pages.form("/dobbelstenen", "Record this throw", dice="407", place="De Brug", witnesses="Nel and Cor")
    waiting = [seat.account_id for seat in seats_of(db, job.id) if seat.answer is SeatState.WAITING]
    panel = [person for person in job.volunteers if person.account.id in waiting]
    for person in panel:
        pages.browser(person).open(pages.base).submit("Yes, I join the panel")
    member = pages.browser(panel[0])
    page = member.open(f"{pages.base}/panellid").follow("Read in five short pages how a panel works")
    for _ in range(4):
        page = page.follow("Next page")
    assert page.submit("I have read this").has("You have read how a panel works")
    pages.form("/publiceren", "Publish the vacancy", closes_on="14-04-2027", equal_treatment="y")
    visitor = pages.browser()
    draft = pages.form("/solliciteren", "Save and go on later", by=visitor, name="Anna", answer_R1="Half an ans")
    assert draft.has("Saved, not sent")
    assert "Half an ans" in draft.html
    receipt = draft.submit("Send my application", name="Anna", contact="anna@example.org", **_answers())
    pages.form(
        "/solliciteren", "Send my application", by=pages.browser(), name="Bram", contact="06 12345678", **_answers()
    )
    private = receipt.path.removeprefix(pages.base)
    site.at(CLOSES + timedelta(days=1))
    pages.manage("Do what is due by the clock")
    for one in applications_of(db, job.id):
        pages.form(f"/kandidaten/{one.id}", "Save this", state="admitted")
    pages.form(
        f"/kandidaten/{applications_of(db, job.id)[0].id}/onherkenbaar",
        "Save what the panel reads",
        answer_R1="Taken out.",
    )
    pages.manage("Let the panel read the answers")
    for person in panel:
        page = pages.browser(person).open(f"{pages.base}/scoren").follow("Question 1")
        for _ in ITEMS:
            page = page.submit("Hand in my scores for this question", **_question(db, job, 4))
            assert page.has("Nobody sees them before that")
        assert page.has("You are ready")
    assert member.open(f"{pages.base}/scoren/vraag/1").has("Taken out.")
    pages.form("/selectie", "Make the shortlist", count="2")
    pages.manage("Show the names to the panel")
    for person in panel:
        assert pages.form("/belangen", "Save what I said", by=pages.browser(person)).has("Noted.")
    pages.manage("Start the interviews")
    for one in applications_of(db, job.id):
        pages.form(
            f"/kandidaten/{one.id}/gesprek",
            "Plan this interview",
            day="28-04-2027",
            time="10:00",
            minutes="45",
            place="De Brug",
        )
    assert visitor.open(pages.base + private).has("De Brug")
    calendar = visitor.get(f"{pages.base}{private}/gesprek.ics")
    assert "DTSTART:20270428T080000Z" in calendar.get_data(as_text=True)
    assert "DTEND:20270428T084500Z" in calendar.get_data(as_text=True)
    site.at(TALKS + timedelta(days=4))
    for one in applications_of(db, job.id):
        seats = [str(seat.id) for seat in seats_of(db, job.id) if seat.answer is SeatState.ACCEPTED]
        pages.form(f"/kandidaten/{one.id}/aanwezig", "The interview was held", present=seats)
    for place, person in enumerate(panel):
        for one in applications_of(db, job.id):
            pages.form(
                f"/scoren/{one.id}",
                "Hand in my scores",
                by=pages.browser(person),
                **_sheet(1 + (place + one.number) % 5),
            )
    pages.manage("Open the scores for the panel")
    assert member.open(f"{pages.base}/beraad").has("Krippendorff")
    first = applications_of(db, job.id)[0]
    pages.form(f"/beraad/{first.id}/aanpassen", "Save my new scores", by=member, reason="I misread.", **_sheet(5))
    for place, person in enumerate(panel):
        choice = "1" if place < 4 else "2"
        pages.form("/stem", "Cast my vote", by=pages.browser(person), approved=["1", "2"], first=choice)
    pages.form("/mening", "Save my opinion", by=pages.browser(panel[5]), text="I saw more in the other.")
    decision = pages.office.open(f"{pages.base}/besluit")
    assert decision.has("The vote chooses candidate 1")
    decision.submit("Record this decision", reason_items=["R2"], reasons="Listens well.")
    pages.manage("Send the decision to the board")
    public = pages.form("/antwoord", "Record the answer of the board", by=pages.board, event="agree")
    assert public.has("waits for the employer")
    assert public.has("I saw more in the other.")
    employer = pages.browser()
    link = pages.office.open(f"{pages.base}/beheer").soup.find("a", string="page of the employer")
    assert link is not None
    page = employer.open(str(link["href"]))
    assert page.has("Anna")
    page.submit("Send the answer of the employer", confirms="yes", checks_done="y")
    visitor.open(pages.base + private).follow("Answer the offer").submit("Send my answer", accepts="yes")
    public = pages.browser().open(pages.base)
    assert public.has("somebody joins the team")
    assert public.lacks("Anna")
    other = applications_of(db, job.id)[1]
    pages.form(f"/kandidaten/{other.id}/brief", "Send this letter", text="Thank you for your time.", reason_R2="Less.")
    losing = pages.browser().open(f"{pages.base}/sollicitatie/{other.token}")
    assert losing.has("Thank you for your time.")
    assert losing.has("Your mean scores")
    pages.manage("Close this procedure")
    assert job.is_in(State.RETENTION)
    complaint = losing.follow("Complain about this procedure").submit("Send my complaint", text="It was too short.")
    assert complaint.has("within 28 days")
    committee = pages.office.open(f"{pages.base}/beheer").follow("page of the committee")
    assert committee.submit("Record our ruling", founded="no", ruling="It was as long as the others.").has(
        "Not founded"
    )
    site.at(PLACED + timedelta(days=60))
    pages.manage("Do what is due by the clock")
    assert job.is_in(State.ERASED)
    assert pages.office.open(f"{pages.base}/beheer").has("Certificate of erasing")
    assert pages.browser().open(pages.base).lacks("Anna")
    assert not [one for one in db.scalars(select(Application)) if one.name]
    assert not [one for one in db.scalars(select(Complaint)) if one.text]


PASSED = [
    *("/panel", "/dobbelstenen", "/goedkeuren", "/publiceren", "/profiel", "/opmerking", "/selectie", "/besluit"),
    *("/antwoord", "/werkgever", "/aanbod", "/hervatten", "/stem", "/solliciteren", "/belangen", "/langer-open"),
]


@pytest.mark.parametrize("path", PASSED)
def test_a_form_for_another_step_says_so_and_leads_back(site: Site, job: Hiring, pages: Pages, path: str) -> None:
    job.scoring()
    site.at(TALKS)
    page = None
    for visitor in (pages.office, pages.board, pages.browser(job.panel[0])):
        answer = visitor.get(pages.base + path)
        assert answer.status_code in (403, 409), path
        if answer.status_code == 409:
            page = visitor.open(pages.base + path, expect=409)
            assert page.soup.select_one(f'a[href="{pages.base}"]'), path
    assert page is not None, path


@pytest.mark.parametrize("state", [state for state in State if state is not State.DRAFT])
def test_a_candidate_reads_what_comes_next(db: Session, site: Site, job: Hiring, pages: Pages, state: State) -> None:
    job.screening()
    site.at(CLOSES)
    one = job.applications()[0]
    job.procedure.state, job.procedure.suspended_from = state, State.SCREENING
    db.commit()
    page = pages.browser().open(f"{pages.base}/sollicitatie/{one.token}")
    assert page.has(NEXT_WORDS[state])


@pytest.mark.parametrize("path", ["/beraad", "/scoren/1", "/panellid"])
def test_a_refused_resident_is_led_to_pages_that_open(site: Site, job: Hiring, pages: Pages, path: str) -> None:
    job.scoring()
    site.at(TALKS)
    resident = pages.browser(job.volunteers[-1] if job.volunteers[-1] not in job.panel else job.volunteers[0])
    refused = resident.open(pages.base + path, expect=403)
    ways = [str(link["href"]) for link in refused.soup.select("main a[href^='/noorderkwartier/vacatures']")]
    assert pages.base in ways
    assert f"{pages.base}/beheer" not in ways
    assert {resident.get(way).status_code for way in ways} == {200}
    office = pages.office.open(pages.base + "/panellid", expect=403)
    assert office.soup.select_one(f'a[href="{pages.base}/beheer"]')


def test_the_page_of_the_draw_shows_the_line_that_was_thrown(site: Site, job: Hiring, pages: Pages) -> None:
    job.pool().listed()
    site.at(NOON)

    def lines() -> list[str]:
        page = pages.browser().open(f"{pages.base}/loting")
        return [
            row.get_text(" ", strip=True).split("V")[0].strip()
            for row in page.soup.select("table")[-1].select("tbody tr")
        ]

    assert lines() == ["000", "001", "002", "003", "004"]
    job.throw("999")
    assert lines() == ["999 thrown", "995", "996", "997", "998"]
    assert pages.browser().open(f"{pages.base}/loting").has("The file has all 1,000 lines.")


def test_late_is_late_and_what_was_typed_stays(site: Site, job: Hiring, pages: Pages) -> None:
    job.published()
    site.at(CLOSES - timedelta(minutes=1))
    page = pages.browser().open(f"{pages.base}/solliciteren")
    site.at(CLOSES)
    late = page.submit(
        "Send my application", name="Late", contact="l@example.org", expect=409, **_answers("With care.")
    )
    assert late.has("not open for applications")
    assert "With care." in late.html


def test_every_gap_is_named_at_once(site: Site, job: Hiring, pages: Pages) -> None:
    job.published()
    site.at(NOON)
    page = pages.browser().open(f"{pages.base}/solliciteren")
    refused = page.submit("Send my application", name="Anna", contact="nothing", answer_R1="Kept.", expect=422)
    assert refused.html.count("Answer this question.") >= 5
    assert "Kept." in refused.html


def test_the_same_application_twice_leads_to_one_receipt_and_nobody_learns_who_applied(
    db: Session, site: Site, job: Hiring, pages: Pages
) -> None:
    job.published()
    site.at(NOON)

    def send(text: str) -> Page:
        return pages.form(
            *("/solliciteren", "Send my application"),
            by=pages.browser(),
            name="Anna",
            contact="anna@example.org",
            **_answers(text),
        )

    assert send("One.").path == send("One.").path
    assert send("Two.").has("Your application is number 2")
    assert len(applications_of(db, job.id)) == 2


def test_a_score_says_what_evidence_it_needs(site: Site, job: Hiring, pages: Pages) -> None:
    job.scoring()
    site.at(TALKS)
    member, one = pages.browser(job.panel[0]), job.applications()[0]
    page = member.open(f"{pages.base}/scoren/{one.id}")
    assert page.has("at least 10 characters")
    fields: dict[str, Any] = {f"score_{code}": "none" for code in ITEMS}
    refused = page.submit("Hand in my scores", expect=422, **{**fields, "score_R1": "4"})
    assert refused.has("Write in one sentence of at least 10 characters")
    (fault,) = refused.soup.select("#error-summary li")
    assert fault.get_text().startswith(f"{item_of('R1').name}: what did you read")
    assert page.submit("Hand in my scores", **fields).has("You can change them until all scores open together")


def test_who_missed_half_an_interview_is_refused_before_and_after_typing(site: Site, job: Hiring, pages: Pages) -> None:
    job.interviewing()
    site.at(TALKS)
    first, second = job.applications()
    job.hold(first, job.panel)
    job.hold(second, job.panel[:5])
    member = pages.browser(job.panel[5])
    page = member.open(f"{pages.base}/scoren/{first.id}")
    refused = member.open(f"{pages.base}/scoren/{second.id}", expect=409)
    assert refused.has("whole interview")
    sent = member.post(f"{pages.base}/scoren/{second.id}", _sheet(4), expect=409)
    assert sent.has("whole interview")
    assert page.submit("Hand in my scores", **_sheet(4)).has("are in")


def test_stepping_back_is_asked_once_more_and_shown_on_return(site: Site, job: Hiring, pages: Pages) -> None:
    job.screening()
    site.at(CLOSES)
    member, one = pages.browser(job.panel[0]), job.applications()[0]
    page = member.open(f"{pages.base}/scoren").follow("Step back for candidate 1")
    assert page.has("You can change your mind")
    assert page.submit("Yes, I step back for this candidate").has("You stepped back")
    assert f'name="score_{one.id}"' not in member.open(f"{pages.base}/scoren/vraag/1").html
    assert member.open(f"{pages.base}/scoren").submit("Read after all").has("You read this candidate after all")
    assert f'name="score_{one.id}"' in member.open(f"{pages.base}/scoren/vraag/1").html


def test_a_vacancy_does_not_open_before_four_said_yes(site: Site, job: Hiring, pages: Pages) -> None:
    job.drawn()
    site.at(NOON)
    for person in job.panel[:3]:
        pages.browser(person).open(pages.base).submit("Yes, I join the panel")
    page = pages.office.open(f"{pages.base}/beheer")
    assert page.has("3 said yes")
    assert page.lacks("Publish the vacancy")
    refused = pages.form("/publiceren", "Publish the vacancy", closes_on="2027-04-14", equal_treatment="y", expect=409)
    assert refused.has("Fewer than 4")


def test_my_page_asks_for_what_can_be_done(site: Site, job: Hiring, pages: Pages) -> None:
    job.pool(3)
    site.at(NOON)
    mine = pages.office.open("/noorderkwartier/mijn-pagina")
    assert mine.has("Ask more residents to volunteer")
    assert mine.lacks("Close the list of volunteers")
    for person in job.volunteers[3:12]:
        job.volunteer(person)
    assert pages.office.open("/noorderkwartier/mijn-pagina").has("Close the list of volunteers")


PRIVATE = ["", "/aanpassen", "/intrekken", "/aanbod", "/klacht", "/gesprek.ics"]


@pytest.mark.parametrize("path", PRIVATE)
def test_a_private_page_opens_with_its_own_address_only(
    db: Session, site: Site, job: Hiring, pages: Pages, path: str
) -> None:
    job.closed()
    site.at(CLOSES)

    other = hiring(db, job.place)
    token = job.applications()[0].token
    for wrong in (
        f"{pages.base}/sollicitatie/x{path}",
        f"/noorderkwartier/vacatures/{other.id}/sollicitatie/{token}{path}",
    ):
        pages.browser().open(wrong, expect=404)
        pages.office.open(wrong, expect=404)


def test_another_candidates_number_opens_nothing(site: Site, job: Hiring, pages: Pages) -> None:
    """A candidate with an account is not let in to pages about candidates, their own included."""
    job.published()
    someone = make.outsider(job.db, job.place)
    job.apply("Anna", actor=someone.actor)
    job.apply("Bram")
    job.do(_catch_up, CLOSES)
    site.at(CLOSES)
    for one in job.applications():
        for path in ("", "/onherkenbaar", "/gesprek", "/aanwezig", "/brief"):
            for person in (someone, job.board, job.panel[0], make.team(job.db, job.place)):
                pages.browser(person).open(f"{pages.base}/kandidaten/{one.id}{path}", expect=403)
        pages.browser(someone).open(f"{pages.base}/scoren/{one.id}", expect=403)


def _catch_up(*args: Any, **more: Any) -> Any:
    return actions.catch_up(*args, **more)


def test_a_member_of_one_panel_reads_nothing_of_another(db: Session, site: Site, job: Hiring, pages: Pages) -> None:

    job.screening()
    site.at(CLOSES)
    other = hiring(db, job.place)
    other.screening()
    stranger = pages.browser(other.panel[0])
    for path in ("/panellid", "/scoren", f"/scoren/{job.applications()[0].id}", "/wegwijzer/1", "/beraad", "/belangen"):
        stranger.open(pages.base + path, expect=403)
    mixed = f"/noorderkwartier/vacatures/{other.id}/scoren/{job.applications()[0].id}"
    stranger.open(mixed, expect=404)


def test_only_i_see_my_chance(site: Site, job: Hiring, pages: Pages) -> None:
    job.drawn()
    site.at(NOON)
    assert pages.browser(job.panel[0]).open(f"{pages.base}/loting").has("Your chance")
    assert pages.browser().open(f"{pages.base}/loting").lacks("Your chance")


def test_the_published_list_passes_the_check_that_anybody_can_run(
    site: Site, job: Hiring, pages: Pages, tmp_path: Any
) -> None:
    import subprocess
    import sys
    from pathlib import Path

    from click.testing import CliRunner

    from coop.panels.commands import draw

    job.drawn()
    site.at(NOON)
    path = tmp_path / "list.json"
    path.write_bytes(pages.browser().get(f"{pages.base}/loting.json").data)
    answer = CliRunner().invoke(draw, ["verify", str(path), "--dice", "407"])
    assert answer.exit_code == 0, answer.output
    script = Path(__file__).parents[2] / "coop" / "static" / "controleer-loting.py"
    run = subprocess.run([sys.executable, script, path, "407"], capture_output=True, text=True, check=True)
    assert "407" in run.stdout
    drawn = {seat.rank for seat in seats_of(job.db, job.id) if seat.answer is SeatState.WAITING}
    assert len(drawn) == 6


def test_pages_ask_the_database_no_more_for_more_rows(db: Session, site: Site, job: Hiring, pages: Pages) -> None:
    """Two candidates on one procedure, against eight of them, four remarks and three more procedures."""
    many = hiring(db, job.place)
    many.do(actions.submit_profile, NOON)
    for person in many.volunteers[:4]:
        remark = many.by(person, actions.remark_on_profile, NOON, text="What about the evenings?")
        many.do(actions.answer_remark, NOON, remark_id=remark.id, text="Two a month.")
    many.decide_as_board(actions.request_changes, NOON, reason="Say so in the text.")
    job.scoring()
    many.scoring(("Anna", "Bram", "Carla", "Daan", "Ella", "Fien", "Gijs", "Hans"))
    site.at(TALKS)

    def counts(one: Hiring) -> list[int]:
        found = []
        for visitor in (pages.office, pages.board):
            for path in ("", f"/{one.id}", f"/{one.id}/beheer"):
                with CountStatements(db) as counted:
                    visitor.open(f"/noorderkwartier/vacatures{path}")
                found.append(counted.count)
        return found

    counts(job)
    before = counts(job)
    for _ in range(3):
        hiring(db, job.place).published()
    assert counts(many) == before
    assert max(before) <= 15, before
