"""Passkeys in a real Chromium, with a device that the browser itself plays."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.support.browser import Chromium, Window, stay

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Device:
    """The virtual device of one window."""

    def __init__(self, page: Page, **settings: Any) -> None:
        self._talk = page.context.new_cdp_session(page)
        self._talk.send("WebAuthn.enable")
        self.number = self._talk.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, **settings}})[
            "authenticatorId"
        ]

    def keys(self) -> list[dict[str, Any]]:
        """What the device holds."""
        return list(self._talk.send("WebAuthn.getCredentials", {"authenticatorId": self.number})["credentials"])

    def take(self, key: dict[str, Any]) -> None:
        """Hold a key that another device held."""
        self._talk.send("WebAuthn.addCredential", {"authenticatorId": self.number, "credential": key})

    def refuses(self) -> None:
        """Nobody is there to put a finger on it."""
        self._talk.send("WebAuthn.setUserVerified", {"authenticatorId": self.number, "isUserVerified": False})


@pytest.fixture
def named(browser: Chromium) -> Chromium:
    """The demo under a name: devices make no keys for a number."""
    return Chromium(browser.browser, browser.origin.replace("127.0.0.1", "localhost"))


def _usable(window: Window) -> None:
    wrong = window.look() + window.walk()
    assert not wrong, f"{window.page.url}\n" + "\n".join(wrong)


def test_a_passkey_is_added_signs_in_and_is_removed(named: Chromium) -> None:
    window = named.new_window("resident")
    page, device = window.page, Device(window.page)
    window.open("/mijn-account/passkeys")
    _usable(window)
    page.fill("#name", "Telefoon")
    window.go("form[data-asked] button")
    assert page.inner_text(".card h2") == "Telefoon"
    _usable(window)
    (key,) = device.keys()
    assert (key["rpId"], key["isResidentCredential"]) == ("localhost", True)

    window.go(".who button")
    window.open("/inloggen?next=/noorderkwartier/mijn-pagina")
    _usable(window)
    window.go("form[data-asked] button")
    assert page.url == f"{named.origin}/noorderkwartier/mijn-pagina"
    assert "Samira Haddou" in page.inner_text(".who")
    assert device.keys()[0]["signCount"] > key["signCount"]

    # A copy of the key as it was before: its count lags behind.
    other = named.new_window("visitor")
    copy = Device(other.page)
    copy.take({**key, "signCount": 0})
    other.open("/inloggen")
    other.go("form[data-asked] button")
    assert "passkey" in other.page.inner_text("#error-summary")

    window.open("/mijn-account/passkeys")
    window.go(".card a")
    _usable(window)
    window.go("form.inline button.secondary")
    assert page.locator(".notice.ok").is_visible()
    window.open("/mijn-account/passkeys")
    assert page.locator(".card h2").count() == 0


def test_who_stops_reads_what_to_do(named: Chromium) -> None:
    window = named.new_window("visitor")
    Device(window.page).refuses()
    window.open("/inloggen")
    failed = window.page.locator("[data-failed]")
    assert not failed.is_visible()
    stay(window.page.locator("form[data-asked] button"), then=failed)
    _usable(window)


def test_without_scripts_the_other_ways_are_there(named: Chromium) -> None:
    window = named.new_window("resident", java_script_enabled=False)
    window.open("/mijn-account/passkeys")
    assert not window.page.locator("form[data-asked] button").is_visible()
    assert window.page.locator("noscript p").inner_text()
    window.open("/inloggen")
    assert window.page.locator("#email").is_visible()
    assert not window.page.locator("form[data-asked] button").is_visible()
