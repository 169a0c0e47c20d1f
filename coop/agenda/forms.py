"""Shape of what people type about items, editions and commitments."""

from collections.abc import Collection
from typing import Any, ClassVar

from wtforms import Field, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired

from coop.agenda import policy
from coop.agenda.policy import CommitmentState, Domain, Kind, Origin
from coop.web.fields import at_most
from coop.web.forms import EmptyForm, Form
from coop.web.words import _, lazy

__all__ = [
    "BringInForOthersForm",
    "BringInForm",
    "CommentForm",
    "EditionForm",
    "EmptyForm",
    "HandOverForm",
    "MergeForm",
    "OfferForm",
    "OutcomeForm",
    "PassOnForm",
    "ProgressForm",
    "ReasonForm",
]


class OneOfChoices:
    """A validator: one of the choices, said in our own words when nothing or nonsense was chosen."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __init__(self, message: Any) -> None:
        self.message = message

    def __call__(self, _form: PlainForm, field: Field) -> None:
        if field.data not in {str(value) for value, *_rest in field.choices if value != ""}:
            raise ValidationError(str(self.message))


class BringInForm(Form):
    """A new item."""

    kind = RadioField(lazy("What is it?"), validators=[OneOfChoices(lazy("Choose what it is."))], validate_choice=False)
    title = StringField(
        lazy("Title"),
        description=lazy("A few words, for example: Dark path behind the school."),
        validators=[InputRequired(lazy("Give it a short title.")), at_most(policy.TITLE_LENGTH)],
    )
    in_short = TextAreaField(
        lazy("In short"),
        description=lazy("At most 60 words. Say it as you would tell your neighbour. Everybody reads this first."),
        validators=[InputRequired(lazy("Say in short what it is about.")), at_most(policy.SHORT_LENGTH)],
    )
    domain = SelectField(
        lazy("What part of daily life is it about?"),
        validators=[OneOfChoices(lazy("Choose a part of daily life."))],
        validate_choice=False,
    )
    place = StringField(
        lazy("Where is it?"),
        description=lazy("A street, square or building. Do not give the house number of somebody else."),
        validators=[at_most(policy.PLACE_LENGTH)],
    )
    details = TextAreaField(
        lazy("More about it"),
        description=lazy("Who notices it, and since when? Do not name people: everybody can read this."),
        validators=[at_most(policy.DETAILS_LENGTH)],
    )
    # Not shown: that the page with what is like it was seen, and which of those it is about.
    looked = StringField()
    same = StringField()

    def same_id(self) -> int | None:
        """The item to which this is to be added, None for an item of its own."""
        asked = self.same.data or ""
        return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind.value, f"{_(kind.words)}. {_(kind.help)}") for kind in Kind]
        self.domain.choices = [("", _("Choose")), *((one.value, _(one.words)) for one in Domain)]


class BringInForOthersForm(BringInForm):
    """A new item, typed in by the team, the board or the secretary for somebody else."""

    origin = RadioField(
        lazy("Who brought it in?"),
        validators=[OneOfChoices(lazy("Choose who brought it in."))],
        validate_choice=False,
        default=Origin.DOOR.value,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.origin.choices = [(one.value, _(one.words)) for one in Origin]


class OfferForm(Form):
    """An offer of help."""

    offer = TextAreaField(
        lazy("What would you like to do?"),
        description=lazy(
            "For example: I can lend a hand on Saturday morning. Residents, members, board and team who are signed in "
            "read it, with your name. Others only see how many people offer help."
        ),
        validators=[InputRequired(lazy("Say what you would like to do.")), at_most(policy.OFFER_LENGTH)],
    )


class CommentForm(Form):
    """A comment on an item."""

    comment = TextAreaField(
        lazy("Your comment"),
        description=lazy("Everybody can read it. Do not tell things about other people that they would not tell."),
        validators=[InputRequired(lazy("Write your comment first.")), at_most(policy.COMMENT_LENGTH)],
    )


class ReasonForm(Form):
    """A reason that everybody can read, for refusing or reopening."""

    reason = TextAreaField(
        lazy("Reason"),
        description=lazy("Everybody can read it. Who brought it in gets it by mail."),
        validators=[
            InputRequired(lazy("Say why. Everybody can read the reason.")),
            at_most(policy.REASON_LENGTH),
        ],
    )


class OutcomeForm(Form):
    """What came of an item."""

    reason = TextAreaField(
        lazy("What came of it?"),
        description=lazy("Everybody can read it. Say it also when little came of it."),
        validators=[
            InputRequired(lazy("Say what came of it. Everybody can read it.")),
            at_most(policy.REASON_LENGTH),
        ],
    )


class MergeForm(Form):
    """Into which item another one goes; the choices are handed in."""

    into = SelectField(
        lazy("Merge into which item?"),
        validators=[OneOfChoices(lazy("Choose an item."))],
        validate_choice=False,
    )
    reason = TextAreaField(
        lazy("Reason"),
        description=lazy("For example: both are about the lights on the path."),
        validators=[at_most(policy.REASON_LENGTH)],
    )

    def offer(self, choices: list[tuple[int, str]], likely: Collection[int]) -> None:
        """Show `choices`, (id, title), to choose from; those of `likely` first, and said to be so."""
        near = [(str(one), _("Likely the same: %(title)s", title=title)) for one, title in choices if one in likely]
        far = [(str(one), title) for one, title in choices if one not in likely]
        self.into.choices = [("", _("Choose")), *near, *far]


class HandOverForm(Form):
    """Who of the board sees to an item; the choices are handed in."""

    owner = SelectField(
        lazy("Who sees to it that an answer comes?"),
        validators=[OneOfChoices(lazy("Choose somebody of the board."))],
        validate_choice=False,
    )

    def offer(self, choices: list[tuple[int, str]]) -> None:
        """Show `choices`, (account id, name), to choose from."""
        self.owner.choices = [("", _("Choose")), *((str(one), name) for one, name in choices)]


class PassOnForm(Form):
    """To whom an item is passed on, and with which question."""

    to_whom = StringField(
        lazy("To whom do you pass it on?"),
        description=lazy("Name an organisation, and who there: for example the municipality, department of roads."),
        validators=[InputRequired(lazy("Say to whom you pass it on.")), at_most(policy.PASSED_TO_LENGTH)],
    )
    reason = TextAreaField(
        lazy("What did you ask of them, and by when do they answer?"),
        description=lazy("Everybody can read it. Who brought it in gets it by mail."),
        validators=[
            InputRequired(lazy("Say what you asked of them. Everybody can read it.")),
            at_most(policy.REASON_LENGTH),
        ],
    )


class EditionForm(Form):
    """The foreword of an edition."""

    foreword = TextAreaField(
        lazy("Foreword"),
        description=lazy(
            "What stands out? What will the team do with it? At most %(longest)s characters.",
            longest=policy.FOREWORD_LENGTH,
        ),
        validators=[
            InputRequired(lazy("Write a foreword for the readers.")),
            at_most(policy.FOREWORD_LENGTH),
        ],
    )


class ProgressForm(Form):
    """How a commitment stands."""

    state = RadioField(
        lazy("How does it stand?"),
        validators=[OneOfChoices(lazy("Choose how it stands."))],
        validate_choice=False,
    )
    text = TextAreaField(
        lazy("What was done, and what do residents notice of it?"),
        description=lazy("Say also what did not work, and why. Everybody can read it."),
        validators=[
            InputRequired(lazy("Tell what was done and what residents notice of it.")),
            at_most(policy.NOTE_LENGTH),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state.choices = [(one.value, _(one.words)) for one in CommitmentState]
