"""Judging, asking, answering."""

import wtforms
from wtforms.validators import DataRequired

from coop.accountability.forms.fields import choice
from coop.accountability.policy import SCORE_WORDS
from coop.kernel.words import mark
from coop.web.forms import Form
from coop.web.words import lazy


class JudgeForm(Form):
    """Five points and a reason."""

    score = choice(mark("Did the neighbourhood benefit?"), SCORE_WORDS, mark("Choose one of the five answers."))
    reason = wtforms.TextAreaField(
        lazy("Why do you think so?"),
        description=lazy("After closing everybody can read this, without your name. Do not name other people."),
        validators=[DataRequired(lazy("Tell why you think so."))],
    )


class QuestionForm(Form):
    """A question about the report."""

    text = wtforms.TextAreaField(
        lazy("Your question"),
        description=lazy("Everybody can read your question, without your name. Do not name other people."),
        validators=[DataRequired(lazy("Write down your question."))],
    )


class AnswerForm(Form):
    """The answer to a question."""

    answer = wtforms.TextAreaField(lazy("Your answer"), [DataRequired(lazy("Write down your answer."))])


class ReplyForm(Form):
    """The answer to the judgement."""

    reply = wtforms.TextAreaField(
        lazy("Your answer to residents"),
        description=lazy("Say what you will do with what residents wrote, and what not, and why."),
        validators=[DataRequired(lazy("Write down your answer."))],
    )
