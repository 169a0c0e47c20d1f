"""Persons and options: examples by hand, edges, and what must hold for every election."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coop.rules.counting import (
    Contest,
    CountError,
    Lot,
    PairwiseCount,
    Ranking,
    StvCount,
    meek_stv,
    ranked_pairs,
    schulze,
    scottish_stv,
)
from tests.rules.counting.make import SameLot, contest, random_contest, renamed, shuffled

seeds = st.integers(0, 10**9)


def test_a_surplus_goes_on_at_a_lower_value() -> None:
    count = scottish_stv(contest(2, "a b c", {"a b": 9, "a c": 3, "b": 1, "c": 5}))
    assert count.quota == 700_000
    assert count.winners == ("a", "c")
    assert count.scale.text(count.stages[1].totals["b"]) == "4.74994"
    assert count.scale.text(count.stages[1].totals["c"]) == "6.24998"
    assert count.scale.text(count.stages[1].lost) == "0.00008"


def test_instant_run_off_excludes_the_lowest_until_one_is_left() -> None:
    count = scottish_stv(contest(1, "a b c", {"a": 4, "b c": 3, "c b": 2}))
    assert count.rule == "irv"
    assert count.winners == ("b",)
    assert [stage.excluded for stage in count.stages] == [(), ("c",)]


def test_a_tie_goes_by_the_last_earlier_stage_that_differs() -> None:
    count = scottish_stv(contest(1, "a b c d", {"a": 6, "b": 4, "c": 3, "d c": 1}))
    tie = count.ties[0]
    assert (tie.between, tie.chosen, tie.by) == (("b", "c"), "c", "earlier stage")
    assert count.winners == ("a",)


def test_a_tie_that_never_differed_goes_by_the_lot() -> None:
    lot = Lot("seed", "board")
    count = scottish_stv(contest(1, "a b", {"a": 1, "b": 1}), lot)
    assert count.winners == (lot.ordered(["a", "b"])[0],)
    assert count.ties[0].by == "lot"


@pytest.mark.parametrize("rule", [scottish_stv, meek_stv])
def test_the_order_of_two_who_are_elected_with_equal_votes_is_in_the_record(rule: object) -> None:
    count = scottish_stv if rule is scottish_stv else meek_stv
    lot = Lot("seed", "board")
    found = count(contest(3, "a b c d", {"a": 9, "b": 6, "c": 6, "d": 1}), lot)
    between = tuple(lot.ordered(["b", "c"]))
    assert found.winners == ("a", *between)
    assert [(tie.stage, tie.between, tie.by, tie.what) for tie in found.ties] == [(1, between, "lot", "order")]


@pytest.mark.parametrize("rule", [scottish_stv, meek_stv])
def test_edges_of_counting_persons(rule: object) -> None:
    count = scottish_stv if rule is scottish_stv else meek_stv
    assert len(count(contest(2, "a b c", {})).winners) == 2
    assert len(count(contest(1, "a b c", {"": 5})).winners) == 1
    assert count(contest(1, "a b c", {"": 5})).invalid == 5
    assert set(count(contest(9, "a b c", {"a b": 2})).winners) == {"a", "b", "c"}
    assert count(Contest({}, (), 2)).winners == ()
    assert len(count(contest(2, "a b c d", {"a": 1, "b": 1, "c": 1, "d": 1})).winners) == 2


def test_a_shared_place_ends_what_stv_reads_of_a_ballot() -> None:
    count = scottish_stv(contest(1, "a b c", {"a b=c": 2, "b=c a": 9, "c": 1}))
    assert (count.ballots, count.invalid, count.winners) == (3, 9, ("a",))


def test_votes_pass_over_who_withdrew() -> None:
    vote = Contest({"a": "", "b": "", "c": ""}, (Ranking(("a", "b"), 5), Ranking(("c",), 3)), 1, frozenset({"a"}))
    assert scottish_stv(vote).winners == ("b",)
    assert schulze(vote).winners == ("b",)


def test_unknown_and_repeated_candidates_are_refused() -> None:
    with pytest.raises(CountError, match="not a candidate"):
        scottish_stv(contest(1, "a b", {"x": 1}))
    with pytest.raises(CountError, match="twice"):
        scottish_stv(contest(1, "a b", {"a a": 1}))
    with pytest.raises(CountError, match="seat"):
        contest(0, "a", {})


def test_meek_gives_surpluses_also_to_the_elected() -> None:
    count = meek_stv(contest(2, "a b c d", {"a b": 6, "b a c": 5, "c": 3, "d c": 2}))
    assert set(count.winners) == {"a", "b"}
    assert all(sum(stage.totals.values()) + stage.non_transferable == 16 * 10**9 for stage in count.stages)


def test_schulze_finds_the_winner_of_the_textbook_example() -> None:
    ballots = "acbed:5 adecb:5 bedac:8 cabed:3 caebd:7 cbade:2 dcebA:7 ebadc:8".lower()
    kinds = {" ".join(order): int(count) for order, _, count in (one.partition(":") for one in ballots.split())}
    count = schulze(contest(1, "a b c d e", kinds))
    assert count.ranking == ("e", "a", "c", "b", "d")
    assert count.sums["a"]["b"] == 20
    assert count.ties == ()


def test_ranked_pairs_finds_the_winner_of_the_textbook_example() -> None:
    kinds = {"m n c k": 42, "n c k m": 26, "c k n m": 15, "k c n m": 17}
    assert ranked_pairs(contest(1, "m n c k", kinds)).ranking == ("n", "c", "k", "m")


@pytest.mark.parametrize("rule", [schulze, ranked_pairs])
def test_many_options_that_are_all_level_do_not_blow_up(rule: object) -> None:
    names = " ".join(f"o{n}" for n in range(60))
    count = (schulze if rule is schulze else ranked_pairs)(contest(1, names, {}), Lot("s", "v"))
    assert count.winners == (Lot("s", "v").ordered(names.split())[0],)
    assert count.ties[0].by == "lot"


@pytest.mark.parametrize("rule", [scottish_stv, meek_stv, schulze, ranked_pairs])
def test_where_the_record_names_no_lot_another_seed_gives_the_same_answer(
    rule: Callable[[Contest, Lot], StvCount | PairwiseCount],
) -> None:
    without = 0
    for seed in range(300):
        vote = random_contest(seed, ties=seed % 2 == 0)
        count = rule(vote, Lot("one"))
        if not any(tie.by == "lot" for tie in count.ties):
            without += 1
            assert all(rule(vote, Lot(other)) == count for other in ("two", "three"))
    assert without > 100


@settings(max_examples=400, deadline=None)
@given(seeds)
def test_no_vote_is_lost_or_made_at_any_stage(seed: int) -> None:
    vote = random_contest(seed, ties=seed % 2 == 0)
    count = scottish_stv(vote, Lot(str(seed)))
    for stage in count.stages:
        assert sum(stage.totals.values()) + stage.non_transferable + stage.lost == count.ballots * count.scale.one
        assert 0 <= stage.lost < count.scale.one
    assert len(count.winners) == min(vote.seats, len(vote.candidates))
    meek = meek_stv(vote, Lot(str(seed)))
    for stage in meek.stages:
        assert sum(stage.totals.values()) + stage.non_transferable == meek.ballots * meek.scale.one
    assert len(set(meek.winners)) == len(count.winners)


@settings(max_examples=400, deadline=None)
@given(seeds)
def test_a_solid_majority_gets_its_quotas(seed: int) -> None:
    vote = random_contest(seed)
    crowd = Ranking(("1", "2"), 1 + sum(b.weight for b in vote.ballots))
    fuller = Contest(vote.candidates, (*vote.ballots, crowd), 1)
    assert scottish_stv(fuller).winners == ("1",)
    assert meek_stv(fuller).winners == ("1",)
    assert schulze(fuller).winners == ("1",)
    assert ranked_pairs(fuller).winners == ("1",)


@settings(max_examples=400, deadline=None)
@given(seeds)
def test_renaming_and_shuffling_change_nothing(seed: int) -> None:
    vote, lot = random_contest(seed, ties=True), Lot(str(seed))
    for rule in (scottish_stv, meek_stv, schulze, ranked_pairs):
        count = rule(vote, lot)
        assert rule(shuffled(vote, seed), lot) == count
        fresh, names = renamed(vote)
        assert tuple(names[key] for key in count.winners) == rule(fresh, SameLot.of(lot, names)).winners


@settings(max_examples=400, deadline=None)
@given(seeds)
def test_the_stages_alone_lead_to_the_same_winners(seed: int) -> None:
    count = scottish_stv(random_contest(seed), Lot(str(seed)))
    totals = dict(count.stages[0].totals)
    elected: list[str] = list(count.stages[0].elected)
    for stage in count.stages[1:]:
        if stage.act == "surplus":
            totals[stage.source or ""] = count.quota
        else:
            totals[stage.source or ""] = 0
        for key, votes in stage.moved.items():
            totals[key] += votes
        assert totals == stage.totals
        elected += stage.elected
    assert tuple(elected) == count.winners
