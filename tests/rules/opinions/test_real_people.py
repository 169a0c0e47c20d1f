"""What real people answered, and the groups that another program put them in."""

from collections import Counter
from math import comb, nan
from pathlib import Path

import numpy as np
import pytest

from coop.rules.opinions import Answer, Standing, picture_of
from coop.rules.opinions.groups import Labels, Rows, groups_of

FILE = Path(__file__).parent / "leaving-the-union.txt"
SIGNS = {"+": 1.0, "-": -1.0, "0": 0.0, ".": nan}
LINES = [line.split() for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#")]


def agreement(one: Labels, other: Labels) -> float:
    """The adjusted Rand index: 1 when both say the same about who is with whom, 0 when no more so than by chance.

    Source: Hubert and Arabie, Comparing partitions, Journal of Classification 2, 1985.
    """
    both = Counter(zip(one.tolist(), other.tolist(), strict=True))
    pairs = sum(comb(count, 2) for count in both.values())
    first, second = (sum(comb(count, 2) for count in Counter(each.tolist()).values()) for each in (one, other))
    by_chance = first * second / comb(len(one), 2)
    return (pairs - by_chance) / ((first + second) / 2 - by_chance)


def grouped(least: int) -> tuple[Rows, Labels]:
    """The answers and the published groups of those who answered at least so many statements."""
    rows = [(group, answers) for group, count, *_, answers in LINES if group != "." and int(count) >= least]
    answers = np.array([[SIGNS[sign] for sign in row] for _group, row in rows])
    return answers, np.array([int(group) for group, _row in rows])


def test_the_file_holds_the_answers_that_were_counted_when_it_was_made() -> None:
    assert len(LINES) == 204
    for group, answered, agree, disagree, row in LINES:
        counted = (len(row), 50 - row.count("."), row.count("+"), row.count("-"))
        assert counted == (50, int(answered), int(agree), int(disagree)), group


@pytest.mark.parametrize("least", [5, 7, 9, 15])
def test_the_two_sides_of_real_people_are_found(least: int) -> None:
    rows, published = grouped(least)
    found = groups_of(rows)
    assert found.count == 2
    assert agreement(np.array(found.labels), published) > 0.8


def test_when_their_answers_change_hands_there_are_no_sides() -> None:
    rows, _ = grouped(5)
    chance = np.random.default_rng(7)
    for column in rows.T:
        people = np.flatnonzero(~np.isnan(column))
        column[people] = column[chance.permutation(people)]
    assert groups_of(rows).count == 1


def test_what_is_shown_of_them() -> None:
    statements = [str(number) for number in range(50)]
    answers = {
        str(who): {one: Answer(int(SIGNS[sign])) for one, sign in zip(statements, row, strict=True) if sign != "."}
        for who, (*_, row) in enumerate(LINES)
    }
    picture = picture_of(answers, statements)
    assert picture.people == 205
    assert sorted(picture.sizes) == [95, 100]
    standings = Counter(view.standing for view in picture.views)
    assert min(standings[Standing.SHARED], standings[Standing.DIVIDED]) >= 5, standings
