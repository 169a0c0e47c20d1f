"""Enters large files of members; a job does it, so that no page waits and the register is never half new."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy.orm import Session

from coop.kernel.db import writing
from coop.kernel.words import mark
from coop.members.actions import finish_import, refuse_import, take_import, tell_import
from coop.members.policy import Refused, read_members

Sessions = Callable[[], Session]
# Reading and judging every line takes most of the time; entering them is one short transaction.
READ_SHARE = 80
_FAULT = mark("Something went wrong on the server. Ask who manages it to look in the log.")


def enter_files(sessions: Sessions, at: datetime) -> str:
    """Files that were sent, one after another; every half second they write down how far they are."""
    began, entered, refused = monotonic(), 0, 0

    def now() -> datetime:
        return at + timedelta(seconds=monotonic() - began)

    while True:
        with sessions() as db:
            taken = take_import(writing(db), at=now())
            work = (taken.id, taken.rows, taken.content) if taken else None
            db.commit()
        if work is None:
            return f"{entered} entered, {refused} refused" if entered or refused else ""
        if _enter(sessions, *work, now):
            entered += 1
        else:
            refused += 1


def _enter(sessions: Sessions, import_id: int, lines: int, text: str, now: Callable[[], datetime]) -> bool:
    try:
        rows, wrong = read_members(text, _teller(sessions, import_id, lines, now))
        with sessions() as db:
            if wrong:
                refuse_import(writing(db), import_id, wrong, at=now())
            kept = not wrong and finish_import(writing(db), import_id, rows, at=now())
            db.commit()
    except Exception as reason:
        logging.getLogger("coop.jobs").error("import %s stopped", import_id, exc_info=reason)
        with sessions() as db:
            refuse_import(writing(db), import_id, [Refused(0, _FAULT)], at=now())
            db.commit()
        return False
    return kept


def _teller(sessions: Sessions, import_id: int, lines: int, now: Callable[[], datetime]) -> Callable[[int], None]:
    told_at = monotonic()

    def tell(line: int) -> None:
        nonlocal told_at
        if monotonic() < told_at + 0.5:
            return
        told_at = monotonic()
        with sessions() as db:
            tell_import(writing(db), import_id, READ_SHARE * line // max(lines, line), at=now())
            db.commit()

    return tell
