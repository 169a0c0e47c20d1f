"""Input about faults in the work of a panel, and breaches of secrecy."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length

from coop.panels.policy import EXCLUDED_MONTHS, FAULT_WORDS
from coop.web.fields import DateField
from coop.web.forms import Form, options
from coop.web.words import lazy

_FILL = lazy("Fill this in.")
_TOO_LONG = lazy("This is too long.")
_CHOOSE = lazy("Choose an answer.")
_TERMS = {
    0: lazy("not at all"),
    12: lazy("for a year"),
    24: lazy("for two years"),
    36: lazy("for three years"),
}


class FaultForm(Form):
    """A fault of a member of the panel."""

    kind = RadioField(
        lazy("What was wrong?"),
        choices=options((one.value, lazy(words)) for one, words in FAULT_WORDS.items()),
        validators=[InputRequired(message=_CHOOSE)],
    )
    text = TextAreaField(
        lazy("What happened?"),
        description=lazy("Everybody can read this. Name no person."),
        validators=[InputRequired(message=_FILL), Length(max=2000, message=_TOO_LONG)],
    )
    months = RadioField(
        lazy("How long can no draw name this person?"),
        choices=options((str(one), _TERMS[one]) for one in EXCLUDED_MONTHS),
        validators=[InputRequired(message=_CHOOSE)],
    )


class FaultRulingForm(Form):
    """The board on an objection."""

    stands = RadioField(
        lazy("Does the note stand?"),
        choices=options([("yes", lazy("Yes, the note stands")), ("no", lazy("No, the note falls"))]),
        validators=[InputRequired(message=_CHOOSE)],
    )
    ruling = TextAreaField(lazy("Why?"), validators=[InputRequired(message=_FILL), Length(max=2000, message=_TOO_LONG)])


class JudgeForm(Form):
    """Whether the data protection authority is told of a breach."""

    reported = RadioField(
        lazy("Was it reported to the data protection authority?"),
        choices=options([("yes", lazy("Yes, we reported it")), ("no", lazy("No, it is no risk for whom it is about"))]),
        validators=[InputRequired(message=_CHOOSE)],
    )
    grounds = TextAreaField(
        lazy("Why?"),
        description=lazy("After a report: its number and moment. Later than 72 hours: why it is late. Name no person."),
        validators=[InputRequired(message=_FILL), Length(max=2000, message=_TOO_LONG)],
    )


def breach_form(candidates: Sequence[tuple[int, str]]) -> Form:
    """What became known, where, since when, and about whom: (application id, words)."""
    fields: dict[str, Any] = {
        "day": DateField(
            lazy("On which day did we learn of it?"),
            description=lazy("The 72 hours run from this moment."),
            validators=[InputRequired(message=lazy("Fill in a day, like 31-12-2026."))],
        ),
        "time": TimeField(
            lazy("At what time?"), validators=[InputRequired(message=lazy("Fill in a time, like 20:00."))]
        ),
        "place": StringField(
            lazy("Where was it told?"),
            description=lazy("For example: in a neighbourhood group on the phone, seen by about 60 people."),
            validators=[InputRequired(message=_FILL), Length(max=200, message=_TOO_LONG)],
        ),
        "text": TextAreaField(
            lazy("What became known, and what was done about it?"),
            description=lazy("For privacy officer and board. Name no person."),
            validators=[InputRequired(message=_FILL), Length(max=2000, message=_TOO_LONG)],
        ),
        "whom": SelectMultipleField(
            lazy("About which candidates?"),
            choices=options((str(number), words) for number, words in candidates),
            validators=[InputRequired(message=lazy("Choose at least one candidate whom it is about."))],
        ),
    }
    made: Form = type("BreachForm", (Form,), fields)()
    return made
