"""What a visit can be, which steps it may take, and by when."""

from datetime import date, datetime, timedelta

from coop.agenda.policy import ItemState, Kind, require_open
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.words import Worded, mark
from coop.rules.answering import due_on

REASON_LENGTH, CONTACT_LENGTH = 600, 200
# Who offers help, and who asks the team to come, knows by then.
HELP_DAYS, VISIT_DAYS = 14, 7
# So long after it the team tells how it was.
TELL_DAYS = 7


class VisitState(Worded):
    """Where a visit stands."""

    ASKED = "asked", mark("Waits for an answer of the team"), "", "busy"
    COMING = "coming", mark("The team comes"), "", "ok"
    CANNOT = "cannot", mark("The team cannot come"), "", "late"
    CAME = "came", mark("The team was there"), "", "ok"
    MISSED = "missed", mark("The team said it would come, and was not there"), "", "late"
    WITHDRAWN = "withdrawn", mark("Not needed any more")


# The team said whether it comes; it told how it was.
ANSWERED = (VisitState.COMING, VisitState.CANNOT)
TOLD = (VisitState.CAME, VisitState.MISSED)


def answer_due_on(asked_at: datetime, starts_at: datetime) -> date:
    """The last day for the answer of the team: a week, and the day before it at the latest; never before today."""
    today = local_day(asked_at)
    return max(today, min(due_on(today, VISIT_DAYS), local_day(starts_at) - timedelta(days=1)))


def help_due_on(offered_at: datetime) -> date:
    """The last day for the answer to an offer of help."""
    return due_on(local_day(offered_at), HELP_DAYS)


def tell_due_on(starts_at: datetime) -> date:
    """The last day on which the team tells how it was."""
    return due_on(local_day(starts_at), TELL_DAYS)


def require_initiative(kind: Kind, state: ItemState) -> None:
    """Raise `ConflictError` unless it is an initiative of residents that goes on."""
    if kind is not Kind.INITIATIVE:
        raise ConflictError(mark("This is no initiative of residents."))
    require_open(state)


def require_part(takes_part: bool) -> None:
    """Raise `ConflictError` for somebody who has no part in the initiative."""
    if not takes_part:
        raise ConflictError(
            mark("Who brought it in, or offers help with it, can ask the team to come. Offer help first.")
        )


def can_answer_otherwise(state: VisitState, starts_at: datetime, at: datetime) -> bool:
    """Whether the team can say otherwise than it said: it answered, and it has not begun."""
    return state in ANSWERED and at < starts_at


def require_to_answer(state: VisitState, starts_at: datetime, at: datetime) -> None:
    """Raise `ConflictError` when the team can neither answer nor answer otherwise."""
    if not can_answer_otherwise(state, starts_at, at):
        require_asked(state)


def require_as_seen(seen: int | None, times_said: int) -> None:
    """Raise `ConflictError` when a colleague answered or told since the form was opened. None: nobody opened a form."""
    if seen is not None and seen != times_said:
        raise ConflictError(mark("A colleague answered meanwhile. Read that first. Do you still want to change it?"))


def require_asked(state: VisitState) -> None:
    """Raise `ConflictError` when the team answered already, or nobody asks any more."""
    if state is not VisitState.ASKED:
        raise ConflictError(
            mark("This was answered already, or is not needed any more. Look on the page of the initiative.")
        )


def can_be_called_off(state: VisitState, starts_at: datetime, at: datetime) -> bool:
    """Whether who asked can say that it does not take place: the team answered, and it has not begun."""
    return state in ANSWERED and at < starts_at


def require_to_call_off(state: VisitState, starts_at: datetime, at: datetime) -> None:
    """Raise `ConflictError` when it is not to be called off (any more)."""
    if not can_be_called_off(state, starts_at, at):
        raise ConflictError(mark("This cannot be called off (any more). Look on the page of the initiative."))


def require_told(state: VisitState, starts_at: datetime, at: datetime) -> None:
    """Raise `ConflictError` when the team cannot tell (yet, or any more) how a visit was; what it told it can mend."""
    if state in TOLD:
        return
    if state is not VisitState.COMING:
        raise ConflictError(mark("There is nothing to tell about this visit (any more)."))
    if at < starts_at:
        raise ConflictError(mark("It has not begun yet. Tell afterwards how it was."))


def require_unanswered(*, answered: bool) -> None:
    """Raise `ConflictError` when an offer of help was answered before."""
    if answered:
        raise ConflictError(mark("You answered this offer already. Nothing has changed."))


def require_reason(coming: bool, words: str) -> None:
    """Raise `InvalidError` on `words` when it does not say who comes, or why nobody can."""
    if not words:
        raise InvalidError(
            mark("Say who comes.") if coming else mark("Say why nobody can come. Everybody can read it."), field="words"
        )


def lateness(state: VisitState, answer_due: date, starts_at: datetime, today: date) -> int:
    """How many days the team is late with its answer, or with telling how it was; 0 when it is not."""
    due = {VisitState.ASKED: answer_due, VisitState.COMING: tell_due_on(starts_at)}.get(state)
    return max(0, (today - due).days) if due else 0
