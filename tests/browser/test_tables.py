"""Tables and learning over the fence, by keyboard only and without scripts: J11, J26, J36 and J44; and a cure."""

import pytest

from tests.browser.hands import SEND, Hands, Someone, text
from tests.support.browser import DISTRICT

TABLES = f"{DISTRICT}/tabellen"
FENCE = f"{DISTRICT}/over-de-schutting"
START = f"{DISTRICT}/verslagen"


def begin(hands: Hands, subject: str, starts_on: str, ends_on: str) -> None:
    """From the list of tables to the page where numbers by age are pasted."""
    hands.press(f'main a.button[href="{TABLES}/nieuw"]')
    hands.tick(f"input[name=subject][value={subject}]")
    hands.tick("input[name=rows_dim][value=age]")
    for field, day in (("starts_on", starts_on), ("ends_on", ends_on), ("report_ends_on", ends_on)):
        hands.page.locator(f"#{field}").fill(day)
    hands.press(SEND)
    hands.press('main a[href$="/plakken"]')


def paste(hands: Hands, *counts: int) -> None:
    """Paste numbers by age, keep them, and come to the page of the report's tables."""
    codes = ("to22", "23to44", "45to66", "from67")
    lines = [f"{code};{count}" for code, count in zip(codes, counts, strict=True)]
    hands.write("#text", "\n".join(["leeftijd;aantal", *lines]))
    hands.press(SEND)
    hands.press(SEND)


def test_j11_a_resident_reads_a_table_and_how_neighbours_are_protected(someone: Someone) -> None:
    me = someone("resident")
    me.press(f'main a[href="{TABLES}"]')
    me.press(f'main ul a[href^="{TABLES}/"]')
    said = text(me)
    assert "x" in me.page.locator("main table").inner_text().split()
    assert "0 tot en met 4" in said or "0 tot en met 9" in said or "afgerond" in said
    me.press(f'main .card a[href="{TABLES}/uitleg"]')
    assert me.page.locator("main svg[role=img]").count() == 2
    assert "Ook als de aanvaller een buur is" in text(me)


def test_j26_the_team_types_a_table_and_small_numbers_are_hidden_before_anybody_sees_them(
    someone: Someone, request: pytest.FixtureRequest
) -> None:
    # Each way of working makes a table of its own month.
    month = "02" if "keys" in request.node.name else "03"
    me = someone("team")
    me.press(f'main a[href="{TABLES}"]')
    last = {"02": "28", "03": "31"}[month]
    begin(me, "second_line", f"2025-{month}-01", f"2025-{month}-{last}")
    me.write("#text", "leeftijd;aantal\nto22;30\n23to44;9\n45to66;veertien\nfrom67;7")
    me.press(SEND)
    assert "B4: “veertien” is geen heel getal" in text(me)
    me.write("#text", "leeftijd;aantal\nto22;30\n23to44;9\n45to66;14\nfrom67;7")
    me.press(SEND)
    me.press(SEND)
    me.press('main form[action$="/controleren"] button')
    said = text(me)
    assert "Veilig om openbaar te maken" in said
    assert "kleine getallen precies uit te rekenen; nu 0" in said
    me.press('main a[href$="/bescherming"]')
    assert "x klein" in text(me)


def test_the_team_reads_why_the_audit_refused_a_table_and_what_helps(someone: Someone) -> None:
    me = someone("team")
    me.press(f'main a[href="{TABLES}"]')
    refused = me.page.locator("main li", has_text="Geweigerd").locator("a").first
    me.press(f'main a[href="{refused.get_attribute("href")}"]')
    said = text(me)
    assert "Niemand kan dat opzijzetten" in said
    assert "Wat helpt" in said
    assert "Maak ook de tabel van" in said
    me.press('main a[href$="/bescherming"]')
    assert "uitrekenen uit het verschil" in text(me)


def test_the_team_cures_on_screen_what_the_audit_refused_for_a_difference(
    someone: Someone, request: pytest.FixtureRequest
) -> None:
    # Each way of working tells of a year of its own.
    year = "2023" if "keys" in request.node.name else "2024"
    team = someone("team")
    team.press(f'main a[href="{TABLES}"]')
    begin(team, "closed", f"{year}-04-01", f"{year}-04-30")
    paste(team, 30, 20, 14, 12)
    team.press('main form[action$="/controleren"] button')
    board = someone("board")
    board.page.goto(team.page.url)
    board.press('main form[action$="/vrijgeven"] button')
    assert "openbaar" in board.page.locator("body").inner_text()
    # Of May alone there is no table, and who subtracts April knows it: 1, 2, 3 and 1.
    team.page.goto(team.page.url.split("/tabellen")[0] + "/tabellen")
    begin(team, "closed", f"{year}-04-01", f"{year}-05-31")
    paste(team, 31, 22, 17, 13)
    team.page.goto(team.page.url.split("/tabellen")[0] + "/tabellen")
    begin(team, "new_requests", f"{year}-04-01", f"{year}-05-31")
    paste(team, 41, 22, 17, 13)
    team.press('main form[action$="/controleren"] button')
    assert "De controle weigerde deze tabellen" in text(team)
    team.press('main form[action$="/oplossing/1"] button')
    said = text(team)
    assert "Veilig om openbaar te maken" in said
    assert "weigerde" not in said
    assert "Nieuwe vragen" in said


def test_j36_j44_neighbourhoods_side_by_side_and_what_a_pilot_found(someone: Someone) -> None:
    me = someone("visitor")
    me.press(f'main a[href="{FENCE}"]')
    me.press(f'main a[href="{FENCE}/buurt/de-vaart"]')
    said = text(me)
    assert "Waarom" in said
    assert "nog geen antwoord" in said
    me.press(f'main a[href="{FENCE}"]')
    me.press('main a[href*="/kosten-en-baten/"]')
    assert "€\u00a01,60" in text(me)
    assert "Schatting" in text(me)
    me.press(f'main a[href="{FENCE}"]')
    me.press("main a:text('Bellen voor de brief')")
    assert "Aanbellen werkte bij ons beter" in text(me)
