"""Input about candidates: applying, sorting, interviews, letters."""

from collections.abc import Sequence
from typing import Any

from wtforms import (
    BooleanField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, Optional

from coop.panels.policy import APP_WORDS, KNOCK_OUTS, SORTING, item_of
from coop.web.fields import DateField, IntegerField
from coop.web.forms import Form, options
from coop.web.words import lazy

_FILL = lazy("Fill this in.")
_TOO_LONG = lazy("This is too long.")


class InviteForm(Form):
    """How many candidates are invited."""

    count = IntegerField(
        lazy("How many candidates do you invite?"),
        description=lazy("3 to 6, or all when there are fewer. Who equals the last one is invited too."),
        validators=[InputRequired(message=lazy("Fill in a whole number."))],
    )


class InterviewForm(Form):
    """The moment of an interview."""

    day = DateField(
        lazy("On which day?"),
        description=lazy("At least 7 days from now. Later it can be moved once, by 10 days at most."),
        validators=[InputRequired(message=lazy("Fill in a day, like 31-12-2026."))],
    )
    time = TimeField(lazy("At what time?"), validators=[InputRequired(message=lazy("Fill in a time, like 20:00."))])
    minutes = IntegerField(
        lazy("How many minutes?"), default=60, validators=[InputRequired(message=lazy("Fill in a whole number."))]
    )
    place = StringField(lazy("Where?"), validators=[InputRequired(message=_FILL), Length(max=200, message=_TOO_LONG)])
    arrangement = StringField(
        lazy("Is anything arranged for this candidate?"),
        description=lazy("For example an interpreter, or the questions on paper. The panel sees this, never why."),
        validators=[Optional(), Length(max=200, message=_TOO_LONG)],
    )


class _SortForm(Form):
    """Whether an application can take part."""

    state = RadioField(
        lazy("Can this application take part?"),
        choices=options((state.value, lazy(APP_WORDS[state])) for state in SORTING),
        validators=[InputRequired(message=lazy("Choose an answer."))],
    )
    reason = TextAreaField(
        lazy("What is missing, or which requirement is not met?"),
        description=lazy("The candidate reads this. Who misses something has 3 working days to send it."),
        validators=[Optional(), Length(max=1000, message=_TOO_LONG)],
        render_kw={"rows": 3},
    )


def sort_form(codes: Sequence[str], data: dict[str, Any]) -> Form:
    """Whether an application can take part, and which parts of it are missing."""
    fields = {
        "missing": SelectMultipleField(
            lazy("Which parts are missing?"),
            description=lazy("Only when something is missing. The candidate can send only these parts again."),
            choices=options([*((code, lazy(item_of(code).question)) for code in codes), ("cv", lazy("Your CV"))]),
            validators=[Optional()],
        )
    }
    made: Form = type("SortForm", (_SortForm,), fields)(data=data)
    return made


class OfferForm(Form):
    """The candidate answers the offer."""

    accepts = RadioField(
        lazy("Do you take this place in the team?"),
        choices=options([("yes", lazy("Yes, I join the team")), ("no", lazy("No, ask somebody else"))]),
        validators=[InputRequired(message=lazy("Choose an answer."))],
    )
    public_name = BooleanField(lazy("The neighbourhood may read my name on this site"))


class ApplyForm(Form):
    """Base of an application; the questions are added by `apply_form`."""

    name = StringField(
        lazy("Your name"),
        description=lazy(
            "First only the secretary sees your name. The panel sees names when it is known who is invited."
        ),
        validators=[InputRequired(message=_FILL), Length(max=120, message=lazy("Use at most 120 characters."))],
        render_kw={"autocomplete": "name"},
    )
    contact = StringField(
        lazy("Your e-mail address or phone number"),
        validators=[InputRequired(message=_FILL), Length(max=254, message=_TOO_LONG)],
    )


_CV = {
    "label": lazy("Your CV"),
    "description": lazy("You can paste it here. The panel never sees it. The employer reads it if you are chosen."),
    "validators": [Optional(), Length(max=20000, message=_TOO_LONG)],
}


def _answers(codes: Sequence[str]) -> dict[str, Any]:
    return {
        f"answer_{code}": TextAreaField(
            lazy(item_of(code).question),
            validators=[
                InputRequired(message=lazy("Answer this question.")),
                Length(max=4000, message=lazy("Use at most 4,000 characters.")),
            ],
        )
        for code in codes
    }


def apply_form(codes: Sequence[str], knock_outs: Sequence[str] = (), data: dict[str, Any] | None = None) -> ApplyForm:
    """The application: requirements, one question per item of the rubric, and a CV."""
    fields = _answers(codes)
    if knock_outs:
        fields["knock_outs"] = SelectMultipleField(
            lazy("Which of these are true for you?"),
            choices=options((code, lazy(KNOCK_OUTS[code])) for code in knock_outs),
            validators=[Optional()],
        )
    fields["cv"] = TextAreaField(**_CV)
    made: ApplyForm = type("ApplyFormWithQuestions", (ApplyForm,), fields)(data=data)
    return made


def change_form(parts: Sequence[str], data: dict[str, Any]) -> Form:
    """One's own answers, to change: these items, and the CV when "cv" is among them."""
    fields = _answers([code for code in parts if code != "cv"])
    if "cv" in parts:
        fields["cv"] = TextAreaField(**_CV)
    made: Form = type("ChangeForm", (Form,), fields)(data=data)
    return made


def paper_application_form(codes: Sequence[str], knock_outs: Sequence[str] = ()) -> Form:
    """An application that came in on paper: when it came in, and what stands on it."""
    fields: dict[str, Any] = {
        "name": StringField(
            lazy("The name of the candidate"),
            validators=[InputRequired(message=_FILL), Length(max=120, message=lazy("Use at most 120 characters."))],
        ),
        "contact": StringField(
            lazy("E-mail address, phone number or address for letters"),
            validators=[InputRequired(message=_FILL), Length(max=254, message=_TOO_LONG)],
        ),
        "day": DateField(
            lazy("On which day did it come in?"),
            description=lazy("The moment that it was handed over or lay in the letter box. A postmark does not count."),
            validators=[InputRequired(message=lazy("Fill in a day, like 31-12-2026."))],
        ),
        "time": TimeField(
            lazy("At what time?"), validators=[InputRequired(message=lazy("Fill in a time, like 20:00."))]
        ),
    }
    if knock_outs:
        fields["knock_outs"] = SelectMultipleField(
            lazy("Which of these are ticked?"),
            choices=options((code, lazy(KNOCK_OUTS[code])) for code in knock_outs),
            validators=[Optional()],
        )
    for code in codes:
        fields[f"answer_{code}"] = TextAreaField(
            lazy(item_of(code).question),
            validators=[Optional(), Length(max=4000, message=lazy("Use at most 4,000 characters."))],
        )
    fields["cv"] = TextAreaField(lazy("The CV"), validators=[Optional(), Length(max=20000, message=_TOO_LONG)])
    made: Form = type("PaperApplicationForm", (Form,), fields)()
    return made


def redact_form(codes: Sequence[str], data: dict[str, Any]) -> Form:
    """The answers as the panel reads them."""
    made: Form = type("RedactForm", (Form,), _answers(codes))(data=data)
    return made


def declare_form(candidates: Sequence[tuple[int, str]], data: Sequence[str]) -> Form:
    """For which candidates somebody steps back: (application id, words)."""
    fields = {
        "steps_back": SelectMultipleField(
            lazy("For whom do you step back?"),
            description=lazy("Choose nobody if you can judge them all."),
            choices=options((str(number), words) for number, words in candidates),
            validators=[Optional()],
        )
    }
    made: Form = type("DeclareForm", (Form,), fields)(data={"steps_back": list(data)})
    return made


def present_form(members: Sequence[tuple[int, str]]) -> Form:
    """Who was at the whole interview: (seat id, name)."""
    fields = {
        "present": SelectMultipleField(
            lazy("Who was there from beginning to end?"),
            choices=options((str(number), name) for number, name in members),
            validators=[InputRequired(message=lazy("Choose who was there."))],
        )
    }
    made: Form = type("PresentForm", (Form,), fields)()
    return made


def letter_form(codes: Sequence[str]) -> Form:
    """A letter with reasons by item."""
    fields: dict[str, Any] = {
        "text": TextAreaField(
            lazy("Your personal words to this candidate"),
            validators=[InputRequired(message=_FILL), Length(max=4000, message=_TOO_LONG)],
        )
    }
    for code in codes:
        fields[f"reason_{code}"] = TextAreaField(
            lazy(item_of(code).name),
            validators=[Optional(), Length(max=1000, message=_TOO_LONG)],
            render_kw={"rows": 2},
        )
    made: Form = type("LetterForm", (Form,), fields)()
    return made
