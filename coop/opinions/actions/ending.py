"""Taking away a statement that should not have been asked, and ending a round before its last day."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from coop.audit.actions import note_erasure
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.text import clean_text, require_filled
from coop.kernel.words import mark
from coop.opinions import policy
from coop.opinions.actions.suggesting import held_round, tell_who_suggested
from coop.opinions.models import Round, Statement, StatementAnswer, Suggestion
from coop.opinions.policy import SuggestionState
from coop.opinions.queries import statement_of, suggestions_waiting


def withdraw_statement(
    db: Session, actor: Actor, district_id: int, statement_id: int, reason: str, *, at: datetime
) -> Statement:
    """Take a statement away, for example because it names a person: its words and answers go, its reason is public.

    Done twice it is done once. Raises `InvalidError` on `reason`.
    """
    actor.require(Permission.KEEP_OPINIONS)
    held_round(db, district_id, statement_of(db, district_id, statement_id).round_id)
    found = statement_of(db, district_id, statement_id, lock=True)
    if found.withdrawn_at is not None:
        return found
    found.withdrawn_because = _public(reason)
    forget_statement(db, found, at=at)
    note_erasure(db, Statement.__tablename__, found.id, district_id=district_id, at=at)
    return found


def forget_statement(db: Session, found: Statement, *, at: datetime) -> None:
    """Nothing is left of what it said, of what people said of it, or of what a resident brought in with these words."""
    same = Suggestion.round_id == found.round_id, Suggestion.text == found.text
    db.execute(delete(Suggestion).where(*same))
    db.execute(delete(StatementAnswer).where(StatementAnswer.statement_id == found.id))
    found.text, found.groups, found.withdrawn_at = "", "", at
    found.standing = found.agree = found.disagree = found.professionals = None
    db.flush()


def end_round(db: Session, actor: Actor, district_id: int, round_id: int, reason: str, *, at: datetime) -> Round:
    """End a round before its last day: all answers are erased, and there is no outcome. The reason is public.

    Whoever brought in a statement that waits hears it. Raises `TooLateError` when it is over, `InvalidError` on
    `reason`.
    """
    actor.require(Permission.KEEP_OPINIONS)
    found = held_round(db, district_id, round_id)
    policy.require_open(
        found.closes_on, local_day(at), is_counted=found.counted_at is not None, is_ended=bool(found.ended_because)
    )
    found.ended_because, found.counted_at = _public(reason), at
    statements = select(Statement.id).where(Statement.round_id == found.id)
    db.execute(delete(StatementAnswer).where(StatementAnswer.statement_id.in_(statements)))
    for one in suggestions_waiting(db, found.id):
        one.state, one.reason = SuggestionState.REFUSED, found.ended_because
        tell_who_suggested(db, found, one, at)
    db.flush()
    return found


def _public(reason: str) -> str:
    return require_filled(
        clean_text(reason), policy.REASON_LENGTH, "reason", mark("Say why. Everybody can read the reason.")
    )
