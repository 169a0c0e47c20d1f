"""Input for initiatives: asking the team to come, answering that, telling how it was, and answering offers of help."""

from datetime import datetime

from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from coop.events.forms import EventForm
from coop.initiatives import policy
from coop.initiatives.actions import Invitation
from coop.initiatives.policy import VisitState
from coop.kernel.clock import AMSTERDAM
from coop.web.fields import at_most, one_of_choices
from coop.web.forms import Form, options
from coop.web.words import lazy

_YES = "yes"


class AskTeamForm(EventForm):
    """To what the team is asked to come: as something in the calendar, of which the kind is known."""

    kind = None
    is_open = BooleanField(
        lazy("Everybody is welcome"),
        description=lazy("Then it stands in the calendar of the neighbourhood once the team has answered."),
    )

    @property
    def invitation(self) -> Invitation:
        """What was filled in, once the form is valid; day and time are those of the Netherlands."""
        return Invitation(
            self.title.data or "",
            self.place.data or "",
            self.text.data or "",
            datetime.combine(self.day.data, self.time.data, AMSTERDAM),
            self.minutes.data or 0,
            bool(self.is_open.data),
        )


class _YesOrNo(Form):
    """A choice between yes and no."""

    @property
    def is_yes(self) -> bool:
        """Whether yes was chosen."""
        return bool(self.choice.data == _YES)


class _OfTheTeam(_YesOrNo):
    """What the team says of a visit. `seen`: how often it had spoken when the form was opened."""

    seen = HiddenField(default="0")
    erases_old = BooleanField(lazy("What we said before told something about a person: erase it"))

    @property
    def seen_times(self) -> int:
        """`seen` as a number; what no form of ours wrote is no number of times."""
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def as_said(times: int, state: VisitState, yes: VisitState, **texts: str) -> dict[str, str]:
    """What the team said before, to mend; empty when it said nothing of this yet. `yes`: the state that a yes made."""
    pair = next(one for one in (policy.ANSWERED, policy.TOLD) if yes in one)
    said = {"choice": _YES if state is yes else "no", **texts} if state in pair else {}
    return {"seen": str(times), **said}


class AnswerVisitForm(_OfTheTeam):
    """Whether the team comes."""

    choice = RadioField(
        lazy("Does somebody of the team come?"),
        choices=options([(_YES, lazy("Yes, we come")), ("no", lazy("No, nobody can come"))]),
        validators=[one_of_choices(lazy("Choose yes or no."))],
        validate_choice=False,
    )
    words = TextAreaField(
        lazy("Who comes, or why can nobody come?"),
        description=lazy("Everybody can read it."),
        validators=[InputRequired(lazy("Say who comes, or why nobody can.")), at_most(policy.REASON_LENGTH)],
    )


class TellVisitForm(_OfTheTeam):
    """How a visit was."""

    choice = RadioField(
        lazy("Was somebody of the team there?"),
        choices=options([(_YES, lazy("Yes, we were there")), ("no", lazy("No, it did not work out"))]),
        validators=[one_of_choices(lazy("Choose yes or no."))],
        validate_choice=False,
    )
    told = TextAreaField(
        lazy("How was it? Or why were you not there?"),
        description=lazy("One sentence is enough. Everybody can read it, and it stands in the report. Name nobody."),
        validators=[InputRequired(lazy("Tell it in a sentence.")), at_most(policy.REASON_LENGTH)],
    )


class AnswerHelpForm(_YesOrNo):
    """Yes or no to an offer of help."""

    choice = RadioField(
        lazy("Can you use this help?"),
        choices=options([(_YES, lazy("Yes, gladly")), ("no", lazy("Not now"))]),
        validators=[one_of_choices(lazy("Choose yes or no."))],
        validate_choice=False,
    )
    text = TextAreaField(
        lazy("What do you want to say?"),
        description=lazy("Who offers help gets it by mail. Neighbours who are signed in can read it."),
        validators=[InputRequired(lazy("Write a word to who offers help.")), at_most(policy.REASON_LENGTH)],
    )


class ContactForm(Form):
    """How to reach somebody who helps."""

    contact = StringField(
        lazy("How can they reach you?"),
        description=lazy("A telephone number or an e-mail address. Only who brought this in sees it. Empty: nobody."),
        validators=[at_most(policy.CONTACT_LENGTH)],
    )
