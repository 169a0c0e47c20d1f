"""How much room words take on a map, so that no number stands on another. In units of the picture.

The sizes are those of `parts/map.html` and the style sheet: a number is bold and larger, a name stands below it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

# What a letter of a name takes at most; what a number such as “14–15” takes.
_LETTER: Final = 9
_NUMBER: Final = 56
_ABOVE: Final = 17
_NUMBER_BELOW: Final = 4
_NAME_BELOW: Final = 21
# A name nearer to the border than this is written away from it.
NEAR: Final = 70


@dataclass(frozen=True, slots=True)
class Box:
    """The corners of what is written."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def wide(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def corners(self) -> tuple[tuple[float, float], ...]:
        """All inside a part, what is written does not cross its border."""
        return tuple((x, y) for x in (self.left, self.right) for y in (self.top, self.bottom))


def part_box(name: str, x: float, y: float) -> Box:
    """What the number of a part takes, with its name below it."""
    half = max(_NUMBER, len(name) * _LETTER) / 2
    return Box(x - half, y - _ABOVE, x + half, y + (_NAME_BELOW if name else _NUMBER_BELOW))


def place_box(name: str, x: float, y: float, width: float) -> Box:
    """What the number and the name of a place take, with its dot: above it, below it at the upper border."""
    long = _NUMBER + len(name) * _LETTER
    left = x if x < NEAR else x - long if x > width - NEAR else x - long / 2
    top, bottom = (y - 25, y) if y > 26 else (y, y + 23)
    return Box(min(left, x - 4), top, max(left + long, x + 4), bottom)


def is_free(box: Box, taken: Iterable[Box]) -> bool:
    """Whether nothing else is written there."""
    return all(
        box.right <= one.left or one.right <= box.left or box.bottom <= one.top or one.bottom <= box.top
        for one in taken
    )
