"""The map of a neighbourhood, drawn from a file, and the agenda beside it with the same numbers."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from coop.agenda.models import Item
from coop.agenda.policy.mapped import labels_of
from coop.agenda.queries import Filter, items_in_areas
from coop.districts.actions import put_on_map, take_map_away
from coop.districts.models import DistrictMap, Street, StreetCluster
from coop.districts.queries import area_names, map_of
from coop.kernel.errors import InvalidError, NotAllowedError
from tests.agenda.conftest import Town
from tests.agenda.test_screens import AGENDA, english, fill_in
from tests.rules.mapping.test_geojson import SQUARE, collection, feature
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import CountStatements, Page, Site

MAP = "/noorderkwartier/kaart"
PARTS = collection(
    feature("Noord", coordinates=[[[x, y + 0.01] for x, y in SQUARE]]),
    feature("Zuid"),
    feature("Park", "Point", [5.005, 52.003]),
)


@pytest.fixture
def administrator(town: Town) -> Person:
    return make.administrator(town.db, town.place)


@pytest.fixture
def mapped(town: Town, administrator: Person) -> Town:
    put_on_map(town.db, administrator.actor, town.place.id, PARTS)
    return town


def send(page: Page, content: str | bytes, *, expect: int = 200) -> Page:
    raw = content.encode() if isinstance(content, str) else content
    return page.submit("Draw this map", file=(BytesIO(raw), "wijk.geojson"), expect=expect)


def test_an_administrator_draws_a_map_draws_it_again_and_takes_it_away(
    site: Site, town: Town, administrator: Person
) -> None:
    page = english(site, administrator).open(MAP)
    assert page.has("Your parts are called: Noord, Zuid.")
    page = send(page, PARTS)
    assert page.has("The map is drawn. Everybody sees it from now on")
    assert [one["d"][0] for one in page.soup.select("main svg path")] == ["M", "M"]
    assert area_names(town.db, town.place.id) == ["Noord", "Zuid", "Park"]
    page = send(page, collection(feature("Zuid"), feature(None)))
    assert len(town.db.scalars(select(DistrictMap)).all()) == 1
    assert page.soup.select_one("main svg path.outline")
    assert page.submit("Take the map away").has("The map is gone.")
    assert english(site, administrator).open(f"{AGENDA}/kaart").has("This neighbourhood has no map yet.")
    english(site, administrator).open(f"{MAP}/wijk.geojson", expect=404)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe\x00", "This is no GeoJSON file."),
        ("<gml/>", "This is no GeoJSON file."),
        (PARTS.replace("5.01", "NaN"), "This is no GeoJSON file."),
        ('{"type": "FeatureCollection", "features": ' + "[" * 100_000, "This is no GeoJSON file."),
        (collection(feature("Oost")), "“Oost” is no part of this neighbourhood. Its parts are: Noord, Zuid."),
        (collection(feature("<b>Oost</b>")), "“<b>Oost</b>” is no part"),
        (collection(feature("Noord", coordinates=[[[y, x] for x, y in SQUARE]])), "north stands before east"),
        (collection(feature("Noord", "LineString")), "Number 1 in the file is neither an area nor a place"),
    ],
)
def test_a_file_that_cannot_be_drawn_is_refused_beside_the_field(
    site: Site, mapped: Town, administrator: Person, content: str | bytes, reason: str
) -> None:
    before = map_of(mapped.db, mapped.place.id)
    page = send(english(site, administrator).open(MAP), content, expect=422)
    [beside] = page.soup.select("#file-error")
    assert reason in beside.get_text()
    assert map_of(mapped.db, mapped.place.id) == before


def test_without_a_file_the_page_asks_for_one(site: Site, administrator: Person) -> None:
    page = english(site, administrator).open(MAP)
    assert page.submit("Draw this map", expect=422).has("Choose a file.")


def test_nobody_else_draws_maps_and_no_map_reaches_another_neighbourhood(
    site: Site, mapped: Town, other_town: Town, administrator: Person
) -> None:
    for person in (mapped.board, mapped.member):
        english(site, person).open(MAP, expect=403)
        english(site, person).post(f"{MAP}/weghalen", expect=403)
        with pytest.raises(NotAllowedError):
            put_on_map(mapped.db, person.actor, mapped.place.id, PARTS)
        with pytest.raises(NotAllowedError):
            take_map_away(mapped.db, person.actor, mapped.place.id)
    english(site, administrator).post("/de-vaart/kaart/weghalen", expect=403)
    assert map_of(mapped.db, mapped.place.id)
    assert map_of(other_town.db, other_town.place.id) is None


def test_the_file_to_take_home_is_what_was_checked(site: Site, mapped: Town) -> None:
    answer = site.visitor().get(f"{MAP}/wijk.geojson")
    assert answer.content_type == "application/geo+json"
    told = json.loads(answer.get_data(as_text=True))
    assert [one["properties"].get("name") for one in told["features"]] == ["Noord", "Zuid", "Park"]


def test_numbers_on_the_map_are_the_numbers_in_the_list(site: Site, mapped: Town) -> None:
    """J1: where it is, as coarsely as a part of the neighbourhood."""
    for number, area in enumerate(["Zuid", "Noord", "Park", "Zuid", ""]):
        mapped.item(f"Item {number}", area=area, at=NOON + timedelta(minutes=number))
    page = english(site, mapped.member).open(f"{AGENDA}/kaart")
    listed = {int(str(one["value"])): one.find("a").get_text() for one in page.soup.select("main ol li")}  # type: ignore[union-attr]
    assert listed == {1: "Item 1", 2: "Item 3", 3: "Item 0", 4: "Item 2"}
    drawn = [one.get_text() for one in page.soup.select("main svg .count")]
    assert drawn == ["1", "2–3", "4"]
    assert page.has("4 items on the map")
    assert page.has("1 more item is about the whole neighbourhood.")
    assert [one.get_text() for one in page.soup.select("main section h2")] == ["Noord", "Zuid", "Park"]


def test_the_map_keeps_the_choices_of_the_list_and_its_numbers_on_every_page(site: Site, mapped: Town) -> None:
    for number in range(33):
        mapped.item(f"Item {number}", area="Zuid" if number < 32 else "Noord", by=mapped.board.actor)
    page = english(site, mapped.member).open(f"{AGENDA}/kaart?pagina=2")
    assert [one.get_text() for one in page.soup.select("main svg .count")] == ["1", "2–33"]
    assert [one["value"] for one in page.soup.select("main ol li")] == ["31", "32", "33"]
    assert [one["start"] for one in page.soup.select("main ol[start]")] == ["31"]
    found = english(site, mapped.member).open(f"{AGENDA}/kaart?zoek=Item+32")
    assert [one.get_text() for one in found.soup.select("main svg .count")] == ["1"]
    assert not english(site, mapped.member).open(f"{AGENDA}/kaart?soort=strength").soup.select("main ol li")


def test_labels_count_on_and_skip_empty_areas() -> None:
    assert labels_of(["a", "b", "c", "d"], {"a": 1, "c": 12, "d": 2, "gone": 5}) == (
        ("a", "1"),
        ("c", "2–13"),
        ("d", "14–15"),
    )
    assert labels_of([], {"": 3}) == ()


def test_an_item_of_an_area_that_left_the_map_stays_in_the_list(
    site: Site, mapped: Town, administrator: Person
) -> None:
    mapped.item("At the park", area="Park")
    put_on_map(mapped.db, administrator.actor, mapped.place.id, collection(feature("Zuid")))
    assert items_in_areas(mapped.db, mapped.place.id, Filter(), ["Zuid"], offset=0, limit=30) == []
    page = english(site, mapped.member).open(f"{AGENDA}/kaart")
    assert page.has("1 more item is about the whole neighbourhood.")


def test_a_part_can_be_chosen_while_bringing_in_with_or_without_a_map(site: Site, town: Town) -> None:
    page = english(site, town.member).open(f"{AGENDA}/nieuw")
    options = [str(one["value"]) for one in page.soup.select("select[name=area] option")]
    assert options == ["", "Noord", "Zuid"]
    done = page.submit("Bring in this item", **{**fill_in(page), "area": "Zuid", "place": "Plein"})
    assert done.has("Plein, Zuid")
    assert town.db.scalars(select(Item.area)).all() == ["Zuid"]


@pytest.mark.parametrize("area", ["Vaartoever", "Noord; DROP", "x" * 500, "zuid"])
def test_only_parts_of_this_neighbourhood_can_be_chosen(site: Site, town: Town, other_town: Town, area: str) -> None:
    with pytest.raises(InvalidError) as refused:
        town.item(area=area)
    assert refused.value.field == "area"
    visitor = english(site, town.member)
    sent: dict[str, Any] = {**fill_in(visitor.open(f"{AGENDA}/nieuw")), "area": area}
    assert visitor.post(f"{AGENDA}/nieuw", sent, expect=422).has("Choose a part of the neighbourhood.")


def test_a_neighbourhood_without_parts_is_not_asked_for_one(site: Site, town: Town) -> None:
    for table in (Street, StreetCluster):
        for row in town.db.scalars(select(table).where(table.district_id == town.place.id)):
            town.db.delete(row)
        town.db.flush()
    page = english(site, town.member).open(f"{AGENDA}/nieuw")
    assert not page.soup.select("select[name=area]")
    assert page.submit("Bring in this item", **fill_in(page)).has("Thank you.")


def test_the_page_asks_as_many_statements_however_much_there_is(site: Site, mapped: Town) -> None:
    counts = []
    for size in (2, 40):
        for number in range(size):
            mapped.item(f"Item {size} {number}", area="Noord", by=mapped.board.actor)
        with CountStatements(mapped.db) as seen:
            site.visitor().open(f"{AGENDA}/kaart")
        counts.append(seen.count)
    assert counts[0] == counts[1] <= 5


def test_half_a_character_in_a_file_is_refused_on_a_page(site: Site, town: Town, administrator: Person) -> None:
    page = send(english(site, administrator).open(MAP), collection(feature(kind="Half\ud800")), expect=422)
    assert page.has("is neither an area nor a place, but: Half.")
