"""Parts that the forms of the reports share."""

from typing import Any

import wtforms
from wtforms.validators import AnyOf, DataRequired

from coop.web.words import lazy


class OneOf(AnyOf):  # type: ignore[misc]  # WTForms ships no types
    """One of the choices, and one must be made."""

    field_flags = {"required": True}


class BeforeHandingIn:
    """May still be empty in a draft: the form does not call it "not required"."""

    field_flags = {"input_required": True}

    def __call__(self, _form: Any, _field: Any) -> None:
        """Accept everything: completeness is checked when the report is handed in."""


def choice(label: str, words: dict[Any, str], missing: str, **more: Any) -> wtforms.RadioField:
    return wtforms.RadioField(
        lazy(label),
        choices=[wtforms.SelectChoice(str(key), lazy(word)) for key, word in words.items()],
        validators=[OneOf([str(key) for key in words], message=lazy(missing))],
        validate_choice=False,
        **more,
    )


def compared(label: str) -> wtforms.BooleanField:
    return wtforms.BooleanField(
        lazy(label), validators=[DataRequired(lazy("Tick this when you have compared it, or change the report first."))]
    )
