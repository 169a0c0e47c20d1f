"""Shape of a ballot, of the lot, of a reason, and of promises."""

from collections.abc import Sequence
from typing import Any

from wtforms import DateField, Field, HiddenField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length

from coop.answers.forms import ObjectForm
from coop.rules.answering import Ground
from coop.voting import policy
from coop.web.fields import at_most
from coop.web.forms import Form
from coop.web.words import _, lazy


def is_version(text: str) -> bool:
    """Whether this can be the number of a ballot."""
    return text.isascii() and text.isdigit() and len(text) < 10


class BallotForm(Form):
    """A ballot. `version`: the ballot the voter saw when beginning; `submission`: the name of this form."""

    choices = SelectMultipleField(lazy("Your choice"), validate_choice=False)
    version = HiddenField("", default="0")
    submission = HiddenField("", validators=[Length(max=64, message=lazy("This form is not complete. Begin again."))])

    def validate_version(self, field: Field) -> None:
        """Only a number that this site wrote there itself."""
        if not is_version(field.data or ""):
            raise ValidationError(_("This form is not complete. Begin again."))

    def is_older_than(self, revision: int) -> bool:
        """Whether this was begun before the vote that counts now: sent again by Back, or left in another window."""
        return self.version.validate(self) and self.saw_version < revision

    @property
    def saw_version(self) -> int:
        """The version of the ballot that the voter saw."""
        return int(self.version.data)


class SeedForm(Form):
    """The lot that was thrown in public."""

    seed = StringField(
        lazy("The lot"),
        description=lazy("How was it thrown, by whom, and what came out? For example: dice in the library: 4 1 6 2."),
        validators=[InputRequired(lazy("Write down the lot.")), at_most(policy.SEED_LENGTH)],
    )


class VoidForm(Form):
    """Why a vote is void."""

    reason = TextAreaField(
        lazy("Reason"),
        description=lazy("Everybody can read it."),
        validators=[
            InputRequired(lazy("Say why. Everybody can read the reason.")),
            at_most(policy.REASON_LENGTH),
        ],
    )


class GroundedVoidForm(VoidForm):
    """What was wrong with the procedure of a decision that is counted already, and what happened."""

    ground = ObjectForm.ground
    reason = TextAreaField(
        lazy("What happened?"),
        description=lazy("Everybody can read this. Give facts that others can check."),
        validators=[
            InputRequired(lazy("Give reasons. Everybody can read them.")),
            at_most(policy.REASON_LENGTH),
        ],
    )

    @property
    def chosen(self) -> Ground:
        """What was wrong."""
        return Ground(self.ground.data)


class PromisesForm(Form):
    """Who answers for each chosen proposal and by when; its fields are made by `promises_form`."""


def promises_form(proposals: Sequence[tuple[str, str]]) -> PromisesForm:
    """A form with a person and a day for each of `proposals`, (key, title)."""
    fields: dict[str, Any] = {}
    for key, title in proposals:
        fields[f"who_{key}"] = StringField(
            lazy("Who answers for “%(title)s”?", title=title),
            validators=[InputRequired(lazy("Say who answers for this commitment."))],
        )
        fields[f"due_{key}"] = DateField(
            lazy("Ready by, for “%(title)s”", title=title),
            validators=[InputRequired(lazy("Choose a day."))],
        )
    made: type[PromisesForm] = type("PromisesFormOfPoll", (PromisesForm,), fields)
    return made()
