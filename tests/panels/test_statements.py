"""No page of a hiring procedure makes more than fifteen statements, whoever opens it and however much there is."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from flask import url_for
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, sessionmaker

from coop.demo.cast import cast_of
from coop.panels.models import Application, ApplicationDraft, Procedure, Seat
from tests.support.engines import Engines
from tests.support.make import NOON, Person
from tests.support.site import CountStatements, Site

MOST = 15


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest, engines: Engines) -> Engine:
    """The demo, which has a procedure in every important state; every test leaves it as it was."""
    return engines.with_demo(request.param)


@pytest.fixture
def demo(db: Session, sessions: sessionmaker[Session]) -> Site:
    return Site(db, sessions, demo=True)


def _cases(db: Session) -> Iterator[tuple[Procedure, Mapping[str, Any]]]:
    """Every procedure of the demo with what can stand in an address below it."""
    for found in db.scalars(select(Procedure).order_by(Procedure.id)):
        ids: dict[str, Any] = {"district": "noorderkwartier", "procedure_id": found.id, "number": "1"}
        one = db.scalars(select(Application).where(Application.procedure_id == found.id)).first()
        seat = db.scalars(select(Seat).where(Seat.procedure_id == found.id)).first()
        draft = db.scalars(select(ApplicationDraft).where(ApplicationDraft.procedure_id == found.id)).first()
        if one:
            ids |= {"application_id": one.id, "token": one.token}
        if seat:
            ids["seat_id"] = seat.id
        yield found, ids
        for token in (found.employer_token, found.committee_token, draft.token if draft else None):
            if token:
                yield found, {"district": "noorderkwartier", "procedure_id": found.id, "token": token}


def _person(db: Session, key: str) -> Person:
    cast = cast_of(db, NOON.date())
    return Person(cast.account(key), cast.actor(key))


@pytest.mark.parametrize("key", ["secretary", "board", "member", "candidate"])
def test_every_page_of_the_demo_makes_at_most_fifteen_statements(demo: Site, key: str) -> None:
    visitor = demo.visitor().sign_in(_person(demo.db, key))
    demo.db.flush()
    rules = [one for one in demo.app.url_map.iter_rules() if one.endpoint.startswith("panels.")]
    opened, closed, too_many = set(), set(), []
    for found, ids in _cases(demo.db):
        for rule in rules:
            if "GET" not in (rule.methods or ()) or rule.endpoint in closed or not rule.arguments <= set(ids):
                continue
            with demo.app.test_request_context():
                path = url_for(rule.endpoint, **{name: ids[name] for name in rule.arguments})
            # A request on a server begins with nothing read yet.
            demo.db.expire_all()
            with CountStatements(demo.db) as counted:
                status = visitor.client.get(path).status_code
            if status == 403 and rule.endpoint != "panels.manage":
                closed.add(rule.endpoint)
            opened |= {rule.endpoint} if status == 200 else set()
            if counted.count > MOST:
                too_many.append((path, found.state.value, counted.count, counted.statements))
    assert {"panels.procedure", "panels.application"} <= opened
    assert "panels.manage" in opened or key not in ("secretary", "board")
    assert not too_many, too_many[0]
