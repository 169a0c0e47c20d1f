"""Acts of initiatives: offers of help answered, the team asked to come, and what came of it."""

from coop.initiatives.actions.answering import answer_visit, remind_team, tell_visit
from coop.initiatives.actions.asking import Invitation, ask_team, call_off, follow_calendar, withdraw_visit
from coop.initiatives.actions.helping import answer_help, share_contact

__all__ = [
    "Invitation",
    "answer_help",
    "answer_visit",
    "ask_team",
    "call_off",
    "follow_calendar",
    "remind_team",
    "share_contact",
    "tell_visit",
    "withdraw_visit",
]
