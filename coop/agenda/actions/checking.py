"""A second person says that words typed for a resident are right."""

from datetime import datetime

from coop.agenda.actions.steps import taken
from coop.agenda.models import Item
from coop.agenda.policy.checking import require_second, require_to_check
from coop.kernel.access import Actor, Permission
from coop.kernel.db import Session
from coop.ties.actions import require_no_tie
from coop.ties.policy import Matter


def check_words(db: Session, actor: Actor, district_id: int, item_id: int, *, at: datetime) -> Item:
    """Write down who looked at the words of an item and when; who says so again changes nothing.

    Raises `NotAllowedError` for who typed them, `ConflictError` when there is nothing to check or for who takes no
    part in the item.
    """
    actor.require(Permission.BRING_IN_FOR_OTHERS)
    item = taken(db, district_id, item_id)[item_id]
    require_no_tie(db, actor, district_id, Matter.ITEM, item_id)
    require_second(item.account_id, actor.account_id)
    if item.checked_at is None:
        require_to_check(item.origin, item.state)
        item.checked_at, item.checked_by = at, actor.account_id
        db.flush()
    return item
