"""Input for mandates."""

from collections.abc import Iterable
from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from coop.districts.policy import (
    AREA_LENGTH,
    CHARTER_LENGTH,
    DECIDER_WORDS,
    IDEAL_WORDS,
    LEVEL_WORDS,
    QUESTION_WORDS,
    SUBJECT_WORDS,
    USUAL_ANSWER_DAYS,
    CharterQuestion,
    Decider,
)
from coop.kernel.words import mark
from coop.web.fields import DateField, IntegerField, at_most, one_of_choices
from coop.web.files import needed_file
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


def _answer(words: str) -> Any:
    return TextAreaField(
        lazy(words),
        validators=[
            InputRequired(message=lazy("Write an answer of one or more sentences.")),
            Length(max=CHARTER_LENGTH, message=lazy("Use at most %(most)s characters.", most=CHARTER_LENGTH)),
        ],
    )


class CharterForm(Form):
    """The six questions that every team answers, and for whom it is there first."""

    ideal = RadioField(
        lazy("What comes first for this team?"),
        choices=options((one.value, lazy(words)) for one, (words, _help) in IDEAL_WORDS.items()),
        validators=[InputRequired(message=lazy("Choose one of the options."))],
    )
    why = _answer(mark("Why does this fit the neighbourhood?"))
    breadth = _answer(QUESTION_WORDS[CharterQuestion.BREADTH])
    approach = _answer(QUESTION_WORDS[CharterQuestion.APPROACH])
    staffing = _answer(QUESTION_WORDS[CharterQuestion.STAFFING])
    neighbourhood = _answer(QUESTION_WORDS[CharterQuestion.NEIGHBOURHOOD])
    organisation = _answer(QUESTION_WORDS[CharterQuestion.ORGANISATION])
    financing = _answer(QUESTION_WORDS[CharterQuestion.FINANCING])


class FactsForm(Form):
    """What everybody reads about the neighbourhood."""

    name = StringField(
        lazy("What is the neighbourhood called?"), validators=[InputRequired(message=lazy("Fill this in."))]
    )
    cooperative = StringField(
        lazy("What is the co-operative called?"), validators=[InputRequired(message=lazy("Fill this in."))]
    )
    about = TextAreaField(
        lazy("Who are you, in two or three sentences?"),
        description=lazy("Everybody reads this at the top of the front page."),
        validators=[Optional()],
    )
    inhabitants = IntegerField(
        lazy("How many people live there?"), validators=[InputRequired(message=lazy("Fill in a whole number."))]
    )
    phone = StringField(
        lazy("Which number can people call when they are stuck?"),
        description=lazy("It stands on every page and on every letter."),
        validators=[Optional()],
    )


class StreetsForm(Form):
    """Parts of the neighbourhood with their streets."""

    streets = TextAreaField(
        lazy("Parts of the neighbourhood with their streets"),
        description=lazy(
            "One part on each line, then a colon and its streets with commas between. For example: Flower quarter: "
            "Tulip Street, Rose Square. Make a part so large that it points at nobody."
        ),
        validators=[InputRequired(message=lazy("Write at least one part with its streets."))],
        render_kw={"rows": 8},
    )


class StreetForm(Form):
    """One street of the list. The parts are handed in."""

    name = StringField(
        lazy("Street"),
        validators=[InputRequired(message=lazy("Fill in the street.")), at_most(AREA_LENGTH)],
    )
    cluster = SelectField(
        lazy("Part of the neighbourhood"),
        validators=[one_of_choices(lazy("Choose one of the options."))],
        validate_choice=False,
    )

    def __init__(self, parts: Iterable[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cluster.choices = [(str(one), name) for one, name in parts]


class MapForm(Form):
    """The boundaries of the neighbourhood and of its parts."""

    file = needed_file(
        lazy("File with the boundaries (GeoJSON)"),
        description=lazy(
            "An area for each part, with its name. An area without a name is the outline. A point with a name is a "
            "place that everybody knows, such as a park. It is shown to about a hundred metres."
        ),
    )
