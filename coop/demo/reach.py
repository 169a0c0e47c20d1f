"""Who lives in the demo neighbourhood, as the statistics office would have counted."""

from datetime import datetime

from sqlalchemy.orm import Session

from coop.demo.cast import Cast
from coop.reach.actions import enter_figures
from coop.reach.policy import Feature, FigureRow
from coop.reach.queries import clusters_of

BANDS = {"0-15": 1180, "15-25": 890, "25-45": 2040, "45-65": 1690, "65+": 1040}


def fill_reach(db: Session, cast: Cast, now: datetime) -> None:
    """Age bands, and the people of each part of the neighbourhood, of which the total is the same."""
    rows = [FigureRow(Feature.AGE, band, people) for band, people in BANDS.items()]
    clusters = clusters_of(db, cast.busy.id)
    total = sum(BANDS.values())
    for place, name in enumerate(clusters):
        # Unequal on purpose: parts of a neighbourhood never are.
        weight = len(clusters) + 2 - place
        whole = sum(len(clusters) + 2 - one for one in range(len(clusters)))
        rows.append(FigureRow(Feature.CLUSTER, name, round(total * weight / whole)))
    enter_figures(db, cast.actor("board"), cast.busy.id, rows, year=now.year - 1, at=now)
