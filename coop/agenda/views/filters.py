"""What a reader chose in the address of the list: nonsense counts as no choice."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from coop.agenda.policy import OPEN_STATES, Domain, ItemState, Kind
from coop.agenda.queries import Filter
from coop.kernel.text import clean_line

Choice = TypeVar("Choice", bound=StrEnum)

ALL_STATES = "all"
SORTS = ("support", "newest")


def choice_of(kind: type[Choice], value: str | None) -> Choice | None:
    """`value` as one of `kind`, None when it is none of them."""
    return next((one for one in kind if one.value == value), None)


def filter_of(args: Mapping[str, str]) -> Filter:
    """The filter in the query string."""
    asked = args.get("staat")
    state = choice_of(ItemState, asked)
    open_or_all = tuple(ItemState) if asked == ALL_STATES else OPEN_STATES
    return Filter(
        kind=choice_of(Kind, args.get("soort")),
        domain=choice_of(Domain, args.get("leefgebied")),
        states=(state,) if state else open_or_all,
        text=clean_line(args.get("zoek"))[:100],
    )


def sort_of(args: Mapping[str, str]) -> str:
    """The order asked for: most support first unless newest."""
    asked = args.get("volgorde", "")
    return asked if asked in SORTS else SORTS[0]


def args_of(args: Mapping[str, str]) -> dict[str, str]:
    """The choices to keep in links to other pages of the list."""
    chosen = filter_of(args)
    asked = args.get("staat", "")
    known = asked == ALL_STATES or choice_of(ItemState, asked)
    kept = {
        "soort": chosen.kind or "",
        "leefgebied": chosen.domain or "",
        "staat": asked if known else "",
        "zoek": chosen.text,
        "volgorde": "newest" if sort_of(args) == "newest" else "",
    }
    return {name: str(value) for name, value in kept.items() if value}
