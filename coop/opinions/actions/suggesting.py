"""Statements that residents bring in themselves, and what the board or the team decides about them."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.agenda.actions.entry import require_words
from coop.districts.models import District
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.errors import NotFoundError, TooLateError
from coop.kernel.text import clean_line, clean_text, require_filled
from coop.kernel.words import mark
from coop.notifications.actions import queue_mail
from coop.opinions import policy
from coop.opinions.models import Round, Statement, Suggestion
from coop.opinions.policy import SuggestionState
from coop.opinions.queries import places_of, round_of, statements_of, suggestion_of, suggestions_of


def suggest(db: Session, actor: Actor, district_id: int, round_id: int, text: str, *, at: datetime) -> Suggestion:
    """Bring in a statement of one's own; sent twice, the first one is returned.

    Raises `TooLateError` in the last days, `InvalidError` on `text`, `ConflictError` for a fourth of one person.
    """
    actor.require(Permission.SAY_OPINION)
    asked = held_round(db, district_id, round_id)
    _require_time(asked, at)
    text = require_filled(clean_line(text), policy.STATEMENT_LENGTH, "text", mark("Write your statement."))
    mine = suggestions_of(db, round_id, actor.account_id)
    before = next((one for one in mine if one.text == text), None)
    if before is not None:
        return before
    policy.require_suggestion(text, [one.text for one in statements_of(db, round_id)], len(mine))
    require_words(db, actor, text, "text", at=at)
    made = Suggestion(
        district_id=district_id, round_id=round_id, account_id=actor.account_id, text=text, suggested_at=at
    )
    db.add(made)
    db.flush()
    return made


def decide(
    db: Session, actor: Actor, district_id: int, suggestion_id: int, *, admits: bool, reason: str, at: datetime
) -> Suggestion:
    """Add a statement to its round, or refuse it with a reason; who brought it in gets mail.

    After the last day it can be refused only: whoever brought it in still hears why. Raises `ConflictError` when it was
    decided before or there is no room, `TooLateError` for adding it after the last day.
    """
    actor.require(Permission.KEEP_OPINIONS)
    asked = held_round(db, district_id, suggestion_of(db, district_id, suggestion_id).round_id)
    found = suggestion_of(db, district_id, suggestion_id, lock=True)
    policy.require_waiting(found.state)
    if admits:
        policy.require_open(
            asked.closes_on, local_day(at), is_counted=asked.counted_at is not None, is_ended=bool(asked.ended_because)
        )
        _admit(db, asked, found)
    else:
        found.reason = require_filled(
            clean_text(reason), policy.REASON_LENGTH, "reason", mark("Say why. Who brought it in reads the reason.")
        )
        found.state = SuggestionState.REFUSED
    db.flush()
    tell_who_suggested(db, asked, found, at)
    return found


def take_suggestion_back(db: Session, actor: Actor, district_id: int, suggestion_id: int) -> Suggestion:
    """Who brought in a statement does not want it any more, as long as nobody decided: it is gone.

    Raises `NotFoundError` for that of somebody else, `ConflictError` when it was decided about.
    """
    actor.require(Permission.SEE_MY_PAGE)
    found = suggestion_of(db, district_id, suggestion_id, lock=True)
    if found.account_id != actor.account_id:
        raise NotFoundError(mark("We do not know this statement in this neighbourhood."))
    policy.require_waiting(found.state)
    db.delete(found)
    db.flush()
    return found


def held_round(db: Session, district_id: int, round_id: int) -> Round:
    """The round, held so that two people who add to it come one after the other."""
    round_of(db, district_id, round_id)
    return db.scalars(select(Round).where(Round.id == round_id).with_for_update()).one()


def _require_time(asked: Round, at: datetime) -> None:
    if not policy.takes_suggestions(asked.closes_on, local_day(at), is_counted=asked.counted_at is not None):
        raise TooLateError(mark("No statements can be brought in any more: there must be time left to answer them."))


def _admit(db: Session, asked: Round, found: Suggestion) -> None:
    there = statements_of(db, asked.id)
    policy.require_room(len(places_of(there)))
    found.state = SuggestionState.ADMITTED
    if found.text.casefold() not in {one.text.casefold() for one in there}:
        db.add(Statement(district_id=asked.district_id, round_id=asked.id, position=len(there) + 1, text=found.text))


def tell_who_suggested(db: Session, asked: Round, found: Suggestion, at: datetime) -> None:
    """Mail to who brought in a statement: what became of it."""
    admitted = found.state is SuggestionState.ADMITTED
    slug = db.get_one(District, asked.district_id).slug
    queue_mail(
        db,
        to_account_id=found.account_id,
        subject=mark("Your statement is added") if admitted else mark("Your statement is not added"),
        body=mark("Everybody can answer your statement now:\n\n%(text)s\n\n%(site)s%(path)s")
        if admitted
        else mark(
            "You brought in this statement:\n\n%(text)s\n\nIt is not added, for this reason:\n\n%(reason)s\n\n"
            "All statements of this theme:\n%(site)s%(path)s"
        ),
        params={
            "text": found.text,
            "reason": found.reason,
            "path": f"/{slug}/eens-en-oneens/{asked.id}",
        },
        district_id=asked.district_id,
        at=at,
    )
