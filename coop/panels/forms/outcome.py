"""Input after the vote: the decision and who answers it."""

from collections.abc import Sequence
from typing import Any, ClassVar

from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from coop.panels.policy import BODY_WORDS, Event, item_of
from coop.web.forms import Form, options
from coop.web.words import _, lazy

_FILL = lazy("Fill this in.")
_TOO_LONG = lazy("This is too long.")

EVENT_WORDS: dict[Event, Any] = {
    Event.AGREE: lazy("The board agrees with the panel"),
    Event.DEVIATE: lazy("The board chooses another candidate, with reasons"),
    Event.REFUSE_SECOND_KEY: lazy("The board does not agree. The panel looks at it again"),
    Event.REFUSE_ON_PROCEDURE: lazy("The procedure was not followed. The complaints committee looks at it"),
}


class RulingForm(Form):
    """The complaints committee rules."""

    founded = RadioField(
        lazy("Is the complaint founded?"),
        choices=options([("yes", lazy("Yes, founded")), ("no", lazy("No, not founded"))]),
        validators=[InputRequired(message=lazy("Choose an answer."))],
    )
    ruling = TextAreaField(lazy("Why?"), validators=[InputRequired(message=_FILL), Length(max=4000, message=_TOO_LONG)])


RULING_WORDS: dict[Event, Any] = {
    Event.RESUME: lazy("What was decided stands. The procedure goes on where it was"),
    Event.DELIBERATE_AGAIN: lazy("The decision falls. The panel deliberates and votes again"),
    Event.ANNUL: lazy("There was a fault that cannot be repaired. The procedure ends"),
}


class DecisionRulingForm(Form):
    """The complaints committee rules on a decision of the panel."""

    ruling = RadioField(
        lazy("What does the committee decide?"),
        choices=options((one.value, words) for one, words in RULING_WORDS.items()),
        validators=[InputRequired(message=lazy("Choose an answer."))],
    )
    reasons = TextAreaField(
        lazy("Why?"),
        description=lazy("Everybody can read the reason. Name no person."),
        validators=[InputRequired(message=_FILL), Length(max=4000, message=_TOO_LONG)],
    )


def decision_form(equals: Sequence[int], codes: Sequence[str]) -> Form:
    """The decision of the panel: reasons that cite the rubric; a lot when the vote leaves `equals`."""
    fields: dict[str, Any] = {}
    if equals:
        fields["lot"] = SelectField(
            lazy("Whom did the lot name?"),
            description=lazy("Only needed when these candidates are equal in everything. Two witnesses look on."),
            choices=options(
                [
                    ("", lazy("no lot was needed")),
                    *((str(number), _("Candidate %(number)s", number=number)) for number in equals),
                ]
            ),
            validators=[Optional()],
        )
        fields["lot_witnesses"] = StringField(
            lazy("Which two people saw the lot?"),
            description=lazy("Only when a lot was drawn. Everybody can read this."),
            validators=[Optional(), Length(max=200, message=_TOO_LONG)],
        )
    fields["nobody"] = BooleanField(lazy("The panel decided that nobody suits"))
    fields["reason_items"] = SelectMultipleField(
        lazy("Which items of the rubric are the reasons about?"),
        choices=options((code, _(item_of(code).name)) for code in codes),
        validators=[InputRequired(message=lazy("Choose at least one item of the rubric that the reasons are about."))],
    )
    fields["reasons"] = TextAreaField(
        lazy("The reasons of the panel"),
        description=lazy("Write nothing that points to a person."),
        validators=[
            InputRequired(message=lazy("Write down the reasons of the panel.")),
            Length(max=4000, message=_TOO_LONG),
        ],
    )
    fields["minutes"] = TextAreaField(
        lazy("Minutes of the talk"),
        description=lazy("For the panel, the secretary and the board only. They are erased together with the scores."),
        validators=[Optional(), Length(max=10000, message=_TOO_LONG)],
    )
    made: Form = type("DecisionForm", (Form,), fields)()
    return made


class AnswerForm(Form):
    """The answer of the board."""

    WORDS: ClassVar[dict[Event, Any]] = EVENT_WORDS
    event = RadioField(
        lazy("What is the answer of the board?"), validators=[InputRequired(message=lazy("Choose an answer."))]
    )
    number = SelectField(lazy("Which other candidate?"), validators=[Optional()])
    reasons = TextAreaField(
        lazy("The reasons of the board"),
        description=lazy("Needed when the board does something else than the panel decided. Everybody can read them."),
        validators=[Optional(), Length(max=4000, message=_TOO_LONG)],
    )

    def offer(self, events: Sequence[Event], numbers: Sequence[int]) -> None:
        """Set the answers that the mandate allows, and the other candidates."""
        self.event.choices = options((one.value, self.WORDS[one]) for one in events if one in self.WORDS)
        self.number.choices = options(
            [
                ("", _("nobody")),
                *((str(one), _("Candidate %(number)s", number=one)) for one in numbers),
            ]
        )


class StandInForm(AnswerForm):
    """The answer of who answers in place of the board."""

    WORDS: ClassVar[dict[Event, Any]] = {
        Event.AGREE: lazy("Agree with the panel"),
        Event.DEVIATE: lazy("Choose another candidate, or nobody, with reasons"),
        Event.REFUSE_SECOND_KEY: lazy("Do not agree. The panel looks at it again"),
        Event.REFUSE_ON_PROCEDURE: EVENT_WORDS[Event.REFUSE_ON_PROCEDURE],
    }
    event = RadioField(lazy("What is the answer?"), validators=[InputRequired(message=lazy("Choose an answer."))])
    reasons = TextAreaField(
        lazy("The reasons"),
        description=lazy("Needed when the answer is not to agree. Everybody can read them."),
        validators=[Optional(), Length(max=4000, message=_TOO_LONG)],
    )


class HandOverForm(Form):
    """Who answers in place of the board."""

    body = RadioField(
        lazy("Who answers in place of the board?"),
        description=lazy("Look in the statutes who that is. Without a supervisory board it is the members' meeting."),
        choices=options((one.value, lazy(words)) for one, words in BODY_WORDS.items()),
        validators=[InputRequired(message=lazy("Choose an answer."))],
    )
    contact = StringField(
        lazy("E-mail address of its chair"),
        description=lazy("Leave it empty when there is none: then you print a letter."),
        validators=[Optional(), Length(max=254, message=_TOO_LONG)],
    )
    reason = TextAreaField(
        lazy("Why can nobody of the board answer?"),
        description=lazy("Everybody can read this. Name no person."),
        validators=[InputRequired(message=_FILL), Length(max=1000, message=_TOO_LONG)],
    )


class EmployerForm(Form):
    """The answer of the employer."""

    confirms = RadioField(
        lazy("What does the employer say?"),
        choices=options([("yes", lazy("The employer confirms")), ("no", lazy("The employer refuses"))]),
        validators=[InputRequired(message=lazy("Choose an answer."))],
    )
    checks_done = BooleanField(lazy("The certificate of conduct and the contract or secondment are in order"))
    reason = TextAreaField(
        lazy("On which ground does the employer refuse?"),
        description=lazy("Only the kind of ground, for example: a legal requirement. No personal details."),
        validators=[Optional(), Length(max=1000, message=_TOO_LONG)],
    )
