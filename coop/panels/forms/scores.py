"""Input of the panel: scores and votes."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from coop.panels.forms.vacancy import ReasonForm
from coop.panels.policy import Item, item_of
from coop.panels.policy.scores import EVIDENCE_MAX, EVIDENCE_MIN
from coop.web.forms import Form, options
from coop.web.words import _, lazy

_FILL = lazy("Fill this in.")
_TOO_LONG = lazy("This is too long.")


def vote_form(candidates: Mapping[int, str]) -> Form:
    """Approval and a first choice, secret; `candidates` are what members read, by number."""
    named = [(str(number), words) for number, words in candidates.items()]
    fields = {
        "approved": SelectMultipleField(
            lazy("Who would do well in the team?"),
            description=lazy("Choose as many as you like, or nobody."),
            choices=options(named),
            validators=[Optional()],
        ),
        "first": RadioField(
            lazy("Who is your first choice?"),
            choices=options([*named, ("none", _("nobody"))]),
            validators=[InputRequired(message=lazy("Choose an answer."))],
        ),
    }
    made: Form = type("VoteForm", (Form,), fields)()
    return made


class _NeededWithAScore:
    """Keeps "not required" off the label; the action asks for evidence unless the item was not discussed."""

    field_flags: ClassVar[dict[str, bool]] = {"input_required": True}

    def __call__(self, _form: Any, _field: Any) -> None:
        """Nothing to check here."""


def _score_choices(item: Item) -> Any:
    return options(
        [
            ("1", _("1: %(anchor)s", anchor=_(item.one))),
            ("2", "2"),
            ("3", _("3: %(anchor)s", anchor=_(item.three))),
            ("4", "4"),
            ("5", _("5: %(anchor)s", anchor=_(item.five))),
            ("none", _("not discussed")),
        ]
    )


def question_form(item: Item, candidates: Sequence[tuple[int, int]], scores: Mapping[int, Any]) -> Form:
    """One question for all candidates: (application id, number); `scores`: what was handed in before, by id."""
    fields: dict[str, Any] = {}
    data: dict[str, str] = {}
    for key, number in candidates:
        fields[f"score_{key}"] = RadioField(
            lazy("Candidate %(number)s: your score", number=number),
            choices=_score_choices(item),
            validators=[InputRequired(message=lazy("Choose a score from 1 to 5, or “not discussed”."))],
        )
        fields[f"evidence_{key}"] = TextAreaField(
            lazy("Candidate %(number)s: which words of the answer show this?", number=number),
            description=lazy(
                "One sentence, at least %(least)s characters. Not needed with “not discussed”.", least=EVIDENCE_MIN
            ),
            validators=[_NeededWithAScore(), Length(max=EVIDENCE_MAX, message=lazy("Use at most 1,000 characters."))],
            render_kw={"rows": 2},
        )
        if key in scores:
            given = scores[key]
            data[f"score_{key}"] = "none" if given["score"] is None else str(given["score"])
            data[f"evidence_{key}"] = given["evidence"]
    made: Form = type("QuestionForm", (Form,), fields)(data=data)
    return made


def score_form(codes: Sequence[str], extra: dict[str, Any] | None = None) -> Form:
    """A score and a sentence of evidence per item of the rubric."""
    fields: dict[str, Any] = dict(extra or {})
    for code in codes:
        item = item_of(code)
        fields[f"score_{code}"] = RadioField(
            lazy(item.name),
            choices=_score_choices(item),
            validators=[InputRequired(message=lazy("Choose a score from 1 to 5, or “not discussed”."))],
        )
        fields[f"evidence_{code}"] = TextAreaField(
            # The list of errors shows the label only: each names its item.
            lazy("%(item)s: what did you read or hear that fits this score?", item=lazy(item.name)),
            description=lazy(
                "One sentence, at least %(least)s characters. Not needed with “not discussed”.", least=EVIDENCE_MIN
            ),
            validators=[_NeededWithAScore(), Length(max=EVIDENCE_MAX, message=lazy("Use at most 1,000 characters."))],
            render_kw={"rows": 2},
        )
    made: Form = type("ScoreForm", (Form,), fields)()
    return made


def amend_form(codes: Sequence[str]) -> Form:
    """Changed scores with a reason."""
    reason = TextAreaField(
        lazy("Why do your scores change?"),
        description=lazy("The panel reads this. Your first scores stay beside the new ones."),
        validators=[InputRequired(message=lazy("Say why your scores change. The panel reads it."))],
        render_kw={"rows": 2},
    )
    return score_form(codes, {"reason": reason})


def paper_form(codes: Sequence[str], candidates: Sequence[tuple[int, str]]) -> Form:
    """A paper sheet, typed by the secretary."""
    about = SelectField(
        lazy("Which candidate is it about?"),
        choices=options((str(number), words) for number, words in candidates),
        validators=[InputRequired(message=lazy("Choose a candidate."))],
    )
    return score_form(codes, {"application": about})


def strike_form(candidates: Sequence[tuple[int, str]]) -> Form:
    """Which candidate's sheet counts for nothing any more, and why."""
    fields = {
        "application": SelectField(
            lazy("Which candidate is it about?"),
            choices=options((str(number), words) for number, words in candidates),
            validators=[InputRequired(message=lazy("Choose a candidate."))],
        ),
        "tells": BooleanField(lazy("It may have changed what happened to this candidate: send a message")),
    }
    made: Form = type("StrikeForm", (ReasonForm,), fields)()
    return made
