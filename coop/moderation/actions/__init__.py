"""Acts about reported comments, and about who looks after the conversations."""

from coop.moderation.actions.deciding import decide, object_to, objectionable, report
from coop.moderation.actions.taking_back import forget_words, take_back
from coop.moderation.actions.turns import appoint, close_list, draw_turns, offer_turn, set_rules, stop_turn

__all__ = [
    "appoint",
    "close_list",
    "decide",
    "draw_turns",
    "forget_words",
    "object_to",
    "objectionable",
    "offer_turn",
    "report",
    "set_rules",
    "stop_turn",
    "take_back",
]
