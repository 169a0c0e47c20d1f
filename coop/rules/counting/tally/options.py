"""What can be asked of `coop tally`."""

from dataclasses import dataclass
from fractions import Fraction

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
