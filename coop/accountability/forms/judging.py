"""Judging, asking, answering."""

from collections.abc import Sequence
from typing import Any

import wtforms
from wtforms.validators import DataRequired, Optional

from coop.accountability.forms.fields import choice
from coop.accountability.policy import SCORE_WORDS
from coop.accountability.policy.judgement import MoreJudged, NewPromise
from coop.kernel.words import mark
from coop.web.fields import DateField
from coop.web.forms import Form, options
from coop.web.words import _, lazy


class JudgeForm(Form):
    """Five points and a reason."""

    score = choice(mark("Did the neighbourhood benefit?"), SCORE_WORDS, mark("Choose one of the five answers."))
    reason = wtforms.TextAreaField(
        lazy("Why do you think so?"),
        description=lazy("After closing everybody can read this, without your name. Do not name other people."),
        validators=[DataRequired(lazy("Tell why you think so."))],
    )


class _JudgeBase(JudgeForm):
    """The whole, each commitment of one report, and the questions of the team."""

    proud_of = mark("What are you proud of in the neighbourhood?")

    def more(self) -> MoreJudged:
        """What was said beside the whole."""
        return MoreJudged(
            commitments={
                int(name.removeprefix("score_")): (
                    int(self[name].data) if self[name].data else None,
                    self[f"reason_{name.removeprefix('score_')}"].data or "",
                )
                for name in self.commitment_fields()
            },
            answers={int(name.removeprefix("answer_")): self[name].data or "" for name in self.answer_fields()},
        )

    def commitment_fields(self) -> list[str]:
        """Names of the fields with points for a commitment."""
        return [field.name for field in self if field.name.startswith("score_")]

    def answer_fields(self) -> list[str]:
        """Names of the fields with answers."""
        return [field.name for field in self if field.name.startswith("answer_")]

    def texts(self) -> list[str]:
        """Names of all fields in which people write."""
        reasons = [name.replace("score_", "reason_") for name in self.commitment_fields()]
        return ["reason", *reasons, *self.answer_fields()]


def judge_form(commitments: Sequence[int], questions: Sequence[str]) -> type[_JudgeBase]:
    """The form for one report: a choice of points and a reason for each commitment, a field for each question."""
    points = [("", lazy("No opinion")), *((str(score), lazy(word)) for score, word in SCORE_WORDS.items())]
    fields: dict[str, Any] = {}
    for number in commitments:
        fields[f"score_{number}"] = wtforms.SelectField(lazy("Did it help?"), choices=options(points))
        fields[f"reason_{number}"] = wtforms.StringField(lazy("Why?"))
    for number, question in enumerate(questions, start=1):
        fields[f"answer_{number}"] = wtforms.TextAreaField(question, render_kw={"rows": 3})
    fields["answer_0"] = wtforms.TextAreaField(
        lazy(_JudgeBase.proud_of),
        description=lazy("Team and board may choose it for the front page, without your name."),
        render_kw={"rows": 3},
    )
    return type("JudgeReportForm", (_JudgeBase,), fields)


class MinorityForm(Form):
    """What a resident sees otherwise."""

    text = wtforms.TextAreaField(
        lazy("What do you see otherwise?"),
        description=lazy("Everybody can read this beside the outcome, without your name. Do not name other people."),
        validators=[DataRequired(lazy("Tell what you see otherwise."))],
    )


class LearningForm(Form):
    """A case to learn from."""

    rule = wtforms.StringField(lazy("Which rule did you not follow?"), [DataRequired(lazy("Say which rule it is."))])
    did = wtforms.TextAreaField(
        lazy("What did you do instead?"),
        description=lazy("No names and nothing by which somebody can be recognised."),
        validators=[DataRequired(lazy("Tell what you did."))],
    )
    why = wtforms.TextAreaField(lazy("Why?"), [DataRequired(lazy("Tell why you did it."))])


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

    def promises(self) -> list[NewPromise]:
        """New commitments; a title without the rest is refused by the action."""
        found = []
        for number in ("1", "2"):
            title = self[f"promise_{number}"].data
            if title:
                found.append(
                    NewPromise(
                        title,
                        self[f"who_{number}"].data or "",
                        self[f"noticed_{number}"].data or "",
                        self[f"due_{number}"].data,
                    )
                )
        return found

    def validate(self, extra_validators: Any = None) -> bool:
        """A new commitment has a title, somebody who does it, a day, and how one notices it."""
        fine: bool = super().validate(extra_validators)
        for number in ("1", "2"):
            fields = [self[f"{name}_{number}"] for name in ("promise", "who", "due", "noticed")]
            if any(field.data for field in fields):
                for field in fields:
                    if not field.data and not field.errors:
                        field.errors = [*field.errors, _("Fill in this too, or leave the whole commitment empty.")]
                        fine = False
        return fine


def _promise_fields(number: str) -> dict[str, Any]:
    return {
        f"promise_{number}": wtforms.StringField(lazy("What do you promise?")),
        f"who_{number}": wtforms.StringField(lazy("Who does it?")),
        f"due_{number}": DateField(lazy("Ready by which day?"), [Optional()]),
        f"noticed_{number}": wtforms.StringField(lazy("How do residents notice it?")),
    }


def reply_form(proud: Sequence[tuple[int, str]]) -> type[ReplyForm]:
    """The form for one report: the answer, two new commitments, and which pride (id, text) goes to the front page."""
    fields: dict[str, Any] = _promise_fields("1") | _promise_fields("2")
    if proud:
        fields["celebrated"] = wtforms.SelectMultipleField(
            lazy("What of this shall stand on the front page?"),
            choices=options([(str(number), text) for number, text in proud]),
        )
    return type("ReplyToReportForm", (ReplyForm,), fields)
