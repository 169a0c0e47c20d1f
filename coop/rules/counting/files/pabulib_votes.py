"""The section VOTES of a `.pb` file: one ballot per line, checked."""

from collections.abc import Container, Iterator

from coop.rules.counting.files.fault import FileFaultError, shown, whole
from coop.rules.counting.files.sections import Section
from coop.rules.counting.values import LARGEST, Ballot


def ballots_of(section: Section, kind: str, meta: dict[str, str], known: Container[str]) -> Iterator[Ballot]:
    """One ballot per line. Raises FileFaultError on unknown or repeated ids and on points that do not fit."""
    voter_at = section.columns.index("voter_id") if "voter_id" in section.columns else None
    vote_at = section.place("vote")
    points_at = section.place("points") if kind in ("cumulative", "scoring") else None
    depth = borda_depth(meta)
    seen: set[str] = set()
    for line, cells in section.rows:
        if voter_at is not None:
            require_new_voter(cells[voter_at].strip() if voter_at < len(cells) else "", seen, line)
        text = cells[vote_at] if vote_at < len(cells) else ""
        ids = ids_of(text, line, known)
        if kind == "choose-1" and len(ids) > 1:
            raise FileFaultError(line, "this ballot names more than one project, but vote_type is choose-1.")
        if points_at is not None:
            yield with_points(ids, cells[points_at] if points_at < len(cells) else "", line)
        elif kind == "ordinal":
            top = depth or len(ids)
            yield Ballot(tuple(ids), points=tuple(max(top - place, 1) for place in range(len(ids))))
        else:
            yield Ballot(tuple(ids))


def require_new_voter(voter: str, seen: set[str], line: int) -> None:
    """A voter has one line."""
    if voter and voter in seen:
        raise FileFaultError(line, f"the voter {shown(voter)} has voted on an earlier line.")
    seen.add(voter)


def ids_of(text: str, line: int, known: Container[str]) -> list[str]:
    """The ids on a ballot, each known and once."""
    if not text.strip():
        return []
    ids = [piece.strip() for piece in text.split(",")]
    if len(set(ids)) != len(ids):
        twice = next(key for key in ids if ids.count(key) > 1)
        raise FileFaultError(line, f"this ballot names the project {shown(twice)} twice.")
    for key in ids:
        if key not in known:
            raise FileFaultError(line, f"this ballot names {shown(key)}, which is not a project.")
    return ids


def with_points(ids: list[str], text: str, line: int) -> Ballot:
    """A ballot with points; a project with no points is not supported."""
    pieces = text.split(",") if text.strip() else []
    if len(pieces) != len(ids):
        raise FileFaultError(line, f"this ballot names {len(ids)} projects but gives {len(pieces)} numbers of points.")
    points = [whole(piece.strip().removesuffix(".0"), line, "points", 0, LARGEST) for piece in pieces]
    given = [(key, value) for key, value in zip(ids, points, strict=True) if value]
    return Ballot(tuple(key for key, _ in given), points=tuple(value for _, value in given))


def borda_depth(meta: dict[str, str]) -> int:
    """Points of a first place on an ordinal ballot: the longest list allowed, else the number of projects."""
    for key in ("max_length", "num_projects"):
        if meta.get(key, "").isascii() and meta.get(key, "").isdigit() and len(meta[key]) < 10:
            return int(meta[key])
    return 0
