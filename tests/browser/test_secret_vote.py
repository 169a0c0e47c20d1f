"""A secret vote in a real browser: the envelope closes there, and the site never hears what is in it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, Request

from coop.demo.cast import PASSWORD, email_of
from coop.kernel.clock import local_day, system_clock
from coop.rules.sealing.receipts import read_receipt
from tests.browser.hands import SEND
from tests.support.browser import DISTRICT, Chromium, Window, download, go, stay


def _check(page: Page) -> Locator:
    return page.get_by_role("button", name="Controleer mijn stem")


def _send(page: Page) -> Locator:
    return page.get_by_role("button", name="Verstuur mijn gesloten envelop")


@pytest.fixture(scope="module")
def poll(browser: Chromium) -> str:
    """The address of an open secret motion."""
    window = browser.new_window("secretary")
    page = window.page
    window.open(f"{DISTRICT}/stemmen/nieuw/motie")
    page.fill("#title", "Geheim: het spreekuur naar de avond")
    page.fill("#question", "Vindt u dat het spreekuur ’s avonds moet zijn?")
    page.check("[name=vote_kind][value=consultation]")
    page.fill("#closes_on", (local_day(system_clock()) + timedelta(days=28)).isoformat())
    page.fill("#closes_time", "20:00")
    window.go(SEND)
    assert page.url.endswith("/beheer")
    address = page.url.removesuffix("/beheer")
    page.goto(f"{address}/voorstellen/nieuw")
    page.fill("#title", "Het spreekuur is op woensdagavond")
    page.fill("#what", "Elke woensdag van zeven tot negen.")
    window.go(SEND)
    page.goto(f"{address}/beheer")
    go(page.get_by_role("link", name="Nakijken en de stemming openen"))
    go(page.get_by_role("button", name="Open als geheime stemming"))
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
    stay(_check(page), then=page.locator("[data-seal-check]"))
    assert page.title().startswith(page.inner_text("[data-seal-check] h2"))
    assert page.locator("form[data-seal-key]").is_hidden()
    code = page.locator("[data-seal-check] strong[data-seal-code]").inner_text()
    assert "Tegen" in page.inner_text("[data-seal-chosen]")
    wrong = voter.look()
    assert not wrong, wrong
    stay(_send(page), then=page.locator("[data-seal-done]"))
    assert code in page.inner_text("[data-seal-done]")
    posts = [request for request in sent if request.method == "POST"]
    assert len(posts) == 1
    body = posts[0].post_data or ""
    for canary in (code, "against", "Tegen", '"no"'):
        assert canary not in body + posts[0].url + str(posts[0].headers)
    kept = download(page.get_by_role("link", name="Bewaar mijn ontvangstbewijs"))
    receipt = read_receipt(kept.path().read_bytes())
    assert receipt.tracker == code
    # Who saves the code in a file is told what that file can show.
    assert "Deel dit bestand dus niet" in page.inner_text("[data-seal-done]")
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
        stay(_check(one), then=_send(one))
        stay(_send(one), then=one.locator(f"[data-seal-{outcome}]"))
    assert "ander venster" in other.inner_text("[data-seal-wrong]")
    other.close()
    # The 409 of the old page is no mistake of the page.
    voter.watched.take()


def test_no_connection_is_said_and_can_be_tried_again(poll: str, voter: Window) -> None:
    page = voter.page
    page.goto(f"{poll}/stem")
    page.check("[value=for]")
    stay(_check(page), then=_send(page))
    voter.context.set_offline(True)
    stay(_send(page), then=page.locator("[data-seal-wrong]"))
    assert "Niet ontvangen" in page.inner_text("[data-seal-wrong]")
    voter.context.set_offline(False)
    stay(_send(page), then=page.locator("[data-seal-done]"))
    voter.watched.take()


def test_without_choosing_the_page_says_what_to_do(poll: str, voter: Window) -> None:
    page = voter.page
    page.goto(f"{poll}/stem")
    for radio in page.locator("[name=choices]").all():
        radio.evaluate("one => { one.checked = false }")
    stay(_check(page), then=page.locator("[data-seal-wrong]"))
    assert "Kies voor, tegen of blanco" in page.inner_text("[data-seal-wrong]")


def test_10_without_scripts_the_site_closes_the_envelope(poll: str, browser: Chromium) -> None:
    window = browser.new_window("member", java_script_enabled=False)
    page = window.page
    page.goto(f"{poll}/stem")
    assert "Onze computer doet het voor u" in page.content()
    page.check("[value=blank]")
    go(_check(page))
    assert "Uw browser kan de envelop niet sluiten" in page.inner_text("main")
    code = page.inner_text("strong.code")
    go(_send(page))
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
    go(other.locator("header .who button"))
    assert other.locator("header .who").get_by_role("link", name="Inloggen").is_visible()
    return other


def _signs_in_again(other: Page, origin: str) -> None:
    other.goto(f"{origin}/inloggen")
    other.fill("[name=email]", email_of("member"))
    other.fill("[name=password]", PASSWORD)
    go(other.locator("main form button").first)
    assert other.locator("header .who button").is_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_10_a_session_that_ends_while_voting_costs_nothing(poll: str, browser: Chromium, *, scripts: bool) -> None:
    window = browser.new_window("member", java_script_enabled=scripts)
    page = window.page
    before = _voted(page, poll)
    page.goto(f"{poll}/stem")
    page.check("[value=against]")
    stay(page.locator("details:has([name=own]) summary"), then=page.locator("[name=own]"))
    page.fill("[name=own]", "Q7")
    if scripts:
        stay(_check(page), then=_send(page))
        code = page.locator("[data-seal-check] strong[data-seal-code]").inner_text()
        other = _signs_out_elsewhere(window)
        stay(_send(page), then=page.get_by_text("u bent uitgelogd"))
    else:
        other = _signs_out_elsewhere(window)
        go(_check(page))
        assert page.get_by_role("heading", name="Wat u typte, staat er nog").is_visible()
    assert _voted(other, poll) == before
    _signs_in_again(other, window.origin)
    if not scripts:
        for _turn in range(2):
            # The first time with the token of before; the page that answers brings a fresh one.
            go(page.get_by_role("button", name="Opnieuw versturen"))
        assert page.get_by_text("Uw browser kan de envelop niet sluiten").is_visible()
        assert "Tegen" in page.inner_text("main")
        code = page.locator("strong.code").inner_text()
    received = page.get_by_role("heading", name="Ontvangen: uw stem is binnen")
    if scripts:
        stay(_send(page), then=received)
    else:
        go(_send(page))
        assert received.is_visible()
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
