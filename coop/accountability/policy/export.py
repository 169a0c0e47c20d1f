"""Figures of a released report as rows for CSV and as plain JSON: made from the frozen document alone."""

from typing import Any

from coop.accountability.policy.catalogue import CATALOGUE
from coop.accountability.policy.document import Document, FigurePair, PublicFigure
from coop.accountability.policy.protection import MINIMUM

NUMBERS = ("value", "numerator", "denominator", "n", "percent", "p90")
HEAD = (
    "code",
    "unit",
    "kind",
    "definition_version",
    "starts_on",
    "ends_on",
    "status",
    *NUMBERS,
    *(f"previous_{name}" for name in ("status", *NUMBERS)),
)


def figure_rows(document: Document, starts_on: str, ends_on: str) -> list[list[str]]:
    """A head row and one row per figure; a number that is too small to show is an empty cell."""
    return [list(HEAD), *(_row(figure, starts_on, ends_on) for figure in document["figures"])]


def figures_json(document: Document, starts_on: str, ends_on: str) -> dict[str, Any]:
    """The figures with their period and the rule of protection."""
    return {
        "starts_on": starts_on,
        "ends_on": ends_on,
        "protection": f"A figure is shown only when every count in it is at least {MINIMUM}.",
        "figures": [
            {
                "unit": CATALOGUE[figure["code"]].unit,
                "definition": CATALOGUE[figure["code"]].definition,
                "status": _status(figure),
                **figure,
            }
            for figure in document["figures"]
        ],
    }


def _status(figure: PublicFigure) -> str:
    return "shown" if figure["shown"] else "too_small"


def _numbers(figure: PublicFigure) -> list[str]:
    numbers = (
        figure["value"],
        figure["numerator"],
        figure["denominator"],
        figure["n"],
        figure["percent"],
        figure.get("p90"),
    )
    return ["" if number is None else str(number) for number in numbers]


def _row(figure: FigurePair, starts_on: str, ends_on: str) -> list[str]:
    indicator = CATALOGUE[figure["code"]]
    before = figure["previous"]
    beside = [_status(before), *_numbers(before)] if before is not None else [""] * (1 + len(NUMBERS))
    version = str(figure["definition_version"])
    head = [figure["code"], indicator.unit, indicator.kind.value, version, starts_on, ends_on, _status(figure)]
    return [*head, *_numbers(figure), *beside]
