"""Several people, or one person in several windows, at the same moment; commits are real."""

from datetime import datetime

import pytest
from sqlalchemy import Engine, func, select

from coop.kernel.db import session_factory, transaction
from coop.kernel.errors import ConflictError, TooLateError
from coop.voting import actions, policy
from coop.voting.models import Poll, StoredBallot
from coop.voting.policy import PollState
from tests.support.at_once import Act, at_once
from tests.support.make import NOON
from tests.voting.conftest import AFTER, Town, found

pytestmark = [
    pytest.mark.real_database,
    pytest.mark.parametrize("real_engine", ["sqlite", "postgresql"], indirect=True),
]


def opened(engine: Engine) -> tuple[Town, int]:
    with transaction(engine) as db:
        town = found(db, "noorderkwartier")
        poll = town.open()
    return town, poll.id


def casting(town: Town, poll_id: int, voter: int, key: str, submission: str, at: datetime = NOON) -> Act:
    actor, place = town.members[voter].actor, town.place.id
    return lambda db: actions.cast_ballot(db, actor, place, poll_id, [key], saw_version=0, submission=submission, at=at)


def stored(engine: Engine) -> list[tuple[list[str], int]]:
    with session_factory(engine)() as db:
        return [(one.choices, one.version) for one in db.scalars(select(StoredBallot))]


def test_one_voter_in_two_windows_casts_one_ballot(real_engine: Engine) -> None:
    town, poll_id = opened(real_engine)
    ends = at_once(real_engine, *(casting(town, poll_id, 0, key, f"window-{key}") for key in "1234"))
    assert sorted(ends) == ["ConflictError", "ConflictError", "ConflictError", "done"]
    ((choices, version),) = stored(real_engine)
    assert (choices, version) == ([str(ends.index("done") + 1)], 1)


def test_the_same_click_many_times_is_one_ballot_and_no_refusal(real_engine: Engine) -> None:
    town, poll_id = opened(real_engine)
    ends = at_once(real_engine, *(casting(town, poll_id, 0, "2", "the same") for _ in range(4)))
    assert ends == ["done"] * 4
    assert stored(real_engine) == [(["2"], 1)]


def test_all_members_at_once_are_all_counted(real_engine: Engine) -> None:
    town, poll_id = opened(real_engine)
    ends = at_once(real_engine, *(casting(town, poll_id, voter, "1", f"form-{voter}") for voter in range(6)))
    assert ends == ["done"] * 6
    assert stored(real_engine) == [(["1"], 1)] * 6


def test_what_is_accepted_while_closing_is_in_the_fingerprint(real_engine: Engine) -> None:
    town, poll_id = opened(real_engine)
    # The clocks of voters are behind that of who closes: only the state of the vote keeps them apart.
    ends = at_once(
        real_engine,
        *(casting(town, poll_id, voter, "1", f"form-{voter}") for voter in range(5)),
        lambda db: actions.close_poll(db, town.board.actor, town.place.id, poll_id, at=AFTER),
    )
    assert ends[5] == "done"
    assert set(ends[:5]) <= {"done", TooLateError.__name__}
    with transaction(real_engine) as db:
        poll = db.scalars(select(Poll)).one()
        choices = list(db.scalars(select(StoredBallot.choices)))
        assert len(choices) == ends[:5].count("done")
        assert poll.fingerprint == policy.fingerprint_of(choices)
        actions.count_poll(db, town.board.actor, town.place.id, poll_id, "dice: 4 1 6", at=AFTER)
        assert poll.state is PollState.COUNTED


def test_counting_twice_at_once_counts_once(real_engine: Engine) -> None:
    town, poll_id = opened(real_engine)
    with transaction(real_engine) as db:
        actions.close_poll(db, town.board.actor, town.place.id, poll_id, at=AFTER)
    ends = at_once(
        real_engine,
        *(
            lambda db, seed=seed: actions.count_poll(db, town.board.actor, town.place.id, poll_id, seed, at=AFTER)
            for seed in ("seed of Henk", "seed of Ineke")
        ),
    )
    assert sorted(ends) == [ConflictError.__name__, "done"]
    with session_factory(real_engine)() as db:
        assert db.scalar(select(func.count()).select_from(Poll).where(Poll.seed.is_not(None))) == 1
