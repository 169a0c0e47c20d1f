"""Entering what the statistics office counted."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from coop.districts.queries import hold_district
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.errors import InvalidError
from coop.kernel.words import mark
from coop.reach.models import NeighbourhoodFigure
from coop.reach.policy import FigureRow

FIRST_YEAR = 2000


def enter_figures(
    db: Session, actor: Actor, district_id: int, rows: Sequence[FigureRow], *, year: int, at: datetime
) -> int:
    """Enter the figures of a year in the place of those before; returns how many groups."""
    actor.require(Permission.SEE_REACH)
    if not FIRST_YEAR <= year <= local_day(at).year:
        raise InvalidError(
            mark("Fill in a whole number from %(least)s to %(most)s."),
            field="year",
            least=FIRST_YEAR,
            most=local_day(at).year,
        )
    if not rows:
        raise InvalidError(mark("There are no groups in this file."), field="file")
    hold_district(db, district_id)
    db.execute(delete(NeighbourhoodFigure).where(NeighbourhoodFigure.district_id == district_id))
    for row in rows:
        db.add(
            NeighbourhoodFigure(
                district_id=district_id,
                year=year,
                feature=row.feature,
                group=row.group,
                people=row.people,
                entered_by=actor.account_id,
                entered_at=at,
            )
        )
    db.flush()
    return len(rows)
