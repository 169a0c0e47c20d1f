"""Shape of what people type about votes."""

from collections.abc import Callable, Sequence
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import (
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Length

from coop.kernel.clock import AMSTERDAM
from coop.voting import policy
from coop.voting.policy import VoteKind
from coop.web.forms import EmptyForm, Form
from coop.web.words import _, lazy

__all__ = [
    "BallotForm",
    "EmptyForm",
    "PollForm",
    "PromisesForm",
    "ProposalForm",
    "SeedForm",
    "VoidForm",
    "minutes_of",
    "promises_form",
]

Check = Callable[[PlainForm, Field], None]


def one_of_choices(message: Any, *, required: bool = True) -> Check:
    """A validator: one of the choices, said in our own words when nothing or nonsense was chosen.

    `required`: whether "nothing" is no choice; only marks the field.
    """

    def check(_form: PlainForm, field: Field) -> None:
        if field.data not in {str(value) for value, *_rest in field.choices}:
            raise ValidationError(str(message))

    if required:
        check.field_flags = {"required": True}  # type: ignore[attr-defined]
    return check


def at_most(longest: int) -> Length:
    """A validator: no more than `longest` characters."""
    return Length(max=longest, message=lazy("Use at most %(longest)s characters.", longest=longest))


def minutes_of(text: str | None) -> int | None:
    """Hours as people write them (4, 4.5, 4,5) in whole minutes; None for anything else."""
    try:
        minutes = Decimal((text or "").strip().replace(",", ".")) * 60
    except InvalidOperation:
        return None
    if not minutes.is_finite() or not 0 <= minutes <= policy.LONGEST_HOURS * 60:
        return None
    return int(minutes) if minutes == int(minutes) else None


def hours_text(minutes: int) -> str:
    """The inverse of `minutes_of`, as it stands in a field."""
    return f"{minutes / 60:g}".replace(".", ",")


def _hours(_form: PlainForm, field: Field) -> None:
    if minutes_of(field.data) is None:
        raise ValidationError(_("Fill in a number of hours, for example 4 or 4,5."))


class PollForm(Form):
    """A vote in preparation."""

    title = StringField(
        lazy("Title"),
        description=lazy("For example: What does the team do in the autumn?"),
        validators=[InputRequired(lazy("Give the vote a short title.")), at_most(policy.TITLE_LENGTH)],
    )
    question = TextAreaField(
        lazy("The question to the members"),
        description=lazy("One or two plain sentences."),
        validators=[InputRequired(lazy("Write the question to the members.")), at_most(policy.QUESTION_LENGTH)],
        render_kw={"rows": 3},
    )
    vote_kind = RadioField(
        lazy("What kind of vote is it?"),
        validators=[one_of_choices(lazy("Choose what kind of vote it is."))],
        validate_choice=False,
        default=VoteKind.CONSULTATION.value,
    )
    hours = StringField(
        lazy("Hours a week to divide"),
        description=lazy("How many hours a week the team keeps free for what the members choose."),
        validators=[InputRequired(lazy("Fill in the hours to divide.")), _hours],
        render_kw={"inputmode": "decimal"},
    )
    closes_on = DateField(
        lazy("Last day"),
        validators=[InputRequired(lazy("Choose the day on which the vote closes."))],
    )
    closes_time = TimeField(
        lazy("Closing time on that day"),
        default=time(20, 0),
        validators=[InputRequired(lazy("Choose the time at which the vote closes."))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.vote_kind.choices = [(kind.value, f"{_(kind.words)}. {_(kind.help)}") for kind in VoteKind]

    @property
    def closes_at(self) -> datetime:
        """The closing moment, in Dutch time."""
        return datetime.combine(self.closes_on.data, self.closes_time.data, AMSTERDAM)


class ProposalForm(Form):
    """A proposal; the agenda items to choose from are handed in."""

    item = SelectField(
        lazy("From which item of the agenda?"),
        validators=[one_of_choices(lazy("Choose an item of the agenda, or none."), required=False)],
        validate_choice=False,
    )
    title = StringField(
        lazy("Title"),
        description=lazy("A few words that say what the team would do."),
        validators=[InputRequired(lazy("Give the proposal a short title.")), at_most(policy.TITLE_LENGTH)],
    )
    what = TextAreaField(
        lazy("What would the team do?"),
        validators=[InputRequired(lazy("Say what the team would do.")), at_most(policy.TEXT_LENGTH)],
    )
    hours = StringField(
        lazy("Hours a week"),
        description=lazy("Count preparing and travelling too. For example 4 or 4,5."),
        validators=[InputRequired(lazy("Fill in how many hours a week it takes.")), _hours],
        render_kw={"inputmode": "decimal"},
    )
    expected = TextAreaField(
        lazy("What result do you expect?"),
        validators=[InputRequired(lazy("Say what result you expect.")), at_most(policy.TEXT_LENGTH)],
        render_kw={"rows": 3},
    )
    how_noticed = TextAreaField(
        lazy("How will residents notice?"),
        description=lazy("The team will be asked about exactly this later."),
        validators=[InputRequired(lazy("Say how residents will notice.")), at_most(policy.TEXT_LENGTH)],
        render_kw={"rows": 3},
    )

    def offer(self, items: Sequence[tuple[int, str]]) -> None:
        """Show `items`, (id, title), to choose from."""
        self.item.choices = [("", _("None")), *((str(item_id), title) for item_id, title in items)]

    @property
    def item_id(self) -> int | None:
        """The chosen agenda item."""
        return int(self.item.data) if self.item.data else None

    @property
    def text(self) -> policy.ProposalText:
        """What was filled in, for the action."""
        return policy.ProposalText(
            title=self.title.data or "",
            what=self.what.data or "",
            minutes_week=minutes_of(self.hours.data) or 0,
            expected=self.expected.data or "",
            how_noticed=self.how_noticed.data or "",
        )


class BallotForm(Form):
    """A ballot. `version`: the ballot the voter saw when beginning; `submission`: the name of this form."""

    choices = SelectMultipleField(lazy("Proposals"), validate_choice=False)
    version = HiddenField(default="0")
    submission = HiddenField(validators=[Length(max=64, message=lazy("This form is not complete. Begin again."))])

    def validate_version(self, field: Field) -> None:
        """Only a number that this site wrote there itself."""
        if not (field.data or "").isascii() or not (field.data or "").isdigit() or len(field.data) > 9:
            raise ValidationError(_("This form is not complete. Begin again."))

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
