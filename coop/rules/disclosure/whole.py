"""Households are whole: an attacker who knows that counts are whole numbers may know more than the linear sums tell.

In two dimensions never; in more sometimes. Such a pattern gets the cells that a move of whole households needs.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import eye_array, hstack

from coop.rules.disclosure.movement import FAR, Floats
from coop.rules.disclosure.problem import CLOSE, Problem
from coop.rules.disclosure.witnesses import Witnesses

Bools = NDArray[np.bool_]

# Beyond this many hidden cells the question is not asked: it takes minutes, for an attacker too.
MOST_HIDDEN: Final = 400
NODES: Final = 300
SECONDS: Final = 20.0


class Lack(NamedTuple):
    """A cell that cannot move far enough in whole numbers; `proven`, or just not found."""

    target: int
    sign: int
    need: float
    proven: bool


def lack_in_whole_numbers(problem: Problem, witnesses: Witnesses, hidden: Bools) -> Lack | None:
    """The first cell that only fractions of households bring far enough. Moves that are found are remembered."""
    value = problem.value
    if np.abs(value - np.round(value)).max(initial=0) > CLOSE or hidden[: problem.space.cells].sum() > MOST_HIDDEN:
        return None
    for place, (sign, needs) in enumerate(((1, problem.up), (-1, problem.down))):
        reach = np.ceil(needs - CLOSE)
        targets = witnesses.missing(hidden, whole=True)[place]
        while len(targets):
            moves, proven = _whole_moves(problem, hidden, targets, sign, reach)
            if moves is None or sign * moves[targets[0]] < reach[targets[0]]:
                return Lack(int(targets[0]), sign, float(reach[targets[0]]), proven)
            witnesses.add(moves)
            targets = targets[sign * moves[targets] < reach[targets]]
    return None


def _whole_moves(
    problem: Problem, hidden: Bools, targets: NDArray[np.int64], sign: int, reach: Floats
) -> tuple[Floats | None, bool]:
    """Moves in whole numbers that bring the first target as far as it must, and others as far as it can."""
    lower, upper = problem.bounds(hidden)
    ends = reach[targets]
    if sign > 0:
        upper[targets], lower[targets[0]] = ends, ends[0]
    else:
        lower[targets], upper[targets[0]] = -ends, -ends[0]
    aim = np.zeros(len(lower))
    aim[targets] = -sign
    answer = milp(
        aim,
        constraints=LinearConstraint(problem.space.relations, 0, 0),
        bounds=Bounds(lower, upper),
        integrality=np.ones(len(lower)),
        options={"time_limit": SECONDS, "node_limit": NODES, "mip_rel_gap": 0.3},
    )
    return (None if answer.x is None else np.round(answer.x)), answer.status == 2


def hidden_for(problem: Problem, hidden: Bools, lack: Lack) -> Bools:
    """What is hidden, and what must be besides for one move of whole households, at little cost."""
    size = problem.space.size
    lower, upper = problem.bounds(~problem.must_show)
    fall, rise = -lower, np.minimum(upper, FAR)
    end = np.full(size, -np.inf), np.full(size, np.inf)
    end[0 if lack.sign > 0 else 1][lack.target] = lack.sign * lack.need
    price = np.where(hidden, 1e-6, problem.cost + 1e-6)
    relations = problem.space.relations
    move = hstack([eye_array(size), -eye_array(size)])
    answer = milp(
        np.concatenate([price, price]),
        constraints=[LinearConstraint(hstack([relations, -relations]), 0, 0), LinearConstraint(move, *end)],
        bounds=Bounds(0, np.concatenate([rise, fall])),
        integrality=np.ones(2 * size),
        options={"time_limit": SECONDS, "node_limit": NODES, "mip_rel_gap": 0.1},
    )
    if answer.x is None:
        return ~problem.must_show
    rising, falling = np.split(np.round(answer.x), 2)
    return np.asarray(hidden | (rising != falling))
