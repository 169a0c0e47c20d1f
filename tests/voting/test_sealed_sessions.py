"""A session that ends between form and sending: nothing typed is lost, and nothing of it leaks (test 10)."""

from typing import Any

import pytest
from sqlalchemy import func, select, text, update

from coop.identity.models import SignIn
from coop.voting.models import Poll
from coop.voting.policy import BallotKind
from tests.support.make import NOON, Person
from tests.support.site import Page, Site, Visitor
from tests.voting.conftest import Town
from tests.voting.test_sealed import BASE, code_on, opened, reader

OURS = {"Sec-Fetch-Site": "same-origin"}


def election(town: Town, site: Site) -> Poll:
    return opened(town, site, town.of_kind(BallotKind.ELECTION, "Anna", "Bram", "Cor"))


def fields(page: Page, button: str) -> dict[str, list[str]]:
    """What a form would send, with what is chosen in it."""
    form = next(one for one in page.soup.select("main form") if button in one.get_text())
    found: dict[str, list[str]] = {}
    for one in form.select("input[type=hidden]"):
        found.setdefault(str(one["name"]), []).append(str(one["value"]))
    return found


def send(visitor: Visitor, path: str, given: dict[str, Any]) -> Page:
    visitor.site.db.flush()
    answer = visitor.client.post(path, data=given, headers=OURS)
    visitor.site.db.expire_all()
    return Page(visitor, path, answer.status_code, answer.get_data(as_text=True))


def sign_out_elsewhere(town: Town) -> None:
    town.db.execute(update(SignIn).values(ended_at=NOON))


def back_in(visitor: Visitor, person: Person) -> None:
    """Signed in again in another tab: the session is new and so is its token."""
    visitor.sign_in(person)
    with visitor.client.session_transaction() as session:
        session.pop("csrf_token", None)


def voted(town: Town) -> int:
    return town.db.scalar(text("SELECT count(*) FROM box_electors WHERE revision > 0")) or 0


@pytest.mark.parametrize("stage", ["ballot", "check page"])
def test_10_who_was_signed_out_meanwhile_loses_nothing(
    town: Town, site: Site, caplog: pytest.LogCaptureFixture, stage: str
) -> None:
    poll = election(town, site)
    voter, person = reader(site, town.members[0]), town.members[0]
    page = voter.open(f"{BASE}/{poll.id}/stem")
    given: dict[str, Any] = {**fields(page, "Check my vote"), "choices": ["3", "1", ""], "own": "Q7"}
    path = f"{BASE}/{poll.id}/envelop-sluiten"
    if stage == "check page":
        page = send(voter, path, given)
        code, given, path = code_on(page), fields(page, "Send my closed envelope"), f"{BASE}/{poll.id}/envelop"
    sign_out_elsewhere(town)
    page = send(voter, path, given)
    assert page.status == 403
    page.check()
    assert page.has("What you typed is still here")
    assert not page.soup.select("textarea"), "a ballot is no text to read aloud from the screen"
    assert voted(town) == 0
    back_in(voter, person)
    page = send(voter, path, fields(page, "Send it again"))
    assert page.status == 400
    page = send(voter, path, fields(page, "Send it again"))
    if stage == "ballot":
        assert page.status == 200
        assert [one.get_text() for one in page.soup.select("main ol li")] == ["Cor", "Anna"]
        code = code_on(page)
        assert code.endswith("-Q7")
        page = send(voter, f"{BASE}/{poll.id}/envelop", fields(page, "Send my closed envelope"))
    assert page.has("Received: your vote is in")
    assert voted(town) == 1
    cookies = [str(cookie) for cookie in (voter.client._cookies or {}).values()]
    rows = [str(row) for table in ("sign_ins", "outbox", "audit_entries", "box_electors") for row in _rows(town, table)]
    assert not [one for one in [*cookies, *rows, *map(str, caplog.records)] if code in one]


def _rows(town: Town, table: str) -> list[Any]:
    return list(town.db.execute(text(f"SELECT * FROM {table}")))


@pytest.mark.parametrize("stage", ["ballot", "check page"])
def test_10_the_next_person_at_the_same_computer_does_not_cast_what_was_left_behind(
    town: Town, site: Site, stage: str
) -> None:
    poll = election(town, site)
    voter = reader(site, town.members[0])
    page = voter.open(f"{BASE}/{poll.id}/stem")
    given: dict[str, Any] = {**fields(page, "Check my vote"), "choices": ["2", "", ""]}
    path = f"{BASE}/{poll.id}/envelop-sluiten"
    if stage == "check page":
        given, path = fields(send(voter, path, given), "Send my closed envelope"), f"{BASE}/{poll.id}/envelop"
    voter.sign_in(town.members[1])
    page = send(voter, path, given)
    assert page.status == 409
    assert page.has("Somebody else filled in this ballot")
    assert page.lacks("Bram")
    assert voted(town) == 0
    assert town.db.scalar(select(func.count()).select_from(SignIn))


def test_10_a_form_without_its_voter_is_refused(town: Town, site: Site) -> None:
    poll = election(town, site)
    voter = reader(site, town.members[0])
    given: dict[str, Any] = {**fields(voter.open(f"{BASE}/{poll.id}/stem"), "Check my vote"), "choices": ["2"]}
    for voter_field in ([], [""], ["x"], [str(town.members[1].actor.membership_id)]):
        page = send(voter, f"{BASE}/{poll.id}/envelop-sluiten", {**given, "voter": voter_field})
        assert page.status == 409
    assert voted(town) == 0
