"""Counting beside the field's libraries in the same run; a different outcome does not count.

Both sides begin with the votes in memory in their own form (ours: `table_of`, theirs: a profile), except where a line
says "with grouping" or "with rows": there ours begins with one object per voter. Goals are for a machine with nothing
else to do; as both sides use one processor, its seconds are held against them, and the clock stands beside.
The largest votes are counted in a process of their own, of which the peak of memory is printed. A library that is not
installed is named and left out. COOP_BENCH_QUICK=1 leaves the 900,000 voters out; COOP_BENCH_LARGE=1 counts these
beside pref_voting too (minutes).
"""

import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any, NamedTuple, TypeVar

import pytest

from bench.votes import ELECTIONS, LOT, neighbourhoods, ranked, their_rankings, their_votes
from coop.rules.counting import (
    Completion,
    EqualSharesRule,
    Explanation,
    Instance,
    equal_shares,
    explain,
    scottish_stv,
)
from coop.rules.counting.files import pabulib
from coop.rules.counting.table import table_of

QUICK, LARGE = bool(os.environ.get("COOP_BENCH_QUICK")), bool(os.environ.get("COOP_BENCH_LARGE"))
T = TypeVar("T")
Skipped = pytest.skip.Exception


class Took(NamedTuple):
    """The shortest of some runs, in seconds."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        if self.wall < 0.1:
            return f"{self.wall * 1000:.2f} ms (processor {self.cpu * 1000:.2f})"
        return f"{self.wall:.2f} s (processor {self.cpu:.2f})"


def timed(work: Callable[[], T], times: int = 1) -> tuple[Took, T]:
    """The shortest of so many runs by the wall and by the processor, and the answer."""
    walls, cpus = [], []
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        answer = work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return Took(min(walls), min(cpus)), answer


def times_faster(slow: Took, fast: Took, goal: int, *, same: bool) -> str:
    """How often ours fits in theirs, by the processor, beside the goal."""
    ratio = slow.cpu / fast.cpu
    return f"{ratio:.0f} x (goal {goal}: {verdict(ratio >= goal)}), {'same winners' if same else 'DIFFERENT WINNERS'}"


def verdict(reached: bool) -> str:
    """In a word."""
    return "reached" if reached else "MISSED"


def pabutools(vote: Instance, times: int = 1, **more: Any) -> tuple[Took, set[str]] | None:
    """The shortest of some counts of theirs with cost satisfaction; None when it is not installed."""
    try:
        from pabutools.election import Cost_Sat
        from pabutools.rules import method_of_equal_shares  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return None
    theirs, profile, ties = their_votes(vote)
    took, found = timed(
        lambda: method_of_equal_shares(theirs, profile, sat_class=Cost_Sat, tie_breaking=ties, **more), times
    )
    return took, {one.name for one in found}


def one_count(name: str, vote: Instance, times: int = 1) -> None:
    """A single run of equal shares, ours and theirs. Both give the winners; ours also with prices of all rounds."""
    table, plain = table_of(vote), EqualSharesRule(completion=Completion.NONE)
    took, outcome = timed(lambda: equal_shares(table, plain, LOT), 50)
    whole, _ = timed(lambda: len(equal_shares(table, plain, LOT).rounds), 50)
    line = f"equal shares, one run, {name}: {took}, with the exact price of every round {whole}"
    if (theirs := pabutools(vote, times)) is None:
        print(f"{line} (pabutools is not installed)")
        return
    same = theirs[1] == set(outcome.winners)
    print(f"{line}, pabutools {theirs[0]}: {times_faster(theirs[0], took, 500, same=same)}", flush=True)


def wieliczka(vote: Instance) -> None:
    """Add-one in steps of one zloty, beside the variant of the library that stops early (it does fewer steps)."""
    from coop.rules.counting import Stop

    table = table_of(vote)
    took, outcome = timed(lambda: equal_shares(table, EqualSharesRule(step=Fraction(1)), LOT), 3)
    line = f"add-one, Wieliczka, {outcome.steps} steps of 1: {took}"
    if (theirs := pabutools(vote, voter_budget_increment=1)) is None:
        print(f"{line} (pabutools is not installed)")
        return
    early = equal_shares(table, EqualSharesRule(step=Fraction(1), stop=Stop.EXHAUSTIVE), LOT)
    same = theirs[1] == set(early.winners)
    print(
        f"{line}, pabutools {theirs[0]}: {times_faster(theirs[0], took, 8, same=same)} when both stop early", flush=True
    )


def city(vote: Instance) -> None:
    """Add-one in steps of a thousandth."""
    table = table_of(vote)
    took, outcome = timed(lambda: equal_shares(table, EqualSharesRule(), LOT))
    print(f"add-one, 40,000 x 300, {outcome.steps} steps: {took} (goal 20 s: {verdict(took.cpu <= 20)})", flush=True)


def whole_explanation() -> None:
    """15,000 members, 40 proposals: count, completion and explanation together."""
    vote = neighbourhoods(15_000, 40, budget=24_000)

    def explained() -> Explanation:
        # A vote of its own each time, for the rows of a vote are made once and count here.
        fresh = replace(vote)
        return explain(fresh, equal_shares(fresh, EqualSharesRule(), LOT), LOT)

    took, _ = timed(explained, 3)
    reached = verdict(took.cpu <= 1)
    print(
        f"15,000 members, 40 proposals, with rows and the whole explanation: {took} (goal 1 s: {reached})", flush=True
    )


def stv(voters: int, seats: int, *, beside: bool) -> tuple[Took, str]:
    """STV with grouping of equal ballots; pref_voting starts from grouped ballots."""
    contest = ranked(voters, seats)
    took, count = timed(lambda: scottish_stv(contest, LOT), 3)
    line = f"STV, {voters:,} ballots, {seats} seats, with grouping: {took}"
    if not beside:
        return took, line
    try:
        from tests.rules.counting.oracles import oracle

        theirs, profile = oracle("pref_voting.proportional_methods"), their_rankings(contest)
    except Skipped:
        return took, f"{line} (pref_voting is not installed)"
    slow, found = timed(lambda: theirs.stv_scottish(profile, num_seats=seats, rng=random.Random(1)))
    same = {str(key) for key in found} == set(count.winners)
    return took, f"{line}, pref_voting {slow}: {times_faster(slow, took, 20, same=same)}"


def nine_hundred_thousand() -> dict[str, Any]:
    """Add-one in steps of a thousandth for 900,000 voters and 300 projects; rows are made anew and counted in."""
    vote = neighbourhoods(900_000, 300)
    took, outcome = timed(lambda: equal_shares(vote, EqualSharesRule(), LOT))
    return {"took": took, "steps": outcome.steps, "memory": peak()}


def peak() -> float:
    """The most memory this process has had, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def ranked_nine_hundred_thousand() -> dict[str, Any]:
    """STV with 900,000 ballots."""
    took, line = stv(900_000, 9, beside=LARGE)
    return {"took": took, "line": line, "memory": peak()}


