"""What the team types, apart from figures and stories."""

import wtforms
from wtforms.validators import DataRequired

from coop.accountability.forms.fields import BeforeHandingIn, choice
from coop.accountability.policy import KEPT_WORDS, MOST_QUESTIONS
from coop.kernel.words import mark
from coop.web.fields import DateField
from coop.web.forms import Form
from coop.web.words import lazy


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
        validators=[BeforeHandingIn()],
    )


class CommitmentForm(Form):
    """What became of one commitment."""

    kept = choice(mark("What became of it?"), KEPT_WORDS, mark("Choose what became of this commitment."))
    sentence = wtforms.TextAreaField(
        lazy("Explain it in a sentence or two"),
        description=lazy("What did residents notice? If it did not work out: why not?"),
        validators=[DataRequired(lazy("Explain it in a sentence that residents understand."))],
    )


class LessonsForm(Form):
    """What went wrong and what was learned."""

    went_wrong = wtforms.TextAreaField(
        lazy("What went wrong?"),
        description=lazy(
            "Complaints, incidents, commitments you missed, and what you did about it. No names and nothing "
            "by which somebody can be recognised."
        ),
        validators=[BeforeHandingIn()],
    )
    learned = wtforms.TextAreaField(
        lazy("What did you learn?"),
        description=lazy("What will you do differently from now on?"),
        validators=[BeforeHandingIn()],
    )


class QuestionsForm(Form):
    """At most three questions to residents."""

    question_1 = wtforms.StringField(lazy("First question"))
    question_2 = wtforms.StringField(lazy("Second question"))
    question_3 = wtforms.StringField(lazy("Third question"))

    def asked(self) -> list[str]:
        """The questions, empty ones too."""
        return [self[f"question_{number}"].data or "" for number in range(1, MOST_QUESTIONS + 1)]


class ReachForm(Form):
    """Who is not reached, and what the team does not agree on."""

    reach_gap = wtforms.TextAreaField(
        lazy("Who do you not reach?"),
        description=lazy("Which groups live here that you hardly meet? Compare with who lives in the neighbourhood."),
    )
    dilemma = wtforms.StringField(
        lazy("Is there something that you do not agree on in the team?"),
        description=lazy("For example: do we ring at doors where somebody said no before?"),
    )
    one_view = wtforms.TextAreaField(lazy("Some of us say"))
    other_view = wtforms.TextAreaField(lazy("Others say"))
