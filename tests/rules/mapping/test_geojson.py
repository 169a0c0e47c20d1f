"""A file of boundaries that nobody has to trust."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.rules.mapping import MOST_CHARACTERS, Fault, MapError, read_boundaries
from coop.rules.mapping.geojson import MOST_FEATURES, MOST_POINTS

SQUARE = [[5.0, 52.0], [5.01, 52.0], [5.01, 52.01], [5.0, 52.01], [5.0, 52.0]]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


def feature(name: Any = "North", kind: str = "Polygon", coordinates: Any = None) -> dict[str, Any]:
    where = [SQUARE] if coordinates is None else coordinates
    return {"type": "Feature", "properties": {"name": name}, "geometry": {"type": kind, "coordinates": where}}


def collection(*features: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


def ring(*points: tuple[float, float]) -> Any:
    return feature(coordinates=[[[*point] for point in points]])


def refused(text: str) -> tuple[Fault, int]:
    with pytest.raises(MapError) as caught:
        read_boundaries(text)
    return caught.value.fault, caught.value.feature


def test_parts_outline_and_places_are_read_and_written_again() -> None:
    outline, place = feature(None), feature("Park", "Point", [5.00449, 52.00551, 12.5])
    south = feature("South", "MultiPolygon", [[SQUARE], [[[x + 0.02, y, 7] for x, y in SQUARE]]])
    found = read_boundaries(collection(feature(), outline, south, place))
    assert [*found.parts] == ["North", "South"]
    assert len(found.outline) == 1
    assert len(found.parts["South"]) == 2
    assert found.places == {"Park": (5.004, 52.006)}, "a place is rounded to about a hundred metres"
    assert read_boundaries(json.dumps(found.as_geojson())) == found


def test_nothing_else_of_the_file_is_kept() -> None:
    told = {**feature(), "id": "secret", "bbox": [1, 2], "secret": "x"}
    told["properties"] |= {"owner": "secret"}
    assert "secret" not in json.dumps(read_boundaries(collection(told)).as_geojson())


@pytest.mark.parametrize("key", ["name", "naam", "buurtnaam", "wijknaam"])
def test_names_as_municipalities_write_them(key: str) -> None:
    told = {**feature(), "properties": {key: "  Noord\u202e\n kant "}}
    assert [*read_boundaries(collection(told)).parts] == ["Noord kant"]


def test_a_ring_may_turn_either_way_and_be_left_open() -> None:
    one = read_boundaries(collection(ring(*[(x, y) for x, y in SQUARE])))
    other = read_boundaries(collection(ring(*[(x, y) for x, y in SQUARE[:-1][::-1]])))
    assert {*one.parts["North"][0][0]} == {*other.parts["North"][0][0]}


@pytest.mark.parametrize(
    ("points", "fault"),
    [
        ([(5.0, 52.0), (5.01, 52.01), (5.01, 52.0), (5.0, 52.01)], Fault.NO_AREA),
        ([(5.0, 52.0), (5.02, 52.02), (5.02, 52.0), (5.0, 52.01)], Fault.CROSSES),
        ([(5.0, 52.0), (5.01, 52.0), (5.01, 52.01), (5.01, 51.99)], Fault.CROSSES),
        ([(5.0, 52.0), (5.01, 52.0), (5.005, 52.005), (5.01, 52.01), (5.0, 52.01), (5.005, 52.005)], Fault.CROSSES),
        ([(5.0, 52.0), (5.01, 52.0), (5.02, 52.0)], Fault.NO_AREA),
        ([(5.0, 52.0), (5.0, 52.0), (5.0, 52.0)], Fault.NO_AREA),
        ([(5.0, 52.0)], Fault.NO_AREA),
        ([], Fault.NO_AREA),
        ([(52.0, 5.0), (52.01, 5.0), (52.01, 5.01)], Fault.WRONG_ORDER),
        ([(155_000.0, 463_000.0), (155_100.0, 463_000.0), (155_100.0, 463_100.0)], Fault.OTHER_GRID),
        ([(5.0, 1e300), (5.01, 52.0), (5.0, 52.0)], Fault.OFF_EARTH),
        ([(5.0, -1e300), (5.01, 52.0), (5.0, 52.0)], Fault.OFF_EARTH),
        ([(181.0, 52.0), (5.01, 52.0), (5.0, 52.0)], Fault.OFF_EARTH),
        ([(5.0, 52.0), (6.0, 52.0), (6.0, 53.0)], Fault.TOO_WIDE),
    ],
)
def test_rings_that_cannot_be_a_boundary(points: list[tuple[float, float]], fault: Fault) -> None:
    assert refused(collection(ring(*points))) == (fault, 0 if fault is Fault.TOO_WIDE else 1)


@pytest.mark.parametrize("position", [[5.0], [5.0, 52.0, 1.0, 2.0], ["5", "52"], [True, False], None, {}, [None, 52]])
def test_positions_that_are_no_numbers(position: Any) -> None:
    assert refused(collection(feature(), feature("South", "Point", [position]))) == (Fault.NO_NUMBERS, 2)
    assert refused(collection(feature(coordinates=[[position] * 4]))) == (Fault.NO_NUMBERS, 1)


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "NaN", "\x00", "<gml/>"),
        collection(feature()).replace("5.01", "NaN"),
        collection(feature()).replace("5.01", "-Infinity"),
        # Deeper than the reader of JSON goes, and longer than it takes for a number.
        '{"type": "FeatureCollection", "features": ' + "[" * 200_000,
        collection(feature()).replace("5.01", "5" * 10_000),
    ],
    ids=str.__len__,
)
def test_what_is_no_json_is_refused_without_a_traceback(text: str) -> None:
    assert refused(text) == (Fault.NO_JSON, 0)


@pytest.mark.parametrize("number", ["1e999", "-1e999", "9" * 400])
def test_numbers_beyond_all_measure(number: str) -> None:
    assert refused(collection(feature()).replace("5.01", number)) == (Fault.OFF_EARTH, 1)


@pytest.mark.parametrize(
    ("features", "fault"),
    [
        ([], (Fault.NO_PART, 0)),
        ([feature("Park", "Point", [5.0, 52.0])], (Fault.NO_PART, 0)),
        ([feature(), feature()], (Fault.SAME_NAME, 2)),
        ([feature(), feature("North", "Point", [5.0, 52.0])], (Fault.SAME_NAME, 2)),
        ([feature(None), feature(None)], (Fault.TWO_OUTLINES, 2)),
        ([feature(), feature(None, "Point", [5.0, 52.0])], (Fault.NO_NAME, 2)),
        ([feature("x" * 81)], (Fault.LONG_NAME, 1)),
        ([feature(kind="LineString")], (Fault.OTHER_GEOMETRY, 1)),
        ([feature(kind="GeometryCollection")], (Fault.OTHER_GEOMETRY, 1)),
        ([None], (Fault.NO_GEOMETRY, 1)),
        ([{"type": "Feature", "geometry": None}], (Fault.NO_GEOMETRY, 1)),
        ([feature(coordinates={})], (Fault.NO_GEOMETRY, 1)),
        ([feature(coordinates=[[]])], (Fault.NO_AREA, 1)),
        ([feature(coordinates=[5.0, 52.0])], (Fault.NO_NUMBERS, 1)),
        ([feature(coordinates=[["x"]])], (Fault.NO_NUMBERS, 1)),
        ([feature(coordinates=[{}])], (Fault.NO_NUMBERS, 1)),
        ([feature(kind="MultiPolygon", coordinates=[])], (Fault.NO_AREA, 1)),
        ([feature()] * (MOST_FEATURES + 1), (Fault.TOO_MANY, 0)),
        ([ring(*[(5.0, 52.0)] * (MOST_POINTS + 1))], (Fault.TOO_FINE, 1)),
    ],
)
def test_features_that_cannot_be_on_the_map(features: list[Any], fault: tuple[Fault, int]) -> None:
    assert refused(collection(*features)) == fault


@pytest.mark.parametrize("text", ["[]", "1", '{"type": "FeatureCollection"}', '{"type": "Feature", "features": []}'])
def test_other_json_is_refused(text: str) -> None:
    assert refused(text) == (Fault.NO_COLLECTION, 0)


def test_a_file_that_is_too_large_is_not_even_read() -> None:
    assert refused("[" * (MOST_CHARACTERS + 1)) == (Fault.TOO_LARGE, 0)


@given(JSON)
def test_any_json_at_any_place_is_read_or_refused(anything: Any) -> None:
    for text in (
        json.dumps(anything),
        collection(anything),
        collection(feature(anything)),
        collection(feature(coordinates=anything)),
        collection(feature(coordinates=[anything])),
        collection(feature(coordinates=[[*SQUARE[:3], anything]])),
        collection(feature(), feature("Park", "Point", anything)),
    ):
        with suppress(MapError):
            assert read_boundaries(text).parts
