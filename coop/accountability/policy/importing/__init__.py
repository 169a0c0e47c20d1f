"""Figures from a file: what is read from cells, and every mistake by its cell. Pure, and nothing of a row is kept.

A file holds counts (a row per figure) or households (a row per household); its first row says which.
"""

from coop.accountability.policy.importing.cells import Mistake, Read, Sheet
from coop.accountability.policy.importing.counts import figures_from_counts, is_counts
from coop.accountability.policy.importing.households import Period, figures_from_households

__all__ = ["Mistake", "Period", "Read", "Sheet", "is_counts", "read_figures"]


def read_figures(sheet: Sheet, period: Period) -> Read:
    """The figures in a sheet, or its mistakes: with one mistake nothing is taken."""
    read = figures_from_counts(sheet) if is_counts(sheet) else figures_from_households(sheet, period)
    return Read({}, [], read.mistakes) if read.mistakes else read
