"""Small and random elections for tests. Random ones are the same on every machine."""

import random
from collections.abc import Mapping, Sequence

from coop.rules.counting import Ballot, Contest, Instance, Lot, Project, Ranking


def instance(budget: int, costs: Mapping[str, int], ballots: Sequence[str], threshold: int = 0) -> Instance:
    """`ballots` such as "a b" or "" (blank); costs per id."""
    return Instance(
        budget=budget,
        projects={key: Project(cost, f"Project {key}") for key, cost in costs.items()},
        ballots=tuple(Ballot(tuple(text.split())) for text in ballots),
        threshold=threshold,
    )


def random_instance(seed: int, points: bool = False) -> Instance:
    """Up to 8 projects and 14 voters, small round numbers so that ties are common."""
    dice = random.Random(seed)
    ids = [f"p{n}" for n in range(dice.randint(1, 8))]
    unit = dice.choice((1, 5, 10, 60))
    projects = {key: Project(dice.randint(1, 9) * unit) for key in ids}
    ballots = []
    for _ in range(dice.randint(1, 14)):
        size = dice.randint(0, len(ids))
        given = tuple(dice.randint(1, 3) for _ in range(size)) if points else None
        ballots.append(Ballot(tuple(dice.sample(ids, size)), dice.choice((1, 1, 1, 2, 3)), given))
    return Instance(dice.randint(1, 30) * unit, projects, tuple(ballots))


def contest(seats: int, names: str, ballots: Mapping[str, int]) -> Contest:
    """`names` such as "a b c"; `ballots` such as {"a b": 3}; "a=b c" puts a and b level."""
    return Contest({key: key.upper() for key in names.split()}, tuple(map(ranking, ballots, ballots.values())), seats)


def ranking(text: str, weight: int = 1) -> Ranking:
    """One ranking from text."""
    places = [piece.split("=") for piece in text.split()]
    order = tuple(key for place in places for key in place)
    levels = tuple(level for level, place in enumerate(places) for _ in place)
    return Ranking(order, weight, levels if len(order) != len(places) else None)


def random_contest(seed: int, ties: bool = False) -> Contest:
    """Up to 6 candidates, at most 12 kinds of ballots with small weights; numbered from 1."""
    dice = random.Random(seed)
    ids = [str(n) for n in range(1, dice.randint(2, 6) + 1)]
    kinds = {tuple(dice.sample(ids, dice.randint(1, len(ids)))) for _ in range(dice.randint(1, 12))}
    ballots = []
    for order in sorted(kinds):
        levels = tuple(sorted(dice.choices(range(len(order)), k=len(order)))) if ties and dice.random() < 0.4 else None
        ballots.append(Ranking(order, dice.randint(1, 6), levels))
    return Contest({key: key for key in ids}, tuple(ballots), dice.randint(1, max(1, len(ids) - 1)))


def shuffled(vote: Contest, seed: int) -> Contest:
    """The same ballots and candidates in another order, heavy ballots cut in pieces."""
    dice = random.Random(seed)
    pieces = [Ranking(one.order, 1, one.levels) for one in vote.ballots for _ in range(one.weight)]
    dice.shuffle(pieces)
    names = list(vote.candidates.items())
    dice.shuffle(names)
    return Contest(dict(names), tuple(pieces), vote.seats)


def renamed(vote: Contest) -> tuple[Contest, dict[str, str]]:
    """The same vote with other ids, and the new id of each."""
    names = {key: f"x{99 - int(key)}" for key in vote.candidates}
    ballots = tuple(Ranking(tuple(names[k] for k in one.order), one.weight, one.levels) for one in vote.ballots)
    return Contest({names[k]: v for k, v in vote.candidates.items()}, ballots, vote.seats), names


def jumbled(vote: Instance, seed: int) -> Instance:
    """The same vote with everything in another order and heavy ballots cut in pieces."""
    dice = random.Random(seed)
    ballots = []
    for one in vote.ballots:
        for _ in range(one.weight):
            at = dice.sample(range(len(one.approved)), len(one.approved))
            points = None if one.points is None else tuple(one.points[n] for n in at)
            ballots.append(Ballot(tuple(one.approved[n] for n in at), 1, points))
    dice.shuffle(ballots)
    projects = list(vote.projects.items())
    dice.shuffle(projects)
    return Instance(vote.budget, dict(projects), tuple(ballots))


def with_other_ids(vote: Instance) -> tuple[Instance, dict[str, str]]:
    """The same vote with other ids in another order, and the new id of each."""
    names = {key: f"q{99 - int(key[1:])}" for key in vote.projects}
    ballots = tuple(Ballot(tuple(names[k] for k in b.approved), b.weight, b.points) for b in vote.ballots)
    return Instance(vote.budget, {names[k]: p for k, p in vote.projects.items()}, ballots), names


class SameLot(Lot):
    """The lot of other ids: each has the number that its old id has."""

    @classmethod
    def of(cls, lot: Lot, names: Mapping[str, str]) -> "SameLot":
        """`names` gives the new id of each."""
        fresh = cls(lot.seed, lot.vote)
        numbers = {new: lot.number(old) for old, new in names.items()}
        object.__setattr__(fresh, "_numbers", numbers)
        return fresh

    def number(self, x: str) -> str:
        numbers: dict[str, str] = getattr(self, "_numbers")  # noqa: B009 (set in `of`, slots hide it)
        return numbers[x]
