"""A machine gets as many tests at once as it can carry, and never none."""

from hypothesis import given
from hypothesis import strategies as st

from scripts.workers import MOST, workers

LARGE = 64 * 2**30


def test_cores_decide() -> None:
    assert [workers(cores, "max 100000", LARGE) for cores in (1, 2, 4, 64)] == [1, 2, 4, MOST]


def test_a_container_gets_what_it_may_use() -> None:
    # A container sees every core of its host; its quota says how many are its own.
    assert workers(64, "200000 100000\n", LARGE) == 2
    assert workers(64, "50000 100000", LARGE) == 1


def test_memory_limits_too() -> None:
    assert workers(8, "max 100000", 4 * 2**30) == 2


@given(st.integers(1, 256), st.text(max_size=20), st.integers(0, 2**42))
def test_whatever_the_machine_says_there_is_a_number(cores: int, quota: str, memory: int) -> None:
    assert 1 <= workers(cores, quota, memory) <= MOST
