"""Which items may be merged, and under which one supporters are counted."""

from collections.abc import Mapping

from coop.agenda.policy import OPEN_STATES, ItemState, require_move
from coop.kernel.errors import InvalidError
from coop.kernel.words import mark


def require_merge(item_id: int, state: ItemState, into_id: int, into_state: ItemState) -> None:
    """Raise `ConflictError` unless the one item may be merged into the other.

    Only an open item takes another in, so merges never go round in a circle.
    """
    if item_id == into_id:
        raise InvalidError(mark("An item cannot be merged into itself."), field="into")
    require_move(state, ItemState.MERGED)
    if into_state is ItemState.MERGED:
        raise InvalidError(mark("That item was merged itself. Choose the item into which it was merged."), field="into")
    if into_state not in OPEN_STATES:
        raise InvalidError(mark("That item is no longer open. Choose another one."), field="into")


def heads_of(parents: Mapping[int, int | None]) -> dict[int, int]:
    """The item under which each item's supporters are counted: follow the merges to the end.

    `parents`: for every item the one it was merged into, or None. Raises `ValueError` when merges go in a circle.
    """
    heads: dict[int, int] = {}
    for item in parents:
        path, at = [item], item
        while (above := parents.get(at)) is not None:
            if above in path:
                raise ValueError("merges go in a circle")
            path.append(above)
            at = above
        heads[item] = at
    return heads
