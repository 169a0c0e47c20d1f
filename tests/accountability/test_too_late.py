"""Steps of a report that have passed or not come yet, and what was sent twice."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coop.accountability import actions
from coop.accountability.models import Erratum, Question, Report, Story
from coop.accountability.policy import ReportState
from coop.districts.models import District
from tests.accountability import making
from tests.accountability.making import AFTER
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import Site

COMPARED = {"compared_figures": "y", "compared_commitments": "y", "compared_consent": "y"}
BASE = "/noorderkwartier/verslagen"
PARTS = ("", "/kort", "/toezeggingen", "/cijfers", "/verhalen", "/verhalen/nieuw", "/geleerd", "/vragen")


def _rows(db: Session, table: type) -> int:
    return db.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("part", PARTS)
def test_a_released_report_is_not_offered_for_writing(
    site: Site, db: Session, place: District, writer: Person, chair: Person, part: str
) -> None:
    report = making.released(db, place, writer, chair)
    page = site.visitor(language="en").sign_in(writer).open(f"{BASE}/{report.id}/invullen{part}", expect=409)
    assert page.has("This report was released.")
    assert page.follow("Back to the report").path == f"{BASE}/{report.id}"


@pytest.mark.parametrize("tail", ["vrijgeven", "terugsturen"])
def test_the_board_hears_that_a_report_does_not_wait(
    site: Site, db: Session, place: District, writer: Person, chair: Person, tail: str
) -> None:
    board = site.visitor(language="en").sign_in(chair)
    draft = making.draft(db, place, writer)
    page = board.open(f"{BASE}/{draft.id}/{tail}", expect=409)
    assert page.has("does not wait for the board") or page.has("The team has not handed in this report yet.")
    assert page.follow("All reports of the team").path == BASE
    actions.check_facts(db, writer.actor, place.id, draft.id, at=NOON)
    making.release(db, place, draft, chair)
    page = board.open(f"{BASE}/{draft.id}/{tail}", expect=409)
    assert page.follow("Back to the report").path == f"{BASE}/{draft.id}"


def test_an_incomplete_report_cannot_be_handed_in_and_leads_back_to_its_parts(
    site: Site, db: Session, place: District, writer: Person
) -> None:
    draft = making.draft(db, place, writer)
    actions.save_lessons(db, writer.actor, place.id, draft.id, went_wrong="", learned="", at=NOON)
    page = site.visitor(language="en").sign_in(writer).post(f"{BASE}/{draft.id}/feiten", COMPARED, expect=409)
    assert page.has("Tell what went wrong.")
    assert page.lacks("Hand in the report")
    assert page.follow(draft.title).path == f"{BASE}/{draft.id}/invullen"
    assert draft.state is ReportState.DRAFT


def test_two_stories_are_not_enough(site: Site, db: Session, place: District, writer: Person) -> None:
    draft = making.draft(db, place, writer)
    told = db.scalars(select(Story).where(Story.report_id == draft.id)).all()
    actions.remove_story(db, writer.actor, place.id, draft.id, told[0].id, at=NOON)
    visitor = site.visitor(language="en").sign_in(writer)
    page = visitor.open(f"{BASE}/{draft.id}/invullen")
    assert page.has("Tell three to five stories. There are not enough yet.")
    assert page.lacks("Check the facts")
    visitor.post(f"{BASE}/{draft.id}/feiten", COMPARED, expect=409)
    assert draft.state is ReportState.DRAFT


def test_a_sixth_story_is_not_asked(site: Site, db: Session, place: District, writer: Person) -> None:
    draft = making.draft(db, place, writer)
    for title in ("Four", "Five"):
        actions.add_story(db, writer.actor, place.id, draft.id, told=making.told(title=title), at=NOON)
    visitor = site.visitor(language="en").sign_in(writer)
    assert visitor.open(f"{BASE}/{draft.id}/invullen/verhalen").lacks("Write a story")
    page = visitor.open(f"{BASE}/{draft.id}/invullen/verhalen/nieuw", expect=409)
    assert page.has("at most five stories")
    page.follow("Back to the parts of the report")


def test_a_day_of_consent_without_the_tick_is_said_and_not_dropped(
    site: Site, db: Session, place: District, writer: Person
) -> None:
    draft = making.draft(db, place, writer)
    before = _rows(db, Story)
    page = site.visitor(language="en").sign_in(writer).open(f"{BASE}/{draft.id}/invullen/verhalen/nieuw")
    refused = page.submit(
        "Save the story", expect=422, kind="went_well", title="Tea", text="A long talk.", consent_on="2027-03-01"
    )
    assert refused.has("Tick that this person agrees, or make the day empty.")
    assert refused.soup.select("#consent-error")
    assert 'value="2027-03-01"' in refused.html
    assert refused.has("A long talk.")
    assert _rows(db, Story) == before
    refused.submit("Save the story", consent="y")
    assert _rows(db, Story) == before + 1


def test_days_are_read_the_way_people_write_them(site: Site, db: Session, place: District, writer: Person) -> None:
    page = site.visitor(language="en").sign_in(writer).open(f"{BASE}/nieuw")
    page.submit("Begin the report", expect=422, title="Autumn", starts_on="31-02-2026", ends_on="31-12-2026")
    page.submit("Begin the report", title="Autumn", starts_on="1-7-2026", ends_on="31/12/2026")
    report = db.query(Report).one()
    assert (report.starts_on, report.ends_on) == (making.STARTS, making.ENDS)


def test_a_question_with_an_answer_is_not_answered_again(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.released(db, place, writer, chair)
    asked = actions.ask_question(db, make.member(db, place).actor, place.id, report.id, text="Why?", at=NOON)
    path = f"{BASE}/{report.id}/vragen/{asked.id}"
    team = site.visitor(language="en").sign_in(writer)
    assert team.open(path).has("You answer once.")
    actions.answer_question(db, chair.actor, place.id, report.id, asked.id, answer="Because.", at=NOON)
    assert team.open(path, expect=409).has("This question was answered already.")
    page = team.post(path, {"answer": "My own words."}, expect=409)
    assert page.has("My own words.")
    assert db.get_one(Question, asked.id).answer == "Because."


def test_the_same_story_and_correction_sent_twice_stand_once(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    draft = making.draft(db, place, writer)
    before = _rows(db, Story)
    for _ in range(2):
        actions.add_story(db, writer.actor, place.id, draft.id, told=making.told(title="Tea"), at=NOON)
    assert _rows(db, Story) == before + 1
    making.read_all(db, place, draft)
    actions.check_facts(db, writer.actor, place.id, draft.id, at=NOON)
    making.release(db, place, draft, chair)
    for _ in range(2):
        actions.note_erratum(db, writer.actor, place.id, draft.id, text="It was six.", at=NOON)
    assert _rows(db, Erratum) == 1


def test_judging_and_answering_at_the_wrong_time_lead_back_to_the_report(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.released(db, place, writer, chair)
    member = site.visitor(language="en").sign_in(make.member(db, place))
    team = site.visitor(language="en").sign_in(writer)
    assert team.open(f"{BASE}/{report.id}/antwoord", expect=409).follow("Back to the report").status == 200
    site.at(AFTER + timedelta(days=1))
    page = member.open(f"{BASE}/{report.id}/oordeel", expect=409)
    assert page.has("Judging has closed.")
    assert page.follow("Back to the report").path == f"{BASE}/{report.id}"
