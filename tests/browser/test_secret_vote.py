"""A secret vote in a real browser: the envelope closes there, and the site never hears what is in it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Request

from coop.rules.sealing.receipts import read_receipt
from tests.support.browser import DISTRICT, Chromium, Window


@pytest.fixture(scope="module")
def poll(browser: Chromium) -> str:
    """The address of an open secret motion."""
    window = browser.new_window("secretary")
    page = window.page
    window.open(f"{DISTRICT}/stemmen/nieuw/motie")
    page.fill("#title", "Geheim: het spreekuur naar de avond")
    page.fill("#question", "Vindt u dat het spreekuur ’s avonds moet zijn?")
    page.check("[name=vote_kind][value=consultation]")
    for name, value in (("closes_on", "2026-12-20"), ("closes_time", "20:00")):
        page.fill(f"#{name}", value)
    page.click("main form button.primary, main form button:not(.quiet)")
    page.wait_for_url("**/beheer")
    address = page.url.removesuffix("/beheer")
    page.goto(f"{address}/voorstellen/nieuw")
    page.fill("#title", "Het spreekuur is op woensdagavond")
    page.fill("#what", "Elke woensdag van zeven tot negen.")
    page.click("main form button.primary, main form button:not(.quiet)")
    page.goto(f"{address}/beheer")
    page.get_by_role("link", name="Nakijken en de stemming openen").click()
    page.get_by_role("button", name="Open als geheime stemming").click()
    page.wait_for_load_state()
    assert "geheime stemming is open" in page.inner_text("body")
    window.context.close()
    return address


@pytest.fixture
def voter(browser: Chromium) -> Iterator[Window]:
    window = browser.new_window("member")
    yield window
    assert not window.watched.take()
    window.context.close()


def test_16_only_the_closed_envelope_leaves_the_device(poll: str, voter: Window) -> None:
    page, sent = voter.page, list[Request]()
    page.goto(f"{poll}/stem")

    def note(request: Request) -> None:
        sent.append(request)

    page.on("request", note)
    assert page.locator("[data-seal-check]").is_hidden()
    page.check("[value=against]")
    page.get_by_role("button", name="Controleer mijn stem").click()
    page.locator("[data-seal-check]").wait_for()
    assert page.locator("form[data-seal-key]").is_hidden()
    code = page.locator("[data-seal-check] [data-seal-code]").inner_text()
    assert "Tegen" in page.inner_text("[data-seal-chosen]")
    wrong = voter.look()
    assert not wrong, wrong
    page.get_by_role("button", name="Verstuur mijn gesloten envelop").click()
    page.locator("[data-seal-done]").wait_for()
    assert code in page.inner_text("[data-seal-done]")
    posts = [request for request in sent if request.method == "POST"]
    assert len(posts) == 1
    body = posts[0].post_data or ""
    for canary in (code, "against", "Tegen", '"no"'):
        assert canary not in body + posts[0].url + str(posts[0].headers)
    with page.expect_download() as kept:
        page.get_by_role("link", name="Bewaar mijn ontvangstbewijs").click()
    receipt = read_receipt(kept.value.path().read_bytes())
    assert receipt.tracker == code
    assert (
        page.evaluate("JSON.stringify([localStorage.length, sessionStorage.length, document.cookie])").count(code) == 0
    )


def test_a_vote_can_be_changed_and_an_old_page_loses(poll: str, voter: Window) -> None:
    page = voter.page
    page.goto(f"{poll}/stem")
    other = voter.context.new_page()
    other.goto(f"{poll}/stem")
    # The second envelope leaves after the first has arrived: which one is the old page must not be chance.
    for one, choice, outcome in ((page, "for", "done"), (other, "blank", "wrong")):
        one.check(f"[value={choice}]")
        one.get_by_role("button", name="Controleer mijn stem").click()
        one.get_by_role("button", name="Verstuur mijn gesloten envelop").click()
        one.locator(f"[data-seal-{outcome}]").wait_for()
    assert "ander venster" in other.inner_text("[data-seal-wrong]")
    other.close()
    # The 409 of the old page is no mistake of the page.
    voter.watched.take()


def test_no_connection_is_said_and_can_be_tried_again(poll: str, voter: Window) -> None:
    page = voter.page
    page.goto(f"{poll}/stem")
    page.check("[value=for]")
    page.get_by_role("button", name="Controleer mijn stem").click()
    voter.context.set_offline(True)
    page.get_by_role("button", name="Verstuur mijn gesloten envelop").click()
    page.locator("[data-seal-wrong]").wait_for()
    assert "Niet ontvangen" in page.inner_text("[data-seal-wrong]")
    voter.context.set_offline(False)
    page.get_by_role("button", name="Verstuur mijn gesloten envelop").click()
    page.locator("[data-seal-done]").wait_for()
    voter.watched.take()


def test_without_choosing_the_page_says_what_to_do(poll: str, voter: Window) -> None:
    page = voter.page
    page.goto(f"{poll}/stem")
    for radio in page.locator("[name=choices]").all():
        radio.evaluate("one => { one.checked = false }")
    page.get_by_role("button", name="Controleer mijn stem").click()
    page.locator("[data-seal-wrong]").wait_for()
    assert "Kies voor, tegen of blanco" in page.inner_text("[data-seal-wrong]")


def test_10_without_scripts_the_site_closes_the_envelope(poll: str, browser: Chromium) -> None:
    window = browser.new_window("member", java_script_enabled=False)
    page = window.page
    page.goto(f"{poll}/stem")
    assert "Onze computer doet het voor u" in page.content()
    page.check("[value=blank]")
    page.get_by_role("button", name="Controleer mijn stem").click()
    assert "Onze computer heeft de envelop voor u gesloten" in page.inner_text("main")
    code = page.inner_text("strong.code")
    page.get_by_role("button", name="Verstuur mijn gesloten envelop").click()
    assert "Ontvangen: uw stem is binnen" in page.inner_text("main")
    assert page.inner_text("strong.code") == code, "who has no scripts can still write it down"
    assert code not in page.url
    assert code not in str(window.context.cookies())
    page.goto(f"{poll}/bewijs")
    assert code not in page.content()
    window.context.close()


def test_pages_of_secret_votes_are_fit_to_use(poll: str, voter: Window) -> None:
    for path in ("", "/stem", "/bewijs"):
        voter.page.goto(poll + path)
        wrong = voter.look()
        assert not wrong, (path, wrong)
