"""What an item and a commitment can be, and which steps they may take."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from coop.kernel import text as checks
from coop.kernel.access import Role
from coop.kernel.errors import ConflictError, NotAllowedError
from coop.kernel.words import mark

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


class Kind(StrEnum):
    """What sort of item; a strength weighs as much as a problem. Source: B ch. 4."""

    PROBLEM = "problem"
    STRENGTH = "strength"
    WISH = "wish"
    INITIATIVE = "initiative"

    @property
    def words(self) -> str:
        """The marked msgid with which a page names it."""
        return KIND_WORDS[self]

    @property
    def help(self) -> str:
        """The marked msgid that explains it in one or two plain sentences."""
        return KIND_HELP[self]


class Domain(StrEnum):
    """The part of daily life it is about. Source: the domains of Zaanstad (B), with meeting and safety added."""

    MONEY = "money"
    WORK = "work"
    HOUSING = "housing"
    FAMILY = "family"
    HEALTH = "health"
    CARE = "care"
    SAFETY = "safety"
    MEETING = "meeting"

    @property
    def words(self) -> str:
        """The marked msgid with which a page names it."""
        return DOMAIN_WORDS[self]


class Origin(StrEnum):
    """Through whom it came in: not only through those who sign in. Source: B, doors rung in Leeuwarden."""

    RESIDENT = "resident"
    DOOR = "door"
    SCHOOL = "school"
    CLUB = "club"
    PAPER = "paper"

    @property
    def words(self) -> str:
        """The marked msgid with which a page names it."""
        return ORIGIN_WORDS[self]


class ItemState(StrEnum):
    """Where an item stands."""

    NEW = "new"
    ON_AGENDA = "on_agenda"
    REFUSED = "refused"
    MERGED = "merged"
    PASSED_ON = "passed_on"
    CLOSED = "closed"

    @property
    def words(self) -> str:
        """The marked msgid with which a page names it."""
        return STATE_WORDS[self]

    @property
    def tone(self) -> str:
        """How a tag with this state looks: ok, busy, late or plain."""
        return STATE_TONES[self]


class CommitmentState(StrEnum):
    """Where a commitment of the team stands."""

    OPEN = "open"
    DONE = "done"
    PARTLY = "partly"
    STOPPED = "stopped"

    @property
    def words(self) -> str:
        """The marked msgid with which a page names it."""
        return COMMITMENT_WORDS[self]

    @property
    def tone(self) -> str:
        """How a tag with this state looks: ok, busy, late or plain."""
        return COMMITMENT_TONES[self]


KIND_WORDS: dict[Kind, str] = {
    Kind.PROBLEM: mark("Problem"),
    Kind.STRENGTH: mark("Strength"),
    Kind.WISH: mark("Wish"),
    Kind.INITIATIVE: mark("Residents' initiative"),
}

KIND_HELP: dict[Kind, str] = {
    Kind.PROBLEM: mark("Something does not go well and people are troubled by it."),
    Kind.STRENGTH: mark("Something goes well. It must stay or may grow."),
    Kind.WISH: mark("Something is not there yet. You would like to have it."),
    Kind.INITIATIVE: mark("Residents do something themselves or want to begin with it."),
}

DOMAIN_WORDS: dict[Domain, str] = {
    Domain.MONEY: mark("Income and debt"),
    Domain.WORK: mark("Work and taking part"),
    Domain.HOUSING: mark("Housing"),
    Domain.FAMILY: mark("Family and youth"),
    Domain.HEALTH: mark("Health and mind"),
    Domain.CARE: mark("Care and carers"),
    Domain.SAFETY: mark("Safety and public space"),
    Domain.MEETING: mark("Meeting and culture"),
}

ORIGIN_WORDS: dict[Origin, str] = {
    Origin.RESIDENT: mark("A resident, on this site"),
    Origin.DOOR: mark("A resident, told to the team at the door"),
    Origin.SCHOOL: mark("A school"),
    Origin.CLUB: mark("A club or association"),
    Origin.PAPER: mark("A resident, on paper"),
}

STATE_WORDS: dict[ItemState, str] = {
    ItemState.NEW: mark("New"),
    ItemState.ON_AGENDA: mark("On the agenda"),
    ItemState.REFUSED: mark("Not on the agenda"),
    ItemState.MERGED: mark("Merged"),
    ItemState.PASSED_ON: mark("Passed on"),
    ItemState.CLOSED: mark("Closed"),
}

STATE_TONES: dict[ItemState, str] = {
    ItemState.NEW: "busy",
    ItemState.ON_AGENDA: "ok",
    ItemState.REFUSED: "late",
    ItemState.MERGED: "plain",
    ItemState.PASSED_ON: "busy",
    ItemState.CLOSED: "plain",
}

COMMITMENT_TONES: dict[CommitmentState, str] = {
    CommitmentState.OPEN: "busy",
    CommitmentState.DONE: "ok",
    CommitmentState.PARTLY: "busy",
    CommitmentState.STOPPED: "late",
}

COMMITMENT_WORDS: dict[CommitmentState, str] = {
    CommitmentState.OPEN: mark("Under way"),
    CommitmentState.DONE: mark("Done"),
    CommitmentState.PARTLY: mark("Partly done"),
    CommitmentState.STOPPED: mark("Stopped"),
}

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
