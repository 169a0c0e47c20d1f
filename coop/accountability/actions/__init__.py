"""Acts on reports: writing, releasing, judging, answering."""

from coop.accountability.actions.checking import check_facts, check_protection
from coop.accountability.actions.consent import (
    agree_with_story,
    offer_story,
    read_story,
    take_offer,
    withdraw_consent,
    withdraw_offer,
)
from coop.accountability.actions.importing import take_figures
from coop.accountability.actions.judging import (
    answer_question,
    ask_question,
    judge_report,
    note_discussion,
    reply_to_judgement,
)
from coop.accountability.actions.judging_more import tell_minority_view
from coop.accountability.actions.learning import note_learning_case
from coop.accountability.actions.releasing import note_erratum, release_report, send_back_report
from coop.accountability.actions.reminding import remind_to_answer
from coop.accountability.actions.stories import add_story, change_story, explain_no_failure, remove_story
from coop.accountability.actions.versions import begin_version
from coop.accountability.actions.writing import (
    answer_commitment,
    begin_report,
    save_figures,
    save_lessons,
    save_questions,
    save_reach,
    save_summary,
)

__all__ = [
    "add_story",
    "agree_with_story",
    "answer_commitment",
    "answer_question",
    "ask_question",
    "begin_report",
    "begin_version",
    "change_story",
    "check_facts",
    "check_protection",
    "explain_no_failure",
    "judge_report",
    "note_discussion",
    "note_erratum",
    "note_learning_case",
    "offer_story",
    "read_story",
    "release_report",
    "remind_to_answer",
    "remove_story",
    "reply_to_judgement",
    "save_figures",
    "save_lessons",
    "save_questions",
    "save_reach",
    "save_summary",
    "send_back_report",
    "take_figures",
    "take_offer",
    "tell_minority_view",
    "withdraw_consent",
    "withdraw_offer",
]
