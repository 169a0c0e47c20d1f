"""Acts on rounds of statements."""

from coop.opinions.actions.ending import end_round, forget_statement, withdraw_statement
from coop.opinions.actions.rounds import Plan, answer_statement, count_due, fold_answers, offer_statement, open_round
from coop.opinions.actions.suggesting import decide, suggest, take_suggestion_back

__all__ = [
    "Plan",
    "answer_statement",
    "count_due",
    "decide",
    "end_round",
    "fold_answers",
    "forget_statement",
    "offer_statement",
    "open_round",
    "suggest",
    "take_suggestion_back",
    "withdraw_statement",
]
