"""Questions about polls and their proposals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from coop.agenda.models import Item
from coop.ballotbox.policy import Channel
from coop.kernel.db import Session, rows_of
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.voting.models import Poll, PollCount, Proposal, RollRow, StoredBallot
from coop.voting.policy import EURO, BallotKind, PollState, Unit, VoteKind, result_due
from coop.voting.queries import sealed

_WAITING = (PollState.DRAFT, PollState.CLOSED, PollState.COUNTED)


@dataclass(frozen=True, slots=True)
class PollRow:
    """A poll as a list shows it."""

    id: int
    title: str
    closes_at: datetime
    state: PollState
    vote_kind: VoteKind
    unit: Unit
    budget: int
    ballot_kind: BallotKind
    currency: str
    counted_at: datetime | None

    @property
    def due_at(self) -> datetime | None:
        """By when the next step to the result must be taken."""
        return result_due(self.state, self.closes_at, self.counted_at)


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One thing on a ballot, with its agenda item."""

    id: int
    key: str
    title: str
    what: str
    amount: int
    expected: str
    how_noticed: str
    item_id: int | None
    item_title: str | None
    commitment_id: int | None
    pro: str = ""
    contra: str = ""


# What `Poll.is_sealed` says of a row.
IS_SEALED = func.coalesce(Poll.terms["secrecy"].as_string(), "") == "sealed"
CURRENCY = func.coalesce(Poll.settings["currency"].as_string(), EURO)
_POLL = (
    *(Poll.id, Poll.title, Poll.closes_at, Poll.state, Poll.vote_kind, Poll.unit, Poll.budget),
    *(Poll.ballot_kind, CURRENCY, Poll.counted_at),
)


def open_polls(db: Session, district_id: int, at: datetime) -> list[PollRow]:
    """Polls in which votes are accepted at `at`, soonest closing first."""
    rows = db.execute(
        select(*_POLL)
        .where(Poll.district_id == district_id, Poll.state == PollState.OPEN, Poll.closes_at > at)
        .order_by(Poll.closes_at, Poll.id)
    )
    return [PollRow(*row) for row in rows]


def overdue_polls(db: Session, since: datetime) -> int:
    """How many votes on the whole site are still open though they should have closed before `since`."""
    late = select(func.count()).select_from(Poll).where(Poll.state == PollState.OPEN, Poll.closes_at < since)
    return db.scalar(late) or 0


def latest_result(db: Session, district_id: int) -> PollRow | None:
    """The published poll that closed last, None when there is none."""
    row = db.execute(
        select(*_POLL)
        .where(Poll.district_id == district_id, Poll.state == PollState.PUBLISHED)
        .order_by(Poll.closes_at.desc(), Poll.id.desc())
        .limit(1)
    ).first()
    return PollRow(*row) if row else None


def polls_by_need(db: Session, district_id: int, at: datetime) -> tuple[list[PollRow], list[PollRow]]:
    """(polls in which votes are accepted at `at`, polls in which the board or the secretary has something to do)."""
    rows = db.execute(
        select(*_POLL)
        .where(Poll.district_id == district_id, Poll.state.in_((*_WAITING, PollState.OPEN)))
        .order_by(Poll.closes_at, Poll.id)
    )
    found = [PollRow(*row) for row in rows]
    accept = [one for one in found if one.state is PollState.OPEN and one.closes_at > at]
    return accept, [one for one in found if one not in accept]


def poll_list(db: Session, district_id: int, *, drafts: bool = False) -> list[PollRow]:
    """Every poll, latest closing first; drafts only when asked for."""
    query = select(*_POLL).where(Poll.district_id == district_id).order_by(Poll.closes_at.desc(), Poll.id.desc())
    if not drafts:
        query = query.where(Poll.opened_at.is_not(None))
    return [PollRow(*row) for row in db.execute(query)]


def poll_news(db: Session, district_id: int) -> list[tuple[str, int, str, datetime]]:
    """("vote" when it opened, "result" when it was published; id, title, moment) of every poll that is not void."""
    rows = db.execute(
        select(Poll.id, Poll.title, Poll.opened_at, Poll.published_at, Poll.closes_at, Poll.state)
        .where(Poll.district_id == district_id, Poll.opened_at.is_not(None), Poll.state != PollState.VOID)
        .order_by(Poll.id)
    )
    news: list[tuple[str, int, str, datetime]] = []
    for poll_id, title, opened_at, published_at, closes_at, state in rows:
        if opened_at is not None:
            news.append(("vote", poll_id, title, opened_at))
        if state is PollState.PUBLISHED:
            news.append(("result", poll_id, title, published_at or closes_at))
    return news


