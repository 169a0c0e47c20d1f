"""The conversation below an item is closed with a summary.

On a phone; with the keys in Dutch, without scripts in English.
"""

import pytest

from tests.browser.hands import SEND, Someone, text
from tests.support.browser import DISTRICT

IN_BOTH_LANGUAGES = True
START = f"{DISTRICT}/agenda/kaart"


def test_a_conversation_is_closed_with_a_summary_and_opened_again(
    someone: Someone, request: pytest.FixtureRequest
) -> None:
    item, case = "Een huismeester die mensen kent", request.node.callspec.id
    summary, news = f"De meesten willen een huismeester ({case}).", f"Er is geld gevonden ({case})."
    board, member = someone("board"), someone("member")
    board.press(f'main a:has-text("{item}")')
    board.press('main a[href$="/gesprek-afsluiten"]')
    board.press(SEND)
    assert board.page.locator("#error-summary").count() == 1  # without a summary it stays open
    board.write("#text", summary)
    board.press(SEND)
    member.press(f'main a:has-text("{item}")')
    assert summary in text(member)
    assert member.page.locator("#comment").count() == 0
    board.press('main a[href$="/gesprek-openen"]')
    board.write("#text", news)
    board.press(SEND)
    member.page.reload()
    assert news in text(member)
    assert member.page.locator("#comment").count() == 1
