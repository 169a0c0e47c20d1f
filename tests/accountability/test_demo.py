"""The demo tells a believable story on whatever day it is made."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coop.accountability import queries
from coop.accountability.models import Judgement, Report
from coop.accountability.policy import ReportState, Stage, stage_of
from coop.demo.accountability import fill_accountability
from coop.demo.accountability_more import fill_more_reports
from coop.demo.cast import fill_cast
from coop.demo.learning import fill_learning
from tests.support.site import Site


@pytest.mark.parametrize("day", [(2027, 1, 1), (2027, 3, 31), (2028, 2, 29), (2027, 11, 22)])
def test_two_reports_and_a_draft_on_any_day(db: Session, site: Site, day: tuple[int, int, int]) -> None:
    now = datetime(*day, 9, 30, tzinfo=UTC)
    cast = fill_cast(db, now)
    fill_accountability(db, cast, now)
    newer, older = queries.reports_of(db, cast.busy.id)
    assert older.state is ReportState.ANSWERED
    assert stage_of(newer.state, newer.judging_closes_at, now) is Stage.JUDGING
    assert [report.state for report in queries.drafts_of(db, cast.busy.id)] == [ReportState.DRAFT]
    result = queries.judgement_result(db, older, now)
    assert result is not None
    assert result.judges >= 40
    judged = select(func.count()).select_from(Judgement).where(Judgement.report_id == newer.id)
    assert (db.scalar(judged) or 0) >= 10
    me = cast.account("member").id
    assert [report.id for report in queries.reports_to_judge(db, cast.busy.id, me, now)] == [newer.id]
    assert queries.reports_of(db, cast.new.id) == []
    visitor = site.at(now).visitor()
    for path in ("", f"/{older.id}", f"/{newer.id}", f"/{newer.id}/vragen"):
        visitor.open(f"/noorderkwartier/verslagen{path}")
    visitor.open("/de-vaart/verslagen")


def test_the_demo_shows_every_stage_of_a_report(db: Session) -> None:
    now = datetime(2027, 11, 22, 9, 30, tzinfo=UTC)
    cast = fill_cast(db, now)
    fill_accountability(db, cast, now)
    fill_learning(db, cast, now)
    fill_more_reports(db, cast, now)
    stages = {report.stage_at(now) for report in db.scalars(select(Report))}
    assert stages == set(Stage)
