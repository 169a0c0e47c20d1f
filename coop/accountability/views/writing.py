"""Where the team writes a report, section by section. What is saved stays saved."""

from typing import Any

from flask.typing import ResponseReturnValue

from coop.accountability import actions, policy, queries
from coop.accountability.forms import (
    KIND_HELP,
    BeginForm,
    CommitmentForm,
    FiguresForm,
    LessonsForm,
    QuestionsForm,
    ReachForm,
    SummaryForm,
    figures_data,
)
from coop.accountability.policy import PromiseKept
from coop.accountability.policy.catalogue import CATALOGUE, GROUP_WORDS, Group, Indicator
from coop.accountability.policy.document import parts_of
from coop.accountability.queries import writable_draft_of
from coop.accountability.views.blueprint import bp
from coop.accountability.views.checking import Scope, accepted_checked, review_of_fields
from coop.kernel.access import Permission
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.web.address import district
from coop.web.forms import Form
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _, ngettext

WRITE = Permission.WRITE_REPORT


@bp.route("/verslagen/nieuw", methods=["GET", "POST"])
@allow(WRITE)
@posting
def begin() -> ResponseReturnValue:
    """Begin a report."""
    form = BeginForm()
    review = review_of_fields(form, {"title": policy.TITLE_LENGTH}, Scope.TITLE)
    done = accepted_checked(
        form,
        review,
        lambda: actions.begin_report(
            db(),
            actor(),
            district().id,
            title=form.title.data,
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            at=now(),
        ),
    )
    if done:
        tell(_("The report has begun. Fill in the parts in any order. Everything you save stays saved."))
        return see_other("accountability.fill_in", report_id=done.value.id)
    return page("accountability/begin.html", form=form, review=review)


@bp.get("/verslagen/<int:report_id>/invullen")
@allow(WRITE)
def fill_in(report_id: int) -> ResponseReturnValue:
    """The parts of the report and what is still missing."""
    report = writable_draft_of(db(), district().id, report_id)
    missing = queries.missing_of(db(), report, now())
    return page(
        "accountability/fill_in.html",
        report=report,
        missing=missing,
        sections=[
            (word, f"accountability.write_{section.value}", [one for one in missing if one.section is section])
            for section, word in policy.SECTION_WORDS.items()
        ],
        others_check=queries.others_check_facts(db(), report, actor(), now()),
    )


@bp.route("/verslagen/<int:report_id>/invullen/kort", methods=["GET", "POST"])
@allow(WRITE)
@posting
def write_summary(report_id: int) -> ResponseReturnValue:
    """In short."""
    report = writable_draft_of(db(), district().id, report_id)
    form = SummaryForm(data={"in_short": report.in_short})
    review = review_of_fields(form, {"in_short": policy.SHORT_LENGTH})
    done = accepted_checked(
        form,
        review,
        lambda: actions.save_summary(db(), actor(), district().id, report_id, in_short=form.in_short.data, at=now()),
    )
    if done:
        return saved(report_id)
    return page("accountability/write_summary.html", report=report, form=form, review=review)


@bp.get("/verslagen/<int:report_id>/invullen/toezeggingen")
@allow(WRITE)
def write_commitments(report_id: int) -> ResponseReturnValue:
    """Every commitment that must be answered."""
    report = writable_draft_of(db(), district().id, report_id)
    rows = queries.commitments_to_answer(db(), report, now())
    return page("accountability/write_commitments.html", report=report, rows=rows, words=policy.KEPT_WORDS)


@bp.route("/verslagen/<int:report_id>/invullen/toezeggingen/<int:commitment_id>", methods=["GET", "POST"])
@allow(WRITE)
@posting
def write_commitment(report_id: int, commitment_id: int) -> ResponseReturnValue:
    """What became of one commitment; then on to the next without an answer."""
    report = writable_draft_of(db(), district().id, report_id)
    rows = queries.commitments_to_answer(db(), report, now())
    row = next((one for one in rows if one.commitment.id == commitment_id), None)
    if row is None:
        raise NotFoundError(mark("There is no such commitment in this neighbourhood."))
    form = CommitmentForm(data={"kept": row.kept.value if row.kept else None, "sentence": row.sentence})
    review = review_of_fields(form, {"sentence": policy.SENTENCE_LENGTH})
    done = accepted_checked(
        form,
        review,
        lambda: actions.answer_commitment(
            db(),
            actor(),
            district().id,
            report_id,
            commitment_id,
            kept=PromiseKept(form.kept.data),
            sentence=form.sentence.data,
            at=now(),
        ),
    )
    if not done:
        return page("accountability/write_commitment.html", report=report, row=row, form=form, review=review)
    left = [one for one in rows if one.kept is None and one.commitment.id != commitment_id]
    if left:
        tell(_("Saved. This is the next commitment without an answer."))
        return see_other("accountability.write_commitment", report_id=report_id, commitment_id=left[0].commitment.id)
    return saved(report_id)


