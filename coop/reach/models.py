"""Tables of this room."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coop.kernel.db import Base, UtcDateTime, enum_column
from coop.reach.policy import Feature


class NeighbourhoodFigure(Base):
    """How many people of a group live in the neighbourhood, as the statistics office counted them."""

    __tablename__ = "neighbourhood_figures"
    __table_args__ = (
        UniqueConstraint("district_id", "feature", "group"),
        CheckConstraint("people >= 0", name="people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    year: Mapped[int]
    feature: Mapped[Feature] = mapped_column(enum_column(Feature))
    group: Mapped[str] = mapped_column(String(80))
    people: Mapped[int]
    entered_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
