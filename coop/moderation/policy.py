"""House rules, what a case can be, who may decide about it, and how turns are drawn."""

from datetime import date, datetime, timedelta

from coop.agenda.policy import NAMED_TO_ALL
from coop.kernel.access import Role
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError
from coop.kernel.words import Worded, mark
from coop.rules.answering import due_on
from coop.rules.counting.lots import Lot

REASON_LENGTH = 600
# Digits of the dice: four ordinary dice fall in 1,296 ways.
FEWEST_DICE, MOST_DICE = 4, 12
# Stands between dice and number, so that the same dice in another draw give another order.
LOT_WORD = "beurt"
OBJECTION_DAYS = timedelta(days=14)
# So long somebody with a turn has for a report, or for an objection.
DECIDE_DAYS = 3
MOST_REPORTS_A_DAY = 10
USUAL_HIDE_AFTER, LEAST_HIDE_AFTER, MOST_HIDE_AFTER = 3, 2, 20
USUAL_TERM_DAYS, LEAST_TERM_DAYS, MOST_TERM_DAYS = 90, 7, 365


class HouseRule(Worded):
    """What does not belong in a conversation; the only grounds on which a comment is taken away."""

    PERSON = "person", mark("It tells something about somebody who can be recognised")
    INSULT = "insult", mark("It insults or threatens somebody")
    GROUP = "group", mark("It puts down a group of people")
    ADVERT = "advert", mark("It is an advertisement")
    FALSE_NAME = "false_name", mark("Somebody pretends to be somebody else")


class Verdict(Worded):
    """What was decided about a comment."""

    KEEP = "keep", mark("It stays"), "", "ok"
    REMOVE = "remove", mark("It was taken away"), "", "late"


class CaseState(Worded):
    """Where the question stands whether a comment can stay."""

    WAITING = "waiting", mark("Waits for a decision")
    DECIDED = "decided", mark("Decided")
    OBJECTED = "objected", mark("Somebody objected")
    FINAL = "final", mark("Decided after an objection")
    WITHDRAWN = "withdrawn", mark("Taken away by who wrote it")


WAITS = (CaseState.WAITING, CaseState.OBJECTED)


class Way(Worded):
    """How somebody came by a turn."""

    DRAWN = "drawn", mark("drawn by lot")
    APPOINTED = "appointed", mark("asked by the board")


def decide_due_on(opened_at: datetime) -> date:
    """The last day for a decision about what was reported, or objected to, at a moment."""
    return due_on(local_day(opened_at), DECIDE_DAYS)


def hides(reports: int, hide_after: int) -> bool:
    """Whether a comment is hidden until somebody decided."""
    return reports >= hide_after


def is_new_question(state: CaseState, decided_at: datetime, changed_at: datetime | None) -> bool:
    """Whether a comment that stayed got other words since: what was decided was about words that are gone."""
    return state not in WAITS and changed_at is not None and changed_at > decided_at


def require_reportable(state: CaseState | None, *, own: bool, before: bool, today: int) -> None:
    """Raise `ConflictError` when this person cannot report this comment (any more).

    `before`: reported it already; `today`: how many they reported in a day.
    """
    if own:
        raise ConflictError(mark("You wrote this comment yourself. You can change it."))
    if before:
        raise ConflictError(mark("You reported this comment already. You get mail when somebody decided."))
    if state not in (None, CaseState.WAITING):
        raise ConflictError(mark("Neighbours looked at this comment already. What they decided stands in the log."))
    if today >= MOST_REPORTS_A_DAY:
        raise ConflictError(mark("You reported many comments today. Go on tomorrow, or call us."))


def require_turn(roles: frozenset[Role], *, on_duty: bool) -> None:
    """Raise `NotAllowedError` unless this person is a resident with a turn today."""
    if not on_duty or roles & set(NAMED_TO_ALL):
        raise NotAllowedError(mark("You have no turn now to look after the conversations."))


def hindrance(state: CaseState, *, talked: bool, reported: bool, decided: bool) -> str | None:
    """Why this person cannot decide about a case: a marked msgid; None when they can."""
    if state is CaseState.WITHDRAWN:
        return mark("Who wrote it took it away. There is nothing to decide any more.")
    if state not in WAITS:
        return mark("Somebody decided about this already.")
    if talked:
        return mark("You wrote in this thread yourself. Somebody else decides.")
    if reported:
        return mark("You reported this comment yourself. Somebody else decides.")
    if decided and state is CaseState.OBJECTED:
        return mark("You decided about this before. Somebody else decides about the objection.")
    return None


def require_said_for_oneself(role: Role) -> None:
    """Raise `ConflictError` for what somebody said in an office: of that, account is given."""
    if role in NAMED_TO_ALL:
        raise ConflictError(
            mark("You said this in your office. You can change it. How it was before stays to be read.")
        )


def require_objection(state: CaseState, verdict: Verdict, decided_at: datetime, at: datetime, *, wrote: bool) -> None:
    """Raise `ConflictError` when nobody can object (any more), or not this person.

    Who wrote it objects to taking away (`wrote`); who reported it objects to keeping.
    """
    if state is CaseState.OBJECTED:
        raise ConflictError(mark("Somebody objected already. Somebody else decides, and that is the end."))
    if state is CaseState.WITHDRAWN:
        raise ConflictError(mark("Who wrote it took it away. There is nothing to decide any more."))
    if state is not CaseState.DECIDED:
        raise ConflictError(mark("You cannot object now. Look in the log where it stands."))
    if wrote != (verdict is Verdict.REMOVE):
        raise ConflictError(mark("This decision is as you wanted it. There is nothing to object to."))
    if at > decided_at + OBJECTION_DAYS:
        raise ConflictError(mark("You could object for %(days)s days. That time has passed."), days=OBJECTION_DAYS.days)


def require_setting(hide_after: int, term_days: int) -> None:
    """Raise `InvalidError` on the field that is out of bounds."""
    for value, least, most, field in (
        (hide_after, LEAST_HIDE_AFTER, MOST_HIDE_AFTER, "hide_after"),
        (term_days, LEAST_TERM_DAYS, MOST_TERM_DAYS, "term_days"),
    ):
        if not least <= value <= most:
            raise InvalidError(mark("Choose a number from %(least)s to %(most)s."), field=field, least=least, most=most)


def require_dice(text: str) -> str:
    """The digits that the dice showed, without blanks. Raises `InvalidError` for anything else."""
    digits = "".join(text.split())
    if not (digits.isascii() and digits.isdigit() and FEWEST_DICE <= len(digits) <= MOST_DICE):
        raise InvalidError(
            mark("Write down what the dice showed, one after the other: %(least)s to %(most)s digits."),
            field="lot",
            least=FEWEST_DICE,
            most=MOST_DICE,
        )
    return digits


def lot_of(draw_id: int, dice: str) -> Lot:
    """The order of a draw; everybody can make it anew from what is published."""
    return Lot(dice, f"{LOT_WORD}-{draw_id}")


def is_on_duty(begins_on: date | None, ends_on: date | None, today: date) -> bool:
    """Whether a turn runs today; the last day is not part of it."""
    return begins_on is not None and ends_on is not None and begins_on <= today < ends_on


def require_resident(roles: frozenset[Role]) -> None:
    """Raise `ConflictError` for people in an office: residents look after the conversations of residents."""
    if roles & set(NAMED_TO_ALL):
        raise ConflictError(mark("You have an office. Residents without one look after the conversations."))
