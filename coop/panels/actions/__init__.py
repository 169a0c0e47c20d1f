"""Acts in a hiring procedure."""

from coop.panels.actions.draw import answer_seat, open_pool, publish_lottery, record_dice, volunteer, withdraw_volunteer
from coop.panels.actions.outcome import answer_decision, record_decision, record_employer
from coop.panels.actions.procedure import approve, cancel, prepare_procedure, publish_vacancy
from coop.panels.actions.scoring import apply, close_vacancy, reveal_scores, step_back, submit_scores

__all__ = [
    "answer_decision",
    "answer_seat",
    "apply",
    "approve",
    "cancel",
    "close_vacancy",
    "open_pool",
    "prepare_procedure",
    "publish_lottery",
    "publish_vacancy",
    "record_decision",
    "record_dice",
    "record_employer",
    "reveal_scores",
    "step_back",
    "submit_scores",
    "volunteer",
    "withdraw_volunteer",
]
