"""Puts what is new in the outbox for everybody whose turn it is to hear; a job does it."""

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy.orm import Session

from coop.advice.queries import own_advice_news
from coop.agenda.queries import own_news
from coop.digests.actions import Line, enrol_newcomers, write_digests
from coop.digests.queries import due_readers, has_newcomers
from coop.kernel.db import writing
from coop.opendata.queries import news_of

Sessions = Callable[[], Session]
# More than anybody reads; the digest says how many there were besides.
MOST = 200


def news_between(db: Session, district_id: int, since: datetime, until: datetime) -> list[Line]:
    """What happened in (since, until], newest first."""
    return [
        (one.what, one.thing_id, one.title, one.at) for one in news_of(db, district_id, until, MOST) if one.at > since
    ]


def own_lines(
    db: Session, district_id: int, account_ids: Collection[int], since: datetime, until: datetime
) -> dict[int, list[Line]]:
    """What happened in (since, until] that concerns these readers alone, by account, newest first."""
    found: dict[int, list[Line]] = defaultdict(list)
    for rows in (own_news, own_advice_news):
        for account_id, lines in rows(db, district_id, account_ids, since, until).items():
            found[account_id] += lines
    return {account_id: sorted(lines, key=lambda line: line[3], reverse=True) for account_id, lines in found.items()}


def tell_readers(sessions: Sessions, at: datetime) -> str:
    """Write the digests that are due, all in one transaction; looks first, so that it seldom holds up a writer."""
    with sessions() as db:
        if not has_newcomers(db, at) and not due_readers(db, at):
            return ""
    with sessions() as db:
        enrol_newcomers(writing(db), at=at)
        mails = write_digests(db, news_between, own_lines, at=at)
        db.commit()
    return f"{mails} in the outbox" if mails else ""
