"""What the statutes of a co-operative settle about members.

Source: Dutch Civil Code book 2, title 2 and 3 (associations and co-operatives); what the law leaves open, the statutes
settle. A change counts from its own day on and never for a vote that is already open.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from coop.kernel.errors import InvalidError, raise_all
from coop.kernel.text import clean_line
from coop.kernel.words import mark


class Admission(StrEnum):
    """Who admits a member once nothing is missing."""

    BOARD = "board"
    AUTOMATIC = "automatic"


ADMISSION_WORDS: dict[Admission, str] = {
    Admission.BOARD: mark("the board decides on each application"),
    Admission.AUTOMATIC: mark("everybody who meets the conditions is a member at once"),
}


@dataclass(frozen=True, slots=True)
class StatuteRules:
    """The settings of one version. `minimum_membership_days`: days between admission and the opening of a vote.

    `notice_days`: between giving notice and the end of a membership. `one_per_household`: at most one seat on a panel.
    `advice_supporters`: members who together can advise without being asked.
    """

    basis: str = ""
    minimum_age: int = 16
    minimum_membership_days: int = 0
    residents_only: bool = True
    admission: Admission = Admission.BOARD
    proxies_per_holder: int = 1
    vouches_per_year: int = 3
    notice_days: int = 0
    one_per_household: bool = True
    advice_supporters: int = 50

    def checked(self) -> "StatuteRules":
        """The same, tidied. Raises `InvalidError` with every field that cannot be."""
        faults = [
            _within(self.minimum_age, 0, 25, "minimum_age"),
            _within(self.minimum_membership_days, 0, 365, "minimum_membership_days"),
            _within(self.proxies_per_holder, 0, 5, "proxies_per_holder"),
            _within(self.vouches_per_year, 0, 20, "vouches_per_year"),
            _within(self.notice_days, 0, 90, "notice_days"),
            _within(self.advice_supporters, 2, 500, "advice_supporters"),
        ]
        if not clean_line(self.basis):
            faults.insert(
                0, InvalidError(mark("Name the article of the statutes or the decision of the members."), field="basis")
            )
        raise_all([fault for fault in faults if fault])
        return replace(self, basis=clean_line(self.basis)[:200])


def _within(value: int, least: int, most: int, field: str) -> InvalidError | None:
    if least <= value <= most:
        return None
    return InvalidError(mark("Fill in a whole number from %(least)s to %(most)s."), field=field, least=least, most=most)
