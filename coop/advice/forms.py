"""Input for advice: asking, advising, beginning one."""

from datetime import timedelta
from typing import Any

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from coop.advice import policy
from coop.advice.actions import Draft
from coop.districts.policy import DECIDER_WORDS, Decider
from coop.web.fields import DateField, at_most, one_of_choices
from coop.web.forms import Form, options
from coop.web.words import lazy

# All points together, with their line ends.
_POINTS_LENGTH = policy.MOST_POINTS * (policy.POINT_LENGTH + 2)


def _title() -> Any:
    return StringField(
        lazy("What is it about?"),
        description=lazy("In a few words, for the list."),
        validators=[InputRequired(lazy("Say in a few words what it is about.")), at_most(policy.TITLE_LENGTH)],
    )


def _about() -> Any:
    return TextAreaField(
        lazy("What is going on?"),
        description=lazy("Everybody can read it. Do not write about persons."),
        render_kw={"rows": 5},
        validators=[InputRequired(lazy("Say what is going on, and why it matters.")), at_most(policy.ABOUT_LENGTH)],
    )


class PointsForm(Form):
    """The points of an advice."""

    points = TextAreaField(
        lazy("What is your advice?"),
        description=lazy(
            "Put each point on a line of its own, at most %(most)s. Each point is answered.", most=policy.MOST_POINTS
        ),
        render_kw={"rows": 6},
        validators=[InputRequired(lazy("Write at least one point, each on a line.")), at_most(_POINTS_LENGTH)],
    )


class AskForm(Form):
    """What the board asks the council, and by when."""

    title = _title()
    about = _about()
    due_on = DateField(
        lazy("By which day do you want the advice?"),
        description=lazy(
            "From %(least)s to %(most)s days from now.", least=policy.LEAST_ASKED_DAYS, most=policy.MOST_ASKED_DAYS
        ),
        validators=[InputRequired(lazy("Fill in a day, like 31-12-2026."))],
    )


USUAL_DAYS = timedelta(days=policy.USUAL_ASKED_DAYS)


class AdviseForm(PointsForm):
    """An advice that nobody asked for."""

    title = _title()
    about = _about()
    decider = RadioField(
        lazy("Who must answer?"),
        choices=options([(one.value, lazy(words)) for one, words in DECIDER_WORDS.items()]),
        validators=[one_of_choices(lazy("Choose who must answer."))],
        validate_choice=False,
    )

    @property
    def draft(self) -> Draft:
        """What was filled in, once the form is valid."""
        return Draft(self.title.data or "", self.about.data or "", self.points.data or "", Decider(self.decider.data))


class BeginForm(AdviseForm):
    """An advice for which a member looks for supporters."""

    shows_name = BooleanField(
        lazy("My name may stand beside it"),
        description=lazy("Then neighbours know whom to ask. Names of supporters are shown to nobody."),
    )
