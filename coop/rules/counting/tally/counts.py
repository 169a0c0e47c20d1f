"""Which rule counts which kind of file, and the answer as plain values."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from coop.rules.counting.explain import Explanation, explain
from coop.rules.counting.files.blt import RankedFile
from coop.rules.counting.files.pabulib import PabulibFile
from coop.rules.counting.lots import Lot
from coop.rules.counting.most_votes import greedy
from coop.rules.counting.outcome import Outcome
from coop.rules.counting.phragmen import phragmen
from coop.rules.counting.ranked.contest import Contest
from coop.rules.counting.ranked.meek import meek_stv
from coop.rules.counting.ranked.pairs import ranked_pairs
from coop.rules.counting.ranked.pairwise import PairwiseCount
from coop.rules.counting.ranked.schulze import schulze
from coop.rules.counting.ranked.scottish import scottish_stv
from coop.rules.counting.ranked.stages import StvCount
from coop.rules.counting.score import score
from coop.rules.counting.shares.completion import Progress
from coop.rules.counting.shares.face import equal_shares
from coop.rules.counting.shares.rule import EqualSharesRule
from coop.rules.counting.tally.options import Options, UsageError
from coop.rules.counting.tally.reasons import budget_reasons, number, ranked_reasons, score_reasons
from coop.rules.counting.values import Instance, amount_text


@dataclass(frozen=True, slots=True)
class Tally:
    """The answer: `plain` goes out as JSON, `names` and `scale` help to say it in words."""

    plain: dict[str, Any]
    names: dict[str, str]
    scale: int = 1
    explanation: Explanation | None = None
    currency: str = ""


BUDGET_RULES: dict[str, Callable[[Instance, Options, int, Lot, Progress | None], Outcome]] = {
    "equal-shares": lambda i, o, scale, lot, tell: equal_shares(i, shares_rule(o, scale), lot, tell),
    "greedy": lambda i, _o, _s, lot, _t: greedy(i, lot),
    "phragmen": lambda i, _o, _s, lot, _t: phragmen(i, lot),
}


def shares_rule(options: Options, scale: int) -> EqualSharesRule:
    """The settings of equal shares in the units of the instance."""
    step = None if options.step is None else options.step * scale
    return EqualSharesRule(options.satisfaction, options.completion, step)


def tally_budget(file: PabulibFile, options: Options, progress: Progress | None = None) -> Tally:
    """Count a vote over a budget."""
    rule = options.rule or "equal-shares"
    if rule not in BUDGET_RULES:
        raise UsageError(f"The rule {rule} counts persons or options; this file is about a budget.")
    lot = Lot(options.seed)
    outcome = BUDGET_RULES[rule](file.instance, options, file.scale, lot, progress)
    plain = in_file_units(outcome.as_json(), outcome, file.scale)
    names = {key: project.name for key, project in file.instance.projects.items()}
    plain["names"] = [names[key] for key in outcome.winners]
    plain["currency"] = file.currency
    story = None
    if options.explain and rule == "equal-shares":
        story = explain(file.instance, outcome, lot, shares_rule(options, file.scale))
        plain["explanation"] = {**story.as_json(), "unit": f"1/{file.scale}", "outcome": None}
    elif options.explain:
        plain["explanation"] = budget_reasons(file, outcome, lot)
    return Tally(plain, names, file.scale, story, file.currency)


def in_file_units(plain: dict[str, Any], outcome: Outcome, scale: int) -> dict[str, Any]:
    """Amounts as in the file: whole numbers where they are whole there."""
    plain["cost"], plain["budget"] = number(outcome.cost, scale), number(outcome.budget, scale)
    for name in ("start_share", "final_share", "step"):
        value = getattr(outcome, name)
        plain[name] = None if value is None else amount_text(value / scale)
    if outcome.beyond_cost is not None:
        plain["beyond"]["cost"] = number(outcome.beyond_cost, scale)
    for one, row in zip(outcome.rounds, plain["rounds"], strict=True):
        row["cost"] = number(one.cost, scale)
        row["price"] = None if one.price is None else amount_text(one.price / scale)
    return plain


RANKED_RULES: dict[str, Callable[[Contest, Lot], StvCount | PairwiseCount]] = {
    "stv": scottish_stv,
    "meek": meek_stv,
    "irv": scottish_stv,
    "schulze": schulze,
    "ranked-pairs": ranked_pairs,
}
ONE_SEAT = ("irv", "schulze", "ranked-pairs")


def tally_ranked(file: RankedFile, options: Options) -> Tally:
    """Count ranked ballots. Rules for one winner take one seat unless more are asked for."""
    rule = options.rule or "stv"
    if rule not in RANKED_RULES:
        raise UsageError(f"The rule {rule} counts budgets or points; this file ranks candidates.")
    if rule == "irv" and options.seats not in (None, 1):
        raise UsageError("Instant run-off fills one seat; take stv for more.")
    seats = options.seats or (1 if rule in ONE_SEAT else file.seats or 1)
    contest = replace(file.contest, seats=seats)
    count = RANKED_RULES[rule](contest, Lot(options.seed))
    plain = count.as_json()
    names = dict(file.contest.candidates)
    chosen = [names[key] for key in plain["winners"]]
    plain.update(rule=rule, names=chosen, candidates=names, title=file.title, seats=seats, cost=None, budget=None)
    if options.explain:
        plain["explanation"] = ranked_reasons(count)
    return Tally(as_numbers(plain), names)


PEOPLE = (
    "winners",
    "ranking",
    "elected",
    "excluded",
    "next",
    "source",
    "from",
    "to",
    "winner",
    "other",
    "chain",
    "chain_back",
)


def as_numbers(plain: Any, name: str = "") -> Any:
    """Candidates by their number in the file, as numbers wherever JSON allows."""
    if isinstance(plain, dict):
        return {key: value if key == "names" else as_numbers(value, key) for key, value in plain.items()}
    if isinstance(plain, list):
        return [as_numbers(one, name) for one in plain]
    return int(plain) if name in PEOPLE and isinstance(plain, str) else plain


def tally_score(file: PabulibFile, options: Options) -> Tally:
    """Count points, or votes where ballots have no points; costs play no part."""
    count = score(file.instance, Lot(options.seed), options.seats or 1)
    plain = count.as_json()
    names = {key: project.name for key, project in file.instance.projects.items()}
    plain.update(names=[names[key] for key in plain["winners"]], cost=None, budget=None)
    if options.explain:
        plain["explanation"] = score_reasons(count)
    return Tally(plain, names)


RULES = (*BUDGET_RULES, "score", *RANKED_RULES)


def tally_of(votes: PabulibFile | RankedFile, options: Options, progress: Progress | None = None) -> Tally:
    """Count the votes of a file. Raises UsageError when the rule does not fit them."""
    if isinstance(votes, RankedFile):
        return tally_ranked(votes, options)
    return tally_score(votes, options) if options.rule == "score" else tally_budget(votes, options, progress)
