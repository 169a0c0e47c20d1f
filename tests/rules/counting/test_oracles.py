"""Two thousand random elections each, ties included, beside the programs that researchers use.

The order of ties is handed to them, so the answers must be the same and not merely as good.
"""

import random
import warnings
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest

from coop.rules.counting import (
    Completion,
    Contest,
    EqualSharesRule,
    Instance,
    Lot,
    Ranking,
    Satisfaction,
    Stop,
    equal_shares,
    greedy,
    meek_stv,
    phragmen,
    ranked_pairs,
    schulze,
    scottish_stv,
)
from tests.rules.counting.make import random_contest, random_instance
from tests.rules.counting.oracles import oracle

ELECTIONS = 2000
LOT = Lot("threw 4 1 6", "oracles")


@pytest.fixture(autouse=True)
def _their_warnings_are_theirs() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


class Theirs:
    """An instance as pabutools has it, with our order of ties."""

    def __init__(self, vote: Instance) -> None:
        election, ties = oracle("pabutools.election"), oracle("pabutools.tiebreaking")
        self.projects = {key: election.Project(key, cost=one.cost) for key, one in vote.projects.items()}
        self.instance = election.Instance(list(self.projects.values()), budget_limit=vote.budget)
        each = [b for ballot in vote.ballots for b in [ballot.approved] * ballot.weight]
        ballots = [election.ApprovalBallot([self.projects[key] for key in one]) for one in each]
        self.profile = election.ApprovalProfile(ballots, instance=self.instance)
        votes = {key: sum(key in one for one in each) for key in vote.projects}
        self.ties = ties.TieBreakingRule(
            lambda _i, _p, one: (one.cost, -votes[one.name], LOT.number(one.name)),
        )
        self.voters = len(each)

    def shares(self, satisfaction: Satisfaction, **more: Any) -> set[str]:
        rules, sat = oracle("pabutools.rules"), oracle("pabutools.election")
        chosen = {Satisfaction.COST: sat.Cost_Sat, Satisfaction.CARDINALITY: sat.Cardinality_Sat}[satisfaction]
        given = {"sat_class": chosen, "tie_breaking": self.ties, **more}
        found = rules.method_of_equal_shares(self.instance, self.profile, **given)
        return {one.name for one in found}

    def raised(self, satisfaction: Satisfaction, step: Fraction) -> set[str]:
        rules, sat = oracle("pabutools.rules"), oracle("pabutools.election")
        exact = oracle("pabutools.fractions").frac
        chosen = {Satisfaction.COST: sat.Cost_Sat, Satisfaction.CARDINALITY: sat.Cardinality_Sat}[satisfaction]
        total = step * self.voters
        found = rules.exhaustion_by_budget_increase(
            self.instance,
            self.profile,
            rules.method_of_equal_shares,
            {"sat_class": chosen, "tie_breaking": self.ties},
            exhaustive_stop=False,
            budget_step=exact(total.numerator, total.denominator),
        )
        return {one.name for one in found}


def elections() -> Iterator[tuple[Instance, Satisfaction]]:
    """Random votes; half of them valued by cost."""
    kinds = (Satisfaction.COST, Satisfaction.CARDINALITY)
    for seed in range(ELECTIONS):
        yield random_instance(seed), kinds[seed % 2]


def test_one_count_by_equal_shares_is_that_of_pabutools() -> None:
    oracle("pabutools.rules")
    tied = 0
    for vote, satisfaction in elections():
        outcome = equal_shares(vote, EqualSharesRule(satisfaction, Completion.NONE), LOT)
        assert set(outcome.winners) == Theirs(vote).shares(satisfaction), vote
        tied += bool(outcome.ties)
    assert tied > ELECTIONS // 10


