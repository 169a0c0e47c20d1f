"""Decisions of the panels room: states and events, the rubric, sealed scores, the draw's quotas."""

from coop.panels.policy.people import require_free_of_other_parts, shown_counts
from coop.panels.policy.rubric import ITEMS, Item, item_of, require_items
from coop.panels.policy.scores import QUORUM, SEATS, CandidateScores, ItemScores, may_reveal, require_sheet, summarise
from coop.panels.policy.states import (
    FINISHED,
    STATE_WORDS,
    STEPS,
    TRANSITIONS,
    Event,
    State,
    Transition,
    board_deadline,
    next_state,
    outcome_events,
)

__all__ = [
    "FINISHED",
    "ITEMS",
    "QUORUM",
    "SEATS",
    "STATE_WORDS",
    "STEPS",
    "TRANSITIONS",
    "CandidateScores",
    "Event",
    "Item",
    "ItemScores",
    "State",
    "Transition",
    "board_deadline",
    "item_of",
    "may_reveal",
    "next_state",
    "outcome_events",
    "require_free_of_other_parts",
    "require_items",
    "require_sheet",
    "shown_counts",
    "summarise",
]
