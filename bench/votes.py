"""Made-up votes of the size of a city, the same on every machine, and the same votes as libraries want them."""

from pathlib import Path
from typing import Any

import numpy as np

from coop.rules.counting import Ballot, Contest, Instance, Lot, Project, Ranking

ELECTIONS = Path(__file__).resolve().parents[2] / "shared" / "elections" / "participatory-budgets"
LOT = Lot("bench", "bench")


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


def ranked(voters: int, seats: int, candidates: int = 30) -> Contest:
    """Rankings of up to ten candidates, popular ones oftener and higher."""
    dice = np.random.default_rng(7)
    fame = dice.gumbel(0, 1, candidates)
    order = np.argsort(-(fame + dice.gumbel(0, 1, (voters, candidates))), axis=1)[:, :10].tolist()
    lengths = dice.integers(1, 11, voters).tolist()
    ids = [str(n + 1) for n in range(candidates)]
    ballots = (Ranking(tuple(ids[n] for n in row[:k])) for row, k in zip(order, lengths, strict=True))
    return Contest({key: key for key in ids}, tuple(ballots), seats)


def their_rankings(contest: Contest) -> Any:
    """The same in pref_voting, equal ballots grouped. Skips when it is not installed."""
    from tests.rules.counting.oracles import oracle

    groups: dict[tuple[str, ...], int] = {}
    for ballot in contest.ballots:
        groups[ballot.order] = groups.get(ballot.order, 0) + ballot.weight
    return oracle("pref_voting.profiles_with_ties").ProfileWithTies(
        [{int(key): place for place, key in enumerate(order, 1)} for order in groups],
        rcounts=list(groups.values()),
        candidates=[int(key) for key in contest.candidates],
    )
