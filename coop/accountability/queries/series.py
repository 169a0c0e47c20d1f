"""One figure through all released reports."""

from sqlalchemy import select

from coop.accountability.models import Report
from coop.accountability.policy.document import PublicFigure
from coop.accountability.queries.public import RELEASED, newest_version
from coop.kernel.db import Session


def series_of(db: Session, district_id: int, code: str) -> list[tuple[Report, PublicFigure]]:
    """(report, figure) of every report that tells this figure, oldest period first, in its newest version."""
    reports = db.scalars(
        select(Report)
        .where(Report.district_id == district_id, Report.state.in_(RELEASED), newest_version())
        .order_by(Report.starts_on)
    )
    found = []
    for report in reports:
        for figure in report.public["figures"] if report.public else []:
            if figure["code"] == code:
                found.append((report, figure))
    return found
