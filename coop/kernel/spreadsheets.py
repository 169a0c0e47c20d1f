"""Tables for a spreadsheet program, in which no text can act as a formula."""

import csv
import io
import re
from collections.abc import Iterable

# How a formula begins, and what spreadsheet programs cut away before they look. Source: OWASP, CSV injection.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?")


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """The rows as CSV with CRLF; a text that begins like a formula gets an apostrophe in front, None is empty."""
    out = io.StringIO()
    csv.writer(out).writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def _harmless(cell: object) -> object:
    if not isinstance(cell, str) or not cell.startswith(_DANGEROUS) or _NUMBER.fullmatch(cell):
        return cell
    return f"'{cell}"
