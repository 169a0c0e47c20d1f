"""Input for procedures."""

from collections.abc import Sequence
from typing import Any, ClassVar

from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from coop.panels.policy import ITEMS, Event, item_of
from coop.panels.policy.scores import SEATS
from coop.web.forms import Form, options
from coop.web.words import _, lazy

_FILL = lazy("Fill this in.")
_TOO_LONG = lazy("This is too long.")
AGE_BANDS = (
    ("16-29", lazy("16 to 29")),
    ("30-49", lazy("30 to 49")),
    ("50-66", lazy("50 to 66")),
    ("67+", lazy("67 or older")),
)
RATHER_NOT = ("", lazy("I would rather not say"))
EVENT_WORDS: dict[Event, Any] = {
    Event.AGREE: lazy("The board agrees with the panel"),
    Event.DEVIATE: lazy("The board chooses another candidate, with reasons"),
    Event.REFUSE_SECOND_KEY: lazy("The board does not agree. The panel looks at it again"),
    Event.REFUSE_ON_PROCEDURE: lazy("The procedure was not followed. The panel looks at it again"),
}


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


class ReasonForm(Form):
    """A reason that everybody can read."""

    reason = TextAreaField(
        lazy("Why?"),
        validators=[
            InputRequired(message=lazy("Give a reason. Everybody can read it.")),
            Length(max=2000, message=_TOO_LONG),
        ],
    )


class VolunteerForm(Form):
    """What a volunteer tells for the draw; everything may stay unsaid."""

    cluster = RadioField(lazy("In which part of the neighbourhood do you live?"), validators=[Optional()])
    age_band = RadioField(lazy("How old are you?"), choices=options([*AGE_BANDS, RATHER_NOT]), validators=[Optional()])
    experience = RadioField(
        lazy("Did you or somebody in your home ever have help from the team?"),
        choices=options([("yes", lazy("Yes")), ("no", lazy("No")), RATHER_NOT]),
        validators=[Optional()],
    )

    def offer_clusters(self, names: Sequence[str]) -> None:
        """Set the choices of this neighbourhood."""
        self.cluster.choices = options([*((name, name) for name in names), RATHER_NOT])


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


class ApplyForm(Form):
    """Base of an application; the questions are added by `apply_form`."""

    name = StringField(
        lazy("Your name"),
        description=lazy("Only the secretary sees your name until the panel has decided."),
        validators=[InputRequired(message=_FILL), Length(max=120, message=lazy("Use at most 120 characters."))],
        render_kw={"autocomplete": "name"},
    )
    contact = StringField(
        lazy("Your e-mail address or phone number"),
        validators=[InputRequired(message=_FILL), Length(max=254, message=_TOO_LONG)],
    )


def apply_form(codes: Sequence[str]) -> ApplyForm:
    """The application with one question per item of the rubric."""
    fields = {
        f"answer_{code}": TextAreaField(
            lazy(item_of(code).question),
            validators=[
                InputRequired(message=lazy("Answer this question.")),
                Length(max=4000, message=lazy("Use at most 4,000 characters.")),
            ],
        )
        for code in codes
    }
    made: ApplyForm = type("ApplyFormWithQuestions", (ApplyForm,), fields)()
    return made


class _NeededWithAScore:
    """Keeps "not required" off the label; the action asks for evidence unless the item was not discussed."""

    field_flags: ClassVar[dict[str, bool]] = {"input_required": True}

    def __call__(self, _form: Any, _field: Any) -> None:
        """Nothing to check here."""


def score_form(codes: Sequence[str]) -> Form:
    """A score and a sentence of evidence per item of the rubric."""
    fields: dict[str, Any] = {}
    for code in codes:
        item = item_of(code)
        fields[f"score_{code}"] = RadioField(
            lazy(item.name),
            choices=options(
                [
                    ("1", _("1: %(anchor)s", anchor=_(item.one))),
                    ("2", "2"),
                    ("3", _("3: %(anchor)s", anchor=_(item.three))),
                    ("4", "4"),
                    ("5", _("5: %(anchor)s", anchor=_(item.five))),
                    ("none", _("not discussed")),
                ]
            ),
            validators=[InputRequired(message=lazy("Choose a score from 1 to 5, or “not discussed”."))],
        )
        fields[f"evidence_{code}"] = TextAreaField(
            lazy("What did you read or hear that fits this score?"),
            validators=[_NeededWithAScore(), Length(max=1000, message=lazy("Use at most 1,000 characters."))],
            render_kw={"rows": 2},
        )
    made: Form = type("ScoreForm", (Form,), fields)()
    return made


def decision_form(numbers: Sequence[int], codes: Sequence[str]) -> Form:
    """The decision of the panel: votes per candidate, who was chosen, and reasons that cite the rubric."""
    fields: dict[str, Any] = {
        f"votes_{number}": IntegerField(
            lazy("Votes for candidate %(number)s", number=number),
            default=0,
            validators=[
                InputRequired(message=lazy("Fill in a whole number.")),
                NumberRange(0, SEATS, message=lazy("Fill in 0 to 6 votes.")),
            ],
        )
        for number in numbers
    }
    fields["number"] = RadioField(
        lazy("Whom does the panel choose?"),
        choices=options(
            [
                *((str(number), _("Candidate %(number)s", number=number)) for number in numbers),
                ("none", _("Nobody: no candidate fits")),
            ]
        ),
        validators=[InputRequired(message=lazy("Choose a candidate, or nobody."))],
    )
    fields["reason_items"] = SelectMultipleField(
        lazy("Which items of the rubric are the reasons about?"),
        choices=options((code, _(item_of(code).name)) for code in codes),
        validators=[InputRequired(message=lazy("Choose at least one item of the rubric that the reasons are about."))],
    )
    fields["reasons"] = TextAreaField(
        lazy("The reasons of the panel"),
        description=lazy("Write nothing that points to a person."),
        validators=[
            InputRequired(message=lazy("Write down the reasons of the panel.")),
            Length(max=4000, message=_TOO_LONG),
        ],
    )
    made: Form = type("DecisionForm", (Form,), fields)()
    return made


class AnswerForm(Form):
    """The answer of the board."""

    event = RadioField(
        lazy("What is the answer of the board?"), validators=[InputRequired(message=lazy("Choose an answer."))]
    )
    number = SelectField(lazy("Which other candidate?"), validators=[Optional()])
    reasons = TextAreaField(
        lazy("The reasons of the board"),
        description=lazy("Needed when the board does something else than the panel decided. Everybody can read them."),
        validators=[Optional(), Length(max=4000, message=_TOO_LONG)],
    )

    def offer(self, events: Sequence[Event], numbers: Sequence[int]) -> None:
        """Set the answers that the mandate allows, and the other candidates."""
        self.event.choices = options((one.value, EVENT_WORDS[one]) for one in events if one in EVENT_WORDS)
        self.number.choices = options(
            [
                ("", _("nobody else")),
                *((str(one), _("Candidate %(number)s", number=one)) for one in numbers),
            ]
        )


class EmployerForm(Form):
    """The answer of the employer."""

    confirms = RadioField(
        lazy("What does the employer say?"),
        choices=options([("yes", lazy("The employer confirms")), ("no", lazy("The employer refuses"))]),
        validators=[InputRequired(message=lazy("Choose an answer."))],
    )
    reason = TextAreaField(
        lazy("On which ground does the employer refuse?"),
        description=lazy("Only the kind of ground, for example: a legal requirement. No personal details."),
        validators=[Optional(), Length(max=1000, message=_TOO_LONG)],
    )
