"""Before the board releases a report: a colleague checks the facts, then its protection is checked."""

from datetime import datetime

from coop.accountability import policy
from coop.accountability.actions.writing import account_of, locked_report
from coop.accountability.models import Report
from coop.accountability.policy import Act, ReportState
from coop.accountability.policy.complete import require_complete
from coop.accountability.queries.drafts import colleagues_of, draft_facts
from coop.accountability.queries.protecting import needs_no_eyes, open_protection
from coop.kernel.access import Actor, Permission, Role
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError
from coop.kernel.words import mark
from coop.members.queries import account_ids_with
from coop.notifications.actions import queue_mail


def check_facts(db: Session, actor: Actor, district_id: int, report_id: int, *, at: datetime) -> Report:
    """Say that everything in a complete draft was compared with its source; the board gets mail.

    Who changed the report last leaves this to a colleague, when there is one. What needs no eyes for its protection
    passes that check at once. Checking twice is harmless.
    """
    actor.require(Permission.WRITE_REPORT)
    account_id = account_of(actor)
    report = locked_report(db, district_id, report_id)
    if report.state in (ReportState.FACTS_CHECKED, ReportState.PROTECTION_CHECKED):
        return report
    policy.require_step(report.stage_at(at), Act.CHECK_FACTS)
    require_complete(draft_facts(db, report, at))
    colleagues = colleagues_of(db, district_id, account_id, at)
    policy.require_facts_checker(account_id, report.changed_by, colleagues)
    report.state = ReportState.FACTS_CHECKED
    report.facts_checked_by, report.facts_checked_at = account_id, at
    report.sent_back_reason = ""
    if needs_no_eyes(db, report, at):
        _pass(report, None, at)
    _tell_board(db, report, at)
    db.flush()
    return report


def check_protection(db: Session, actor: Actor, district_id: int, report_id: int, *, at: datetime) -> Report:
    """Say, as a board member who did not write, that nobody can be computed or recognised from this report.

    Raises `ConflictError` when something of it did not pass its own check: nobody can overrule that.
    """
    actor.require(Permission.RELEASE_REPORT)
    account_id = account_of(actor)
    report = locked_report(db, district_id, report_id)
    if report.state is ReportState.PROTECTION_CHECKED:
        return report
    policy.require_step(report.stage_at(at), Act.CHECK_PROTECTION)
    policy.require_four_eyes(account_id, report.writer_ids)
    require_protected(db, report, at)
    _pass(report, account_id, at)
    db.flush()
    return report


def require_protected(db: Session, report: Report, at: datetime) -> None:
    """Raise `ConflictError` naming the first thing that keeps this report from being safe."""
    for message in open_protection(db, report, at):
        raise ConflictError(message)


def _pass(report: Report, account_id: int | None, at: datetime) -> None:
    report.state = ReportState.PROTECTION_CHECKED
    report.protection_checked_by, report.protection_checked_at = account_id, at


def _tell_board(db: Session, report: Report, at: datetime) -> None:
    for account_id in account_ids_with(db, report.district_id, Role.BOARD, local_day(at)):
        if account_id not in report.writer_ids:
            queue_mail(
                db,
                to_account_id=account_id,
                subject=mark("A report of the team waits for you"),
                body=mark(
                    "The team has handed in its report. Sign in, open My page and check what residents will read. "
                    "Then release it or send it back."
                ),
                district_id=report.district_id,
                at=at,
            )
