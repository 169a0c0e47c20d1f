"""The lottery: fair to a thousandth, the same for everybody who computes it, and never outside the quotas."""

import hashlib
import os
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coop.rules.sortition import (
    InfeasibleError,
    Lottery,
    Quota,
    SortitionError,
    Volunteer,
    canonical_text,
    compute_lottery,
    dice_number,
    lottery_from,
)
from tests.rules.sortition.pools import (
    all_panels,
    leximin_by_brute_force,
    meets,
    neighbourhood,
    six_seats,
    small_example,
)

slow = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@st.composite
def _draws(draw: st.DrawFn) -> tuple[list[Volunteer], list[Quota], int]:
    """Tiny pools with households and quotas, possible or not."""
    people = draw(st.integers(3, 9))
    size = draw(st.integers(1, 4).filter(lambda seats: seats <= people))
    pool = [
        Volunteer(
            f"t{place}",
            {"one": draw(st.sampled_from("ab")), "two": draw(st.sampled_from("xyz"))},
            draw(st.sampled_from([None, None, "home 1", "home 2"])),
        )
        for place in range(people)
    ]
    quotas = []
    for feature, values in (("one", "ab"), ("two", "xyz")):
        for value in values:
            low = draw(st.integers(0, 1))
            quotas.append(Quota(feature, value, low, draw(st.integers(max(low, 1), size))))
    return pool, quotas, size


def _check(lottery: Lottery, pool: list[Volunteer], quotas: list[Quota], size: int) -> None:
    by_id = {one.id: one for one in pool}
    assert len(lottery.panels) == 1000
    for panel in set(lottery.panels):
        assert len(panel) == len(set(panel)) == size
        assert meets([by_id[person] for person in panel], quotas)
    counted = Counter(person for panel in lottery.panels for person in panel)
    assert dict(lottery.chances) == {person: counted[person] for person in sorted(by_id)}
    assert lottery.min_chance == min(lottery.chances.values())


class TestFair:
    @slow
    @given(_draws())
    def test_tiny_pools_get_the_leximin_chances_that_all_panels_together_allow(
        self, drawn: tuple[list[Volunteer], list[Quota], int]
    ) -> None:
        pool, quotas, size = drawn
        panels = all_panels(pool, quotas, size)
        if not panels:
            with pytest.raises(InfeasibleError):
                compute_lottery(pool, quotas, size)
            return
        lottery = compute_lottery(pool, quotas, size)
        fair = leximin_by_brute_force(pool, panels)
        _check(lottery, pool, quotas, size)
        assert lottery.leximin_chances == pytest.approx(fair, abs=1e-5)
        # Three or four seats and panels of few kinds: two thousandths is what whole panels can always reach.
        assert {person: chance / 1000 for person, chance in lottery.chances.items()} == pytest.approx(fair, abs=0.0025)
        assert lottery.min_chance >= int(1000 * min(fair.values()) + 0.02)

    def test_a_hiring_panel_of_six_from_forty_eight(self) -> None:
        pool, quotas = neighbourhood(), six_seats()
        lottery = compute_lottery(pool, quotas, 6)
        _check(lottery, pool, quotas, 6)
        fair = lottery.leximin_chances
        assert lottery.min_chance == int(1000 * min(fair.values()) + 0.02)
        assert all(abs(lottery.chances[person] / 1000 - fair[person]) <= 0.001 for person in fair)

    def test_the_published_small_example_gives_everybody_ten_percent(self) -> None:
        pool, quotas = small_example()
        lottery = compute_lottery(pool, quotas, 20)
        assert lottery.min_chance == 100
        assert set(lottery.chances.values()) == {100}
        assert list(lottery.leximin_chances.values()) == pytest.approx([0.1] * 200)

    def test_without_quotas_everybody_has_the_same_chance(self) -> None:
        lottery = compute_lottery(neighbourhood(30), [], 6)
        assert set(lottery.chances.values()) == {200}

    def test_of_a_household_one_person_at_most_and_sharing_one_lowers_nobody_elses_chance(self) -> None:
        pool = [Volunteer(f"v{place}", {}, "together" if place < 3 else None) for place in range(7)]
        lottery = compute_lottery(pool, [], 2)
        assert all(len({"v0", "v1", "v2"} & set(panel)) <= 1 for panel in lottery.panels)
        # All seven could have 2/7, for the three together that is 6/7.
        assert min(lottery.chances.values()) >= 285
        assert max(lottery.chances.values()) <= 286

    def test_who_fits_in_no_panel_has_chance_zero_and_who_is_needed_has_one(self) -> None:
        kinds = "aabc"
        pool = [Volunteer(f"v{place}", {"kind": kind}) for place, kind in enumerate(kinds)]
        quotas = [Quota("kind", "a", 1, 1), Quota("kind", "b", 1, 1), Quota("kind", "c", 0, 0)]
        lottery = compute_lottery(pool, quotas, 2)
        assert dict(lottery.chances) == {"v0": 500, "v1": 500, "v2": 1000, "v3": 0}
        assert lottery.min_chance == 0

    def test_the_whole_pool_is_a_panel_too(self) -> None:
        assert set(compute_lottery(neighbourhood(4), [], 4).panels) == {("v000", "v001", "v002", "v003")}

    def test_progress_rises_to_one(self) -> None:
        shares: list[float] = []
        compute_lottery(neighbourhood(), six_seats(), 6, shares.append)
        assert shares == sorted(shares)
        assert shares[-1] == 1.0


