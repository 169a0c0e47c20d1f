"""Forms, and the only bridge between a form and an action."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import g
from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice

from coop.kernel.errors import CoopError, NotAllowedError, NotFoundError
from coop.kernel.words import mark
from coop.web.session import give_up
from coop.web.words import _, words_of

Result = TypeVar("Result")


def options(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Choices of a radio, select or checkbox field from (value, label) pairs."""
    return [SelectChoice(value, label) for value, label in pairs]


# What WTForms itself says when a value cannot be read, in our words.
_READING: dict[str, str] = {
    "Not a valid integer value.": mark("Fill in a whole number."),
    "Not a valid decimal value.": mark("Fill in a number."),
    "Not a valid float value.": mark("Fill in a number."),
    "Not a valid date value.": mark("Fill in a day, like 31-12-2026."),
    "Not a valid datetime value.": mark("Fill in a day and a time."),
    "Not a valid time value.": mark("Fill in a time, like 20:00."),
    "Not a valid choice.": mark("Choose one of the options."),
    "Invalid Choice: could not coerce.": mark("Choose one of the options."),
}


class _OurWords:
    """Replaces the messages of WTForms by ours, in the reader's language."""

    def gettext(self, text: str) -> str:
        if "not a valid choice" in text or "not valid choices" in text:
            return _("Choose one of the options.")
        return _(_READING.get(text, text))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.gettext(singular if n == 1 else plural).replace("%%", "%")


class Form(FlaskForm):
    """Base of all forms: no browser validation, messages always our own.

    `CSRFProtect` checks the token of every POST before any form is made, so a form carries none of its own.
    """

    class Meta(FlaskForm.Meta):
        csrf = False

        def get_translations(self, _form: Any) -> Any:
            return _OurWords()


class EmptyForm(Form):
    """A form with nothing but its button."""


@dataclass(frozen=True, slots=True)
class Accepted(Generic[Result]):
    """The action was carried out; `value` is what it returned."""

    value: Result


def accepted(form: FlaskForm, act: Callable[[], Result]) -> Accepted[Result] | None:
    """Validate a submitted `form` and run `act`.

    None when nothing was submitted, or when it was refused: then nothing of this request is kept in the database, the
    reason stands on the named field (or on the form) and `page()` answers with 422 or 409 and everything that was
    typed. Not found and not allowed are raised.
    """
    if not form.is_submitted():
        return None
    if not form.validate():
        _refuse(form, 422)
        return None
    done = tried(act)
    if isinstance(done, Accepted):
        return done
    put_on_form(form, done)
    return None


def tried(act: Callable[[], Result]) -> Accepted[Result] | CoopError:
    """Run `act` where there is no form to show again; returns why not. Not found and not allowed are raised."""
    try:
        return Accepted(act())
    except (NotFoundError, NotAllowedError):
        raise
    except CoopError as refusal:
        give_up()
        return refusal


def before_asking(form: FlaskForm, require: Callable[[], object]) -> None:
    """Ask whether a step is still possible before its form is shown; `require` raises when it is not.

    Once something was typed the action itself refuses, so that the words stay on the page.
    """
    if not form.is_submitted():
        require()


def put_on_form(form: FlaskForm, refusal: CoopError) -> None:
    """Show `refusal` beside the field it names, else above the form."""
    for one in (refusal, *refusal.others):
        field: Any = form[one.field] if one.field and one.field in form else None
        if field is None:
            form.form_errors.append(words_of(one))
        else:
            field.errors = [*field.errors, words_of(one)]
    _refuse(form, refusal.status)


def _refuse(form: FlaskForm, status: int) -> None:
    g.refused_form = form
    g.refused_status = status


def refused_form() -> FlaskForm | None:
    """The form of this request that was refused, for the error summary."""
    return g.get("refused_form")
