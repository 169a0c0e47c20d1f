"""Acts on rounds of statements."""

from coop.opinions.actions.rounds import Plan, answer_statement, count_due, fold_answers, offer_statement, open_round
from coop.opinions.actions.suggesting import decide, suggest

__all__ = [
    "Plan",
    "answer_statement",
    "count_due",
    "decide",
    "fold_answers",
    "offer_statement",
    "open_round",
    "suggest",
]
