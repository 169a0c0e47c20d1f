"""The check of tables as a job: takes the set that waits longest, says how far it is, writes down what it found."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from coop.kernel.db import writing
from coop.kernel.errors import CoopError
from coop.kernel.words import mark
from coop.tables.actions import keep_check, read_check, stop_check, take_check, tell_check

FAULT = mark("Something went wrong on the server. Ask who manages it to look in the log.")


def check_waiting(sessions: Callable[[], Session], at: datetime, clock: Callable[[], float]) -> str:
    """Check one set, in short transactions; the next one comes at the next look at the clock. What it did, in words."""
    began = clock()

    def now() -> datetime:
        return at + timedelta(seconds=clock() - began)

    def tell(done: int, total: int) -> None:
        with sessions() as db:
            tell_check(writing(db), set_id, done, total, at=now())
            db.commit()

    with sessions() as db:
        district_id, set_id = take_check(writing(db), at=now()) or (0, 0)
        db.commit()
    if not set_id:
        return ""
    try:
        with sessions() as db:
            check = read_check(db, district_id, set_id)
        solved, cures = check.run(clock, tell)
        with sessions() as db:
            keep_check(writing(db), check, solved, cures, at=now())
            db.commit()
    except Exception as reason:  # noqa: BLE001 (only its kind is logged: its words may hold numbers of a draft)
        logging.getLogger("coop.jobs").error("check of tables %s stopped: %s", set_id, type(reason).__name__)
        with sessions() as db:
            said = reason.message if isinstance(reason, CoopError) else FAULT
            stop_check(writing(db), set_id, said, at=now())
            db.commit()
    return "1 checked"
