"""Making a published vote out of a Pabulib file with the anonymous ballots of somebody else's vote."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from hashlib import sha256

from sqlalchemy import insert, select

from coop.kernel.clock import AMSTERDAM
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.text import clean_line
from coop.kernel.words import mark
from coop.rules.counting.files import pabulib
from coop.rules.counting.files.pabulib import PabulibFile
from coop.voting import policy
from coop.voting.actions.counting import record_of
from coop.voting.actions.running import terms_of
from coop.voting.models import Poll, Proposal, StoredBallot
from coop.voting.policy import PollState, Unit, VoteKind

# Currency in the file -> unit of the poll, and how many of the smallest units go in one.
UNITS: Mapping[str, tuple[Unit, int]] = {
    "eur": (Unit.EURO, 100),
    "hours": (Unit.HOURS, 60),
    "uur": (Unit.HOURS, 60),
}
BALLOTS = ("approval", "choose-1")


def import_vote(db: Session, district_id: int, text: str, *, at: datetime) -> Poll:
    """A closed, counted and published vote from the text of a `.pb` file.

    Raises `ConflictError` when this file was imported here before, `InvalidError` for amounts or ballots that this
    site does not know, and `FileFaultError` for a file that cannot be read.
    """
    digest = sha256(text.encode()).hexdigest()
    known = db.scalar(select(Poll.id).where(Poll.district_id == district_id, Poll.source_digest == digest))
    if known is not None:
        raise ConflictError(
            mark("This file was imported in this neighbourhood before, as vote %(number)s."), number=known
        )
    file = pabulib.parse(text)
    poll, options = _poll_of(file, digest, at)
    poll.district_id = district_id
    ballots = [list(ballot.approved) for ballot in file.instance.ballots for _copy in range(ballot.weight)]
    poll.terms = terms_of(poll, options)
    poll.fingerprint = policy.fingerprint_of(ballots)
    db.add(poll)
    db.flush()
    poll.record = record_of(poll.id, poll.terms, ballots, poll.seed or "", poll.fingerprint)
    for place, (key, title, amount) in enumerate(options, start=1):
        db.add(
            Proposal(
                district_id=district_id, poll_id=poll.id, key=key, position=place, title=title, amount=amount, what=""
            )
        )
    if ballots:
        of_nobody = {"district_id": district_id, "poll_id": poll.id, "membership_id": None, "cast_at": poll.closes_at}
        db.execute(insert(StoredBallot), [{**of_nobody, "choices": choices} for choices in ballots])
    db.flush()
    return poll


def _poll_of(file: PabulibFile, digest: str, at: datetime) -> tuple[Poll, list[tuple[str, str, int]]]:
    unit, size = _unit_of(file)
    if file.kind not in BALLOTS:
        raise InvalidError(mark("Only votes in which people approve proposals can be imported."))
    closes_at = _day(file.meta.get("date_end", ""), at)
    title = clean_line(file.meta.get("description", "")) or clean_line(file.meta.get("unit", "")) or "Pabulib"
    poll = Poll(
        title=title[: policy.TITLE_LENGTH],
        question=title,
        state=PollState.PUBLISHED,
        vote_kind=VoteKind.CONSULTATION,
        unit=unit,
        budget=_sized(file.instance.budget, size, file.scale),
        closes_at=closes_at,
        created_at=at,
        opened_at=min(_day(file.meta.get("date_begin", ""), at), closes_at),
        closed_at=closes_at,
        counted_at=at,
        published_at=at,
        # The lot of the other vote is not in the file; this one can be repeated by everybody.
        seed=f"import {digest[:16]}",
        source_digest=digest,
    )
    options = [
        (key, (clean_line(project.name) or key)[: policy.TITLE_LENGTH], _sized(project.cost, size, file.scale))
        for key, project in file.instance.projects.items()
    ]
    if any(len(key) > policy.KEY_LENGTH for key, _title, _amount in options):
        raise InvalidError(mark("A project in the file has a number that is too long."))
    return poll, options


def _unit_of(file: PabulibFile) -> tuple[Unit, int]:
    named = file.meta.get("currency", "").strip().lower()
    if named not in UNITS:
        raise InvalidError(mark("The amounts in the file must be in EUR or in hours, not in “%(unit)s”."), unit=named)
    return UNITS[named]


def _sized(amount: int, size: int, scale: int) -> int:
    """An amount of the file in minutes or cents."""
    whole, rest = divmod(amount * size, scale)
    if rest:
        raise InvalidError(mark("An amount in the file is finer than a minute or a cent."))
    return whole


def _day(text: str, otherwise: datetime) -> datetime:
    """The end of a day written as 31.03.2024 or 2024-03-31; a year alone or nonsense gives `otherwise`."""
    for pattern in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            day = datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 (a day; the zone follows)
        except ValueError:
            continue
        return datetime.combine(day, time(20, 0), AMSTERDAM).astimezone(UTC)
    return otherwise
