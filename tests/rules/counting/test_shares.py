"""Equal shares: examples done by hand, edges, and what must hold for every election."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coop.rules.counting import (
    Ballot,
    Completion,
    CountError,
    EqualSharesRule,
    Instance,
    Lot,
    Project,
    Satisfaction,
    Stop,
    equal_shares,
    explain,
)
from tests.rules.counting.make import instance, random_instance

PLAIN = EqualSharesRule(completion=Completion.NONE)
seeds = st.integers(0, 10**9)


def test_supporters_pay_equally_and_may_just_empty_their_purse() -> None:
    vote = instance(100, {"a": 40, "b": 35}, ["a", "a b", "a b", "b"])
    outcome = equal_shares(vote, PLAIN)
    assert outcome.start_share == 25
    assert outcome.winners == ("b", "a")
    assert [one.price for one in outcome.rounds] == [Fraction(35, 3), Fraction(40, 3)]
    assert [one.short for one in outcome.rounds] == [0, 2]


def test_who_cannot_pay_the_price_pays_what_is_left_and_the_others_pay_more() -> None:
    vote = instance(100, {"a": 34, "b": 45}, ["a", "a b", "b", "b"])
    outcome = equal_shares(vote, PLAIN)
    assert outcome.winners == ("b", "a")
    assert outcome.rounds[1].price == 24
    assert outcome.rounds[1].short == 1
    assert outcome.rounds[1].effective_support == Fraction(1_029_412, 1_000_000)


@pytest.mark.parametrize("ballots", [[], ["", "", ""]])
def test_no_voter_wants_anything_so_nothing_is_chosen(ballots: list[str]) -> None:
    vote = instance(100, {"a": 40, "free": 0}, ballots)
    outcome = equal_shares(vote)
    assert outcome.winners == ()
    assert outcome.cost == 0
    assert explain(vote, outcome).blank == len(ballots)


def test_a_free_project_with_a_supporter_is_chosen_first_even_without_budget() -> None:
    assert equal_shares(instance(0, {"a": 1, "free": 0}, ["a free"])).winners == ("free",)


def test_a_project_above_the_budget_is_never_chosen() -> None:
    vote = instance(10, {"dear": 11, "a": 3}, ["dear a", "dear", "dear"])
    assert equal_shares(vote).winners == ("a",)


def test_ties_go_by_cost_then_votes_then_lot() -> None:
    outcome = equal_shares(instance(8, {"a": 4, "b": 3}, ["a b", "a b"]), PLAIN)
    assert outcome.ties[0].by == "cost"
    assert outcome.ties[0].chosen == "b"
    lot = Lot("seed", "vote")
    level = equal_shares(instance(4, {"a": 4, "b": 4, "c": 4}, ["a b c", "a b c"]), PLAIN, lot)
    assert level.ties[0].by == "lot"
    assert level.winners == (lot.ordered(["a", "b", "c"])[0],)


def test_unknown_and_repeated_ids_are_refused() -> None:
    with pytest.raises(CountError, match="not a project"):
        equal_shares(instance(10, {"a": 1}, ["b"]))
    with pytest.raises(CountError, match="twice"):
        equal_shares(instance(10, {"a": 1}, ["a a"]))
    with pytest.raises(CountError, match="cost"):
        instance(10, {"a": -1}, [])
    with pytest.raises(CountError, match="voters"):
        Instance(1, {"a": Project(1)}, (Ballot(("a",), weight=0),))


def test_completion_raises_the_share_until_the_next_step_would_overspend() -> None:
    vote = instance(100, {"a": 60, "b": 40}, ["a", "a", "b", "b", ""])
    assert equal_shares(vote, PLAIN).winners == ("b",)
    assert set(equal_shares(vote).winners) == {"a", "b"}
    assert equal_shares(vote, EqualSharesRule(completion=Completion.GREEDY)).winners == ("b", "a")


def test_a_single_supporter_far_away_is_reached_in_few_counts() -> None:
    costs = {"a": 10, "lonely": 80}
    vote = Instance(
        100,
        {key: Project(cost) for key, cost in costs.items()},
        (Ballot(("a",), weight=900_000), Ballot(("lonely",), weight=1)),
    )
    outcome = equal_shares(vote)
    assert set(outcome.winners) == {"a", "lonely"}
    assert outcome.final_share == 80 or outcome.final_share - outcome.step < 80 <= outcome.final_share  # type: ignore[operator]


def test_rounding_never_sends_the_search_for_a_price_round_in_circles() -> None:
    vote = random_instance(434985311)
    outcome = equal_shares(vote, PLAIN)
    assert list(outcome.winners) == naive(vote, PLAIN, Lot())[0]


def naive(vote: Instance, rule: EqualSharesRule, lot: Lot) -> tuple[list[str], Fraction]:
    """The rule as the paper states it, in fractions only, step by step."""
    voters = [b for ballot in vote.ballots for b in [ballot] * ballot.weight]
    share = Fraction(vote.budget, max(len(voters), 1))
    step = rule.step or share / 1000
    best, best_share = naive_run(vote, voters, share, rule, lot), share
    while rule.completion is Completion.ADD_ONE and step:
        left = vote.budget - sum(vote.projects[w].cost for w in best)
        wanted = {k for b in voters for k in b.approved} - set(best)
        if not wanted or (rule.stop is Stop.EXHAUSTIVE and all(vote.projects[k].cost > left for k in wanted)):
            break
        share += step
        winners = naive_run(vote, voters, share, rule, lot)
        if sum(vote.projects[w].cost for w in winners) > vote.budget:
            break
        best, best_share = winners, share
    return best, best_share


def naive_run(vote: Instance, voters: list[Ballot], share: Fraction, rule: EqualSharesRule, lot: Lot) -> list[str]:
    money = [share] * len(voters)
    chosen: list[str] = []
    fans = {k: [i for i, b in enumerate(voters) if k in b.approved] for k in vote.projects}
    while True:
        offers = []
        for key, project in vote.projects.items():
            rate = naive_rate([(money[i], worth(voters[i], key, project, rule)) for i in fans[key]], project.cost)
            if key not in chosen and rate is not None:
                offers.append((rate, project.cost, -len(fans[key]), lot.number(key), key))
        if not offers:
            return chosen
        rate, key = min(offers)[0], min(offers)[-1]
        for i in fans[key]:
            money[i] -= min(money[i], rate * worth(voters[i], key, vote.projects[key], rule))
        chosen.append(key)


def worth(ballot: Ballot, key: str, project: Project, rule: EqualSharesRule) -> int:
    if rule.satisfaction is Satisfaction.POINTS and ballot.points:
        return ballot.points[ballot.approved.index(key)]
    return project.cost if rule.satisfaction is Satisfaction.COST else 1


def naive_rate(purses: list[tuple[Fraction, int]], cost: int) -> Fraction | None:
    if not purses or sum(m for m, _ in purses) < cost:
        return None
    if cost == 0:
        return Fraction(-1)
    rest, pull = Fraction(cost), sum(u for _, u in purses)
    for money, unit in sorted(purses, key=lambda purse: purse[0] / purse[1]):
        if rest / pull * unit <= money:
            return rest / pull
        rest, pull = rest - money, pull - unit
    return None


@settings(max_examples=400, deadline=None)
@given(seeds, st.sampled_from(list(Satisfaction)), st.sampled_from(list(Stop)), st.sampled_from([None, 1, 7]))
def test_it_is_the_rule_of_the_paper_in_plain_fractions(
    seed: int, satisfaction: Satisfaction, stop: Stop, part: int | None
) -> None:
    vote, lot = random_instance(seed, points=satisfaction is Satisfaction.POINTS), Lot(str(seed))
    step = Fraction(vote.budget, 40 * part) if part else Fraction(vote.budget, 25)
    rule = EqualSharesRule(satisfaction, Completion.ADD_ONE, step, stop)
    outcome = equal_shares(vote, rule, lot)
    winners, share = naive(vote, rule, lot)
    assert list(outcome.winners) == winners
    assert outcome.final_share == share
