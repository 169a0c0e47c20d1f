"""Rules about every route of the site, now and later."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.routing import Rule

from coop.app import create_app
from coop.demo.cast import Cast
from coop.demo.fill import fill_demo
from coop.kernel.access import Permission, Role
from coop.kernel.config import Config
from coop.kernel.db import Base
from coop.members.actions import admit_member, appoint
from coop.web.guard import stamp_of
from tests.support import make
from tests.support.site import Site

APP = create_app(Config(testing=True, demo=True, secret="x" * 40), sessions=Session)
RULES = [rule for rule in APP.url_map.iter_rules() if rule.endpoint != "static"]

# Which table an id in a URL belongs to.
TABLES = {
    "item_id": "agenda_items",
    "commitment_id": "commitments",
    "edition_id": "agenda_editions",
    "poll_id": "polls",
    "procedure_id": "procedures",
    "report_id": "reports",
}


def _name(rule: Rule) -> str:
    return f"{rule.rule} {rule.endpoint}"


@pytest.mark.parametrize("rule", RULES, ids=_name)
def test_every_view_carries_a_stamp(rule: Rule) -> None:
    assert stamp_of(APP.view_functions[rule.endpoint]) is not None


@pytest.mark.parametrize("rule", RULES, ids=_name)
def test_public_addresses_are_kebab_case(rule: Rule) -> None:
    words = re.sub(r"<[^>]+>", "", rule.rule)
    assert re.fullmatch(r"[a-z0-9/.-]+", words), rule.rule


@pytest.mark.parametrize("rule", RULES, ids=_name)
def test_numbers_in_addresses_are_typed(rule: Rule) -> None:
    for converter, name in re.findall(r"<(?:(\w+):)?(\w+)>", rule.rule):
        assert not name.endswith("_id") or converter == "int", rule.rule


@pytest.mark.parametrize("rule", [rule for rule in RULES if "POST" in (rule.methods or ())], ids=_name)
def test_only_reading_is_open_to_visitors_unless_listed(rule: Rule) -> None:
    open_posts = {
        "identity.sign_in",  # signing in and out cannot ask for an account
        "identity.sign_out",
        "identity.ask_link",
        "identity.use_link",
        "identity.second_step",
        "demo.become",  # exists in the demo only
    }
    if stamp_of(APP.view_functions[rule.endpoint]) is Permission.READ_PUBLIC:
        allowed = rule.endpoint in open_posts or rule.endpoint.startswith("panels.")  # applying needs no account
        assert allowed, rule.endpoint


def test_the_demo_bar_cannot_be_reached_outside_the_demo() -> None:
    app = create_app(Config(testing=True, demo=False, secret="x" * 40), sessions=Session)
    assert "demo" not in app.blueprints
    assert not [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/demo")]
    assert app.test_client().post("/demo/word", data={"key": "administrator"}).status_code in (400, 404)


@pytest.fixture
def intruder(db: Session, sessions: sessionmaker[Session]) -> tuple[Site, make.Person, Cast]:
    """Somebody with every role in De Vaart and none in Noorderkwartier, on the filled demo."""
    from coop.demo.cast import cast_of

    fill_demo(db, make.NOON)
    cast = cast_of(db, make.NOON.date())
    someone = make.account(db, "Intruder")
    for role in Role:
        if role is not Role.MEMBER:
            appoint(db, cast.new.id, someone.id, role, starts_on=make.LONG_AGO)
    admit_member(db, cast.new.id, name="Intruder", on=make.LONG_AGO, account_id=someone.id)
    db.flush()
    return Site(db, sessions), make.Person(someone, make.visitor_actor(cast.new.id)), cast


def test_nobody_reaches_another_district_by_guessing_an_id(
    db: Session, intruder: tuple[Site, make.Person, Cast]
) -> None:
    site, person, cast = intruder
    visitor = site.visitor(language="en").sign_in(person)
    tested = 0
    for rule in RULES:
        ids = [name for name in rule.arguments if name.endswith("_id")]
        if "district" not in rule.arguments or not ids:
            continue
        values: dict[str, object] = {name: 1 for name in rule.arguments if name not in ids}
        for name in ids:
            table = Base.metadata.tables[TABLES[name]] if name in TABLES else None
            number = None
            if table is not None:
                number = db.scalar(select(table.c.id).where(table.c.district_id == cast.busy.id).limit(1))
                assert number is not None, f"the demo has no row in {table.name}"
            values[name] = number or 1
        values["district"] = "de-vaart"
        with site.app.test_request_context():
            path = site.app.url_map.bind("").build(rule.endpoint, values)
        if "GET" in (rule.methods or ()):
            visitor.open(path, expect=404)
        if "POST" in (rule.methods or ()):
            visitor.post(path, expect=404)
        tested += 1
    assert tested >= 20
