"""What follows from the answer to the judgement: new commitments, and what stands on the front page."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select

from coop.accountability.models import Report, ResidentAnswer
from coop.accountability.policy.judgement import PROUD, NewPromise
from coop.agenda.actions import make_commitment
from coop.kernel.access import Actor
from coop.kernel.db import Session


def promise(db: Session, actor: Actor, report: Report, promises: Sequence[NewPromise], at: datetime) -> None:
    """Put new commitments on the agenda, with this report as their source."""
    for one in promises:
        make_commitment(
            db,
            actor,
            report.district_id,
            title=one.title,
            who=one.who,
            how_noticed=one.how_noticed,
            due_on=one.due_on,
            minutes_week=0,
            source=report.title,
            at=at,
        )


def celebrate(db: Session, report: Report, chosen: Collection[int]) -> None:
    """Choose which answers on what residents are proud of stand on the front page."""
    proud = select(ResidentAnswer).where(ResidentAnswer.report_id == report.id, ResidentAnswer.number == PROUD)
    for row in db.scalars(proud):
        row.celebrated = row.id in chosen
