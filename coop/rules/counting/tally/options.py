"""What can be asked of `coop tally`."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from coop.rules.counting.shares.rule import Completion, Satisfaction


class UsageError(ValueError):
    """These options cannot go together; one sentence."""


@dataclass(frozen=True, slots=True)
class Options:
    """`rule` None: equal shares for budgets, STV for ranked ballots. `step` in the unit of the file, per voter."""

    rule: str | None = None
    satisfaction: Satisfaction = Satisfaction.COST
    completion: Completion = Completion.ADD_ONE
    step: Fraction | None = None
    seats: int | None = None
    seed: str = ""
    explain: bool = False


def step_of(text: str) -> Fraction:
    """An amount such as 1, 0.25 or 1/3; more than zero. Raises UsageError."""
    try:
        if len(text) > 40 or not text.isascii() or "e" in text.lower() or "_" in text:
            raise ValueError
        step = Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise UsageError("The step must be an amount such as 1, 0.25 or 1/3.") from None
    if step <= 0:
        raise UsageError("The step must be more than zero.")
    return step


OF_SHARES = ("satisfaction", "completion", "step")


def unused(given: Collection[str], options: Options, plain: Mapping[str, Any]) -> Iterator[str]:
    """One sentence for each of the `given` options that played no part in the answer `plain`."""
    rule = plain["rule"]
    for name in OF_SHARES:
        if name in given and rule != "equal-shares":
            yield f"--{name} is not used: it is a setting of equal-shares, and this is a count by {rule}."
    if "step" in given and rule == "equal-shares" and not options.completion.raises_share:
        yield f"--step is not used: with --completion {options.completion} the share is not raised in steps."
    if "seats" in given and plain["budget"] is not None:
        yield f"--seats is not used: {rule} chooses what fits in the budget."
    if "seed" in given and not lots_in(plain):
        yield "--seed is not used: no tie came down to the lot."


def lots_in(plain: Mapping[str, Any]) -> bool:
    """Whether the lot settled anything, also in the counts that do not stand."""
    beyond = plain.get("beyond") or {}
    ties = (*plain["ties"], *plain.get("earlier_lots", ()), *beyond.get("ties", ()))
    return any(tie["by"] == "lot" for tie in ties)
