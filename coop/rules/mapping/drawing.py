"""A neighbourhood as a small picture: paths in whole units, and where numbers stand."""

import math
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from coop.rules.mapping.geojson import Boundaries
from coop.rules.mapping.labels import Box, is_free, part_box, place_box
from coop.rules.mapping.shapes import Point, Polygon, area, holds, inside, roomiest, simplified

WIDTH: Final = 340
TALLEST: Final = 420
_MARGIN: Final = 6
# Within a unit nobody sees a difference; a larger neighbourhood with wild borders loses more, up to this many points.
_MOST_POINTS: Final = 700
# By name, and the outline without one.
Shapes = dict[str | None, tuple[Polygon, ...]]


@dataclass(frozen=True, slots=True)
class Spot:
    """A part or place: its path (empty for a place), where its numbers stand, and whether its name fits."""

    name: str
    path: str
    x: int
    y: int
    named: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture `width` by `height` units."""

    width: int
    height: int
    outline: str
    spots: tuple[Spot, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values for a JSON column."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Drawing":
        """The inverse of `as_json`."""
        return cls(**{**stored, "spots": tuple(Spot(**one) for one in stored["spots"])})


def draw(boundaries: Boundaries) -> Drawing:
    """Draw the outline, the parts and the places, north at the top."""
    to_picture, height = _projection(boundaries)
    shapes = [(None, boundaries.outline), *boundaries.parts.items()]
    drawn: Shapes = {name: tuple(_flat(one, to_picture) for one in areas) for name, areas in shapes}
    tolerance = 0.6
    drawn = _coarser(drawn, tolerance)
    while sum(len(ring) for areas in drawn.values() for one in areas for ring in one) > _MOST_POINTS:
        tolerance *= 1.5
        drawn = _coarser(drawn, tolerance)
    outline = _path(drawn[None])
    taken: list[Box] = []
    # A place stands where it is; the numbers of the parts make room for it.
    places = [_place(name, to_picture(point), taken) for name, point in boundaries.places.items()]
    parts = [_part(name, drawn[name], to_picture(areas[0][0][0]), taken) for name, areas in boundaries.parts.items()]
    return Drawing(WIDTH, height, outline, (*parts, *places))


def _projection(boundaries: Boundaries) -> tuple[Callable[[Point], Point], int]:
    """From degrees to the picture, as large as fits; and how tall that is."""
    every = [point for areas in (boundaries.outline, *boundaries.parts.values()) for one in areas for point in one[0]]
    every += boundaries.places.values()
    west, east = min(x for x, _ in every), max(x for x, _ in every)
    south, north = min(y for _, y in every), max(y for _, y in every)
    shrink = math.cos(math.radians((south + north) / 2))
    room, wide, high = WIDTH - 2 * _MARGIN, (east - west) * shrink, north - south
    scale = min(room / wide, (TALLEST - 2 * _MARGIN) / high)
    aside = (WIDTH - wide * scale) / 2

    def to_picture(point: Point) -> Point:
        return aside + (point[0] - west) * shrink * scale, _MARGIN + (north - point[1]) * scale

    return to_picture, round(high * scale) + 2 * _MARGIN


def _flat(polygon: Polygon, to_picture: Callable[[Point], Point]) -> Polygon:
    return tuple(tuple(to_picture(point) for point in ring) for ring in polygon)


def _coarser(drawn: Shapes, tolerance: float) -> Shapes:
    """With fewer points; rings that are smaller than can be seen are gone."""
    return {name: tuple(_fewer(areas, tolerance)) for name, areas in drawn.items()}


def _fewer(areas: tuple[Polygon, ...], tolerance: float) -> Iterator[Polygon]:
    for polygon in areas:
        rings = [simplified(ring, tolerance) for ring in polygon]
        seen = [ring for ring in rings if len(ring) > 2 and abs(area(ring)) > tolerance]
        if seen and seen[0] is rings[0]:
            yield tuple(seen)


def _place(name: str, at: Point, taken: list[Box]) -> Spot:
    """A place keeps its name unless that would stand on another one."""
    x, y = round(at[0]), round(at[1])
    named = is_free(place_box(name, x, y, WIDTH), taken)
    taken.append(place_box(name if named else "", x, y, WIDTH))
    return Spot(name, "", x, y, named)


def _part(name: str, areas: tuple[Polygon, ...], otherwise: Point, taken: list[Box]) -> Spot:
    """The number and the name where nothing else stands; where the name does not fit, only the number.

    `otherwise`: where the number of a part stands that is too small to be drawn.
    """
    if not areas:
        return Spot(name, "", round(otherwise[0]), round(otherwise[1]), named=False)
    largest = max(areas, key=lambda one: abs(area(one[0])))
    best = roomiest(largest)
    points = sorted(inside(largest), key=lambda one: math.dist(one, best))
    wide = max(u for u, _ in largest[0]) - min(u for u, _ in largest[0])
    for words in (name, "") if part_box(name, *best).wide <= wide else ("",):
        for x, y in (best, *points):
            box = part_box(words, x, y)
            if is_free(box, taken) and all(holds(largest, corner) for corner in box.corners):
                taken.append(box)
                return Spot(name, _path(areas), round(x), round(y), named=bool(words))
    return Spot(name, _path(areas), round(best[0]), round(best[1]), named=False)


def _path(areas: tuple[Polygon, ...]) -> str:
    rings = ([f"{round(x)} {round(y)}" for x, y in ring] for polygon in areas for ring in polygon)
    return "".join(f"M{'L'.join(ring)}Z" for ring in rings)
