"""Journeys of residents, board, team, municipality and administrator: on a phone, by keyboard and without scripts."""

import pytest

from tests.browser.hands import SEND, Hands, Someone, in_menu, text, words
from tests.support.browser import DISTRICT, download

IN_BOTH_LANGUAGES = True
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
    for dutch, english in (
        ("Ingebracht door", "Brought in by"),
        ("verteld aan het team aan de deur", "told to the team at the door"),
        ("Wie ervoor zorgt", "Who sees to it"),
        ("Wat het team heeft toegezegd", "What the team promised"),
    ):
        assert words(me, dutch, english) in said
    me.press(f'main a[href^="{DISTRICT}/toezeggingen/"]')
    assert "Elke dag hulp bij schulden" in text(me)
    assert "Fenna Postma" in text(me)


def test_j2_a_signal_on_paper_is_answered_with_a_reason_that_everybody_reads(
    someone: Someone, request: pytest.FixtureRequest
) -> None:
    title = f"Kapotte lift in de Sternflat ({request.node.callspec.id})"
    team = someone("team")
    bring_in(team, "problem", title, "De lift staat al drie weken stil. Wie slecht loopt, zit vast.")
    assert words(team, "Een bewoner, op papier", "A resident, on paper") in text(team)
    visitor = someone("visitor")
    find(visitor, title)
    assert words(visitor, "Het antwoord komt uiterlijk op", "The answer comes by") in text(visitor)
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
    assert words(visitor, "Doorgegeven", "Passed on") in text(visitor)
    assert REASON in text(visitor)


def test_j3_a_resident_brings_in_a_strength_and_sees_what_happened_with_it(
    someone: Someone, request: pytest.FixtureRequest
) -> None:
    title = f"Naaiclub in de Lijsterhof ({request.node.callspec.id})"
    me = someone("resident")
    bring_in(me, "strength", title, "Elke dinsdag naaien hier twaalf mensen. Nieuwe mensen zijn welkom.")
    me.press(in_menu("mijn-pagina"))
    assert words(me, "Het antwoord komt uiterlijk op", "The answer comes by") in text(me)
    board = someone("board")
    find(board, title)
    board.press('main form[action$="/plaatsen"] button')
    placing = words(board, "Op de agenda zetten", "Put on the agenda")
    if board.page.locator(f'main form button:text-is("{placing}")').count():
        board.press(SEND)
    me.press(in_menu("mijn-pagina"))
    me.press(f'main a:has-text("{title}")')
    said = text(me)
    assert words(me, "Kracht", "Strength") in said
    happened = said.partition(words(me, "Wat ermee gebeurde", "What happened with it"))[2]
    assert words(me, "Op de agenda", "On the agenda") in happened


def test_j5_a_member_sees_what_kind_of_vote_it_is_and_afterwards_what_came_of_it(
    someone: Someone,
) -> None:
    me = someone("member")
    me.press(in_menu("stemmen"))
    me.press('main a:has-text("Wat krijgt voorrang in het komende halfjaar?")')
    assert "Referendum" in text(me)
    me.press(in_menu("stemmen"))
    title = "“Eenzaamheid komt bovenaan de agenda”"
    me.press(f'main a:has-text("{words(me, "Uitslag van", "Result of")} {title}")')
    said = text(me)
    assert words(me, "Opkomst", "Turnout") in said
    assert words(me, "Wat er nu mee gebeurt", "What happens with it now") in said
    me.press(f'main a:has-text("{words(me, "elke stap", "every step")}")')
    assert words(me, "Het gaat vanzelf in na", "It takes effect by itself after") in text(me)


def test_j7_a_resident_puts_herself_on_the_list_for_a_panel_and_takes_it_back(someone: Someone) -> None:
    me = someone("resident")
    me.press(in_menu("vacatures"))
    me.press('main a:has-text("Generalist wonen en overlast")')
    me.press('main a[href$="/panel"]')
    for name, value in (("cluster", "De Flats"), ("age_band", "30-49"), ("experience", "no")):
        me.tick(f'input[name={name}][value="{value}"]')
    me.press(SEND)
    assert words(me, "op de lijst", "on the list") in me.page.locator("[role=status]").inner_text()
    me.press('main a[href$="/panel"]')
    assert me.page.locator('input[name=cluster][value="De Flats"]').is_checked()
    me.press('main form[action$="/panel/niet-meer"] button')
    me.press('main a[href$="/panel"]')
    assert not me.page.locator('input[name=cluster][value="De Flats"]').is_checked()


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
    assert words(observer, "uiterlijk op", "at the latest") in text(observer)
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
    assert words(resident, "Niet overgenomen", "Not adopted") in said
    assert "Wij tellen niet wie er komt." in said
    assert words(resident, "Het antwoord was er op tijd.", "The answer was there in time.") in said


def test_j24_the_board_sees_whom_it_does_not_hear_and_no_small_group(someone: Someone) -> None:
    me = someone("board")
    me.press(in_menu("mijn-pagina"))
    me.press(f'main a[href="{DISTRICT}/leden"]')
    me.press(f'main a[href="{DISTRICT}/bereik"]')
    said = text(me)
    assert words(me, "65+, doet mee", "65+, takes part") in said
    assert words(me, "niet te zien", "not shown") in said
    assert words(me, "Groepen van minder dan tien staan er niet bij", "Groups of fewer than ten are not shown") in said


def test_j36_the_observer_reads_what_is_public_and_sees_no_panel_and_no_register(someone: Someone) -> None:
    me = someone("observer")
    me.press('main a[href="/stad/waterstad"]')
    said = text(me)
    late = words(me, "2 zijn te laat", "2 are too late")
    for there in ("De Vaart", "Noorderkwartier", "Eerste verslag van De Vaart", late):
        assert there in said
    me.press('main a[href^="/noorderkwartier/handvest/vergelijken"]')
    assert "De Vaart" in text(me)
    me.press(in_menu("agenda"))
    assert "Schulden blijven te lang verborgen" in text(me)
    me.press(in_menu("stemmen"))
    me.press(f'main a:has-text("{words(me, "Uitslag van", "Result of")} “Eenzaamheid komt bovenaan de agenda”")')
    assert words(me, "Wat er nu mee gebeurt", "What happens with it now") in text(me)
    me.press(in_menu("verslagen"))
    assert words(me, "Verslag", "Report") in text(me)
    for closed in (
        "/leden",
        "/bereik",
        "/agenda/beheer",
        "/vacatures/nieuw",
        "/vacatures/10/scoren",
        "/stemmen/2/stem",
    ):
        assert me.page.request.get(me.page.url.partition(DISTRICT)[0] + DISTRICT + closed).status == 403, closed


def test_j42_the_administrator_sees_what_was_erased_and_reads_no_application(someone: Someone) -> None:
    me = someone("administrator")
    me.press(in_menu("mijn-pagina"))
    me.press(f'main a[href="{DISTRICT}/logboek"]')
    me.press(f'main a[href="{DISTRICT}/gewist"]')
    said = text(me)
    assert words(me, "Solliciteren", "Applying for a job") in said
    assert words(me, "niet over wie het gaat", "not about whom") in said
    vacancy = me.page.url.partition(DISTRICT)[0] + f"{DISTRICT}/vacatures/1"
    for closed in ("/beheer", "/scoren", "/beraad"):
        assert me.page.request.get(vacancy + closed).status == 403, closed
