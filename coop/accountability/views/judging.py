"""Residents judge and ask; team and board answer."""

from flask.typing import ResponseReturnValue

from coop.accountability import actions, policy, queries
from coop.accountability.forms import AnswerForm, QuestionForm, judge_form, reply_form
from coop.accountability.views.blueprint import bp
from coop.accountability.views.checking import Review, accepted_checked, review_of_fields, review_of_resident
from coop.kernel.access import Permission
from coop.web.address import district
from coop.web.filters import day
from coop.web.forms import before_asking
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.route("/verslagen/<int:report_id>/oordeel", methods=["GET", "POST"])
@allow(Permission.JUDGE_REPORT)
@posting
def judge(report_id: int) -> ResponseReturnValue:
    """Did the neighbourhood benefit?"""
    report = queries.report_of(db(), district().id, report_id)
    policy.require_judge(actor().account_id, report.writer_ids)
    policy.require_step(report.stage_at(now()), policy.Act.JUDGE)
    own = queries.own_judgement(db(), district().id, report_id, actor().account_id or 0)
    commitments = [(one["commitment_id"], one["title"]) for one in (report.public or {})["commitments"]]
    data = {"score": str(own.score), "reason": own.reason} if own else {}
    if own:
        data |= queries.own_more(db(), report, actor().account_id or 0)
    form = judge_form([number for number, _title in commitments], (report.public or {})["questions"])(data=data)
    review = review_of_resident(form, dict.fromkeys(form.texts(), policy.SENTENCE_LENGTH))
    done = accepted_checked(
        form,
        review,
        lambda: actions.judge_report(
            db(),
            actor(),
            district().id,
            report_id,
            score=int(form.score.data),
            reason=form.reason.data,
            more=form.more(),
            at=now(),
        ),
    )
    if done:
        last = day(report.last_judging_day) if report.last_judging_day else ""
        tell(
            _(
                "Thank you. Your judgement counts. You can change it until and including %(day)s. "
                "After that everybody can read here how residents judged, when at least 10 did.",
                day=last,
            )
        )
        return see_other("accountability.report", report_id=report_id)
    return page("accountability/judge.html", report=report, form=form, review=review, own=own, commitments=commitments)


@bp.get("/verslagen/<int:report_id>/vragen")
@public
def questions(report_id: int) -> ResponseReturnValue:
    """Questions of residents and their answers."""
    return _questions(report_id, QuestionForm())


@bp.post("/verslagen/<int:report_id>/vragen")
@allow(Permission.ASK_ABOUT_REPORT)
@posting
def ask(report_id: int) -> ResponseReturnValue:
    """Ask something."""
    form = QuestionForm()
    review = review_of_resident(form, {"text": policy.SENTENCE_LENGTH})
    done = accepted_checked(
        form,
        review,
        lambda: actions.ask_question(db(), actor(), district().id, report_id, text=form.text.data, at=now()),
    )
    if done:
        tell(
            _(
                "Your question stands on this page. Team or board answers it here at the latest on %(day)s, "
                "and you get mail when they did.",
                day=day(done.value.due_on),
            )
        )
        return see_other("accountability.questions", report_id=report_id)
    return _questions(report_id, form, review)


def _questions(report_id: int, form: QuestionForm, review: Review | None = None) -> ResponseReturnValue:
    report = queries.report_of(db(), district().id, report_id)
    rows = queries.questions_of(db(), district().id, report_id)
    return page(
        "accountability/questions.html", report=report, questions=rows, form=form, review=review, at=now(), words=policy
    )


@bp.route("/verslagen/<int:report_id>/vragen/<int:question_id>", methods=["GET", "POST"])
@allow(Permission.ANSWER_RESIDENTS)
@posting
def answer(report_id: int, question_id: int) -> ResponseReturnValue:
    """Answer a question."""
    report = queries.report_of(db(), district().id, report_id)
    question = queries.question_of(db(), district().id, report_id, question_id)
    form = AnswerForm()
    before_asking(form, lambda: policy.require_unanswered(question.answer))
    review = review_of_fields(form, {"answer": policy.TEXT_LENGTH})
    done = accepted_checked(
        form,
        review,
        lambda: actions.answer_question(
            db(), actor(), district().id, report_id, question_id, answer=form.answer.data, at=now()
        ),
    )
    if done:
        tell(_("Your answer stands below the question from now on. Who asked gets mail about it."))
        return see_other("accountability.questions", report_id=report_id)
    return page("accountability/answer.html", report=report, question=question, form=form, review=review)


@bp.route("/verslagen/<int:report_id>/antwoord", methods=["GET", "POST"])
@allow(Permission.ANSWER_RESIDENTS)
@posting
def reply(report_id: int) -> ResponseReturnValue:
    """Answer the judgement of residents."""
    report = queries.report_of(db(), district().id, report_id)
    policy.require_step(report.stage_at(now()), policy.Act.REPLY)
    outcome = queries.outcome_of(db(), report, now())
    proud = [(one.id, one.text) for one in outcome.proud] if outcome else []
    form = reply_form(proud)()
    review = review_of_fields(form, {"reply": policy.TEXT_LENGTH})
    done = accepted_checked(
        form,
        review,
        lambda: actions.reply_to_judgement(
            db(),
            actor(),
            district().id,
            report_id,
            reply=form.reply.data,
            promises=form.promises(),
            celebrated=[int(one) for one in form.celebrated.data] if proud else (),
            at=now(),
        ),
    )
    if done:
        tell(
            _(
                "Everybody can read your answer in the report from now on. The report is finished. "
                "What you promise in it belongs in the next report too."
            )
        )
        return see_other("accountability.report", report_id=report_id)
    return page(
        "accountability/reply.html",
        report=report,
        form=form,
        review=review,
        result=queries.judgement_result(db(), report, now()),
        outcome=outcome,
        words=policy.SCORE_WORDS,
    )
