"""Rules about rounds of statements."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from coop.kernel.errors import ConflictError, InvalidError, TooLateError
from coop.kernel.text import require_length
from coop.kernel.words import mark

TITLE_LENGTH, TEXT_LENGTH, STATEMENT_LENGTH, REASON_LENGTH = 100, 600, 100, 600
FEWEST, MOST = 3, 30
SHORTEST, LONGEST = timedelta(days=7), timedelta(days=92)
# Whoever answers on the last days must still meet a statement that was added.
LAST_SUGGESTION = timedelta(days=3)
MOST_SUGGESTIONS = 3


class SuggestionState(StrEnum):
    """What became of a statement that a resident brought in."""

    WAITING = "waiting"
    ADMITTED = "admitted"
    REFUSED = "refused"


def require_last_day(closes_on: date, today: date) -> None:
    """Refuse a round shorter than a week or longer than three months. Raises `InvalidError` on `closes_on`."""
    if not today + SHORTEST <= closes_on <= today + LONGEST:
        raise InvalidError(mark("Choose a day at least a week and at most three months from now."), field="closes_on")


def require_statements(statements: Sequence[str]) -> None:
    """Refuse too few, too many, long or double statements. Raises `InvalidError` on `statements`."""
    if not FEWEST <= len(statements) <= MOST:
        raise InvalidError(mark("Write 3 to 30 statements, each on a line of its own."), field="statements")
    if len({one.casefold() for one in statements}) < len(statements):
        raise InvalidError(mark("The same statement stands there twice."), field="statements")
    for one in statements:
        require_length(one, STATEMENT_LENGTH, "statements")


def require_open(closes_on: date, today: date, *, is_counted: bool, is_ended: bool) -> None:
    """Refuse answers after the last day, and once it was ended. Raises `TooLateError`."""
    if is_ended:
        raise TooLateError(mark("This round was ended early. There is no outcome, and all answers are erased."))
    if is_counted or today > closes_on:
        raise TooLateError(mark("This round is over. What you answered until the last day counts."))


def takes_suggestions(closes_on: date, today: date, *, is_counted: bool) -> bool:
    """Whether residents can still bring in statements of their own."""
    return not is_counted and today <= closes_on - LAST_SUGGESTION


def require_suggestion(text: str, known: Sequence[str], mine: int) -> None:
    """Refuse a statement that is there already, and a fourth of one person. Raises `InvalidError` on `text`."""
    if mine >= MOST_SUGGESTIONS:
        raise ConflictError(mark("You brought in three statements for this theme. That is the most for one person."))
    if text.casefold() in {one.casefold() for one in known}:
        raise InvalidError(mark("This statement is there already."), field="text")


def require_room(statements: int) -> None:
    """Refuse a statement beyond the most that people will answer. Raises `ConflictError`."""
    if statements >= MOST:
        raise ConflictError(mark("There are 30 statements already. No more can be added; refuse this one and say so."))


def require_not_withdrawn(is_withdrawn: bool) -> None:
    """Refuse whatever is about a statement that was taken away. Raises `ConflictError`."""
    if is_withdrawn:
        raise ConflictError(mark("This statement was taken away. You need not answer it any more."))


def require_waiting(state: SuggestionState) -> None:
    """Refuse a second decision about a statement of a resident, and taking back one that was decided about."""
    if state is not SuggestionState.WAITING:
        raise ConflictError(mark("Somebody decided about this statement already. Nothing has changed."))
