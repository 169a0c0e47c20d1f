"""A published result as a table for a spreadsheet: the same numbers as on the page."""

from collections.abc import Iterator

from coop.voting.policy import EURO, Unit
from coop.voting.queries import AnyResult, ElectionResult, MotionResult, OrderResult, Result, ScoreResult

Cell = str | int | float
Rows = list[tuple[Cell, ...]]


def table_of(result: AnyResult) -> Rows:
    """Heading and rows."""
    if isinstance(result, Result):
        return list(_shares(result))
    if isinstance(result, MotionResult):
        return list(_motion(result))
    if isinstance(result, ElectionResult):
        return list(_election(result))
    return list(_order(result) if isinstance(result, OrderResult) else _score(result))


def _shares(found: Result) -> Iterator[tuple[Cell, ...]]:
    yield ("proposal", "amount", "unit", "votes", "chosen", "round", "price_per_supporter", "chosen_by_most_votes")
    unit = "minutes a week" if found.poll.unit is Unit.HOURS else _cents(found.poll.currency)
    for row in found.rows:
        price = "" if row.price is None else f"{row.price:.2f}"
        head = (row.proposal.title, row.proposal.amount, unit, row.votes)
        yield (*head, int(row.chosen), row.turn or "", price, int(row.by_greedy))


def _cents(currency: str) -> str:
    return "euro cents" if currency == EURO else f"1/100 {currency}"


def _motion(found: MotionResult) -> Iterator[tuple[Cell, ...]]:
    yield ("motion", "for", "against", "blank", "members", "needed_turnout", "needed_for", "quorum_met", "adopted")
    counts = (found.yes, found.no, found.blank, found.members, found.needed_turnout, found.line)
    yield (found.motion.title, *counts, int(found.quorum_met), int(found.passed))


def _election(found: ElectionResult) -> Iterator[tuple[Cell, ...]]:
    elected = {one.key: place for place, one in enumerate(found.elected, start=1)}
    yield ("candidate", "elected", *(f"stage_{stage.number}" for stage in found.stages))
    for one in found.candidates:
        yield (one.title, elected.get(one.key, ""), *(f"{stage.totals[one.key]:.5f}" for stage in found.stages))
    if found.stages:
        yield ("(no further name)", "", *(f"{stage.ended_so_far:.5f}" for stage in found.stages))


def _order(found: OrderResult) -> Iterator[tuple[Cell, ...]]:
    yield ("option", "place", "chosen", *(f"above {one.title}" for one in found.ranking if found.sums))
    chosen = {one.key for one in found.chosen}
    for place, one in enumerate(found.ranking, start=1):
        against = [found.sums[one.key].get(other.key, "") for other in found.ranking] if found.sums else []
        yield (one.title, place, int(one.key in chosen), *against)


def _score(found: ScoreResult) -> Iterator[tuple[Cell, ...]]:
    yield ("option", "votes", "voters", "chosen")
    chosen = {one.key for one in found.chosen}
    for one, votes in found.rows:
        yield (one.title, votes, found.voters, int(one.key in chosen))
