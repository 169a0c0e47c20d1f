"""Front page and my page over the filled demo, in every role."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from coop.demo.cast import LEADS, cast_of
from tests.support.engines import Engines
from tests.support.make import NOON, Person
from tests.support.site import CountStatements, Site, Visitor


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest, engines: Engines) -> Engine:
    """A database with the demo in it; every test leaves it as it was."""
    return engines.with_demo(request.param)


@pytest.fixture
def demo(db: Session, sessions: sessionmaker[Session]) -> Site:
    return Site(db, sessions, demo=True)


def _as(site: Site, key: str) -> Visitor:
    cast = cast_of(site.db, NOON.date())
    return site.visitor(language="en").sign_in(Person(cast.account(key), cast.actor(key)))


def test_the_front_page_says_what_one_can_do_now(demo: Site) -> None:
    page = demo.visitor(language="en").open("/noorderkwartier/")
    for words in ("What you can do now", "What happened with what we decided", "What we are proud of", "Vote:"):
        assert page.has(words), words
    assert demo.visitor(language="en").open("/de-vaart/").has("What you can do now")


def test_the_front_page_leads_on_to_the_map_the_slip_and_the_neighbours(demo: Site) -> None:
    for key, neighbours in ((None, "/over-de-schutting"), ("member", "/open-data/buren")):
        visitor = _as(demo, key) if key else demo.visitor(language="en")
        page = visitor.open("/noorderkwartier/")
        ways = {str(link["href"]) for link in page.soup.select("main section[aria-labelledby=more] a")}
        for way in ("/agenda/kaart", "/aan-de-deur/briefje", neighbours, "/kalender"):
            assert f"/noorderkwartier{way}" in ways, (key, way, ways)
        for way in ways:
            visitor.open(way)


def test_my_page_opens_for_everybody_and_tells_what_waits(demo: Site) -> None:
    for key, _name, _role, _member in LEADS:
        page = _as(demo, key).open("/noorderkwartier/mijn-pagina")
        assert page.has("What waits for you"), key
    assert _as(demo, "member").open("/noorderkwartier/mijn-pagina").has("Read the answers and give scores")
    assert (
        _as(demo, "secretary").open("/noorderkwartier/mijn-pagina").has("Ask more residents to volunteer for the panel")
    )
    assert _as(demo, "board").open("/noorderkwartier/mijn-pagina").has("Approve the vacancy")
    mine = _as(demo, "candidate").open("/noorderkwartier/mijn-pagina")
    # Each application with where it stands; what the candidate can do stands first.
    for words in ("You are invited for an interview", "The panel reads your application", "You join the team"):
        assert mine.has(words)
    assert mine.text.index("You are invited for an interview") < mine.text.index("The panel reads your application")
    team = _as(demo, "team").open("/noorderkwartier/mijn-pagina")
    assert team.has("What was heard at the door")
    assert team.soup.select_one('main a[href$="/aan-de-deur/uitzoeken"]')


def test_both_pages_stay_within_fifteen_statements(demo: Site) -> None:
    for key in ("member", "board", "secretary", "team"):
        visitor = _as(demo, key)
        for path in ("/noorderkwartier/", "/noorderkwartier/mijn-pagina"):
            visitor.open(path)
            with CountStatements(demo.db) as counted:
                visitor.open(path)
            assert counted.count <= 15, (key, path, counted.count, counted.statements)


def test_one_click_makes_a_visitor_somebody(demo: Site) -> None:
    visitor = demo.visitor(language="en")
    page = visitor.open("/noorderkwartier/").submit("board member")
    assert page.has("Henk Dijkema")
    assert page.submit("visitor").has("Sign in")
    visitor.post("/demo/word", {"key": "member12"}, expect=404)


def test_outside_the_demo_there_is_no_bar(site: Site) -> None:
    assert "/demo/" not in site.visitor().get("/").text
