"""Shape of what people type about commitments."""

from collections.abc import Collection
from typing import Any

from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from coop.agenda import policy
from coop.agenda.forms.items import asked
from coop.agenda.policy import CommitmentState
from coop.web.fields import DateField, one_of_choices
from coop.web.forms import Form
from coop.web.words import _, lazy

# Who it is now.
NOBODY_ELSE = "0"


class ChangeCommitmentForm(Form):
    """Another day for a commitment, or somebody else who answers for it."""

    who = SelectField(lazy("Who answers for it?"), validators=[InputRequired(lazy("Choose somebody of the team."))])
    due_on = DateField(lazy("Ready by"), validators=[InputRequired(lazy("Fill in the day."))])
    reason = asked(
        lazy("Why?"),
        lazy("Say why. Everybody can read the reason."),
        policy.NOTE_LENGTH,
        lazy("The old day and name stay readable beside the new."),
    )

    def offer(self, present: str, team: Collection[tuple[int, str]]) -> None:
        """Let choose who it is now, and everybody else of the team."""
        self.who.choices = [(NOBODY_ELSE, present), *((str(number), name) for number, name in team if name != present)]


class ProgressForm(Form):
    """How a commitment stands."""

    state = RadioField(
        lazy("How does it stand?"),
        validators=[one_of_choices(lazy("Choose how it stands."))],
        validate_choice=False,
    )
    text = asked(
        lazy("What was done, and what do residents notice of it?"),
        lazy("Tell what was done and what residents notice of it."),
        policy.NOTE_LENGTH,
        lazy("Say also what did not work, and why. Everybody can read it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state.choices = [(one.value, _(one.words)) for one in CommitmentState]
