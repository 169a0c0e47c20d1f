"""Shape of codes of letters, helpers, proxies, the search at the desk, and typed paper."""

from wtforms import BooleanField, EmailField, HiddenField, RadioField, SelectMultipleField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from coop.members.forms import EnvelopesForm
from coop.voting.actions import ForWhom
from coop.voting.policy.roll import FEWEST_LETTERS, PLACE_LENGTH, TASK_WORDS, GrantPlan, Task
from coop.web.fields import DateField, at_most, one_of_choices
from coop.web.forms import Form, options
from coop.web.words import _, lazy

FOR_WHOM_WORDS = {
    ForWhom.NO_ACCOUNT: lazy("Members without an account: no mail reaches them"),
    ForWhom.NOT_VOTED: lazy("Everybody who has not voted yet"),
    ForWhom.ONE: lazy("One member, also again: the letter before counts no longer"),
}


class LetterCodeForm(Form):
    """The code of a letter. It travels in the form only, never in an address."""

    code = StringField(
        lazy("The code of your letter"),
        description=lazy("Four signs, three times. Capitals or not makes no difference."),
        validators=[InputRequired(lazy("Type the code of your letter.")), Length(max=40)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class LettersForm(EnvelopesForm):
    """Who gets a letter."""

    whom = RadioField(
        lazy("Who gets a letter?"),
        choices=options([(one.value, text) for one, text in FOR_WHOM_WORDS.items()]),
        default=ForWhom.NO_ACCOUNT.value,
        validate_choice=False,
        validators=[one_of_choices(lazy("Choose one of the options."))],
    )
    said = StringField(
        lazy("Whole name or number of that one member"),
        description=lazy("Only when you chose one member."),
        validators=[at_most(120)],
    )


class GrantForm(Form):
    """A helper, what they do, where, and from when to when."""

    email = EmailField(
        lazy("E-mail address of the member who helps"), validators=[InputRequired(lazy("Fill in an e-mail address."))]
    )
    task = RadioField(
        lazy("What does this helper do?"),
        choices=options([(task.value, lazy(text)) for task, text in TASK_WORDS.items()]),
        validate_choice=False,
        validators=[one_of_choices(lazy("Choose one of the options."))],
    )
    place = StringField(
        lazy("Where, or when"),
        description=lazy("Everybody can read it. For example: De Brug, Tuesday 10 to 12; or: phone 088 000 12 34."),
        validators=[InputRequired(lazy("Say where or when, in at most 100 characters.")), at_most(PLACE_LENGTH)],
    )
    starts_on = DateField(lazy("First day"), validators=[InputRequired(lazy("Choose a day."))])
    ends_on = DateField(
        lazy("Last day"),
        description=lazy("It ends by itself after this day. A teller needs some days after the vote has closed."),
        validators=[InputRequired(lazy("Choose a day."))],
    )

    @property
    def plan(self) -> GrantPlan:
        """What was filled in."""
        return GrantPlan(
            self.email.data or "",
            Task(self.task.data),
            self.place.data or "",
            self.starts_on.data,
            self.ends_on.data,
        )


class FindForm(Form):
    """Who stands at the desk. Sent in the form, so that no name stands in an address or a log."""

    said = StringField(
        lazy("Name, address or number of the member"),
        description=lazy("At least three letters, for example: veen turf."),
        validators=[InputRequired(lazy("Type at least three letters.")), at_most(120)],
        render_kw={"autocomplete": "off"},
    )

    def validate_said(self, field: StringField) -> None:
        """Enough to find somebody, not to read a list."""
        typed = "".join((field.data or "").split())
        if not typed.isdigit() and len(typed) < FEWEST_LETTERS:
            raise ValidationError(_("Type at least three letters."))


class _AtTheDesk(Form):
    """Something about one member. `version`: the vote that the desk saw."""

    version = HiddenField(default="0")

    def validate_version(self, field: HiddenField) -> None:
        """Only a number that this site wrote there itself."""
        if not (field.data or "").isascii() or not (field.data or "").isdigit() or len(field.data) > 9:
            raise ValidationError(_("This form is not complete. Begin again."))


class PaperHandedInForm(_AtTheDesk):
    """A paper ballot goes into the real box."""

    replaces = BooleanField(lazy("They want this: the earlier vote is taken out for good"))
    seen = BooleanField(
        lazy("I saw the ballot go into the box"),
        validators=[InputRequired(lazy("First the ballot goes into the box, then you note it."))],
    )


class PaperMistakeForm(_AtTheDesk):
    """A note of paper was wrong."""

    empty = BooleanField(
        lazy("No paper ballot of this member is in the box"),
        validators=[InputRequired(lazy("Only when no ballot of this member is in the box can the note go."))],
    )


class ProxyForm(Form):
    """To whom a member gives a proxy."""

    holder = StringField(
        lazy("Who may vote for you?"),
        description=lazy("The whole name of a member, or their number."),
        validators=[InputRequired(lazy("Fill in a name or a number.")), at_most(120)],
    )


class PaperProxyForm(Form):
    """A proxy in writing, typed in."""

    giver = StringField(
        lazy("Who gives the proxy?"),
        description=lazy("The whole name of a member, or their number."),
        validators=[InputRequired(lazy("Fill in a name or a number.")), at_most(120)],
    )
    holder = StringField(
        lazy("To whom?"),
        description=lazy("The whole name of a member, or their number."),
        validators=[InputRequired(lazy("Fill in a name or a number.")), at_most(120)],
    )


class PaperForm(Form):
    """One paper ballot as a teller types it."""

    choices = SelectMultipleField(lazy("What stands on the paper"), validate_choice=False)
    code = StringField(
        lazy("Code on the ballot"),
        description=lazy("Ten letters and numbers, such as K7P3Q-X9MDA."),
        validators=[at_most(40)],
        render_kw={"autocomplete": "off"},
    )
    unreadable = BooleanField(lazy("Nobody can read what this voter wants, or the paper is missing"))
