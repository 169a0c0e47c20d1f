"""J23: advice, asked and unasked, on a phone, by keyboard and without scripts, in Dutch and in English."""

import pytest

from tests.browser.hands import SEND, Hands, Someone, text, words
from tests.support.browser import DISTRICT

IN_BOTH_LANGUAGES = True
ADVICE = f'main a[href="{DISTRICT}/adviezen"]'


def answer_every_point(board: Hands, title: str, why: str) -> None:
    """The board opens what it must answer from its own page, adopts the first point and not the second."""
    board.press(f'header nav a[href="{DISTRICT}/mijn-pagina"]')
    board.press(f'main a:has-text("{title}")')
    board.press('main a[href$="/antwoord"]')
    board.tick("input[name=verdict_1][value=adopt]")
    board.tick("input[name=verdict_2][value=deviate]")
    board.press(SEND)
    assert board.page.locator("#error-summary").count() == 1  # what is not adopted asks for a reason
    board.write("#why_2", why)
    board.press(SEND)


def test_j23_the_council_advises_when_it_is_asked_and_every_point_is_answered(
    someone: Someone, request: pytest.FixtureRequest
) -> None:
    title = f"Meer bomen op het plein ({request.node.callspec.id})"
    board, council, visitor = someone("board"), someone("adviser"), someone("visitor")
    board.press(ADVICE)
    board.press('main a[href$="/adviezen/vragen"]')
    board.write("#title", title)
    board.write("#about", "Het plein is heet in de zomer. Wat wilt u daar?")
    board.press(SEND)
    assert words(board, "uiterlijk op", "at the latest") in text(board)
    council.press(f'header nav a[href="{DISTRICT}/mijn-pagina"]')
    council.press(f'main a:has-text("{title}")')
    council.press('main a[href$="/geven"]')
    council.press(SEND)
    assert council.page.locator("#error-summary").count() == 1  # without a point it is no advice
    council.write("#points", "Plant acht bomen\nHaal de tegels weg")
    council.press(SEND)
    assert words(council, "Elk punt krijgt uiterlijk op", "Every point is answered at the latest on") in text(council)
    answer_every_point(board, title, "Onder de tegels ligt een riool.")
    visitor.press(ADVICE)
    visitor.press(f'main a:has-text("{title}")')
    assert "Plant acht bomen" in text(visitor)
    visitor.press(f'main a:has-text("{words(visitor, "elke stap", "every step")}")')
    said = text(visitor)
    assert words(visitor, "Helemaal overgenomen", "Fully adopted") in said
    assert words(visitor, "Niet overgenomen", "Not adopted") in said
    assert "Onder de tegels ligt een riool." in said


def test_j23_the_last_supporter_hands_an_unasked_advice_over_and_it_is_answered(someone: Someone) -> None:
    me, board = someone("member"), someone("board")
    me.press(ADVICE)
    almost = f'main li:has-text("24 {words(me, "leden", "members")}") h3 a'
    title = me.page.locator(almost).first.inner_text()
    me.press(almost)
    me.press('main form[action$="/steunen"] button')
    said = text(me)
    assert words(me, "Met u erbij zijn het er genoeg", "With you there are enough") in said
    assert "Joke Veenstra" not in said  # who supports is named nowhere
    board.press(f'header nav a[href="{DISTRICT}/mijn-pagina"]')
    board.press(f'main a:has-text("{title}")')
    board.press('main a[href$="/antwoord"]')
    for point in board.page.locator("input[name^=verdict_][value=adopt]").all():
        board.tick(f"input[name={point.get_attribute('name')}][value=adopt]")
    board.press(SEND)
    me.press(ADVICE)
    me.press(f'main a:has-text("{title}")')
    assert words(me, "Beantwoord", "Answered") in text(me)


def test_j23_a_member_begins_an_advice_in_english_and_takes_it_back(
    someone: Someone, request: pytest.FixtureRequest
) -> None:
    title = f"A clock on the square ({request.node.callspec.id})"
    me = someone("member")
    me.page.goto(me.page.url.partition(DISTRICT)[0] + f"/taal/en?next={DISTRICT}/adviezen")
    me.press('main a[href$="/adviezen/beginnen"]')
    me.write("#title", title)
    me.write("#about", "Nobody knows what time it is.")
    me.write("#points", "Hang up a clock")
    me.press(SEND)
    said = text(me)
    assert "you are its first supporter" in said
    assert "1 member supports it. With 25 it is handed over" in said
    assert "Begun by a member" in said
    me.press('main form[action$="/intrekken"] button')
    assert "nobody has to answer it" in text(me)
    me.press(ADVICE)
    assert title in text(me).partition("Ended without an answer")[2]
