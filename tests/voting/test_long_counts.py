"""A count that takes long is done by a job, in the open: how far it is, what stops it, what it never does."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session, sessionmaker

from coop import jobs
from coop.jobs import JOBS, Work
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError
from coop.voting import actions, policy, queries
from coop.voting.actions.records import record_of
from coop.voting.models import Poll, PollCount
from coop.voting.policy import CountStep, PollState
from tests.support.make import Person
from tests.support.site import Site, Visitor
from tests.voting.conftest import AFTER, SEED, Town

BASE = "/noorderkwartier/stemmen"


@pytest.fixture(autouse=True)
def _every_count_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coop.voting.policy.telling.QUICK_COUNT", 0)


@pytest.fixture
def closed(town: Town) -> Poll:
    poll = town.open()
    for voter, keys in enumerate((("1", "2"), ("1",), ("1", "3"), ("2",))):
        town.cast(poll, voter, *keys)
    return town.to(poll, PollState.CLOSED)


def reader(site: Site, person: Person) -> Visitor:
    return site.visitor(language="en").sign_in(person)


def run(sessions: sessionmaker[Session], at: Any = AFTER) -> str:
    job = next(one for one in JOBS if one.name == "count-polls")
    return job.action(Work(sessions, None, "", at))


def test_the_page_asks_and_the_job_counts(
    town: Town, site: Site, sessions: sessionmaker[Session], closed: Poll
) -> None:
    site.at(AFTER)
    visitor = reader(site, town.secretary)
    page = visitor.open(f"{BASE}/{closed.id}/beheer").follow("Write down the lot and count")
    page = page.submit("Count the votes", seed=SEED)
    assert page.has("The count waits for its turn. It begins within a minute.")
    assert closed.state is PollState.CLOSED
    assert "Refresh" not in visitor.get(f"{BASE}/{closed.id}/telling").headers
    assert visitor.open(f"{BASE}/{closed.id}/beheer").has("The votes are being counted.")
    assert run(sessions) == "1 counted, 0 stopped"
    assert run(sessions) == ""
    town.db.expire_all()
    assert (closed.state, closed.seed) == (PollState.COUNTED, SEED)
    assert visitor.open(f"{BASE}/{closed.id}/telling").has("Publish the result")
    assert queries.running_count(town.db, town.place.id, closed.id) is None


def test_a_job_and_a_page_give_the_same_record(town: Town, sessions: sessionmaker[Session], closed: Poll) -> None:
    actions.order_count(town.db, town.secretary.actor, town.place.id, closed.id, SEED, at=AFTER)
    town.db.flush()
    run(sessions)
    town.db.expire_all()
    by_job = closed.record
    ballots = queries.choices_of(town.db, town.place.id, closed.id)
    again = record_of(closed.id, closed.terms or {}, ballots, SEED, closed.fingerprint or "", members=closed.entitled)
    assert by_job == again


def test_a_quick_count_is_done_at_once(town: Town, site: Site, closed: Poll, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coop.voting.policy.telling.QUICK_COUNT", 16)
    site.at(AFTER)
    page = reader(site, town.board).open(f"{BASE}/{closed.id}/tellen").submit("Count the votes", seed=SEED)
    assert page.has("The votes are counted. Nobody sees the result before you publish it.")
    assert town.db.scalars(select(PollCount)).all() == []
    assert not policy.is_quick(17, 1)


def test_the_page_looks_again_only_when_asked(town: Town, site: Site, closed: Poll) -> None:
    actions.order_count(town.db, town.secretary.actor, town.place.id, closed.id, SEED, at=AFTER)
    visitor = reader(site, town.board)
    page = visitor.open(f"{BASE}/{closed.id}/telling")
    page = page.follow("Look again by itself, every five seconds")
    assert page.has("This page looks again every five seconds.")
    assert visitor.get(f"{BASE}/{closed.id}/telling?vanzelf=1").headers["Refresh"] == "5"
    assert page.follow("Stop that").lacks("Stop that")


def test_how_far_it_is_stands_on_the_page(town: Town, site: Site, closed: Poll) -> None:
    actions.order_count(town.db, town.secretary.actor, town.place.id, closed.id, SEED, at=AFTER)
    actions.tell_count(town.db, closed.id, CountStep.COUNTING, 3, 40, at=AFTER)
    page = reader(site, town.board).open(f"{BASE}/{closed.id}/telling")
    assert page.has("Chosen so far: 3 of the 40 proposals.")
    bar = page.soup.select_one("progress")
    assert bar is not None
    assert (bar["value"], bar["max"]) == ("3", "40")


def test_asking_twice_counts_once_and_only_who_may_can_ask(town: Town, closed: Poll) -> None:
    place = town.place.id
    with pytest.raises(NotAllowedError):
        actions.order_count(town.db, town.members[0].actor, place, closed.id, SEED, at=AFTER)
    with pytest.raises(InvalidError):
        actions.order_count(town.db, town.board.actor, place, closed.id, "", at=AFTER)
    assert not actions.order_count(town.db, town.board.actor, place, closed.id, SEED, at=AFTER)
    with pytest.raises(ConflictError, match="counted already"):
        actions.order_count(town.db, town.board.actor, place, closed.id, "another lot", at=AFTER)
    with pytest.raises(ConflictError, match="counted already"):
        actions.count_poll(town.db, town.board.actor, place, closed.id, "another lot", at=AFTER)
    assert town.db.scalars(select(PollCount.seed)).all() == [SEED]


def test_votes_that_were_meddled_with_stop_the_count_and_it_can_be_asked_again(
    town: Town, site: Site, sessions: sessionmaker[Session], closed: Poll
) -> None:
    actions.order_count(town.db, town.board.actor, town.place.id, closed.id, SEED, at=AFTER)
    town.db.execute(text("UPDATE ballots SET choices = '[\"4\"]'"))
    town.db.flush()
    assert run(sessions) == "0 counted, 1 stopped"
    assert run(sessions) == ""
    town.db.expire_all()
    assert closed.state is PollState.CLOSED
    page = reader(site, town.board).open(f"{BASE}/{closed.id}/telling")
    assert page.has("The votes are not the same as when the vote closed.")
    assert page.follow("Write down the lot and count").has("The lot")
    assert not actions.order_count(town.db, town.board.actor, town.place.id, closed.id, SEED, at=AFTER)


def test_a_count_that_breaks_says_so_and_does_not_stop_the_others(
    town: Town,
    sessions: sessionmaker[Session],
    closed: Poll,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    other = town.open("Other")
    town.cast(other, 0, "1")
    town.to(other, PollState.CLOSED)
    for poll in (closed, other):
        actions.order_count(town.db, town.board.actor, town.place.id, poll.id, SEED, at=AFTER)
    town.db.flush()
    real = actions.CountWork.record

    def breaks(work: actions.CountWork, tell: Any) -> dict[str, Any]:
        if work.poll_id == closed.id:
            raise MemoryError
        return real(work, tell)

    monkeypatch.setattr(actions.CountWork, "record", breaks)
    assert run(sessions) == "1 counted, 1 stopped"
    town.db.expire_all()
    assert (closed.state, other.state) == (PollState.CLOSED, PollState.COUNTED)
    stopped = queries.running_count(town.db, town.place.id, closed.id)
    assert stopped is not None
    assert (stopped.step, stopped.fault) == (CountStep.STOPPED, jobs.UNKNOWN_FAULT)
    assert "stopped" in caplog.text


def test_a_count_whose_process_died_is_taken_up_again_after_a_while(
    town: Town, sessions: sessionmaker[Session], closed: Poll
) -> None:
    actions.order_count(town.db, town.board.actor, town.place.id, closed.id, SEED, at=AFTER)
    assert actions.take_count(town.db, at=AFTER) == closed.id
    assert actions.take_count(town.db, at=AFTER + timedelta(minutes=9)) is None
    actions.tell_count(town.db, closed.id, CountStep.COUNTING, at=AFTER + timedelta(minutes=9))
    assert actions.take_count(town.db, at=AFTER + timedelta(minutes=11)) is None
    assert actions.take_count(town.db, at=AFTER + timedelta(minutes=19)) == closed.id


def test_a_vote_that_is_declared_void_meanwhile_stays_void(
    town: Town, sessions: sessionmaker[Session], closed: Poll
) -> None:
    actions.order_count(town.db, town.board.actor, town.place.id, closed.id, SEED, at=AFTER)
    assert actions.take_count(town.db, at=AFTER) == closed.id
    work = actions.read_count(town.db, closed.id)
    record = work.record(lambda *_told: None)
    actions.void_poll(town.db, town.board.actor, town.place.id, closed.id, "Wrong list.", at=AFTER)
    assert not actions.keep_count(town.db, work, record, at=AFTER)
    assert (closed.state, closed.record) == (PollState.VOID, None)


def test_the_steps_are_told_in_their_order(closed: Poll, town: Town) -> None:
    actions.order_count(town.db, town.board.actor, town.place.id, closed.id, SEED, at=AFTER)
    said: list[tuple[CountStep, int, int]] = []
    actions.read_count(town.db, closed.id).record(lambda *one: said.append(one))
    steps = list(dict.fromkeys(step for step, _done, _total in said))
    assert steps == [CountStep.COUNTING, CountStep.EXPLAINING]
    assert all(0 <= done <= total for _step, done, total in said)


def test_another_neighbourhood_sees_no_progress(town: Town, other_town: Town, site: Site, closed: Poll) -> None:
    actions.order_count(town.db, town.board.actor, town.place.id, closed.id, SEED, at=AFTER)
    visitor = reader(site, other_town.board)
    assert visitor.get(f"/de-vaart/stemmen/{closed.id}/telling").status_code == 404
    assert visitor.get(f"{BASE}/{closed.id}/telling").status_code == 403
    assert reader(site, town.members[0]).get(f"{BASE}/{closed.id}/telling").status_code == 403


def test_a_large_vote_is_closed_by_the_clock(town: Town, site: Site) -> None:
    poll = town.open()
    site.at(AFTER)
    page = reader(site, town.board).open(f"{BASE}/{poll.id}/beheer")
    assert page.has("so the clock closes this vote")
    assert page.lacks("Close the vote</button>")
    actions.close_due_polls(town.db, at=AFTER)
    assert reader(site, town.board).open(f"{BASE}/{poll.id}/beheer").has("Throw a lot in public")
