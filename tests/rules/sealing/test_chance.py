"""Chance from a seed repeats itself and is spread evenly; mixing loses nothing."""

from collections import Counter

from coop.rules.sealing.chance import SeededChance, below, shuffled


def test_the_same_seed_gives_the_same_bytes_however_they_are_asked_for() -> None:
    one, two = SeededChance("7"), SeededChance("7")
    assert one(100) == b"".join(two(count) for count in (1, 2, 30, 67))
    assert one(8) != SeededChance("8")(8)


def test_numbers_below_a_bound_are_all_reached_evenly() -> None:
    chance = SeededChance("dice")
    found = Counter(below(chance, 6) for _ in range(6000))
    assert set(found) == set(range(6))
    assert max(found.values()) < 1150


def test_mixing_keeps_everything_and_reaches_every_order() -> None:
    chance = SeededChance("mix")
    orders = Counter(tuple(shuffled(chance, [1, 2, 3])) for _ in range(1200))
    assert len(orders) == 6
    assert max(orders.values()) < 280
