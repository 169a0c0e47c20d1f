"""When a membership or appointment counts."""

from datetime import date


def counts_on(starts_on: date, ends_on: date | None, on: date) -> bool:
    """Whether it holds on a day; the day on which it ends no longer counts."""
    return starts_on <= on and (ends_on is None or on < ends_on)
