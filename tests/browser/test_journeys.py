"""Journeys of residents, board, team, municipality and administrator: on a phone, by keyboard and without scripts."""

import pytest

from tests.browser.hands import SEND, Hands, Someone, in_menu, text
from tests.support.browser import DISTRICT, download

REASON = "Hierover gaat de vereniging van eigenaren."


def find(hands: Hands, title: str) -> None:
    """Open an item that waits for an answer, from anywhere."""
    hands.press(in_menu("agenda"))
    hands.press(f'main a[href="{DISTRICT}/agenda/antwoorden"]')
    hands.press(f'main a:has-text("{title}")')


def bring_in(hands: Hands, kind: str, title: str, in_short: str) -> None:
    """Bring in an item; what looks like it is about something else."""
    hands.press(in_menu("agenda"))
    hands.press(f'main a[href="{DISTRICT}/agenda/nieuw"]')
    if hands.page.locator("input[name=origin]").count():
        hands.tick("input[name=origin][value=paper]")
    hands.tick(f"input[name=kind][value={kind}]")
    hands.write("#title", title)
    hands.write("#in_short", in_short)
    hands.choose("#domain", "housing")
    hands.press(SEND)
    if hands.page.locator("input[name=same]").count():
        hands.press("main form:has(#title) button.primary")
    assert title in hands.page.locator("h1").inner_text()


def test_j1_a_resident_reads_the_agenda_who_brought_it_in_and_what_the_team_promised(someone: Someone) -> None:
    me = someone("visitor")
    me.press(in_menu("agenda"))
    titles = me.page.locator("main h3 a, main h2 a").all_inner_texts()
    assert len(titles) >= 10
    assert "Schulden blijven te lang verborgen" in titles
    me.press('main a:has-text("Schulden blijven te lang verborgen")')
    said = text(me)
    for part in (
        "Ingebracht door",
        "verteld aan het team aan de deur",
        "Wie ervoor zorgt",
        "Wat het team heeft toegezegd",
    ):
        assert part in said
    me.press(f'main a[href^="{DISTRICT}/toezeggingen/"]')
    assert "Elke dag hulp bij schulden" in text(me)
    assert "Fenna Postma" in text(me)


def test_j2_a_signal_on_paper_is_answered_with_a_reason_that_everybody_reads(
    someone: Someone, request: pytest.FixtureRequest
) -> None:
    title = f"Kapotte lift in de Sternflat ({request.node.callspec.id})"
    team = someone("team")
    bring_in(team, "problem", title, "De lift staat al drie weken stil. Wie slecht loopt, zit vast.")
    assert "Een bewoner, op papier" in text(team)
    visitor = someone("visitor")
    find(visitor, title)
    assert "Het antwoord komt uiterlijk op" in text(visitor)
    board = someone("board")
    board.press(in_menu("agenda"))
    board.press(f'main a[href="{DISTRICT}/agenda/beheer"]')
    board.press(f'main a:has-text("{title}")')
    board.press('main a[href$="/doorgeven"]')
    board.write("#to_whom", "de verhuurder, afdeling onderhoud")
    board.press(SEND)
    assert board.page.locator("#error-summary").count() == 1  # a reason is asked
    board.write("#reason", REASON)
    board.press(SEND)
    visitor.page.reload()
    assert "Doorgegeven" in text(visitor)
    assert REASON in text(visitor)


def test_j3_a_resident_brings_in_a_strength_and_sees_what_happened_with_it(
    someone: Someone, request: pytest.FixtureRequest
) -> None:
    title = f"Naaiclub in de Lijsterhof ({request.node.callspec.id})"
    me = someone("resident")
    bring_in(me, "strength", title, "Elke dinsdag naaien hier twaalf mensen. Nieuwe mensen zijn welkom.")
    me.press(in_menu("mijn-pagina"))
    assert "Het antwoord komt uiterlijk op" in text(me)
    board = someone("board")
    find(board, title)
    board.press('main form[action$="/plaatsen"] button')
    if board.page.locator('main form button:text-is("Op de agenda zetten")').count():
        board.press(SEND)
    me.press(in_menu("mijn-pagina"))
    me.press(f'main a:has-text("{title}")')
    said = text(me)
    assert "Kracht" in said
    assert "Op de agenda" in said.partition("Wat ermee gebeurde")[2]


