"""PrefLib `.soc .soi .toc .toi`: strict or tied orders, complete or incomplete, in the present and the older layout.

Present: "# KEY: value" lines, then "count: 1,2,{3,4}". Older: the number of candidates, "number,name" lines, a line
with three totals, then "count,1,2,{3,4}". Source: Mattei & Walsh, PrefLib: A Library for Preferences (ADT 2013).
"""

import re
from itertools import chain

from coop.rules.counting.files.blt import MOST_CANDIDATES, RankedFile, lines_of
from coop.rules.counting.files.fault import FileFaultError, short_of, shown, whole
from coop.rules.counting.ranked.contest import MOST_BALLOTS, Contest, Ranking

KINDS = ("soc", "soi", "toc", "toi")
NAME = re.compile(r"#\s*ALTERNATIVE NAME (\d{1,6})\s*:\s*(.*)", re.IGNORECASE)
COUNT = re.compile(r"#\s*NUMBER ALTERNATIVES\s*:\s*(.*)", re.IGNORECASE)
VOTERS = re.compile(r"#\s*NUMBER VOTERS\s*:\s*(.*)", re.IGNORECASE)
TITLE = re.compile(r"#\s*TITLE\s*:\s*(.*)", re.IGNORECASE)
PIECE = re.compile(r"\s*(?:\{([^{}]*)\}|([^,{}]+))\s*(?:,|$)")
Lines = list[tuple[int, str]]


def parse(text: str, kind: str) -> RankedFile:
    """Read a whole file; `kind` is the end of its name. Raises FileFaultError; never guesses."""
    lines = [(at, raw.strip()) for at, raw in enumerate(lines_of(text), start=1)]
    lines = [(at, raw) for at, raw in lines if raw]
    if not lines:
        raise FileFaultError(1, "the file is empty.")
    names, title, rest = present_head(lines) if lines[0][1].startswith("#") else older_head(lines)
    ballots = tuple(ballot_of(at, raw, names, kind) for at, raw in rest)
    voters = sum(ballot.weight for ballot in ballots)
    if voters > MOST_BALLOTS:
        raise FileFaultError(lines[-1][0], f"there are more than {MOST_BALLOTS} ballots.")
    said = ((at, found[1]) for at, raw in lines if (found := VOTERS.match(raw)))
    doubts = chain.from_iterable(short_of(at, "NUMBER VOTERS", text, voters) for at, text in said)
    return RankedFile(Contest(names, ballots), title, doubts=tuple(doubts))


def present_head(lines: Lines) -> tuple[dict[str, str], str, Lines]:
    """Names, title and ballot lines of the present layout."""
    names: dict[str, str] = {}
    title, number = "", None
    for at, raw in lines:
        if found := NAME.match(raw):
            key = str(int(found[1]))
            if key in names:
                raise FileFaultError(at, f"alternative {key} is named twice.")
            names[key] = found[2].strip()
        elif found := COUNT.match(raw):
            number = whole(found[1], at, "the number of alternatives", 1, MOST_CANDIDATES)
        elif found := TITLE.match(raw):
            title = found[1].strip()
    require_all_named(names, number, lines[0][0])
    return names, title, [(at, raw) for at, raw in lines if not raw.startswith("#")]


def require_all_named(names: dict[str, str], number: int | None, at: int) -> None:
    """Fill in alternatives without a name; more names than alternatives is a fault."""
    if number is None and not names:
        raise FileFaultError(at, "the heading does not say how many alternatives there are.")
    for place in range(1, (number or 0) + 1):
        if len(names) < (number or 0):
            names.setdefault(str(place), str(place))
    if number is not None and len(names) != number:
        raise FileFaultError(at, f"the heading says {number} alternatives but names {len(names)}.")


def older_head(lines: Lines) -> tuple[dict[str, str], str, Lines]:
    """Names, no title, and ballot lines of the older layout."""
    number = whole(lines[0][1], lines[0][0], "the number of candidates", 1, MOST_CANDIDATES)
    if len(lines) < number + 2:
        raise FileFaultError(lines[-1][0], f"the file ends before the names of {number} candidates and the totals.")
    names: dict[str, str] = {}
    for at, raw in lines[1 : number + 1]:
        key, comma, name = raw.partition(",")
        key = str(whole(key, at, "the number of a candidate", 1, MOST_CANDIDATES))
        if not comma or key in names:
            raise FileFaultError(at, f"a new number and a name are expected, not {shown(raw)}.")
        names[key] = name.strip().strip('"')
    at, raw = lines[number + 1]
    for piece in raw.split(","):
        whole(piece, at, "a total")
    return names, "", lines[number + 2 :]


def ballot_of(at: int, raw: str, names: dict[str, str], kind: str) -> Ranking:
    """One kind of ballot with its count."""
    count, mark, rest = raw.partition(":") if ":" in raw else raw.partition(",")
    weight = whole(count, at, "the number of ballots", 1, MOST_BALLOTS)
    order: list[str] = []
    levels: list[int] = []
    for level, group in enumerate(groups_of(at, rest) if mark else []):
        for part in group:
            order.append(str(whole(part, at, "an alternative")))
            levels.append(level)
            if order[-1] not in names:
                raise FileFaultError(at, f"this ballot names {order[-1]}, which is not an alternative.")
    if len(set(order)) != len(order):
        twice = next(key for key in order if order.count(key) > 1)
        raise FileFaultError(at, f"this ballot names alternative {twice} twice.")
    tied = len(set(levels)) != len(levels)
    if tied and kind.startswith("so"):
        raise FileFaultError(at, f"this ballot puts alternatives level, but a .{kind} file has strict orders.")
    if len(order) != len(names) and kind.endswith("c"):
        raise FileFaultError(at, f"this ballot ranks {len(order)} of {len(names)}, but a .{kind} file is complete.")
    return Ranking(tuple(order), weight, tuple(levels) if tied else None)


def groups_of(at: int, text: str) -> list[list[str]]:
    """The places of a ballot, each with the alternatives that share it."""
    groups: list[list[str]] = []
    place = 0
    while place < len(text):
        found = PIECE.match(text, place)
        if found is None or found.end() == place:
            raise FileFaultError(at, f"this ballot cannot be read: {shown(text)}.")
        inside = found[1].split(",") if found[1] is not None else [found[2]]
        if found[1] is None or found[1].strip():
            groups.append(inside)
        place = found.end()
    return groups
