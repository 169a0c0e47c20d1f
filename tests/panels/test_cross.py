"""Over every address of this room with an id in it: what belongs to another opens nothing, to read or to write."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from coop.panels.queries import seats_of
from tests.panels.making import CLOSES, TALKS, Hiring, hiring
from tests.support import make
from tests.support.site import Site, Visitor

_VALUES = {"number": "1", "step": "klok", "answer": "ja"}
_VALUES |= dict.fromkeys(("evaluation_id", "tie_id", "fault_id", "breach_id"), "1")


def _rules(site: Site, *, with_id: str) -> list[Rule]:
    found = [one for one in site.app.url_map.iter_rules() if one.endpoint.startswith("panels.")]
    return sorted((one for one in found if with_id in one.arguments), key=lambda one: one.rule)


def _path(site: Site, rule: Rule, **ids: object) -> str:
    values = {**_VALUES, "district": "noorderkwartier", **{key: str(value) for key, value in ids.items()}}
    with site.app.test_request_context("/"):
        adapter = site.app.url_map.bind("localhost")
        return adapter.build(rule.endpoint, {key: values[key] for key in rule.arguments})


def _answers(visitor: Visitor, rule: Rule, path: str) -> Iterator[int]:
    """What reading and writing give."""
    if "GET" in (rule.methods or ()):
        yield int(visitor.get(path).status_code)
    if "POST" in (rule.methods or ()):
        yield _posted(visitor, path)


def _posted(visitor: Visitor, path: str) -> int:
    """The status that a bare post with a valid token gives."""
    visitor.site.db.flush()
    token = visitor.open("/inloggen").soup.select_one("input[name=csrf_token]")
    assert token is not None
    answer = visitor.client.post(path, data={"csrf_token": token["value"]}, follow_redirects=True)
    visitor.site.db.expire_all()
    return int(answer.status_code)


@pytest.fixture
def two(db: Session, site: Site, job: Hiring) -> tuple[Hiring, Hiring]:
    """Two procedures of one neighbourhood, both with interviews held."""
    other = hiring(db, job.place)
    other.scoring(("Carla", "Dirk"))
    job.scoring()
    site.at(TALKS)
    return job, other


def test_there_is_something_to_try(site: Site) -> None:
    assert len(_rules(site, with_id="application_id")) >= 12
    assert len(_rules(site, with_id="seat_id")) >= 6
    assert len(_rules(site, with_id="token")) >= 9


def test_a_candidate_of_another_procedure_is_not_there(site: Site, two: tuple[Hiring, Hiring]) -> None:
    job, other = two
    strange = other.applications()[0].id
    people = [site.visitor(language="en").sign_in(person) for person in (job.secretary, job.panel[0], job.board)]
    for rule in _rules(site, with_id="application_id"):
        path = _path(site, rule, procedure_id=job.id, application_id=strange)
        for person in people:
            assert set(_answers(person, rule, path)) <= {403, 404}, path


def test_a_seat_of_another_procedure_is_not_there(site: Site, two: tuple[Hiring, Hiring]) -> None:
    job, other = two
    strange = seats_of(other.db, other.id)[0].id
    people = [site.visitor(language="en").sign_in(person) for person in (job.secretary, job.panel[0], job.board)]
    for rule in _rules(site, with_id="seat_id"):
        path = _path(site, rule, procedure_id=job.id, seat_id=strange)
        for person in people:
            assert set(_answers(person, rule, path)) <= {403, 404}, path


def test_a_key_of_another_procedure_or_a_guess_opens_nothing(site: Site, two: tuple[Hiring, Hiring]) -> None:
    job, other = two
    visitors = [site.visitor(language="en"), site.visitor(language="en").sign_in(job.secretary)]
    for rule in _rules(site, with_id="token"):
        for token in (other.applications()[0].token, "guess"):
            path = _path(site, rule, procedure_id=job.id, token=token)
            for visitor in visitors:
                assert set(_answers(visitor, rule, path)) <= {404}, path


def test_a_candidate_with_an_account_gets_in_nowhere_but_on_the_own_page(db: Session, site: Site, job: Hiring) -> None:
    job.published()
    someone = make.outsider(db, job.place)
    mine = job.apply("Anna", actor=someone.actor)
    job.apply("Bram")
    site.at(CLOSES)
    other = job.applications()[1]
    visitor = site.visitor(language="en").sign_in(someone)
    for application in (mine, other):
        for rule in _rules(site, with_id="application_id"):
            path = _path(site, rule, procedure_id=job.id, application_id=application.id)
            assert set(_answers(visitor, rule, path)) <= {403}, path
    for rule in _rules(site, with_id="seat_id"):
        path = _path(site, rule, procedure_id=job.id, seat_id=seats_of(db, job.id)[0].id)
        assert set(_answers(visitor, rule, path)) <= {403}, path


def test_a_member_of_another_panel_reads_and_writes_nothing_here(site: Site, two: tuple[Hiring, Hiring]) -> None:
    job, other = two
    stranger = site.visitor(language="en").sign_in(next(one for one in other.panel if one not in job.panel))
    ids = {
        "procedure_id": job.id,
        "application_id": job.applications()[0].id,
        "seat_id": seats_of(job.db, job.id)[0].id,
    }
    private = (
        *("panels.score", "panels.member", "panels.briefing", "panels.declare", "panels.deliberation", "panels.vote"),
        *("panels.score_candidate", "panels.score_question", "panels.step_back", "panels.judge_after_all"),
        *("panels.amend", "panels.opinion", "panels.leave_panel", "panels.interview_calendar"),
    )
    rules = [one for one in _rules(site, with_id="procedure_id") if one.endpoint in private]
    assert len(rules) == len(private)
    for rule in rules:
        assert set(_answers(stranger, rule, _path(site, rule, **ids))) <= {403, 409}, rule.rule


def test_nothing_is_reached_through_another_neighbourhood(db: Session, site: Site, job: Hiring) -> None:
    job.scoring()
    site.at(TALKS)
    elsewhere = make.district(db, "de-vaart")
    ids = {
        "procedure_id": job.id,
        "application_id": job.applications()[0].id,
        "seat_id": seats_of(db, job.id)[0].id,
        "token": job.applications()[0].token,
    }
    people = [make.secretary(db, elsewhere), make.board(db, elsewhere), make.member(db, elsewhere)]
    visitors = [site.visitor(language="en"), *(site.visitor(language="en").sign_in(one) for one in people)]
    for rule in _rules(site, with_id="procedure_id"):
        path = _path(site, rule, district="de-vaart", **ids)
        for visitor in visitors:
            # Who is not signed in is led to the page for that.
            allowed = {200, 302, 303, 403, 404} if visitor is visitors[0] else {403, 404}
            assert set(_answers(visitor, rule, path)) <= allowed, path
            text = visitor.get(path).get_data(as_text=True).replace(str(ids["token"]), "")
            assert not [name for name in ("Anna", "Bram") if name in text], path
