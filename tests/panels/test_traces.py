"""What is sealed leaves no trace: not in another table, a log line, a refusal, or the work a page makes."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.kernel.db import Base
from coop.migrations.tables import load_tables
from coop.panels import actions
from coop.panels.models import Declaration
from coop.panels.policy import AppState, State
from coop.panels.queries import my_seat, seats_of
from tests.panels.making import CLOSES, ITEMS, SCORED, SECRET, TALKS, Hiring
from tests.panels.test_sealed import SAFE_TO_DIFFER
from tests.support import make
from tests.support.make import Person
from tests.support.site import CountStatements, Site, Visitor

load_tables()


def _tables(db: Session) -> dict[str, list[Any]]:
    """Every row of every table, as it stands."""
    db.flush()
    tables = Base.metadata.sorted_tables
    return {table.name: sorted(map(repr, db.execute(select(table)).all())) for table in tables}


def _touched(db: Session, act: Callable[[], Any]) -> set[str]:
    """The tables that an act leaves different."""
    before = _tables(db)
    act()
    after = _tables(db)
    return {name for name in before if before[name] != after[name]}


@pytest.mark.parametrize(("step", "at"), [("screening", CLOSES), ("scoring", TALKS)])
def test_handing_in_writes_the_sheet_and_nothing_else(db: Session, job: Hiring, step: str, at: Any) -> None:
    """No line in the log of acts, no message, no step in the history, no moment on the procedure or the seat."""
    getattr(job, step)()
    anna = job.applications()[0]
    for member in job.panel:
        assert _touched(db, partial(job.score, member, anna, at=at)) == {"score_sheets"}
    where = (db, job.panel[0].actor, job.place.id, job.id, anna.id)
    assert _touched(db, partial(actions.step_back, *where, at=at)) == {"score_sheets"}


def test_a_question_read_in_parts_writes_the_sheets_and_nothing_else(db: Session, job: Hiring) -> None:
    job.screening()
    given = {one.id: (4, "An example.") for one in job.applications()}
    where = (db, job.panel[0].actor, job.place.id, job.id)
    for code in ITEMS:
        hand_in = partial(actions.submit_question, *where, code, given=given, at=CLOSES)
        assert _touched(db, hand_in) == {"score_sheets"}


def test_typing_from_paper_writes_its_own_table_until_two_typed_the_same(db: Session, job: Hiring) -> None:
    job.scoring()
    anna, seat = job.applications()[0], my_seat(db, job.id, job.panel[0].account.id)
    assert seat is not None
    sheet = dict.fromkeys(ITEMS, (4, "An example."))
    deputy = make.secretary(db, job.place)
    for person, touched in ((job.secretary, {"panel_paper_sheets"}), (deputy, {"panel_paper_sheets", "score_sheets"})):
        typed = {"application_id": anna.id, "seat_id": seat.id, "sheet": sheet}
        assert _touched(db, partial(job.by, person, actions.type_paper_sheet, TALKS, **typed)) == touched


def test_a_vote_writes_counts_and_that_somebody_voted(db: Session, job: Hiring) -> None:
    job.deliberating()
    assert _touched(db, partial(job.vote, job.panel[0], 1)) == {"procedures", "seats"}
    # Neither row has a moment that was set by it: an order of voting could be told from that.
    (voted,) = [one for one in seats_of(db, job.id) if one.voted_round]
    moments = {value for name, value in vars(voted).items() if name.endswith("_at")}
    assert job.procedure.decide_due_at not in moments


def test_the_log_of_jobs_counts_no_reminders(db: Session, job: Hiring) -> None:
    """Four hours before the term each member who is not ready gets a mail; how many must not stand in a log line."""
    job.scoring()
    due = job.procedure.scores_due_at
    assert due is not None
    counts = []
    for ready in (0, 4):
        with db.begin_nested() as point:
            job.score_all(job.panel[:ready])
            counts.append(actions.run_clock(db, at=due - timedelta(hours=1)))
            point.rollback()
        db.expire_all()
    assert counts[0] == counts[1]


def _posts(site: Site, job: Hiring) -> list[str]:
    """Every address of this room that takes a post, with what this procedure has."""
    first = job.applications()[0]
    ids: dict[str, Any] = {
        "district": job.place.slug,
        "procedure_id": job.id,
        "application_id": first.id,
        "seat_id": seats_of(job.db, job.id)[0].id,
        "number": 1,
        "token": first.token,
        "answer": "nee",
        "evaluation_id": 1,
        **dict.fromkeys(("breach_id", "fault_id", "tie_id"), 1),
    }
    steps = ("scores-openen", "klok", "reserve", "versturen", "tweede-ronde", "gesprekken", "namen", "afronden")
    found = []
    with site.app.test_request_context("/"):
        adapter = site.app.url_map.bind("localhost")
        for rule in site.app.url_map.iter_rules():
            known = {**ids, "step": ""}
            if "POST" not in (rule.methods or ()) or not rule.endpoint.startswith("panels."):
                continue
            for step in steps if "step" in rule.arguments else ("",):
                known["step"] = step
                found.append(adapter.build(rule.endpoint, {key: known[key] for key in rule.arguments}))
    return sorted(set(found))


def _token(visitor: Visitor) -> str:
    field = visitor.open("/inloggen").soup.select_one("input[name=csrf_token]")
    assert field is not None
    return str(field["value"])


def _refusals(site: Site, job: Hiring, people: list[Person]) -> dict[tuple[int, str], tuple[int, str, bytes]]:
    """What everybody gets who presses every button of this room, each press undone afterwards."""
    seen = {}
    for number, person in enumerate(people):
        visitor = site.visitor(language="en").sign_in(person)
        token = _token(visitor)
        for address in _posts(site, job):
            site.db.flush()
            connection = site.db.connection()
            connection.exec_driver_sql("SAVEPOINT undone")
            answer = visitor.client.post(address, data={"csrf_token": token, "count": "2", "reason": "x"})
            connection.exec_driver_sql("ROLLBACK TO SAVEPOINT undone")
            site.db.expire_all()
            with visitor.client.session_transaction() as cookie:
                cookie.pop("_flashes", None)
            page = SAFE_TO_DIFFER.sub(b"", answer.data)
            seen[number, address] = (answer.status_code, answer.headers.get("Location", ""), page)
    return seen


@pytest.mark.parametrize(("step", "begins"), [("screening", CLOSES), ("scoring", TALKS)], ids=["reading", "interviews"])
def test_no_refusal_tells_how_many_sheets_are_in(db: Session, site: Site, job: Hiring, step: str, begins: Any) -> None:
    """Whoever presses whatever button gets the same answer with no sheet in as with five of six."""
    getattr(job, step)()
    site.at(begins)
    people = [job.secretary, job.board, make.administrator(db, job.place), job.panel[-1]]
    before = _refusals(site, job, people)
    assert len(before) > 200
    job.score_all(job.panel[:5], at=begins)
    after = _refusals(site, job, people)
    assert {key for key in before if before[key] != after[key]} == set()


def test_a_page_makes_as_many_statements_however_many_sheets_are_in(db: Session, site: Site, job: Hiring) -> None:
    """What a page asks of the database, and so how long it takes, does not follow the number of sheets."""
    job.scoring()
    site.at(TALKS)
    base = f"/noorderkwartier/vacatures/{job.id}"
    pages = [f"{base}/beheer", base, f"{base}/panellid", "/noorderkwartier/", "/noorderkwartier/mijn"]

    def counts() -> list[int]:
        made = []
        for person in (job.secretary, job.board, job.panel[-1]):
            visitor = site.visitor(language="en").sign_in(person)
            db.flush()
            for address in pages:
                visitor.get(address)
                with CountStatements(db) as counted:
                    visitor.get(address)
                made.append(counted.count)
        return made

    before = counts()
    job.score_all(job.panel[:3])
    assert counts() == before
    job.score_all(job.panel[3:5])
    assert counts() == before


def test_when_the_last_sheet_comes_in_all_members_see_everything_at_one_moment(
    db: Session, site: Site, job: Hiring
) -> None:
    """Before the opening nobody sees a score, also when all are in; after it every member sees the same page."""
    job.scoring()
    site.at(SCORED)
    job.score_all(job.panel)
    address = f"/noorderkwartier/vacatures/{job.id}/beraad"
    readers = [site.visitor(language="en").sign_in(person) for person in job.panel]
    assert {reader.get(address).status_code for reader in readers} == {409}
    actions.run_procedure(db, job.place.id, job.id, at=SCORED)
    assert job.is_in(State.DELIBERATION)
    pages = [reader.open(address) for reader in readers]
    assert all(page.has(SECRET) for page in pages)
    tables = {str(page.soup.select_one("main table")) for page in pages}
    assert len(tables) == 1


def test_a_declaration_keeps_no_order_that_tells_who_stepped_back(db: Session, job: Hiring) -> None:
    """Each member says it of all candidates in one press: the rows of who steps back look like all others."""
    job.conflict_check()
    job.declare(job.panel[0], "Anna")
    job.declare(job.panel[1])
    rows = db.scalars(select(Declaration).order_by(Declaration.id)).all()
    assert {len([one for one in rows if one.seat_id == seat]) for seat in {one.seat_id for one in rows}} == {2}
    assert job.applications(AppState.SHORTLISTED)
