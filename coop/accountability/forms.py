"""Shape of what is typed; what it means is decided by the actions."""

from typing import Any

import wtforms
from wtforms.validators import AnyOf, DataRequired, Optional

from coop.accountability.policy import KEPT_WORDS, MOST_QUESTIONS, SCORE_WORDS, STORY_WORDS, TICK_CONSENT
from coop.accountability.policy.catalogue import CATALOGUE, Indicator
from coop.accountability.policy.document import parts_of
from coop.accountability.policy.protection import FigureKind, Numbers
from coop.kernel.words import mark
from coop.web.fields import DateField, IntegerField
from coop.web.forms import Form
from coop.web.words import _, lazy


class _OneOf(AnyOf):
    """One of the choices, and one must be made."""

    field_flags = {"required": True}


class _BeforeHandingIn:
    """May still be empty in a draft: the form does not call it "not required"."""

    field_flags = {"input_required": True}

    def __call__(self, _form: Any, _field: Any) -> None:
        """Accept everything: completeness is checked when the report is handed in."""


def _choice(label: str, words: dict[Any, str], missing: str, **more: Any) -> wtforms.RadioField:
    return wtforms.RadioField(
        lazy(label),
        choices=[wtforms.SelectChoice(str(key), lazy(word)) for key, word in words.items()],
        validators=[_OneOf([str(key) for key in words], message=lazy(missing))],
        validate_choice=False,
        **more,
    )


class BeginForm(Form):
    """About which period."""

    title = wtforms.StringField(
        lazy("Title"),
        description=lazy("For example: First half of 2027"),
        validators=[DataRequired(lazy("Give the report a title."))],
    )
    starts_on = DateField(lazy("First day of the period"), [DataRequired(lazy("Fill in the first day."))])
    ends_on = DateField(lazy("Last day of the period"), [DataRequired(lazy("Fill in the last day."))])


class SummaryForm(Form):
    """In short."""

    in_short = wtforms.TextAreaField(
        lazy("In short"),
        description=lazy("At most 150 words. Write as you would tell it to a neighbour."),
        validators=[_BeforeHandingIn()],
    )


class CommitmentForm(Form):
    """What became of one commitment."""

    kept = _choice(mark("What became of it?"), KEPT_WORDS, mark("Choose what became of this commitment."))
    sentence = wtforms.TextAreaField(
        lazy("Explain it in a sentence or two"),
        description=lazy("What did residents notice? If it did not work out: why not?"),
        validators=[DataRequired(lazy("Explain it in a sentence that residents understand."))],
    )


def _part_label(indicator: Indicator, part: str) -> Any:
    if part == "numerator":
        return lazy(indicator.part_label)
    if part in ("denominator", "n"):
        return lazy(indicator.whole_label)
    return lazy("Number of %(unit)s", unit=lazy(indicator.unit))


def _figure_fields() -> dict[str, Any]:
    return {
        f"{code}_{part}": IntegerField(_part_label(indicator, part), validators=[Optional(), _BeforeHandingIn()])
        for code, indicator in CATALOGUE.items()
        for part in parts_of(indicator.kind)
    }


class _FiguresBase(Form):
    """All figures on one page; an empty one is not reported."""

    def typed(self) -> dict[str, Numbers]:
        """What was filled in, by code."""
        return {
            code: Numbers(
                **{part: self[f"{code}_{part}"].data for part in parts_of(indicator.kind)},
            )
            for code, indicator in CATALOGUE.items()
        }


FiguresForm: type[_FiguresBase] = type("FiguresForm", (_FiguresBase,), _figure_fields())


def figures_data(typed: dict[str, Numbers]) -> dict[str, int | None]:
    """Typed figures as the data of a `FiguresForm`."""
    return {
        f"{code}_{part}": getattr(numbers, part)
        for code, numbers in typed.items()
        for part in parts_of(CATALOGUE[code].kind)
    }


KIND_HELP: dict[FigureKind, Any] = {
    FigureKind.COUNT: lazy("Shown to residents from 10 on."),
    FigureKind.AMOUNT: lazy("Shown to residents from 10 on."),
    FigureKind.MEASURE: lazy("Shown to residents when at least 10 were counted."),
    FigureKind.SHARE: lazy("Shown to residents when the part and the rest are both at least 10."),
}