class TestTheSameForEverybody:
    def test_order_of_rows_and_columns_does_not_matter(self) -> None:
        pool, quotas = neighbourhood(), six_seats()
        turned = [Volunteer(one.id, dict(list(one.features.items())[::-1])) for one in reversed(pool)]
        assert compute_lottery(pool, quotas, 6) == compute_lottery(turned, quotas[::-1], 6)

    def test_every_process_gives_the_same_bytes_whatever_its_hash_seed(self) -> None:
        code = (
            "from coop.rules.sortition import *; from tests.rules.sortition.pools import *;"
            "pool = [Volunteer(o.id, o.features, f'h{n // 2}' if n < 12 else None)"
            "        for n, o in enumerate(neighbourhood())];"
            "print(lottery_as_json(compute_lottery(pool, six_seats(), 6)))"
        )
        told = {
            subprocess.run(
                [sys.executable, "-c", code],
                env={**os.environ, "PYTHONHASHSEED": str(seed), "OMP_NUM_THREADS": str(1 + seed % 2)},
                capture_output=True,
                check=True,
            ).stdout
            for seed in range(4)
        }
        assert len(told) == 1

    def test_the_sha256_is_that_of_the_documented_text(self) -> None:
        lottery = lottery_from([("b", "a"), ("a", "c")], "by hand")
        assert canonical_text(lottery.panels) == "000,a,b\n001,a,c\n"
        assert lottery.sha256 == hashlib.sha256(b"000,a,b\n001,a,c\n").hexdigest()
        assert dict(lottery.chances) == {"a": 2, "b": 1, "c": 1}


class TestRefusals:
    @pytest.mark.parametrize(
        ("pool", "quotas", "size", "words"),
        [
            ([], [], 1, "no volunteers"),
            ([Volunteer("a", {}), Volunteer("a", {})], [], 1, "twice"),
            ([Volunteer("a", {})], [], 0, "at least one seat"),
            ([Volunteer("a", {})], [], 2, "2 seats but only 1 volunteers"),
            ([Volunteer("a,b", {})], [], 1, "cannot be the id"),
            ([Volunteer("", {})], [], 1, "cannot be the id"),
            ([Volunteer("a\nb", {})], [], 1, "cannot be the id"),
            ([Volunteer("\u202ea", {})], [], 1, "cannot be the id"),
            ([Volunteer("a\u200b", {}), Volunteer("a", {})], [], 1, "cannot be the id"),
            ([Volunteer("a", {})], [Quota("age", "old", 0, 1)], 1, "has no “age”"),
            (
                [Volunteer("a", {"age": "old"})],
                [Quota("age", "old", 2, 1)],
                1,
                r"minimum \(2\) is above the maximum \(1\)",
            ),
            ([Volunteer("a", {"age": "old"})], [Quota("age", "old", -1, 1)], 1, "below zero"),
            ([Volunteer("a", {"age": "old"})], [Quota("age", "old", 0, 1)] * 2, 1, "two quotas"),
        ],
    )
    def test_input_without_sense_is_refused_in_a_sentence(
        self, pool: list[Volunteer], quotas: list[Quota], size: int, words: str
    ) -> None:
        with pytest.raises(SortitionError, match=words):
            compute_lottery(pool, quotas, size)

    @pytest.mark.parametrize("thrown", ["", "7", "40", "4071", "a07", " 407", "-07", "٤٠٧", "407\n"])
    def test_dice_give_three_digits(self, thrown: str) -> None:
        with pytest.raises(SortitionError):
            dice_number(thrown)

    def test_dice_name_a_panel(self) -> None:
        lottery = compute_lottery(neighbourhood(10), [], 2)
        assert dice_number("007") == 7
        assert lottery.panel(dice_number("407")) == lottery.panels[407]
        with pytest.raises(SortitionError):
            lottery.panel(1000)
        with pytest.raises(SortitionError):
            lottery.panel(-1)
