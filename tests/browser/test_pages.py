"""Every page that people can reach, in both languages, widths and colour schemes."""

import gzip
import re
from collections import Counter
from urllib.request import Request, urlopen

import pytest
from werkzeug.routing import Map

from coop.app import create_app
from coop.kernel.config import Config
from tests.support.browser import DISTRICT, PEOPLE, ROOT, Chromium
from tests.support.crawl import Found, choose, crawl

PAGE_BYTES = 30_000
CSS_BYTES = 6_000
JS_BYTES = 5_000
# Of the page with the map alone. What others wrote (vendor) comes there only after a press on a button.
MAP_BYTES = 900
# Of the page to bring in an item alone.
ALIKE_BYTES = 600
START = (f"{DISTRICT}/", "/", "/de-vaart/", "/wachtwoord")


# Answers that are files or redirects.
NO_PAGE = {
    *("static", "language.choose", "home.health", "panels.lottery_file", "voting.ballots", "voting.result_csv"),
    *("voting.result_json", "accountability.figures_csv", "accountability.figures_json"),
    *("panels.my_interview_file", "panels.interview_calendar"),
    *("members.export_file", "voting.published", "voting.public_log", "voting.box_for_tellers"),
    "voting.teller_test",
    *("identity.sign_in_outside", "identity.back_from_outside"),
    *("tables.table_csv", "tables.table_json", "tables.all_csv", "tables.all_json"),
    *("learning.sheet_csv", "learning.sheet_json"),
    *("opendata.as_csv", "opendata.as_json", "opendata.description", "opendata.feed"),
    *("events.feed", "events.event_file"),
    "districts.boundaries",
    *("privacy.my_data_json", "privacy.my_data_html"),
    "voting.proxy_start",
    *("agenda.photo", "agenda.edition_pdf"),
    "agenda.alike",  # a piece of a page
}
# No link leads here as the demo stands when it is made: they answer a form that was refused, or belong to a moment
# in a vote, a panel or a report in which nothing is in the demo.
NOT_BY_LINK = {
    *("agenda.merge", "accountability.facts", "panels.paper_sheet", "panels.seat_letter", "panels.shortlist"),
    *("identity.link_is_on_its_way", "identity.use_link", "identity.second_step"),
    "members.merge",  # names a second registration in its question
    *("identity.not_joined", "identity.join_outside", "identity.signed_out_here"),
    *("agenda.comment", "agenda.put_on_agenda", "agenda.reopen", "voting.check", "voting.progress"),
    *("voting.codes", "voting.envelope", "voting.receipt", "voting.seal_for_me", "voting.take_opening"),
    *("voting.letter_start", "voting.letter_ballot", "voting.help_start", "voting.help_ballot"),
    *("panels.answer_offer", "panels.committee_page", "panels.complain", "panels.decide", "panels.declare"),
    *("panels.dice", "panels.employer", "panels.go_on_applying", "panels.hold_interview", "panels.offer_on_paper"),
    *("panels.open_pool", "panels.give_way", "panels.seat_answer", "panels.seat_declare"),
    *("panels.paper_vote", "panels.plan_interview", "panels.publish", "panels.redact", "panels.strike"),
    *("digests.stop_news", "identity.use_new_email"),  # their links stand in a mail
    # Only when nobody of the board can answer a panel.
    *("panels.hand_over", "panels.stand_in", "panels.stand_in_letter", "panels.stand_in_page"),
    # Only after something went wrong in a panel.
    *("panels.fault", "panels.object_to_fault", "panels.rule_on_fault"),
    *("panels.choose_member", "panels.committee_letter", "panels.hear_again", "panels.put_back", "panels.look_back"),
    *("doors.bring_in", "doors.add", "doors.put_away", "doors.kept"),  # they follow on a form
    # Only who brought one in, asked the team or helps: the journeys of J16.
    *("initiatives.ask_team", "initiatives.answer_help", "initiatives.call_off"),
    "agenda.reopen_talk",  # one conversation of many is closed
    "panels.draw_progress",  # only while a job draws
    "moderation.object_to",  # only who wrote or reported it can
    *("accountability.release", "accountability.reply", "accountability.send_back"),
}


@pytest.fixture(scope="module")
def routes() -> Map:
    """The addresses of the site."""
    return create_app(Config(testing=True, demo=True, database="sqlite://", secret="x" * 40)).url_map


