"""Who adds photos to an item and takes them away, and how many there can be."""

from coop.agenda.policy import MOST_PHOTOS
from coop.kernel.access import Actor, Permission
from coop.kernel.errors import ConflictError
from coop.kernel.words import mark


def may_add(actor: Actor, brought_in_by: int) -> bool:
    """Whether this person may add a photo to an item: it is theirs, or they bring in for others."""
    return actor.account_id == brought_in_by or actor.may(Permission.BRING_IN_FOR_OTHERS)


def may_take_away(actor: Actor, added_by: int) -> bool:
    """Whether this person may take a photo away: it is theirs, or they are of the board."""
    return actor.account_id == added_by or actor.may(Permission.CURATE_AGENDA)


def require_room(shown: int) -> None:
    """Raise `ConflictError` when an item has as many photos as it can have."""
    if shown >= MOST_PHOTOS:
        raise ConflictError(mark("There are %(most)s photos with this item. Take one away first."), most=MOST_PHOTOS)
