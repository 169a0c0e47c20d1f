"""The reasons beside a result: what was missing, how clear it was, and which comparisons decided."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from coop.rules.counting import Ballot, Contest, Lot, Ranking, meek_stv, ranked_pairs, schulze, scottish_stv
from coop.rules.counting.files import blt, pabulib
from coop.rules.counting.most_votes import greedy, missed
from coop.rules.counting.shares.rule import Completion
from coop.rules.counting.tally.counts import tally_of
from coop.rules.counting.tally.options import Options
from coop.rules.counting.tally.words import lines_of
from tests.rules.counting.make import contest, instance, random_contest, random_instance
from tests.rules.counting.test_files import BLT, PB

seeds = st.integers(0, 10**9)


@settings(max_examples=300, deadline=None)
@given(seeds)
def test_so_many_more_votes_bring_a_project_in_by_most_votes_and_one_fewer_does_not(seed: int) -> None:
    vote, lot = replace(random_instance(seed), threshold=seed % 4), Lot(str(seed))
    winners = set(greedy(vote, lot).winners)
    out = missed(vote, lot)
    assert winners | {one.project for one in out} == set(vote.projects)
    for one in out:
        if one.more_votes is None:
            assert vote.projects[one.project].cost > vote.budget
            continue
        enough = replace(vote, ballots=(*vote.ballots, Ballot((one.project,), one.more_votes)))
        assert one.project in greedy(enough, lot).winners
        if one.more_votes > 1:
            fewer = replace(vote, ballots=(*vote.ballots, Ballot((one.project,), one.more_votes - 1)))
            assert one.project not in greedy(fewer, lot).winners


@settings(max_examples=300, deadline=None)
@given(seeds)
def test_with_fewer_votes_than_the_margin_the_same_person_is_out(seed: int) -> None:
    vote, lot = random_contest(seed), Lot(str(seed))
    for count in (scottish_stv(vote, lot), meek_stv(vote, lot)):
        out = [stage.excluded[0] for stage in count.stages if stage.excluded]
        assert [one.candidate for one in count.margins] == out[: len(count.margins)]
        assert all(one.votes >= 0 and one.other != one.candidate for one in count.margins)
        assert count.closest is None or count.closest.votes == min(one.votes for one in count.margins)
    first = next(iter(scottish_stv(vote, lot).margins), None)
    if first is not None and first.stage == 2 and first.votes > 100_000:
        more = first.votes // 100_000 - (first.votes % 100_000 == 0)
        fuller = replace(vote, ballots=(*vote.ballots, Ranking((first.candidate,), more)))
        again = scottish_stv(fuller, lot)
        assert again.stages[0].elected or again.margins[0].candidate == first.candidate


def test_the_margin_is_to_the_next_of_those_still_in() -> None:
    count = scottish_stv(contest(1, "a b c d", {"a": 9, "b": 7, "c b": 3, "d": 1}))
    found = [(one.stage, one.candidate, one.other, count.scale.text(one.votes)) for one in count.margins]
    assert found == [(2, "d", "c", "2.00000"), (3, "c", "b", "4.00000"), (4, "a", "b", "1.00000")]
    assert count.closest is not None
    assert count.as_json()["closest"] == count.closest.as_json(count.scale)


@settings(max_examples=300, deadline=None)
@given(seeds)
def test_chains_are_of_victories_and_as_strong_as_said(seed: int) -> None:
    vote = random_contest(seed, ties=True)
    count = schulze(vote, Lot(str(seed)))
    for one in count.comparisons():
        for chain, strength in ((one["chain"], one["strength"]), (one["chain_back"], one["strength_back"])):
            margins = [count.sums[a][b] - count.sums[b][a] for a, b in pairwise(chain)]
            assert min(margins, default=0) == strength
            assert all(margin > 0 for margin in margins)
        assert not one["chain"] or (one["chain"][0], one["chain"][-1]) == (one["winner"], one["other"])
        assert one["strength"] >= one["strength_back"] or count.ties
    assert all(one["chain"] is None for one in ranked_pairs(vote).comparisons())


def test_every_rule_gives_its_reasons() -> None:
    budget, persons = pabulib.parse(PB), blt.parse(BLT)
    for rule, key in {"greedy": "projects", "phragmen": "wishes", "score": "closest"}.items():
        assert key in tally_of(budget, Options(rule=rule, explain=True)).plain["explanation"]
        assert "explanation" not in tally_of(budget, Options(rule=rule)).plain
    for rule, key in {"stv": "margins", "meek": "closest", "irv": "transfers", "schulze": "comparisons"}.items():
        assert key in tally_of(persons, Options(rule=rule, explain=True)).plain["explanation"]


def test_the_reasons_are_said_in_words() -> None:
    circle = Contest({"1": "Mon", "2": "Tue", "3": "Wed"}, (), 1)
    days = replace(
        circle, ballots=(Ranking(("1", "2", "3"), 4), Ranking(("2", "3", "1"), 3), Ranking(("3", "1", "2"), 2))
    )
    said = "\n".join(lines_of(tally_of(blt.RankedFile(days), Options(rule="schulze", explain=True))))
    assert "Mon above Wed: 4 voters to 5; strongest chain Mon > Tue > Wed (3), back Wed > Mon (1)." in said
    said = "\n".join(lines_of(tally_of(blt.RankedFile(days), Options(rule="irv", explain=True))))
    assert "Stage 2: Wed was out, 1.00000 votes behind Tue." in said
    hours = instance(10, {"1": 8, "2": 5, "3": 99}, ["1", "1", "1", "2"])
    said = "\n".join(
        lines_of(tally_of(pabulib.PabulibFile(hours, {}, "approval", 1, None), Options(rule="greedy", explain=True)))
    )
    assert (
        "2  Project 2: not chosen (1 vote), costs 5, 2 was left at its turn; 2 more votes would have brought it in."
        in said
    )
    assert "costs 99, it costs more than the budget." in said


def test_one_is_said_otherwise_than_more_and_nothing_is_not_said() -> None:
    hours = instance(10, {"1": 8, "2": 5}, ["1", "1", "1", "2"])
    file = pabulib.PabulibFile(hours, {}, "approval", 1, None)
    said = "\n".join(lines_of(tally_of(file, Options(completion=Completion.NONE, explain=True))))
    assert "Each vote carried 2.500000." in said
    assert "1 voter got 1 of their wishes." not in said
    assert "4 voters got none of their wishes." in said
    assert "steps" not in said
    assert "blank" not in said
    blank = replace(file, instance=instance(10, {"1": 8, "2": 5}, ["1", "1", "1", ""]))
    said = "\n".join(lines_of(tally_of(blank, Options(explain=True))))
    assert "1 ballot was blank." in said
    assert "steps of " in said
