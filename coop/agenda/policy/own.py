"""What somebody can do with an item that they brought in themselves, while it is theirs alone."""

from coop.agenda.policy import ItemState
from coop.kernel.errors import ConflictError, NotAllowedError
from coop.kernel.words import mark


def is_mine_alone(state: ItemState, brought_in_by: int, account_id: int | None, *, others: int) -> bool:
    """Whether this person can still change its words or take it back. `others`: how many more support it."""
    return state is ItemState.NEW and brought_in_by == account_id and not others


def require_mine_alone(state: ItemState, brought_in_by: int, account_id: int | None, *, others: int) -> None:
    """Raise `NotAllowedError` for who did not bring it in, `ConflictError` once it is no longer theirs alone.

    Who supports an item supports its words: these do not change under their name.
    """
    if brought_in_by != account_id:
        raise NotAllowedError(mark("Only who brought it in, and the board, can do this."))
    if state is not ItemState.NEW:
        raise ConflictError(
            mark("The board decided about this item already. Ask the board to change it, or say so below it.")
        )
    if others:
        raise ConflictError(
            mark("Neighbours support this item as it is. Ask the board to change it, or say so below it.")
        )
