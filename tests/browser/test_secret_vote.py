"""A secret vote in a real browser: the envelope closes there, and the site never hears what is in it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Request

from coop.demo.cast import PASSWORD, email_of
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
    code = page.locator("[data-seal-check] strong[data-seal-code]").inner_text()
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


def test_40_pages_of_secret_votes_are_fit_to_use(poll: str, voter: Window) -> None:
    for path in ("", "/stem", "/bewijs"):
        voter.page.goto(poll + path)
        wrong = voter.look()
        assert not wrong, (path, wrong)


def _signs_out_elsewhere(window: Window) -> Page:
    """In another tab of the same browser."""
    other = window.context.new_page()
    other.goto(f"{window.origin}{DISTRICT}/")
    other.locator("header .who button").click()
    other.locator("header .who").get_by_role("link", name="Inloggen").wait_for()
    return other


def _signs_in_again(other: Page, origin: str) -> None:
    other.goto(f"{origin}/inloggen")
    other.fill("[name=email]", email_of("member"))
    other.fill("[name=password]", PASSWORD)
    other.locator("main form button").first.click()
    other.locator("header .who button").wait_for()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_10_a_session_that_ends_while_voting_costs_nothing(poll: str, browser: Chromium, *, scripts: bool) -> None:
    window = browser.new_window("member", java_script_enabled=scripts)
    page = window.page
    before = _voted(page, poll)
    page.goto(f"{poll}/stem")
    page.check("[value=against]")
    page.locator("details:has([name=own]) summary").click()
    page.fill("[name=own]", "Q7")
    if scripts:
        page.get_by_role("button", name="Controleer mijn stem").click()
        code = page.locator("[data-seal-check] strong[data-seal-code]").inner_text()
        other = _signs_out_elsewhere(window)
        page.get_by_role("button", name="Verstuur mijn gesloten envelop").click()
        page.get_by_text("u bent uitgelogd").wait_for()
    else:
        other = _signs_out_elsewhere(window)
        page.get_by_role("button", name="Controleer mijn stem").click()
        page.get_by_role("heading", name="Wat u typte, staat er nog").wait_for()
    assert _voted(other, poll) == before
    _signs_in_again(other, window.origin)
    if not scripts:
        for _turn in range(2):
            # The first time with the token of before; the page that answers brings a fresh one.
            page.get_by_role("button", name="Opnieuw versturen").click()
        page.get_by_text("Onze computer heeft de envelop voor u gesloten").wait_for()
        assert "Tegen" in page.inner_text("main")
        code = page.locator("strong.code").inner_text()
    page.get_by_role("button", name="Verstuur mijn gesloten envelop").click()
    page.get_by_role("heading", name="Ontvangen: uw stem is binnen").wait_for()
    assert code.endswith("-Q7")
    aloud = page.locator("main").inner_text().partition("Hardop of aan de telefoon:")[2].split("\n")[0]
    assert aloud.replace("\xa0", " ").replace("\u2060", "").endswith("- (streepje), Q van Quirinus, 7 (zeven)")
    # The member may have voted in a test before this one: then it stays one vote.
    assert _voted(page, poll) in (before, before + 1)
    assert "U hebt gestemd. Uw stem is binnen." in page.inner_text("main")
    window.context.close()


def _voted(page: Page, poll: str) -> int:
    page.goto(poll)
    return int(page.locator("dt:has-text('Hebben gestemd') + dd").inner_text())
