"""What an advice can be, how long each step may take, and who may take it."""

from collections.abc import Sequence
from datetime import date, timedelta

from coop.kernel.access import Role
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.text import clean_line, require_filled, require_length
from coop.kernel.words import Worded, mark

TITLE_LENGTH, POINT_LENGTH, ABOUT_LENGTH = 120, 200, 3000
MOST_POINTS = 12
# So long an advice can look for supporters.
GATHER_DAYS = 60
LEAST_ASKED_DAYS, MOST_ASKED_DAYS, USUAL_ASKED_DAYS = 7, 180, 42


class AdviceKind(Worded):
    """Whether the board asked for it."""

    ASKED = "asked", mark("Asked by the board")
    UNASKED = "unasked", mark("Nobody asked for it")


class AdviceState(Worded):
    """Where an advice stands."""

    ASKED = "asked", mark("The council writes it"), "", "busy"
    GATHERING = "gathering", mark("Looks for supporters"), "", "busy"
    HANDED_OVER = "handed_over", mark("Handed over"), "", "ok"
    LAPSED = "lapsed", mark("Not enough supporters"), "", "late"
    WITHDRAWN = "withdrawn", mark("Taken back")


# What tells in the news: the page, the name of its number, and the words; for everybody, and for who takes part in it.
NEWS: dict[str, tuple[str, str, str]] = {"advice": ("advice.advice", "advice_id", mark("Advice"))}
OWN_NEWS: dict[str, tuple[str, str, str]] = {
    "advice_handed_over": ("advice.advice", "advice_id", mark("Handed over: advice that you support")),
    "advice_answered": ("advice.advice", "advice_id", mark("Answered: advice that you support")),
    "advice_lapsed": ("advice.advice", "advice_id", mark("Not enough supporters: advice that you support")),
}


def points_in(text: str) -> list[list[str]]:
    """The points of an advice, one on each line, as [[key, title]]. Raises `InvalidError` on `points`."""
    lines = [line for raw in (text or "").splitlines() if (line := clean_line(raw).removeprefix("- "))]
    require_filled("".join(lines), len(text or "") + 1, "points", mark("Write at least one point, each on a line."))
    if len(lines) > MOST_POINTS:
        raise InvalidError(mark("Write at most %(most)s points."), field="points", most=MOST_POINTS)
    return [
        [str(number), require_length(line, POINT_LENGTH, "points")]
        for number, line in enumerate(dict.fromkeys(lines), 1)
    ]


def as_lines(points: Sequence[Sequence[str]]) -> str:
    """Points as they are filled in: one on each line."""
    return "\n".join(title for _key, title in points)


def require_day(due_on: date, today: date) -> None:
    """Raise `InvalidError` on `due_on` when the council gets too little time, or too much."""
    if not LEAST_ASKED_DAYS <= (due_on - today).days <= MOST_ASKED_DAYS:
        raise InvalidError(
            mark("Give the council at least %(least)s days and at most %(most)s."),
            field="due_on",
            least=LEAST_ASKED_DAYS,
            most=MOST_ASKED_DAYS,
        )


def require_asked(state: AdviceState) -> None:
    """Raise `ConflictError` unless the council still has to give this advice."""
    if state is not AdviceState.ASKED:
        raise ConflictError(mark("This advice was given already. It does not change any more."))


def gathers(state: AdviceState, due_on: date | None, today: date) -> bool:
    """Whether an advice looks for supporters; its last day is part of it."""
    return state is AdviceState.GATHERING and due_on is not None and today <= due_on


def require_gathering(state: AdviceState, due_on: date | None, today: date) -> None:
    """Raise `ConflictError` when nobody can support an advice, or take that back (any more)."""
    if gathers(state, due_on, today):
        return
    if state is AdviceState.HANDED_OVER:
        raise ConflictError(mark("This advice was handed over already. Nothing changes in it any more."))
    raise ConflictError(mark("This advice does not look for supporters (any more)."))


def require_adviser(roles: frozenset[Role]) -> None:
    """Raise `ConflictError` for who must answer advice: the board does not advise itself."""
    if Role.BOARD in roles:
        raise ConflictError(mark("You are on the board, which answers advice. Others advise it."))


def is_late(state: AdviceState, due_on: date | None, today: date) -> bool:
    """Whether the council should have given the advice."""
    return state is AdviceState.ASKED and due_on is not None and today > due_on


def reminds(due_on: date, today: date) -> bool:
    """Whether it is time to remind the council: a week before its last day."""
    return today >= due_on - timedelta(days=7)