def test_j5_a_member_sees_what_kind_of_vote_it_is_and_afterwards_what_came_of_it(
    someone: Someone,
) -> None:
    me = someone("member")
    me.press(in_menu("stemmen"))
    me.press('main a:has-text("Wat krijgt voorrang in het komende halfjaar?")')
    assert "Referendum" in text(me)
    me.press(in_menu("stemmen"))
    me.press('main a:has-text("Uitslag van “Eenzaamheid komt bovenaan de agenda”")')
    said = text(me)
    assert "Opkomst" in said or "opkomst" in said
    assert "Wat er nu mee gebeurt" in said
    me.press('main a:has-text("elke stap")')
    assert "Het gaat vanzelf in na" in text(me)


def test_j16_residents_find_the_opening_in_the_calendar_and_put_it_in_their_own(someone: Someone) -> None:
    me = someone("visitor")
    me.press(f'main a[href="{DISTRICT}/kalender"]')
    me.press('main a:has-text("Opening van de speeltuin aan de Kade")')
    assert "Kade, bij de brug" in text(me)
    kept = download(me.page.locator('main a[href$=".ics"]').first)
    assert "Opening van de speeltuin" in kept.path().read_text()


def test_j23_j37_the_municipality_asks_the_board_answers_with_reasons_and_residents_see_both(
    someone: Someone, request: pytest.FixtureRequest
) -> None:
    title = f"Wie komt er op het inloopuur? ({request.node.callspec.id})"
    observer, board, resident = someone("observer"), someone("board"), someone("resident")
    answers = f'main a[href="{DISTRICT}/antwoorden"]'
    observer.press(answers)
    observer.press('main a[href$="/antwoorden/vraag"]')
    observer.write("#title", title)
    observer.write("#question", "De raad wil weten of het inloopuur iedereen bereikt.")
    observer.press(SEND)
    assert "uiterlijk op" in text(observer)
    board.press(answers)
    board.press(f'main a:has-text("{title}")')
    board.press('main a[href$="/antwoord"]')
    board.tick("input[name=verdict_1][value=deviate]")
    board.press(SEND)
    assert board.page.locator("#error-summary").count() == 1  # doing something else asks for a reason
    board.write("#why_1", "Wij tellen niet wie er komt. Wij vragen het op een avond.")
    board.press(SEND)
    resident.press(answers)
    resident.press(f'main a:has-text("{title}")')
    said = text(resident)
    assert "De raad wil weten" in said
    assert "Niet overgenomen" in said
    assert "Wij tellen niet wie er komt." in said
    assert "Het antwoord was er op tijd." in said


def test_j24_the_board_sees_whom_it_does_not_hear_and_no_small_group(someone: Someone) -> None:
    me = someone("board")
    me.press(in_menu("mijn-pagina"))
    me.press(f'main a[href="{DISTRICT}/leden"]')
    me.press(f'main a[href="{DISTRICT}/bereik"]')
    said = text(me)
    assert "65+, doet mee" in said
    assert "niet te zien" in said
    assert "Groepen van minder dan tien staan er niet bij" in said


def test_j36_the_observer_reads_what_is_public_and_sees_no_panel_and_no_register(someone: Someone) -> None:
    me = someone("observer")
    me.press(in_menu("verslagen"))
    assert "Verslag" in text(me)
    for closed in ("/leden", "/bereik", "/agenda/beheer", "/vacatures/nieuw"):
        assert me.page.request.get(me.page.url.partition(DISTRICT)[0] + DISTRICT + closed).status == 403, closed


def test_j42_the_administrator_sees_what_was_erased_and_reads_no_application(someone: Someone) -> None:
    me = someone("administrator")
    me.press(in_menu("mijn-pagina"))
    me.press(f'main a[href="{DISTRICT}/logboek"]')
    me.press(f'main a[href="{DISTRICT}/gewist"]')
    said = text(me)
    assert "Solliciteren" in said
    assert "niet over wie het gaat" in said
    vacancy = me.page.url.partition(DISTRICT)[0] + f"{DISTRICT}/vacatures/1"
    for closed in ("/beheer", "/scoren", "/beraad"):
        assert me.page.request.get(vacancy + closed).status == 403, closed
