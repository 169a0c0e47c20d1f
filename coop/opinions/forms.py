"""Forms of this room."""

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from coop.agenda.policy import Domain
from coop.opinions import policy
from coop.opinions.actions import Plan
from coop.rules.opinions import Answer
from coop.web.fields import DateField, NeededAtTimes, at_most, one_of_choices
from coop.web.forms import Form, options
from coop.web.words import lazy

ANSWERS = {"agree": Answer.AGREE, "disagree": Answer.DISAGREE, "pass": Answer.PASS}


class AnswerForm(Form):
    """One answer; each of its buttons is one."""

    answer = SelectField(
        lazy("Your answer"),
        choices=options([(name, name) for name in ANSWERS]),
        validators=[one_of_choices(lazy("Choose one of the options."))],
        validate_choice=False,
    )

    @property
    def given(self) -> Answer:
        """The answer, once the form is valid."""
        return ANSWERS[self.answer.data]


class SuggestForm(Form):
    """A statement of a resident."""

    text = StringField(
        lazy("Your statement"),
        description=lazy("One thought, at most 100 characters. For example: Dogs may run free in the park."),
        validators=[InputRequired(lazy("Write your statement.")), at_most(policy.STATEMENT_LENGTH)],
    )


class DecideForm(Form):
    """What becomes of a statement of a resident; each of its buttons decides."""

    decision = SelectField(
        lazy("Decision"),
        choices=options([("admit", "admit"), ("refuse", "refuse")]),
        validators=[one_of_choices(lazy("Choose one of the options."))],
        validate_choice=False,
    )
    reason = TextAreaField(
        lazy("If you do not add it: why?"),
        description=lazy("Who brought it in reads this. For example: it names a person, or has two thoughts."),
        validators=[NeededAtTimes(), at_most(policy.REASON_LENGTH)],
    )


class ReasonForm(Form):
    """Why a statement is taken away, or a round ended."""

    reason = TextAreaField(
        lazy("Why?"),
        description=lazy("Everybody can read it. Do not repeat what should not have been said."),
        validators=[
            InputRequired(lazy("Say why. Everybody can read the reason.")),
            at_most(policy.REASON_LENGTH),
        ],
    )


class RoundForm(Form):
    """Statements about a theme."""

    title = StringField(
        lazy("What are the statements about?"),
        validators=[InputRequired(lazy("Say in a few words what it is about.")), at_most(policy.TITLE_LENGTH)],
    )
    text = TextAreaField(
        lazy("Why do you ask this, and what will you do with it?"),
        validators=[InputRequired(lazy("Say why you ask this.")), at_most(policy.TEXT_LENGTH)],
    )
    domain = SelectField(
        lazy("Which part of daily life is it about?"),
        choices=options([(one.value, lazy(one.words)) for one in Domain]),
        validators=[one_of_choices(lazy("Choose one of the options."))],
        validate_choice=False,
    )
    statements = TextAreaField(
        lazy("The statements, each on a line of its own"),
        description=lazy(
            "3 to 30 statements of at most 100 characters, each with one thought. With fewer than 10 we cannot look "
            "for groups. They cannot be changed later."
        ),
        validators=[InputRequired(lazy("Write 3 to 30 statements, each on a line of its own.")), at_most(4_000)],
        render_kw={"rows": 12},
    )
    closes_on = DateField(
        lazy("What is the last day to answer?"),
        description=lazy("The outcome stands on the site the day after. The day cannot be changed later."),
        validators=[InputRequired(lazy("Fill in a day, like 31-12-2026."))],
    )

    @property
    def plan(self) -> Plan:
        """What was filled in, once the form is valid."""
        return Plan(
            domain=Domain(self.domain.data),
            title=self.title.data or "",
            text=self.text.data or "",
            statements=(self.statements.data or "").splitlines(),
            closes_on=self.closes_on.data,
        )
