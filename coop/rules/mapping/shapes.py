"""Rings of points on a plane: area, crossings, fewer points, and where a number stands best."""

import math

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
Ring = tuple[Point, ...]
# The outer ring, then its holes. A ring is not closed: its last point is not its first.
Polygon = tuple[Ring, ...]


def area(ring: Ring) -> float:
    """Twice the area is the sum of cross products; positive when the ring runs against the clock."""
    return sum(x * v - u * y for (x, y), (u, v) in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def touches_itself(ring: Ring) -> bool:
    """Whether two sides have a point in common that is not the corner between them."""
    if len(set(ring)) < len(ring):
        return True
    points = np.array(ring)
    ends = np.roll(points, -1, axis=0)
    return any(_meets_a_later_side(points, ends, side) for side in range(len(ring)))


def _meets_a_later_side(starts: NDArray[np.float64], ends: NDArray[np.float64], side: int) -> bool:
    a, b = starts[side], ends[side]
    # The next side shares a corner: it only meets when it turns back on this one.
    u, v = b - a, ends[(side + 1) % len(starts)] - b
    if u[0] * v[1] == u[1] * v[0] and float(u @ v) < 0:
        return True
    last = len(starts) - (side == 0)
    c, d = starts[side + 2 : last], ends[side + 2 : last]
    ours = _side_of(a, b, c) * _side_of(a, b, d)
    theirs = _side_of(c, d, a) * _side_of(c, d, b)
    apart = ((np.maximum(c, d) < np.minimum(a, b)) | (np.minimum(c, d) > np.maximum(a, b))).any(axis=1)
    return bool(((ours <= 0) & (theirs <= 0) & ~apart).any())


def _side_of(a: NDArray[np.float64], b: NDArray[np.float64], p: NDArray[np.float64]) -> NDArray[np.float64]:
    """On which side of the line from `a` to `b` the points lie: -1, 0 or 1."""
    return np.sign(
        (b[..., 0] - a[..., 0]) * (p[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (p[..., 0] - a[..., 0])
    )


def simplified(ring: Ring, tolerance: float) -> Ring:
    """The ring with the points left out that lie within `tolerance` of the line without them (Douglas & Peucker)."""
    if len(ring) < 4:
        return ring
    far = max(range(len(ring)), key=lambda at: math.dist(ring[0], ring[at]))
    closed = np.array((*ring, ring[0]))
    keep = {0, far}
    waiting = [(0, far), (far, len(ring))]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        aside = _aside(closed[first + 1 : last], closed[first], closed[last])
        farthest = int(aside.argmax())
        if aside[farthest] > tolerance:
            middle = first + 1 + farthest
            keep.add(middle)
            waiting += [(first, middle), (middle, last)]
    return tuple(ring[at] for at in sorted(keep))


def _aside(points: NDArray[np.float64], start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each point is from the piece of line between `start` and `end`."""
    way = end - start
    length = float(way @ way)
    along = np.clip((points - start) @ way / length, 0, 1) if length else np.zeros(len(points))
    away: NDArray[np.float64] = points - start - along[:, None] * way
    found: NDArray[np.float64] = np.sqrt((away**2).sum(axis=1))
    return found


def holds(polygon: Polygon, point: Point) -> bool:
    """Whether a point lies inside, holes not counted (even-odd rule)."""
    inside = False
    for ring in polygon:
        for (x, y), (u, v) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y > point[1]) != (v > point[1]) and point[0] < x + (point[1] - y) * (u - x) / (v - y):
                inside = not inside
    return inside


def inside(polygon: Polygon, steps: int = 24) -> list[Point]:
    """The points of a grid over a polygon that lie inside it; its first corner when none does."""
    xs, ys = [x for x, _ in polygon[0]], [y for _, y in polygon[0]]
    left, top, wide, high = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
    grid = [
        (left + wide * column / steps, top + high * row / steps)
        for row in range(1, steps)
        for column in range(1, steps)
    ]
    return [point for point in grid if holds(polygon, point)] or [polygon[0][0]]


def roomiest(polygon: Polygon) -> Point:
    """Of the points of a grid that are inside and nearly the farthest from every side, the one most in the middle."""
    found = inside(polygon)
    points = np.array(found)
    sides = [side for ring in polygon for side in zip(ring, ring[1:] + ring[:1], strict=True)]
    room = np.min([_aside(points, np.array(start), np.array(end)) for start, end in sides], axis=0)
    xs, ys = [x for x, _ in polygon[0]], [y for _, y in polygon[0]]
    middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    return min(
        (found[at] for at in np.flatnonzero(room > 0.9 * room.max() - 1e-9)), key=lambda one: math.dist(one, middle)
    )
