"""The votes of the demo tell what they are made to tell."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.agenda.models import Commitment
from coop.demo.agenda import fill_agenda
from coop.demo.cast import fill_cast
from coop.demo.voting import fill_voting
from coop.voting import queries
from coop.voting.policy import PollState
from tests.support.make import NOON


def test_the_demo_has_a_decided_a_running_and_a_prepared_vote(db: Session) -> None:
    cast = fill_cast(db, NOON)
    fill_agenda(db, cast, NOON)
    fill_voting(db, cast, NOON)
    drafted, running, decided = queries.poll_list(db, cast.busy.id, drafts=True)
    assert [row.state for row in (drafted, running, decided)] == [
        PollState.DRAFT,
        PollState.OPEN,
        PollState.PUBLISHED,
    ]
    assert queries.poll_list(db, cast.new.id, drafts=True) == []
    assert [row.id for row in queries.open_polls(db, cast.busy.id, NOON)] == [running.id]
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
