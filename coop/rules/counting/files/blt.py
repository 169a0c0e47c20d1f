"""BLT: ranked ballots for persons, the format of OpenSTV and of Scottish councils.

First line "candidates seats"; then "-3" for who withdrew; one line per kind of ballot, "weight first second … 0", where
"2=5" puts two level and "-" skips a place; a line "0"; the names in order and a title, in double quotes. `#` opens a
comment. Councils also write names without quotes, a party in quotes of its own behind the name, names as the comments
of PrefLib, commas behind each line as spreadsheets do, and "(17)" as the number of a ballot paper before its weight.
"""

import re
from dataclasses import dataclass

from coop.rules.counting.files.fault import FileFaultError, shown, whole
from coop.rules.counting.ranked.contest import MOST_BALLOTS, Contest, Ranking

MOST_CANDIDATES = 10_000


@dataclass(frozen=True, slots=True)
class RankedFile:
    """A contest with the title of the file; `seats` None where the format does not say.

    `doubts`: where the file says another number of voters than it holds; it can be counted all the same.
    """

    contest: Contest
    title: str = ""
    seats: int | None = None
    doubts: tuple[str, ...] = ()


Lines = list[tuple[int, str]]
PAPER = re.compile(r"\([^()]*\)\s*")
QUOTED = re.compile(r'"((?:[^"]|"")*)"')
NAMED = re.compile(r"#\s*ALTERNATIVE NAME (\d{1,6})\s*:\s*(.*)", re.IGNORECASE)


def parse(text: str) -> RankedFile:
    """Read a whole file. Raises FileFaultError; never guesses."""
    lines = [(at, raw.strip()) for at, raw in enumerate(lines_of(text), start=1)]
    numbers = [(at, bare) for at, raw in lines if (bare := numbers_of(raw))]
    if not numbers:
        raise FileFaultError(1, "the file is empty.")
    candidates, seats = head_of(*numbers[0])
    withdrawn: set[str] = set()
    ballots: list[Ranking] = []
    place = 1
    while place < len(numbers) and numbers[place][1] != "0":
        at, raw = numbers[place]
        if raw.startswith("-") and not ballots:
            withdrawn |= {str(-whole(piece, at, "a withdrawn candidate", -candidates, -1)) for piece in raw.split()}
        else:
            ballots.append(ballot_of(raw, at, candidates))
        place += 1
    if place == len(numbers):
        raise FileFaultError(numbers[-1][0], "the file ends before the line 0 that closes the ballots.")
    end = numbers[place][0]
    if sum(ballot.weight for ballot in ballots) > MOST_BALLOTS:
        raise FileFaultError(end, f"there are more than {MOST_BALLOTS} ballots.")
    names, title = names_of([(at, raw) for at, raw in lines if at > end and raw], candidates, numbers[-1][0])
    return RankedFile(Contest(names, tuple(ballots), seats, frozenset(withdrawn)), title, seats)


def lines_of(text: str) -> list[str]:
    """The lines, whichever way they end."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def numbers_of(raw: str) -> str:
    """A line of numbers without comment, the commas of a spreadsheet, and the number of the paper."""
    bare = raw if raw.startswith('"') else raw.partition("#")[0]
    return PAPER.sub("", bare.rstrip(" ,;\t"), count=1) if bare.startswith("(") else bare.rstrip(" ,;\t")


def head_of(at: int, raw: str) -> tuple[int, int]:
    """Number of candidates and of seats."""
    pieces = raw.split()
    if len(pieces) != 2:
        raise FileFaultError(at, f'the first line must say "candidates seats", not {shown(raw)}.')
    candidates = whole(pieces[0], at, "the number of candidates", 1, MOST_CANDIDATES)
    return candidates, whole(pieces[1], at, "the number of seats", 1, MOST_CANDIDATES)


def ballot_of(raw: str, at: int, candidates: int) -> Ranking:
    """One kind of ballot."""
    pieces = raw.split()
    if pieces[-1] != "0" or len(pieces) < 2:
        raise FileFaultError(at, f"a ballot must end with 0: {shown(raw)}.")
    weight = whole(pieces[0], at, "the number of ballots", 1, MOST_BALLOTS)
    order: list[str] = []
    levels: list[int] = []
    for level, piece in enumerate(pieces[1:-1]):
        for part in piece.split("=") if piece != "-" else ():
            order.append(str(whole(part, at, "a candidate", 1, candidates)))
            levels.append(level)
    if len(set(order)) != len(order):
        twice = next(key for key in order if order.count(key) > 1)
        raise FileFaultError(at, f"this ballot names candidate {twice} twice.")
    return Ranking(tuple(order), weight, tuple(levels) if len(set(levels)) != len(levels) else None)


def names_of(lines: Lines, candidates: int, last: int) -> tuple[dict[str, str], str]:
    """Names per number, and the title."""
    texts = [name for _, raw in lines if (name := name_of(raw)) is not None]
    if len(texts) < candidates:
        raise FileFaultError(last, f"the file gives {len(texts)} names for {candidates} candidates.")
    names = {str(place): name for place, name in enumerate(texts[:candidates], start=1)}
    return names, texts[candidates] if len(texts) > candidates else ""


def name_of(raw: str) -> str | None:
    """The name on a line; None for a comment. What stands in a second pair of quotes comes in brackets behind it."""
    if found := NAMED.match(raw):
        return " ".join(found[2].split())
    if raw.startswith("#"):
        return None
    text = raw.rstrip(",;\t ")
    pieces = [piece.replace('""', '"') for piece in QUOTED.findall(text)] if text.startswith('"') else []
    if not pieces or QUOTED.sub("", text).strip(" ,;\t"):
        pieces = [text.strip('"')]
    if len(pieces) == 1 and pieces[0].count('"') == 2 and pieces[0].endswith('"'):
        pieces = pieces[0].removesuffix('"').split('"')
    first, *more = (" ".join(piece.split()) for piece in pieces)
    return f"{first} ({', '.join(more)})" if any(more) else first
