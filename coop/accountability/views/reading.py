"""What everybody reads: the list, a report, its figures as files."""

import json
from datetime import date
from typing import cast

from flask.typing import ResponseReturnValue

from coop.accountability import policy, queries
from coop.accountability.policy.catalogue import CATALOGUE
from coop.accountability.policy.document import Document, reading_minutes
from coop.accountability.policy.export import figure_rows
from coop.accountability.policy.export import figures_json as json_of
from coop.accountability.views.blueprint import bp
from coop.districts.policy import MandateSnapshot
from coop.kernel.access import Permission
from coop.kernel.spreadsheets import csv_text
from coop.tables.queries import released_with
from coop.tables.views import words as table_words
from coop.web.address import district
from coop.web.guard import actor, public
from coop.web.pages import download, page
from coop.web.session import db, now


@bp.get("/verslagen")
@public
def reports() -> ResponseReturnValue:
    """Released reports, and what waits for who is signed in."""
    released = queries.reports_of(db(), district().id)
    waiting = queries.reports_waiting(db(), district().id, actor(), now()) if actor().is_signed_in else []
    writes = actor().may(Permission.WRITE_REPORT)
    return page(
        "accountability/reports.html",
        rows=[(report, report.stage_at(now())) for report in released],
        waiting=waiting,
        drafts=queries.drafts_of(db(), district().id) if writes else [],
        to_judge=_to_judge(),
        reply_due_on=policy.reply_due_on,
        at=now(),
        words=policy.STAGE_WORDS,
    )


@bp.get("/verslagen/<int:report_id>")
@public
def report(report_id: int) -> ResponseReturnValue:
    """A released report."""
    found = queries.report_of(db(), district().id, report_id)
    document = cast("Document", found.public)
    stage = found.stage_at(now())
    asked = queries.questions_of(db(), district().id, report_id)
    judges = actor().may(Permission.JUDGE_REPORT) and policy.may_judge(actor().account_id, found.writer_ids)
    own = None
    if judges and stage in policy.OPEN_TO_JUDGE:
        own = queries.own_judgement(db(), district().id, report_id, actor().account_id or 0)
    return page(
        "accountability/report.html",
        report=found,
        document=document,
        minutes=reading_minutes(document),
        tables=released_with(db(), district().id, found.ends_on),
        table_words=table_words,
        stage=stage,
        own=own,
        judges=judges,
        result=queries.judgement_result(db(), found, now()),
        stories=queries.stories_of(db(), found) if actor().may(Permission.WRITE_REPORT) else (),
        versions=queries.versions_of(db(), found),
        errata=queries.errata_of(db(), district().id, report_id),
        questions=asked,
        questions_late=sum(one.is_overdue(now()) for one in asked),
        mandate=MandateSnapshot.from_json(document["mandate"]),
        reply_due_on=policy.reply_due_on(found.judging_closes_at) if found.judging_closes_at else None,
        reply_overdue=found.reply_is_overdue(now()),
        catalogue=CATALOGUE,
        as_day=date.fromisoformat,
        words=policy,
    )


@bp.get("/verslagen/<int:report_id>/cijfers.csv")
@public
def figures_csv(report_id: int) -> ResponseReturnValue:
    """Figures for a spreadsheet."""
    found = queries.report_of(db(), district().id, report_id)
    rows = figure_rows(cast("Document", found.public), found.starts_on.isoformat(), found.ends_on.isoformat())
    # The mark at the front makes spreadsheets read it as UTF-8.
    return download("\ufeff" + csv_text(rows), f"{_filename(found.ends_on.isoformat())}.csv", "text/csv")


@bp.get("/verslagen/<int:report_id>/cijfers.json")
@public
def figures_json(report_id: int) -> ResponseReturnValue:
    """Figures for a program."""
    found = queries.report_of(db(), district().id, report_id)
    content = json_of(cast("Document", found.public), found.starts_on.isoformat(), found.ends_on.isoformat())
    text = json.dumps({"district": district().slug, **content}, ensure_ascii=False, indent=1)
    return download(text, f"{_filename(found.ends_on.isoformat())}.json", "application/json")


def _filename(ends_on: str) -> str:
    return f"cijfers-{district().slug}-{ends_on}"


def _to_judge() -> set[int]:
    who = actor()
    if who.account_id is None or not who.may(Permission.JUDGE_REPORT):
        return set()
    return {report.id for report in queries.reports_to_judge(db(), district().id, who.account_id, now())}
