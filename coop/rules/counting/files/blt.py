"""BLT: ranked ballots for persons, the format of OpenSTV and of Scottish councils.

First line "candidates seats"; then "-3" for who withdrew; one line per kind of ballot, "weight first second … 0", where
"2=5" puts two level and "-" skips a place; a line "0"; the names in order and a title, in double quotes.
`#` opens a comment.
"""

from dataclasses import dataclass

from coop.rules.counting.files.fault import FileFaultError, shown, whole
from coop.rules.counting.ranked.contest import MOST_BALLOTS, Contest, Ranking

MOST_CANDIDATES = 10_000


@dataclass(frozen=True, slots=True)
class RankedFile:
    """A contest with the title of the file; `seats` None where the format does not say."""

    contest: Contest
    title: str = ""
    seats: int | None = None


Lines = list[tuple[int, str]]


def parse(text: str) -> RankedFile:
    """Read a whole file. Raises FileFaultError; never guesses."""
    lines = [(at, cleaned(raw)) for at, raw in enumerate(text.removeprefix("\ufeff").split("\n"), start=1)]
    lines = [(at, raw) for at, raw in lines if raw]
    if not lines:
        raise FileFaultError(1, "the file is empty.")
    candidates, seats = head_of(*lines[0])
    withdrawn: set[str] = set()
    ballots: list[Ranking] = []
    place = 1
    while place < len(lines) and lines[place][1] != "0":
        at, raw = lines[place]
        if raw.startswith("-") and not ballots:
            withdrawn |= {str(-whole(piece, at, "a withdrawn candidate", -candidates, -1)) for piece in raw.split()}
        else:
            ballots.append(ballot_of(raw, at, candidates))
        place += 1
    if place == len(lines):
        raise FileFaultError(lines[-1][0], "the file ends before the line 0 that closes the ballots.")
    if sum(ballot.weight for ballot in ballots) > MOST_BALLOTS:
        raise FileFaultError(lines[place][0], f"there are more than {MOST_BALLOTS} ballots.")
    names, title = names_of(lines[place + 1 :], candidates, lines[-1][0])
    return RankedFile(Contest(names, tuple(ballots), seats, frozenset(withdrawn)), title, seats)


def cleaned(raw: str) -> str:
    """The line without comment and blanks; quoted text keeps its `#`."""
    bare = raw.strip()
    return bare if bare.startswith('"') else bare.partition("#")[0].strip()


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
    if len(lines) < candidates:
        raise FileFaultError(last, f"the file gives {len(lines)} names for {candidates} candidates.")
    texts = [" ".join(raw.strip('"').split()) for _, raw in lines]
    names = {str(place): name for place, name in enumerate(texts[:candidates], start=1)}
    return names, texts[candidates] if len(texts) > candidates else ""
