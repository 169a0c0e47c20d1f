"""A neighbourhood as a small picture."""

import json
import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coop.rules.mapping import Drawing, draw, read_boundaries
from coop.rules.mapping.drawing import TALLEST, WIDTH
from coop.rules.mapping.labels import is_free, part_box, place_box
from coop.rules.mapping.shapes import Ring, holds, roomiest, simplified, touches_itself
from tests.rules.mapping.test_geojson import SQUARE, collection, feature


def star(corners: int, *, deep: float = 0.3) -> Ring:
    """A ring that goes out and in at every corner, never through itself."""
    turns = [(2 * math.pi * at / corners, 1 - deep * (at % 2)) for at in range(corners)]
    return tuple((5 + 0.01 * far * math.cos(turn), 52 + 0.006 * far * math.sin(turn)) for turn, far in turns)


def test_north_is_at_the_top_and_east_to_the_right() -> None:
    north = feature("Northeast", coordinates=[[[x + 0.01, y + 0.01] for x, y in SQUARE]])
    drawing = draw(read_boundaries(collection(feature("Southwest"), north, feature("Park", "Point", [5.015, 52.015]))))
    southwest, northeast, park = drawing.spots
    assert southwest.x < northeast.x
    assert southwest.y > northeast.y
    assert abs(park.x - (WIDTH + southwest.x - 6) / 2) < WIDTH / 4
    assert abs(park.y - northeast.y) < 40
    assert [one.path == "" for one in drawing.spots] == [False, False, True]


def test_a_picture_is_as_wide_as_it_is_on_the_ground() -> None:
    """At 52 degrees north a degree of longitude is 0.62 of one of latitude."""
    drawing = draw(read_boundaries(collection(feature())))
    numbers = [int(one) for one in re.findall(r"\d+", drawing.spots[0].path)]
    wide, high = max(numbers[::2]) - min(numbers[::2]), max(numbers[1::2]) - min(numbers[1::2])
    assert wide / high == pytest.approx(math.cos(math.radians(52)), abs=0.01)


@pytest.mark.parametrize("corners", [4, 40, 2400])
def test_a_drawing_stays_small_and_inside_its_frame(corners: int) -> None:
    points = [[x, y] for x, y in star(corners)]
    drawing = draw(read_boundaries(collection(feature(coordinates=[points]), feature(None, coordinates=[points]))))
    assert len(json.dumps(drawing.as_json())) < 12_000
    numbers = [int(one) for one in re.findall(r"\d+", drawing.spots[0].path)]
    assert min(numbers) >= 0
    assert max(numbers[::2]) <= WIDTH
    assert max(numbers[1::2]) <= drawing.height <= TALLEST


def test_a_part_too_small_to_be_drawn_still_has_a_place_for_its_number() -> None:
    tiny = [[[5.1 + x / 1e5, 52.1 + y / 1e5] for x, y in ((0, 0), (1, 0), (0, 1))]]
    drawing = draw(read_boundaries(collection(feature(), feature("Tiny", coordinates=tiny))))
    assert drawing.spots[1].path == ""
    assert drawing.spots[1].x == WIDTH - 6 or drawing.spots[1].y == 6


def test_what_is_kept_is_read_back_the_same() -> None:
    drawing = draw(read_boundaries(collection(feature(), feature(None))))
    assert Drawing.from_json(json.loads(json.dumps(drawing.as_json()))) == drawing
    assert drawing.outline


def test_the_number_stands_inside_a_part_that_is_hollow_in_the_middle() -> None:
    horseshoe = ((0, 0), (10, 0), (10, 10), (7, 10), (7, 3), (3, 3), (3, 10), (0, 10))
    assert holds((horseshoe,), roomiest((horseshoe,)))
    ring = ((0, 0), (10, 0), (10, 10), (0, 10)), ((1, 1), (9, 1), (9, 9), (2, 9))
    assert holds(ring, roomiest(ring))


@settings(max_examples=50)
@given(st.integers(4, 60), st.floats(0.01, 0.9), st.floats(0, 0.01))
def test_fewer_points_are_points_of_the_ring_and_none_goes_far(corners: int, deep: float, tolerance: float) -> None:
    ring = star(corners, deep=deep)
    assert not touches_itself(ring)
    fewer = simplified(ring, tolerance)
    assert [point for point in ring if point in set(fewer)] == list(fewer)
    if tolerance == 0:
        assert set(fewer) == set(ring) or corners == 4


def test_a_name_makes_room_for_a_place_and_no_number_stands_on_another() -> None:
    middle = draw(read_boundaries(collection(feature("West")))).spots[0]
    west, park = draw(read_boundaries(collection(feature("West"), feature("Park", "Point", [5.005, 52.005])))).spots
    assert (middle.x, middle.y) != (west.x, west.y)
    assert (west.named, park.named) == (True, True)
    assert is_free(part_box("West", west.x, west.y), [place_box("Park", park.x, park.y, WIDTH)])


def test_of_two_places_beside_each_other_the_second_keeps_only_its_number() -> None:
    two = [feature(name, "Point", [5.005, 52.005]) for name in ("Park", "Pond")]
    _west, park, pond = draw(read_boundaries(collection(feature("West"), *two))).spots
    assert (park.named, pond.named) == (True, False)


def test_a_name_that_is_wider_than_its_part_is_left_out() -> None:
    name = "A name that is far too long for so small a part"
    assert not draw(read_boundaries(collection(feature(name)))).spots[0].named
