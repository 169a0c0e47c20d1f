"""A second optimum: the cell suppression engine of τ-ARGUS, by way of pytauargus, on a file of cells and sums.

Only for tests and measurements; in a process of its own, because its engine does not promise to do two at once.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from coop.rules.disclosure.problem import Problem

_RUN = """
import sys
from pytauargus._tauargus import HiTaSCtrl
sys.exit(HiTaSCtrl().full_jj(in_file_jj=sys.argv[1], out_file=sys.argv[2], max_time=int(sys.argv[3])))
"""
_UNIT = 10_000
_FAR = 10_000_000


def tau_argus_cost(problem: Problem, minutes: int = 5) -> float:
    """The least cost of a pattern that keeps every interval, in the costs of the problem. Knows no insiders."""
    space = problem.space
    assert space.size == space.cells, "every atom must be a cell"
    primary = (problem.up > 0) | (problem.down > 0)
    lines = ["0", str(space.size)]
    for v in range(space.size):
        status = "u" if primary[v] else "z" if problem.must_show[v] else "s"
        weight = round(float(problem.cost[v]) * _UNIT)
        lines.append(f"{v} {problem.value[v]:.0f} {weight} {status} 0 {_FAR} {problem.down[v]:g} {problem.up[v]:g} 0")
    relations = space.relations
    sums = {(whole, parts) for whole, parts in space.sums} or set()
    lines.append(str(len(sums)))
    for whole, parts in sorted(sums):
        terms = " ".join([f"{whole} (-1)", *(f"{part} (1)" for part in parts)])
        lines.append(f"0 {len(parts) + 1} : {terms}")
    assert relations.shape[0] <= len(sums)
    with tempfile.TemporaryDirectory() as folder:
        source, answer = Path(folder) / "table.jj", Path(folder) / "pattern.txt"
        source.write_text("\n".join(lines) + "\n")
        done = subprocess.run(
            [sys.executable, "-c", _RUN, str(source), str(answer), str(minutes)],
            check=False,
            capture_output=True,
            text=True,
            cwd=folder,
        )
        assert done.returncode == 0, (done.returncode, done.stdout, done.stderr)
        hidden = primary.copy()
        hidden[[int(line.split()[0]) for line in answer.read_text().splitlines() if line.strip()]] = True
    return float(problem.cost[np.flatnonzero(hidden)].sum())
