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
# Who was refused before the panel decided.
REFUSED_EARLY = frozenset({AppState.LATE, AppState.KNOCKED_OUT, AppState.NOT_SHORTLISTED, AppState.NO_SHOW})
# A letter can go out as soon as it is sure that somebody is not chosen.
LETTER_SOON = REFUSED_EARLY | {AppState.REJECTED}

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

# What comes next for a candidate who takes part: it tells nothing that reaches candidates by letter only.
_READING = mark(
    "The panel reads your answers after the closing moment. You hear how it goes on within 14 days after that."
)
_INVITING = mark(
    "It is known who is invited. First the members of the panel say whether they know a candidate. "
    "After that the secretary tells you how it goes on."
)
_TALKING = mark(
    "The interviews are held now. When you are invited, the secretary tells you when and where. "
    "Everybody else gets a personal letter with the reasons."
)
_ENDED = mark("This procedure is finished. You get a personal letter within 14 days.")
_CLOSED = mark("This procedure is closed: everybody has had an answer. Your data are erased by themselves.")
NEXT_WORDS: dict[State, str] = {
    State.DRAFT: _READING,
    State.PROFILE_REVIEW: _READING,
    State.APPROVED: _READING,
    State.PUBLISHED: _READING,
    State.CLOSED: _READING,
    State.SCREENING: _READING,
    State.SHORTLIST_SET: _INVITING,
    State.CONFLICT_CHECK: _INVITING,
    State.INTERVIEWING: _TALKING,
    State.SCORING: _TALKING,
    State.DELIBERATION: mark(
        "The panel compares its scores, talks about the candidates and votes. You need do nothing now. "
        "After that you hear how it ended."
    ),
    State.PANEL_DECIDED: mark(
        "The panel has decided. The secretary sends the decision to the board. You need do nothing now."
    ),
    State.RATIFICATION: mark(
        "The panel has decided. The board looks at the decision now. You need do nothing; after that you hear more."
    ),
    State.EMPLOYER_CONFIRMATION: mark(
        "The panel and the board are done. The employer and the candidate who was chosen answer now. "
        "After that you get a personal letter."
    ),
    State.SUSPENDED: mark(
        "The procedure stands still for a while. You need do nothing. Your application stays; on this page you see "
        "when it goes on."
    ),
    State.PLACED: _ENDED,
    State.UNFILLED: _ENDED,
    State.CANCELLED: _ENDED,
    State.REOPENED: _ENDED,
    State.CONCLUDED: _CLOSED,
    State.RETENTION: _CLOSED,
    State.ERASED: mark("This procedure is closed. What you sent is erased, unless you let us keep it for a year."),
}


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
