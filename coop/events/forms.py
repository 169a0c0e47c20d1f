"""Forms of this room."""

from datetime import datetime

from wtforms import IntegerField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired

from coop.events import policy
from coop.events.actions import Plan
from coop.events.models import Event
from coop.events.policy import KIND_WORDS, EventKind
from coop.kernel.clock import AMSTERDAM
from coop.web.fields import DateField, at_most
from coop.web.forms import Form, options
from coop.web.words import lazy


class EventForm(Form):
    """What, when and where."""

    kind = SelectField(
        lazy("What kind of meeting is it?"),
        choices=options([(kind.value, lazy(words)) for kind, words in KIND_WORDS.items()]),
        validators=[InputRequired(lazy("Choose one of the options."))],
    )
    title = StringField(
        lazy("What is it called?"),
        validators=[InputRequired(lazy("Say in a few words what it is.")), at_most(policy.TITLE_LENGTH)],
    )
    day = DateField(lazy("On which day?"), validators=[InputRequired(lazy("Fill in a day, like 31-12-2026."))])
    time = TimeField(lazy("At what time?"), validators=[InputRequired(lazy("Fill in a time, like 20:00."))])
    minutes = IntegerField(
        lazy("How many minutes?"), default=120, validators=[InputRequired(lazy("Fill in a whole number."))]
    )
    place = StringField(
        lazy("Where?"), validators=[InputRequired(lazy("Say where it is.")), at_most(policy.PLACE_LENGTH)]
    )
    text = TextAreaField(
        lazy("What will happen, and for whom?"),
        description=lazy("Say also whether there is a lift, coffee or an interpreter."),
        validators=[at_most(policy.TEXT_LENGTH)],
    )

    @property
    def plan(self) -> Plan:
        """What was filled in, once the form is valid; day and time are those of the Netherlands."""
        return Plan(
            kind=EventKind(self.kind.data),
            title=self.title.data or "",
            text=self.text.data or "",
            place=self.place.data or "",
            starts_at=datetime.combine(self.day.data, self.time.data, AMSTERDAM),
            minutes=self.minutes.data or 0,
        )


def as_filled_in(event: Event) -> dict[str, object]:
    """What stands in the fields when an event is changed."""
    local = event.starts_at.astimezone(AMSTERDAM)
    kept = {name: getattr(event, name) for name in ("title", "text", "place", "minutes")}
    return {**kept, "kind": event.kind.value, "day": local.date(), "time": local.time()}


class CancelForm(Form):
    """Why it does not take place."""

    reason = TextAreaField(
        lazy("Why is it cancelled?"),
        validators=[
            InputRequired(lazy("Say why. Everybody who wanted to come reads it.")),
            at_most(policy.REASON_LENGTH),
        ],
    )
