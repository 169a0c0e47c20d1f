"""The figures, all on one page."""

from typing import Any

import wtforms
from wtforms.validators import Optional

from coop.accountability.forms.fields import BeforeHandingIn
from coop.accountability.policy.catalogue import CATALOGUE, Group, Indicator
from coop.accountability.policy.document import parts_of
from coop.accountability.policy.protection import FigureKind, Numbers
from coop.web.fields import IntegerField
from coop.web.files import needed_file
from coop.web.forms import Form
from coop.web.words import lazy


def part_label(indicator: Indicator, part: str) -> Any:
    """What is asked for one part of a figure."""
    if part == "numerator":
        return lazy(indicator.part_label)
    if part == "n" and indicator.kind is FigureKind.COST:
        return lazy("Number of households behind these costs")
    if part == "p90":
        return lazy("Nine of ten waited at most this number of days")
    if part == "value" and indicator.kind is FigureKind.WAIT:
        return lazy("Half waited at most this number of days")
    if part in ("denominator", "n"):
        return lazy(indicator.whole_label)
    return lazy("Number of %(unit)s", unit=lazy(indicator.unit))


def _figure_fields() -> dict[str, Any]:
    return {
        f"{code}_{part}": IntegerField(part_label(indicator, part), validators=[Optional(), BeforeHandingIn()])
        for code, indicator in CATALOGUE.items()
        for part in parts_of(indicator.kind)
    } | {
        f"{code}_note": wtforms.StringField(lazy("What explains this number? (one sentence)"))
        for code, indicator in CATALOGUE.items()
        if indicator.group is Group.MONEY
    }


class _FiguresBase(Form):
    """All figures on one page; an empty one is not reported."""

    def typed(self) -> dict[str, Numbers]:
        """What was filled in, by code."""
        return {
            code: Numbers(
                **{part: self[f"{code}_{part}"].data for part in parts_of(indicator.kind)},
            )
            for code, indicator in CATALOGUE.items()
            if parts_of(indicator.kind)
        }

    def notes(self) -> dict[str, str]:
        """What the team says of a figure, by code."""
        return {code: self[f"{code}_note"].data or "" for code in CATALOGUE if f"{code}_note" in self}


FiguresForm: type[_FiguresBase] = type("FiguresForm", (_FiguresBase,), _figure_fields())


def figures_data(typed: dict[str, Numbers], notes: dict[str, str]) -> dict[str, int | str | None]:
    """Typed figures and what is said of them as the data of a `FiguresForm`."""
    return {f"{code}_note": note for code, note in notes.items()} | {
        f"{code}_{part}": getattr(numbers, part)
        for code, numbers in typed.items()
        for part in parts_of(CATALOGUE[code].kind)
    }


KIND_HELP: dict[FigureKind, Any] = {
    FigureKind.COUNT: lazy("Shown to residents from 10 on."),
    FigureKind.AMOUNT: lazy("Shown to residents from 10 on."),
    FigureKind.MEASURE: lazy("Shown to residents when at least 10 were counted."),
    FigureKind.SHARE: lazy("Shown to residents when the part and the rest are both at least 10."),
    FigureKind.QUANTITY: lazy("Shown to residents as it is: it is not about people."),
    FigureKind.PART: lazy("Shown to residents as it is: it is not about people."),
    FigureKind.COST: lazy("Shown to residents from 10 households on, rounded to 500 euros."),
    FigureKind.WAIT: lazy("Shown to residents when at least 10 were in time and at least 10 were not."),
}


class ImportForm(Form):
    """A file with figures."""

    file = needed_file(lazy("File with figures (.xlsx or CSV)"))
