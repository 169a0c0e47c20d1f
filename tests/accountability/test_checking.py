"""Before a story is kept the writer sees what may tell who it is about, and decides."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.accountability.models import Report, Story
from coop.districts.models import District
from tests.accountability import making
from tests.support import make
from tests.support.make import Person
from tests.support.site import Page, Site

BASE = "/noorderkwartier/verslagen"
TELLING = "Fatma (43) belde.\nDe vrouw van de dominee bracht soep."
PLAIN = "She opened every letter with us."


@pytest.fixture
def draft(db: Session, place: District, writer: Person) -> Report:
    return making.draft(db, place, writer)


@pytest.fixture
def form(site: Site, draft: Report, writer: Person) -> Page:
    return site.visitor(language="en").sign_in(writer).open(f"{BASE}/{draft.id}/invullen/verhalen/nieuw")


def stories(db: Session, title: str) -> list[Story]:
    return list(db.scalars(select(Story).where(Story.title == title)))


def save(page: Page, *, expect: int = 200, **fields: object) -> Page:
    return page.submit("Save the story", expect=expect, **{"kind": "went_well", "title": "A call", **fields})


def seen(page: Page) -> str:
    found = page.soup.select_one("input[name=checked]")
    assert found is not None
    assert not found.has_attr("checked")
    return str(found["value"])


def test_a_story_with_marks_is_shown_first_and_nothing_typed_is_lost(form: Page, db: Session) -> None:
    page = save(form, text=TELLING, consent="y", consent_on="2027-03-01", expect=422)
    assert page.has("Nothing was kept yet")
    assert page.has("3 marks: could neighbours tell who this is?")
    assert [mark.get_text() for mark in page.soup.select("mark")] == ["Fatma1", "432", "De vrouw van de dominee3"]
    assert page.has("An exact age narrows down who it is.")
    assert page.has("Somebody's relative and their role")
    area = page.soup.select_one("textarea")
    assert area is not None
    assert area.get_text().strip() == TELLING
    assert page.soup.select_one("input[name=consent][checked]") is not None
    assert page.soup.select_one("input[name=consent_on][value='2027-03-01']") is not None
    assert stories(db, "A call") == []


def test_the_writer_may_say_that_it_was_checked(form: Page, db: Session) -> None:
    page = save(form, text=TELLING, expect=422)
    done = save(page, checked=seen(page))
    assert done.path.endswith("/verhalen")
    assert [one.text for one in stories(db, "A call")] == [TELLING]


def test_what_was_checked_is_this_text_and_no_other(form: Page, db: Session) -> None:
    page = save(form, text=TELLING, expect=422)
    again = save(page, checked=seen(page), text=TELLING.replace("Fatma", "Hatice"), expect=422)
    assert again.has("Hatice")
    save(again, checked="yes", expect=422)
    assert stories(db, "A call") == []


def test_a_story_rewritten_without_marks_is_kept_at_once(form: Page, db: Session) -> None:
    page = save(form, text=TELLING, expect=422)
    save(page, text=PLAIN)
    assert [one.text for one in stories(db, "A call")] == [PLAIN]


def test_the_title_is_looked_at_too(form: Page) -> None:
    assert save(form, title="Bij Fatma thuis", text=PLAIN, expect=422).has("1 mark: could neighbours tell")


def test_changing_a_story_asks_as_well(site: Site, db: Session, draft: Report, writer: Person) -> None:
    story = db.scalars(select(Story).where(Story.report_id == draft.id)).first()
    assert story is not None
    visitor = site.visitor(language="en").sign_in(writer)
    page = visitor.open(f"{BASE}/{draft.id}/invullen/verhalen/{story.id}")
    assert page.lacks("could neighbours tell")
    page = save(page, text=TELLING, expect=422)
    save(page, checked=seen(page))
    db.refresh(story)
    assert story.text == TELLING


def test_members_and_streets_are_known_and_stay_on_the_server(
    site: Site, db: Session, place: District, draft: Report, writer: Person
) -> None:
    make.member(db, place, "Xandroula Kwestro")
    make.member(db, place, "Grietje Onbekendsma")
    page = site.visitor(language="en").sign_in(writer).open(f"{BASE}/{draft.id}/invullen/verhalen/nieuw")
    page = save(page, text="gisteren kwam kwestro langs.", expect=422)
    assert page.has("This is the name of somebody who lives here.")
    assert page.lacks("Xandroula")
    assert page.lacks("Onbekendsma")


def test_what_is_typed_is_text_and_no_markup(form: Page) -> None:
    page = save(form, text="Fatma <b>belde</b> <script>alert(1)</script>", expect=422)
    assert page.soup.select("blockquote b, blockquote script") == []
    assert page.has("<b>belde</b>")
