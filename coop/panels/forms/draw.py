"""Input for the draw of a panel: what volunteers tell, and the dice."""

from collections.abc import Sequence

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from coop.panels.policy import EXTRA, VALUE_WORDS
from coop.web.fields import DateField
from coop.web.forms import Form, options
from coop.web.words import lazy

_FILL = lazy("Fill this in.")
_TOO_LONG = lazy("This is too long.")
RATHER_NOT = ("", lazy("I would rather not say"))
AGE_BANDS = tuple((value, lazy(words)) for value, words in VALUE_WORDS["age_band"].items())


def _choices(feature: str) -> list[tuple[str, object]]:
    return options([*((value, lazy(words)) for value, words in VALUE_WORDS[feature].items()), RATHER_NOT])


class OpenPoolForm(Form):
    """What is asked of volunteers besides street, age and help from the team."""

    gender = BooleanField(lazy("Ask for gender too, and spread the panel over it"))
    home_language = BooleanField(lazy("Ask for the language at home too, and spread the panel over it"))


class VolunteerForm(Form):
    """What a volunteer tells for the draw; everything may stay unsaid."""

    cluster = RadioField(lazy("In which part of the neighbourhood do you live?"), validators=[Optional()])
    age_band = RadioField(lazy("How old are you?"), choices=_choices("age_band"), validators=[Optional()])
    experience = RadioField(
        lazy("Did you or somebody in your home ever have help from the team?"),
        choices=options([("yes", lazy("Yes")), ("no", lazy("No")), RATHER_NOT]),
        validators=[Optional()],
    )
    gender = RadioField(lazy("What is your gender?"), choices=_choices("gender"), validators=[Optional()])
    home_language = RadioField(
        lazy("Which language do you speak at home?"), choices=_choices("home_language"), validators=[Optional()]
    )

    def offer(self, clusters: Sequence[str], extra: Sequence[str]) -> None:
        """Set the street clusters of this neighbourhood, and leave out what is not asked for this panel."""
        self.cluster.choices = options([*((name, name) for name in clusters), RATHER_NOT])
        for feature in EXTRA:
            if feature not in extra:
                del self[feature]


class PaperVolunteerForm(VolunteerForm):
    """A volunteer without e-mail, put on the list by the secretary."""

    name = StringField(lazy("Name"), validators=[InputRequired(message=_FILL), Length(max=120, message=_TOO_LONG)])
    contact = StringField(
        lazy("Address or phone number"), validators=[InputRequired(message=_FILL), Length(max=254, message=_TOO_LONG)]
    )


class ChosenForm(Form):
    """Somebody whom the members' meeting chose for the panel."""

    name = StringField(lazy("Name"), validators=[InputRequired(message=_FILL), Length(max=120, message=_TOO_LONG)])
    contact = StringField(
        lazy("E-mail address; else an address or phone number"),
        description=lazy("Has this person an account here? Then use the e-mail address of the account."),
        validators=[InputRequired(message=_FILL), Length(max=254, message=_TOO_LONG)],
    )
    chosen_on = DateField(
        lazy("On which day was the meeting?"),
        validators=[InputRequired(message=lazy("Fill in a day, like 31-12-2026."))],
    )
    reason = TextAreaField(
        lazy("What did the meeting decide, and why?"),
        description=lazy("Everybody can read this. Name no person."),
        validators=[
            InputRequired(message=lazy("Give a reason. Everybody can read it.")),
            Length(max=2000, message=_TOO_LONG),
        ],
    )


class AnswerOnPaperForm(Form):
    """What somebody without e-mail says about a seat."""

    accepts = RadioField(
        lazy("Does this person join the panel?"),
        choices=options([("yes", lazy("Yes, joins the panel")), ("no", lazy("No, ask somebody else"))]),
        validators=[InputRequired(message=lazy("Choose an answer."))],
    )


class DiceForm(Form):
    """The public throw."""

    dice = StringField(
        lazy("The three digits of the dice"),
        description=lazy("For example 407. A throw cannot be done again."),
        validators=[InputRequired(message=lazy("Fill in three digits, like 407."))],
        render_kw={"inputmode": "numeric", "maxlength": "3"},
    )
    place = StringField(
        lazy("Where were they thrown?"),
        validators=[InputRequired(message=_FILL), Length(max=200, message=_TOO_LONG)],
    )
    witnesses = StringField(
        lazy("Which two people saw it?"),
        validators=[InputRequired(message=_FILL), Length(max=200, message=_TOO_LONG)],
    )
