"""Taking a poll in hand: loaded within its neighbourhood and locked until the end of the transaction."""

from sqlalchemy import bindparam, select

from coop.kernel.db import Session, hold
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.voting.models import Poll

_FRESH = (
    select(Poll)
    .where(Poll.id == bindparam("poll_id"), Poll.district_id == bindparam("district_id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


def hold_of(poll_id: int) -> str:
    """The name of the hold: whoever casts holds it together with other voters, whoever changes the state alone."""
    return f"poll {poll_id}"


def hold_poll(db: Session, poll_id: int, *, alone: bool) -> None:
    """Hold a poll until the end of the transaction, see `hold_of`."""
    hold(db, hold_of(poll_id), alone=alone)


def taken(db: Session, district_id: int, poll_id: int) -> Poll:
    """The poll, fresh and locked: nobody casts, opens, closes or counts meanwhile."""
    hold(db, hold_of(poll_id), alone=True)
    found = db.scalar(_FRESH, {"poll_id": poll_id, "district_id": district_id})
    if found is None:
        raise NotFoundError(mark("There is no such vote in this neighbourhood."))
    return found
