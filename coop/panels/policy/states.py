"""Where a procedure can be, what can happen to it, and who takes part. The table of steps is in `table`."""

from enum import StrEnum

from coop.kernel.words import mark


class State(StrEnum):
    """Where a procedure is."""

    DRAFT = "draft"
    PROFILE_REVIEW = "profile_review"
    APPROVED = "approved"
    PUBLISHED = "published"
    CLOSED = "closed"
    SCREENING = "screening"
    SHORTLIST_SET = "shortlist_set"
    CONFLICT_CHECK = "conflict_check"
    INTERVIEWING = "interviewing"
    SCORING = "scoring"
    DELIBERATION = "deliberation"
    PANEL_DECIDED = "panel_decided"
    RATIFICATION = "ratification"
    EMPLOYER_CONFIRMATION = "employer_confirmation"
    PLACED = "placed"
    CONCLUDED = "concluded"
    RETENTION = "retention"
    ERASED = "erased"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    UNFILLED = "unfilled"
    REOPENED = "reopened"


class Draw(StrEnum):
    """How far the draw of the panel is; it happens while the procedure is approved."""

    NONE = "none"
    POOL_OPEN = "pool_open"
    POOL_FROZEN = "pool_frozen"
    LIST_PUBLISHED = "list_published"
    DRAWN = "drawn"


class Part(StrEnum):
    """Who takes a step. The chair of a panel leads the talk and has no steps of her own.

    A stand-in is the body that answers when nobody of the board can.
    """

    SECRETARY = "secretary"
    BOARD = "board"
    MEMBER = "panel_member"
    CANDIDATE = "candidate"
    EMPLOYER = "employer"
    COMMITTEE = "complaints_committee"
    STAND_IN = "stand_in"
    CLOCK = "clock"


class Body(StrEnum):
    """Who answers a decision when nobody of the board can (domain notes, E26)."""

    SUPERVISORS = "supervisors"
    MEETING = "meeting"


class Event(StrEnum):
    """What can happen to a procedure."""

    SUBMIT_PROFILE = "submit_profile"
    REQUEST_CHANGES = "request_changes"
    APPROVE = "approve"
    OPEN_POOL = "open_pool"
    FREEZE_POOL = "freeze_pool"
    THAW_POOL = "thaw_pool"
    CHANGE_QUOTAS = "change_quotas"
    PUBLISH_LIST = "publish_list"
    DRAW = "draw"
    PUBLISH = "publish"
    CORRECT_TEXT = "correct_text"
    EXTEND = "extend"
    OUTAGE = "outage"
    CANCEL = "cancel"
    APPLY = "apply"
    CLOSE = "close"
    ADMIT = "admit"
    START_SCREENING = "start_screening"
    NONE_ADMITTED = "none_admitted"
    SUBMIT_SCREENING = "submit_screening"
    SET_SHORTLIST = "set_shortlist"
    SCREENING_DEADLINE = "screening_deadline"
    REVEAL_NAMES = "reveal_names"
    DECLARE = "declare"
    CALL_RESERVE = "call_reserve"
    CHOOSE_MEMBER = "choose_member"
    START_INTERVIEWS = "start_interviews"
    PLAN = "plan"
    HOLD = "hold"
    POSTPONE = "postpone"
    NO_SHOW = "no_show"
    ALL_HELD = "all_held"
    SUBMIT_SCORES = "submit_scores"
    REVEAL = "reveal"
    SCORES_DEADLINE = "scores_deadline"
    STRIKE = "strike"
    AMEND = "amend"
    VOTE = "vote"
    NEW_ROUND = "new_round"
    DECIDE = "decide"
    NO_SUITABLE = "no_suitable"
    SEND = "send"
    HAND_OVER = "hand_over"
    AGREE = "agree"
    DEVIATE = "deviate"
    REFUSE_SECOND_KEY = "refuse_second_key"
    REFUSE_ON_PROCEDURE = "refuse_on_procedure"
    SILENCE = "silence"
    EMPLOYER_CONFIRMS = "employer_confirms"
    EMPLOYER_REFUSES = "employer_refuses"
    ACCEPT_OFFER = "accept_offer"
    DECLINE_OFFER = "decline_offer"
    WRITE_LETTER = "write_letter"
    CONCLUDE = "conclude"
    REOPEN = "reopen"
    START_RETENTION = "start_retention"
    COMPLAIN = "complain"
    CONSENT = "consent"
    ERASE = "erase"
    SUSPEND = "suspend"
    RENEW = "renew"
    RESUME = "resume"
    HEAR_AGAIN = "hear_again"
    ASK_COMMITTEE = "ask_committee"
    COMMITTEE_SILENT = "committee_silent"
    DELIBERATE_AGAIN = "deliberate_again"
    PUT_BACK = "put_back"
    ANNUL = "annul"
    WITHDRAW = "withdraw"