def apart(name: str) -> dict[str, Any]:
    """The answer of one of these in a process of its own."""
    done = subprocess.run([sys.executable, "-m", "bench.counting", name], check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {**answer, "took": Took(*answer["took"])}


def largest() -> None:
    """What 900,000 voters take."""
    found = apart("nine_hundred_thousand")
    took, memory = found["took"], found["memory"]
    print(
        f"add-one, 900,000 x 300, {found['steps']} steps, with rows: {took} (goal 60 s: {verdict(took.cpu <= 60)}), "
        f"peak {memory:.2f} GB (goal 1 GB: {verdict(memory <= 1)})",
        flush=True,
    )
    found = apart("ranked_nine_hundred_thousand")
    reached = verdict(found["took"].cpu <= 4)
    print(f"{found['line']} (goal 4 s: {reached}), peak {found['memory']:.2f} GB", flush=True)


def main() -> None:
    """Print a line for each measurement."""
    wieliczka_file = ELECTIONS / "Poland_Wieliczka_2023_Green_Budget.pb"
    if wieliczka_file.is_file():
        vote = pabulib.parse(wieliczka_file.read_text("utf-8")).instance
        one_count("Wieliczka", vote, times=5)
        wieliczka(vote)
    whole_explanation()
    print(stv(40_000, 7, beside=True)[1], flush=True)
    big = neighbourhoods(40_000, 300)
    one_count("40,000 x 300", big)
    city(big)
    if not QUICK:
        largest()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(globals()[sys.argv[1]]()))
    else:
        main()
