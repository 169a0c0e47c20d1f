"""Input for a vacancy and for the draw of its panel."""

from collections.abc import Sequence

from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from coop.panels.policy import ITEMS, KNOCK_OUTS
from coop.panels.policy.facts import MOST_PLACES
from coop.web.fields import DateField, IntegerField
from coop.web.forms import Form, options
from coop.web.words import lazy

_FILL = lazy("Fill this in.")
_TOO_LONG = lazy("This is too long.")


class PrepareForm(Form):
    """A new vacancy."""

    title = StringField(
        lazy("What is the job?"),
        validators=[InputRequired(message=_FILL), Length(max=120, message=lazy("Use at most 120 characters."))],
    )
    text = TextAreaField(
        lazy("Tell in plain words what the work is"),
        validators=[InputRequired(message=_FILL), Length(max=6000, message=_TOO_LONG)],
        render_kw={"rows": 8},
    )
    hours = IntegerField(
        lazy("How many hours a week?"),
        validators=[
            InputRequired(message=lazy("Fill in a whole number.")),
            NumberRange(1, 40, message=lazy("Fill in 1 to 40 hours a week.")),
        ],
    )
    places = IntegerField(
        lazy("How many places are there?"),
        description=lazy(
            "1, 2 or 3, all for the same work. The panel decides about one place at a time. "
            "It decides about the next place when somebody said yes to the one before."
        ),
        default=1,
        validators=[
            InputRequired(message=lazy("Fill in a whole number.")),
            NumberRange(1, MOST_PLACES, message=lazy("Fill in 1, 2 or 3 places.")),
        ],
    )
    home_organisation = StringField(
        lazy("Who is the employer?"),
        description=lazy("The panel decides on the place in the team. The contract stays with the employer."),
        validators=[InputRequired(message=_FILL), Length(max=120, message=lazy("Use at most 120 characters."))],
    )
    closes_on = DateField(
        lazy("Until which day can people apply?"),
        description=lazy("At least 14 days from now. The vacancy closes at 20:00 on that day."),
        validators=[InputRequired(message=lazy("Fill in a day, like 31-12-2026."))],
    )
    items = SelectMultipleField(
        lazy("On what does the panel judge? Choose 6 to 8"),
        choices=options((item.code, lazy(item.name)) for item in ITEMS),
        validators=[InputRequired(message=lazy("Choose 6 to 8 items."))],
    )
    most_important = SelectField(
        lazy("Which of these counts double?"),
        description=lazy("It also decides between candidates who are equal in everything else."),
        choices=options([("", lazy("none of them")), *((item.code, lazy(item.name)) for item in ITEMS)]),
        validators=[Optional()],
    )
    plus = BooleanField(lazy("Ask what the candidate knows of this neighbourhood. It counts half."))
    knock_outs = SelectMultipleField(
        lazy("Which requirements does every candidate have to meet?"),
        description=lazy("The secretary checks these after closing. They get no score."),
        choices=options((code, lazy(words)) for code, words in KNOCK_OUTS.items()),
        validators=[Optional()],
    )


_ADDRESS = [Optional(), Length(max=254, message=_TOO_LONG)]


class ContactsForm(Form):
    """Where employer and complaints committee get their messages."""

    employer = StringField(lazy("E-mail address of the employer"), validators=_ADDRESS)
    committee = StringField(lazy("E-mail address of the complaints committee"), validators=_ADDRESS)


class ReasonForm(Form):
    """A reason that everybody can read."""

    reason = TextAreaField(
        lazy("Why?"),
        validators=[
            InputRequired(message=lazy("Give a reason. Everybody can read it.")),
            Length(max=2000, message=_TOO_LONG),
        ],
    )


def put_back_form(candidates: Sequence[tuple[int, str]]) -> Form:
    """Which candidate takes part again, and why. `candidates`: ids and words."""
    who = RadioField(
        lazy("Who takes part again?"),
        choices=options((str(number), words) for number, words in candidates),
        validators=[InputRequired(message=lazy("Choose a candidate."))],
    )
    made: Form = type("PutBackForm", (ReasonForm,), {"application": who})()
    return made


class ApproveForm(Form):
    """The board approves."""

    works_council = BooleanField(
        lazy("The works council of the employer agreed with residents in selection, or that is not needed here"),
    )


class PublishForm(Form):
    """Opening a vacancy."""

    closes_on = DateField(
        lazy("Until which day can people apply?"),
        description=lazy("At least 14 days from now. The vacancy closes at 20:00 on that day."),
        validators=[InputRequired(message=lazy("Fill in a day, like 31-12-2026."))],
    )
    equal_treatment = BooleanField(
        lazy("I checked the text: it excludes nobody by sex, origin, age, belief, health or flawless Dutch"),
    )


class ExtendForm(Form):
    """A later closing day."""

    closes_on = DateField(
        lazy("Until which day can people apply?"),
        description=lazy("At most 14 days later than now is said. This can be done once."),
        validators=[InputRequired(message=lazy("Fill in a day, like 31-12-2026."))],
    )


class TextForm(Form):
    """A text for the procedure: a remark, an opinion, a complaint, a ruling."""

    text = TextAreaField(
        lazy("Your text"), validators=[InputRequired(message=_FILL), Length(max=4000, message=_TOO_LONG)]
    )


class CorrectForm(ReasonForm):
    """A corrected text and what changed."""

    text = TextAreaField(
        lazy("Tell in plain words what the work is"),
        validators=[InputRequired(message=_FILL), Length(max=6000, message=_TOO_LONG)],
        render_kw={"rows": 8},
    )


class RemoveForm(ReasonForm):
    """Taking somebody off the panel."""
