"""Registers and street lists as people have them: CSV with any delimiter, plain lines, JSON or JSON lines."""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from coop.rules.redaction.text import fold


@dataclass(slots=True)
class Register:
    """What a team knows and never publishes."""

    names: list[str] = field(default_factory=list)
    streets: list[str] = field(default_factory=list)
    institutions: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)

    def add(self, what: str, value: str) -> None:
        """File a value under `names`, `streets`, `institutions` or `places`; an address gives its street and place."""
        value = " ".join(value.replace("\x00", "").split())
        if not any(sign.isalpha() for sign in value):
            return
        if what == "addresses":
            self.streets.append(_without_number(value))
        else:
            getattr(self, what).append(value)


_NO_NAME = re.compile(
    r"datum|date|nummer|number|mail|tel|phone|mobi|bsn|iban|postcode|zip|gender|geslacht|jaar|leeftijd|\bid\b|_id|"
    r"status|rol|role|type|cluster|toevoeging|opmerking|note"
)
_COLUMNS = (
    ("streets", re.compile(r"stra+t|street|laan\b")),
    ("addresses", re.compile(r"adre|addre")),
    ("places", re.compile(r"plaats|city|place|town|stad|gemeente|wijk|buurt")),
    ("institutions", re.compile(r"school|arts|instelling|instit|organis|werkgever|employer|club|kerk|moskee")),
    (
        "names",
        re.compile(
            r"naam|name|namen|voor|achter|first|last|given|family|initial|voorletter|tussenv|prefix|infix|roep|nick|"
            r"alias|partner|kind|child|pers|lid|leden|member|bewoner|resident|team|professional|client|gezin|surname"
        ),
    ),
)
_NAMED_STRAIGHT = re.compile(r"(?<!straat)(?<!plaats)(naam|name|nick)")


def column_kind(header: str) -> str | None:
    """What the values under a header are, or nothing when they are no look-up or the header is none."""
    word = fold(header).strip().replace(" ", "_")
    if not word or len(word) > 40 or _NO_NAME.search(word):
        return None
    if _NAMED_STRAIGHT.search(word) and not re.search(r"str|plaats|school|city|place|instel", word):
        return "names"
    return next((kind for kind, pattern in _COLUMNS if pattern.search(word)), None)


def read_register(text: str) -> Register:
    """Read a register in whatever form; a line that holds nothing useful is passed over."""
    return _read(text, "names")


def read_streets(text: str) -> Register:
    """Read a list of streets: one on a line, CSV, or JSON."""
    return _read(text, "streets")


def _read(text: str, default: str) -> Register:
    register = Register()
    text = text.lstrip("\ufeff").strip()
    if text[:1] in ("{", "["):
        values = list(_json_values(text))
        if values:
            for value in values:
                _walk(value, default, register)
            return register
    for row, kinds in _rows(text, default):
        _take_row(row, kinds, register)
    return register


def _json_values(text: str) -> Iterator[object]:
    try:
        yield json.loads(text)
        return
    except (ValueError, RecursionError):
        pass
    for line in text.splitlines():
        try:
            yield json.loads(line.strip().rstrip(","))
        except (ValueError, RecursionError):
            continue


def _walk(value: object, kind: str, register: Register) -> None:
    """Go through nested JSON with a stack of our own: depth costs no recursion."""
    stack: list[tuple[object, str]] = [(value, kind)]
    while stack:
        one, under = stack.pop()
        if isinstance(one, str):
            register.add(under, one)
        elif isinstance(one, list):
            stack.extend((part, under) for part in one)
        elif isinstance(one, dict):
            stack.extend(_parts_of(one, under, register))


def _parts_of(one: dict[str, object], under: str, register: Register) -> Iterator[tuple[object, str]]:
    kinds = {key: column_kind(str(key)) for key in one}
    names = [str(one[key]) for key, kind in kinds.items() if kind == "names" and isinstance(one[key], str)]
    if names:
        register.add("names", " ".join(names))
    for key, kind in kinds.items():
        if isinstance(one[key], (dict, list)):
            yield one[key], kind or under
        elif kind is not None and kind != "names":
            yield one[key], kind


def _rows(text: str, default: str) -> Iterator[tuple[list[str], list[str | None]]]:
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not lines:
        return
    delimiter = _delimiter(lines)
    rows = list(_cells(lines, delimiter))
    header = [column_kind(cell) for cell in rows[0]]
    if _is_header(rows[0], header):
        kinds: list[str | None] = header
        if not any(header):
            kinds = [default] * len(header)
        rows = rows[1:]
    else:
        kinds = [default] * max(len(row) for row in rows)
    for row in rows:
        yield row, kinds + [None] * (len(row) - len(kinds))


def _is_header(cells: list[str], kinds: list[str | None]) -> bool:
    known = sum(
        kind is not None or _NO_NAME.search(fold(cell)) is not None for cell, kind in zip(cells, kinds, strict=True)
    )
    if not any(kinds) or any(sign.isdigit() for cell in cells for sign in cell):
        return False
    if len(cells) == 1:
        return fold(cells[0]).strip() in _LONE_HEADERS
    return known * 2 >= len(cells) and not any(len(cell.split()) > 3 for cell in cells)


_LONE_HEADERS = frozenset(
    "name names naam namen voornaam achternaam street streets straat straten straatnaam straatnamen adres address "
    "bewoner bewoners resident residents lid leden member members".split()
)


def _delimiter(lines: list[str]) -> str | None:
    counts = {sign: sum(sign in line for line in lines[:200]) for sign in ";\t|,"}
    best = max(counts, key=lambda sign: counts[sign])
    return best if counts[best] >= max(1, len(lines[:200]) // 3) else None


def _cells(lines: Iterable[str], delimiter: str | None) -> Iterator[list[str]]:
    if delimiter is None:
        yield from ([line.strip().strip("\"'")] for line in lines)
        return
    for line in lines:
        try:
            yield next(csv.reader([line.replace("\x00", "")], delimiter=delimiter, skipinitialspace=True), [])
        except csv.Error:
            yield line.split(delimiter)


def _take_row(row: list[str], kinds: list[str | None], register: Register) -> None:
    names = []
    for cell, kind in zip(row, kinds, strict=False):
        if kind == "names" and any(sign.isdigit() for sign in cell):
            if "@" not in cell and re.match(r"[^\W\d_]{4,}[^\d@]*\d", cell.strip()):
                register.add("addresses", cell)
        elif kind == "names":
            names.append(cell)
        elif kind == "streets":
            register.add("addresses", cell)
        elif kind is not None:
            register.add(kind, cell)
    register.add("names", " ".join(names))


def _without_number(address: str) -> str:
    """The street of an address: what stands before its house number."""
    match = re.match(r"(.*?[^\W\d_].*?)[\s,]+\d", address)
    return (match.group(1) if match else address.split(",", maxsplit=1)[0]).strip(" ,")
