"""Whether two short texts are about the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.rules.likeness import likeness, rarity, stems_of

STEMS = st.frozensets(st.sampled_from("pad lamp donker fiets school hond bank soep".split()), max_size=6)
WEIGHTS = {stem: 1.0 + place / 4 for place, stem in enumerate("pad lamp donker fiets school hond bank soep".split())}


@pytest.mark.parametrize(
    ("one", "other"),
    [("fietsen", "fiets"), ("Straten", "straat"), ("LAMPEN", "lamp"), ("jongeren", "jongere"), ("huizen", "huis")],
)
def test_a_word_meets_its_plural(one: str, other: str) -> None:
    assert stems_of(one) == stems_of(other) != frozenset()


def test_empty_words_numbers_and_signs_are_no_words() -> None:
    assert stems_of("Het is ook voor de 12e keer: wij willen dat & 300 ...") == stems_of("keer")
    assert stems_of("") == frozenset()


@given(STEMS, STEMS)
def test_it_is_the_same_from_both_sides_and_between_none_and_all(one: frozenset[str], other: frozenset[str]) -> None:
    score = likeness(one, other, WEIGHTS)
    assert score == likeness(other, one, WEIGHTS)
    assert 0 <= score <= 1 + 1e-9
    assert (score == 0) == (not one & other)
    if one:
        assert likeness(one, one, WEIGHTS) == pytest.approx(1)


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_rarer_word_weighs_more_and_none_weighs_nothing_or_less(holding: int, more: int) -> None:
    total = holding + more
    assert rarity(holding, total) > 0
    if more:
        assert rarity(holding, total) > rarity(holding + more, total)
