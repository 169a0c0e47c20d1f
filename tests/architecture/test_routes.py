"""Rules about every route of the site, now and later."""

import re
from collections.abc import Iterable, Sequence

import pytest
from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from coop.app import create_app
from coop.demo.cast import Cast
from coop.districts.models import District
from coop.identity.models import OutsideIdentity, Passkey
from coop.kernel.access import Permission, Role
from coop.kernel.config import Config
from coop.kernel.db import Base
from coop.members.actions import admit_member, appoint
from coop.web.guard import stamp_of
from tests.support import make
from tests.support.site import Site

APP = create_app(Config(testing=True, demo=True, secret="x" * 40), sessions=Session)
RULES = [rule for rule in APP.url_map.iter_rules() if rule.endpoint != "static"]

# Which table an id in an address of a neighbourhood belongs to.
TABLES = {
    "item_id": "agenda_items",
    "comment_id": "agenda_comments",
    "photo_id": "agenda_photos",
    "commitment_id": "commitments",
    "edition_id": "agenda_editions",
    "answer_id": "owed_answers",
    "advice_id": "advice",
    "visit_id": "visits",
    "help_id": "agenda_offers",
    "poll_id": "polls",
    "procedure_id": "procedures",
    "report_id": "reports",
    "table_id": "tables",
    "set_id": "table_sets",
    "proposal_id": "proposals",
    "application_id": "applications",
    "question_id": "report_questions",
    "story_id": "report_stories",
    "sheet_id": "mkba_sheets",
    "line_id": "mkba_lines",
    "pilot_id": "pilots",
    "seat_id": "seats",
    "fault_id": "panel_faults",
    "breach_id": "panel_breaches",
    "evaluation_id": "panel_evaluations",
    "appointment_id": "appointments",
    "offer_id": "story_offers",
    "rescue_id": "second_step_offs",
    "grant_id": "helper_grants",
    "proxy_id": "proxies",
    "mistake_id": "paper_mistakes",
    "voiding_id": "poll_voidings",
    "membership_id": "memberships",
    "import_id": "member_imports",
    "merge_id": "membership_merges",
    "digest_id": "digests",
    "event_id": "events",
    "turn_id": "moderation_turns",
    "draw_id": "moderation_draws",
    "round_id": "opinion_rounds",
    "list_id": "neighbour_lists",
    "suggestion_id": "opinion_suggestions",
    "statement_id": "opinion_statements",
    "tie_id": "office_ties",
    "street_id": "streets",
    "note_id": "door_notes",
}
# Two rooms with the same word.
MEMBERS = {"application_id": "membership_applications", "membership_id": "memberships"}
# The same for what belongs to one person, on the whole site.
OWN = {"sign_in_id": "sign_ins", "outside_id": "outside_identities", "passkey_id": "passkeys"}


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
        "identity.second_step_with_passkey",
        "identity.sign_in_with_passkey",
        "identity.signed_out_there",  # what a provider tells is signed by it
        "members.join",  # who wants to become a member has no account yet
        "members.letter_code",
        "doors.slip",  # who was at home has no account; the code stands in for one
        "digests.stop_news",  # the address in the mail is signed
        "demo.become",  # exists in the demo only
    }
    if stamp_of(APP.view_functions[rule.endpoint]) is Permission.READ_PUBLIC:
        # Applying needs no account, and the code of a letter stands in for one.
        allowed = rule.endpoint in open_posts or rule.endpoint.startswith(("panels.", "voting.letter_"))
        assert allowed, rule.endpoint


