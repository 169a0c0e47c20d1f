"""What is typed about words heard at the door."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from coop.agenda.forms import BringInForm, MergeForm
from coop.agenda.policy import Domain
from coop.doors import policy
from coop.doors.policy import Way
from coop.web.fields import DateField, at_most, one_of_choices
from coop.web.forms import EmptyForm, Form, options
from coop.web.words import _, lazy

__all__ = ["AddForm", "BringInForm", "EmptyForm", "NoteForm", "PutAwayForm", "SlipForm"]


def _code(label: Any, description: Any, *more: Any) -> StringField:
    """The code of a slip. It travels in the form only, never in an address."""
    return StringField(
        label,
        description=description,
        validators=[*more, at_most(40)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class NoteForm(Form):
    """What was heard, each line one note. The streets are handed in."""

    lines = TextAreaField(
        lazy("What did you hear?"),
        description=lazy(
            "In the words of who said it. Each line is one note, so one person on each line. "
            "Write no names, no house numbers and nothing from which neighbours know who it was."
        ),
        validators=[
            InputRequired(lazy("Write down first what you heard.")),
            at_most(policy.MOST_LINES * policy.TEXT_LENGTH),
        ],
    )
    cluster = SelectField(
        lazy("In which part of the neighbourhood?"),
        validators=[one_of_choices(lazy("Choose one of the options."), required=False)],
        validate_choice=False,
    )
    domain = SelectField(
        lazy("What part of daily life is it about?"),
        validators=[one_of_choices(lazy("Choose one of the options."), required=False)],
        validate_choice=False,
    )
    way = RadioField(
        lazy("How did you hear it?"),
        choices=options([(one.value, lazy(one.words)) for one in Way]),
        validators=[one_of_choices(lazy("Choose one of the options."))],
        validate_choice=False,
        default=Way.DOOR.value,
    )
    heard_on = DateField(
        lazy("On which day?"),
        validators=[InputRequired(lazy("Fill in a day, like 31-12-2026."))],
    )
    slip = _code(
        lazy("Code of the slip that you gave"), lazy("Only for one line, when somebody wants to hear what comes of it.")
    )
    sure = BooleanField(lazy("I looked again. Nobody can be known from it. Keep it like this."))
    # Not shown: the key of this sending, so that sent twice it is kept once.
    submission = StringField()

    def __init__(self, clusters: Iterable[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(one), name) for one, name in clusters]
        self.cluster.choices = [("", _("The whole neighbourhood, or I do not know")), *known]
        self.domain.choices = [("", _("Not sure yet")), *((one.value, _(one.words)) for one in Domain)]


class AddForm(MergeForm):
    """To which item notes are added; the choices are handed in."""

    into = SelectField(
        lazy("To which item?"), validators=[one_of_choices(lazy("Choose an item."))], validate_choice=False
    )
    reason = None


class PutAwayForm(Form):
    """Why notes are put away."""

    reason = TextAreaField(
        lazy("Reason"),
        description=lazy(
            "For example: this was about one household, and the team helps there. Who holds a slip reads this."
        ),
        validators=[InputRequired(lazy("Say why you put this away.")), at_most(policy.REASON_LENGTH)],
    )


class SlipForm(Form):
    """The code of a slip."""

    code = _code(
        lazy("The code on your slip"),
        lazy("Four signs, three times. Capitals or not makes no difference."),
        InputRequired(lazy("Type the code of your slip.")),
    )
