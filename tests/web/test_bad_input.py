"""Every form of the site, filled in wrongly: never a failure, always words beside it, and nothing typed is lost."""

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, sessionmaker

from coop.agenda.models import Comment, Item, Offer
from coop.agenda.policy.talk import TalkState
from coop.demo.cast import cast_of
from coop.identity.models import Account
from coop.kernel.access import Actor
from coop.web.guard import stamp_of
from tests.support import make
from tests.support.engines import Engines
from tests.support.forms import HIDDEN_LETTERS, LONG, WRONG, Found, emptied, filled, forms_of, some_of_each
from tests.support.site import Site, Visitor

PEOPLE = ("resident", "member", "board", "team", "secretary", "candidate", "administrator", "observer", "adviser")
START = ["/inloggen", "/noorderkwartier/mijn-pagina", "/noorderkwartier/", "/noorderkwartier/agenda?staat=refused"]
# Forms whose moment is not in the demo; the tests of their rooms fill them in.
NOT_IN_DEMO = {
    "accountability.release",
    "accountability.send_back",
    "accountability.facts",
    "accountability.agree",
}
# Rooms of which every form must be met here.
WHOLE = ("agenda.", "accountability.", "districts.")


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest, engines: Engines) -> Engine:
    """A database with the demo in it; every test leaves it as it was."""
    return engines.with_demo(request.param)


class Demo:
    """The demo with a browser for everybody in it, and some of each form that they can reach."""

    def __init__(self, db: Session, sessions: sessionmaker[Session]) -> None:
        self.db = db
        self.connection = sessions.kw["bind"]
        cast = cast_of(db, make.NOON.date())
        self.site = Site(db, sessions)
        nobody = self.site.visitor(language="en")
        self.people: dict[str, tuple[Visitor, Actor]] = {"visitor": (nobody, make.visitor_actor(cast.busy.id))}
        for key in PEOPLE:
            actor = cast.actor(key)
            account = db.get_one(Account, actor.account_id)
            person = make.Person(account, actor)
            self.people[key] = (self.site.visitor(language="en").sign_in(person), actor)
        self.tokens = {key: _token(one) for key, (one, _actor) in self.people.items()}
        found = []
        closed = db.scalars(select(Item.id).where(Item.talk == TalkState.CLOSED)).all()
        for key, (one, actor) in self.people.items():
            helps = db.scalars(select(Offer.item_id).where(Offer.account_id == actor.account_id).limit(1))
            talks = db.scalars(select(Comment.item_id).where(Comment.account_id == actor.account_id).limit(1))
            items = [*helps, *talks, *(closed if key == "team" else ())]
            found += forms_of(key, one, [*START, *(f"/noorderkwartier/agenda/{item}" for item in items)])
        self.forms = some_of_each(found)

    def send(self, form: Found, data: dict[str, Any], *, by: Visitor | None = None, times: int = 1) -> Any:
        """The last answer; whatever came of it is undone."""
        client = (by or form.visitor).client
        with client.session_transaction() as session:
            before = dict(session)
        undo = self.connection.begin_nested()
        try:
            answers = [client.post(form.action, data=data) for _ in range(times)]
        finally:
            undo.rollback()
            self.db.expire_all()
            with client.session_transaction() as session:
                session.clear()
                session.update(before)
        return answers[-1]


def _token(visitor: Visitor) -> str:
    found = visitor.open("/inloggen").soup.select_one("input[name=csrf_token]")
    assert found is not None
    return str(found["value"])


def test_every_form_takes_bad_input_kindly(db: Session, sessions: sessionmaker[Session]) -> None:
    demo = Demo(db, sessions)
    faults = [
        fault for form in demo.forms for fault in (*_faults(form, demo), *_twice(form, demo), *_by_others(form, demo))
    ]
    assert not faults, "\n".join(faults)
    posts = {rule.endpoint for rule in demo.site.app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    met = {form.endpoint for form in demo.forms}
    assert not {one for one in posts - met if one.startswith(WHOLE)} - NOT_IN_DEMO
    assert not NOT_IN_DEMO & met, "these are in the demo now"
    assert len(met) > len(posts) / 2


def _twice(form: Found, demo: Demo) -> Iterator[str]:
    """A button pushed twice, as on a slow phone: done once, or said to be done already."""
    if form.typed:
        return
    answer = demo.send(form, filled(form, ""), times=2)
    if answer.status_code >= 500:
        yield f"{form.endpoint} as {form.who}, pushed twice ({form.action}): {answer.status_code}"


def _by_others(form: Found, demo: Demo) -> Iterator[str]:
    """The same form, sent by everybody whose roles do not allow it."""
    permission = stamp_of(demo.site.app.view_functions[form.endpoint])
    assert permission is not None
    for key, (visitor, actor) in demo.people.items():
        if actor.may(permission):
            continue
        answer = demo.send(form, {**filled(form, "Something"), "csrf_token": demo.tokens[key]}, by=visitor)
        if answer.status_code != 403:
            yield f"{form.endpoint} sent by {key} ({form.action}): {answer.status_code}, expected 403"


def _faults(form: Found, demo: Demo) -> Iterator[str]:
    for kind, data in (
        ("empty", emptied(form)),
        ("too long", filled(form, LONG)),
        ("wrong type", filled(form, WRONG, others=WRONG)),
        ("hidden letters", filled(form, HIDDEN_LETTERS)),
    ):
        answer = demo.send(form, data)
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