def test_the_demo_bar_cannot_be_reached_outside_the_demo() -> None:
    app = create_app(Config(testing=True, demo=False, secret="x" * 40), sessions=Session)
    assert "demo" not in app.blueprints
    assert not [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/demo")]
    assert app.test_client().post("/demo/word", data={"key": "administrator"}).status_code in (400, 404)


def _with_every_role(db: Session, cast: Cast, place: District) -> make.Person:
    """Somebody with every role in `place` and none elsewhere."""
    someone = make.account(db, "Intruder")
    for role in Role:
        if role is not Role.MEMBER:
            appoint(db, place.id, someone.id, role, starts_on=make.LONG_AGO)
    admit_member(db, place.id, name="Intruder", on=make.LONG_AGO, account_id=someone.id)
    return make.Person(someone, make.visitor_actor(place.id))


Ids = dict[str, int]


def _table(rule: Rule, name: str) -> Table:
    """Where the rows are to which an id in an address points."""
    known = {**TABLES, **MEMBERS} if rule.endpoint.startswith("members.") else TABLES
    return Base.metadata.tables[known[name]]


def _ids_in(db: Session, district_id: int, rule: Rule, names: Sequence[str]) -> list[Ids]:
    """Ids for an address of `district_id`: of every state that is there, parts together with what they are part of."""
    main, *parts = [_table(rule, name) for name in names]
    by_state = [main.c.state] if "state" in main.c else []
    query = select(func.min(main.c.id)).where(main.c.district_id == district_id).group_by(*by_state)
    found: list[Ids] = [{names[0]: number} for number in db.scalars(query) if number is not None]
    assert found, f"the demo has no row in {main.name}"
    for name, part in zip(names[1:], parts, strict=True):
        rows = db.execute(select(part).where(part.c.district_id == district_id).order_by(part.c.id)).mappings().all()
        assert rows, f"the demo has no row in {part.name}"
        whole = [row for row in rows if row[names[0]] is not None] if names[0] in part.c else []
        if whole:
            found = [{names[0]: row[names[0]], name: row["id"]} for row in whole[:20]]
        else:
            found = [{**ids, name: row["id"]} for ids in found for row in rows[:3]]
    return found


def _names_of(rule: Rule) -> list[str]:
    """The ids in an address, in their order."""
    return [name for _converter, name in re.findall(r"<(?:(\w+):)?(\w+)>", rule.rule) if name.endswith("_id")]


def _path(site: Site, rule: Rule, slug: str, ids: Ids) -> str:
    numbers = set(re.findall(r"<int:(\w+)>", rule.rule))
    free = [name for name in rule.arguments if name not in ids and name != "district"]
    others = {name: 1 if name in numbers else "x" for name in free}
    with site.app.test_request_context():
        return site.app.url_map.bind("").build(rule.endpoint, {**others, **ids, "district": slug})


def _answers(site: Site, person: make.Person, asked: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The status of every (method, path), where it leads to in the end."""
    visitor = site.visitor(language="en").sign_in(person)
    field = visitor.open("/mijn-account").soup.select_one("input[name=csrf_token]")
    assert field is not None
    data = {"csrf_token": field["value"]}
    site.db.flush()
    found = {}
    for method, path in asked:
        sent = data if method == "POST" else None
        found[method, path] = visitor.client.open(
            path, method=method, data=sent, follow_redirects=method == "GET"
        ).status_code
    return found


def _methods(rule: Rule) -> list[str]:
    return [method for method in ("GET", "POST") if method in (rule.methods or ())]


WITH_IDS = [rule for rule in RULES if "district" in rule.arguments and _names_of(rule)]


@pytest.mark.parametrize("rule", [rule for rule in RULES if _names_of(rule)], ids=_name)
def test_it_is_known_of_every_id_what_it_is(rule: Rule) -> None:
    known = {*TABLES, *MEMBERS} if "district" in rule.arguments else {*OWN}
    assert set(_names_of(rule)) <= known, rule.rule


def test_nobody_reaches_another_district_by_guessing_an_id(db: Session, town: tuple[Site, Cast]) -> None:
    site, cast = town
    person = _with_every_role(db, cast, cast.new)
    asked = [
        (method, _path(site, rule, "de-vaart", ids))
        for rule in WITH_IDS
        for ids in _ids_in(db, cast.busy.id, rule, _names_of(rule))
        for method in _methods(rule)
    ]
    wrong = {one: status for one, status in _answers(site, person, asked).items() if status != 404}
    assert wrong == {}
    assert len(asked) > 200


def test_a_part_is_not_reached_through_something_else(db: Session, town: tuple[Site, Cast]) -> None:
    site, cast = town
    person = _with_every_role(db, cast, cast.busy)
    asked = []
    for rule in WITH_IDS:
        names = _names_of(rule)
        if len(names) < 2 or names[0] not in _table(rule, names[1]).c:
            continue
        parents = _ids_in(db, cast.busy.id, rule, names[:1])
        parts = {ids[names[1]]: ids[names[0]] for ids in _ids_in(db, cast.busy.id, rule, names)}
        for parent in parents:
            strange = [part for part, whole in parts.items() if whole != parent[names[0]]]
            for part in strange[:3]:
                path = _path(site, rule, "noorderkwartier", {**parent, names[1]: part})
                asked += [(method, path) for method in _methods(rule)]
    # Not there, not for you, or not in this state: never shown and never done.
    wrong = {one: status for one, status in _answers(site, person, asked).items() if status not in (403, 404, 409)}
    assert wrong == {}
    assert len(asked) > 10


def test_nobody_reaches_what_belongs_to_another_person(db: Session, town: tuple[Site, Cast]) -> None:
    site, cast = town
    person = _with_every_role(db, cast, cast.busy)
    other = make.outsider(db, cast.busy)
    site.visitor().sign_in(other)
    own = {"slug": "gemeente", "issuer": "https://a.example", "subject": "1", "joined_at": make.NOON}
    db.add(OutsideIdentity(account_id=other.account.id, **own))
    key = {"credential_id": "x", "public_key": "x", "sign_count": 0, "name": "x", "made_at": make.NOON}
    db.add(Passkey(account_id=other.account.id, **key))
    db.flush()
    asked = []
    for rule in RULES:
        if "district" in rule.arguments or not _names_of(rule):
            continue
        (name,) = _names_of(rule)
        table = Base.metadata.tables[OWN[name]]
        number = db.scalar(select(func.max(table.c.id)).where(table.c.account_id == other.account.id))
        assert number is not None, f"nobody has a row in {table.name}"
        with site.app.test_request_context():
            path = site.app.url_map.bind("").build(rule.endpoint, {name: number})
        asked += [(method, path) for method in _methods(rule)]
    assert set(_answers(site, person, asked).values()) == {404}
