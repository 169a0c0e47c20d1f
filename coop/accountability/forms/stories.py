"""Stories and consent."""

import wtforms
from wtforms.validators import DataRequired, Optional

from coop.accountability.forms.fields import choice
from coop.accountability.policy import STORY_WORDS, TICK_CONSENT
from coop.kernel.words import mark
from coop.web.fields import DateField
from coop.web.forms import Form
from coop.web.words import _, lazy


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
    consent = wtforms.BooleanField(
        lazy("The person told about has read this text or heard it, and agrees that it is published.")
    )
    consent_on = DateField(
        lazy("On which day did this person agree?"),
        description=lazy("Only when this person agreed."),
        validators=[Optional()],
    )

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
