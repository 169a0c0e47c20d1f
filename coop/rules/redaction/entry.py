"""The way in for whoever starts often and seldom reads a text: nothing is built before the first one."""

from functools import lru_cache
from typing import TYPE_CHECKING

from coop.rules.redaction.spans import Span

if TYPE_CHECKING:
    from coop.rules.redaction.lookups import Lookups


def marks_in(text: str, *, names: tuple[str, ...] = (), streets: tuple[str, ...] = ()) -> list[Span]:
    """Find the marks in a text, with look-ups of these names and streets; the look-ups of the last few are kept."""
    # A quarter of a second of patterns: starting the site must not pay for it.
    from coop.rules.redaction.find import find

    return find(text, _lookups(names, streets))


@lru_cache(maxsize=4)
def _lookups(names: tuple[str, ...], streets: tuple[str, ...]) -> "Lookups":
    from coop.rules.redaction.lookups import lookups_of
    from coop.rules.redaction.reading import Register

    return lookups_of(Register(names=list(names), streets=list(streets)))
