"""Acts on the agenda, its editions and the commitments."""

from coop.agenda.actions.answering import hand_over, pass_on, remind_owners
from coop.agenda.actions.board import close, merge, put_on_agenda, refuse, reopen
from coop.agenda.actions.checking import check_words
from coop.agenda.actions.commitments import change_commitment, make_commitment, remind_keepers, report_progress
from coop.agenda.actions.editions import publish_edition
from coop.agenda.actions.following import follow, reopen_talk, stop_following, sum_up
from coop.agenda.actions.items import (
    add_heard,
    add_mine,
    bring_in,
    offer_help,
    support,
    take_heard_back,
    withdraw_offer,
    withdraw_support,
    words_of,
)
from coop.agenda.actions.photos import add_photo, require_may_add, take_photo_away
from coop.agenda.actions.steps import remind
from coop.agenda.actions.talking import answer, change_comment, comment, mark_helpful, unmark_helpful
from coop.agenda.actions.ties import declare_tie, end_tie
from coop.agenda.actions.wording import reword, take_item_back

__all__ = [
    "add_heard",
    "add_mine",
    "add_photo",
    "answer",
    "bring_in",
    "change_comment",
    "change_commitment",
    "check_words",
    "close",
    "comment",
    "declare_tie",
    "end_tie",
    "follow",
    "hand_over",
    "make_commitment",
    "mark_helpful",
    "merge",
    "offer_help",
    "pass_on",
    "publish_edition",
    "put_on_agenda",
    "refuse",
    "remind",
    "remind_keepers",
    "remind_owners",
    "reopen",
    "reopen_talk",
    "report_progress",
    "require_may_add",
    "reword",
    "stop_following",
    "sum_up",
    "support",
    "take_heard_back",
    "take_item_back",
    "take_photo_away",
    "unmark_helpful",
    "withdraw_offer",
    "withdraw_support",
    "words_of",
]
