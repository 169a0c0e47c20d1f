"""Input for mandates."""

from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional

from coop.districts.policy import DECIDER_WORDS, LEVEL_WORDS, SUBJECT_WORDS, USUAL_ANSWER_DAYS, Decider
from coop.web.fields import DateField, IntegerField
from coop.web.forms import Form, options
from coop.web.words import lazy

DECLINED = "declined"


class MandateForm(Form):
    """A new mandate for one subject."""

    subject = RadioField(
        lazy("What is it about?"),
        choices=options((one.value, lazy(words)) for one, words in SUBJECT_WORDS.items()),
        validators=[InputRequired(message=lazy("Choose what the mandate is about."))],
    )
    level = RadioField(
        lazy("How far do residents decide?"),
        choices=options(
            [
                *((one.value, lazy(words)) for one, words in LEVEL_WORDS.items()),
                (DECLINED, lazy("Residents do not want a say in this (now)")),
            ]
        ),
        validators=[InputRequired(message=lazy("Choose how far residents decide."))],
    )
    basis = StringField(
        lazy("On which decision or document does it rest?"),
        description=lazy("For example: covenant with the municipality of 3 March 2026, article 4."),
        validators=[
            InputRequired(message=lazy("Name the decision or document that this mandate rests on.")),
            Length(max=200, message=lazy("Use at most 200 characters.")),
        ],
    )
    starts_on = DateField(
        lazy("From which day?"), validators=[InputRequired(message=lazy("Fill in a day, like 31-12-2026."))]
    )
    ends_on = DateField(lazy("Until which day?"), validators=[Optional()])
    decider = RadioField(
        lazy("Who answers what residents advise, or has to agree?"),
        choices=options((one.value, lazy(words)) for one, words in DECIDER_WORDS.items()),
        default=Decider.BOARD.value,
    )
    answer_days = IntegerField(
        lazy("Within how many days must that answer be there?"),
        description=lazy("Everybody sees when it is late. Where residents decide, nobody needs to answer."),
        default=USUAL_ANSWER_DAYS,
        validators=[InputRequired(message=lazy("Fill in a whole number."))],
    )
    review_on = DateField(lazy("When do you look back on it together?"), validators=[Optional()])