@bp.route("/verslagen/<int:report_id>/invullen/cijfers", methods=["GET", "POST"])
@allow(WRITE)
@posting
def write_figures(report_id: int) -> ResponseReturnValue:
    """All figures."""
    report = writable_draft_of(db(), district().id, report_id)
    form = FiguresForm(
        data=figures_data(queries.typed_figures_of(db(), report), queries.notes_of_figures(db(), report))
    )
    review = review_of_fields(form, dict.fromkeys((f"{code}_note" for code in form.notes()), policy.NOTE_LENGTH))
    done = accepted_checked(
        form,
        review,
        lambda: actions.save_figures(
            db(), actor(), district().id, report_id, figures=form.typed(), notes=form.notes(), at=now()
        ),
    )
    if done:
        return saved(report_id)
    return page(
        "accountability/write_figures.html",
        report=report,
        form=form,
        groups=_groups(form),
        review=review,
        came=queries.visits_noted(db(), report),
    )


def _groups(form: Form) -> list[tuple[str, list[Any]]]:
    """The figures that are typed, in the parts of the report: indicator, help and fields of each."""
    return [
        (word, [(one, KIND_HELP[one.kind], _fields(form, one)) for one in CATALOGUE.values() if _typed_in(one, group)])
        for group, word in GROUP_WORDS.items()
    ]


def _typed_in(indicator: Indicator, group: Group) -> bool:
    return indicator.group is group and bool(parts_of(indicator.kind))


def _fields(form: Form, indicator: Indicator) -> list[Any]:
    names = [f"{indicator.code}_{part}" for part in (*parts_of(indicator.kind), "note")]
    return [form[name] for name in names if name in form]


@bp.route("/verslagen/<int:report_id>/invullen/geleerd", methods=["GET", "POST"])
@allow(WRITE)
@posting
def write_lessons(report_id: int) -> ResponseReturnValue:
    """What went wrong and what was learned."""
    report = writable_draft_of(db(), district().id, report_id)
    form = LessonsForm(data={"went_wrong": report.went_wrong, "learned": report.learned})
    review = review_of_fields(form, {"went_wrong": policy.TEXT_LENGTH, "learned": policy.TEXT_LENGTH})
    done = accepted_checked(
        form,
        review,
        lambda: actions.save_lessons(
            db(),
            actor(),
            district().id,
            report_id,
            went_wrong=form.went_wrong.data,
            learned=form.learned.data,
            at=now(),
        ),
    )
    if done:
        return saved(report_id)
    return page("accountability/write_lessons.html", report=report, form=form, review=review)


@bp.route("/verslagen/<int:report_id>/invullen/bereik", methods=["GET", "POST"])
@allow(WRITE)
@posting
def write_reach(report_id: int) -> ResponseReturnValue:
    """Who is not reached, and what the team does not agree on."""
    report = writable_draft_of(db(), district().id, report_id)
    names = ("reach_gap", "dilemma", "one_view", "other_view")
    form = ReachForm(data={name: getattr(report, name) for name in names})
    review = review_of_fields(form, dict.fromkeys(names, policy.TEXT_LENGTH))
    done = accepted_checked(
        form,
        review,
        lambda: actions.save_reach(
            db(), actor(), district().id, report_id, texts={name: form[name].data for name in names}, at=now()
        ),
    )
    if done:
        return saved(report_id)
    return page("accountability/write_reach.html", report=report, form=form, review=review)


@bp.route("/verslagen/<int:report_id>/invullen/vragen", methods=["GET", "POST"])
@allow(WRITE)
@posting
def write_questions(report_id: int) -> ResponseReturnValue:
    """Questions to residents."""
    report = writable_draft_of(db(), district().id, report_id)
    names = [f"question_{number}" for number in range(1, policy.MOST_QUESTIONS + 1)]
    form = QuestionsForm(data=dict(zip(names, report.questions, strict=False)))
    review = review_of_fields(form, dict.fromkeys(names, policy.QUESTION_LENGTH))
    done = accepted_checked(
        form,
        review,
        lambda: actions.save_questions(db(), actor(), district().id, report_id, questions=form.asked(), at=now()),
    )
    if done:
        return saved(report_id)
    return page("accountability/write_questions.html", report=report, form=form, review=review)


def saved(report_id: int) -> ResponseReturnValue:
    tell(_("Saved.") + " " + _what_is_left(report_id))
    return see_other("accountability.fill_in", report_id=report_id)


def _what_is_left(report_id: int) -> str:
    """How many parts are not ready, or that the report can be handed in (again)."""
    report = writable_draft_of(db(), district().id, report_id)
    parts = {one.section for one in queries.missing_of(db(), report, now())}
    if not parts:
        return _("All parts are ready. The next step stands at the bottom of this page.")
    return ngettext(
        "%(num)s part is not ready yet. You can go on with it now or later.",
        "%(num)s parts are not ready yet. You can go on with them now or later.",
        len(parts),
    )
