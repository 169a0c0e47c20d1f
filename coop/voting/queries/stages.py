"""An election stage by stage: who is elected, who is out, where votes go; and the picture of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

LANE = 58
BAND = 28
LABEL = 24


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage. Votes as numbers with at most five decimals.

    `source` and `moved` are titles; `moved` is (to whom, votes), most first; `ended` is what named nobody further here.
    `totals` by key; `elected` and `excluded` are titles.
    """

    number: int
    act: str
    source: str | None
    source_key: str | None
    totals: Mapping[str, float]
    moved: tuple[tuple[str, str, float], ...]
    ended: float
    ended_so_far: float
    lost: float
    elected: tuple[str, ...]
    elected_keys: tuple[str, ...]
    excluded: tuple[str, ...]
    excluded_keys: tuple[str, ...]


def stages_of(count: Mapping[str, Any], titles: Mapping[str, str]) -> tuple[StageRow, ...]:
    """The stages of a record."""
    rows: list[StageRow] = []
    before = 0.0
    for one in count["rounds"]:
        so_far = float(one["non_transferable"])
        moved = sorted(
            ((key, float(votes)) for key, votes in one["moved"].items()), key=lambda pair: (-pair[1], pair[0])
        )
        gains = [(key, titles[key], votes) for key, votes in moved if votes > 0 and key != one["source"]]
        rows.append(
            StageRow(
                number=one["stage"],
                act=one["act"],
                source=titles[one["source"]] if one["source"] else None,
                source_key=one["source"],
                totals={key: float(votes) for key, votes in one["totals"].items()},
                moved=tuple(gains),
                ended=round(so_far - before, 5),
                ended_so_far=so_far,
                lost=float(one["lost"]),
                elected=tuple(titles[key] for key in one["elected"]),
                elected_keys=tuple(one["elected"]),
                excluded=tuple(titles[key] for key in one["excluded"]),
                excluded_keys=tuple(one["excluded"]),
            )
        )
        before = so_far
    return tuple(rows)


def closest_of(
    stages: Sequence[StageRow], winners: Sequence[str], titles: Mapping[str, str]
) -> tuple[str, str, int, float] | None:
    """(who stayed in, who did not, at which stage, by how many votes): the closest call; None when there was none.

    Looked at: each exclusion against who was elected later, and at the end who was elected last against who was left.
    """
    if not stages:
        return None
    calls: list[tuple[float, int, str, str]] = []
    gone: set[str] = set()
    for before, stage in pairwise(stages):
        gone |= set(before.elected_keys)
        for out in stage.excluded_keys:
            calls += [(before.totals[w] - before.totals[out], stage.number, w, out) for w in winners if w not in gone]
            gone.add(out)
    last = stages[-1]
    gone -= set(last.elected_keys)
    left = [key for key in last.totals if key not in gone and key not in winners]
    calls += [(last.totals[w] - last.totals[out], last.number, w, out) for w in last.elected_keys for out in left]
    if not calls:
        return None
    margin, number, winner, loser = min(calls)
    return titles[winner], titles[loser], number, round(margin, 5)


@dataclass(frozen=True, slots=True)
class Lane:
    """The line of one candidate: its words, where they stand, and whether elected."""

    title: str
    y: int
    elected_at: int | None
    excluded_at: int | None


@dataclass(frozen=True, slots=True)
class Flow:
    """A picture in a box of 100 wide and `height` high: `bands` (x, y, width, height, elected) and `moves` (paths)."""

    height: int
    lanes: tuple[Lane, ...]
    bands: tuple[tuple[float, float, float, float, bool], ...]
    moves: tuple[str, ...]
    ended_y: int | None


def flow_of(stages: Sequence[StageRow], winners: Sequence[str], titles: Mapping[str, str]) -> Flow:
    """Where votes go, stage by stage, left to right: who was elected first on top."""
    out = {key: stage.number for stage in stages for key in stage.excluded_keys}
    won = {key: stage.number for stage in stages for key in stage.elected_keys}
    last = stages[-1].totals
    order = [
        *winners,
        *sorted((k for k in titles if k not in won), key=lambda k: (-out.get(k, 10**6), -last.get(k, 0), k)),
    ]
    place = {key: number * LANE for number, key in enumerate(order)}
    ended_y = len(order) * LANE if stages[-1].ended_so_far > 0 else None
    most = max([votes for stage in stages for votes in stage.totals.values()] + [stages[-1].ended_so_far, 1.0])
    width = 100 / len(stages)
    draw = _Drawing(BAND / most, width, set(won))
    for number, stage in enumerate(stages):
        following = stages[number + 1] if number + 1 < len(stages) else None
        for key in order:
            draw.band(number, key, place[key], stage, following)
        if ended_y is not None:
            draw.flat(number, ended_y + LABEL, stage.ended_so_far, 1.0 if following is None else None, won=False)
        if following is not None:
            draw.transfer(number, stage, following, place, ended_y)
    return Flow(
        height=(len(order) + (ended_y is not None)) * LANE,
        lanes=tuple(Lane(titles[key], place[key], won.get(key), out.get(key)) for key in order),
        bands=tuple(draw.bands),
        moves=tuple(draw.moves),
        ended_y=ended_y,
    )


class _Drawing:
    """Bands and moves so far; `scale` is height per vote."""

    def __init__(self, scale: float, width: float, won: set[str]) -> None:
        self.scale, self.width, self.won = scale, width, won
        self.bands: list[tuple[float, float, float, float, bool]] = []
        self.moves: list[str] = []

    def flat(self, number: int, top: float, votes: float, part: float | None, *, won: bool) -> None:
        """A level piece: the whole stage, or its first half and the way to the next when nothing leaves."""
        if votes * self.scale >= 0.05:
            length = self.width * (1.0 if part is None else part)
            self.bands.append((number * self.width, top, length, votes * self.scale, won))

    def band(self, number: int, key: str, y: int, stage: StageRow, following: StageRow | None) -> None:
        """What a candidate has at this stage, and what stays of it on the way to the next."""
        top, votes, won = y + LABEL, stage.totals[key], key in self.won
        if following is None or following.source_key != key:
            self.flat(number, top, votes, None, won=won)
            return
        self.flat(number, top, votes, 0.5, won=won)
        kept = following.totals[key] * self.scale
        if kept >= 0.05:
            self.bands.append(((number + 0.5) * self.width, top, self.width * 0.5, kept, won))

    def transfer(
        self, number: int, stage: StageRow, following: StageRow, place: Mapping[str, int], ended_y: int | None
    ) -> None:
        """The votes that leave one candidate, each part to where it goes."""
        source = following.source_key
        if source is None:
            return
        start = place[source] + LABEL + following.totals[source] * self.scale
        targets = [(place[key] + LABEL + stage.totals[key] * self.scale, votes) for key, _, votes in following.moved]
        if ended_y is not None and following.ended > 0:
            targets.append((ended_y + LABEL + stage.ended_so_far * self.scale, following.ended))
        left, right = (number + 0.5) * self.width, (number + 1) * self.width
        middle = (left + right) / 2
        for end, votes in sorted(targets):
            thick = votes * self.scale
            self.moves.append(
                f"M{left:.2f} {start:.2f}C{middle:.2f} {start:.2f} {middle:.2f} {end:.2f} {right:.2f} {end:.2f}"
                f"V{end + thick:.2f}C{middle:.2f} {end + thick:.2f} {middle:.2f} {start + thick:.2f} "
                f"{left:.2f} {start + thick:.2f}Z"
            )
            start += thick
