"""Journeys J4, J17, J22, J41, J43 and J44 of members, offices and mandates: on a phone, without scripts."""

import os
import re
import subprocess
import sys
from datetime import date, timedelta

import pytest

from coop.demo.cast import email_of
from coop.kernel.clock import local_day, system_clock
from tests.browser.conftest import OwnTime
from tests.browser.hands import SEND, Keys, NoScripts, text
from tests.support.browser import DISTRICT, ROOT, Chromium, Window, enter


@pytest.fixture(scope="module")
def town(browser: Chromium) -> Chromium:
    """The demo, in which members and mandates change."""
    return browser


def _press(window: Window, words: str) -> None:
    window.go(window.page.locator("main button", has_text=words).first)


def _says(window: Window, words: str) -> None:
    assert words in window.page.inner_text("main"), window.page.inner_text("main")[:600]


def test_j4_j43_somebody_becomes_a_member_on_paper_with_two_pairs_of_eyes(town: Chromium) -> None:
    office = town.new_window("secretary", java_script_enabled=False)
    office.open(f"{DISTRICT}/leden/inschrijven")
    for name, said in (("name", "Fatma Demir"), ("street", "Turfkade"), ("house_number", "9"), ("stated_age", "63")):
        office.page.fill(f"#{name}", said)
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


@pytest.mark.parametrize(
    "person, way, name, email",
    [("resident", Keys, "Samira Haddou", "samira@example.org"), ("visitor", NoScripts, "Geertje Bos", "")],
    ids=["keys, an account", "no scripts, everything by letter"],
)
def test_j4_a_resident_applies_types_the_code_of_the_letter_and_becomes_a_member(
    town: Chromium, person: str, way: type[Keys | NoScripts], name: str, email: str
) -> None:
    window = town.new_window(person, java_script_enabled=way is Keys)
    window.open(f"{DISTRICT}/lid-worden")
    me = way(window.page, "nl")
    told = {"name": name, "street": "Veerstraat", "house_number": "31", "email": email, "stated_age": "44"}
    for field, said in told.items():
        me.write(f"#{field}", said)
    me.press(SEND)
    assert window.page.locator("#accepts-error").count() == 1  # nobody becomes a member without the statutes
    me.tick("#accepts")
    me.press(SEND)
    assert "Binnen twee weken" in text(me)

    office = town.new_window("secretary", java_script_enabled=False)
    office.open(f"{DISTRICT}/leden/brieven")
    _press(office, "De brieven maken")
    code = office.page.locator("section.letter", has_text=name).locator(".code").inner_text()
    me.press('main a[href$="/lid-worden/code"]')
    me.write("#code", "0000 0000 0000")
    me.press(SEND)
    assert window.page.locator("#code-error").count() == 1
    me.write("#code", code.lower())
    me.press(SEND)
    assert window.page.locator("#error-summary").count() == 0
    window.open(f"{DISTRICT}/lid-worden/code")
    me.write("#code", code)
    me.press(SEND)
    assert window.page.locator("#code-error").count() == 1  # a code counts once

    board = town.new_window("board", java_script_enabled=False)
    board.open(f"{DISTRICT}/leden")
    board.go(board.page.locator("main a", has_text=name))
    _press(board, "Toelaten als lid")
    _says(board, f"{name} is vanaf vandaag lid")
    board.open(f"{DISTRICT}/leden?zoek={name.split(maxsplit=1)[0]}")
    board.go(board.page.locator("main a", has_text=name))
    assert board.page.input_value("#email") == email
    if person == "resident":
        window.open(f"{DISTRICT}/lid-worden")
        me.press('main a[href$="/mag-ik-stemmen"]')
        _says(window, "U stemt mee in wat op die dag of later opengaat")  # the statutes ask for 14 days


def _settle(town: Chromium, subject: str, level: str, basis: str, **days: date) -> None:
    """The administrator enters a mandate from today on."""
    window = town.new_window("administrator", java_script_enabled=False)
    window.open(f"{DISTRICT}/mijn-pagina")
    window.go(window.page.locator("main a[href$='/zeggenschap/vaststellen']"))
    page = window.page
    page.check(f"input[name=subject][value={subject}]")
    page.check(f"input[name=level][value={level}]")
    page.fill("#basis", basis)
    for field, day in ({"starts_on": local_day(system_clock())} | days).items():
        page.fill(f"#{field}", day.isoformat())
    _press(window, "")
    assert page.locator("#error-summary").count() == 0, page.inner_text("#error-summary")


def _mandate(town: Chromium, subject: str) -> str:
    """What a visitor reads about a subject."""
    visitor = town.new_window("visitor", java_script_enabled=False)
    visitor.open(f"{DISTRICT}/zeggenschap")
    return visitor.page.locator("main section", has=visitor.page.get_by_role("heading", name=subject)).inner_text()


def test_j17_residents_do_not_want_to_decide_yet_for_a_reason_and_until_a_day(town: Chromium) -> None:
    why = "Bewonersbijeenkomst in De Brug: eerst een jaar meelezen, dan pas beslissen"
    day = local_day(system_clock()) + timedelta(days=365)
    _settle(town, "account", "declined", why, ends_on=day, review_on=day - timedelta(days=30))
    said = _mandate(town, "De verslagen van het team")
    assert "Bewoners kozen ervoor om hier nu niet zelf over te beslissen." in said
    assert why in said
    assert re.search(rf"Tot en met {day.day} \w+ {day.year}\.", said), said
    assert "Wij kijken er samen op terug op" in said


