"""Shape of what people type about items, editions and commitments."""

from collections.abc import Collection
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from coop.agenda import policy
from coop.agenda.policy import Domain, Kind, Origin
from coop.agenda.policy.talk import CommentKind
from coop.web.fields import at_most, few_words, one_of_choices
from coop.web.files import needed_file
from coop.web.forms import Form
from coop.web.words import _, lazy


def asked(label: Any, missing: Any, longest: int, description: Any, *more: Any) -> TextAreaField:
    """A text that must be there; `missing` says so. `more` are other validators."""
    return TextAreaField(label, description=description, validators=[InputRequired(missing), at_most(longest), *more])


class BringInForm(Form):
    """A new item."""

    kind = RadioField(
        lazy("What is it?"), validators=[one_of_choices(lazy("Choose what it is."))], validate_choice=False
    )
    title = StringField(
        lazy("Title"),
        description=lazy("A few words, for example: Dark path behind the school."),
        validators=[InputRequired(lazy("Give it a short title.")), at_most(policy.TITLE_LENGTH)],
    )
    in_short = asked(
        lazy("In short"),
        lazy("Say in short what it is about."),
        policy.SHORT_LENGTH,
        lazy("At most 60 words. Say it as you would tell your neighbour. Everybody reads this first."),
        # Counted here too, so that everything that is wrong is said at once, before what looks like it is shown.
        few_words(policy.SHORT_WORDS),
    )
    domain = SelectField(
        lazy("What part of daily life is it about?"),
        validators=[one_of_choices(lazy("Choose a part of daily life."))],
        validate_choice=False,
    )
    area = SelectField(lazy("In which part of the neighbourhood?"), validate_choice=False, default="")
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

    def offer_areas(self, names: Collection[str]) -> None:
        """Let people choose one of these parts and places, or none; ask nothing where there are none."""
        self.area.choices = [("", _("The whole neighbourhood, or I do not know")), *((one, one) for one in names)]
        if not names:
            del self.area

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
        validators=[one_of_choices(lazy("Choose who brought it in."))],
        validate_choice=False,
        default=Origin.DOOR.value,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.origin.choices = [(one.value, _(one.words)) for one in Origin if one is not Origin.STATEMENT]


class PhotoForm(Form):
    """A photo with an item."""

    photo = needed_file(
        lazy("Photo"),
        description=lazy(
            "JPEG, PNG or WebP, at most 12 megabytes. Do not show people or number plates: everybody can see the photo."
        ),
        render_kw={"accept": "image/jpeg,image/png,image/webp"},
    )
    alt = StringField(
        lazy("What is on the photo?"),
        description=lazy("In a few words, for who cannot see it. For example: three broken lamps along the path."),
        validators=[InputRequired(lazy("Say in a few words what is on it.")), at_most(policy.ALT_LENGTH)],
    )


class OfferForm(Form):
    """An offer of help."""

    offer = asked(
        lazy("What would you like to do?"),
        lazy("Say what you would like to do."),
        policy.OFFER_LENGTH,
        lazy(
            "For example: I can lend a hand on Saturday morning. Residents, members, board and team who are signed in "
            "read it, with your name. Others only see how many people offer help."
        ),
    )


class AnswerForm(Form):
    """An answer to a comment, or a comment in other words."""

    comment = asked(
        lazy("Your comment"),
        lazy("Write your comment first."),
        policy.COMMENT_LENGTH,
        lazy(
            "Everybody can read it. Do not tell things about other people that they would not tell. "
            "Put @ before the name of somebody who takes part here, and they hear it in their news."
        ),
    )


class CommentForm(AnswerForm):
    """A comment on an item, and what it does."""

    kind = RadioField(
        lazy("What is your comment?"),
        validators=[one_of_choices(lazy("Choose what your comment is."))],
        validate_choice=False,
        default=CommentKind.REMARK.value,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(one.value, _(one.help)) for one in CommentKind]


class SummaryForm(Form):
    """What was said in a conversation."""

    text = asked(
        lazy("What was said, and what happens with it now?"),
        lazy("Write the summary first."),
        policy.NOTE_LENGTH,
        lazy("Name the reasons for and against, also those of few people. Do not name people. Everybody can read it."),
    )


class ReopenTalkForm(Form):
    """Why a conversation is opened again."""

    text = asked(
        lazy("Why do you open it again?"),
        lazy("Say why. Everybody can read the reason."),
        policy.NOTE_LENGTH,
        lazy("For example: something changed, or people had more to say. Everybody can read it."),
    )


class RewordForm(Form):
    """Other words for an item, by the board."""

    title = StringField(
        lazy("Title"), validators=[InputRequired(lazy("Give it a short title.")), at_most(policy.TITLE_LENGTH)]
    )
    in_short = asked(
        lazy("In short"), lazy("Say in short what it is about."), policy.SHORT_LENGTH, lazy("At most 60 words.")
    )
    place = StringField(lazy("Where is it?"), validators=[at_most(policy.PLACE_LENGTH)])
    details = TextAreaField(lazy("More about it"), validators=[at_most(policy.DETAILS_LENGTH)])
    reason = asked(
        lazy("Reason"),
        lazy("Say why. Everybody can read the reason."),
        policy.REASON_LENGTH,
        lazy("Everybody who takes part in this item gets it by mail."),
    )
    erases_old = BooleanField(lazy("The old words told something about a person: erase them"))


class ReasonForm(Form):
    """A reason that everybody can read, for refusing or reopening."""

    reason = asked(
        lazy("Reason"),
        lazy("Say why. Everybody can read the reason."),
        policy.REASON_LENGTH,
        lazy("Everybody can read it. Who brought it in gets it by mail."),
    )


class OutcomeForm(Form):
    """What came of an item."""

    reason = asked(
        lazy("What came of it?"),
        lazy("Say what came of it. Everybody can read it."),
        policy.REASON_LENGTH,
        lazy("Everybody can read it. Say it also when little came of it."),
    )


class MergeForm(Form):
    """Into which item another one goes; the choices are handed in."""

    into = SelectField(
        lazy("Merge into which item?"),
        validators=[one_of_choices(lazy("Choose an item."))],
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
        validators=[one_of_choices(lazy("Choose somebody of the board."))],
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
    reason = asked(
        lazy("What did you ask of them, and by when do they answer?"),
        lazy("Say what you asked of them. Everybody can read it."),
        policy.REASON_LENGTH,
        lazy("Everybody can read it. Who brought it in gets it by mail."),
    )


class EditionForm(Form):
    """The foreword of an edition."""

    foreword = asked(
        lazy("Foreword"),
        lazy("Write a foreword for the readers."),
        policy.FOREWORD_LENGTH,
        lazy(
            "What stands out? What will the team do with it? At most %(longest)s characters.",
            longest=policy.FOREWORD_LENGTH,
        ),
    )
