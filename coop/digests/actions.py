"""Choosing how often to hear news, and putting what is new in the outbox or on paper."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from coop.digests.models import Digest, NewsReader
from coop.digests.policy import ABOUT_ITEMS, MOST_LINES, SETTLED, USUAL_PACE, USUAL_REST, Pace, after_rest
from coop.digests.queries import due_readers, newcomers, printed_until, reader_of
from coop.districts.models import District
from coop.districts.queries import hold_district
from coop.kernel.errors import ConflictError
from coop.kernel.words import mark
from coop.notifications.actions import forget_news, queue_mail_to_many
from coop.notifications.policy import NEWS

# (district, since, until) -> (kind of news, number of the thing, title, moment), newest first. Handed in, because the
# rooms where things happen lie above this one.
Line = tuple[str, int, str, datetime]
News = Callable[[Session, int, datetime, datetime], Sequence[Line]]
# (district, readers, since, until) -> what concerns one reader alone, by account.
OwnNews = Callable[[Session, int, Collection[int], datetime, datetime], Mapping[int, Sequence[Line]]]

_SUBJECT = mark("News from %(district)s")
_BODY = mark(
    "This is new in %(district)s.\n\n%(digest)s\n\nSee more, or say what you think:\n%(site)s%(front)s\n\n"
    "Do you want this mail more often, less often, or on paper? Choose here:\n%(site)s%(choose)s\n\n"
    "No more news by mail? Press the button on this page. You need not sign in:\n%(stop_address)s"
)


def choose_pace(
    db: Session, district_id: int, account_id: int, pace: Pace, *, rest: tuple[int, int], at: datetime
) -> None:
    """From now on this person hears news so often. Who heard none before starts now, without what is past."""
    hold_district(db, district_id)
    reader = reader_of(db, district_id, account_id)
    if reader is None:
        reader = NewsReader(account_id=account_id, district_id=district_id, told_until=at - SETTLED)
        db.add(reader)
    elif reader.pace is Pace.NEVER:
        reader.told_until = max(reader.told_until, at - SETTLED)
    reader.pace, reader.chosen_at = pace, at
    reader.rest_from, reader.rest_until = rest
    db.flush()
    if pace is Pace.NEVER:
        forget_news(db, account_id, district_id)


def stop_news(db: Session, district_id: int, account_id: int, *, at: datetime) -> None:
    """No more news by mail; stopping twice changes nothing."""
    reader = reader_of(db, district_id, account_id)
    rest = (reader.rest_from, reader.rest_until) if reader else USUAL_REST
    choose_pace(db, district_id, account_id, Pace.NEVER, rest=rest, at=at)


def enrol_newcomers(db: Session, *, at: datetime) -> None:
    """Members who never chose hear the news every week, from now on."""
    usual = {"pace": USUAL_PACE, "rest_from": USUAL_REST[0], "rest_until": USUAL_REST[1], "told_until": at - SETTLED}
    rows = [{"account_id": row[0], "district_id": row[1], **usual} for row in db.execute(newcomers(at))]
    if rows:
        db.execute(insert(NewsReader), rows)


def _none_of_their_own(*_asked: object) -> Mapping[int, Sequence[Line]]:
    return {}


def write_digests(db: Session, news: News, own: OwnNews = _none_of_their_own, *, at: datetime) -> int:
    """Put the news in the outbox for every reader who is due, and move on until when they were told.

    All of it in the caller's transaction: after a crash it is done wholly or not at all. Returns how many mails.
    """
    until = at - SETTLED
    groups: dict[tuple[int, Pace, datetime], list[NewsReader]] = defaultdict(list)
    for reader in due_readers(db, at, lock=True):
        groups[reader.district_id, reader.pace, reader.told_until].append(reader)
    mails = 0
    for (district_id, pace, since), readers in groups.items():
        lines, digest = news(db, district_id, since, until), None
        mine = own(db, district_id, [reader.account_id for reader in readers], since, until)
        if lines:
            digest = Digest(district_id=district_id, pace=pace, since_at=since, until_at=until, readers=len(readers))
            _keep(db, digest, lines)
        told_of = [reader for reader in readers if digest or reader.account_id in mine]
        mails += _queue(db, district_id, digest.id if digest else 0, told_of, mine, at=at)
        told = update(NewsReader).where(
            NewsReader.district_id == district_id, NewsReader.pace == pace, NewsReader.told_until == since
        )
        # By number: somebody may have become a reader of this group in the meantime.
        for some in _in_parts([reader.account_id for reader in readers]):
            db.execute(told.where(NewsReader.account_id.in_(some)).values(told_until=until))
    return mails


def _in_parts(numbers: Sequence[int], size: int = 5_000) -> Iterable[Sequence[int]]:
    return (numbers[begin : begin + size] for begin in range(0, len(numbers), size))


def _keep(db: Session, digest: Digest, lines: Sequence[Line]) -> Digest:
    digest.lines = _as_kept(lines)
    digest.more = len(lines) - len(digest.lines)
    db.add(digest)
    db.flush()
    return digest


def _as_kept(lines: Sequence[Line]) -> list[list[object]]:
    return [[what, number, title, at.isoformat()] for what, number, title, at in lines[:MOST_LINES]]


def _queue(
    db: Session,
    district_id: int,
    digest_id: int,
    readers: Sequence[NewsReader],
    mine: Mapping[int, Sequence[Line]],
    *,
    at: datetime,
) -> int:
    """One message for all who hear the same at the same moment; who has news of their own gets one of their own."""
    place = db.get_one(District, district_id)
    by_moment: dict[tuple[datetime, int], list[int]] = defaultdict(list)
    for reader in readers:
        alone = reader.account_id if reader.account_id in mine else 0
        by_moment[after_rest(at, reader.rest_from, reader.rest_until), alone].append(reader.account_id)
    return sum(
        queue_mail_to_many(
            db,
            people,
            subject=_SUBJECT,
            body=_BODY,
            topic=NEWS,
            district_id=place.id,
            at=at,
            send_at=moment,
            params={
                "district": place.name,
                "digest": digest_id,
                "own": _as_kept(mine.get(alone, ())),
                "front": f"/{place.slug}/",
                "choose": f"/{place.slug}/mijn-nieuws",
            },
        )
        for (moment, alone), people in by_moment.items()
    )


def make_print_run(db: Session, district_id: int, news: News, readers: int, *, at: datetime) -> Digest:
    """Keep what is new since the last print run as the next one. Raises `ConflictError` when nothing is."""
    hold_district(db, district_id)
    since, until = printed_until(db, district_id, at), at - SETTLED
    lines = news(db, district_id, since, until)
    if not lines:
        raise ConflictError(mark("Nothing is new since the last time. There is nothing to print."))
    digest = Digest(district_id=district_id, pace=Pace.POST, since_at=since, until_at=until, readers=readers)
    return _keep(db, digest, lines)


def replace_title(db: Session, district_id: int, item_id: int, title: str) -> None:
    """Kept news about an item, also that for paper, calls it as it is called now: its old words were erased."""
    query = select(Digest).where(Digest.district_id == district_id).order_by(Digest.id)
    for digest in db.scalars(query.with_for_update()):
        lines = [
            [what, number, title if (what in ABOUT_ITEMS and number == item_id) else name, at]
            for what, number, name, at in digest.lines
        ]
        if lines != digest.lines:
            digest.lines = lines
    db.flush()
