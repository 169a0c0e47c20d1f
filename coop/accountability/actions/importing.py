"""Figures taken from a file. Of its rows nothing is kept; how many households share a description is, until release."""

from datetime import datetime

from sqlalchemy import delete

from coop.accountability.actions.writing import open_draft, save_figures
from coop.accountability.models import Profile, Report
from coop.accountability.policy.importing import Read
from coop.kernel.access import Actor
from coop.kernel.db import Session
from coop.kernel.errors import InvalidError
from coop.kernel.words import mark


def take_figures(db: Session, actor: Actor, district_id: int, report_id: int, *, read: Read, at: datetime) -> Report:
    """Keep what was read from a file. Raises `InvalidError` when there is any mistake in it: all or nothing."""
    if read.mistakes:
        raise InvalidError(
            mark("Nothing was taken from this file. Cells with a mistake: %(count)s."),
            field="file",
            count=len(read.mistakes),
        )
    report = open_draft(db, actor, district_id, report_id)
    save_figures(db, actor, district_id, report_id, figures=read.figures, at=at)
    if read.profiles:
        forget_profiles(db, report)
        db.add_all(
            Profile(district_id=district_id, report_id=report.id, household=_told(household), count=count)
            for household, count in read.profiles
        )
    db.flush()
    return report


def forget_profiles(db: Session, report: Report) -> None:
    """Take the counts by description away: they are smaller than anything that may be kept."""
    db.execute(delete(Profile).where(Profile.report_id == report.id))


def _told(household: dict[str, str]) -> dict[str, str]:
    return {aspect: code for aspect, code in household.items() if code}
