"""A session ends in the middle of a form: what was typed comes back, is sent after signing in, kept for nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from coop.agenda.models import Item
from coop.identity.models import SignIn
from coop.members.models import Statutes
from tests.support import make
from tests.support.make import NOON, PASSWORD, Person
from tests.support.site import Page, Site, Visitor

PLACE = "/noorderkwartier"
STORY = "De lantaarn bij de speeltuin is al maanden stuk en kinderen durven er niet meer langs"
ITEM = {"kind": "problem", "title": STORY[:60], "in_short": STORY, "domain": "housing"}
# A page with a form, who fills it in, and what is typed.
FORMS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("agenda/nieuw", "member", {**ITEM, "details": STORY}),
    ("leden/inschrijven", "board", {"name": STORY[:60], "street": "Kade", "house_number": "1", "stated_age": "40"}),
    ("leden/inschrijven", "board", {"name": "Bo Ek", "street": "Kade", "house_number": "1", "stated_age": "40"}),
    ("leden/oprichters", "board", {"number": "1", "name": "Bo Ek", "street": "Kade", "house_number": "1"}),
    ("statuten/vaststellen", "board", {"basis": STORY}),
    ("functies/geven", "administrator", {"email": "somebody@coop.test", "reason": STORY}),
    ("functies/tweede-stap", "board", {"email": "somebody@coop.test", "reason": STORY}),
)


def _expired(db: Session) -> None:
    db.execute(update(SignIn).values(ended_at=NOON))
    db.flush()


def _sent(visitor: Visitor, path: str, fields: dict[str, Any], *, site_header: str = "same-origin") -> Page:
    """Press the button on a page that was opened before the session ended."""
    form = visitor.open(path)
    token = form.soup.select_one("main input[name=csrf_token]")
    assert token is not None
    data = {**fields, "csrf_token": token["value"]}
    _expired(visitor.site.db)
    answer = visitor.client.post(path, data=data, headers={"Sec-Fetch-Site": site_header}, follow_redirects=True)
    visitor.site.db.expire_all()
    return Page(visitor, path, answer.status_code, answer.get_data(as_text=True))


@pytest.fixture
def people(db: Session) -> dict[str, Person]:
    place = make.district(db)
    return {
        "member": make.member(db, place, "Joke"),
        "board": make.board(db, place, "Henk"),
        "administrator": make.administrator(db, place, "Wim"),
    }


@pytest.mark.parametrize("path, who, typed", FORMS, ids=lambda one: one if isinstance(one, str) else "")
def test_what_was_typed_is_still_there(
    site: Site, people: dict[str, Person], path: str, who: str, typed: dict[str, Any]
) -> None:
    visitor = site.visitor(language="en").sign_in(people[who])
    page = _sent(visitor, f"{PLACE}/{path}", typed)
    assert page.status == 403
    assert page.has("What you typed is still here")
    kept = {str(one["name"]): str(one["value"]) for one in page.soup.select("main form input[type=hidden]")}
    assert kept | typed == kept
    assert page.has(max(typed.values(), key=len))


def test_it_is_sent_after_signing_in_and_kept_for_nobody_else(
    db: Session, site: Site, people: dict[str, Person]
) -> None:
    visitor = site.visitor(language="en").sign_in(people["member"])
    page = _sent(visitor, f"{PLACE}/agenda/nieuw", ITEM)
    assert page.status == 403
    assert db.scalars(select(Item)).all() == []

    # Somebody else at the same browser signs in, and finds nothing of it anywhere.
    stranger = people["board"].account
    tab = visitor.open("/inloggen").submit("Sign in", email=stranger.email, password=PASSWORD)
    for where in ("/", f"{PLACE}/", f"{PLACE}/agenda/nieuw", "/mijn-account"):
        assert visitor.open(where).lacks(STORY)
    with visitor.client.session_transaction() as session:
        assert STORY not in str(dict(session))
    tab.submit("Sign out")

    visitor.open("/inloggen").submit("Sign in", email=people["member"].account.email, password=PASSWORD)
    page.visitor = visitor
    kept = {str(one["name"]): str(one["value"]) for one in page.soup.select("main form input[type=hidden]")}
    kept.pop("csrf_token")
    again = visitor.post(f"{PLACE}/agenda/nieuw", kept)
    assert again.has(STORY)
    assert db.scalars(select(Item.title)).all() == [STORY[:60].strip()]


def test_words_that_another_site_sends_are_not_shown(site: Site, people: dict[str, Person]) -> None:
    visitor = site.visitor(language="en").sign_in(people["member"])
    page = _sent(visitor, f"{PLACE}/agenda/nieuw", ITEM, site_header="cross-site")
    assert page.lacks(STORY)


def test_nothing_of_it_was_done(db: Session, site: Site, people: dict[str, Person]) -> None:
    _sent(site.visitor(language="en").sign_in(people["board"]), f"{PLACE}/statuten/vaststellen", {"basis": STORY})
    assert db.scalars(select(Statutes)).all() == []
    assert site.at(NOON + timedelta(days=1)).visitor().open(f"{PLACE}/statuten").lacks(STORY)
