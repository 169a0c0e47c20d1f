"""No page tells anything about the scores of others before all are in."""

import re
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from coop.panels.queries import applications_of
from tests.panels.making import CLOSES, SECRET, Hiring
from tests.support import make
from tests.support.make import Person
from tests.support.site import Site

_SAFE_TO_DIFFER = re.compile(rb'name="csrf_token"[^>]*>')


def _addresses(site: Site, job: Hiring) -> list[str]:
    """Every page that can be asked for with what this procedure has, of all rooms."""
    application = applications_of(job.db, job.id)[0]
    known = {
        "district": job.place.slug,
        "procedure_id": job.id,
        "application_id": application.id,
        "token": application.token,
    }
    found = []
    with site.app.test_request_context("/"):
        adapter = site.app.url_map.bind("localhost")
        for rule in site.app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.arguments <= set(known) and rule.endpoint != "static":
                found.append(adapter.build(rule.endpoint, {key: known[key] for key in rule.arguments}))
    return sorted(set(found))


def _seen(site: Site, job: Hiring, people: list[Person | None]) -> dict[tuple[int, str], tuple[int, bytes]]:
    seen = {}
    for number, person in enumerate(people):
        visitor = site.visitor(language="en")
        if person:
            visitor.sign_in(person)
        for address in _addresses(site, job):
            answer = visitor.get(address)
            seen[number, address] = (answer.status_code, _SAFE_TO_DIFFER.sub(b"", answer.data))
    return seen


@pytest.mark.parametrize("days", [0, 11], ids=["before the deadline", "after it, without a quorum"])
def test_no_page_of_anybody_changes_when_others_hand_in_their_scores(
    db: Session, site: Site, job: Hiring, days: int
) -> None:
    job.scoring()
    waiting = job.panel[-1]
    site.at(CLOSES + timedelta(days=days))
    people = [waiting, job.secretary, job.board, make.administrator(db, job.place), job.volunteers[-1], None]
    before = _seen(site, job, people)
    assert len(before) > 100
    job.score_all(job.panel[:3])
    after = _seen(site, job, people)
    assert {key for key in before if before[key] != after[key]} == set()
    assert not [key for key, (_, page) in after.items() if SECRET.encode() in page]


def test_a_member_sees_the_own_sheet_and_no_other(db: Session, site: Site, job: Hiring) -> None:
    job.scoring()
    first = applications_of(db, job.id)[0]
    job.score(job.panel[0], first, 5)
    job.score(job.panel[1], first, 1)
    site.at(CLOSES)
    seen = _seen(site, job, [job.panel[0]])
    own = [address for (_, address), (_, page) in seen.items() if f"{SECRET}5".encode() in page]
    assert own == [f"/noorderkwartier/vacatures/{job.id}/scoren/{first.id}"]
    assert not [address for (_, address), (_, page) in seen.items() if f"{SECRET}1".encode() in page]


def test_names_are_for_the_secretary_until_the_panel_has_decided(db: Session, site: Site, job: Hiring) -> None:
    job.scoring()
    site.at(CLOSES)
    people: list[Person | None] = [job.panel[0], job.board, make.administrator(db, job.place), job.volunteers[-1], None]
    private = f"/noorderkwartier/vacatures/{job.id}/sollicitatie/private-Anna-{job.id}"
    for (_, address), (_, page) in _seen(site, job, people).items():
        if address != private:
            assert b"Anna" not in page, address
    office = site.visitor(language="en").sign_in(job.secretary)
    assert office.open(f"/noorderkwartier/vacatures/{job.id}/beheer").has("Anna")