def test_raising_the_share_until_it_overspends_is_that_of_pabutools() -> None:
    oracle("pabutools.rules")
    for seed in range(ELECTIONS):
        vote = random_instance(seed)
        voters = sum(ballot.weight for ballot in vote.ballots)
        step = Fraction(vote.budget, voters * 20)
        outcome = equal_shares(vote, EqualSharesRule(step=step), LOT)
        if set(outcome.winners) != {k for b in vote.ballots for k in b.approved}:
            assert set(outcome.winners) == Theirs(vote).raised(Satisfaction.COST, step), vote


def test_raising_the_share_until_nothing_fits_is_that_of_pabutools() -> None:
    oracle("pabutools.rules")
    exact = oracle("pabutools.fractions").frac
    for seed in range(ELECTIONS):
        vote = random_instance(seed)
        voters = sum(ballot.weight for ballot in vote.ballots)
        step = Fraction(vote.budget, voters * 20)
        outcome = equal_shares(vote, EqualSharesRule(step=step, stop=Stop.EXHAUSTIVE), LOT)
        increment = exact(step.numerator, step.denominator)
        theirs = Theirs(vote).shares(Satisfaction.COST, voter_budget_increment=increment)
        assert set(outcome.winners) == theirs, vote


def test_most_votes_and_phragmen_are_those_of_pabutools() -> None:
    rules, sat = oracle("pabutools.rules"), oracle("pabutools.election")
    for seed in range(ELECTIONS):
        vote = supported(random_instance(seed))
        theirs = Theirs(vote)
        ours = phragmen(vote, LOT)
        found = rules.sequential_phragmen(theirs.instance, theirs.profile, tie_breaking=theirs.ties)
        assert set(ours.winners) == {one.name for one in found}, vote
        if any(one.cost == 0 for one in vote.projects.values()):
            continue
        found = rules.greedy_utilitarian_welfare(
            theirs.instance, theirs.profile, sat_class=sat.Cost_Sat, tie_breaking=theirs.ties
        )
        assert set(greedy(vote, LOT).winners) == {one.name for one in found}, vote


def supported(vote: Instance) -> Instance:
    """Without projects nobody wants: pabutools chooses these when there is money."""
    wanted = {key for ballot in vote.ballots for key in ballot.approved}
    return Instance(vote.budget, {k: p for k, p in vote.projects.items() if k in wanted}, vote.ballots)


def test_stv_is_that_of_pref_voting() -> None:
    stv = oracle("pref_voting.proportional_methods").stv_scottish
    profiles = oracle("pref_voting.profiles_with_ties")
    tied = 0
    for seed in range(ELECTIONS):
        contest = random_contest(seed)
        ours = scottish_stv(contest, LOT)
        profile = profiles.ProfileWithTies(
            [{int(key): place for place, key in enumerate(one.order, 1)} for one in contest.ballots],
            rcounts=[one.weight for one in contest.ballots],
            candidates=[int(key) for key in contest.candidates],
        )
        found = {frozenset(stv(profile, num_seats=contest.seats, rng=random.Random(toss))) for toss in range(12)}
        deciding = [tie for tie in ours.ties if tie.what != "order"]
        lots = any(tie.by == "lot" for tie in deciding)
        tied += bool(deciding)
        winners = frozenset(int(key) for key in ours.winners)
        assert (winners in found) if lots else found == {winners}, contest
    assert tied > ELECTIONS // 10


def test_meek_is_that_of_pref_voting_ties_included() -> None:
    """Its order of ties is ours. It elects whoever has exactly votes / (seats + 1), which two may have for one seat;
    the rule asks for more than that. Only there may it differ, and there our own second count must agree with us."""
    meek = oracle("pref_voting.proportional_methods").stv_meek
    profiles = oracle("pref_voting.profiles_with_ties")
    tied = exactly_the_quota = 0
    for seed in range(ELECTIONS):
        contest = random_contest(seed)
        ours = meek_stv(contest, LOT)
        profile = profiles.ProfileWithTies(
            [ranks_of(one) for one in contest.ballots],
            rcounts=[one.weight for one in contest.ballots],
            candidates=[int(key) for key in contest.candidates],
        )
        found = meek(profile, num_seats=contest.seats, tie_break_key=lambda key: LOT.number(str(key)))
        tied += any(tie.what != "order" for tie in ours.ties)
        if {str(key) for key in found} != set(ours.winners):
            assert any(abs(votes - (stage.quota - 1)) <= 1 for stage in ours.stages for votes in stage.totals.values())
            exactly_the_quota += 1
            assert second_meek(contest) == set(ours.winners), contest
    assert tied > ELECTIONS // 10
    assert exactly_the_quota < ELECTIONS // 100


