"""Shape of what people fill in about reports, decisions and turns."""

from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField, widgets
from wtforms.validators import InputRequired

from coop.moderation import policy
from coop.moderation.policy import HouseRule, Verdict
from coop.web.fields import at_most, one_of_choices
from coop.web.forms import Form, options
from coop.web.words import lazy

_RULES = options([(rule.value, lazy(rule.words)) for rule in HouseRule])


class ReportForm(Form):
    """Which house rule a comment goes against."""

    rule = RadioField(
        lazy("What is wrong with it?"),
        choices=_RULES,
        validators=[one_of_choices(lazy("Choose which house rule it goes against."))],
        validate_choice=False,
    )


class DecideForm(Form):
    """A decision about the comments that were ticked; the choices are handed in."""

    comments = SelectMultipleField(
        lazy("About which comments do you decide?"),
        coerce=int,
        validators=[InputRequired(lazy("Choose at least one comment."))],
        validate_choice=False,
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )
    verdict = RadioField(
        lazy("What do you decide?"),
        choices=options([(Verdict.KEEP.value, lazy("Let it stay")), (Verdict.REMOVE.value, lazy("Take it away"))]),
        validators=[one_of_choices(lazy("Choose what you decide."))],
        validate_choice=False,
    )
    rule = SelectField(
        lazy("By which house rule?"),
        choices=options([("", lazy("Choose")), *((rule.value, lazy(rule.words)) for rule in HouseRule)]),
        validators=[one_of_choices(lazy("Choose a house rule."))],
        validate_choice=False,
    )
    reason = TextAreaField(
        lazy("Reason"),
        description=lazy("Everybody can read it in the log. Do not name people, and do not repeat what was said."),
        validators=[InputRequired(lazy("Say why. Everybody can read the reason.")), at_most(policy.REASON_LENGTH)],
    )


class ObjectionForm(Form):
    """Why somebody does not agree."""

    reason = TextAreaField(
        lazy("Why do you not agree with it?"),
        description=lazy("Only who decides about your objection reads it."),
        validators=[InputRequired(lazy("Say why you do not agree with it.")), at_most(policy.REASON_LENGTH)],
    )


class RulesForm(Form):
    """What the board sets."""

    hide_after = IntegerField(
        lazy("After how many reports is a comment hidden?"),
        validators=[InputRequired(lazy("Fill in a whole number."))],
    )
    term_days = IntegerField(
        lazy("How many days does a turn last?"), validators=[InputRequired(lazy("Fill in a whole number."))]
    )


class DrawForm(Form):
    """How many are drawn."""

    number = IntegerField(
        lazy("How many neighbours do you draw?"), default=3, validators=[InputRequired(lazy("Fill in a whole number."))]
    )


class DiceForm(Form):
    """What was thrown in public."""

    lot = StringField(
        lazy("What did the dice show?"),
        description=lazy(
            "Throw at least four dice, with others looking on. Write the digits in the order of the dice."
        ),
        validators=[InputRequired(lazy("Write down what the dice showed."))],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
