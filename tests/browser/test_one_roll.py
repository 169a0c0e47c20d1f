"""Voting in other ways: a helper at the desk by keyboard and without scripts; a letter without an account."""

import pytest

from tests.browser.hands import Keys, NoScripts
from tests.support.browser import DISTRICT, Chromium, Window, go

VOTE = "Een avond in de week open"


def vote_page(window: Window) -> str:
    """Open the vote by its link; gives its address."""
    window.open(f"{DISTRICT}/stemmen")
    href = window.page.locator(f'main a:has-text("{VOTE}")').first.get_attribute("href")
    assert href
    window.open(href)
    return href


def letter_for(browser: Chromium, name: str) -> str:
    """The secretary prints a letter for one member; the code on it."""
    window = browser.new_window("secretary")
    window.open(f"{vote_page(window)}/brieven")
    page = window.page
    page.check("[name=whom][value=one]")
    page.fill("#said", name)
    go(page.get_by_role("button", name="De brieven maken"))
    assert page.locator("section.letter").count() == 1
    assert page.locator("section.letter svg.qr").count() == 1
    code = page.locator("section.letter .code").inner_text()
    assert window.look() == []
    window.context.close()
    return code


def test_j6_a_helper_at_the_desk_by_keyboard_on_a_phone_without_scripts(browser: Chromium) -> None:
    window = browser.new_window("member", java_script_enabled=False)
    page, keys = window.page, Keys(window.page, "nl")
    page.set_viewport_size({"width": 360, "height": 740})
    vote_page(window)
    keys.press('a:has-text("Help anderen stemmen")')
    keys.press('a:has-text("Help een lid")')
    keys.write("#said", "maria brouw")
    keys.press('main button:has-text("Zoek")')
    assert "Heeft nog niet gestemd" in page.inner_text("main")
    assert "maria" not in page.url
    keys.press('a:has-text("Help Maria Gonçalves")')
    keys.press('main button:has-text("Vul samen het stembiljet in")')
    assert page.locator("h1").inner_text() == "Het stembiljet van Maria Gonçalves"
    keys.tick("[value=against]")
    keys.press('main button:has-text("Controleer")')
    keys.press('main button:has-text("Breng de stem van Maria")')
    assert "Ontvangen: de stem is binnen" in page.inner_text("main")
    assert "Maria Gonçalves heeft al gestemd: met een helper." in page.inner_text("main")
    # Again only when it is ticked, and what was chosen before is not shown.
    keys.press('main button:has-text("Vul samen een nieuw stembiljet in")')
    assert "Er is al een stem" in page.inner_text("main")
    keys.tick("#again")
    keys.press('main button:has-text("Vul samen een nieuw stembiljet in")')
    assert page.locator("main input[type=radio]:checked").count() == 0
    page.go_back()
    # Rather on paper: the earlier vote is taken out, and nothing comes after it.
    keys.tick("#seen")
    keys.press('main button:has-text("Noteer het stembriefje")')
    assert "Kruis aan dat de eerdere stem eruit gaat" in page.inner_text("main")
    keys.tick("#replaces")
    keys.press('main button:has-text("Noteer het stembriefje")')
    assert "Maria Gonçalves stemde op papier" in page.inner_text("main")
    keys.write("#said", "maria brouw")
    keys.press('main button:has-text("Zoek")')
    assert "Heeft gestemd: op papier" in page.inner_text("main")
    assert not window.watched.take()
    window.context.close()


def test_the_picture_on_a_letter_opens_the_ballot_and_the_code_is_in_no_address(browser: Chromium) -> None:
    code = letter_for(browser, "Arnold Steen").replace("-", "")
    window = browser.new_window("visitor")
    page, asked = window.page, list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{window.origin}{DISTRICT}/stemmen/brief#{code}")
    assert page.input_value("#code") == code
    assert page.url == f"{window.origin}{DISTRICT}/stemmen/brief"
    go(page.get_by_role("button", name="Naar mijn stembiljet"))
    assert page.get_by_text("is binnen: op papier").is_visible()  # he handed in paper at the desk
    assert "Arnold" not in page.inner_text("main")
    assert window.look() == []
    assert not [url for url in asked if code in url or code[:4] in url.rpartition("/")[2]]
    window.context.close()


@pytest.mark.parametrize("with_scripts", [True, False])
def test_j6_a_member_votes_with_the_code_of_a_letter_and_changes_it(browser: Chromium, *, with_scripts: bool) -> None:
    name = "Fatima Ouali" if with_scripts else "Hendrik Mollema"
    code = letter_for(browser, name)
    window = browser.new_window("visitor", java_script_enabled=with_scripts)
    page = window.page
    hands = Keys(page, "nl") if with_scripts else NoScripts(page, "nl")
    window.open(f"{DISTRICT}/stemmen")
    window.open(f"{DISTRICT}/stemmen/brief")
    hands.write("#code", "0000 0000 0000")
    hands.press('main button:has-text("Naar mijn stembiljet")')
    assert "Deze code werkt niet" in page.inner_text("main")
    hands.write("#code", code.lower())
    hands.press('main button:has-text("Naar mijn stembiljet")')
    assert "is binnen: met een helper" in page.inner_text("main")
    hands.tick("#again")
    hands.press('main button:has-text("Stem opnieuw")')
    assert page.locator("main input[type=radio]:checked").count() == 0
    hands.tick("[value=for]")
    hands.press('main button:has-text("Controleer")')
    hands.press('main button:has-text("Breng mijn stem uit")')
    assert "is binnen: met de code van een brief" in page.inner_text("main")
    hands.press('main button:has-text("Ik ben klaar met mijn brief")')
    page.goto(f"{window.origin}{DISTRICT}/stemmen")
    page.go_back()
    vote = vote_page(window)
    page.goto(f"{window.origin}{vote}/brief")
    assert page.url.endswith("/stemmen/brief")  # a code is asked again
    window.watched.take()
    window.context.close()
