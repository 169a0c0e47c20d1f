"""Where an application and a seat are, what a secretary may say of an application, and who sees what of it."""

from enum import StrEnum

from coop.kernel.words import mark
from coop.panels.policy.states import State


class AppState(StrEnum):
    """Where an application is; after erasing it is the outcome that remains."""

    RECEIVED = "received"
    INCOMPLETE = "incomplete"
    LATE = "late"
    KNOCKED_OUT = "knocked_out"
    ADMITTED = "admitted"
    NOT_SHORTLISTED = "not_shortlisted"
    SHORTLISTED = "shortlisted"
    INVITED = "invited"
    INTERVIEWED = "interviewed"
    NO_SHOW = "no_show"
    PREFERRED = "preferred"
    REJECTED = "rejected"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


APP_WORDS: dict[AppState, str] = {
    AppState.RECEIVED: mark("received"),
    AppState.INCOMPLETE: mark("something is missing"),
    AppState.LATE: mark("too late"),
    AppState.KNOCKED_OUT: mark("does not meet a requirement"),
    AppState.ADMITTED: mark("takes part"),
    AppState.NOT_SHORTLISTED: mark("not invited"),
    AppState.SHORTLISTED: mark("on the shortlist"),
    AppState.INVITED: mark("invited for an interview"),
    AppState.INTERVIEWED: mark("interviewed"),
    AppState.NO_SHOW: mark("did not come"),
    AppState.PREFERRED: mark("chosen by the panel"),
    AppState.REJECTED: mark("not chosen"),
    AppState.OFFERED: mark("has an offer"),
    AppState.ACCEPTED: mark("accepted the place"),
    AppState.DECLINED: mark("declined the place"),
    AppState.WITHDRAWN: mark("withdrawn"),
    AppState.REPLACED: mark("replaced by a newer application"),
}
# What the secretary can say of an application after closing; a requirement that is not met needs a reason.
SORTING = (AppState.ADMITTED, AppState.INCOMPLETE, AppState.KNOCKED_OUT)
UNSORTED = frozenset({AppState.RECEIVED, AppState.INCOMPLETE})
IN_RUNNING = frozenset(
    {
        *(AppState.ADMITTED, AppState.SHORTLISTED, AppState.INVITED, AppState.INTERVIEWED),
        *(AppState.PREFERRED, AppState.OFFERED, AppState.ACCEPTED),
    }
)
ON_SHORTLIST = IN_RUNNING - {AppState.ADMITTED}
# Who needs no letter: has the place, left by themselves, or sent a newer application.
NO_LETTER = frozenset({AppState.ACCEPTED, AppState.WITHDRAWN, AppState.DECLINED, AppState.REPLACED})
# A letter can go out as soon as it is sure that somebody is not chosen.
LETTER_SOON = frozenset(
    {AppState.LATE, AppState.KNOCKED_OUT, AppState.NOT_SHORTLISTED, AppState.NO_SHOW, AppState.REJECTED}
)

KNOCK_OUTS: dict[str, str] = {
    "K1": mark("Works and thinks at the level of a bachelor's degree (a diploma is not asked)"),
    "K2": mark("Has or gets a contract with an employer who invests in the team"),
    "K3": mark("Knows the law of the own field, or is ready to learn it soon"),
}

# Names are for the secretary until the shortlist is known; then for the members; for the board and the employer once
# the panel has decided.
NAMES_FOR_PANEL = frozenset(
    {
        *(State.CONFLICT_CHECK, State.INTERVIEWING, State.SCORING, State.DELIBERATION, State.PANEL_DECIDED),
        *(State.RATIFICATION, State.EMPLOYER_CONFIRMATION),
    }
)
NAMES_FOR_BOARD = frozenset(
    {State.PANEL_DECIDED, State.RATIFICATION, State.EMPLOYER_CONFIRMATION, State.PLACED, State.CONCLUDED}
)


class SeatState(StrEnum):
    """How somebody who was drawn answered, or left."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    RESERVE = "reserve"
    LEFT = "left"
    REMOVED = "removed"


SEAT_WORDS: dict[SeatState, str] = {
    SeatState.WAITING: mark("no answer yet"),
    SeatState.ACCEPTED: mark("yes"),
    SeatState.DECLINED: mark("no"),
    SeatState.RESERVE: mark("reserve"),
    SeatState.LEFT: mark("left the panel"),
    SeatState.REMOVED: mark("taken off the panel"),
}
