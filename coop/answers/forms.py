"""Input for answers: point by point, a second key, a test of the procedure, and a question."""

from typing import Any

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from coop.answers.policy import GROUND_WORDS, REASONS_LENGTH, SIGNED_LENGTH, TITLE_LENGTH, VERDICT_CHOICES, Point
from coop.rules.answering import Event, Ground, PointAnswer, Said, Verdict
from coop.web.fields import NeededAtTimes
from coop.web.forms import Form, options
from coop.web.words import lazy

_SHORT = {"rows": 3}
_TOO_LONG = lazy("Use at most %(most)s characters.", most=REASONS_LENGTH)
_WHO = lazy("Who at the municipality decided this, and when?")
_WHO_HINT = lazy("For example: the executive, letter of 3 March 2027. Fill this in when the municipality decides.")


def _signed() -> Any:
    return StringField(
        _WHO,
        description=_WHO_HINT,
        validators=[NeededAtTimes(), Length(max=SIGNED_LENGTH, message=lazy("Use at most 200 characters."))],
    )


class PointsForm(Form):
    """An answer to each point of advice; made by `points_form`."""

    points: tuple[Point, ...] = ()
    reasons = TextAreaField(
        lazy("What do you want to say about the whole?"),
        render_kw=_SHORT,
        validators=[Length(max=REASONS_LENGTH, message=_TOO_LONG)],
    )
    signed_by = _signed()

    @property
    def said(self) -> Said:
        """What was filled in."""
        return Said(
            self.reasons.data or "",
            points={
                one.key: PointAnswer(Verdict(self[f"verdict_{one.key}"].data), self[f"why_{one.key}"].data or "")
                for one in self.points
            },
        )


def points_form(points: tuple[Point, ...], *, municipality: bool) -> PointsForm:
    """The form for these points; without the line about the municipality when that does not decide."""
    fields: dict[str, Any] = {"points": points} | ({} if municipality else {"signed_by": None})
    for one in points:
        fields[f"verdict_{one.key}"] = RadioField(
            lazy("What do you do with “%(title)s”?", title=one.title),
            choices=options((verdict.value, lazy(words)) for verdict, words in VERDICT_CHOICES.items()),
            validators=[InputRequired(message=lazy("Choose one of the options."))],
        )
        fields[f"why_{one.key}"] = TextAreaField(
            lazy("Why?"),
            description=lazy("You must say why when you do a part of it or something else."),
            render_kw=_SHORT,
            validators=[NeededAtTimes(), Length(max=REASONS_LENGTH, message=_TOO_LONG)],
        )
    return type("PointsFormMade", (PointsForm,), fields)()  # type: ignore[no-any-return]


class KeyForm(Form):
    """The second key."""

    agrees = RadioField(
        lazy("Do you agree with what residents chose?"),
        choices=options([(Event.AGREE.value, lazy("Yes, we agree")), (Event.REFUSE.value, lazy("No, not like this"))]),
        validators=[InputRequired(message=lazy("Choose yes or no."))],
    )
    reasons = TextAreaField(
        lazy("Why?"),
        description=lazy("Everybody can read this. After a talk: say what was said there too."),
        validators=[
            InputRequired(message=lazy("Give reasons. Everybody can read them.")),
            Length(max=REASONS_LENGTH, message=_TOO_LONG),
        ],
    )
    signed_by = _signed()


class ObjectForm(Form):
    """Stopping a decision because something was wrong with the procedure."""

    ground = RadioField(
        lazy("What was wrong with the procedure?"),
        choices=options((ground.value, lazy(words)) for ground, words in GROUND_WORDS.items()),
        validators=[InputRequired(message=lazy("Choose what went wrong in the procedure."))],
    )
    reasons = TextAreaField(
        lazy("What happened?"),
        description=lazy("Everybody can read this. Give facts that others can check."),
        validators=[
            InputRequired(message=lazy("Give reasons. Everybody can read them.")),
            Length(max=REASONS_LENGTH, message=_TOO_LONG),
        ],
    )

    @property
    def said(self) -> Said:
        """What was filled in."""
        return Said(self.reasons.data or "", Ground(self.ground.data))


class QuestionForm(Form):
    """A question of the municipality to the board."""

    title = StringField(
        lazy("What is your question about?"),
        validators=[
            InputRequired(message=lazy("Say in a few words what you ask about.")),
            Length(max=TITLE_LENGTH, message=lazy("Use at most 200 characters.")),
        ],
    )
    question = TextAreaField(
        lazy("Your question"),
        validators=[
            InputRequired(message=lazy("Write your question.")),
            Length(max=REASONS_LENGTH, message=_TOO_LONG),
        ],
    )
