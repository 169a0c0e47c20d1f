"""One pass over a text: who looks first has the place."""

from collections.abc import Iterable

from coop.rules.redaction.contact import emails, machines, phones, web
from coop.rules.redaction.dates import ages, dates
from coop.rules.redaction.descriptions import descriptions
from coop.rules.redaction.institutions import institutions
from coop.rules.redaction.leftovers import capitals, numbers
from coop.rules.redaction.lookups import Lookups
from coop.rules.redaction.names import NameFinder
from coop.rules.redaction.numbers import accounts, citizen_numbers, documents, files, long_numbers, numbered, plates
from coop.rules.redaction.places import addresses, houses, place_names
from coop.rules.redaction.postcodes import postcodes
from coop.rules.redaction.said_dates import said_dates
from coop.rules.redaction.spans import Claims, Span
from coop.rules.redaction.stages import stages
from coop.rules.redaction.text import Page

_NOTHING = Lookups()
# Structured marks in the order in which a place is given away: what has the most certain shape comes first.
_STRUCTURED = (
    emails,
    web,
    accounts,
    phones,
    documents,
    plates,
    machines,
    files,
    citizen_numbers,
    numbered,
    said_dates,
    dates,
    postcodes,
)


def find(
    text: str, lookups: Lookups = _NOTHING, *, every_digit: bool = True, others: Iterable[Span] = ()
) -> list[Span]:
    """Find what may tell who a text is about, in the order of the text.

    Marks never overlap, save that a `DESCRIPTION` may lie around others. Without `every_digit`
    amounts, durations and other quantities are left alone. `others` are marks of another program: they get what none
    of ours has, before the mere capitals and digits.
    """
    claims = Claims(text)
    page = Page(text)
    for detector in _STRUCTURED:
        claims.add(detector(text))
    claims.add(addresses(page, lookups))
    claims.add(houses(text))
    claims.add(stages(text))
    claims.add(ages(text))
    claims.add(institutions(page, lookups))
    claims.add(NameFinder(page, lookups, claims).spans())
    claims.add(place_names(page, lookups))
    claims.add(long_numbers(text))
    claims.add(others)
    told = Claims(text)
    told.add(descriptions(page))
    claims.add(capitals(page, claims))
    claims.add(numbers(page, claims, every_digit=every_digit))
    return sorted(claims.spans + told.spans, key=lambda span: (span.start, -span.end))
