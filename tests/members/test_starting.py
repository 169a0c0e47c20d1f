"""A new co-operative begins with five questions, and invites its neighbours."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.districts.models import District, Street
from coop.districts.policy import streets_in
from coop.kernel.errors import InvalidError
from tests.support import make
from tests.support.site import Site

START = "/noorderkwartier/beginnen"


def test_the_questions_are_answered_one_by_one(db: Session, site: Site) -> None:
    place = make.district(db)
    admin = site.visitor(language="en").sign_in(make.administrator(db, place))
    page = admin.open(START)
    assert page.has("Nobody yet: board member, secretary, privacy officer.")
    assert page.has("Still open: The social district agenda;")
    page = page.follow("Say who you are")
    refused = page.submit("Keep who we are", name=" ", inhabitants="0", expect=422)
    assert refused.has("Fill this in.")
    refused = page.submit("Keep who we are", name="x" * 81, inhabitants="0", expect=422)
    assert refused.has("Use at most 80 characters.")
    assert refused.has("Fill in a whole number from 1 to")
    done = page.submit("Keep who we are", about="We begin.", phone="088 1", inhabitants="1.200")
    assert done.has("Kept. Everybody reads it from now on")
    assert (db.get_one(District, place.id).inhabitants, db.get_one(District, place.id).phone) == (1200, "088 1")
    page = done.follow("Name the streets")
    assert page.submit("Add these streets", streets="Oost: Kade", expect=422).has("“Kade” is there already.")
    assert page.submit("Add these streets", streets="Oost", expect=422).has("Line 1: write a part")
    assert page.submit("Add these streets", streets="Oost: Laan, Hof").has("2 streets are added.")
    assert page.submit("Add these streets", streets="Oost: Laan, Hof", expect=422).has("“Oost” is there already.")
    assert len(db.scalars(select(Street).where(Street.name == "Laan")).all()) == 1
    make.mandates(db, place)
    assert admin.open(START).has("It is settled for each subject.")


def test_who_does_what_is_asked_and_others_read_who_does_it(db: Session, site: Site) -> None:
    place = make.district(db)
    board = site.visitor(language="en").sign_in(make.board(db, place))
    page = board.open(START)
    assert page.has("Enter what the statutes ask")
    assert page.has("The administrator fills this in.")
    board.open(f"{START}/buurt", expect=403)
    board.open(f"{START}/straten", expect=403)
    site.visitor(language="en").sign_in(make.member(db, place)).open(START, expect=403)


def test_everybody_prints_the_poster(db: Session, site: Site) -> None:
    make.district(db)
    page = site.visitor(language="en").open("/noorderkwartier/uitnodigen")
    poster = page.soup.select_one(".letter")
    assert poster is not None
    assert poster.select_one("svg.qr")
    assert "/noorderkwartier/lid-worden" in poster.get_text()


@pytest.mark.parametrize(
    "text", ["North", ": Quay", "North:", "North: " + "q" * 81, "A: x\nA: y", "A: x\nB: X", "A: x, x"]
)
def test_lines_that_are_no_streets_are_named(text: str) -> None:
    with pytest.raises(InvalidError) as refused:
        streets_in(text)
    assert refused.value.field == "streets"


def test_parts_and_streets_are_read_from_lines() -> None:
    assert streets_in(" North : Quay,  Long  Road \n\nQuay: Square") == {
        "North": ("Quay", "Long Road"),
        "Quay": ("Square",),
    }
