"""What an item and a commitment can be, and which steps they may take."""

from collections.abc import Collection
from datetime import date

from coop.kernel import text as checks
from coop.kernel.access import Role
from coop.kernel.errors import ConflictError, NotAllowedError
from coop.kernel.words import Worded, mark

TITLE_LENGTH = 100
# One rule for the length of texts in every room.
require_filled, require_length, require_few_words = (
    checks.require_filled,
    checks.require_length,
    checks.require_few_words,
)

SHORT_WORDS = 60
SHORT_LENGTH = 600
DETAILS_LENGTH = 4000
PLACE_LENGTH = 120
COMMENT_LENGTH = 1500
OFFER_LENGTH = 500
PASSED_TO_LENGTH = 120
STEM_LENGTH = 40
REASON_LENGTH = 1000
FOREWORD_LENGTH = 2000
NOTE_LENGTH = 2000
WHO_LENGTH = 120
SOURCE_LENGTH = 200
COOPERATIVE_LENGTH, SOURCE_NUMBER_LENGTH, URL_LENGTH = 120, 40, 500
ALT_LENGTH = 200
# More says no more, and makes a page heavy for who pays for each megabyte.
MOST_PHOTOS = 3


class Kind(Worded):
    """What sort of item; a strength weighs as much as a problem. Source: B ch. 4."""

    PROBLEM = "problem", mark("Problem"), mark("Something does not go well and people are troubled by it.")
    STRENGTH = "strength", mark("Strength"), mark("Something goes well. It must stay or may grow.")
    WISH = "wish", mark("Wish"), mark("Something is not there yet. You would like to have it.")
    INITIATIVE = (
        "initiative",
        mark("Residents' initiative"),
        mark("Residents do something themselves or want to begin with it."),
    )


class Domain(Worded):
    """The part of daily life it is about. Source: the domains of Zaanstad (B), with meeting and safety added."""

    MONEY = "money", mark("Income and debt")
    WORK = "work", mark("Work and taking part")
    HOUSING = "housing", mark("Housing")
    FAMILY = "family", mark("Family and youth")
    HEALTH = "health", mark("Health and mind")
    CARE = "care", mark("Care and carers")
    SAFETY = "safety", mark("Safety and public space")
    MEETING = "meeting", mark("Meeting and culture")


class Origin(Worded):
    """Through whom it came in: not only through those who sign in. Source: B, doors rung in Leeuwarden."""

    RESIDENT = "resident", mark("A resident, on this site")
    DOOR = "door", mark("A resident, told to the team at the door")
    SCHOOL = "school", mark("A school")
    CLUB = "club", mark("A club or association")
    PAPER = "paper", mark("A resident, on paper")
    SPOKEN = "spoken", mark("A resident, in their own voice; somebody typed it")
    PHONE = "phone", mark("A resident, by phone; somebody typed it")
    STATEMENT = "statement", mark("Residents who agree about a statement")


class ItemState(Worded):
    """Where an item stands."""

    NEW = "new", mark("New"), "", "busy"
    ON_AGENDA = "on_agenda", mark("On the agenda"), "", "ok"
    REFUSED = "refused", mark("Not on the agenda"), "", "late"
    MERGED = "merged", mark("Merged")
    PASSED_ON = "passed_on", mark("Passed on"), "", "busy"
    CLOSED = "closed", mark("Closed")


class CommitmentState(Worded):
    """Where a commitment of the team stands."""

    OPEN = "open", mark("Under way"), "", "busy"
    DONE = "done", mark("Done"), "", "ok"
    PARTLY = "partly", mark("Partly done"), "", "busy"
    STOPPED = "stopped", mark("Stopped"), "", "late"


# Which of somebody's roles speaks: in an office for acts of the office, as a neighbour for one's own items.
OFFICES = (
    *(Role.BOARD, Role.TEAM_MEMBER, Role.SECRETARY, Role.MEMBER, Role.RESIDENT),
    *(Role.ADMINISTRATOR, Role.PRIVACY_OFFICER),
)
NEIGHBOURS = (
    *(Role.MEMBER, Role.RESIDENT, Role.TEAM_MEMBER, Role.BOARD, Role.SECRETARY),
    *(Role.ADMINISTRATOR, Role.PRIVACY_OFFICER),
)

# Who acts for the neighbourhood is named to everybody.
NAMED_TO_ALL = (Role.BOARD, Role.TEAM_MEMBER, Role.SECRETARY)
FINAL = (CommitmentState.DONE, CommitmentState.STOPPED)
OPEN_STATES = (ItemState.NEW, ItemState.ON_AGENDA)

