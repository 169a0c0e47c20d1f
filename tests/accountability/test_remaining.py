"""The board reads every mark that is left in a report before it is released."""

import pytest
from sqlalchemy.orm import Session

from coop.accountability import actions
from coop.accountability.models import Report
from coop.accountability.policy import PromiseKept, ReportState, StoryKind, ToldStory
from coop.accountability.queries import commitments_to_answer
from coop.districts.models import District
from tests.accountability import making
from tests.support.make import NOON, Person
from tests.support.site import Page, Site

BASE = "/noorderkwartier/verslagen"
NAMED = "Wij deden veel. Fatima van de Veerstraat 12 is blij."


def waiting(db: Session, place: District, writer: Person, in_short: str = NAMED) -> Report:
    report = making.draft(db, place, writer)
    actions.save_summary(db, writer.actor, place.id, report.id, in_short=in_short, at=NOON)
    return actions.check_facts(db, writer.actor, place.id, report.id, at=NOON)


def opened(site: Site, chair: Person, report: Report) -> Page:
    return site.visitor(language="en").sign_in(chair).open(f"{BASE}/{report.id}/vrijgeven")


def state_of(db: Session, report: Report) -> ReportState:
    db.refresh(report)
    return report.state


def seen(page: Page) -> str:
    found = page.soup.select_one("input[type=checkbox][name=checked]")
    assert found is not None
    assert not found.has_attr("checked")
    return str(found["value"])


def listed(page: Page) -> list[str]:
    return [one.get_text() for one in page.soup.select("section.notice li strong")]


def test_a_name_and_address_are_not_released_before_the_marks_were_read(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = waiting(db, place, writer)
    page = opened(site, chair, report)
    assert listed(page) == ["Fatima van de Veerstraat 12"]
    item = page.soup.select_one("section.notice li")
    assert item is not None
    assert item.get_text().startswith("Fatima van de Veerstraat 12: Address. ")
    page = page.submit("Release this report", expect=422)
    assert page.has("Nothing was released yet.")
    assert state_of(db, report) is ReportState.PROTECTION_CHECKED
    page.submit("Release this report", checked=seen(page))
    assert state_of(db, report) is ReportState.RELEASED
    assert report.public is not None
    assert report.public["in_short"] == NAMED


def test_marks_of_another_text_were_not_read(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = waiting(db, place, writer)
    old = seen(opened(site, chair, report))
    actions.save_summary(db, writer.actor, place.id, report.id, in_short=NAMED.replace("12", "14"), at=NOON)
    actions.check_facts(db, writer.actor, place.id, report.id, at=NOON)
    opened(site, chair, report).submit("Release this report", checked=old, expect=422)
    assert state_of(db, report) is ReportState.PROTECTION_CHECKED


def test_every_text_is_looked_at_and_named(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    making.commitment(db, place)
    report = making.draft(db, place, writer)
    who, key = writer.actor, report.id
    row = commitments_to_answer(db, report, NOON)[0].commitment
    actions.answer_commitment(
        db, who, place.id, key, row.id, kept=PromiseKept.PARTLY, sentence="Volgens Fatima ging het.", at=NOON
    )
    actions.save_lessons(db, who, place.id, key, went_wrong="Te laat bij Hatice.", learned="Bel 0612345678.", at=NOON)
    actions.save_questions(db, who, place.id, key, questions=["Kent u Mohammed?"], at=NOON)
    actions.explain_no_failure(db, who, place.id, key, reason="Mail fatima@voorbeeld.nl.", at=NOON)
    story = ToldStory(StoryKind.WENT_WELL, "Soup", "Hij is 43 jaar.", consent=True, consent_on=making.told().consent_on)
    actions.add_story(db, who, place.id, key, told=story, at=NOON)
    making.read_all(db, place, report)
    actions.check_facts(db, who, place.id, key, at=NOON)
    page = opened(site, chair, report)
    assert listed(page) == ["Fatima", "43 jaar", "fatima@voorbeeld.nl", "Hatice", "0612345678", "Mohammed"]
    assert [one.get_text() for one in page.soup.select("section.notice h3")] == [
        "What became of it: A coffee table twice a week",
        "Story: Soup",
        "Why is there no story that did not go well?",
        "What went wrong?",
        "What did you learn?",
        "Questions to residents",
    ]


@pytest.mark.parametrize("text", ["Er kwamen 14 mensen in 2026.", "More doors opened."])
def test_without_marks_nothing_is_asked(
    site: Site, db: Session, place: District, writer: Person, chair: Person, text: str
) -> None:
    report = waiting(db, place, writer, text)
    report.title = "Verslag van september tot en met oktober 2026"
    page = opened(site, chair, report)
    assert page.soup.select("input[name=checked]") == []
    assert page.submit("Release this report").has("The report is public now.")


def test_a_report_changed_meanwhile_is_said_first(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = waiting(db, place, writer, "More doors opened.")
    page = opened(site, chair, report)
    actions.save_summary(db, writer.actor, place.id, report.id, in_short=NAMED, at=NOON)
    actions.check_facts(db, writer.actor, place.id, report.id, at=NOON)
    page = page.submit("Release this report", expect=409)
    assert listed(page) == ["Fatima van de Veerstraat 12"]


def test_a_name_in_the_title_is_marked(site: Site, db: Session, place: District, writer: Person, chair: Person) -> None:
    report = waiting(db, place, writer, "More doors opened.")
    report.title = "Verslag van Fatima over oktober 2026"
    assert listed(opened(site, chair, report)) == ["Fatima"]
