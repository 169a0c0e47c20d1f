"""The guards of the table: small yes-or-no questions about the facts, with the words of a refusal."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from coop.districts.policy import Level
from coop.kernel.words import mark
from coop.panels.policy.facts import QUORUM, RESERVES, SEATS, Facts
from coop.panels.policy.states import AFTER_DECISION, Draw, State

LEAST_OPEN = timedelta(days=14)
LONGEST_EXTENSION = timedelta(days=14)
NEXT_CANDIDATE_WITHIN = timedelta(days=14)
FEWEST_INVITED, MOST_INVITED = 3, 6
# The panel decided; unfilled can be stopped only because of its decision.
DECIDED = AFTER_DECISION | {State.UNFILLED}
# Who was refused wrongly takes part again with the others, as far as these are (domain notes, E36).
READING = frozenset({State.CLOSED, State.SCREENING})
MEETING = frozenset({State.CONFLICT_CHECK, State.INTERVIEWING, State.SCORING})
PUTS_BACK = READING | MEETING | {State.SHORTLIST_SET, State.DELIBERATION}
_HEARD = frozenset({State.INTERVIEWING, State.SCORING, State.DELIBERATION})


@dataclass(frozen=True, slots=True)
class Guard:
    """`holds(facts, at)` must be true; `refusal` (msgid) says why a step is refused."""

    name: str
    holds: Callable[[Facts, datetime], bool]
    refusal: str


_g = Guard
PROFILE_COMPLETE = _g(
    "profile_complete",
    lambda f, _: f.profile_complete,
    mark("The profile is not complete: job, employer, 6 to 8 items and a closing day at least 14 days from now."),
)
REASON = _g("reason", lambda f, _: f.reason, mark("Give a reason."))
REMARKS_ANSWERED = _g("remarks_answered", lambda f, _: not f.remarks_open, mark("Answer the remarks first."))
MANDATE_SET = _g(
    "mandate_set",
    lambda f, _: f.level is not None,
    mark("This neighbourhood has not settled yet how far residents decide on this. Settle the mandate first."),
)
WORKS_COUNCIL = _g(
    "works_council",
    lambda f, _: f.ticked,
    mark("Tick that the works council of the employer agreed, or that this is not needed."),
)
NO_DRAW_YET = _g("no_draw_yet", lambda f, _: f.draw is Draw.NONE, mark("Residents are already invited."))
POOL_OPEN = _g(
    "pool_open", lambda f, _: f.draw is Draw.POOL_OPEN, mark("The list of volunteers for this panel is not open.")
)
POOL_FROZEN = _g(
    "pool_frozen", lambda f, _: f.draw is Draw.POOL_FROZEN, mark("No draw is being computed for this panel.")
)
ENOUGH_VOLUNTEERS = _g(
    "enough_volunteers",
    lambda f, _: f.volunteers >= SEATS + RESERVES,
    mark("Too few residents volunteered: at least 9 are needed for a panel with reserves."),
)
LIST_PUBLISHED = _g(
    "list_published",
    lambda f, _: f.draw is Draw.LIST_PUBLISHED,
    mark("The dice can be entered once, after the list is published."),
)
PANEL_DRAWN = _g("panel_drawn", lambda f, _: f.draw is Draw.DRAWN, mark("First the panel must be drawn."))
PANEL_SAID_YES = _g(
    "panel_said_yes",
    lambda f, _: f.accepted >= QUORUM,
    mark("Fewer than 4 people on the panel said yes. Ask the others first."),
)
EQUAL_TREATMENT = _g(
    "equal_treatment", lambda f, _: f.ticked, mark("Tick that you checked the text for equal treatment.")
)
OPEN_LONG_ENOUGH = _g(
    "open_long_enough",
    lambda f, at: f.until_at >= at + LEAST_OPEN,
    mark("Candidates need time: choose a moment at least 14 days from now."),
)
STILL_OPEN = _g(
    "still_open", lambda f, at: at < f.closes_at, mark("This vacancy is not open for applications (any more).")
)
NOT_EXTENDED = _g("not_extended", lambda f, _: not f.extended, mark("The closing moment was moved once already."))
SHORT_EXTENSION = _g(
    "short_extension",
    lambda f, _: f.closes_at < f.until_at <= f.closes_at + LONGEST_EXTENSION,
    mark("Choose a later moment, at most 14 days after the present one."),
)
CLOSING_PASSED = _g(
    "closing_passed",
    lambda f, at: at >= f.closes_at,
    mark("The vacancy is still open: candidates can apply until the closing moment."),
)
ALL_SORTED = _g(
    "all_sorted",
    lambda f, _: not f.unsorted,
    mark("First say of each application whether it can take part."),
)
SOME_ADMITTED = _g("some_admitted", lambda f, _: f.admitted > 0, mark("No application can take part."))
NOBODY_ADMITTED = _g("nobody_admitted", lambda f, _: f.admitted == 0, mark("There are candidates who can take part."))
SCREENED = _g(
    "screened",
    lambda f, at: f.screening_ready or (at >= f.screening_due_at and f.screening_quorum),
    mark("Not everybody is ready and the deadline has not passed. The scores stay sealed."),
)
INVITED_COUNT = _g(
    "invited_count",
    lambda f, _: min(FEWEST_INVITED, f.admitted) <= f.count <= MOST_INVITED,
    mark("Choose how many candidates are invited: 3 to 6, or all when there are fewer."),
)
SCREENING_LATE = _g("screening_late", lambda f, at: at >= f.screening_due_at, mark("The deadline has not passed."))
SCREENING_QUORUM = _g("screening_quorum", lambda f, _: f.screening_quorum, mark("Fewer than 4 members are ready."))
NO_SCREENING_QUORUM = _g("no_screening_quorum", lambda f, _: not f.screening_quorum, mark("Enough members are ready."))
SEAT_FREE = _g("seat_free", lambda f, _: f.seats_missing > 0, mark("No seat is free."))
RESERVE_LEFT = _g("reserve_left", lambda f, _: f.reserves > 0, mark("There is no reserve left to ask."))
POOL_USED_UP = _g(
    "pool_used_up",
    lambda f, _: not f.reserves and f.drawn_left < QUORUM,
    mark(
        "The members' meeting can choose only when everybody on the list was asked and fewer than 4 people who were "
        "drawn are left."
    ),
)
ALL_DECLARED = _g(
    "all_declared",
    lambda f, _: not f.undeclared,
    mark("Not every member has said whether to step back for a candidate."),
)
FOUR_JUDGES = _g(
    "four_judges",
    lambda f, _: f.fewest_judges >= QUORUM,
    mark("There must be at least 4 members who can judge every candidate: only they can vote. Ask a reserve first."),
)
ALL_HELD = _g("all_held", lambda f, _: not f.to_hold, mark("Not every interview was held."))
SOMEBODY_HEARD = _g("somebody_heard", lambda f, _: f.interviewed > 0, mark("No candidate was interviewed."))
NOBODY_HEARD = _g("nobody_heard", lambda f, _: f.interviewed == 0, mark("There are candidates who were interviewed."))
SCORED = _g(
    "scored",
    lambda f, at: f.scores_ready or (at >= f.scores_due_at and f.scores_quorum),
    mark("Not everybody is ready and the deadline has not passed. The scores stay sealed."),
)
SCORES_LATE = _g("scores_late", lambda f, at: at >= f.scores_due_at, mark("The deadline has not passed."))
NO_SCORES_QUORUM = _g("no_scores_quorum", lambda f, _: not f.scores_quorum, mark("Enough members are ready."))
VOTE_OPEN = _g("vote_open", lambda f, _: f.voted < f.voters, mark("Everybody has voted."))
QUORUM_VOTED = _g(
    "quorum_voted",
    lambda f, _: f.voted >= QUORUM and f.voted == f.voters,
    mark("Not everybody who may vote has voted yet."),
)
NOT_TIED = _g(
    "not_tied", lambda f, _: not (f.tied and f.round == 1), mark("It is a tie. Talk once more and vote a second time.")
)
TIED = _g("tied", lambda f, _: f.tied and f.round == 1, mark("There is no tie to vote on again."))
ADVISORY = _g(
    "advisory",
    lambda f, _: f.level is Level.ADVISORY,
    mark("The mandate of this neighbourhood does not allow this answer."),
)
CO_DECISION = _g("co_decision", lambda f, _: f.level is Level.CO_DECISION, ADVISORY.refusal)
DECISIVE = _g("decisive", lambda f, _: f.level is Level.DECISIVE, ADVISORY.refusal)
SOMEBODY_ELSE = _g("somebody_else", lambda f, _: f.count > 0, mark("Choose another candidate than the panel did."))
NOBODY_ELSE = _g("nobody_else", lambda f, _: f.count == 0, mark("Somebody was chosen."))
NOT_RECONCILED = _g("not_reconciled", lambda f, _: not f.reconciled, mark("Panel and board have met once already."))
NEXT_IN_TIME = _g(
    "next_in_time",
    # While the procedure stands still these days stand still too.
    lambda f, at: f.next_candidates > 0 and min(at, f.suspended_at) <= f.decided_at + NEXT_CANDIDATE_WITHIN,
    mark("There is no next candidate, or the decision is more than 14 days old."),
)
BOARD_LATE = _g("board_late", lambda f, at: at >= f.board_due_at, mark("The board still has time to answer."))
BOARD_CANNOT = _g(
    "board_cannot",
    lambda f, _: not f.board_free or f.board_late or f.handed_over,
    mark("Somebody of the board can still answer. Only when nobody can, or the term has passed, somebody else does."),
)
SILENCE_IS_YES = _g(
    "silence_is_yes",
    # Who cannot answer did not agree by being silent.
    lambda f, _: f.level is Level.DECISIVE and (f.board_free > 0 or f.handed_over),
    ADVISORY.refusal,
)
SILENCE_IS_NOTHING = _g(
    "silence_is_nothing", lambda f, at: not SILENCE_IS_YES.holds(f, at), mark("Silence counts as yes here.")
)
NOT_TOLD_LATE = _g("not_told_late", lambda f, _: not f.board_late, mark("It is already known that the board is late."))
EMPLOYER_AGREED = _g("employer_agreed", lambda f, _: f.employer_confirmed, mark("The employer has not confirmed yet."))
EMPLOYER_OPEN = _g("employer_open", lambda f, _: not f.employer_confirmed, mark("The employer has confirmed already."))
PLACE_LEFT = _g(
    "place_left",
    lambda f, _: f.places_open > 1 and f.interviewed > 0,
    mark("There is no other place to fill, or nobody is left to choose from."),
)
SOMEBODY_PLACED = _g("somebody_placed", lambda f, _: f.placed > 0, mark("Nobody joined the team yet."))
NOBODY_PLACED = _g(
    "nobody_placed",
    lambda f, _: not f.placed,
    mark("Somebody joined the team after these interviews. So they cannot be done again."),
)
CHECKS_DONE = _g(
    "checks_done",
    lambda f, _: f.ticked,
    mark("Tick that the certificate of conduct and the contract are in order."),
)
LETTERS_SENT = _g(
    "letters_sent",
    lambda f, _: not f.letters_open,
    mark("First write to every candidate who was not chosen."),
)
ERASE_DUE = _g("erase_due", lambda f, at: at >= f.erase_at, mark("The data are still kept for complaints."))
NO_HOLD = _g("no_hold", lambda f, at: at >= f.held_until_at, mark("A complaint is still open."))
NOT_RENEWED = _g("not_renewed", lambda f, _: not f.renewed, mark("The suspension was made longer once already."))
NOT_FOR_COMMITTEE = _g(
    "not_for_committee", lambda f, _: not f.for_committee, mark("The complaints committee looks at this now.")
)
NOT_CHOSEN = _g(
    "not_chosen",
    lambda f, _: not f.chosen_leaves,
    mark("The panel chose this candidate."),
)
FOR_COMMITTEE = _g(
    "for_committee", lambda f, _: f.for_committee, mark("Nothing waits for the complaints committee now.")
)
SUSPENSION_OVER = _g(
    "suspension_over", lambda f, at: at >= f.suspended_until_at, mark("The term of the suspension has not passed.")
)
NOT_REFUSED = _g(
    "not_refused",
    lambda f, _: not f.refused,
    mark("The complaints committee has looked at this decision already. The board can only agree now."),
)
NOT_ASKED = _g(
    "not_asked", lambda f, _: not f.asked, mark("The complaints committee was asked about this decision already.")
)
WRONGED = _g(
    "wronged",
    lambda f, _: f.wronged > 0,
    mark("Only who was refused before the decision, and whose complaint is founded, can take part again."),
)
WAS_READING = _g("was_reading", lambda f, _: f.suspended_from in READING, WRONGED.refusal)
WAS_LISTED = _g("was_listed", lambda f, _: f.suspended_from is State.SHORTLIST_SET, WRONGED.refusal)
WAS_MEETING = _g("was_meeting", lambda f, _: f.suspended_from in MEETING, WRONGED.refusal)
WAS_DELIBERATING = _g("was_deliberating", lambda f, _: f.suspended_from is State.DELIBERATION, WRONGED.refusal)
ENDED_BY_EMPLOYER = _g(
    "ended_by_employer",
    lambda f, _: f.ended_by_employer,
    mark("Only when the employer refused the candidate of the panel can the committee look at how it ended."),
)
NO_LAST_LETTER = _g(
    "no_last_letter",
    lambda f, _: not f.last_letters,
    mark("A candidate has had a letter about how it ended. So this cannot be decided again."),
)
WAS_HEARING = _g(
    "was_hearing",
    lambda f, _: f.suspended_from in _HEARD,
    mark("Candidates can be heard again only between the first interview and the decision."),
)
# Suspending first is no way round the decision: what could not be called off before cannot be called off then.
NOT_DECIDED = _g(
    "not_decided",
    lambda f, _: f.suspended_from not in DECIDED,
    mark("The panel has decided, so this vacancy cannot be called off any more."),
)