def poll_of(db: Session, district_id: int, poll_id: int, *, drafts: bool = False) -> Poll:
    """One poll. Raises `NotFoundError`, also for one of another neighbourhood and for a draft nobody asked for."""
    found = db.scalar(select(Poll).where(Poll.id == poll_id, Poll.district_id == district_id))
    if found is None or (found.opened_at is None and not drafts):
        raise NotFoundError(mark("There is no such vote in this neighbourhood."))
    return found


_PROPOSAL = (
    *(Proposal.id, Proposal.key, Proposal.title, Proposal.what, Proposal.amount, Proposal.expected),
    *(Proposal.how_noticed, Proposal.item_id, Item.title.label("item_title"), Proposal.commitment_id),
    *(Proposal.pro, Proposal.contra),
)

_BALLOT = (
    select(*_PROPOSAL)
    .outerjoin(Item, Item.id == Proposal.item_id)
    .where(Proposal.poll_id == bindparam("poll_id"), Proposal.district_id == bindparam("district_id"))
    .order_by(Proposal.position, Proposal.id)
)


def proposals_of(db: Session, district_id: int, poll_id: int) -> list[ProposalRow]:
    """The proposals of a poll, in the order of the ballot."""
    rows = rows_of(db, _BALLOT, {"poll_id": poll_id, "district_id": district_id})
    return [ProposalRow(*row) for row in rows]


def proposal_of(db: Session, district_id: int, poll_id: int, proposal_id: int) -> ProposalRow:
    """One proposal of a poll. Raises `NotFoundError`."""
    row: Any = db.execute(
        select(*_PROPOSAL)
        .outerjoin(Item, Item.id == Proposal.item_id)
        .where(Proposal.id == proposal_id, Proposal.poll_id == poll_id, Proposal.district_id == district_id)
    ).one_or_none()
    if row is None:
        raise NotFoundError(mark("There is no such proposal in this vote."))
    return ProposalRow(*row)


def has_voted(db: Session, district_id: int, poll_id: int, membership_id: int) -> bool:
    """Whether a member has cast a ballot in a poll."""
    found = db.scalar(
        select(StoredBallot.id).where(
            StoredBallot.poll_id == poll_id,
            StoredBallot.membership_id == membership_id,
            StoredBallot.district_id == district_id,
            StoredBallot.channel != Channel.NONE,
        )
    )
    return found is not None


def voted_in(db: Session, district_id: int, membership_id: int | None) -> frozenset[int]:
    """The polls in which a member has cast a ballot."""
    if membership_id is None:
        return frozenset()
    query = select(StoredBallot.poll_id).where(
        StoredBallot.membership_id == membership_id,
        StoredBallot.district_id == district_id,
        StoredBallot.channel != Channel.NONE,
    )
    return frozenset(db.scalars(query.union(sealed.voted_in(district_id, membership_id))))


def ballot_of(db: Session, district_id: int, poll_id: int, membership_id: int) -> StoredBallot | None:
    """The newest ballot of a member, for that member alone."""
    return db.scalar(
        select(StoredBallot).where(
            StoredBallot.poll_id == poll_id,
            StoredBallot.membership_id == membership_id,
            StoredBallot.district_id == district_id,
        )
    )


def is_on_roll(db: Session, district_id: int, poll_id: int, membership_id: int | None) -> bool:
    """Whether a membership stood on the roll when the poll opened."""
    if membership_id is None:
        return False
    found = db.scalar(
        select(RollRow.id).where(
            RollRow.poll_id == poll_id, RollRow.membership_id == membership_id, RollRow.district_id == district_id
        )
    )
    return found is not None


def ballot_count(db: Session, district_id: int, poll_id: int) -> int:
    """How many have voted: says nothing about what."""
    # What is on paper was typed in rows of nobody; who handed it in has a row too.
    typed = (StoredBallot.channel == Channel.PAPER) & StoredBallot.membership_id.is_(None)
    tied = select(func.count()).where(
        StoredBallot.poll_id == poll_id,
        StoredBallot.district_id == district_id,
        StoredBallot.channel != Channel.NONE,
        ~typed,
    )
    return db.scalar(select(func.coalesce(sealed.voter_count(poll_id), tied.scalar_subquery()))) or 0


def running_count(db: Session, district_id: int, poll_id: int) -> PollCount | None:
    """The count of a poll that a job does, None when there is none."""
    return db.scalar(select(PollCount).where(PollCount.poll_id == poll_id, PollCount.district_id == district_id))


def choices_of(db: Session, district_id: int, poll_id: int) -> Sequence[list[str]]:
    """What is on the ballots, without whose they are, for the count."""
    on_no_screen = StoredBallot.channel.in_((Channel.PAPER, Channel.NONE)) & StoredBallot.membership_id.is_not(None)
    return db.scalars(
        select(StoredBallot.choices).where(
            StoredBallot.poll_id == poll_id, StoredBallot.district_id == district_id, ~on_no_screen
        )
    ).all()
