"""Counting beside the field's libraries in the same run; a different outcome does not count.

Both sides begin with the votes in memory in their own form (ours: `table_of`, theirs: a profile). A library that is not
installed is named and left out. COOP_BENCH_LARGE=1 adds 900,000 voters and 900,000 ranked ballots.
"""

import os
import random
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pytest

from coop.rules.counting import (
    Ballot,
    Completion,
    Contest,
    EqualSharesRule,
    Instance,
    Lot,
    Project,
    Ranking,
    equal_shares,
    explain,
    scottish_stv,
)
from coop.rules.counting.files import pabulib
from coop.rules.counting.table import table_of

ELECTIONS = Path(__file__).resolve().parents[2] / "shared" / "elections" / "participatory-budgets"
LARGE = bool(os.environ.get("COOP_BENCH_LARGE"))
LOT = Lot("bench", "bench")
T = TypeVar("T")
Skipped = pytest.skip.Exception


def timed(work: Callable[[], T], times: int = 1) -> tuple[float, T]:
    """The shortest of so many runs, and the answer."""
    best, answer = float("inf"), None
    for _ in range(times):
        start = time.perf_counter()
        answer = work()
        best = min(best, time.perf_counter() - start)
    assert answer is not None
    return best, answer


def neighbourhoods(voters: int, projects: int, seed: int = 1, budget: int = 120_000) -> Instance:
    """Voters and projects live somewhere; a voter approves 1 to 19 of what is near, popular or dear to them."""
    dice = np.random.default_rng(seed)
    places, fame = dice.random((projects, 2)), dice.random(projects) / 2
    ids = [f"p{n}" for n in range(projects)]
    costs = (dice.integers(8, 200, projects) * 30).tolist()
    ballots: list[Ballot] = []
    for begin in range(0, voters, 20_000):
        size = min(20_000, voters - begin)
        far = ((dice.random((size, 2))[:, None, :] - places[None]) ** 2).sum(2)
        liking = -3 * far + fame + dice.gumbel(0, 0.25, (size, projects))
        best = np.argpartition(-liking, 20, axis=1)[:, :20].tolist()
        lengths = dice.integers(1, 20, size).tolist()
        ballots += [Ballot(tuple(ids[n] for n in row[:k])) for row, k in zip(best, lengths, strict=True)]
    return Instance(budget, {key: Project(cost) for key, cost in zip(ids, costs, strict=True)}, tuple(ballots))


def their_votes(vote: Instance) -> tuple[Any, Any, Any]:
    """The same in pabutools, with our order of ties."""
    from pabutools.election import ApprovalBallot, ApprovalProfile  # type: ignore[import-not-found,unused-ignore]
    from pabutools.election import Instance as Theirs
    from pabutools.election import Project as Their
    from pabutools.tiebreaking import TieBreakingRule  # type: ignore[import-not-found,unused-ignore]

    projects = {key: Their(key, cost=one.cost) for key, one in vote.projects.items()}
    theirs = Theirs(list(projects.values()), budget_limit=vote.budget)
    each = (ApprovalBallot([projects[k] for k in b.approved]) for b in vote.ballots for _ in range(b.weight))
    profile = ApprovalProfile(list(each), instance=theirs)
    votes = dict.fromkeys(projects, 0)
    for ballot in vote.ballots:
        for key in ballot.approved:
            votes[key] += ballot.weight
    return theirs, profile, TieBreakingRule(lambda _i, _p, one: (one.cost, -votes[one.name], LOT.number(one.name)))


def one_count(name: str, vote: Instance) -> None:
    """A single run of equal shares, ours and theirs."""
    table = table_of(vote)
    plain = EqualSharesRule(completion=Completion.NONE)
    took, outcome = timed(lambda: equal_shares(table, plain, LOT), 5)
    try:
        from pabutools.election import Cost_Sat
        from pabutools.rules import method_of_equal_shares  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        print(f"equal shares, one run, {name}: {took * 1000:.1f} ms (pabutools is not installed)")
        return
    theirs, profile, ties = their_votes(vote)
    slow, found = timed(lambda: method_of_equal_shares(theirs, profile, sat_class=Cost_Sat, tie_breaking=ties))
    same = {one.name for one in found} == set(outcome.winners)
    print(
        f"equal shares, one run, {name}: {took * 1000:.1f} ms, pabutools {slow:.2f} s: "
        f"{slow / took:.0f} x (goal 500), {'same winners' if same else 'DIFFERENT WINNERS'}"
    )


