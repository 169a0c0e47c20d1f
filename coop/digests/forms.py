"""Form of this room."""

from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from coop.digests.policy import PACE_WORDS, USUAL_PACE, USUAL_REST, Pace
from coop.web.forms import Form, options
from coop.web.words import lazy

_HOURS = options([(str(hour), f"{hour}:00") for hour in range(24)])
_NEEDED = (InputRequired(lazy("Choose one of the options.")),)


class PaceForm(Form):
    """How often to hear news, and when not."""

    pace = RadioField(
        lazy("How often do you want to hear what is new?"),
        choices=options([(pace.value, lazy(words)) for pace, words in PACE_WORDS.items()]),
        default=USUAL_PACE.value,
        validators=_NEEDED,
    )
    rest_from = SelectField(
        lazy("No mail with news from"), choices=_HOURS, default=str(USUAL_REST[0]), validators=_NEEDED
    )
    rest_until = SelectField(
        lazy("until"),
        choices=_HOURS,
        default=str(USUAL_REST[1]),
        validators=_NEEDED,
        description=lazy("The same hour twice: mail may come at any time."),
    )

    @property
    def chosen(self) -> Pace:
        """The pace that was chosen, once the form is valid."""
        return Pace(self.pace.data)

    @property
    def rest(self) -> tuple[int, int]:
        """The hours between which no news is sent."""
        return int(self.rest_from.data), int(self.rest_until.data)