BODY_WORDS: dict[Body, str] = {
    Body.SUPERVISORS: mark("the supervisory board"),
    Body.MEETING: mark("the members' meeting"),
}
STATE_WORDS: dict[State, str] = {
    State.DRAFT: mark("being prepared"),
    State.PROFILE_REVIEW: mark("the board and residents read the profile"),
    State.APPROVED: mark("approved by the board"),
    State.PUBLISHED: mark("open for applications"),
    State.CLOSED: mark("closed for applications"),
    State.SCREENING: mark("panel reads the answers without names"),
    State.SHORTLIST_SET: mark("it is known who is invited"),
    State.CONFLICT_CHECK: mark("panel members check whether they know somebody"),
    State.INTERVIEWING: mark("interviews"),
    State.SCORING: mark("panel gives scores"),
    State.DELIBERATION: mark("panel deliberates"),
    State.PANEL_DECIDED: mark("panel has decided"),
    State.RATIFICATION: mark("waits for the board"),
    State.EMPLOYER_CONFIRMATION: mark("waits for the employer"),
    State.PLACED: mark("somebody joins the team"),
    State.CONCLUDED: mark("everybody has had an answer"),
    State.RETENTION: mark("waits until the data are erased"),
    State.ERASED: mark("data of candidates are erased"),
    State.SUSPENDED: mark("suspended"),
    State.CANCELLED: mark("cancelled"),
    State.UNFILLED: mark("nobody was chosen"),
    State.REOPENED: mark("a new vacancy took its place"),
}
DRAW_WORDS: dict[Draw, str] = {
    Draw.POOL_OPEN: mark("residents can volunteer for the panel"),
    Draw.POOL_FROZEN: mark("list of volunteers is closed; the draw is computed"),
    Draw.LIST_PUBLISHED: mark("list for the draw is published"),
    Draw.DRAWN: mark("panel is drawn"),
}
# What to say of steps that leave the state as it is.
EVENT_WORDS: dict[Event, str] = {
    Event.OPEN_POOL: mark("residents can volunteer for the panel"),
    Event.FREEZE_POOL: mark("list of volunteers is closed; the draw is computed"),
    Event.THAW_POOL: mark("no panel could be drawn; residents can volunteer again"),
    Event.CHANGE_QUOTAS: mark("the secretary let a rule of spread give way"),
    Event.PUBLISH_LIST: mark("list for the draw is published"),
    Event.DRAW: mark("panel is drawn"),
    Event.CORRECT_TEXT: mark("the text was corrected"),
    Event.EXTEND: mark("more time to apply"),
    Event.OUTAGE: mark("the site was silent for a while: a day more to apply"),
    Event.CALL_RESERVE: mark("a seat on the panel came free"),
    Event.CHOOSE_MEMBER: mark("the members' meeting chose somebody for the panel"),
    Event.STRIKE: mark("scores of one member count for nothing any more"),
    Event.HEAR_AGAIN: mark("all candidates are heard again; the first interviews count for nothing"),
    Event.COMMITTEE_SILENT: mark("the complaints committee did not rule in time; what was decided stands"),
    Event.ASK_COMMITTEE: mark("the complaints committee looks at what was decided"),
    Event.DELIBERATE_AGAIN: mark("the complaints committee sent the decision back; the panel deliberates again"),
    Event.PUT_BACK: mark("a candidate who was refused wrongly takes part again"),
    Event.NEW_ROUND: mark("a tie: the panel votes a second time"),
    Event.EMPLOYER_CONFIRMS: mark("the employer confirmed"),
    Event.RENEW: mark("suspended for longer"),
    Event.HAND_OVER: mark("nobody of the board could answer: somebody else does"),
    Event.SILENCE: mark("there was no answer in time"),
}
_NEXT_PLACE = mark("somebody joins the team; the panel decides about the next place")
_NO_OTHER = mark("the other places stay empty")


def step_words(event: Event, after: State) -> str:
    """What to say of a step in the history of a procedure (a marked msgid)."""
    if event is Event.ACCEPT_OFFER and after is State.DELIBERATION:
        return _NEXT_PLACE
    if after is State.PLACED and event is not Event.ACCEPT_OFFER:
        return _NO_OTHER
    return EVENT_WORDS.get(event, STATE_WORDS[after])


# Nothing can be done for residents in these any more.
FINISHED = frozenset(
    {
        *(State.PLACED, State.CONCLUDED, State.RETENTION, State.ERASED),
        *(State.CANCELLED, State.UNFILLED, State.REOPENED),
    }
)
# The straight road, for the line of steps on each page.
STEPS: tuple[State, ...] = tuple(list(State)[: list(State).index(State.SUSPENDED)])
# From closing on the number of candidates is public; from deliberation on the sheets of the panel are open to it.
AFTER_CLOSING = frozenset(STEPS[STEPS.index(State.CLOSED) :]) | {State.UNFILLED, State.SUSPENDED}
AFTER_REVEAL = frozenset(STEPS[STEPS.index(State.DELIBERATION) :])
AFTER_DECISION = frozenset(STEPS[STEPS.index(State.PANEL_DECIDED) :])
