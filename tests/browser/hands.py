"""Two ways to use the site: with the keys only, and with a mouse in a browser that runs no scripts."""

from collections.abc import Callable
from typing import Protocol

from playwright.sync_api import Locator, Page

from coop.demo.cast import PASSWORD, email_of
from tests.support.browser import DISTRICT, enter, go


class Hands(Protocol):
    """What somebody does on a page."""

    page: Page
    language: str

    def press(self, what: str) -> None:
        """Follow a link or push a button."""

    def write(self, what: str, text: str) -> None:
        """Fill a text field."""

    def tick(self, what: str) -> None:
        """Choose a tick box or a radio button."""

    def choose(self, what: str, value: str) -> None:
        """Choose in a list."""


Someone = Callable[[str], Hands]
"""Gives the hands of a demo person; see the fixture `someone`."""
SEND = "main form[method=post] button.primary"


def in_menu(part: str) -> str:
    """The link to a room in the menu of every page."""
    return f'header nav a[href="{DISTRICT}/{part}"]'


def text(hands: Hands) -> str:
    """What the page says, without its frame."""
    return hands.page.locator("main").inner_text()


def words(hands: Hands, dutch: str, english: str) -> str:
    """What the site says, in the language in which these hands read it."""
    return {"nl": dutch, "en": english}[hands.language]


def sign_in(hands: Hands, key: str) -> None:
    """Be the demo person with this key, who has no button in the bar: with e-mail address and password."""
    hands.press(".who a")
    hands.write("#email", email_of(key))
    hands.write("#password", PASSWORD)
    hands.press(SEND)


class Keys:
    """Tab, Enter, Space, arrows and letters; nothing else."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.language = page, language

    def _reach(self, what: str) -> Locator:
        wanted = self.page.locator(what).first
        wanted.wait_for(state="attached")
        for _ in range(250):
            if wanted.evaluate("one => one === document.activeElement"):
                assert wanted.evaluate("one => parseFloat(getComputedStyle(one).outlineWidth) >= 2"), f"unseen: {what}"
                return wanted
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not come to {what} on {self.page.url}")

    def press(self, what: str) -> None:
        """Enter on a link or button."""
        self._reach(what)
        enter(self.page)

    def write(self, what: str, text: str) -> None:
        """Type over what is there."""
        self._reach(what)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def tick(self, what: str) -> None:
        """Space; among radio buttons the arrows, because Tab stops at one of the group only."""
        wanted = self.page.locator(what).first
        if wanted.get_attribute("type") == "radio":
            name = wanted.get_attribute("name")
            for _ in range(250):
                at = self.page.evaluate("[document.activeElement.name, document.activeElement.type]")
                if at == [name, "radio"]:
                    break
                self.page.keyboard.press("Tab")
            self.page.keyboard.press("Space")
            for _ in range(20):
                if wanted.is_checked():
                    break
                self.page.keyboard.press("ArrowDown")
        else:
            self._reach(what)
            self.page.keyboard.press("Space")
        assert wanted.is_checked(), what

    def choose(self, what: str, value: str) -> None:
        """Arrows in the list."""
        wanted = self._reach(what)
        self.page.keyboard.press("Home")
        for _ in range(60):
            if wanted.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{value} is not in {what}")


class NoScripts:
    """A mouse, and a browser in which scripts are off."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.language = page, language

    def press(self, what: str) -> None:
        """A click that loads a page."""
        go(self.page.locator(what).first)

    def write(self, what: str, text: str) -> None:
        """Fill the field."""
        self.page.locator(what).first.fill(text)

    def tick(self, what: str) -> None:
        """A click on the label, which is the larger target."""
        number = self.page.locator(what).first.get_attribute("id")
        self.page.locator(f'label[for="{number}"]').click()
        assert self.page.locator(what).first.is_checked(), what

    def choose(self, what: str, value: str) -> None:
        """Choose in the list."""
        self.page.locator(what).first.select_option(value)
