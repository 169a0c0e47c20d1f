"""Reading the open data of another co-operative: what our own description allows, else refused with the place."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NoReturn
from urllib.parse import urlsplit

from coop.agenda.policy import COOPERATIVE_LENGTH, DETAILS_LENGTH, NOTE_LENGTH, URL_LENGTH
from coop.kernel.errors import InvalidError
from coop.kernel.text import has_hidden
from coop.kernel.words import mark
from coop.opendata.policy import COLLECTIONS, LARGEST_PAGE, VERSION, Collection, Field

# What can be taken over; the other lists are numbers and documents of somebody else.
READABLE = ("agenda", "commitments")
MOST_BYTES, MOST_DEPTH, LARGEST_NUMBER = 900_000, 6, 2**31 - 1
_LONGEST = {"details": DETAILS_LENGTH, "how_noticed": NOTE_LENGTH, "in_short": 600}
_LINE_LENGTH = 200
_MARKUP = re.compile(r"<\s*[a-zA-Z/!?]|&#|javascript:", re.IGNORECASE)
_KINDS: Mapping[str, type] = {"integer": int, "string": str}


@dataclass(frozen=True, slots=True)
class Export:
    """A list of another co-operative, as far as it can be trusted: the right fields with the right kinds of values."""

    cooperative: str
    collection: str
    rows: list[dict[str, Any]]


def read_export(content: bytes) -> Export:
    """A page of open data. Raises `InvalidError` on the field `file` that names the place of the first fault."""
    whole = _parsed(_decoded(content))
    if not isinstance(whole, dict):
        _refuse("file", mark("%(place)s: this is not a list of open data."))
    if whole.get("version") != VERSION or isinstance(whole.get("version"), bool):
        _refuse("version", mark("%(place)s: we do not know this version of open data."))
    name = whole.get("collection")
    if name not in READABLE:
        _refuse("collection", mark("%(place)s: only the agenda and the commitments can be read here."))
    cooperative = _text(whole.get("cooperative"), "cooperative", COOPERATIVE_LENGTH)
    if not cooperative:
        _refuse("cooperative", mark("%(place)s: this is missing."))
    rows = whole.get("rows")
    if not isinstance(rows, list) or len(rows) > LARGEST_PAGE:
        _refuse("rows", mark("%(place)s: there must be a list of at most %(most)s rows."), most=LARGEST_PAGE)
    read = [_row(COLLECTIONS[name], row, f"rows[{number}]") for number, row in enumerate(rows)]
    numbers = [row["id"] for row in read]
    if len(set(numbers)) < len(numbers):
        _refuse("rows", mark("%(place)s: the same number stands there twice."))
    return Export(cooperative, name, read)


def _decoded(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise InvalidError(mark("This file is too large."), field="file")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        _refuse("file", mark("%(place)s: this is not text in UTF-8."))
    _require_shallow(text)
    return text


def _refuse(place: str, words: str, **more: object) -> NoReturn:
    raise InvalidError(words, field="file", place=place, **more)


def _require_shallow(text: str) -> None:
    """Before anything is read: what is nested too deep would exhaust the reader of JSON."""
    depth = 0
    for sign in re.findall(r'"(?:[^"\\]|\\.)*"|[\[{\]}]', text):
        depth += (sign in "[{") - (sign in "]}")
        if depth > MOST_DEPTH:
            _refuse("file", mark("%(place)s: too many lists within lists."))


def _parsed(text: str) -> Any:
    def constant(name: str) -> NoReturn:
        _refuse("file", mark("%(place)s: “%(name)s” is not a number."), name=name)

    def whole(digits: str) -> int:
        if len(digits) > 12:
            _refuse("file", mark("%(place)s: “%(name)s” is not a number."), name=digits[:12])
        return int(digits)

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        names = dict(found)
        if len(names) < len(found):
            _refuse("file", mark("%(place)s: the same name stands twice in one row."))
        if any(has_hidden(name) for name in names):
            _refuse("file", mark("%(place)s: there are hidden characters in this text."))
        return names

    try:
        return json.loads(text, parse_constant=constant, parse_int=whole, object_pairs_hook=pairs)
    except (json.JSONDecodeError, RecursionError) as fault:
        line = fault.lineno if isinstance(fault, json.JSONDecodeError) else 1
        raise InvalidError(mark("Line %(line)s: this is not JSON."), field="file", line=line) from None


def _row(collection: Collection, row: Any, place: str) -> dict[str, Any]:
    if not isinstance(row, dict):
        _refuse(place, mark("%(place)s: this is not a row."))
    row = {**{field.name: "" for field in collection.fields if field.added}, **row}
    names = {field.name for field in collection.fields}
    for name in sorted(names ^ row.keys()):
        words = mark("%(place)s: this is missing.") if name in names else mark("%(place)s: we do not know this field.")
        _refuse(f"{place}.{name[:40]}", words)
    return {field.name: _value(field, row[field.name], f"{place}.{field.name}") for field in collection.fields}


def _value(field: Field, value: Any, place: str) -> Any:
    if value is None and field.optional:
        return None
    if not isinstance(value, _KINDS[field.type]) or isinstance(value, bool):
        _refuse(place, mark("%(place)s: this is not the kind of value that belongs there."))
    if isinstance(value, int):
        if not 0 <= value <= LARGEST_NUMBER:
            _refuse(place, mark("%(place)s: this number is too small or too large."))
        return value
    if field.values and value not in field.values:
        _refuse(place, mark("%(place)s: we do not know this word."))
    text = _text(value, place, URL_LENGTH if field.format == "uri" else _LONGEST.get(field.name, _LINE_LENGTH))
    _require_format(field.format, text, place)
    return text


def _text(value: Any, place: str, longest: int) -> str:
    if not isinstance(value, str):
        _refuse(place, mark("%(place)s: this is not the kind of value that belongs there."))
    if len(value) > longest:
        _refuse(place, mark("%(place)s: this text is longer than %(most)s characters."), most=longest)
    if has_hidden(value):
        _refuse(place, mark("%(place)s: there are hidden characters in this text."))
    if _MARKUP.search(value):
        _refuse(place, mark("%(place)s: this text holds HTML."))
    return value


def _require_format(kind: str | None, text: str, place: str) -> None:
    try:
        if kind == "date":
            date.fromisoformat(text)
        elif kind == "date-time":
            datetime.fromisoformat(text)
        elif kind == "uri":
            _require_address(text)
    except ValueError:
        _refuse(place, mark("%(place)s: this is not a day, a moment or an address of a website."))


def _require_address(text: str) -> None:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or re.search(r"[\s\\]", text):
        raise ValueError(text)
