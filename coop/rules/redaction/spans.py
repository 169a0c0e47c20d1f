"""What a detector finds: a place in the text, what it may tell about somebody, how grave, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What the place may tell. The values are the `type` of the command line."""

    BSN = "bsn"
    IBAN = "iban"
    EMAIL = "email"
    PHONE = "phone"
    POSTCODE = "postcode"
    ADDRESS = "address"
    DATE = "date"
    AGE = "age"
    PLATE = "plate"
    FILE_NUMBER = "file_number"
    DOCUMENT = "document"
    URL = "url"
    HANDLE = "handle"
    IP = "ip"
    NAME = "name"
    INSTITUTION = "institution"
    PLACE = "place"
    DESCRIPTION = "description"
    CAPITAL = "capital"
    NUMBER = "number"


class Severity(StrEnum):
    """How sure and how grave. `QUESTION` only asks the writer to look."""

    HIGH = "high"
    MEDIUM = "medium"
    QUESTION = "question"


class Reason(StrEnum):
    """Why it was marked; the words for people stand with whoever shows them."""

    BSN_VALID = "bsn_valid"
    BSN_SHAPE = "bsn_shape"
    IBAN_VALID = "iban_valid"
    IBAN_SHAPE = "iban_shape"
    ACCOUNT = "account"
    EMAIL = "email"
    PHONE = "phone"
    POSTCODE = "postcode"
    ADDRESS = "address"
    STREET_LISTED = "street_listed"
    STREET = "street"
    HOUSE_NUMBER = "house_number"
    DATE = "date"
    BIRTH = "birth"
    DAY = "day"
    AGE = "age"
    AGE_BAND = "age_band"
    PLATE = "plate"
    FILE_NUMBER = "file_number"
    LONG_NUMBER = "long_number"
    DOCUMENT = "document"
    URL = "url"
    HANDLE = "handle"
    IP = "ip"
    NAME_REGISTERED = "name_registered"
    NAME_MISSPELT = "name_misspelt"
    NAME_LISTED = "name_listed"
    NAME_TITLED = "name_titled"
    NAME_INITIALS = "name_initials"
    NICKNAME = "nickname"
    NAME_LIKELY = "name_likely"
    NAME_OR_WORD = "name_or_word"
    INSTITUTION = "institution"
    EMPLOYER = "employer"
    PLACE = "place"
    ONLY_ONE = "only_one"
    KIN_OF_ROLE = "kin_of_role"
    ROLE_AND_PLACE = "role_and_place"
    WHERE_THEY_LIVE = "where_they_live"
    KNOWN_EVENT = "known_event"
    KNOWN_TO_ALL = "known_to_all"
    RARE_ILLNESS = "rare_illness"
    RARE_WORK = "rare_work"
    FORMER_ROLE = "former_role"
    ORIGIN_AND_FAMILY = "origin_and_family"
    FAMILY_SHAPE = "family_shape"
    STRIKING = "striking"
    DEDUCE = "deduce"
    CAPITAL = "capital"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Span:
    """`start` and `end` count code points in the text as given; `end` is not in it."""

    start: int
    end: int
    kind: Kind
    severity: Severity
    reason: Reason


class Claims:
    """Gathers spans, most trusted detector first; a place belongs to whoever claimed it first.

    What is left of a later, partly covered span is kept when it still holds a letter or digit, so that a claim never
    makes a flag disappear.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._taken = bytearray(len(text))
        self.spans: list[Span] = []

    def free(self, start: int, end: int) -> bool:
        """Whether nobody claimed any of it."""
        return not any(self._taken[start:end])

    def add(self, found: Iterable[Span]) -> None:
        """Claim what is free of each span."""
        for span in found:
            for start, end in self._free_parts(span.start, span.end):
                self._taken[start:end] = b"\x01" * (end - start)
                self.spans.append(Span(start, end, span.kind, span.severity, span.reason))

    def _free_parts(self, start: int, end: int) -> Iterable[tuple[int, int]]:
        begin: int | None = None
        for place in range(start, end + 1):
            is_free = place < end and not self._taken[place]
            if is_free and begin is None:
                begin = place
            elif not is_free and begin is not None:
                yield from self._trimmed(begin, place)
                begin = None

    def _trimmed(self, start: int, end: int) -> Iterable[tuple[int, int]]:
        while start < end and not self._text[start].isalnum() and self._text[start] not in "+@([*":
            start += 1
        while end > start and self._text[end - 1] in " \t\r\n,;:!?-–—/":
            end -= 1
        if any(sign.isalnum() for sign in self._text[start:end]):
            yield start, end
