"""Numbers on the map."""

from collections.abc import Mapping, Sequence


def labels_of(areas: Sequence[str], counts: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    """(area, numbers of its items, such as “3” or “4–9”) of each that has any, counting on from area to area."""
    found: dict[str, str] = {}
    last = 0
    for area in areas:
        if number := counts.get(area, 0):
            found[area] = str(last + 1) if number == 1 else f"{last + 1}–{last + number}"
            last += number
    return tuple(found.items())
