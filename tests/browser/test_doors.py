"""J1: what is heard at the door comes to the agenda, also when the line drops; with keys only, or without scripts."""

import pytest
from playwright.sync_api import Error, Route

from tests.browser.hands import SEND, Someone, text, words
from tests.support.browser import DISTRICT, Chromium, Window, next_page, stay

IN_BOTH_LANGUAGES = True
START = f"{DISTRICT}/agenda"
NOTE = f"{DISTRICT}/aan-de-deur"
FORM = "#phone"


def test_a_note_becomes_an_item(someone: Someone) -> None:
    team = someone("team")
    team.press(f'main a[href="{NOTE}"]')
    team.write(f"{FORM} textarea", "Op het plein is geen bank om even te zitten.")
    team.choose(f"{FORM} [name=domain]", "meeting")
    team.press(f"{FORM} button")
    assert words(team, "Uw notities zijn bewaard", "Your notes are kept") in text(team)
    board = someone("board")
    board.press(f'main a[href="{NOTE}"]')
    board.press(f'main a[href="{NOTE}/uitzoeken"]')
    mine = board.page.locator("main form .choice", has_text="geen bank om even te zitten").locator("input")
    board.tick(f"#{mine.first.get_attribute('id')}")
    board.press("main form button.primary")
    board.tick("[name=kind][value=wish]")
    board.write("[name=title]", "Een bank op het plein")
    board.write("[name=in_short]", "Aan de deur hoorden wij: er is geen plek om even te zitten.")
    board.press(SEND)
    assert words(board, "een paar keer", "a few times") in text(board)


def _times_noted(browser: Chromium, words: str) -> int:
    board = browser.window("board")
    board.open(f"{NOTE}/uitzoeken")
    return board.page.locator("main form .choice", has_text=words).count()


@pytest.fixture
def phone(browser: Chromium) -> Window:
    """The phone of somebody of the team, with the page open."""
    window = browser.new_window("team")
    window.open(NOTE)
    return window


def test_without_a_line_the_words_stay_on_the_phone_and_go_by_themselves_once(phone: Window, browser: Chromium) -> None:
    page, words = phone.page, "De brug was weer open toen de bus kwam."
    page.fill(f"{FORM} textarea", words)
    phone.context.set_offline(True)
    stay(page.locator(f"{FORM} button"), then=page.locator("[data-offline]"))
    with next_page(page):
        phone.context.set_offline(False)
    assert page.url.endswith("/bewaard")
    assert page.evaluate("Object.keys(localStorage).length") == 0
    assert _times_noted(browser, words) == 1


def test_when_the_answer_is_lost_a_second_try_keeps_it_once(phone: Window, browser: Chromium) -> None:
    page, words = phone.page, "Bij de glasbak ligt altijd glas."

    def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.fill(f"{FORM} textarea", words)
    page.route(f"**{NOTE}", lose_the_answer)
    with pytest.raises(Error, match="ERR_CONNECTION_RESET"):
        phone.go(f"{FORM} button")
    page.wait_for_url("chrome-error:**")
    page.unroute(f"**{NOTE}")
    phone.open(NOTE)
    assert page.locator(f"{FORM} textarea").input_value() == words
    page.fill(f"{FORM} textarea", f"{words}\nDe glasbak is te klein.")
    phone.go(f"{FORM} button")
    assert page.url.endswith("/bewaard")
    assert _times_noted(browser, words) == 1
    assert _times_noted(browser, "De glasbak is te klein.") == 1
