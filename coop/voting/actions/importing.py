"""Making a published vote out of a file with the anonymous ballots of somebody else's vote."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from hashlib import sha256

from sqlalchemy import insert, select

from coop.kernel.clock import AMSTERDAM
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.text import clean_line
from coop.kernel.words import mark
from coop.rules.counting.files.blt import RankedFile
from coop.rules.counting.files.pabulib import PabulibFile
from coop.rules.counting.ranked.contest import Ranking
from coop.rules.counting.tally.reading import read
from coop.voting import policy
from coop.voting.actions.records import record_of
from coop.voting.actions.running import terms_of
from coop.voting.models import Poll, Proposal, StoredBallot
from coop.voting.policy import BallotKind, Method, PollState, Settings, Unit, VoteKind

HOURS = ("hours", "uur")
CURRENCY = re.compile("[A-Za-z]{3}")
BALLOTS = ("approval", "choose-1")


@dataclass(frozen=True, slots=True)
class Told:
    """What a file says: kind and settings, (key, title, amount) of the options, and the ballots."""

    title: str
    kind: BallotKind
    options: Sequence[tuple[str, str, int]]
    ballots: Sequence[list[str]] = field(repr=False)
    settings: Settings = field(default_factory=Settings)
    unit: Unit = Unit.HOURS
    budget: int = 0
    begins: str = ""
    ends: str = ""


def import_vote(db: Session, district_id: int, text: str, *, at: datetime, name: str = "vote.pb") -> Poll:
    """A closed, counted and published vote from the text of a Pabulib, BLT or PrefLib file called `name`.

    Raises `ConflictError` when this file was imported here before, `InvalidError` for amounts or ballots that this
    site does not know and a file that may not be whole, and `FileFaultError` for a file that cannot be read.
    """
    digest = sha256(text.encode()).hexdigest()
    known = db.scalar(select(Poll.id).where(Poll.district_id == district_id, Poll.source_digest == digest))
    if known is not None:
        raise ConflictError(
            mark("This file was imported in this neighbourhood before, as vote %(number)s."), number=known
        )
    votes = read(name, text.encode())
    if votes.doubts:
        raise InvalidError(mark("Look at this file first. %(doubts)s"), doubts=" ".join(votes.doubts))
    told = _divided(votes) if isinstance(votes, PabulibFile) else _ranked(votes)
    if any(len(key) > policy.KEY_LENGTH for key, _title, _amount in told.options):
        raise InvalidError(mark("A project in the file has a number that is too long."))
    poll = _poll_of(told, digest, at)
    poll.district_id = district_id
    poll.terms = terms_of(poll, told.options)
    poll.fingerprint = policy.fingerprint_of(told.ballots)
    db.add(poll)
    db.flush()
    _store(db, poll, told)
    poll.record = record_of(poll.id, poll.terms, told.ballots, poll.seed or "", poll.fingerprint)
    # Last, because from here on nothing of it can change any more.
    poll.opened_at, poll.published_at, poll.state = min(_day(told.begins, at), poll.closes_at), at, PollState.PUBLISHED
    db.flush()
    return poll


def _poll_of(told: Told, digest: str, at: datetime) -> Poll:
    closes_at = _day(told.ends, at)
    return Poll(
        title=told.title[: policy.TITLE_LENGTH],
        question=told.title,
        state=PollState.DRAFT,
        vote_kind=VoteKind.CONSULTATION,
        ballot_kind=told.kind,
        settings=told.settings.as_json(),
        unit=told.unit,
        budget=told.budget,
        closes_at=closes_at,
        created_at=at,
        closed_at=closes_at,
        counted_at=at,
        # The lot of the other vote is not in the file; this one can be repeated by everybody.
        seed=f"import {digest[:16]}",
        source_digest=digest,
    )


def _store(db: Session, poll: Poll, told: Told) -> None:
    of_poll = {"district_id": poll.district_id, "poll_id": poll.id}
    rows = [
        {**of_poll, "key": key, "position": place, "title": title, "amount": amount, "what": ""}
        for place, (key, title, amount) in enumerate(told.options, start=1)
    ]
    db.execute(insert(Proposal), rows)
    if told.ballots:
        of_nobody = {**of_poll, "membership_id": None, "cast_at": poll.closes_at}
        db.execute(insert(StoredBallot), [{**of_nobody, "choices": choices} for choices in told.ballots])


def _divided(file: PabulibFile) -> Told:
    """A vote over a budget, from a `.pb` file."""
    unit, size, currency = _unit_of(file)
    if file.kind not in BALLOTS:
        raise InvalidError(mark("Only votes in which people approve proposals can be imported."))
    title = clean_line(file.meta.get("description", "")) or clean_line(file.meta.get("unit", "")) or "Pabulib"
    return Told(
        title=title,
        kind=BallotKind.PRIORITIES if unit is Unit.HOURS else BallotKind.BUDGET,
        options=[
            (key, _short(project.name, key), _sized(project.cost, size, file.scale))
            for key, project in file.instance.projects.items()
        ],
        ballots=[list(one.approved) for one in file.instance.ballots for _copy in range(one.weight)],
        settings=Settings(currency=currency),
        unit=unit,
        budget=_sized(file.instance.budget, size, file.scale),
        begins=file.meta.get("date_begin", ""),
        ends=file.meta.get("date_end", ""),
    )


def _ranked(file: RankedFile) -> Told:
    """An election where the file says how many seats there are, else a choice of one by comparing two by two."""
    contest = file.contest
    names = {key: name for key, name in contest.candidates.items() if key not in contest.withdrawn}
    if not contest.ballots or sum(one.weight for one in contest.ballots) > policy.MOST_IMPORTED:
        raise InvalidError(mark("A file with 1 to %(most)s ballots can be imported."), most=f"{policy.MOST_IMPORTED:,}")
    election = file.seats is not None
    return Told(
        title=clean_line(file.title) or "Preferences",
        kind=BallotKind.ELECTION if election else BallotKind.CHOICE,
        settings=Settings(
            method=Method.STV if election else Method.SCHULZE, seats=file.seats or 1, most_ranks=max(len(names), 1)
        ),
        options=[(key, _short(name, key), 0) for key, name in names.items()],
        ballots=[
            order
            for one in contest.ballots
            for order in [_order(one, names, cut=election)]
            for _copy in range(one.weight)
        ],
    )


def _order(ballot: Ranking, names: Mapping[str, str], *, cut: bool) -> list[str]:
    """The names on a ballot; `cut`: read up to the first shared place, as the rules of the count do."""
    levels = ballot.levels or tuple(range(len(ballot.order)))
    pairs = [(key, level) for key, level in zip(ballot.order, levels, strict=True) if key in names]
    shared = [at for at in range(len(pairs) - 1) if pairs[at][1] == pairs[at + 1][1]]
    if shared and not cut:
        raise InvalidError(mark("Ballots on which options share a place cannot be imported. “coop tally” counts them."))
    return [key for key, _level in (pairs[: shared[0]] if shared else pairs)]


def _short(name: str, key: str) -> str:
    return (clean_line(name) or key)[: policy.TITLE_LENGTH]


def _unit_of(file: PabulibFile) -> tuple[Unit, int, str]:
    """Unit of the poll, how many of the smallest units go in one, and the currency."""
    named = file.meta.get("currency", "").strip()
    if named.lower() in HOURS:
        return Unit.HOURS, 60, policy.EURO
    if not named:
        raise InvalidError(mark("The file does not say whether it divides money or hours: “currency” is missing."))
    if not CURRENCY.fullmatch(named):
        raise InvalidError(
            mark("“%(unit)s” is no currency in three letters and not “hours”. “coop tally” counts this file."),
            unit=named,
        )
    return Unit.EURO, 100, named.upper()


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