class StoryForm(Form):
    """A story and the consent of the person told about."""

    kind = _choice(mark("What kind of story is it?"), STORY_WORDS, mark("Choose what kind of story it is."))
    title = wtforms.StringField(lazy("Title"), [DataRequired(lazy("Give the story a title."))])
    text = wtforms.TextAreaField(
        lazy("The story"),
        description=lazy(
            "No names, no streets, no ages and nothing by which neighbours recognise somebody. Change details."
        ),
        validators=[DataRequired(lazy("Tell the story."))],
    )
    consent = wtforms.BooleanField(
        lazy("The person told about has read this text or heard it, and agrees that it is published.")
    )
    consent_on = DateField(
        lazy("On which day did this person agree?"),
        description=lazy("Only when this person agreed."),
        validators=[Optional()],
    )

    def validate_consent(self, field: wtforms.BooleanField) -> None:
        """A day without the tick is said together with everything else that is not right."""
        if self.consent_on.data is not None and not field.data:
            raise wtforms.ValidationError(_(TICK_CONSENT))


class NoFailureForm(Form):
    """Why no story did not go well."""

    reason = wtforms.TextAreaField(
        lazy("Why is there no story that did not go well?"),
        description=lazy("Residents read this. You need it only when all your stories went well."),
    )


class LessonsForm(Form):
    """What went wrong and what was learned."""

    went_wrong = wtforms.TextAreaField(
        lazy("What went wrong?"),
        description=lazy("Also what you did about it. No names and nothing by which somebody can be recognised."),
        validators=[_BeforeHandingIn()],
    )
    learned = wtforms.TextAreaField(
        lazy("What did you learn?"),
        description=lazy("What will you do differently from now on?"),
        validators=[_BeforeHandingIn()],
    )


class QuestionsForm(Form):
    """At most three questions to residents."""

    question_1 = wtforms.StringField(lazy("First question"))
    question_2 = wtforms.StringField(lazy("Second question"))
    question_3 = wtforms.StringField(lazy("Third question"))

    def asked(self) -> list[str]:
        """The questions, empty ones too."""
        return [self[f"question_{number}"].data or "" for number in range(1, MOST_QUESTIONS + 1)]


def _compared(label: str) -> wtforms.BooleanField:
    return wtforms.BooleanField(
        lazy(label), validators=[DataRequired(lazy("Tick this when you have compared it, or change the report first."))]
    )


class FactsForm(Form):
    """What was compared with its source."""

    compared_figures = _compared(mark("Every figure stands so in the registration of the team."))
    compared_commitments = _compared(mark("What is said of every commitment is so."))
    compared_consent = _compared(
        mark("Of every story there is consent of the person told about, on the day that stands there.")
    )


class ReleaseForm(Form):
    """Which revision was read, and until when residents judge."""

    revision = wtforms.HiddenField()
    closes_on = DateField(
        lazy("Until and including which day can residents judge?"),
        description=lazy("At least 21 days from today."),
        validators=[DataRequired(lazy("Fill in the last day for judging."))],
    )


class SendBackForm(Form):
    """Why the team must look again."""

    reason = wtforms.TextAreaField(
        lazy("What must be better?"), [DataRequired(lazy("Tell the team what must be better."))]
    )


class JudgeForm(Form):
    """Five points and a reason."""

    score = _choice(mark("Did the neighbourhood benefit?"), SCORE_WORDS, mark("Choose one of the five answers."))
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


class VersionForm(Form):
    """Why there must be another version."""

    text = wtforms.TextAreaField(
        lazy("What was wrong and what is right?"),
        description=lazy("Everybody can read this at the top of the new version."),
        validators=[DataRequired(lazy("Tell what was wrong and what is right."))],
    )


class DiscussionForm(Form):
    """The meeting about a report."""

    on = DateField(lazy("On which day was the meeting?"), [DataRequired(lazy("Fill in the day of the meeting."))])
    text = wtforms.TextAreaField(
        lazy("What was said?"),
        description=lazy("No names. Where people disagreed: write down both views next to each other."),
        validators=[DataRequired(lazy("Tell in a few sentences what was said at the meeting."))],
    )


class ErratumForm(Form):
    """A correction."""

    text = wtforms.TextAreaField(
        lazy("What was wrong and what is right?"),
        validators=[DataRequired(lazy("Tell what was wrong and what is right."))],
    )