@pytest.fixture(scope="module")
def pages(browser: Chromium, routes: Map) -> list[Found]:
    """The pages to look at: found by following links as each person."""
    found = []
    for person in PEOPLE:
        window = browser.window(person)
        start = START if person != "visitor" else START[:3]
        found += crawl(person, window.context.request, browser.origin, routes, start)
    chosen = choose(found)
    counts = Counter(one.endpoint for one in chosen)
    print(f"\n{len(found)} pages found, {len(chosen)} looked at, of {len(counts)} kinds:")
    print(", ".join(f"{kind}×{number}" for kind, number in sorted(counts.items())))
    return chosen


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("person", PEOPLE)
def test_page_is_usable_for_everybody(browser: Chromium, pages: list[Found], person: str, language: str) -> None:
    """axe (A, AA, AAA, best practice), contrast in the dark, overflow, height of controls, console, size.

    Overflow, which depends on the words, in each language at each width. The rest depends on the template: in Dutch as
    on a phone, in English on a wide screen, so that every page meets both widths and both colour schemes.
    """
    window = browser.window(person, language)
    wrong = {}
    for one in pages:
        if one.person != person:
            continue
        size = window.open(one.path)
        found = window.look((360,) if language == "nl" else (1280,))
        if language == "nl":
            found += window.walk()
        if window.page.locator("html").get_attribute("lang") != language:
            found.append("language")
        if size > PAGE_BYTES:
            found.append(f"{size} bytes")
        if found:
            wrong[one.path] = found
    assert not wrong, "\n".join(f"{path}\n    " + "\n    ".join(found) for path, found in wrong.items())


def test_links_lead_to_every_kind_of_page(routes: Map, pages: list[Found]) -> None:
    """Nothing is hidden from people, and following links did not silently stop somewhere."""
    kinds = {rule.endpoint for rule in routes.iter_rules() if rule.methods and "GET" in rule.methods}
    assert kinds >= NOT_BY_LINK | NO_PAGE, sorted((NOT_BY_LINK | NO_PAGE) - kinds)
    found = {one.endpoint for one in pages}
    missing = kinds - found - NOT_BY_LINK - NO_PAGE
    assert not missing, " ".join(sorted(missing))


@pytest.mark.parametrize("path", [f"{DISTRICT}/agenda/999999", "/bestaat-niet", f"{DISTRICT}/agenda/beheer"])
def test_pages_that_refuse_are_usable_too(browser: Chromium, path: str) -> None:
    window = browser.window("candidate")
    answer = window.page.goto(browser.origin + path)
    assert answer is not None
    assert answer.status in (403, 404)
    wrong = [one for one in window.look() if f"status of {answer.status}" not in one] + window.walk()
    assert not wrong, "\n".join(wrong)


def test_style_and_script_are_small() -> None:
    static = ROOT / "coop" / "static"
    sizes = {
        file: len(gzip.compress(file.read_bytes(), 9))
        for file in static.rglob("*")
        if file.is_file() and static / "vendor" not in file.parents
    }
    script = {file.name: size for file, size in sizes.items() if file.suffix == ".js"}
    assert 0 < script.pop("map.js") <= MAP_BYTES
    assert 0 < script.pop("alike.js") <= ALIKE_BYTES
    assert 0 < sum(size for file, size in sizes.items() if file.suffix == ".css") <= CSS_BYTES
    assert 0 < sum(script.values()) <= JS_BYTES


def test_only_the_page_with_the_map_names_what_others_wrote() -> None:
    naming = {
        file.name
        for file in (ROOT / "coop" / "templates").rglob("*.html")
        if "vendor/" in file.read_text() or "map.js" in file.read_text()
    }
    assert naming == {"on_map.html"}


@pytest.mark.parametrize("codings", ["gzip, deflate, br, zstd", "gzip, deflate"], ids=["over TLS", "in the clear"])
def test_answers_are_compressed(demo_server: str, codings: str) -> None:
    """As browsers ask for it."""
    for path in (f"{DISTRICT}/", "/static/coop.css"):
        with urlopen(Request(demo_server + path, headers={"Accept-Encoding": codings})) as answer:
            assert answer.headers["Content-Encoding"] in codings.split(", ")


def test_style_uses_logical_directions_only() -> None:
    """So that right-to-left languages come for free."""
    style = re.sub(r"/\*.*?\*/", "", (ROOT / "coop" / "static" / "coop.css").read_text(), flags=re.DOTALL)
    for word in ("left", "right", "margin-top", "padding-top", "margin-bottom", "padding-bottom"):
        assert word not in style
