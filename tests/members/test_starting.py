"""A new co-operative begins with five questions, and invites its neighbours."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.districts.models import District, Street
from coop.districts.policy import streets_in
from coop.districts.queries import clusters_of, streets_of
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


def test_a_street_is_spelt_otherwise_put_elsewhere_and_taken_off(db: Session, site: Site) -> None:
    place, other = make.district(db), make.district(db, "de-vaart")
    admin = site.visitor(language="en").sign_in(make.administrator(db, place))
    page = admin.open(f"{START}/straten")
    page.submit("Add these streets", streets="Oost: Laann, Hof")
    # Another street for a part that is there.
    admin.open(f"{START}/straten").submit("Add these streets", streets="oost: Steeg")
    parts = {one.name: one.id for one in clusters_of(db, place.id)}
    streets = {one.name: one for one in streets_of(db, place.id)}
    assert streets["Steeg"].cluster_id == streets["Hof"].cluster_id == parts["Oost"]
    typo = streets["Laann"].id
    form = admin.open(f"{START}/straten").follow("Laann")
    assert form.submit("Keep the changes", name="hof", expect=422).has("“hof” is there already.")
    assert form.submit("Keep the changes", name=" ", expect=422).has("Fill in the street.")
    elsewhere = next(number for name, number in parts.items() if name != "Oost")
    done = form.submit("Keep the changes", name="Laan", cluster=str(elsewhere))
    assert done.has("What members wrote as their address has not changed")
    db.expire_all()
    assert (streets["Laann"].name, streets["Laann"].cluster_id) == ("Laan", elsewhere)
    assert admin.open(f"{START}/straten/{typo}").submit("Take it off the list").has("Laan is taken off the list.")
    assert "Laan" not in {one.name for one in streets_of(db, place.id)}
    admin.open(f"{START}/straten/{typo}", expect=404)
    hof = streets["Hof"].id
    stranger = site.visitor(language="en").sign_in(make.administrator(db, other))
    stranger.open(f"/de-vaart/beginnen/straten/{hof}", expect=404)
    stranger.post(f"/de-vaart/beginnen/straten/{hof}/weg", expect=404)
    board = site.visitor(language="en").sign_in(make.board(db, place))
    board.open(f"{START}/straten/{hof}", expect=403)
    board.post(f"{START}/straten/{hof}/weg", expect=403)
    assert "Hof" in {one.name for one in streets_of(db, place.id)}


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
