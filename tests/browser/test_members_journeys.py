"""Journeys J4, J17, J22, J41 and J43 of members, offices and mandates: on a phone, without scripts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coop.kernel.clock import local_day, system_clock
from tests.support.browser import DISTRICT, Chromium, Window, demo_site


@pytest.fixture(scope="module")
def town(browser: Chromium, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """A demo of its own, because members and mandates change here."""
    folder: Path = tmp_path_factory.mktemp("members")
    with demo_site(folder) as address:
        yield Chromium(browser.browser, address)


def _press(window: Window, words: str) -> None:
    window.go(window.page.locator("main button", has_text=words).first)


def _says(window: Window, words: str) -> None:
    assert words in window.page.inner_text("main"), window.page.inner_text("main")[:600]


def test_j4_j43_somebody_becomes_a_member_on_paper_with_two_pairs_of_eyes(town: Chromium) -> None:
    office = town.new_window("secretary", java_script_enabled=False)
    office.open(f"{DISTRICT}/leden/inschrijven")
    for name, text in (("name", "Fatma Demir"), ("street", "Turfkade"), ("house_number", "9"), ("stated_age", "63")):
        office.page.fill(f"#{name}", text)
    office.page.check("#accepts")
    _press(office, "")
    here = office.page.url.removeprefix(town.origin)
    _says(office, "Fatma Demir")
    _press(office, "gezien")
    _says(office, "tweede persoon")
    board = town.new_window("board", java_script_enabled=False)
    board.open(here)
    _press(board, "gezien")
    _says(board, "Twee mensen")
    _press(board, "Toelaten als lid")
    _says(board, "Fatma Demir is vanaf vandaag lid")
    board.open(f"{DISTRICT}/leden?zoek=demir")
    _says(board, "Turfkade 9")
    watcher = town.new_window("administrator", java_script_enabled=False)
    watcher.open(f"{DISTRICT}/logboek")
    _says(watcher, "Ineke Brands")
    _says(watcher, "Henk Dijkema")


@pytest.mark.parametrize("subject, level", [("hiring", "decisive"), ("account", "declined")])
def test_j17_j41_the_administrator_settles_how_far_residents_decide(town: Chromium, subject: str, level: str) -> None:
    window = town.new_window("administrator", java_script_enabled=False)
    window.open(f"{DISTRICT}/zeggenschap/vaststellen")
    page = window.page
    page.check(f"input[name=subject][value={subject}]")
    page.check(f"input[name=level][value={level}]")
    basis = f"Bewonersbijeenkomst van vandaag, {level}"
    page.fill("#basis", basis)
    page.fill("#starts_on", local_day(system_clock()).isoformat())
    _press(window, "")
    assert page.locator("#error-summary").count() == 0, page.inner_text("#error-summary")
    visitor = town.new_window("visitor", java_script_enabled=False)
    visitor.open(f"{DISTRICT}/zeggenschap")
    _says(visitor, basis)


def test_j22_a_board_member_with_a_tie_takes_no_part_and_everybody_reads_it(town: Chromium) -> None:
    visitor = town.new_window("visitor", java_script_enabled=False)
    visitor.open(f"{DISTRICT}/agenda/antwoorden")
    item = visitor.page.locator(f'main a[href^="{DISTRICT}/agenda/"]:not([href$="antwoorden"])').first
    here = item.get_attribute("href") or ""
    board = town.new_window("board", java_script_enabled=False)
    board.open(here)
    _says(board, "Op de agenda zetten")
    board.go(board.page.locator("main a", has_text="heeft hier zelf belang bij"))
    board.page.check("label:has-text('Ik zelf')")
    _press(board, "niet meedoet")
    _says(board, "U doet hier vanaf nu niet mee")
    assert "Op de agenda zetten" not in board.page.inner_text("main")
    assert board.page.locator("main textarea").count() == 0  # no word in the conversation either
    board.open(f"{here}/belang")
    _says(board, "Alleen een ander bestuurslid kan het beëindigen")
    visitor.open(here)
    _says(visitor, "Henk Dijkema van het bestuur doet hier niet mee vanwege een eigen belang")
    watcher = town.new_window("administrator", java_script_enabled=False)
    watcher.open(f"{DISTRICT}/logboek")
    _says(watcher, "Een bestuurslid dat bij een punt niet meedoet")
