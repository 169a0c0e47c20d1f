"""Reading the boundaries of a neighbourhood from a GeoJSON file that nobody has to trust."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

from coop.rules.mapping.faults import Fault, MapError
from coop.rules.mapping.shapes import Point, Polygon, Ring, area, touches_itself

MOST_CHARACTERS: Final = 900_000
MOST_FEATURES: Final = 200
MOST_POINTS: Final = 5_000
LONGEST_NAME: Final = 80
# What municipalities and Statistics Netherlands call the name of a neighbourhood in their files.
_NAMES: Final = ("name", "naam", "buurtnaam", "wijknaam")
# Whoever mixes up north and east is far away: the Netherlands lie at 3 to 8 degrees east, 50 to 54 north.
_EAST, _NORTH = (3.0, 8.0), (50.0, 54.0)
# Farther north a flat picture is no picture any more.
_FARTHEST_NORTH: Final = 85.0
MOST_KM: Final = 40
_KM_IN_A_DEGREE: Final = 111.32
# A side is rounded to a metre, a place to about a hundred.
_FINE, _COARSE = 5, 3


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Longitudes and latitudes. `parts`: by name, the areas of a part; `places`: by name, a coarse point."""

    outline: tuple[Polygon, ...] = ()
    parts: Mapping[str, tuple[Polygon, ...]] = field(default_factory=dict)
    places: Mapping[str, Point] = field(default_factory=dict)

    def as_geojson(self) -> dict[str, Any]:
        """A FeatureCollection; the outline has no name."""
        features = [_feature(None, _areas(self.outline))] if self.outline else []
        features += [_feature(name, _areas(areas)) for name, areas in self.parts.items()]
        features += [_feature(name, {"type": "Point", "coordinates": [*at]}) for name, at in self.places.items()]
        return {"type": "FeatureCollection", "features": features}


def _feature(name: str | None, geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"name": name} if name else {}, "geometry": geometry}


def _areas(polygons: tuple[Polygon, ...]) -> dict[str, Any]:
    rings = [[[[*point] for point in (*ring, ring[0])] for ring in polygon] for polygon in polygons]
    return {"type": "MultiPolygon", "coordinates": rings}


def read_boundaries(text: str) -> Boundaries:
    """Read a FeatureCollection of polygons (parts by name, at most one outline without) and points (places by name).

    A third coordinate, holes that turn the wrong way and everything else in the file are left out. Raises `MapError`.
    """
    reader = _Reader()
    outline: tuple[Polygon, ...] = ()
    parts: dict[str, tuple[Polygon, ...]] = {}
    places: dict[str, Point] = {}
    for reader.feature, feature in enumerate(_features(text), 1):
        name, geometry = reader.name(feature), reader.geometry(feature)
        if name in parts or name in places:
            reader.refuse(Fault.SAME_NAME, name=name)
        if geometry["type"] == "Point":
            places[name or reader.refuse(Fault.NO_NAME)] = reader.point(geometry["coordinates"], _COARSE)
        elif name:
            parts[name] = reader.polygons(geometry)
        elif outline:
            reader.refuse(Fault.TWO_OUTLINES)
        else:
            outline = reader.polygons(geometry)
    if not parts:
        raise MapError(Fault.NO_PART)
    _require_one_neighbourhood([*reader.points])
    return Boundaries(outline, parts, places)


