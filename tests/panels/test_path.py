"""The whole road of a procedure, through the pages, by everybody who has a part in it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from coop.districts.models import District
from coop.districts.policy import Level
from coop.panels import actions
from coop.panels.models import Procedure
from coop.panels.queries import applications_of, procedure_of, seats_of
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import CountStatements, Page, Site, Visitor

ITEMS = ["R1", "R2", "R4", "R6", "R9", "R10"]


@dataclass
class Stage:
    db: Session
    site: Site
    district: District
    secretary: Person
    board: Person
    members: list[Person]

    def browser(self, person: Person | None = None) -> Visitor:
        visitor = self.site.visitor(language="en")
        return visitor.sign_in(person) if person else visitor

    def at(self, days: float) -> None:
        self.site.at(NOON + timedelta(days=days))

    def drafted(self, level: Level = Level.DECISIVE) -> int:
        make.mandates(self.db, self.district, level)
        page = self.browser(self.secretary).open("/noorderkwartier/vacatures/nieuw")
        page = page.submit(
            "Save this draft",
            title="Generalist",
            text="The work.",
            hours="28",
            home_organisation="Welfare",
            closes_on="2027-04-30",
            items=ITEMS,
        )
        return int(page.path.split("/")[3])

    def to_pool(self, number: int, volunteers: int = 12) -> None:
        base = f"/noorderkwartier/vacatures/{number}"
        self.browser(self.board).open(f"{base}/beheer").submit("Approve this vacancy")
        self.browser(self.secretary).open(f"{base}/beheer").submit("Invite residents to volunteer")
        for place, person in enumerate(self.members[:volunteers]):
            actions.volunteer(
                self.db,
                person.actor,
                self.district.id,
                number,
                cluster=("Noord", "Zuid")[place % 2],
                age_band="30-49",
                experience=("yes", "no", "")[place % 3],
                at=NOON,
            )

    def to_published(self, number: int) -> list[Person]:
        base = f"/noorderkwartier/vacatures/{number}"
        secretary = self.browser(self.secretary)
        secretary.open(f"{base}/beheer").submit("Close the list and publish the draw")
        secretary.open(f"{base}/dobbelstenen").submit(
            "Record this throw", dice="407", place="De Brug", witnesses="Nel and Cor"
        )
        by_account = {person.account.id: person for person in self.members}
        panel = [by_account[seat.account_id] for seat in seats_of(self.db, number) if seat.answer == "waiting"]
        for person in panel:
            self.browser(person).open(base).submit("Yes, I join the panel")
        secretary.open(f"{base}/beheer").submit("Publish the vacancy")
        return panel

    def apply(self, number: int, name: str, *, expect: int = 200) -> Page:
        page = self.browser().open(f"/noorderkwartier/vacatures/{number}/solliciteren")
        answers: dict[str, Any] = {f"answer_{code}": f"An example for {code}." for code in ITEMS}
        return page.submit(
            "Send my application", name=name, contact=f"{name.lower()}@example.org", expect=expect, **answers
        )

    def score(self, number: int, person: Person, application_id: int, score: int) -> Page:
        page = self.browser(person).open(f"/noorderkwartier/vacatures/{number}/scoren/{application_id}")
        fields: dict[str, Any] = {}
        for code in ITEMS:
            fields[f"score_{code}"] = str(score)
            fields[f"evidence_{code}"] = f"Secret evidence of {person.account.name}."
        return page.submit("Hand in my scores", **fields)


@pytest.fixture
def stage(db: Session, site: Site) -> Stage:
    district = make.district(db)
    members = [make.member(db, district) for _ in range(14)]
    return Stage(db, site, district, make.secretary(db, district), make.board(db, district), members)


def _scored(stage: Stage, level: Level) -> tuple[int, list[Person]]:
    number = stage.drafted(level)
    stage.to_pool(number)
    panel = stage.to_published(number)
    stage.apply(number, "Anna")
    stage.apply(number, "Bram")
    stage.at(47)
    stage.browser(stage.secretary).open(f"/noorderkwartier/vacatures/{number}/beheer").submit(
        "Close the vacancy and start the scoring"
    )
    for place, person in enumerate(panel):
        for application in applications_of(stage.db, number):
            stage.score(number, person, application.id, 1 + (place + application.number) % 5)
    return number, panel


def test_from_draft_to_placed(stage: Stage) -> None:
    number, panel = _scored(stage, Level.CO_DECISION)
    base = f"/noorderkwartier/vacatures/{number}"
    secretary = stage.browser(stage.secretary)
    secretary.open(f"{base}/beheer").submit("Open the scores for the panel")
    assert stage.browser(panel[0]).open(f"{base}/beraad").has("Secret evidence")
    page = secretary.open(f"{base}/besluit").submit(
        "Record this decision",
        votes_1="4",
        votes_2="2",
        number="1",
        reason_items=["R2"],
        reasons="Listens well.",
    )
    assert page.has("waits for the board")
    board = stage.browser(stage.board)
    page = board.open(f"{base}/antwoord").submit("Record the answer of the board", event="agree")
    assert page.has("waits for the employer")
    page = secretary.open(f"{base}/werkgever").submit("Record the answer", confirms="yes")
    assert page.has("somebody joins the team")
    public = stage.browser().open(base)
    assert public.has("Number of candidates: 2.")
    assert public.lacks("Anna")
    assert public.lacks("Bram")


def test_nobody_sees_a_score_before_all_are_in(stage: Stage) -> None:
    number = stage.drafted()
    stage.to_pool(number)
    panel = stage.to_published(number)
    stage.apply(number, "Anna")
    stage.at(47)
    base = f"/noorderkwartier/vacatures/{number}"
    stage.browser(stage.secretary).open(f"{base}/beheer").submit("Close the vacancy and start the scoring")
    (application,) = applications_of(stage.db, number)
    for person in panel[:-1]:
        stage.score(number, person, application.id, 4)
    administrator = make.administrator(stage.db, stage.district)
    paths = ("", "/beheer", "/beraad", "/besluit", "/scoren", f"/scoren/{application.id}", "/loting", "/antwoord")
    others = [panel[-1], stage.secretary, stage.board, administrator, stage.members[-1]]
    for person in others:
        for path in paths:
            answer = stage.browser(person).get(f"{base}{path}")
            assert b"Secret evidence" not in answer.data, path
            assert answer.status_code in (200, 303, 403, 409), path
        for path in ("/noorderkwartier/", "/noorderkwartier/mijn-pagina", "/noorderkwartier/vacatures"):
            assert b"Secret evidence" not in stage.browser(person).get(path).data
    page = stage.browser(stage.secretary).post(f"{base}/stap/scores-openen", expect=409)
    assert page.has("stay sealed")
    stage.score(number, panel[-1], application.id, 2)
    stage.browser(stage.secretary).open(f"{base}/beheer").submit("Open the scores for the panel")
    assert stage.browser(panel[-1]).open(f"{base}/beraad").has("Secret evidence")


def test_after_the_deadline_a_quorum_is_enough(stage: Stage) -> None:
    number = stage.drafted()
    stage.to_pool(number)
    panel = stage.to_published(number)
    stage.apply(number, "Anna")
    stage.at(47)
    base = f"/noorderkwartier/vacatures/{number}"
    secretary = stage.browser(stage.secretary)
    secretary.open(f"{base}/beheer").submit("Close the vacancy and start the scoring")
    (application,) = applications_of(stage.db, number)
    for person in panel[:3]:
        stage.score(number, person, application.id, 4)
    stage.at(70)
    secretary.post(f"{base}/stap/scores-openen", expect=409)
    stage.score(number, panel[3], application.id, 4)
    assert secretary.post(f"{base}/stap/scores-openen").has("The scores are open")


def test_late_is_late_and_what_was_typed_stays(stage: Stage) -> None:
    number = stage.drafted()
    stage.to_pool(number)
    stage.to_published(number)
    page = stage.browser().open(f"/noorderkwartier/vacatures/{number}/solliciteren")
    stage.at(47)
    answers: dict[str, Any] = {f"answer_{code}": f"Typed with care {code}" for code in ITEMS}
    late = page.submit("Send my application", name="Late", contact="late@example.org", expect=409, **answers)
    assert late.has("not open for applications")
    assert "Typed with care R10" in late.html


def test_an_empty_answer_is_refused_beside_its_question(stage: Stage) -> None:
    number = stage.drafted()
    stage.to_pool(number)
    stage.to_published(number)
    page = stage.browser().open(f"/noorderkwartier/vacatures/{number}/solliciteren")
    refused = page.submit("Send my application", name="Anna", contact="a@example.org", answer_R1="Kept.", expect=422)
    assert refused.has("Answer this question.")
    assert "Kept." in refused.html


def test_an_application_sent_twice_leads_to_the_same_receipt(stage: Stage) -> None:
    number = stage.drafted()
    stage.to_pool(number)
    stage.to_published(number)
    assert stage.apply(number, "Anna").path == stage.apply(number, "Anna").path
    assert len(applications_of(stage.db, number)) == 1


def test_nobody_learns_from_the_form_who_applied(stage: Stage) -> None:
    number = stage.drafted()
    stage.to_pool(number)
    stage.to_published(number)
    stage.apply(number, "Anna")
    page = stage.browser().open(f"/noorderkwartier/vacatures/{number}/solliciteren")
    answers: dict[str, Any] = {f"answer_{code}": "Another text." for code in ITEMS}
    second = page.submit("Send my application", name="Somebody", contact="ANNA@example.org", **answers)
    assert second.has("Your application is number 2")


def test_an_account_applies_once(stage: Stage) -> None:
    number = stage.drafted()
    stage.to_pool(number)
    stage.to_published(number)
    someone = stage.browser(make.outsider(stage.db, stage.district))
    path = f"/noorderkwartier/vacatures/{number}/solliciteren"
    page = someone.open(path)
    answers: dict[str, Any] = {f"answer_{code}": "A text." for code in ITEMS}
    first = page.submit("Send my application", name="Bram", contact="bram@example.org", **answers)
    assert someone.open(path).path == first.path
    changed: dict[str, Any] = dict.fromkeys(answers, "A later text.")
    again = page.submit("Send my application", name="Bram", contact="bram@example.org", expect=409, **changed)
    assert again.has("already applied")


def test_every_gap_is_named_at_once(stage: Stage) -> None:
    number = stage.drafted()
    stage.to_pool(number)
    stage.to_published(number)
    page = stage.browser().open(f"/noorderkwartier/vacatures/{number}/solliciteren")
    spaces: dict[str, Any] = {f"answer_{code}": " " for code in ITEMS}
    refused = page.submit("Send my application", name="Anna", contact="x", expect=422, **spaces)
    assert refused.text.count("Answer this question.") >= len(ITEMS)


def test_a_private_link_opens_one_application_only(stage: Stage) -> None:
    number = stage.drafted()
    stage.to_pool(number)
    stage.to_published(number)
    page = stage.apply(number, "Anna")
    assert page.has("Your application is number 1")
    stage.browser().open(page.path)
    stage.browser().open(page.path[:-3] + "xyz", expect=404)
    other = make.district(stage.db, "de-vaart")
    stage.browser().open(page.path.replace("noorderkwartier", other.slug), expect=404)


def test_only_a_panel_member_scores(stage: Stage) -> None:
    number, panel = _scored(stage, Level.DECISIVE)
    (first, _) = applications_of(stage.db, number)
    path = f"/noorderkwartier/vacatures/{number}/scoren/{first.id}"
    outside = next(person for person in stage.members if person not in panel)
    stage.browser(outside).open(path, expect=403)
    stage.browser(stage.board).open(path, expect=403)
    stage.browser(outside).post(path, {"score_R1": "5"}, expect=403)
    stage.browser(panel[0]).open(f"/noorderkwartier/vacatures/{number}/scoren/999999", expect=404)


def test_a_score_needs_evidence(stage: Stage) -> None:
    number, panel = _scored(stage, Level.DECISIVE)
    (first, _) = applications_of(stage.db, number)
    page = stage.browser(panel[0]).open(f"/noorderkwartier/vacatures/{number}/scoren/{first.id}")
    refused = page.submit("Hand in my scores", score_R1="3", evidence_R1="", expect=422)
    assert refused.has("Write in one sentence")


def test_a_member_steps_back_without_a_reason(stage: Stage) -> None:
    number, panel = _scored(stage, Level.DECISIVE)
    (first, _) = applications_of(stage.db, number)
    page = stage.browser(panel[0]).open(f"/noorderkwartier/vacatures/{number}/scoren/{first.id}")
    assert page.submit("Step back for this candidate").has("Nobody asks why.")
    stage.browser(stage.secretary).post(f"/noorderkwartier/vacatures/{number}/stap/scores-openen")
    opened = stage.browser(panel[1]).open(f"/noorderkwartier/vacatures/{number}/beraad")
    assert opened.has("1 member stepped back.")


def test_the_panel_cannot_choose_whom_fewer_want(stage: Stage) -> None:
    number, _ = _scored(stage, Level.DECISIVE)
    secretary = stage.browser(stage.secretary)
    secretary.post(f"/noorderkwartier/vacatures/{number}/stap/scores-openen")
    page = secretary.open(f"/noorderkwartier/vacatures/{number}/besluit")
    refused = page.submit(
        "Record this decision",
        votes_1="1",
        votes_2="5",
        number="1",
        reason_items=["R2"],
        reasons="Because.",
        expect=422,
    )
    assert refused.has("must have the most votes")


def _decided(stage: Stage, level: Level) -> int:
    number, _ = _scored(stage, level)
    secretary = stage.browser(stage.secretary)
    secretary.post(f"/noorderkwartier/vacatures/{number}/stap/scores-openen")
    secretary.open(f"/noorderkwartier/vacatures/{number}/besluit").submit(
        "Record this decision", votes_1="5", votes_2="1", number="1", reason_items=["R2"], reasons="Listens."
    )
    return number


def test_advice_is_left_only_with_published_reasons(stage: Stage) -> None:
    number = _decided(stage, Level.ADVISORY)
    board = stage.browser(stage.board)
    path = f"/noorderkwartier/vacatures/{number}/antwoord"
    refused = board.open(path).submit("Record the answer of the board", event="deviate", number="2", expect=422)
    assert refused.has("Give reasons")
    page = board.open(path).submit(
        "Record the answer of the board", event="deviate", number="2", reasons="Needed elsewhere."
    )
    assert stage.browser().open(f"/noorderkwartier/vacatures/{number}").has("Needed elsewhere.")
    assert page.has("waits for the employer")
    assert procedure_of(stage.db, stage.district.id, number).placed_number == 2


def test_a_decisive_panel_cannot_be_overruled_and_silence_is_agreement(stage: Stage) -> None:
    number = _decided(stage, Level.DECISIVE)
    board = stage.browser(stage.board)
    page = board.open(f"/noorderkwartier/vacatures/{number}/antwoord")
    assert page.lacks("chooses another candidate")
    secretary = stage.browser(stage.secretary)
    secretary.post(f"/noorderkwartier/vacatures/{number}/bestuur-zwijgt", expect=409)
    stage.at(60)
    secretary.post(f"/noorderkwartier/vacatures/{number}/bestuur-zwijgt")
    assert procedure_of(stage.db, stage.district.id, number).placed_number == 1


def test_a_second_key_sends_it_back(stage: Stage) -> None:
    number = _decided(stage, Level.CO_DECISION)
    page = stage.browser(stage.board).open(f"/noorderkwartier/vacatures/{number}/antwoord")
    page = page.submit("Record the answer of the board", event="refuse_second_key", reasons="Talk once more.")
    assert page.has("panel deliberates")


def test_steps_out_of_order_or_by_others_are_refused(stage: Stage) -> None:
    number = stage.drafted()
    base = f"/noorderkwartier/vacatures/{number}"
    secretary = stage.browser(stage.secretary)
    secretary.post(f"{base}/stap/publiceren", expect=409)
    secretary.post(f"{base}/stap/goedkeuren", expect=403)
    secretary.post(f"{base}/stap/onzin", expect=404)
    stage.browser(stage.members[0]).open(base, expect=404)
    stage.browser(stage.board).post(f"{base}/stap/goedkeuren")
    stage.browser(stage.board).post(f"{base}/stap/goedkeuren", expect=409)


def test_no_draw_from_too_few_volunteers_and_no_second_throw(stage: Stage) -> None:
    number = stage.drafted()
    stage.to_pool(number, volunteers=8)
    base = f"/noorderkwartier/vacatures/{number}"
    secretary = stage.browser(stage.secretary)
    assert secretary.post(f"{base}/stap/loting-publiceren", expect=409).has("There are 8 volunteers")
    stage.browser(stage.members[9]).open(f"{base}/panel").submit("Put me on the list", cluster="Noord")
    stage.to_published(number)
    again = secretary.open(f"{base}/dobbelstenen").submit(
        "Record this throw", dice="001", place="x", witnesses="y", expect=409
    )
    assert again.has("does not fit where the procedure is now")
    assert procedure_of(stage.db, stage.district.id, number).dice == "407"


def test_no_mandate_no_vacancy(stage: Stage) -> None:
    other = make.district(stage.db, "de-vaart")
    secretary, board = make.secretary(stage.db, other), make.board(stage.db, other)
    page = stage.browser(secretary).open("/de-vaart/vacatures/nieuw")
    page = page.submit(
        "Save this draft",
        title="Generalist",
        text="The work.",
        hours="28",
        home_organisation="Welfare",
        closes_on="2027-04-30",
        items=ITEMS,
    )
    number = int(page.path.split("/")[3])
    refused = stage.browser(board).post(f"/de-vaart/vacatures/{number}/stap/goedkeuren", expect=409)
    assert refused.has("has not settled yet")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "Fill this in."),
        ("title", "x" * 121, "at most 120"),
        ("hours", "many", "whole number"),
        ("hours", "99", "1 to 40 hours"),
        ("closes_on", "2027-03-20", "at least 14 days"),
        ("items", ["R1"], "Choose 6 to 8 items."),
    ],
)
def test_a_draft_with_bad_input_is_refused(stage: Stage, field: str, value: object, said: str) -> None:
    good: dict[str, Any] = {
        "title": "Generalist",
        "text": "The work.",
        "hours": "28",
        "home_organisation": "Welfare",
        "closes_on": "2027-04-30",
        "items": ITEMS,
    }
    page = stage.browser(stage.secretary).open("/noorderkwartier/vacatures/nieuw")
    refused = page.submit("Save this draft", expect=422, **{**good, field: value})
    assert refused.has(said)
    assert refused.soup.title is not None
    assert refused.soup.title.get_text().startswith("Error:")


def test_only_i_see_my_chance(stage: Stage) -> None:
    number = stage.drafted()
    stage.to_pool(number)
    stage.browser(stage.secretary).open(f"/noorderkwartier/vacatures/{number}/beheer").submit(
        "Close the list and publish the draw"
    )
    path = f"/noorderkwartier/vacatures/{number}/loting"
    assert stage.browser(stage.members[0]).open(path).has("Your chance to be on the panel was")
    assert stage.browser().open(path).lacks("Your chance")
    assert stage.browser(stage.members[13]).open(path).lacks("Your chance")
    assert len(stage.browser().get(f"{path}.json").get_json()["panels"]) == 1000


def test_pages_ask_the_database_no_more_for_more_rows(stage: Stage) -> None:
    number = stage.drafted()
    path = f"/noorderkwartier/vacatures/{number}"
    stage.browser(stage.board).open(f"{path}/beheer").submit("Approve this vacancy")
    visitor = stage.browser(stage.members[0])
    for address in (path, "/noorderkwartier/vacatures"):
        with CountStatements(stage.db) as before:
            visitor.open(address)
        for _ in range(3):
            stage.db.add(_copy(stage.db.get_one(Procedure, number)))
        stage.db.flush()
        with CountStatements(stage.db) as after:
            visitor.open(address)
        assert after.count == before.count <= 15, after.statements


def _copy(row: Procedure) -> Procedure:
    names = ("district_id", "title", "text", "minutes_week", "home_organisation", "closes_at", "scores_due_at")
    values = {name: getattr(row, name) for name in (*names, "items", "state", "created_at")}
    return Procedure(**values)
