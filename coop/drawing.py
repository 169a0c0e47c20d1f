"""Computes the draws of hiring panels that were asked for; a job does it, so no page waits and no lock is held."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy.orm import Session

from coop.kernel.db import writing
from coop.panels.actions import keep_draw, read_draw, stop_draw, take_draw, tell_draw

Sessions = Callable[[], Session]
Now = Callable[[], datetime]


def draw_panels(sessions: Sessions, at: datetime) -> str:
    """Draws that were asked for, one after another; every second they write down how far they are."""
    began, drawn, stopped = monotonic(), 0, 0

    def now() -> datetime:
        return at + timedelta(seconds=monotonic() - began)

    while True:
        with sessions() as db:
            procedure_id = take_draw(writing(db), at=now())
            db.commit()
        if procedure_id is None:
            return f"{drawn} drawn, {stopped} stopped" if drawn or stopped else ""
        if _draw(sessions, procedure_id, now):
            drawn += 1
        else:
            stopped += 1


def _draw(sessions: Sessions, procedure_id: int, now: Now) -> bool:
    with sessions() as db:
        work = read_draw(db, procedure_id)
    try:
        lottery = work.lottery(_teller(sessions, procedure_id, now))
        with sessions() as db:
            kept = keep_draw(writing(db), work, lottery, at=now())
            db.commit()
    except Exception as reason:
        logging.getLogger("coop.jobs").error("draw of procedure %s stopped", procedure_id, exc_info=reason)
        with sessions() as db:
            stop_draw(writing(db), work, reason, at=now())
            db.commit()
        return False
    return kept


def _teller(sessions: Sessions, procedure_id: int, now: Now) -> Callable[[float], None]:
    told_at = monotonic()

    def tell(share: float) -> None:
        nonlocal told_at
        if monotonic() < told_at + 1:
            return
        told_at = monotonic()
        with sessions() as db:
            tell_draw(writing(db), procedure_id, share, at=now())
            db.commit()

    return tell
