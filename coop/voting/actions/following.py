"""What follows from a published outcome, as the mandate of the vote says: an answer, a second key, or commitments."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select

from coop.answers.actions import carry_out, open_answer
from coop.answers.models import AnswerStep, OwedAnswer
from coop.answers.policy import Point, Source, Terms, terms_of
from coop.answers.queries import answer_on, not_adopted
from coop.districts.policy import MandateSnapshot
from coop.kernel.access import Actor
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError
from coop.kernel.words import mark
from coop.rules.answering import Event, Phase, Power
from coop.voting import policy
from coop.voting.models import Poll, Proposal
from coop.voting.policy import BallotKind, VoteKind

# The board has so long to write down who does it by when, before it is written down for the team as a whole.
GRACE = timedelta(days=14)
REJECTED = "no"


def _what_follows(poll: Poll) -> tuple[MandateSnapshot | None, Terms | None]:
    """The mandate of a vote that opened, and what is owed on its outcome."""
    mandate = MandateSnapshot.from_json(poll.mandate) if poll.mandate else None
    return mandate, terms_of(mandate, only_advice=poll.vote_kind is VoteKind.CONSULTATION)


def open_clock(db: Session, poll: Poll, *, at: datetime) -> None:
    """Start the clock of a published outcome; nothing for votes from a file and where nothing was chosen."""
    mandate, terms = _what_follows(poll)
    if terms is None or poll.source_digest:
        return
    winners = policy.winners_of(poll.record or {})
    rows = db.execute(
        select(Proposal.key, Proposal.title).where(Proposal.poll_id == poll.id).order_by(Proposal.position)
    )
    points = [Point(key, title) for key, title in rows if key in winners]
    if not points and poll.ballot_kind is BallotKind.MOTION and terms.power is Power.ADVICE:
        # No is advice too.
        title = db.scalar(select(Proposal.title).where(Proposal.poll_id == poll.id))
        points = [Point(REJECTED, title or poll.title)]
    if points:
        open_answer(
            db,
            poll.district_id,
            Source.VOTE,
            poll.id,
            title=poll.title,
            points=points,
            terms=terms,
            mandate=mandate,
            at=at,
        )


def require_effect(db: Session, actor: Actor, poll: Poll, keys: Collection[str], *, at: datetime) -> None:
    """Raise `ConflictError` when what was chosen does not count (yet); a decision begins to count here."""
    found = answer_on(db, poll.district_id, Source.VOTE, poll.id, local_day(at))
    if found is None:
        return
    if found.power is Power.DECISION and found.phase is Phase.OWED:
        carry_out(db, actor, poll.district_id, Source.VOTE, poll.id, at=at)
    elif found.is_running:
        raise ConflictError(
            mark("First answer what residents advised. Then make commitments of it.")
            if found.power is Power.ADVICE
            else mark("Who decides has not agreed yet. Until then it does not take effect.")
        )
    elif found.phase is Phase.STOPPED:
        raise ConflictError(mark("This outcome does not take effect. No commitment follows from it."))
    if not_adopted(db, poll.district_id, found.id) & set(keys):
        raise ConflictError(mark("Only what was adopted becomes a commitment."))


def polls_to_carry_out(db: Session, *, at: datetime) -> list[Poll]:
    """Votes about hours or money of which nobody has taken up the work, when it is time to write it down."""
    rows = db.execute(
        select(Poll, AnswerStep.event, AnswerStep.at)
        .join(OwedAnswer, (OwedAnswer.source == Source.VOTE) & (OwedAnswer.source_id == Poll.id))
        .join(AnswerStep, (AnswerStep.answer_id == OwedAnswer.id) & (AnswerStep.phase == Phase.IN_EFFECT))
        .where(OwedAnswer.phase == Phase.IN_EFFECT)
        .order_by(Poll.id)
    )
    return [
        poll
        for poll, event, began in rows
        if poll.ballot_kind.divides and (event is Event.LAPSE or began + GRACE <= at)
    ]
