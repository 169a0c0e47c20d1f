"""The votes of the demo tell what they are made to tell."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.agenda.models import Commitment
from coop.demo.agenda import fill_agenda
from coop.demo.cast import fill_cast
from coop.demo.maps import fill_maps
from coop.demo.voting import fill_voting
from coop.voting import queries
from coop.voting.policy import BallotKind, PollState
from coop.voting.queries import ElectionResult, MotionResult, OrderResult, Result
from tests.support.make import NOON


def test_the_demo_has_a_decided_a_running_and_a_prepared_vote(db: Session) -> None:
    cast = fill_cast(db, NOON)
    fill_maps(db, cast, NOON)
    fill_agenda(db, cast, NOON)
    fill_voting(db, cast, NOON)
    rows = [row for row in queries.poll_list(db, cast.busy.id, drafts=True) if row.ballot_kind is BallotKind.PRIORITIES]
    _drafted, running, decided = rows
    assert [row.state for row in rows] == [PollState.DRAFT, PollState.OPEN, PollState.PUBLISHED]
    assert queries.poll_list(db, cast.new.id, drafts=True) == []
    assert running.id in [row.id for row in queries.open_polls(db, cast.busy.id, NOON)]
    assert 25 < queries.ballot_count(db, cast.busy.id, running.id) < 40
    joke = cast.actor("member").membership_id
    assert joke is not None
    assert not queries.has_voted(db, cast.busy.id, running.id, joke)
    result = queries.result_of(db, cast.busy.id, decided.id)
    assert result.voters == 59
    assert len(result.chosen) == 5
    assert result.only_here
    assert result.only_greedy
    assert any(row.extra_supporters == 1 for row in result.not_chosen)
    assert all(row.proposal.item_id for row in result.rows)
    promised = set(db.scalars(select(Commitment.id).where(Commitment.source == decided.title)))
    assert promised == {row.proposal.commitment_id for row in result.chosen}


def test_the_demo_has_every_kind_in_every_state_with_stories_worth_reading(db: Session) -> None:
    cast = fill_cast(db, NOON)
    fill_maps(db, cast, NOON)
    fill_agenda(db, cast, NOON)
    fill_voting(db, cast, NOON)
    rows = queries.poll_list(db, cast.busy.id, drafts=True)
    assert {row.state for row in rows} == set(PollState)
    for kind in BallotKind:
        states = {row.state for row in rows if row.ballot_kind is kind}
        assert PollState.PUBLISHED in states, kind
        assert {PollState.DRAFT, PollState.OPEN} <= states, kind
    assert {row.ballot_kind for row in rows if row.state is PollState.CLOSED} >= {
        BallotKind.BUDGET,
        BallotKind.ELECTION,
    }
    joke = cast.actor("member").membership_id
    assert joke is not None
    voted = queries.voted_in(db, cast.busy.id, joke)
    assert not voted & {row.id for row in rows if row.state is PollState.OPEN}

    told = {
        row.ballot_kind: queries.told_result(db, cast.busy.id, row.id)
        for row in queries.poll_list(db, cast.busy.id)
        if row.state is PollState.PUBLISHED
    }
    motion, election = told[BallotKind.MOTION], told[BallotKind.ELECTION]
    choice, budget = told[BallotKind.CHOICE], told[BallotKind.BUDGET]
    assert isinstance(motion, MotionResult)
    assert motion.passed
    assert motion.no > 3
    assert motion.blank
    assert isinstance(election, ElectionResult)
    assert {stage.act for stage in election.stages} == {"first preferences", "surplus", "exclusion"}
    assert election.closest is not None
    assert isinstance(choice, OrderResult)
    assert choice.comparisons
    assert isinstance(budget, Result)
    assert budget.chosen
    assert budget.not_chosen
