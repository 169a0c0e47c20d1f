"""Fields that read what people type the way they write it: 31-12-2026, 1.200. And validators of several rooms."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import wtforms
from wtforms.validators import Length, Optional, ValidationError

from coop.kernel.errors import InvalidError
from coop.kernel.text import require_few_words
from coop.web.words import _, lazy, words_of

_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")


class DateField(wtforms.DateField):  # type: ignore[misc]  # WTForms ships no types
    """A day, as browsers send it (2026-12-31) or as people write it (31-12-2026)."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day. Raises `ValueError` in our own words."""
        self.data = None
        typed = valuelist[0].strip() if valuelist else ""
        if not typed:
            return
        day_first = _DAY_FIRST.fullmatch(typed)
        try:
            if day_first:
                day, month, year = (int(part) for part in day_first.groups())
                self.data = date(year, month, day)
            else:
                self.data = date.fromisoformat(typed)
        except ValueError:
            raise ValueError(_("Fill in a day, like 31-12-2026.")) from None


def at_most(longest: int) -> Length:
    """A validator: no more than `longest` characters."""
    return Length(max=longest, message=lazy("Use at most %(longest)s characters.", longest=longest))


def few_words(most: int) -> Callable[[Any, Any], None]:
    """A validator: no more than `most` words, counted as the site counts them."""

    def check(_form: Any, field: Any) -> None:
        try:
            require_few_words(field.data or "", most, field.name)
        except InvalidError as refusal:
            raise ValidationError(words_of(refusal)) from None

    return check


class NeededAtTimes(Optional):  # type: ignore[misc]  # WTForms ships no types
    """May be left empty, but not always: the hint of the field says when, so it is not called “not required”."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags = {"optional": True, "needed_at_times": True}


class IntegerField(wtforms.IntegerField):  # type: ignore[misc]  # WTForms ships no types
    """A whole number of at least 0, also when typed the Dutch way: 1.200."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number. Raises `ValueError` in our own words."""
        self.data = None
        typed = valuelist[0].strip().replace(".", "").replace(" ", "") if valuelist else ""
        if not typed:
            return
        if not typed.isascii() or not typed.isdigit() or len(typed) > 9:
            raise ValueError(_("Fill in a whole number of at least 0."))
        self.data = int(typed)


def one_of_choices(message: Any, *, required: bool = True) -> Callable[[wtforms.Form, wtforms.Field], None]:
    """A validator: one of the choices, said in our own words when nothing or nonsense was chosen.

    `required`: an empty choice is none.
    """

    def check(_form: wtforms.Form, field: wtforms.Field) -> None:
        allowed = {str(value) for value, *_rest in field.choices} - ({""} if required else set())
        if field.data not in allowed:
            raise wtforms.ValidationError(str(message))

    if required:
        check.field_flags = {"required": True}  # type: ignore[attr-defined]
    return check