def test_j41_a_new_mandate_counts_for_what_begins_later(town: Chromium) -> None:
    visitor = town.new_window("visitor", java_script_enabled=False)
    decisive = "Bewoners beslissen. Wat zij kiezen, wordt uitgevoerd."
    running = f"{DISTRICT}/stemmen/2"
    visitor.open(running)
    _says(visitor, decisive)
    assert decisive in _mandate(town, "Wat het team eerst doet")
    basis = "Besluit van de gemeenteraad van vandaag, punt 8"
    _settle(town, "priorities", "advisory", basis, review_on=local_day(system_clock()) + timedelta(days=400))
    said = _mandate(town, "Wat het team eerst doet")
    assert basis in said
    assert decisive not in said.partition(basis)[0]
    visitor.open(running)
    _says(visitor, decisive)


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


def test_j43_a_signal_by_phone_is_checked_by_a_second_person(town: Chromium) -> None:
    team = town.new_window("team", java_script_enabled=False)
    team.open(f"{DISTRICT}/agenda/nieuw")
    page = team.page
    page.check("input[name=kind][value=problem]")
    page.select_option("#domain", "safety")
    page.check("input[name=origin][value=phone]")
    page.fill("#title", "De bel van de flat is stuk")
    page.fill("#in_short", "Mevrouw belde: niemand hoort de bel van haar flat.")
    _press(team, "Breng dit punt in")
    _says(team, "Getypt door Fenna")
    _says(team, "nog niet bekeken door een tweede persoon")
    here = page.url.removeprefix(town.origin)
    board = town.new_window("board", java_script_enabled=False)
    board.open(here)
    assert "Op de agenda zetten" not in board.page.inner_text("main")
    board.go(board.page.locator("main a", has_text="Bekijk de woorden"))
    board.page.locator("main button", has_text="De woorden kloppen").focus()
    enter(board.page)
    _says(board, "Henk Dijkema bekeek de woorden op")
    _press(board, "Op de agenda zetten")
    team.open(here)
    _says(team, "Henk Dijkema bekeek de woorden op")
    watcher = town.new_window("administrator", java_script_enabled=False)
    watcher.open(f"{DISTRICT}/logboek")
    _says(watcher, "Agenda: getypte woorden van een bewoner bekeken")


def _coop(database: str, *words: str) -> None:
    """A command on the server."""
    env = os.environ | {"COOP_DATABASE": database, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-m", "coop.cli", *words], env=env, check=True, capture_output=True)


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_j44_a_second_neighbourhood_begins_as_a_pilot_and_half_a_year_later_both_say_what_they_found(
    own_time: OwnTime, browser: Chromium
) -> None:
    place = Chromium(browser.browser, own_time.address)
    named = {"name": "Kanaalzone", "cooperative": "Buurtcoöperatie Kanaalzone", "municipality": "Waterstad"}
    about = [f"--{one}={said}" for one, said in named.items()]
    _coop(own_time.database, "district", "new", "kanaalzone", *about, "--inhabitants=2900", "--team-hours=64")
    _coop(own_time.database, "role", "give", "--district=kanaalzone", email_of("team"), "team_member")
    _coop(own_time.database, "role", "give", "--district=kanaalzone", email_of("board"), "board")

    board = place.new_window("board", java_script_enabled=False)
    board.open(f"{DISTRICT}/over-de-schutting/proef/nieuw")
    board.page.check("input[name=other][value=kanaalzone]")
    for field, said in {
        "title": "Bellen voor er een brief komt",
        "question": "Komen meer mensen langs als wij eerst bellen?",
        "unlike": "Kanaalzone is kleiner en begint pas.",
        "starts_on": local_day(own_time.clock.now).isoformat(),
    }.items():
        board.page.fill(f"#{field}", said)
    _press(board, "De andere buurt vragen")
    here = board.page.url.removeprefix(place.origin)
    _says(board, "Wacht op de andere buurt")
    board.open("/kanaalzone/mijn-pagina")
    board.go(board.page.locator("main a", has_text="samen iets te proberen"))
    _press(board, "Meedoen aan deze proef")
    _says(board, "een half jaar voorbij")

    own_time.clock.now += timedelta(days=190)
    found = {"noorderkwartier": "Bellen hielp: van tien mensen kwamen er zes.", "kanaalzone": "Aanbellen werkte beter."}
    visitor = place.new_window("visitor", java_script_enabled=False)
    team = place.new_window("team", java_script_enabled=False)
    for slug, said in found.items():
        visitor.open(here)
        assert not [one for one in found.values() if one in visitor.page.inner_text("main")]  # both open together
        team.open(f"/{slug}/over-de-schutting")
        team.go(team.page.locator("main a", has_text="Bellen voor er een brief komt"))
        team.go(team.page.locator("main a", has_text="vond"))
        team.page.fill("#finding", said)
        team.page.fill("#keeps", "Ja, het kost weinig tijd.")
        _press(team, "")
    for slug in found:
        visitor.open(f"/{slug}/over-de-schutting")
        visitor.go(visitor.page.locator("main a", has_text="Bellen voor er een brief komt"))
        for said in found.values():
            _says(visitor, said)
