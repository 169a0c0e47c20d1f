"""One figure through the periods. A changed definition breaks the line; a number that is not shown leaves a gap."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from coop.accountability.policy.document import PublicFigure


@dataclass(frozen=True, slots=True)
class Point:
    """One period: `x` and `y` in per cents of the drawing, from the left and from the top; None when not shown."""

    label: str
    version: int
    x: float
    y: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch between two periods next to each other, measured by the same definition."""

    start: Point
    end: Point


def height_of(figure: PublicFigure) -> int | None:
    """The one number that is drawn: a share in per cents, else the value. None when it is not shown."""
    if not figure["shown"]:
        return None
    if figure.get("p90") is not None:
        return figure["value"]
    return figure["percent"] if figure["percent"] is not None else figure["value"]


def points_of(figures: Sequence[tuple[str, PublicFigure]]) -> list[Point]:
    """(period, figure), oldest first, as points of a drawing that begins at zero."""
    heights = [height_of(figure) for _label, figure in figures]
    top = max([one for one in heights if one is not None], default=0) or 1
    step = 100 / max(len(figures), 1)
    return [
        Point(
            label,
            figure["definition_version"],
            round(step * (place + 0.5), 2),
            None if height is None else round(95 - 85 * height / top, 2),
        )
        for place, ((label, figure), height) in enumerate(zip(figures, heights, strict=True))
    ]


def lines_of(points: Sequence[Point]) -> list[Line]:
    """The stretches to draw."""
    return [
        Line(start, end)
        for start, end in pairwise(points)
        if start.y is not None and end.y is not None and start.version == end.version
    ]


def breaks_of(points: Sequence[Point]) -> list[float]:
    """Where, in per cents from the left, the definition changed between two periods."""
    return [round((start.x + end.x) / 2, 2) for start, end in pairwise(points) if start.version != end.version]
