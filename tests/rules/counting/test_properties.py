"""What must hold for every vote over a budget."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import chain, combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from coop.rules.counting import (
    Ballot,
    Completion,
    EqualSharesRule,
    Instance,
    Lot,
    Outcome,
    Project,
    Satisfaction,
    equal_shares,
    explain,
    greedy,
    phragmen,
)
from tests.rules.counting.make import SameLot, jumbled, random_instance, with_other_ids

seeds = st.integers(0, 10**9)
STEP = Fraction(3)
"""Coarse, so that every election takes few steps."""
rules = st.builds(
    EqualSharesRule, st.sampled_from(list(Satisfaction)), st.sampled_from(list(Completion)), st.just(STEP)
)
PLAIN = EqualSharesRule(completion=Completion.NONE)


@settings(max_examples=300, deadline=None)
@given(seeds, rules)
def test_the_budget_is_never_exceeded_and_nothing_unwanted_is_chosen(seed: int, rule: EqualSharesRule) -> None:
    vote = random_instance(seed, points=seed % 3 == 0)
    wanted = set(chain.from_iterable(ballot.approved for ballot in vote.ballots))
    for outcome in (equal_shares(vote, rule), greedy(vote), phragmen(vote)):
        assert outcome.cost == sum(vote.projects[key].cost for key in outcome.winners) <= vote.budget
        assert set(outcome.winners) <= wanted
        assert len(set(outcome.winners)) == len(outcome.winners) == len(outcome.rounds)


@settings(max_examples=300, deadline=None)
@given(seeds, rules)
def test_order_of_ballots_and_projects_changes_nothing(seed: int, rule: EqualSharesRule) -> None:
    vote, lot = random_instance(seed, points=seed % 3 == 0), Lot(str(seed))
    other = jumbled(vote, seed)
    assert equal_shares(other, rule, lot) == equal_shares(vote, rule, lot)
    assert greedy(other, lot) == greedy(vote, lot)
    assert phragmen(other, lot) == phragmen(vote, lot)


@settings(max_examples=300, deadline=None)
@given(seeds, rules)
def test_other_ids_change_nothing_when_the_lot_goes_with_them(seed: int, rule: EqualSharesRule) -> None:
    vote, lot = random_instance(seed, points=seed % 3 == 0), Lot(str(seed))
    other, names = with_other_ids(vote)
    same_lot = SameLot.of(lot, names)
    counts: list[Callable[[Instance, Lot], Outcome]] = [lambda v, by: equal_shares(v, rule, by), greedy, phragmen]
    for count in counts:
        ours, theirs = count(vote, lot), count(other, same_lot)
        assert tuple(names[key] for key in ours.winners) == theirs.winners
        assert [one.price for one in ours.rounds] == [one.price for one in theirs.rounds]
        assert [tuple(names[key] for key in tie.between) for tie in ours.ties] == [tie.between for tie in theirs.ties]


@settings(max_examples=300, deadline=None)
@given(seeds)
def test_every_group_that_agrees_gets_its_part_up_to_one_project(seed: int) -> None:
    """Extended justified representation up to one project, for satisfaction by cost."""
    vote = random_instance(seed)
    chosen = set(equal_shares(vote, PLAIN).winners)
    voters = [set(b.approved) for b in vote.ballots for _ in range(b.weight)]

    def worth(keys: set[str]) -> int:
        return sum(vote.projects[key].cost for key in keys)

    for size in range(1, min(4, len(vote.projects)) + 1):
        for bundle in map(set, combinations(vote.projects, size)):
            group = [one for one in voters if bundle <= one]
            if group and worth(bundle) * len(voters) <= len(group) * vote.budget:
                assert any(
                    worth(chosen & one) >= worth(bundle)
                    or any(worth((chosen | {key}) & one) > worth(bundle) for key in bundle)
                    for one in group
                )


@settings(max_examples=300, deadline=None)
@given(seeds)
def test_another_supporter_does_not_harm_a_winner_of_most_votes(seed: int) -> None:
    vote = random_instance(seed)
    for key in greedy(vote).winners:
        fuller = replace(vote, ballots=(*vote.ballots, Ballot((key,))))
        assert key in greedy(fuller).winners


@settings(max_examples=300, deadline=None)
@given(seeds, st.sampled_from(list(Satisfaction)))
def test_the_record_alone_reproduces_who_paid_what(seed: int, satisfaction: Satisfaction) -> None:
    vote = random_instance(seed, points=satisfaction is Satisfaction.POINTS)
    outcome = equal_shares(vote, EqualSharesRule(satisfaction, step=STEP))
    voters = [b for b in vote.ballots for _ in range(b.weight)]
    money = [outcome.final_share or Fraction(0)] * len(voters)
    for one in outcome.rounds:
        assert one.price is not None
        paid, short = Fraction(0), 0
        for at, ballot in enumerate(voters):
            if one.project in ballot.approved:
                each = ballot.points[ballot.approved.index(one.project)] if ballot.points else 1
                amount = min(money[at], one.price * (each if satisfaction is Satisfaction.POINTS else 1))
                money[at] -= amount
                paid += amount
                short += not money[at]
        assert paid == one.cost
        assert short >= one.short
    left = {key: sum(m for m, b in zip(money, voters, strict=True) if key in b.approved) for key in vote.projects}
    assert all(left[key] < vote.projects[key].cost for key in vote.projects if key not in outcome.winners and left[key])


@settings(max_examples=300, deadline=None)
@given(seeds, st.sampled_from(list(Satisfaction)))
def test_the_smallest_changes_are_those_of_a_recount(seed: int, satisfaction: Satisfaction) -> None:
    """So many more supporters bring a project in and one fewer does not; so does this cost and not one unit more."""
    vote, lot = random_instance(seed, points=satisfaction is Satisfaction.POINTS), Lot("a", "b")
    rule = EqualSharesRule(satisfaction, step=STEP if seed % 2 else None)
    outcome = equal_shares(vote, rule, lot)
    for one in explain(vote, outcome, lot, rule).projects:
        if one.extra_supporters is None:
            assert one.chosen or not one.votes
            continue

        def chosen(key: str = one.project, **change: int) -> bool:
            return key in recount(vote, outcome.final_share, key, lot, satisfaction, **change).winners

        assert one.cost_at_most is not None
        assert not chosen()
        assert chosen(extra=one.extra_supporters)
        assert not chosen(extra=one.extra_supporters - 1)
        assert one.cost_at_most == 0 or chosen(cost=one.cost_at_most)
        assert not chosen(cost=one.cost_at_most + 1)


def recount(
    vote: Instance,
    share: Fraction | None,
    key: str,
    lot: Lot,
    satisfaction: Satisfaction,
    extra: int = 0,
    cost: int | None = None,
) -> Outcome:
    """The plain count at this share with `extra` more voters for only this project, or with it at another cost."""
    assert share is not None
    voters = sum(ballot.weight for ballot in vote.ballots) + extra
    costs = {k: p.cost if k != key or cost is None else cost for k, p in vote.projects.items()}
    points = (1,) if any(ballot.points for ballot in vote.ballots) else None
    fuller = Instance(
        share.numerator * voters,
        {k: Project(c * share.denominator) for k, c in costs.items()},
        (*vote.ballots, *([Ballot((key,), extra, points)] if extra else [])),
    )
    return equal_shares(fuller, EqualSharesRule(satisfaction, Completion.NONE), lot)


@settings(max_examples=300, deadline=None)
@given(seeds)
def test_the_explanation_adds_up(seed: int) -> None:
    vote = random_instance(seed)
    rule = EqualSharesRule(step=STEP)
    outcome = equal_shares(vote, rule)
    story = explain(vote, outcome, None, rule, smallest=1)
    voters = sum(ballot.weight for ballot in vote.ballots)
    assert sum(story.wishes) + story.blank == voters == sum(story.wishes_greedy) + story.blank
    assert story.spent + story.left == vote.budget
    assert {one.project for one in story.projects} == set(vote.projects)
    for one in story.projects:
        assert one.chosen == (one.project in outcome.winners) == (one.round is not None)
        if one.money_had is not None and one.money_left is not None:
            spent = sum(amount for _, amount in one.spent_on) + (one.spent_elsewhere or 0)
            assert abs(one.money_had - one.money_left - spent) < Fraction(1, 10_000)
            assert one.money_left < one.cost or one.round is not None
            assert (one.effective_support or 0) <= 1
    assert story.as_json()["projects"]
