"""Shape of what is typed; what it means is decided by the actions."""

import wtforms
from wtforms.validators import InputRequired

from coop.kernel.words import mark
from coop.learning.policy import LINE_WORDS
from coop.web.fields import DateField, IntegerField
from coop.web.forms import Form, options
from coop.web.words import lazy


def _needed(message: str = mark("Fill this in.")) -> list[InputRequired]:
    return [InputRequired(lazy(message))]


class AnswerForm(Form):
    """Why a figure differs."""

    text = wtforms.TextAreaField(
        lazy("Your answer in one sentence"),
        description=lazy("Explain the difference. Judge nobody."),
        validators=_needed(mark("Answer in a sentence.")),
        render_kw={"rows": 3},
    )


class SheetForm(Form):
    """An estimate."""

    title = wtforms.StringField(lazy("Title"), _needed())
    about = wtforms.TextAreaField(
        lazy("What is compared with what, and over how many years?"),
        description=lazy("For example: four years with a team, against the years before it."),
        validators=_needed(),
    )


class LineForm(Form):
    """An assumption."""

    kind = wtforms.RadioField(
        lazy("Is it a cost or a benefit?"),
        choices=options((one.value, lazy(word)) for one, word in LINE_WORDS.items()),
        validators=_needed(mark("Choose one of the options.")),
    )
    title = wtforms.StringField(lazy("What is it about?"), _needed())
    payer = wtforms.StringField(
        lazy("Who pays it, or who gains by it?"),
        _needed(),
        description=lazy("For example: the municipality, the health insurer, residents."),
    )
    source = wtforms.StringField(lazy("On what source does this rest?"), _needed())
    low = IntegerField(lazy("Low, in euros"), validators=_needed(mark("Fill in a whole number.")))
    middle = IntegerField(lazy("Middle, in euros"), validators=_needed(mark("Fill in a whole number.")))
    high = IntegerField(lazy("High, in euros"), validators=_needed(mark("Fill in a whole number.")))


class PilotForm(Form):
    """A pilot."""

    title = wtforms.StringField(lazy("Title"), _needed())
    other = wtforms.RadioField(
        lazy("With which neighbourhood?"), validators=_needed(mark("Choose one of the options."))
    )
    question = wtforms.TextAreaField(lazy("What do you want to learn?"), _needed())
    unlike = wtforms.TextAreaField(lazy("In what do the two neighbourhoods differ?"), _needed())
    starts_on = DateField(lazy("First day"), _needed(mark("Fill in the first day.")))


class EndPilotForm(Form):
    """Why a pilot does not begin, or ends early."""

    reason = wtforms.TextAreaField(
        lazy("Why?"),
        description=lazy("Everybody can read the reason. Name no person."),
        validators=_needed(mark("Give a reason. Everybody can read it.")),
        render_kw={"rows": 3},
    )


class FindingForm(Form):
    """What was found."""

    finding = wtforms.TextAreaField(lazy("What did you find?"), _needed(mark("Tell what you found.")))
    keeps = wtforms.StringField(lazy("Do you keep it, and why?"), _needed(mark("Say whether you keep it, and why.")))
