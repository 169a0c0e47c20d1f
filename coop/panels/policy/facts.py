"""What the guards of the table look at: a procedure at one moment."""

from dataclasses import dataclass
from datetime import UTC, datetime

from coop.districts.policy import Level
from coop.panels.policy.states import Draw, State

SEATS = 6
RESERVES = 3
QUORUM = 4
# More than three people who are alike are rarely sought at once, and no more than six candidates are heard.
MOST_PLACES = 3
_NEVER = datetime.max.replace(tzinfo=UTC)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Facts:
    """A procedure as the guards see it at one moment; counts unless said otherwise."""

    state: State = State.DRAFT
    draw: Draw = Draw.NONE
    profile_complete: bool = False
    remarks_open: int = 0
    level: Level | None = None
    volunteers: int = 0
    accepted: int = 0
    reserves: int = 0
    # Seats of people who were drawn and did not say no.
    drawn_left: int = 0
    seats_missing: int = 0
    closes_at: datetime = _NEVER
    extended: bool = False
    unsorted: int = 0
    # Candidates who are still in the running.
    admitted: int = 0
    screening_ready: bool = False
    screening_quorum: bool = False
    screening_due_at: datetime = _NEVER
    undeclared: int = 0
    # Members who are free to judge every candidate on the shortlist.
    fewest_judges: int = 0
    to_hold: int = 0
    interviewed: int = 0
    scores_ready: bool = False
    scores_quorum: bool = False
    scores_due_at: datetime = _NEVER
    voters: int = 0
    voted: int = 0
    tied: bool = False
    round: int = 1
    board_due_at: datetime = _NEVER
    board_late: bool = False
    # Who of the board can answer; counted by whoever asks, because it depends on the day.
    board_free: int = 1
    handed_over: bool = False
    reconciled: bool = False
    next_candidates: int = 0
    decided_at: datetime = _NEVER
    employer_confirmed: bool = False
    # Places that nobody has yet, the one that is being decided among them; and how many joined the team already.
    places_open: int = 1
    placed: int = 0
    letters_open: int = 0
    erase_at: datetime = _NEVER
    # Until when an open complaint keeps the data.
    held_until_at: datetime = _LONG_AGO
    suspended_from: State | None = None
    suspended_at: datetime = _NEVER
    suspended_until_at: datetime = _NEVER
    renewed: bool = False
    for_committee: bool = False
    # The board has refused this decision on its procedure before.
    refused: bool = False
    # The complaints committee was asked about this decision before, by secretary or board.
    asked: bool = False
    # It ended because the employer refused the last candidate; and how many of who took part to the end have a letter.
    ended_by_employer: bool = False
    last_letters: int = 0
    # Candidates who were refused before the decision, and whose complaint is founded.
    wronged: int = 0
    # What is handed in together with the event.
    reason: bool = False
    ticked: bool = False
    # The candidate whom the panel chose withdraws.
    chosen_leaves: bool = False
    count: int = 0
    until_at: datetime = _NEVER
