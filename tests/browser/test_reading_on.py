"""What changed between editions (J36), agendas of neighbours, statements, and the map.

On a phone; with the keys in Dutch, without scripts in English.
"""

import re

import pytest

from tests.browser.hands import SEND, Someone, in_menu, text, words
from tests.support.browser import AXE_RULES, DISTRICT, Chromium, stay

IN_BOTH_LANGUAGES = True
START = f"{DISTRICT}/agenda"


def test_j36_the_observer_reads_what_changed_since_the_last_edition_and_why(someone: Someone) -> None:
    me = someone("observer")
    me.press('main a[href$="/agenda/edities"]')
    me.press("main h2 a")
    me.press('main a[href$="/vergeleken"]')
    said = text(me)
    new, _line, rest = said.partition(words(me, "Andere woorden", "Other words"))
    assert "Kinderen zonder ontbijt in de klas" in new
    changed, _line, gone = rest.partition(words(me, "Niet meer op de agenda, en waarom", "No longer on the agenda"))
    assert "Donker pad achter het station" in changed
    assert words(me, "[nieuw]", "[new]") in changed
    assert "Spreekuur zonder afspraak" in gone


def test_a_resident_takes_over_what_neighbours_do_and_its_source_stays_beside_it(
    someone: Someone, request: pytest.FixtureRequest
) -> None:
    title = f"De bus naar het ziekenhuis is duur ({request.node.callspec.id})"
    me = someone("resident")
    me.press('main a[href$="/open-data/buren"]')
    me.press('main a[href$="/buren/lijst/1"]')
    me.write("#zoek", "bus")
    me.press("main form[role=search] button")
    me.press("main li h2 a")
    me.write("#title", title)
    me.press(SEND)
    if me.page.locator("input[name=same]").count():  # it may look like what was taken over before
        me.press("main form:has(#title) button.primary")
    said = text(me)
    assert title in said
    assert words(me, "Overgenomen van", "Taken over from") in said
    assert "Het Ketelhuis" in said


def test_residents_answer_statements_and_bring_in_their_own(someone: Someone, request: pytest.FixtureRequest) -> None:
    own = f"Buren passen graag op ({request.node.callspec.id})."
    me, board, visitor = someone("resident"), someone("board"), someone("visitor")
    rounds = 'main a[href$="/eens-en-oneens"]'
    me.press(rounds)
    me.press('main li:has-text("Zorgen voor elkaar") h2 a')
    here = me.page.url
    me.press("main a.button")
    me.press("main button[value=agree]")
    me.press("main button[value=pass]")
    me.page.goto(here)
    # Residents share one neighbourhood here: who came before may have answered statements already.
    said = re.search(words(me, r"U beantwoordde (\d+) van de", r"You answered (\d+) of"), text(me))
    assert said
    assert int(said[1]) >= 2
    me.press('main a[href$="/eigen-stelling"]')
    me.press(SEND)
    assert me.page.locator("#error-summary").count() == 1
    me.write("#text", own)
    me.press(SEND)
    board.page.goto(here)
    board.press(f'main a:has-text("{own}")')
    board.press("main button[value=admit]")
    visitor.page.goto(here)
    statements = visitor.page.locator("main ol li").all_inner_texts()
    assert own in statements
    assert words(visitor, "ziet niemand een uitkomst", "nobody sees an outcome") in text(visitor)


def test_without_scripts_the_map_is_a_drawing_with_a_numbered_list(someone: Someone) -> None:
    me = someone("visitor")
    me.press('main a[href^="/noorderkwartier/agenda/kaart"]')
    numbers = me.page.locator("main li[value]").evaluate_all("all => all.map(one => String(one.value))")
    assert len(numbers) >= 10
    assert me.page.locator("main svg[role=img]").is_visible()
    assert me.page.locator("[data-map]").is_visible() == (me.language == "nl")  # the button needs scripts
    me.press(in_menu("agenda"))


def test_the_button_brings_a_map_to_zoom_in_on_and_nothing_from_elsewhere(browser: Chromium) -> None:
    """The window watches for breaches of the content security policy and for requests to others."""
    window = browser.window("visitor")
    window.open(f"{DISTRICT}/agenda/kaart")
    page = window.page
    assert page.locator("link[href*=leaflet]").count() == 0  # nothing comes before somebody asks
    stay(page.locator("[data-map] button"), then=page.locator("[data-field] .leaflet-control-zoom-in"))
    page.locator("[data-field] .leaflet-tooltip").first.wait_for(state="visible")
    assert page.locator("[data-field] path.leaflet-interactive").count() >= 4
    assert page.locator("[data-field] img.leaflet-tile").count() == 0
    assert window.axe(AXE_RULES) == []
    assert window.overflow() == []
    assert not window.watched.take()
