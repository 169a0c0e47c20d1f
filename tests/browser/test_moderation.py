"""Neighbours with a turn decide about what was reported, and others about the objection; naming and following.

On a phone; with the keys in Dutch, without scripts in English.
"""

import pytest

from tests.browser.hands import SEND, Hands, Someone, sign_in, text, words
from tests.support.browser import DISTRICT

IN_BOTH_LANGUAGES = True
START = f"{DISTRICT}/agenda/kaart"
ITEM = "Schimmel in de Reigerflat"
RULES = 'main a[href$="/huisregels"]'
QUEUE = 'main a[href$="/huisregels/wachtrij"]'


def site_of(me: Hands) -> str:
    return me.page.url.partition(DISTRICT)[0]


def say(me: Hands, said: str) -> None:
    me.press(f'main a:has-text("{ITEM}")')
    me.write("#comment", said)
    me.press("main form:has(#comment) button")
    assert said in text(me)


def report(me: Hands, said: str) -> None:
    me.press(f'main a:has-text("{ITEM}")')
    me.press(f'main li.card:has-text("{said}") a[href*="/melden/"]')
    me.press(SEND)
    assert me.page.locator("#error-summary").count() == 1  # which rule it goes against must be said
    me.tick("[name=rule][value=insult]")
    me.press(SEND)
    assert words(me, "buren met een beurt", "neighbours with a turn") in text(me).casefold()


def decide(me: Hands, said: str, verdict: str, reason: str) -> None:
    me.press(QUEUE)
    mine = me.page.locator("main form .card", has_text=said).locator("input")
    me.tick(f"#{mine.get_attribute('id')}")
    me.tick(f"[name=verdict][value={verdict}]")
    me.choose("[name=rule]", "insult")
    me.write("[name=reason]", reason)
    me.press(SEND)
    assert words(me, "U besliste over 1 reactie", "You decided about 1 comment") in text(me)


def test_a_reported_comment_is_decided_about_and_who_wrote_it_objects(
    someone: Someone, request: pytest.FixtureRequest
) -> None:
    case = request.node.callspec.id
    said, reason, end = (
        f"Wie daar niets aan doet, is een prutser ({case}).",
        f"Dit scheldt ({case}).",
        f"Klopt ({case}).",
    )
    writer, keeper, other = someone("resident"), someone("member"), someone("visitor")
    say(writer, said)
    third = someone("visitor")
    sign_in(third, "member12")
    third.page.goto(site_of(third) + START)
    for reporter in (someone("board"), someone("team"), third):
        report(reporter, said)
    writer.page.reload()
    assert said not in text(writer)  # three reports hide it until somebody decided
    keeper.press(f'main a:has-text("{ITEM}")')
    keeper.press(RULES)
    decide(keeper, said, "remove", reason)
    # The log tells it to everybody, and names nobody.
    writer.press(RULES)
    log = text(writer)
    assert reason in log
    assert case not in log.replace(reason, "")
    writer.page.go_back()
    writer.press('main a[href*="/bezwaar/"]')
    writer.write("[name=reason]", f"Ik noemde niemand ({case}).")
    writer.press(SEND)
    assert words(writer, "Uw bezwaar is binnen", "Your objection is in") in text(writer)
    # Who decided before cannot decide about the objection.
    keeper.page.reload()
    assert keeper.page.locator("main form .card", has_text=f"Ik noemde niemand ({case})").locator("input").count() == 0
    sign_in(other, "member23")
    other.page.goto(site_of(other) + f"{DISTRICT}/huisregels")
    decide(other, said, "keep", end)
    writer.page.goto(site_of(writer) + START)
    writer.press(f'main a:has-text("{ITEM}")')
    assert said in text(writer)


def test_somebody_is_named_and_an_item_is_followed_and_then_no_longer(
    someone: Someone, request: pytest.FixtureRequest
) -> None:
    said = f"Kunt u dit ook vertellen aan uw buren ({request.node.callspec.id})?"
    me, named = someone("member"), someone("resident")
    name = named.page.locator("header .who a").inner_text()
    me.press(f'main a:has-text("{ITEM}")')
    follow, stop = 'main form[action$="/volgen"] button', 'main form[action$="/niet-meer-volgen"] button'
    me.press(follow)
    me.press('main a[href$="/wat-ik-volg"]')
    assert ITEM in text(me)
    me.press(f'main a:has-text("{ITEM}")')
    me.write("#comment", f"@{name} {said}")
    me.press("main form:has(#comment) button")
    assert f"@{name} {said}" in text(me)
    me.press(stop)
    assert me.page.locator(follow).count() == 1
