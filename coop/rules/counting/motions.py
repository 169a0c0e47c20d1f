"""Motions: yes or no, in whole numbers and inequalities; equal is rejected."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from coop.rules.counting.values import CountError


class Base(StrEnum):
    """Of what yes must be more than the fraction: the votes for and against, all valid ballots, or all members."""

    EXPRESSED = "expressed"
    CAST = "cast"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class MotionRule:
    """Passed when there is a quorum and yes has the majority.

    A share is (a, b). Quorum: turnout x b >= members x a, so (0, 1) is no quorum. Majority: yes x b > base x a,
    or >= with `at_least`. (1, 2) of EXPRESSED is the simple, (2, 3) with `at_least` a qualified, (1, 2) of MEMBERS the
    absolute majority. Blank ballots count for the quorum; `invalid_for_quorum` says whether invalid ones do.
    """

    quorum: tuple[int, int] = (0, 1)
    majority: tuple[int, int] = (1, 2)
    at_least: bool = False
    base: Base = Base.EXPRESSED
    invalid_for_quorum: bool = False

    def __post_init__(self) -> None:
        for above, below in (self.quorum, self.majority):
            if below < 1 or not 0 <= above <= below:
                raise CountError(f"{above}/{below} is not a share between 0 and 1")


@dataclass(frozen=True, slots=True)
class MotionOutcome:
    """Both inequalities in numbers: `turnout_side` against `quorum_side`, `yes_side` against `majority_side`."""

    passed: bool
    quorum_met: bool
    turnout: int
    turnout_side: int
    quorum_side: int
    yes_side: int
    majority_side: int
    yes: int
    no: int
    blank: int
    invalid: int
    members: int

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {name: getattr(self, name) for name in self.__slots__}


def motion(rule: MotionRule, *, yes: int, no: int, members: int, blank: int = 0, invalid: int = 0) -> MotionOutcome:
    """Decide a motion. No votes at all, or as many against as for, is rejected."""
    if min(yes, no, blank, invalid, members) < 0:
        raise CountError("numbers of votes cannot be negative")
    turnout = yes + no + blank + (invalid if rule.invalid_for_quorum else 0)
    if yes + no + blank + invalid > members:
        raise CountError("there are more ballots than members")
    base = {Base.EXPRESSED: yes + no, Base.CAST: yes + no + blank, Base.MEMBERS: members}[rule.base]
    turnout_side, quorum_side = turnout * rule.quorum[1], members * rule.quorum[0]
    yes_side, majority_side = yes * rule.majority[1], base * rule.majority[0]
    enough = yes_side >= majority_side if rule.at_least else yes_side > majority_side
    return MotionOutcome(
        passed=turnout_side >= quorum_side and enough and yes > no,
        quorum_met=turnout_side >= quorum_side,
        turnout=turnout,
        turnout_side=turnout_side,
        quorum_side=quorum_side,
        yes_side=yes_side,
        majority_side=majority_side,
        yes=yes,
        no=no,
        blank=blank,
        invalid=invalid,
        members=members,
    )
