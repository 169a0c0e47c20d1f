"""Small and random elections for tests. Random ones are the same on every machine."""

import random
from collections.abc import Mapping, Sequence

from coop.rules.counting import Ballot, Instance, Project


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
