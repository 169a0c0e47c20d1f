"""Counting a closed vote: now or by a job, and publishing the result."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from coop.districts.models import District
from coop.kernel.access import Actor, Permission
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError
from coop.kernel.text import clean_line
from coop.kernel.words import mark
from coop.voting import policy
from coop.voting.actions.following import open_clock
from coop.voting.actions.paper import require_paper_done
from coop.voting.actions.records import record_of
from coop.voting.actions.taken import taken
from coop.voting.actions.telling import tell_published
from coop.voting.models import Poll, PollCount
from coop.voting.policy import CountStep, PollState
from coop.voting.queries import ballot_count, choices_of

MEDDLED = mark("The votes are not the same as when the vote closed. Do not count; ask who manages the server.")


def count_poll(db: Session, actor: Actor, district_id: int, poll_id: int, seed: str, *, at: datetime) -> Poll:
    """Count a closed vote with the lot that was thrown in public after the fingerprint was known.

    Raises `ConflictError` when the ballots are not those of the fingerprint, or while a job counts them.
    """
    poll, lot = _ready(db, actor, district_id, poll_id, seed)
    ballots = choices_of(db, district_id, poll_id)
    require_untouched(ballots, poll)
    poll.seed = lot
    poll.record = record_of(poll.id, poll.terms or {}, ballots, lot, poll.fingerprint or "", members=poll.entitled)
    poll.state, poll.counted_at = PollState.COUNTED, at
    db.flush()
    return poll


def order_count(db: Session, actor: Actor, district_id: int, poll_id: int, seed: str, *, at: datetime) -> bool:
    """Write down the lot and count, at once when that is quick; else a job does it. Returns whether it is done.

    A count that stopped can be asked for again. Raises `ConflictError` while a job is at it.
    """
    poll, lot = _ready(db, actor, district_id, poll_id, seed)
    if policy.is_quick(ballot_count(db, district_id, poll_id), len((poll.terms or {})["options"])):
        count_poll(db, actor, district_id, poll_id, seed, at=at)
        return True
    db.execute(delete(PollCount).where(PollCount.poll_id == poll_id))
    db.add(PollCount(poll_id=poll_id, district_id=district_id, seed=lot, asked_at=at))
    db.flush()
    return False


def _ready(db: Session, actor: Actor, district_id: int, poll_id: int, seed: str) -> tuple[Poll, str]:
    actor.require(Permission.MANAGE_POLL)
    poll = taken(db, district_id, poll_id)
    policy.require_step(poll.state, PollState.COUNTED)
    require_paper_done(db, poll)
    running = db.scalar(select(PollCount.step).where(PollCount.poll_id == poll_id))
    if running not in (None, CountStep.STOPPED):
        raise ConflictError(mark("The votes are being counted already."))
    return poll, policy.require_seed(clean_line(seed))


def require_untouched(ballots: Iterable[Sequence[str]], poll: Poll) -> None:
    """Raise `ConflictError` unless these are the ballots whose fingerprint was published."""
    if policy.fingerprint_of(ballots, poll.fingerprint_key) != poll.fingerprint:
        raise ConflictError(MEDDLED)


@dataclass(frozen=True, slots=True)
class CountWork:
    """Everything a job needs to count without the database."""

    district_id: int
    poll_id: int
    terms: Mapping[str, Any]
    ballots: Sequence[Sequence[str]]
    seed: str
    fingerprint: str
    members: int | None

    def record(self, tell: Callable[[CountStep, int, int], None]) -> dict[str, Any]:
        """Count; `tell(step, done, total)` is called now and then."""
        return record_of(
            self.poll_id, self.terms, self.ballots, self.seed, self.fingerprint, members=self.members, tell=tell
        )


def take_count(db: Session, *, at: datetime) -> int | None:
    """Claim the count that waits longest, None when there is none. Returns the poll."""
    for row in db.scalars(
        select(PollCount).order_by(PollCount.asked_at, PollCount.poll_id).with_for_update(skip_locked=True)
    ):
        if policy.may_begin(row.step, row.told_at, at):
            row.begun_at = row.told_at = at
            row.step, row.done, row.total = CountStep.READING, 0, 0
            db.flush()
            return row.poll_id
    return None


def read_count(db: Session, poll_id: int) -> CountWork:
    """The ballots of a claimed count. Raises `ConflictError` when they are not those of the fingerprint."""
    poll = db.get_one(Poll, poll_id)
    seed = db.get_one(PollCount, poll_id).seed
    policy.require_step(poll.state, PollState.COUNTED)
    ballots = choices_of(db, poll.district_id, poll_id)
    require_untouched(ballots, poll)
    return CountWork(
        district_id=poll.district_id,
        poll_id=poll_id,
        terms=poll.terms or {},
        ballots=ballots,
        seed=seed,
        fingerprint=poll.fingerprint or "",
        members=poll.entitled,
    )


def tell_count(db: Session, poll_id: int, step: CountStep, done: int = 0, total: int = 0, *, at: datetime) -> None:
    """Note how far a count is."""
    values = {"step": step, "done": done, "total": total, "told_at": at}
    db.execute(update(PollCount).where(PollCount.poll_id == poll_id).values(values))


def stop_count(db: Session, poll_id: int, fault: str, *, at: datetime) -> None:
    """Note that a count stopped and why; it can be asked for again."""
    values = {"step": CountStep.STOPPED, "fault": fault[: policy.REASON_LENGTH], "told_at": at}
    db.execute(update(PollCount).where(PollCount.poll_id == poll_id).values(values))


def keep_count(db: Session, work: CountWork, record: dict[str, Any], *, at: datetime) -> bool:
    """Write down the result of a job; False when the vote was declared void or counted in the meantime."""
    poll = taken(db, work.district_id, work.poll_id)
    db.execute(delete(PollCount).where(PollCount.poll_id == work.poll_id))
    if poll.state is not PollState.CLOSED:
        return False
    poll.seed, poll.record = work.seed, record
    poll.state, poll.counted_at = PollState.COUNTED, at
    db.flush()
    return True


def publish_poll(db: Session, actor: Actor, district_id: int, poll_id: int, *, at: datetime) -> Poll:
    """Show the result to everybody at the same moment. It never changes afterwards."""
    actor.require(Permission.MANAGE_POLL)
    poll = taken(db, district_id, poll_id)
    policy.require_step(poll.state, PollState.PUBLISHED)
    return _publish(db, poll, at)


def _publish(db: Session, poll: Poll, at: datetime) -> Poll:
    poll.state, poll.published_at = PollState.PUBLISHED, at
    db.flush()
    open_clock(db, poll, at=at)
    tell_published(db, poll, db.get_one(District, poll.district_id).slug, at=at)
    return poll


def publish_due_polls(db: Session, *, at: datetime) -> int:
    """Publish every counted vote whose term is over, whoever would rather wait; returns how many."""
    counted_before = at - policy.PUBLISH_WITHIN
    due = select(Poll.district_id, Poll.id).where(Poll.state == PollState.COUNTED, Poll.counted_at <= counted_before)
    polls = [taken(db, district_id, poll_id) for district_id, poll_id in db.execute(due.order_by(Poll.id)).all()]
    for poll in (still := [poll for poll in polls if poll.state is PollState.COUNTED]):
        _publish(db, poll, at)
    return len(still)
