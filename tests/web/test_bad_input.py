"""Every form of the site, filled in wrongly: never a failure, always words beside it, and nothing typed is lost."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session, sessionmaker

from coop.demo.cast import cast_of
from coop.demo.fill import fill_demo
from coop.identity.models import Account
from tests.support import make
from tests.support.forms import HIDDEN_LETTERS, LONG, WRONG, Found, emptied, filled, forms_of, some_of_each
from tests.support.site import Site

PEOPLE = ("resident", "member", "board", "team", "secretary", "candidate", "administrator")
START = ["/noorderkwartier/mijn-pagina", "/noorderkwartier/", "/noorderkwartier/agenda?staat=refused"]
# Forms whose moment is not in the demo; the tests of their rooms fill them in.
NOT_IN_DEMO = {"accountability.release", "accountability.send_back", "accountability.reply", "accountability.hand_in"}
# Rooms of which every form must be met here.
WHOLE = ("agenda.", "accountability.", "districts.")


@pytest.fixture
def forms(db: Session, sessions: sessionmaker[Session]) -> list[Found]:
    """Some of each form that somebody in the demo can reach."""
    fill_demo(db, make.NOON)
    cast = cast_of(db, make.NOON.date())
    site = Site(db, sessions)
    found = forms_of("visitor", site.visitor(language="en"), ["/inloggen", "/noorderkwartier/"])
    for key in PEOPLE:
        actor = cast.actor(key)
        account = db.get(Account, actor.account_id)
        assert account is not None
        visitor = site.visitor(language="en").sign_in(make.Person(account, actor))
        found += forms_of(key, visitor, START)
    return some_of_each(found)


@pytest.fixture
def send(db: Session, sessions: sessionmaker[Session]) -> Callable[[Found, dict[str, Any]], Any]:
    """Post a form and undo whatever came of it."""
    connection = sessions.kw["bind"]

    def _send(form: Found, data: dict[str, Any]) -> Any:
        with form.visitor.client.session_transaction() as session:
            before = dict(session)
        undo = connection.begin_nested()
        try:
            return form.visitor.client.post(form.action, data=data)
        finally:
            undo.rollback()
            db.expire_all()
            with form.visitor.client.session_transaction() as session:
                session.clear()
                session.update(before)

    return _send


def test_every_form_takes_bad_input_kindly(forms: list[Found], send: Callable[[Found, dict[str, Any]], Any]) -> None:
    faults = [fault for form in forms for fault in _faults(form, send)]
    assert not faults, "\n".join(faults)
    site = forms[0].visitor.site
    posts = {rule.endpoint for rule in site.app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    met = {form.endpoint for form in forms}
    assert not {one for one in posts - met if one.startswith(WHOLE)} - NOT_IN_DEMO
    assert not NOT_IN_DEMO & met, "these are in the demo now"
    assert len(met) > len(posts) / 2


def _faults(form: Found, send: Callable[[Found, dict[str, Any]], Any]) -> Iterator[str]:
    for kind, data in (
        ("empty", emptied(form)),
        ("too long", filled(form, LONG)),
        ("wrong type", filled(form, WRONG, others=WRONG)),
        ("hidden letters", filled(form, HIDDEN_LETTERS)),
    ):
        answer = send(form, data)
        name = f"{form.endpoint} as {form.who}, {kind} ({form.action}): {answer.status_code}"
        soup = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
        if answer.status_code >= 500:
            yield f"{name}: a failure of the site"
        elif kind == "empty" and form.must_fill and answer.status_code < 400:
            yield f"{name}: taken although something must be filled in"
        elif kind == "too long" and form.typed and answer.status_code < 400:
            yield f"{name}: {len(LONG)} letters were taken"
        elif answer.status_code in (409, 422) and form.typed and kind != "hidden letters":  # no page can show those
            yield from (f"{name}: {fault}" for fault in _shown(soup, form, data))


def _shown(soup: BeautifulSoup, form: Found, data: dict[str, Any]) -> Iterator[str]:
    """What is wrong with a page that shows a refused form: no reason, or something typed that is gone."""
    if not soup.select_one("#error-summary"):
        yield "no reason at the top"
    elif not soup.select(".field .error, fieldset .error") and not soup.select("#error-summary li"):
        yield "no reason beside a field"
    for name in form.typed:
        again = soup.select_one(f"main [name='{name}']")
        shown = None if again is None else again.get_text() if again.name == "textarea" else str(again.get("value", ""))
        if shown is None or shown.strip("\n") != str(data.get(name, "")):
            yield f"what was typed in {name} is gone"
