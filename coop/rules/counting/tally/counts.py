"""Which rule counts which kind of file, and the answer as plain values."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from coop.rules.counting.explain import Explanation, explain
from coop.rules.counting.files.pabulib import PabulibFile
from coop.rules.counting.lots import Lot
from coop.rules.counting.most_votes import greedy
from coop.rules.counting.outcome import Outcome
from coop.rules.counting.shares.face import equal_shares
from coop.rules.counting.shares.rule import EqualSharesRule
from coop.rules.counting.tally.options import Options, UsageError
from coop.rules.counting.values import Instance, amount_text


@dataclass(frozen=True, slots=True)
class Tally:
    """The answer: `plain` goes out as JSON, `names` and `scale` help to say it in words."""

    plain: dict[str, Any]
    names: dict[str, str]
    scale: int = 1
    explanation: Explanation | None = None


BUDGET_RULES: dict[str, Callable[[Instance, Options, int, Lot], Outcome]] = {
    "equal-shares": lambda i, o, scale, lot: equal_shares(i, shares_rule(o, scale), lot),
    "greedy": lambda i, _o, _s, lot: greedy(i, lot),
}


def shares_rule(options: Options, scale: int) -> EqualSharesRule:
    """The settings of equal shares in the units of the instance."""
    step = None if options.step is None else options.step * scale
    return EqualSharesRule(options.satisfaction, options.completion, step)


def tally_budget(file: PabulibFile, options: Options) -> Tally:
    """Count a vote over a budget."""
    rule = options.rule or "equal-shares"
    if rule not in BUDGET_RULES:
        raise UsageError(f"The rule {rule} counts persons or options; this file is about a budget.")
    lot = Lot(options.seed)
    outcome = BUDGET_RULES[rule](file.instance, options, file.scale, lot)
    plain = in_file_units(outcome.as_json(), outcome, file.scale)
    names = {key: project.name for key, project in file.instance.projects.items()}
    plain["names"] = [names[key] for key in outcome.winners]
    story = None
    if options.explain and rule == "equal-shares":
        story = explain(file.instance, outcome, lot, shares_rule(options, file.scale))
        plain["explanation"] = {**story.as_json(), "unit": f"1/{file.scale}", "outcome": None}
    return Tally(plain, names, file.scale, story)


def in_file_units(plain: dict[str, Any], outcome: Outcome, scale: int) -> dict[str, Any]:
    """Amounts as in the file: whole numbers where they are whole there."""
    plain["cost"], plain["budget"] = number(outcome.cost, scale), number(outcome.budget, scale)
    for name in ("start_share", "final_share", "step"):
        value = getattr(outcome, name)
        plain[name] = None if value is None else amount_text(value / scale)
    for one, row in zip(outcome.rounds, plain["rounds"], strict=True):
        row["cost"] = number(one.cost, scale)
        row["price"] = None if one.price is None else amount_text(one.price / scale)
    return plain


def number(value: int, scale: int) -> int | float:
    """An amount in the unit of the file."""
    exact = Fraction(value, scale)
    return exact.numerator if exact.denominator == 1 else float(exact)


RULES = tuple(BUDGET_RULES)


def tally_of(votes: PabulibFile, options: Options) -> Tally:
    """Count the votes of a file. Raises UsageError when the rule does not fit them."""
    return tally_budget(votes, options)
