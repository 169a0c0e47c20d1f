"""A demo election of seven people in a real browser, in every role: with scripts, and without.

The secretary prepares and runs it, three tellers prove their codes and open the box on their own machine, seven members
vote, a resident reads why they cannot, and the administrator is the witness who recounts everything.
"""

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Locator, Page

from coop.ballotbox.commands import open_command
from coop.demo.cast import PASSWORD, email_of
from coop.demo.sealed import tellers_of_demo
from coop.voting.commands.sealed import verify
from tests.browser.conftest import OwnTime
from tests.support.browser import DISTRICT, ROOT, Chromium, Window, download, go, stay
from tests.support.make import NOON

# The site runs inside the test; static files that a browser has already are closed a moment later than pytest likes.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
VOTES = {
    "member": ("Anna", "Cor"),
    "board": ("Anna",),
    "member1": ("Anna",),
    "member2": ("Cor", "Anna"),
    "member3": ("Bram", "Cor"),
    "member4": ("Anna", "Bram"),
    "member5": (),
}
CHECK, SEND = "Controleer mijn stem", "Verstuur mijn gesloten envelop"


@pytest.fixture(params=["with scripts", "without scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "with scripts")


@dataclass
class Hall:
    """Who is in the room: one window for each person."""

    chromium: Chromium
    scripts: bool
    place: Path
    windows: dict[str, Window] = field(default_factory=dict)

    def be(self, person: str) -> Page:
        """The window of somebody, signed in: through the bar of the demo, or with a password."""
        if person not in self.windows:
            known = person if not person[-1].isdigit() else "visitor"
            window = self.chromium.new_window(known, java_script_enabled=self.scripts, accept_downloads=True)
            self.windows[person] = window
            if known != person:
                window.open("/inloggen")
                window.page.fill("[name=email]", email_of(person))
                window.page.fill("[name=password]", PASSWORD)
                window.go("main form button")
        return self.windows[person].page

    def go(self, person: str, path: str) -> Page:
        """Somebody opens a page."""
        page = self.be(person)
        page.goto(self.chromium.origin + path)
        return page

    def keep(self, page: Page, link: str) -> Path:
        """A download, as it lands on the disk of whoever clicks."""
        kept = download(page.get_by_role("link", name=link))
        to = self.place / f"{len(list(self.place.iterdir()))}-{kept.suggested_filename}"
        kept.save_as(to)
        return to


@pytest.fixture
def hall(own_time: OwnTime, scripts: bool, browser: Chromium, tmp_path: Path) -> Iterator[Hall]:
    (tmp_path / "kept").mkdir()
    room = Hall(Chromium(browser.browser, own_time.address), scripts, tmp_path / "kept")
    yield room
    odd = [one for window in room.windows.values() for one in window.watched.take()]
    for window in room.windows.values():
        window.context.close()
    assert not odd


def press(page: Page, button: str) -> None:
    go(page.get_by_role("button", name=button, exact=True))


def prepare(hall: Hall) -> str:
    """The secretary writes an election with three candidates; gives its address."""
    page = hall.go("secretary", f"{DISTRICT}/stemmen/nieuw/verkiezing")
    page.fill("#title", "Twee leden van de feestcommissie")
    page.fill("#question", "Wie maken het zomerfeest?")
    page.check("[name=vote_kind][value=consultation]")
    page.fill("#seats", "2")
    closing = NOON + timedelta(days=3)
    page.fill("#closes_on", closing.date().isoformat())
    page.fill("#closes_time", "20:00")
    go(page.locator("main form button.primary"))
    assert page.url.endswith("/beheer")
    poll = page.url.removeprefix(hall.chromium.origin).removesuffix("/beheer")
    for name in ("Anna", "Bram", "Cor"):
        hall.go("secretary", f"{poll}/voorstellen/nieuw")
        page.fill("#title", name)
        page.fill("#what", f"{name} maakte het feest vorig jaar ook.")
        go(page.locator("main form button.primary"))
    return poll


def tellers_get_ready(hall: Hall, poll: str) -> None:
    """Three tellers bring their key; two pairs prove their codes; only then the vote can open."""
    tellers, page = tellers_of_demo(), hall.go("secretary", f"{poll}/beheer")
    go(page.get_by_role("link", name="Nakijken en de stemming openen"))
    go(page.get_by_role("link", name="Open als geheime stemming met tellers"))
    page.fill("#public", tellers.line)
    press(page, "Gebruik deze sleutel")
    for pair in ((0, 1), (2, 1)):
        test = hall.keep(page, "Download de proefenveloppen")
        words = [str(test), "--rehearse"] + [word for n in pair for word in ("--share", tellers.codes[n])]
        answered = CliRunner().invoke(open_command, words, catch_exceptions=False)
        assert answered.exit_code == 0, answered.output
        assert page.get_by_role("button", name="Open de geheime stemming met tellers").count() == 0
        page.fill("#answer", answered.stdout.strip())
        press(page, "Controleer dit antwoord")
    press(page, "Open de geheime stemming met tellers")
    assert "De geheime stemming is open" in page.inner_text("main, [role=status]")


def _press_in_booth(hall: Hall, page: Page, button: str, then: Locator) -> None:
    """Scripts answer on the same page; without them another page does."""
    if hall.scripts:
        stay(page.get_by_role("button", name=button, exact=True), then)
    else:
        press(page, button)
        assert then.is_visible()


def vote(hall: Hall, person: str, poll: str, names: tuple[str, ...]) -> tuple[str, Path]:
    """From the page of the vote to the receipt; gives code and receipt."""
    page = hall.go(person, poll)
    words = "Verander mijn stem" if "Uw stem is binnen" in page.inner_text("main") else "Stem"
    go(page.get_by_role("link", name=words, exact=True))
    for place in range(3):
        page.select_option(f"#choice-{place + 1}", label=names[place] if place < len(names) else "Niemand")
    room = page.locator("[data-seal-check]") if hall.scripts else page.locator("main")
    _press_in_booth(hall, page, CHECK, room)
    for name in names:
        assert name in room.inner_text()
    code = room.locator("strong.code").inner_text()
    assert "nog niet uitgebracht" in room.inner_text()
    done = page.locator("[data-seal-done]") if hall.scripts else page.locator("main")
    _press_in_booth(hall, page, SEND, done.get_by_text("Ontvangen: uw stem is binnen").first)
    assert "veranderen tot" in done.inner_text()
    return code, hall.keep(page, "Bewaar mijn ontvangstbewijs")


def count(hall: Hall, poll: str) -> None:
    """The lot, the opening by two tellers on their own machine, and publication."""
    page = hall.go("secretary", f"{poll}/beheer")
    press(page, "Sluit de stemming")
    hall.go("secretary", f"{poll}/tellen")
    page.fill("#seed", "Vier dobbelstenen in de hal: 4 1 6 2")
    press(page, "Tel de stemmen")
    packed, box = hall.keep(page, "Download de verzegelde bus"), hall.place / "box"
    with zipfile.ZipFile(packed) as archive:
        for name in archive.namelist():
            (box / Path(name).name).parent.mkdir(exist_ok=True)
            (box / Path(name).name).write_bytes(archive.read(name))
    words = [str(box)] + [word for code in tellers_of_demo().codes[1:] for word in ("--share", code)]
    opened = CliRunner().invoke(open_command, words, catch_exceptions=False)
    assert opened.exit_code == 0, opened.output
    go(page.get_by_role("link", name="Breng wat de tellers openden"))
    page.set_input_files("#files", sorted(box.with_name("box-opened").iterdir()))
    press(page, "Controleer en tel")
    for person in ("visitor", "board"):
        assert "Gekozen" not in hall.go(person, poll).inner_text("main")
        assert hall.be(person).get_by_role("link", name="Bekijk de uitslag").count() == 0
    hall.go("secretary", f"{poll}/beheer")
    press(page, "Maak de uitslag bekend")


def recount(hall: Hall, poll: str, receipt: Path, code: str, checkpoint: Path) -> str:
    """The witness downloads everything and recounts with both programs."""
    page = hall.go("administrator", poll)
    all_votes = page.get_by_role("link", name="Download alle stemmen")
    stay(page.locator("summary", has_text="Voor wie wil controleren"), then=all_votes)
    packed, folder = hall.keep(page, "Download alle stemmen"), hall.place / "folder"
    folder.mkdir()
    with zipfile.ZipFile(packed) as archive:
        for name in archive.namelist():
            (folder / Path(name).name).write_bytes(archive.read(name))
    more = ["--receipt", str(receipt), "--tracker", code, "--checkpoint", str(checkpoint)]
    ours = CliRunner().invoke(verify, [str(folder), *more], catch_exceptions=False)
    assert ours.exit_code == 0, ours.output
    program = ROOT / "coop" / "static" / "verifier.py"
    lone = subprocess.run([sys.executable, program, folder, *more], capture_output=True, text=True, check=False)
    assert lone.returncode == 0, lone.stderr
    assert "Code" in lone.stdout
    return ours.output + lone.stdout


def test_a_demo_election_of_seven_people_in_every_role(
    own_time: OwnTime, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The machine of the tellers shows the same time as the site.
    monkeypatch.setattr("coop.ballotbox.commands.system_clock", own_time.clock)
    poll = prepare(hall)
    tellers_get_ready(hall, poll)
    checkpoint = hall.place / "checkpoint.txt"
    checkpoint.write_bytes(hall.be("administrator").request.get(f"{own_time.address}{DISTRICT}/stemlog").body())

    resident = hall.go("resident", poll)
    assert "Alleen leden van de coöperatie stemmen" in resident.inner_text("main")
    assert resident.get_by_role("link", name="Stem", exact=True).count() == 0

    kept = {person: vote(hall, person, poll, names) for person, names in VOTES.items()}
    assert len({code for code, _ in kept.values()}) == len(VOTES)
    changed = vote(hall, "member1", poll, ("Cor",))
    assert changed[0] != kept["member1"][0]
    assert "7" in hall.go("visitor", poll).inner_text("main")

    own_time.clock.now = NOON + timedelta(days=4)
    assert "gesloten" in hall.go("member2", f"{poll}/stem").inner_text("main")
    count(hall, poll)

    for person in ("visitor", "resident", "board", "team"):
        page = hall.go(person, f"{poll}/uitslag")
        assert "Gekozen: Anna, Cor." in page.inner_text("main")
    page = hall.go("member", f"{poll}/stemcodes")
    code, receipt = kept["member"]
    row = page.locator("tr", has_text=code)
    assert [word.strip() for word in row.locator("td").inner_text().split(",")] == ["Anna", "Cor"]
    said = recount(hall, poll, receipt, code, checkpoint)
    assert "7 of 63 electors" in said
    assert said.count("was counted as: 1") >= 2
    # The receipt of a vote that was changed is no longer of an envelope in the box.
    old = CliRunner().invoke(verify, [str(hall.place / "folder"), "--receipt", str(kept["member1"][1])])
    assert (old.exit_code, "use the newest receipt" in old.stderr) == (1, True)
    assert CliRunner().invoke(verify, [str(hall.place / "folder"), "--receipt", str(changed[1])]).exit_code == 0
