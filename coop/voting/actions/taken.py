"""Taking a poll in hand: loaded within its neighbourhood and locked until the end of the transaction."""

from sqlalchemy import select

from coop.kernel.db import Session
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.voting.models import Poll


def taken(db: Session, district_id: int, poll_id: int, *, sharing: bool = False) -> Poll:
    """The poll, fresh and locked. `sharing`: others may share it too, but nobody can change its state meanwhile."""
    found = db.scalar(
        select(Poll)
        .where(Poll.id == poll_id, Poll.district_id == district_id)
        .with_for_update(read=sharing)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError(mark("There is no such vote in this neighbourhood."))
    return found