def _features(text: str) -> list[Any]:
    if len(text) > MOST_CHARACTERS:
        raise MapError(Fault.TOO_LARGE, most=MOST_CHARACTERS // 1000)
    try:
        found = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise MapError(Fault.NO_JSON) from None
    features = found.get("features") if isinstance(found, dict) and found.get("type") == "FeatureCollection" else None
    if not isinstance(features, list):
        raise MapError(Fault.NO_COLLECTION)
    if len(features) > MOST_FEATURES:
        raise MapError(Fault.TOO_MANY, most=MOST_FEATURES)
    return features


def _no_number(constant: str) -> NoReturn:
    """NaN and Infinity, which JSON does not have and Python reads."""
    raise ValueError(constant)


def _printable(text: str) -> str:
    """The text on one line, without what cannot be shown or sent."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


class _Reader:
    """Reads one feature after another, and counts their points together."""

    def __init__(self) -> None:
        self.feature = 0
        self.points: list[Point] = []

    def refuse(self, fault: Fault, **params: object) -> NoReturn:
        raise MapError(fault, feature=self.feature, **params)

    def name(self, feature: Any) -> str:
        """The name, empty when there is none."""
        told = feature.get("properties") if isinstance(feature, dict) else None
        told = told if isinstance(told, dict) else {}
        name = next((told[key] for key in _NAMES if isinstance(told.get(key), str)), "")
        name = _printable(name)
        if len(name) > LONGEST_NAME:
            self.refuse(Fault.LONG_NAME, most=LONGEST_NAME)
        return name

    def geometry(self, feature: Any) -> dict[str, Any]:
        found = feature.get("geometry") if isinstance(feature, dict) else None
        if not isinstance(found, dict) or not isinstance(found.get("coordinates"), list):
            self.refuse(Fault.NO_GEOMETRY)
        if found.get("type") not in ("Polygon", "MultiPolygon", "Point"):
            self.refuse(Fault.OTHER_GEOMETRY, type=_printable(str(found.get("type")))[:30])
        return found

    def polygons(self, geometry: dict[str, Any]) -> tuple[Polygon, ...]:
        found = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        if not found:
            self.refuse(Fault.NO_AREA)
        return tuple(self._polygon(one) for one in found)

    def _polygon(self, rings: Any) -> Polygon:
        if not isinstance(rings, list) or not rings:
            self.refuse(Fault.NO_AREA)
        return tuple(self._ring(ring, outer=at == 0) for at, ring in enumerate(rings))

    def _ring(self, positions: Any, *, outer: bool) -> Ring:
        """A ring without its closing point, the outer one against the clock and holes with it."""
        if not isinstance(positions, list):
            self.refuse(Fault.NO_NUMBERS)
        if len(positions) + len(self.points) > MOST_POINTS:
            self.refuse(Fault.TOO_FINE, most=MOST_POINTS)
        points = [self.point(one, _FINE) for one in positions]
        ring = tuple(point for at, point in enumerate(points) if at == 0 or point != points[at - 1])
        ring = ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring
        if len(ring) < 3 or area(ring) == 0:
            self.refuse(Fault.NO_AREA)
        # In whole units, in which the question has one answer.
        if touches_itself(tuple((round(x * 10**_FINE), round(y * 10**_FINE)) for x, y in ring)):
            self.refuse(Fault.CROSSES)
        return ring if (area(ring) > 0) == outer else ring[::-1]

    def point(self, position: Any, digits: int) -> Point:
        """Longitude and latitude, rounded; a height is left out."""
        if not isinstance(position, list) or len(position) not in (2, 3):
            self.refuse(Fault.NO_NUMBERS)
        if any(isinstance(one, bool) or not isinstance(one, int | float) for one in position):
            self.refuse(Fault.NO_NUMBERS)
        # A whole number of hundreds of digits is too large to be a float at all.
        east, north = (float(one) if abs(one) < 1e9 else math.inf for one in position[:2])
        if 0 <= east <= 300_000 and 300_000 <= north <= 630_000:
            self.refuse(Fault.OTHER_GRID)
        if not (abs(east) <= 180 and abs(north) <= _FARTHEST_NORTH):
            self.refuse(Fault.OFF_EARTH)
        if _NORTH[0] <= east <= _NORTH[1] and _EAST[0] <= north <= _EAST[1]:
            self.refuse(Fault.WRONG_ORDER)
        point = (round(east, digits) + 0.0, round(north, digits) + 0.0)
        self.points.append(point)
        return point


def _require_one_neighbourhood(points: list[Point]) -> None:
    """Raise `MapError` when it is wider or higher than any neighbourhood, so that some of it lies elsewhere."""
    wide = max(x for x, _ in points) - min(x for x, _ in points)
    high = max(y for _, y in points) - min(y for _, y in points)
    shrink = math.cos(math.radians(sum(y for _, y in points) / len(points)))
    if max(wide * shrink, high) * _KM_IN_A_DEGREE > MOST_KM:
        raise MapError(Fault.TOO_WIDE, most=MOST_KM)
