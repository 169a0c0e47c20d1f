"""Checking, releasing, correcting."""

import wtforms
from wtforms.validators import DataRequired

from coop.accountability.forms.fields import compared
from coop.kernel.words import mark
from coop.web.fields import DateField
from coop.web.forms import Form
from coop.web.words import lazy


class FactsForm(Form):
    """What was compared with its source."""

    compared_figures = compared(mark("Every figure stands so in the registration of the team."))
    compared_commitments = compared(mark("What is said of every commitment is so."))
    compared_consent = compared(
        mark("Of every story there is consent of the person told about, on the day that stands there.")
    )


class ReleaseForm(Form):
    """Which revision was read, and until when residents judge."""

    revision = wtforms.HiddenField()
    closes_on = DateField(
        lazy("Until and including which day can residents judge?"),
        description=lazy("At least 21 days from today."),
        validators=[DataRequired(lazy("Fill in the last day for judging."))],
    )


class SendBackForm(Form):
    """Why the team must look again."""

    reason = wtforms.TextAreaField(
        lazy("What must be better?"), [DataRequired(lazy("Tell the team what must be better."))]
    )


class VersionForm(Form):
    """Why there must be another version."""

    text = wtforms.TextAreaField(
        lazy("What was wrong and what is right?"),
        description=lazy("Everybody can read this at the top of the new version."),
        validators=[DataRequired(lazy("Tell what was wrong and what is right."))],
    )


class DiscussionForm(Form):
    """The meeting about a report."""

    on = DateField(lazy("On which day was the meeting?"), [DataRequired(lazy("Fill in the day of the meeting."))])
    text = wtforms.TextAreaField(
        lazy("What was said?"),
        description=lazy("No names. Where people disagreed: write down both views next to each other."),
        validators=[DataRequired(lazy("Tell in a few sentences what was said at the meeting."))],
    )


class ErratumForm(Form):
    """A correction."""

    text = wtforms.TextAreaField(
        lazy("What was wrong and what is right?"),
        validators=[DataRequired(lazy("Tell what was wrong and what is right."))],
    )