def test_meek_is_that_of_our_own_second_count() -> None:
    for seed in range(ELECTIONS // 2):
        contest = random_contest(seed)
        assert second_meek(contest) == set(meek_stv(contest, LOT).winners), contest


def second_meek(contest: Contest) -> set[str]:
    """Meek in floating point, written for this test alone: ballots one by one, more than the quota needed."""
    keep = dict.fromkeys(contest.candidates, 1.0)
    hopeful, elected = set(contest.candidates), set[str]()
    while len(elected) < contest.seats and len(elected) + len(hopeful) > contest.seats:
        votes, quota = settled(contest, keep, elected)
        fresh = sorted((key for key in hopeful if votes[key] > quota + 1e-9), key=lambda key: -votes[key])
        if fresh:
            elected |= set(fresh[: contest.seats - len(elected)])
            hopeful -= elected
            continue
        least = min(votes[key] for key in hopeful)
        out = max((key for key in hopeful if votes[key] <= least + 1e-6), key=LOT.number)
        hopeful.remove(out)
        keep[out] = 0.0
    return elected | (hopeful if len(elected) < contest.seats else set())


def settled(contest: Contest, keep: dict[str, float], elected: set[str]) -> tuple[dict[str, float], float]:
    """The votes and the quota when keep factors of the elected have come to rest."""
    for _ in range(5000):
        votes = dict.fromkeys(contest.candidates, 0.0)
        for ballot in contest.ballots:
            left = 1.0
            for key in ballot.order:
                votes[key] += left * keep[key] * ballot.weight
                left *= 1 - keep[key]
        quota = sum(votes.values()) / (contest.seats + 1)
        if all(abs(votes[key] - quota) < 1e-9 for key in elected):
            break
        for key in elected:
            keep[key] = min(1.0, keep[key] * quota / votes[key])
    return votes, quota


def margin_graph(contest: Contest) -> Any:
    """Candidates with the margins as pref_voting counts them."""
    profiles = oracle("pref_voting.profiles_with_ties")
    profile = profiles.ProfileWithTies(
        [ranks_of(one) for one in contest.ballots],
        rcounts=[one.weight for one in contest.ballots],
        candidates=[int(key) for key in contest.candidates],
    )
    profile.use_extended_strict_preference()
    return profile.margin_graph()


def ranks_of(ballot: Ranking) -> dict[int, int]:
    levels = ballot.levels or range(len(ballot.order))
    return {int(key): level + 1 for key, level in zip(ballot.order, levels, strict=True)}


def test_schulze_and_ranked_pairs_are_those_of_pref_voting() -> None:
    methods = oracle("pref_voting.margin_based_methods")
    for seed in range(ELECTIONS):
        contest = random_contest(seed, ties=True)
        graph = margin_graph(contest)
        ours = schulze(contest, LOT)
        sums = ours.sums
        for a, b in combinations(contest.candidates, 2):
            assert sums[a][b] - sums[b][a] == graph.margin(int(a), int(b)), contest
        theirs = set(methods.beat_path(graph))
        assert int(ours.winners[0]) in theirs, contest
        first = next((tie.between for tie in ours.ties if tie.stage == 1), ours.winners[:1])
        assert {int(key) for key in first} == theirs, contest
        if len(contest.candidates) <= 4:
            pairs = ranked_pairs(contest, LOT)
            assert int(pairs.ranking[0]) in set(methods.ranked_pairs(graph)), contest
            if not pairs.ties:
                assert [int(pairs.ranking[0])] == list(methods.ranked_pairs(graph)), contest
