"""Shape of what is typed about tables; what it means is decided by the actions."""

from typing import Any

import wtforms
from flask_wtf.file import FileField
from wtforms.validators import InputRequired, Optional

from coop.kernel.words import mark
from coop.tables.policy import (
    DIM_WORDS,
    IMPOSSIBLE,
    MEASURE_WORDS,
    SUBJECT_WORDS,
    Dim,
    Measure,
    field_name,
)
from coop.web.fields import DateField, IntegerField
from coop.web.forms import Form, options
from coop.web.words import lazy

_CHOOSE = mark("Choose one of the options.")


def _choice(label: str, words: dict[Any, str], **more: Any) -> wtforms.RadioField:
    return wtforms.RadioField(
        lazy(label),
        choices=options((str(key.value), lazy(word)) for key, word in words.items()),
        validators=[InputRequired(message=lazy(_CHOOSE))],
        **more,
    )


class TableForm(Form):
    """What a new table tells of."""

    subject = _choice(mark("What is counted?"), SUBJECT_WORDS)
    measure = _choice(mark("What does a cell tell?"), MEASURE_WORDS, default=Measure.COUNT.value)
    rows_dim = _choice(mark("Divided by"), DIM_WORDS, default=Dim.DOMAIN.value)
    columns_dim = wtforms.RadioField(
        lazy("And by"),
        description=lazy("Only counts can be divided by two things at once."),
        choices=options([("", lazy("Nothing else")), *((dim.value, lazy(word)) for dim, word in DIM_WORDS.items())]),
        validators=[Optional()],
        default="",
    )
    starts_on = DateField(lazy("First day of the period"), [InputRequired(lazy("Fill in the first day."))])
    ends_on = DateField(lazy("Last day of the period"), [InputRequired(lazy("Fill in the last day."))])
    report_ends_on = DateField(
        lazy("Last day of the period of the report it goes with"),
        [InputRequired(lazy("Fill in the last day."))],
        description=lazy("The table becomes public together with that report."),
    )
    note = wtforms.StringField(
        lazy("What should a reader know about these numbers?"),
        description=lazy("For example: who is not in it. Name nobody."),
        validators=[Optional()],
    )


class _CountField(IntegerField):
    """A whole number, or "-" for what cannot occur."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and valuelist[0].strip() == "-":
            self.data = IMPOSSIBLE
            return
        super().process_formdata(valuelist)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else ("-" if self.data == IMPOSSIBLE else str(self.data))


def counts_form(rows: list[Any], columns: list[Any], counts: list[list[int | None]]) -> Any:
    """A form with a field for each cell; its label names row and column."""
    fields = {
        field_name(number, place): _CountField(f"{row}, {column}", validators=[Optional()])
        for number, row in enumerate(rows)
        for place, column in enumerate(columns)
    }
    made = type("CountsForm", (Form,), fields)
    data = {field_name(number, place): count for number, line in enumerate(counts) for place, count in enumerate(line)}
    return made(data=data)


class SheetForm(Form):
    """A table as text or as a file."""

    text = wtforms.TextAreaField(
        lazy("Paste the table here"),
        description=lazy("Straight from a spreadsheet, or as lines with commas. The first line names the columns."),
        validators=[Optional()],
        render_kw={"rows": 10},
    )
    file = FileField(lazy("Or choose a file (XLSX or CSV)"), validators=[Optional()])
