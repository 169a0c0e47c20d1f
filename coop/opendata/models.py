"""Lists of other co-operatives that somebody read in here."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from coop.agenda.policy import COOPERATIVE_LENGTH
from coop.kernel.db import Base, UtcDateTime


class NeighbourList(Base):
    """A checked list; `collection` is a key of `policy.COLLECTIONS`, `rows` its rows as JSON."""

    __tablename__ = "neighbour_lists"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    cooperative: Mapped[str] = mapped_column(String(COOPERATIVE_LENGTH))
    collection: Mapped[str] = mapped_column(String(20))
    rows: Mapped[str] = mapped_column(Text)
    read_at: Mapped[datetime] = mapped_column(UtcDateTime)
