"""Questions about the paper list of founders."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.members.models import FoundingEntry

COMPARED = ("name", "street", "house_number", "postcode", "stated_age", "signed_on")


@dataclass(frozen=True, slots=True)
class FoundingLine:
    """One line of the list as one or two people typed it."""

    number: int
    first: FoundingEntry
    second: FoundingEntry | None

    @property
    def differs(self) -> list[str]:
        """The fields that the two typed otherwise."""
        if self.second is None:
            return []
        return [name for name in COMPARED if getattr(self.first, name) != getattr(self.second, name)]

    @property
    def agrees(self) -> bool:
        """Whether two people typed it alike."""
        return self.second is not None and not self.differs


def founding_lines(db: Session, district_id: int) -> list[FoundingLine]:
    """The list in the order of the paper."""
    rows = db.scalars(
        select(FoundingEntry)
        .where(FoundingEntry.district_id == district_id)
        .order_by(FoundingEntry.number, FoundingEntry.id)
    )
    by_number: dict[int, list[FoundingEntry]] = {}
    for row in rows:
        by_number.setdefault(row.number, []).append(row)
    return [FoundingLine(number, typed[0], typed[1] if len(typed) > 1 else None) for number, typed in by_number.items()]
