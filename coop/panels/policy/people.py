"""Who can sit on a panel, and which counts of it can be shown."""

from collections.abc import Collection, Mapping

from coop.kernel.access import Role
from coop.kernel.errors import NotAllowedError
from coop.kernel.words import mark

# A count below this could point at one person.
SMALLEST_SHOWN = 3
# The secretary knows the names, the board answers the decision, the team will work with who is chosen.
_HAS_ANOTHER_PART = frozenset({Role.SECRETARY, Role.BOARD, Role.TEAM_MEMBER})


def require_free_of_other_parts(roles: Collection[Role]) -> None:
    """Raise `NotAllowedError` for who has another part in the procedure."""
    if _HAS_ANOTHER_PART.intersection(roles):
        raise NotAllowedError(
            mark("Board, team and secretary have another part in choosing. They cannot be on the panel.")
        )


def shown_counts(counts: Mapping[str, int]) -> list[tuple[str, int | None]]:
    """The counts by value, None where not shown.

    Everybody knows how large a panel is. So when what is hidden could be computed from the rest (one value, or fewer
    than three people together), the next smallest is hidden too.
    """
    hidden = {value for value, count in counts.items() if count < SMALLEST_SHOWN}
    left = sorted((count, value) for value, count in counts.items() if value not in hidden)
    while hidden and left and (len(hidden) == 1 or sum(counts[value] for value in hidden) < SMALLEST_SHOWN):
        hidden.add(left.pop(0)[1])
    return [(value, None if value in hidden else counts[value]) for value in sorted(counts)]
