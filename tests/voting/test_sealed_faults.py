"""Secret votes when something goes wrong: a void vote, a vault that does not answer, a step that is refused."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.ballotbox.models import Box, BoxElector, LogLine, SealedEnvelope
from coop.ballotbox.policy import BoxState
from coop.ballotbox.queries import announced
from coop.jobs import JOBS, run_jobs
from coop.kernel.config import Config
from coop.kernel.errors import ConflictError
from coop.voting import actions
from coop.voting.models import Poll
from coop.voting.policy import BallotKind, PollState
from tests.support.site import Site
from tests.voting.conftest import AFTER, SEED, Town
from tests.voting.test_sealed import BASE, finish, hands_of, motion, reader, vote

DESTROY = tuple(job for job in JOBS if job.name == "destroy-boxes")


def dead(*_given: Any) -> Any:
    raise ConflictError("The vault with the key does not answer. Try again in a few minutes.")


def declare_void(town: Town, site: Site, poll: Poll) -> None:
    page = reader(site, town.secretary).open(f"{BASE}/{poll.id}/ongeldig")
    assert page.submit("Declare void", reason="The question was wrong.").has("The vote is void")


def assert_nothing_is_left(db: Session, site: Site, poll: Poll) -> None:
    db.expire_all()
    box = db.scalars(select(Box)).one()
    assert (poll.state, box.state) == (PollState.VOID, BoxState.DESTROYED)
    for column in (BoxElector.envelope, BoxElector.envelope_hash, BoxElector.request, SealedEnvelope.envelope):
        assert not db.scalars(select(column).where(column.is_not(None))).all()
    assert '"destroyed"' in db.scalars(select(LogLine.body).order_by(LogLine.place)).all()[-1]
    with pytest.raises(ConflictError, match="destroyed"):
        hands_of(site).keeper.new(announced(box).facts)


@pytest.mark.parametrize("closed", [False, True])
def test_of_a_void_vote_no_envelope_and_no_key_is_left(town: Town, site: Site, db: Session, *, closed: bool) -> None:
    town.crowd(6)
    poll = motion(town, site)
    vote(site, town.members[0], poll, "for")
    vote(site, town.members[1], poll, "against")
    if closed:
        reader(site.at(AFTER), town.secretary).open(f"{BASE}/{poll.id}/beheer").submit("Close the vote")
    declare_void(town, site, poll)
    assert_nothing_is_left(db, site, poll)
    assert reader(site, town.members[0]).open(f"{BASE}/{poll.id}").has("The question was wrong.")
    assert reader(site, town.secretary).open(f"{BASE}/{poll.id}/beheer").has("This vote is void")
    assert actions.boxes_to_destroy(db, at=AFTER + timedelta(days=400)) == []


def test_a_dead_vault_does_not_keep_a_vote_from_being_void(
    town: Town, site: Site, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.crowd(6)
    poll = motion(town, site)
    vote(site, town.members[0], poll, "for")
    with monkeypatch.context() as broken:
        broken.setattr(hands_of(site).keeper, "destroy", dead)
        declare_void(town, site, poll)
    db.expire_all()
    assert db.scalars(select(Box.state)).one() is BoxState.OPEN
    actions.destroy_due_boxes(db, hands_of(site), at=AFTER)
    assert_nothing_is_left(db, site, poll)


def test_one_box_that_cannot_be_destroyed_does_not_keep_the_others(
    town: Town, site: Site, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.crowd(6)
    keeper = hands_of(site).keeper
    first, second = motion(town, site), motion(town, site)
    real, name = keeper.destroy, db.scalars(select(Box.name).order_by(Box.id)).first()
    with monkeypatch.context() as broken:
        broken.setattr(keeper, "destroy", dead)
        declare_void(town, site, first)
        declare_void(town, site, second)
    with monkeypatch.context() as broken:
        broken.setattr("coop.jobs.tidy", lambda _engine: None)
        broken.setattr(keeper, "destroy", lambda asked: dead() if asked == name else real(asked))
        said = run_jobs(site.app, Config(testing=True, secret="x" * 40), AFTER, DESTROY)
    assert said == ["destroy-boxes: 1 destroyed, 1 failed"]
    db.expire_all()
    assert db.scalars(select(Box.state).order_by(Box.id)).all() == [BoxState.OPEN, BoxState.DESTROYED]


def test_a_box_is_destroyed_after_a_commit_that_failed(town: Town, site: Site, db: Session) -> None:
    town.crowd(8)
    poll = motion(town, site)
    for number in range(11):
        vote(site, town.members[number], poll, "for")
    finish(town, site, poll)
    at = AFTER + timedelta(days=31)
    failing = db.begin_nested()
    assert actions.destroy_due_boxes(db, hands_of(site), at=at) == 1
    failing.rollback()
    db.expire_all()
    assert actions.destroy_due_boxes(db, hands_of(site), at=at) == 1


def test_the_lot_stays_when_the_vault_opened_but_the_site_failed(
    town: Town, site: Site, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.crowd(8)
    poll = motion(town, site)
    for number in range(11):
        vote(site, town.members[number], poll, "for")
    secretary, keeper = reader(site.at(AFTER), town.secretary), hands_of(site).keeper
    secretary.open(f"{BASE}/{poll.id}/beheer").submit("Close the vote")
    real = keeper.open
    with monkeypatch.context() as broken:
        broken.setattr(keeper, "open", lambda box: dead(real(box)))
        page = secretary.open(f"{BASE}/{poll.id}/tellen").submit("Count the votes", seed=SEED, expect=409)
    assert page.has("does not answer")
    page = secretary.open(f"{BASE}/{poll.id}/tellen").submit("Count the votes", seed="another lot")
    assert page.has("The votes are counted.")
    lots = [body for body in db.scalars(select(LogLine.body)) if '"lot"' in body]
    assert len(lots) == 1
    assert SEED in lots[0]
    db.refresh(poll)
    assert poll.state is PollState.COUNTED
    assert SEED in str(poll.record)


def test_a_secret_vote_that_cannot_open_says_why(town: Town, site: Site) -> None:
    poll = town.of_kind(BallotKind.MOTION)
    page = reader(site, town.secretary).post(f"{BASE}/{poll.id}/geheim-openen", expect=409)
    assert page.has("A motion has one text. Write it before the vote opens.")
    assert page.lacks("The secret vote is open")
    town.db.refresh(poll)
    assert poll.state is PollState.DRAFT
