"""The board checks and releases; the team corrects what was released."""

from datetime import date, datetime, timedelta

from flask.typing import ResponseReturnValue

from coop.accountability import actions, policy, queries
from coop.accountability.forms import ErratumForm, ReleaseForm, SendBackForm
from coop.accountability.models import Report
from coop.accountability.policy.catalogue import CATALOGUE
from coop.accountability.views.blueprint import bp
from coop.accountability.views.checking import accepted_checked, review_of_fields
from coop.accountability.views.remaining import Remaining, remaining_in, require_read
from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.tables.queries import protected_of
from coop.web.address import district
from coop.web.filters import day
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.route("/verslagen/<int:report_id>/vrijgeven", methods=["GET", "POST"])
@allow(Permission.RELEASE_REPORT)
@posting
def release(report_id: int) -> ResponseReturnValue:
    """What residents will read, what is hidden and why; then release."""
    report = queries.report_to_release_of(db(), district().id, report_id)
    policy.require_four_eyes(actor().account_id, report.writer_ids)
    form = ReleaseForm(data={"revision": report.revision, "closes_on": _first_day()})
    document = queries.preview_of(db(), report, now())
    remaining = remaining_in(report.title, document)
    done = accepted(form, lambda: _released(report, form, remaining))
    if done:
        tell(_told(done.value.last_judging_day, done.value.judging_closes_at))
        return see_other("accountability.report", report_id=report_id)
    # The page below shows the report as it is now, also after a refusal.
    form.revision.data = report.revision
    return page(
        "accountability/release.html",
        report=report,
        form=form,
        document=document,
        tables=protected_of(db(), district().id, report.ends_on),
        remaining=remaining,
        hidden=[CATALOGUE[figure["code"]] for figure in document["figures"] if not figure["shown"]],
        missing=queries.missing_of(db(), report, now()),
        catalogue=CATALOGUE,
        as_day=date.fromisoformat,
        words=policy,
    )


def _released(report: Report, form: ReleaseForm, remaining: Remaining | None) -> Report:
    seen_revision = int(form.revision.data) if str(form.revision.data).isdecimal() else -1
    # Of a report that was changed meanwhile the action says so; the marks of the new one are asked about after that.
    if seen_revision == report.revision:
        require_read(remaining)
    return actions.release_report(
        db(),
        actor(),
        district().id,
        report.id,
        seen_revision=seen_revision,
        closes_on=form.closes_on.data,
        at=now(),
    )


@bp.route("/verslagen/<int:report_id>/terugsturen", methods=["GET", "POST"])
@allow(Permission.RELEASE_REPORT)
@posting
def send_back(report_id: int) -> ResponseReturnValue:
    """Give the report back to the team."""
    report = queries.report_to_send_back_of(db(), district().id, report_id)
    form = SendBackForm()
    done = accepted(
        form,
        lambda: actions.send_back_report(db(), actor(), district().id, report_id, reason=form.reason.data, at=now()),
    )
    if done:
        tell(
            _(
                "The report went back to the team, with your remark. "
                "It waits for the board again when the team hands it in."
            )
        )
        return see_other("accountability.reports")
    return page("accountability/send_back.html", report=report, form=form)


@bp.route("/verslagen/<int:report_id>/verbetering", methods=["GET", "POST"])
@allow(Permission.WRITE_REPORT)
@posting
def correct(report_id: int) -> ResponseReturnValue:
    """Add a correction to a released report."""
    report = queries.report_of(db(), district().id, report_id)
    form = ErratumForm()
    review = review_of_fields(form, {"text": policy.SENTENCE_LENGTH})
    done = accepted_checked(
        form,
        review,
        lambda: actions.note_erratum(db(), actor(), district().id, report_id, text=form.text.data, at=now()),
    )
    if done:
        tell(_("The correction stands at the top of the report, with its date. Everybody can read it from now on."))
        return see_other("accountability.report", report_id=report_id)
    return page("accountability/correct.html", report=report, form=form, review=review)


def _first_day() -> date:
    return local_day(now()) + timedelta(days=policy.JUDGING_DAYS)


def _told(last_day: date | None, closes_at: datetime | None) -> str:
    assert last_day is not None
    assert closes_at is not None
    return _(
        "The report is public now. Residents can judge it until and including %(day)s. "
        "After that team and board answer, at the latest on %(reply)s.",
        day=day(last_day),
        reply=day(policy.reply_due_on(closes_at)),
    )
