"""When a membership or appointment counts, and why a membership ends."""

from datetime import date, timedelta
from enum import StrEnum

from coop.kernel.words import mark

# So long a mistake about leaving or about a death can be put right before anything is erased.
SECOND_THOUGHTS = timedelta(days=30)


class Ending(StrEnum):
    """Why a membership ended."""

    OWN_WISH = "own_wish"
    MOVED = "moved"
    DIED = "died"
    ENTERED_TWICE = "entered_twice"
    EXPELLED = "expelled"


ENDING_WORDS: dict[Ending, str] = {
    Ending.OWN_WISH: mark("own wish"),
    Ending.MOVED: mark("moved out of the neighbourhood"),
    Ending.DIED: mark("died"),
    Ending.ENTERED_TWICE: mark("stood in the register twice"),
    Ending.EXPELLED: mark("expelled by the members or the board, as the statutes say"),
}


def counts_on(starts_on: date, ends_on: date | None, on: date) -> bool:
    """Whether it holds on a day; the day on which it ends no longer counts."""
    return starts_on <= on and (ends_on is None or on < ends_on)
