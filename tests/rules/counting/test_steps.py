"""Raising the share: many steps are taken at once, and that is the same as taking them one by one."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coop.rules.counting import Ballot, EqualSharesRule, Instance, Lot, Project, Satisfaction, equal_shares
from coop.rules.counting.outcome import TieOrder
from coop.rules.counting.shares.completion import cost_of, counted, nothing_more
from coop.rules.counting.shares.demand import Demand
from coop.rules.counting.shares.memory import INFINITE
from coop.rules.counting.shares.run import Run
from coop.rules.counting.table import table_of
from tests.rules.counting.make import instance, random_instance

seeds = st.integers(0, 10**9)
satisfactions = st.sampled_from(list(Satisfaction))


def one_by_one(vote: Instance, rule: EqualSharesRule, lot: Lot) -> tuple[Run, int]:
    """The last count that fits, taking every single step."""
    table = table_of(vote)
    order, demand = TieOrder(table, lot), Demand(table, rule.satisfaction)
    start, steps = Fraction(table.budget, table.voters), 0
    run = counted(demand, order, start)
    while rule.step and not nothing_more(run, rule):
        fuller = counted(demand, order, start + rule.step * (steps + 1))
        if cost_of(fuller) > table.budget:
            break
        run, steps = fuller, steps + 1
    return run, steps


@settings(max_examples=300, deadline=None)
@given(seeds, satisfactions, st.integers(10, 200))
def test_many_steps_at_once_are_the_same_as_one_by_one(seed: int, satisfaction: Satisfaction, part: int) -> None:
    vote, lot = random_instance(seed, points=seed % 3 == 0), Lot(str(seed))
    voters = sum(ballot.weight for ballot in vote.ballots)
    rule = EqualSharesRule(satisfaction, step=Fraction(vote.budget, part * voters))
    run, steps = one_by_one(vote, rule, lot)
    outcome = equal_shares(vote, rule, lot)
    assert (outcome.steps, outcome.final_share) == (steps, run.purses.share)
    assert outcome.winners == tuple(run.table.ids[p] for p in run.chosen)
    assert outcome.ties == tuple(run.ties)


@settings(max_examples=300, deadline=None)
@given(seeds, satisfactions)
def test_a_smaller_step_costs_hardly_more_counts(seed: int, satisfaction: Satisfaction) -> None:
    vote = random_instance(seed, points=seed % 3 == 0)
    counts: list[int] = []
    step = Fraction(vote.budget, 10**12)
    outcome = equal_shares(
        vote, EqualSharesRule(satisfaction, step=step), progress=lambda done, _cost, _chosen: counts.append(done)
    )
    assert len(counts) < 2000
    assert outcome.steps == (counts[-1] if counts else 0)


@settings(max_examples=300, deadline=None)
@given(seeds, satisfactions, st.integers(10, 150))
def test_every_lot_in_an_earlier_count_is_in_the_record(seed: int, satisfaction: Satisfaction, part: int) -> None:
    vote, lot = random_instance(seed, points=seed % 3 == 0), Lot(str(seed))
    table = table_of(vote)
    rule = EqualSharesRule(satisfaction, step=Fraction(vote.budget, part * table.voters))
    outcome = equal_shares(vote, rule, lot)
    assert rule.step is not None
    assert outcome.start_share is not None
    order, demand = TieOrder(table, lot), Demand(table, rule.satisfaction)
    for steps in range(outcome.steps):
        run = counted(demand, order, outcome.start_share + rule.step * steps)
        used = {tie for tie in run.ties if tie.by == "lot"}
        assert used == {one.tie for one in outcome.earlier_lots if one.first_step <= steps <= one.last_step}
    assert all(0 <= one.first_step <= one.last_step < outcome.steps for one in outcome.earlier_lots)
    told = outcome.as_json()["earlier_lots"]
    assert [one["chosen"] for one in told] == [one.tie.chosen for one in outcome.earlier_lots]


@pytest.mark.parametrize("crowd", [1, 1000, 10**9])
def test_a_project_of_one_voter_far_away_is_reached_in_few_counts(crowd: int) -> None:
    costs = {"a": 10, "b": 7, "lonely": 80, "dear": 10**12}
    texts = ["a b", "a", "b", "lonely a", "dear"]
    small = instance(100, costs, texts)
    ballots = (*small.ballots, Ballot(("a", "b"), crowd), Ballot((), crowd))
    vote = Instance(100, {key: Project(cost) for key, cost in costs.items()}, ballots)
    counts: list[int] = []
    outcome = equal_shares(vote, progress=lambda done, _cost, _chosen: counts.append(done))
    assert set(outcome.winners) == {"a", "b", "lonely"}
    assert outcome.beyond is not None
    assert "dear" in outcome.beyond
    assert (outcome.beyond_cost or 0) > outcome.budget
    assert len(counts) < 300


@settings(max_examples=300, deadline=None)
@given(seeds, satisfactions, st.integers(3, 60))
def test_what_an_earlier_count_told_is_no_more_than_is_asked(seed: int, satisfaction: Satisfaction, part: int) -> None:
    vote, lot = random_instance(seed, points=seed % 3 == 0), Lot(str(seed))
    table = table_of(vote)
    order, demand = TieOrder(table, lot), Demand(table, satisfaction)
    share, before = Fraction(vote.budget, table.voters), None
    for _ in range(6):
        run = Run(demand, order, share, before)
        assert run.memory is not None
        while (chosen := run.choose()) is not None:
            for project in set(range(len(table.ids))) - {*run.chosen, *run.free}:
                least = run.memory.least(project, INFINITE) * share
                total = run.purses.exact_total(project)
                if total < table.costs[project] or not table.costs[project]:
                    continue
                guess = run.asked_now(project, INFINITE)
                assert guess is not None
                assert least <= float(run.purses.exact_price(project, guess.price)[0]) * (1 + 1e-9) + 1e-9
            run.pay(chosen)
        before, share = run, share + Fraction(vote.budget, part * table.voters)