def completed(name: str, vote: Instance, goal: str) -> None:
    """Add-one in steps of a thousandth."""
    table = table_of(vote)
    took, outcome = timed(lambda: equal_shares(table, EqualSharesRule(), LOT))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"add-one, {name}: {took:.1f} s for {outcome.steps} steps ({goal}), peak {memory:.0f} MB")


def wieliczka(vote: Instance) -> None:
    """Add-one in steps of one zloty, beside the variant of the library that stops early (it does fewer steps)."""
    from fractions import Fraction

    table = table_of(vote)
    rule = EqualSharesRule(step=Fraction(1))
    took, outcome = timed(lambda: equal_shares(table, rule, LOT), 3)
    try:
        from pabutools.election import Cost_Sat
        from pabutools.rules import method_of_equal_shares
    except ImportError:
        print(f"add-one, Wieliczka, steps of 1: {took:.2f} s for {outcome.steps} steps (pabutools is not installed)")
        return
    theirs, profile, ties = their_votes(vote)
    slow, _ = timed(
        lambda: method_of_equal_shares(theirs, profile, sat_class=Cost_Sat, tie_breaking=ties, voter_budget_increment=1)
    )
    print(f"add-one, Wieliczka, steps of 1: {took:.2f} s, pabutools {slow:.1f} s: {slow / took:.0f} x (goal 8)")


def whole_explanation() -> None:
    """15,000 members, 40 proposals: count, completion and explanation together."""
    vote = neighbourhoods(15_000, 40, budget=24_000)
    took, _ = timed(lambda: explain(vote, equal_shares(vote, EqualSharesRule(), LOT), LOT), 3)
    print(f"15,000 members, 40 proposals, whole explanation: {took:.2f} s (goal 1 s)")


def ranked(voters: int, seats: int, candidates: int = 30) -> Contest:
    """Rankings of up to ten candidates, popular ones oftener and higher."""
    dice = np.random.default_rng(7)
    fame = dice.gumbel(0, 1, candidates)
    order = np.argsort(-(fame + dice.gumbel(0, 1, (voters, candidates))), axis=1)[:, :10].tolist()
    lengths = dice.integers(1, 11, voters).tolist()
    ids = [str(n + 1) for n in range(candidates)]
    ballots = (Ranking(tuple(ids[n] for n in row[:k])) for row, k in zip(order, lengths, strict=True))
    return Contest({key: key for key in ids}, tuple(ballots), seats)


def stv(voters: int, seats: int) -> None:
    """STV with grouping of equal ballots, beside pref_voting, which starts from grouped ballots."""
    contest = ranked(voters, seats)
    took, count = timed(lambda: scottish_stv(contest, LOT), 3)
    ours = f"STV, {voters:,} ballots, {seats} seats, with grouping: {took:.2f} s"
    try:
        from tests.rules.counting.oracles import oracle

        theirs, profiles = oracle("pref_voting.proportional_methods"), oracle("pref_voting.profiles_with_ties")
    except Skipped:
        print(f"{ours} (pref_voting is not installed)")
        return
    groups: dict[tuple[str, ...], int] = {}
    for ballot in contest.ballots:
        groups[ballot.order] = groups.get(ballot.order, 0) + ballot.weight
    profile = profiles.ProfileWithTies(
        [{int(key): place for place, key in enumerate(order, 1)} for order in groups],
        rcounts=list(groups.values()),
        candidates=[int(key) for key in contest.candidates],
    )
    slow, found = timed(lambda: theirs.stv_scottish(profile, num_seats=seats, rng=random.Random(1)))
    same = {str(key) for key in found} == set(count.winners)
    print(f"{ours}, pref_voting {slow:.1f} s: {slow / took:.0f} x (goal 20), {'same' if same else 'DIFFERENT WINNERS'}")


def main() -> None:
    """Print a line for each measurement."""
    wieliczka_file = ELECTIONS / "Poland_Wieliczka_2023_Green_Budget.pb"
    if wieliczka_file.is_file():
        vote = pabulib.parse(wieliczka_file.read_text("utf-8")).instance
        one_count("Wieliczka", vote)
        wieliczka(vote)
    whole_explanation()
    stv(40_000, 7)
    city = neighbourhoods(40_000, 300)
    one_count("40,000 x 300", city)
    completed("40,000 x 300", city, "goal 20 s")
    if LARGE:
        stv(900_000, 9)
        completed("900,000 x 300", neighbourhoods(900_000, 300), "goal 60 s and 1 GB")


if __name__ == "__main__":
    main()