STEPS: dict[ItemState, frozenset[ItemState]] = {
    ItemState.NEW: frozenset({ItemState.ON_AGENDA, ItemState.REFUSED, ItemState.MERGED, ItemState.PASSED_ON}),
    ItemState.ON_AGENDA: frozenset({ItemState.REFUSED, ItemState.MERGED, ItemState.PASSED_ON, ItemState.CLOSED}),
    ItemState.REFUSED: frozenset({ItemState.NEW}),
    ItemState.MERGED: frozenset({ItemState.NEW}),
    ItemState.PASSED_ON: frozenset({ItemState.NEW, ItemState.CLOSED}),
    ItemState.CLOSED: frozenset({ItemState.NEW}),
}


# Fewer than this at doors points at people; from there on it is told in steps as large.
HEARD_STEP = 5


def heard_told(heard: int) -> int:
    """How often something was heard, as everybody may read it: rounded down to fives, 0 for fewer than five."""
    return heard // HEARD_STEP * HEARD_STEP


def role_of(roles: Collection[Role], order: tuple[Role, ...]) -> Role:
    """The first of `order` that this person holds. Raises `NotAllowedError` for somebody without a role here."""
    for role in order:
        if role in roles:
            return role
    raise NotAllowedError(mark("You may not do this with your role in this neighbourhood."))


def may_move(state: ItemState, to: ItemState) -> bool:
    """Whether an item in `state` may go to `to` in one step."""
    return to in STEPS[state]


# What is so when a step was taken before, by the state it leads to; and when it does not fit, by the present state.
_ALREADY: dict[ItemState, str] = {
    ItemState.NEW: mark("This item is new and waits for a decision of the board. There is nothing to take up again."),
    ItemState.ON_AGENDA: mark("This item is on the agenda already. Nothing has changed."),
    ItemState.REFUSED: mark("The board has already decided not to put this item on the agenda. Nothing has changed."),
    ItemState.MERGED: mark("This item was merged with another one already. Nothing has changed."),
    ItemState.PASSED_ON: mark("This item was passed on already. Nothing has changed."),
    ItemState.CLOSED: mark("This item was closed already. Nothing has changed."),
}
_NOT_NOW: dict[ItemState, str] = {
    ItemState.NEW: mark("This item is new. It can be closed only when it has been on the agenda."),
    ItemState.ON_AGENDA: mark("This item is on the agenda. There is nothing to take up again."),
    ItemState.REFUSED: mark("The board decided not to put this item on the agenda. Take it up again first."),
    ItemState.MERGED: mark("This item was merged with another one. Take it up again first."),
    ItemState.PASSED_ON: mark("This item was passed on to others. Take it up again first."),
    ItemState.CLOSED: mark("This item is closed. Take it up again first."),
}


def require_move(state: ItemState, to: ItemState) -> None:
    """Raise `ConflictError`, saying what is so, when an item in `state` may not go to `to` in one step."""
    if state is to:
        raise ConflictError(_ALREADY[to])
    if not may_move(state, to):
        raise ConflictError(_NOT_NOW[state])


def require_open(state: ItemState) -> None:
    """Raise `ConflictError` when residents can no longer add support, help or comments."""
    if state not in OPEN_STATES:
        raise ConflictError(mark("This item is no longer open. You cannot add anything to it."))


def edition_hindrance(newest_on: date | None, today: date, items: int) -> str | None:
    """Why no edition can be published today: the agenda is empty, or one of today is there already; else None."""
    if newest_on == today:
        return mark("An edition was published today already. Tomorrow you can publish the next.")
    if not items:
        return mark("The agenda is still empty. Put an item on it first.")
    return None


def require_edition(newest_on: date | None, today: date, items: int) -> None:
    """Raise `ConflictError` when no edition can be published today."""
    hindrance = edition_hindrance(newest_on, today, items)
    if hindrance is not None:
        raise ConflictError(hindrance)


def require_short(text: str) -> str:
    """Return `text`. Raises `InvalidError` when "in short" is empty or has more than 60 words."""
    require_filled(text, SHORT_LENGTH, "in_short", mark("Say in short what it is about."))
    return checks.require_few_words(text, SHORT_WORDS, "in_short")


def require_progress(state: CommitmentState) -> None:
    """Raise `ConflictError` when nothing more can be reported on a commitment in `state`.

    "Done" and "stopped" are final; while it is open or partly done the team may report again and again.
    """
    if state in FINAL:
        raise ConflictError(mark("This commitment was closed already. Its story stays as it was told then."))
