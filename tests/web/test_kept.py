"""Nothing is lost when somebody was signed out, or was too fast, in the middle of a text."""

from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from coop.agenda.models import Item
from coop.identity.models import SignIn
from tests.support import make
from tests.support.make import NOON
from tests.support.site import Page, Site, Visitor

NEW = "/noorderkwartier/agenda/nieuw"
TYPED = {
    "kind": "wish",
    "domain": "housing",
    "title": "A bench near the water",
    "in_short": "There is no bench near the water.\nOlder people cannot rest there.",
}
OURS = {"Sec-Fetch-Site": "same-origin"}


def _post(visitor: Visitor, fields: dict[str, Any], headers: dict[str, str], path: str = NEW) -> Page:
    answer = visitor.client.post(path, data=fields, headers=headers)
    return Page(visitor, path, answer.status_code, answer.get_data(as_text=True))


def _token(page: Page) -> str:
    field = page.soup.select_one("input[name=csrf_token]")
    assert field is not None
    return str(field["value"])


def test_a_text_survives_signing_out_elsewhere(db: Session, site: Site) -> None:
    person = make.resident(db, make.district(db))
    visitor = site.visitor(language="en").sign_in(person)
    token = _token(visitor.open(NEW))
    db.execute(update(SignIn).values(ended_at=NOON))
    page = _post(visitor, {**TYPED, "csrf_token": token}, OURS)
    page.check()
    assert page.status == 403
    assert page.has("What you typed is still here")
    assert "Older people cannot rest there." in page.soup.select("textarea")[1].get_text()
    # Signed in again in another tab: the session has a new token, so the first press only brings the text back.
    visitor.sign_in(person)
    with visitor.client.session_transaction() as session:
        session.pop("csrf_token", None)
    page = _post(visitor, _fields(page), OURS)
    assert page.status == 400
    assert page.has("Press the button to send it again.")
    assert _post(visitor, _fields(page), OURS).status == 303
    assert db.scalars(select(Item.title)).all() == ["A bench near the water"]


def _fields(page: Page) -> dict[str, list[str]]:
    form = next(one for one in page.soup.select("main form") if "Send it again" in one.get_text())
    fields: dict[str, list[str]] = {}
    for one in form.select("input[type=hidden]"):
        fields.setdefault(str(one["name"]), []).append(str(one["value"]))
    return fields


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}, {}],
    ids=str,
)
def test_words_of_another_site_are_not_offered_to_be_sent(db: Session, site: Site, headers: dict[str, str]) -> None:
    visitor = site.visitor(language="en").sign_in(make.resident(db, make.district(db)))
    page = _post(visitor, TYPED, headers)
    assert page.status == 400
    assert page.lacks("A bench near the water")
    assert db.scalar(select(func.count()).select_from(Item)) == 0


def test_an_older_browser_says_where_it_comes_from(db: Session, site: Site) -> None:
    make.district(db)
    page = _post(site.visitor(language="en"), TYPED, {"Origin": "http://localhost"})
    assert page.has("What you typed is still here")


def test_passwords_and_codes_are_never_shown(site: Site) -> None:
    fields = {"email": "a-long-address@buurt.example.org", "password": "a secret of three words"}
    page = _post(site.visitor(language="en"), fields, OURS, "/inloggen")
    assert page.status == 400
    assert page.lacks("a secret of three words")
    assert page.lacks("What you typed is still here")


def test_who_may_not_is_not_offered_to_try_again(db: Session, site: Site) -> None:
    visitor = site.visitor(language="en").sign_in(make.outsider(db, make.district(db)))
    token = _token(visitor.open("/inloggen"))
    page = _post(visitor, {**TYPED, "csrf_token": token}, OURS)
    assert page.status == 403
    assert page.lacks("What you typed is still here")
