"""Acts on reports: writing, releasing, judging, answering."""

from coop.accountability.actions.judging import (
    answer_question,
    ask_question,
    judge_report,
    reply_to_judgement,
)
from coop.accountability.actions.releasing import note_erratum, release_report, send_back_report
from coop.accountability.actions.stories import add_story, change_story, explain_no_failure, remove_story
from coop.accountability.actions.writing import (
    answer_commitment,
    begin_report,
    hand_in_report,
    save_figures,
    save_lessons,
    save_questions,
    save_summary,
)

__all__ = [
    "add_story",
    "answer_commitment",
    "answer_question",
    "ask_question",
    "begin_report",
    "change_story",
    "explain_no_failure",
    "hand_in_report",
    "judge_report",
    "note_erratum",
    "release_report",
    "remove_story",
    "reply_to_judgement",
    "save_figures",
    "save_lessons",
    "save_questions",
    "save_summary",
    "send_back_report",
]
