"""A second person looks at words that nobody but who typed them has seen."""

from datetime import datetime

from coop.agenda.policy import ItemState, Origin
from coop.kernel.errors import ConflictError, NotAllowedError
from coop.kernel.words import mark

# No paper and no account of the resident stands behind these words.
ONLY_HEARD = (Origin.PHONE, Origin.SPOKEN)


def waits_for_check(origin: Origin, state: ItemState, checked_at: datetime | None) -> bool:
    """Whether a second person has to look at the words of a new item before it can come on the agenda."""
    return origin in ONLY_HEARD and state is ItemState.NEW and checked_at is None


def require_checked(origin: Origin, state: ItemState, checked_at: datetime | None) -> None:
    """Raise `ConflictError` while a second person has to look first."""
    if waits_for_check(origin, state, checked_at):
        raise ConflictError(
            mark(
                "Somebody typed these words for a resident. First a second person of the board, the team or the "
                "secretary says that they are right. Then the item can come on the agenda."
            )
        )


def require_to_check(origin: Origin, state: ItemState) -> None:
    """Raise `ConflictError` when there is nothing to check, or it is too late."""
    if origin not in ONLY_HEARD:
        raise ConflictError(mark("Nobody typed these words for somebody else. There is nothing to check."))
    if state is not ItemState.NEW:
        raise ConflictError(mark("The board has decided about this item already. There is nothing to check any more."))


def require_second(typed_by: int, account_id: int | None) -> None:
    """Raise `NotAllowedError` for who typed the words."""
    if typed_by == account_id:
        raise NotAllowedError(mark("You typed these words yourself. Somebody else has to look whether they are right."))
