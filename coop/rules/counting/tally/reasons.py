"""Why, for the rules beside equal shares: plain values under "explanation"."""

from fractions import Fraction
from typing import Any

from coop.rules.counting.explain import shares_of, wishes_granted
from coop.rules.counting.files.pabulib import PabulibFile
from coop.rules.counting.lots import Lot
from coop.rules.counting.most_votes import missed
from coop.rules.counting.outcome import Outcome
from coop.rules.counting.ranked.pairwise import PairwiseCount
from coop.rules.counting.ranked.stages import StvCount
from coop.rules.counting.score import ScoreCount
from coop.rules.counting.table import table_of


def number(value: int, scale: int) -> int | float:
    """An amount in the unit of the file."""
    exact = Fraction(value, scale)
    return exact.numerator if exact.denominator == 1 else float(exact)


def budget_reasons(file: PabulibFile, outcome: Outcome, lot: Lot) -> dict[str, Any]:
    """How many got how much of what they wished; for most votes also what each project left out came short of."""
    table = table_of(file.instance)
    wishes = wishes_granted(table, outcome.winners)
    reasons: dict[str, Any] = {
        "wishes": list(wishes),
        "wishes_share": shares_of(wishes),
        "blank": table.voters - int(table.weights.sum()),
    }
    if outcome.rule == "greedy":
        reasons["projects"] = [
            {
                "project": one.project,
                "name": file.instance.projects[one.project].name,
                "cost": number(file.instance.projects[one.project].cost, file.scale),
                "votes": table.votes[table.ids.index(one.project)],
                "left": None if one.left is None else number(one.left, file.scale),
                "more_votes": one.more_votes,
            }
            for one in missed(table, lot)
        ]
    return reasons


def ranked_reasons(count: StvCount | PairwiseCount) -> dict[str, Any]:
    """Persons: every transfer and how clear each exclusion was. Options: the winner beside each other."""
    if isinstance(count, PairwiseCount):
        return {"comparisons": count.comparisons()}
    text = count.scale.text
    closest = count.closest
    return {
        "transfers": [
            {"stage": stage.number, "from": stage.source, "to": key, "votes": text(votes)}
            for stage in count.stages
            for key, votes in stage.moved.items()
        ],
        "margins": [one.as_json(count.scale) for one in count.margins],
        "closest": None if closest is None else closest.as_json(count.scale),
    }


def score_reasons(count: ScoreCount) -> dict[str, Any]:
    """How far the last that was chosen is ahead of the first that was not."""
    chosen = len(count.winners)
    if not chosen or chosen == len(count.ranking):
        return {"closest": None}
    last, first = count.ranking[chosen - 1], count.ranking[chosen]
    return {"closest": {"chosen": last, "not_chosen": first, "points": count.totals[last] - count.totals[first]}}
