"""The brake on trying: per address that is signed in with, over all processes, known address or not.

Somebody else who keeps failing can make an address wait in strange browsers only: a browser in which this person signed
in before has a brake of its own, and a link by mail has too.
"""

from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coop.identity.models import Brake
from coop.identity.policy import FORGET_AFTER, wait_after
from coop.kernel.errors import TooOftenError
from coop.kernel.words import mark


def count_try(db: Session, key: str, *, at: datetime) -> None:
    """Count a try as failed, before it is judged, so that many at once count too; `release` forgives it.

    Raises `TooOftenError` while the wait lasts; such a try is not counted, so that nobody makes the wait longer.
    """
    brake = _held(db, key, at)
    if brake.free_at > at:
        minutes = ceil((brake.free_at - at) / timedelta(minutes=1))
        raise TooOftenError(
            mark("Too many tries in a row. Waiting time in minutes: %(minutes)s. Then try again."), minutes=minutes
        )
    if at - brake.tried_at > FORGET_AFTER:
        brake.failures = 0
    brake.failures += 1
    brake.tried_at, brake.free_at = at, at + wait_after(brake.failures)
    db.flush()


def _held(db: Session, key: str, at: datetime) -> Brake:
    query = select(Brake).where(Brake.key == key).with_for_update()
    found = db.scalar(query)
    if found is None:
        try:
            with db.begin_nested():
                db.add(Brake(key=key, failures=0, tried_at=at, free_at=at))
        except IntegrityError:
            pass  # another process made it in the meantime
        found = db.scalars(query).one()
    return found


def release(db: Session, key: str) -> None:
    """It went well: what failed before is forgotten."""
    db.execute(delete(Brake).where(Brake.key == key))


def forget_brakes(db: Session, *, at: datetime) -> int:
    """Remove what nobody tried for a day; returns how many."""
    return len(db.execute(delete(Brake).where(Brake.tried_at < at - FORGET_AFTER).returning(Brake.key)).all())
