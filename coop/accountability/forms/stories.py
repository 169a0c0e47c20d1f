"""Stories and consent."""

from typing import Any

import wtforms
from wtforms.validators import DataRequired, Optional

from coop.accountability.forms.fields import choice
from coop.accountability.policy import STORY_WORDS, TICK_CONSENT
from coop.accountability.policy.stories import AGES, ASPECTS, DOMAINS, EVENTS, READER_QUESTIONS, TYPES, Household
from coop.kernel.words import mark
from coop.web.fields import DateField, IntegerField, NeededAtTimes
from coop.web.forms import Form, options
from coop.web.words import _, lazy


def _told(label: str, words: dict[str, str]) -> wtforms.SelectField:
    return wtforms.SelectField(
        lazy(label),
        choices=options([("", lazy("The story does not tell")), *((code, lazy(word)) for code, word in words.items())]),
    )


class StoryForm(Form):
    """A story and the consent of the person told about."""

    kind = choice(mark("What kind of story is it?"), STORY_WORDS, mark("Choose what kind of story it is."))
    title = wtforms.StringField(lazy("Title"), [DataRequired(lazy("Give the story a title."))])
    text = wtforms.TextAreaField(
        lazy("The story"),
        description=lazy(
            "No names, no streets, no ages and nothing by which neighbours recognise somebody. Change details."
        ),
        validators=[DataRequired(lazy("Tell the story."))],
    )
    household_type = _told(mark("Who is it about?"), TYPES)
    household_age = _told(mark("How old?"), AGES)
    household_domain = _told(mark("What about?"), DOMAINS)
    household_event = _told(mark("Which event?"), EVENTS)
    # Not "matches": a field of that name hides what scripts call on a form.
    fitting = IntegerField(
        lazy("How many households in the registration fit this description?"),
        description=lazy(
            "Count with the team. Not needed when the story tells nothing of a household, or when the figures came "
            "from a file with a row for each household."
        ),
        validators=[Optional()],
    )
    consent = wtforms.BooleanField(
        lazy("The person told about has read this text or heard it, and agrees that it is published.")
    )
    consent_on = DateField(
        lazy("On which day did this person agree?"),
        description=lazy("Needed when this person agreed."),
        validators=[NeededAtTimes()],
    )

    def about(self) -> Household:
        """What the story tells of the household."""
        return Household(**{aspect: self[f"household_{aspect}"].data or "" for aspect in ASPECTS})

    def validate_consent(self, field: wtforms.BooleanField) -> None:
        """A day without the tick is said together with everything else that is not right."""
        if self.consent_on.data is not None and not field.data:
            raise wtforms.ValidationError(_(TICK_CONSENT))


class NoFailureForm(Form):
    """Why no story did not go well."""

    reason = wtforms.TextAreaField(
        lazy("Why is there no story that did not go well?"),
        description=lazy("Residents read this. You need it only when all your stories went well."),
    )


_EVERY = mark("Answer every question with yes or no.")
_YES_NO = {"no": mark("No"), "yes": mark("Yes")}


class _ReadingBase(Form):
    """The fixed questions of the second reader."""

    seen = wtforms.HiddenField()
    remark = wtforms.TextAreaField(
        lazy("What must be vaguer?"), description=lazy("Needed when you answer yes. The writer reads it.")
    )

    def asked(self) -> list[Any]:
        """The questions as fields."""
        return [self[name] for name in READER_QUESTIONS]

    def answers(self) -> dict[str, str]:
        """Yes or no, by question."""
        return {name: self[name].data or "" for name in READER_QUESTIONS}


ReadingForm: type[_ReadingBase] = type(
    "ReadingForm",
    (_ReadingBase,),
    {
        name: choice(text, _YES_NO, mark("Answer every question with yes or no."))
        for name, text in READER_QUESTIONS.items()
    },
)


class OfferForm(Form):
    """A story of a resident."""

    text = wtforms.TextAreaField(
        lazy("Your story"),
        description=lazy("Leave out names where you can. The site shows you what may tell who it is about."),
        validators=[DataRequired(lazy("Tell the story."))],
    )
    changes = wtforms.TextAreaField(
        lazy("What must be told otherwise, so that nobody recognises you?"),
        description=lazy("For example: not that I have twins, and not in which month it was."),
    )


class TakeForm(Form):
    """The title under which an offered story goes into a draft."""

    title = wtforms.StringField(lazy("Title"), [DataRequired(lazy("Give the story a title."))])
