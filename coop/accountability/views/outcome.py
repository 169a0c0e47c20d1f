"""What residents said, in full; the report on one page; what was known when."""

from datetime import date, datetime
from typing import cast

from flask.typing import ResponseReturnValue

from coop.accountability import actions, policy, queries
from coop.accountability.forms import MinorityForm
from coop.accountability.policy.document import Document
from coop.accountability.views.blueprint import bp
from coop.accountability.views.checking import accepted_checked, review_of_resident
from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.web.address import district
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.get("/verslagen/<int:report_id>/uitkomst")
@public
def outcome(report_id: int) -> ResponseReturnValue:
    """How residents judged each commitment, what they answered, are proud of and see otherwise."""
    report = queries.report_of(db(), district().id, report_id)
    stage = report.stage_at(now())
    judges = actor().may(Permission.JUDGE_REPORT) and policy.may_judge(actor().account_id, report.writer_ids)
    return page(
        "accountability/outcome.html",
        report=report,
        stage=stage,
        may_differ=judges and stage is policy.Stage.JUDGED,
        result=queries.judgement_result(db(), report, now()),
        outcome=queries.outcome_of(db(), report, now()),
        words=policy,
    )


@bp.route("/verslagen/<int:report_id>/anders", methods=["GET", "POST"])
@allow(Permission.JUDGE_REPORT)
@posting
def differ(report_id: int) -> ResponseReturnValue:
    """Say what one sees otherwise than most."""
    report = queries.report_of(db(), district().id, report_id)
    policy.require_judge(actor().account_id, report.writer_ids)
    policy.require_step(report.stage_at(now()), policy.Act.REPLY)
    own = queries.own_minority_view(db(), report, actor().account_id)
    form = MinorityForm(data={"text": own.text} if own else None)
    review = review_of_resident(form, {"text": policy.SHORT_LENGTH})
    done = accepted_checked(
        form,
        review,
        lambda: actions.tell_minority_view(db(), actor(), district().id, report_id, text=form.text.data, at=now()),
    )
    if done:
        tell(_("Your view stands beside the outcome, without your name. Team and board read it before they answer."))
        return see_other("accountability.outcome", report_id=report_id)
    return page("accountability/differ.html", report=report, form=form, review=review)


@bp.get("/verslagen/<int:report_id>/kort")
@public
def pocket(report_id: int) -> ResponseReturnValue:
    """The report on one page, in large type, to print or to have read aloud."""
    report = queries.report_of(db(), district().id, report_id)
    document = cast("Document", report.public)
    kept = [one["kept"] for one in document["commitments"]]
    return page(
        "accountability/pocket.html",
        report=report,
        document=document,
        stage=report.stage_at(now()),
        counts=[(word, kept.count(code.value)) for code, word in policy.KEPT_WORDS.items() if code.value in kept],
        words=policy,
    )


@bp.get("/verslagen/<int:report_id>/wanneer")
@public
def known_when(report_id: int) -> ResponseReturnValue:
    """What was known on which day, and how it was answered."""
    report = queries.report_of(db(), district().id, report_id)
    return page("accountability/known_when.html", report=report, rows=_moments(report_id))


def _moments(report_id: int) -> list[tuple[date, str, str]]:
    """(day, what happened, text), oldest first."""
    report = queries.report_of(db(), district().id, report_id)
    at = now()
    rows: list[tuple[date | None, str, str]] = [
        (report.ends_on, _("The period of the report ended"), ""),
        (_day(report.facts_checked_at), _("A colleague checked the facts"), ""),
        (_day(report.protection_checked_at), _("The protection of neighbours was checked"), ""),
        (_day(report.released_at), _("Released: everybody could read it"), ""),
        (report.discussed_on, _("Discussed at a meeting"), report.discussion),
        (report.last_judging_day, _("Last day of judging"), ""),
        (_day(report.replied_at), _("Answered by team and board"), report.reply),
        *((local_day(one.at), _("Correction"), one.text) for one in queries.errata_of(db(), district().id, report_id)),
    ]
    for one in queries.questions_of(db(), district().id, report_id):
        rows += [(local_day(one.asked_at), _("A resident asked"), one.text)]
        rows += [(_day(one.answered_at), _("Answer to: %(question)s", question=one.text), one.answer or "")]
    for version in queries.versions_of(db(), report):
        if version.version > report.version:
            rows += [(_day(version.released_at), _("A newer version was released"), version.version_reason)]
    known = [(day, what, text) for day, what, text in rows if day is not None and day <= local_day(at)]
    return sorted(known, key=lambda row: row[0])


def _day(moment: datetime | None) -> date | None:
    return local_day(moment) if moment is not None else None
