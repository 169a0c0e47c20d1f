"""Released tables as rows for CSV and as plain JSON, with what was done to protect people."""

from collections.abc import Mapping
from typing import Any

HEAD = ("table", "subject", "measure", "starts", "ends", "dim_1", "code_1", "dim_2", "code_2", "value", "status")


def rows_of(number: int, document: Mapping[str, Any]) -> list[list[str]]:
    """One row for each cell in the order of the table; a hidden cell is empty and says "hidden", and never why."""
    made = []
    for code, line in zip(document["row_codes"], document["values"], strict=True):
        for column, value in zip(document["column_codes"] or [""], line, strict=True):
            status = "hidden" if value is None else "impossible" if value == "-" else "shown"
            made.append(
                [
                    str(number),
                    document["subject"],
                    document["measure"],
                    document["starts"],
                    document["ends"],
                    document["rows"],
                    code,
                    document["columns"],
                    column,
                    "" if status != "shown" else f"{value:g}",
                    status,
                ]
            )
    return made


def json_of(number: int, document: Mapping[str, Any], note: str) -> dict[str, Any]:
    """A table with the words that explain its marks."""
    protection = document["protection"]
    return {
        "table": number,
        **document,
        "note": note,
        "protection": {
            **protection,
            "explained": (
                "null is hidden: smaller than the threshold, zero too, or needed to protect others. "
                "Before release a program tried to compute every hidden number, with everything published before."
            ),
        },
    }
