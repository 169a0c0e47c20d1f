"""What only those who make a report may know: the draft, with small numbers, and what it still needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select

from coop.accountability import policy
from coop.accountability.models import CommitmentAnswer, Figure, Profile, Report, Story
from coop.accountability.policy import (
    FINAL,
    Act,
    PromiseKept,
    ReportState,
    first_stage,
    require_step,
    require_writable,
)
from coop.accountability.policy.catalogue import CATALOGUE
from coop.accountability.policy.complete import Draft, Missing, missing_in
from coop.accountability.policy.document import (
    Document,
    PublicAdvice,
    PublicAnswers,
    PublicCommitment,
    PublicStory,
    PublicVisit,
    public_figures,
)
from coop.accountability.policy.protection import Numbers
from coop.accountability.policy.stories import FEWEST, fitting, hash_of
from coop.accountability.queries.public import RELEASED
from coop.advice.queries import advice_between
from coop.agenda.models import CommitmentNote
from coop.agenda.policy import FINAL as CLOSED
from coop.agenda.queries import CommitmentRow, answers_between, commitments_of
from coop.districts.models import District
from coop.districts.policy import Subject
from coop.districts.queries import mandate_snapshot
from coop.initiatives.policy import VisitState
from coop.initiatives.queries import visits_between
from coop.kernel.access import Actor, Role
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.members.queries import account_ids_with

UNRELEASED = (ReportState.DRAFT, ReportState.FACTS_CHECKED, ReportState.PROTECTION_CHECKED)


@dataclass(frozen=True, slots=True)
class CommitmentToAnswer:
    """A commitment that this report must answer for; `kept` and `sentence` are None and empty until it does."""

    commitment: CommitmentRow
    kept: PromiseKept | None
    sentence: str


def drafts_of(db: Session, district_id: int) -> Sequence[Report]:
    """Reports that were not released yet, oldest period first."""
    return db.scalars(
        select(Report).where(Report.district_id == district_id, Report.state.in_(UNRELEASED)).order_by(Report.starts_on)
    ).all()


def draft_of(db: Session, district_id: int, report_id: int) -> Report:
    """A report, released or not. Raises `NotFoundError`, also for one of another neighbourhood."""
    found = db.scalar(select(Report).where(Report.id == report_id, Report.district_id == district_id))
    if found is None:
        raise NotFoundError(mark("There is no such report in this neighbourhood."))
    return found


def writable_draft_of(db: Session, district_id: int, report_id: int) -> Report:
    """A draft that the team can still change. Raises `ConflictError` for a released report."""
    found = draft_of(db, district_id, report_id)
    require_writable(found.state)
    return found


def report_to_release_of(db: Session, district_id: int, report_id: int) -> Report:
    """A report that was checked and waits for the board. Raises `ConflictError` when it is not so far, or released."""
    found = draft_of(db, district_id, report_id)
    require_step(first_stage(found.state), Act.RELEASE)
    return found


def report_to_send_back_of(db: Session, district_id: int, report_id: int) -> Report:
    """A report of which the team has checked the facts. Raises `ConflictError` when the team has it, or released."""
    found = draft_of(db, district_id, report_id)
    require_step(first_stage(found.state), Act.SEND_BACK)
    return found


def answers_in(db: Session, report_id: int) -> dict[int, tuple[PromiseKept, str]]:
    """What one report says of each commitment."""
    rows = db.scalars(select(CommitmentAnswer).where(CommitmentAnswer.report_id == report_id))
    return {row.commitment_id: (row.kept, row.sentence) for row in rows}


def commitments_to_answer(db: Session, report: Report, at: datetime) -> list[CommitmentToAnswer]:
    """Every commitment made until `at` that no earlier report called done or stopped: nothing drops off.

    What was told to be under way again after such a report is answered for again. A new version answers for those of
    its first version.
    """
    if report.replaces_id is not None:
        at = _first_release(db, report) or at
    # A new version is no later report: what came after its period does not take a commitment off it.
    elsewhere = Report.starts_on < report.starts_on if report.replaces_id else Report.starts_on != report.starts_on
    goes_on = exists().where(
        CommitmentNote.commitment_id == CommitmentAnswer.commitment_id,
        CommitmentNote.state.not_in(CLOSED),
        CommitmentNote.at > Report.released_at,
        CommitmentNote.at <= at,
    )
    rows = db.execute(
        select(
            *(CommitmentAnswer.report_id, CommitmentAnswer.commitment_id, CommitmentAnswer.kept),
            *(CommitmentAnswer.sentence, goes_on.label("goes_on")),
        )
        .join(Report, Report.id == CommitmentAnswer.report_id)
        .where(CommitmentAnswer.district_id == report.district_id)
        .where((Report.id == report.id) | (Report.state.in_(RELEASED) & elsewhere))
    ).all()
    here = {row.commitment_id: row for row in rows if row.report_id == report.id}
    closed = {row.commitment_id for row in rows if row.report_id != report.id and row.kept in FINAL and not row.goes_on}
    today = local_day(at)
    found = []
    for commitment in commitments_of(db, report.district_id):
        if commitment.id in closed or commitment.made_on > today:
            continue
        answer = here.get(commitment.id)
        found.append(CommitmentToAnswer(commitment, answer.kept if answer else None, answer.sentence if answer else ""))
    return found


def _first_release(db: Session, report: Report) -> datetime | None:
    return db.scalar(
        select(func.min(Report.released_at)).where(
            Report.district_id == report.district_id, Report.starts_on == report.starts_on
        )
    )


def typed_figures_of(db: Session, report: Report) -> dict[str, Numbers]:
    """Figures as typed, by code: small numbers too. Only for the form of the team and to protect them.

    What was typed by an older definition is asked anew.
    """
    return {
        row.code: Numbers(row.value, row.numerator, row.denominator, row.n, row.p90)
        for row in _figures(db, report)
        if row.code in CATALOGUE and CATALOGUE[row.code].version == row.definition_version
    }


def notes_of_figures(db: Session, report: Report) -> dict[str, str]:
    """What the team says of a figure, by code."""
    return {row.code: row.note for row in _figures(db, report) if row.note}


def _figures(db: Session, report: Report) -> Sequence[Figure]:
    return db.scalars(
        select(Figure).where(Figure.report_id == report.id, Figure.district_id == report.district_id)
    ).all()


def stories_of(db: Session, report: Report) -> Sequence[Story]:
    """Stories in the order in which they were written."""
    return db.scalars(
        select(Story).where(Story.report_id == report.id, Story.district_id == report.district_id).order_by(Story.id)
    ).all()


def story_of(db: Session, district_id: int, report_id: int, story_id: int) -> Story:
    """One story. Raises `NotFoundError`."""
    found = db.scalar(
        select(Story).where(Story.id == story_id, Story.report_id == report_id, Story.district_id == district_id)
    )
    if found is None:
        raise NotFoundError(mark("There is no such story in this report."))
    return found


def colleagues_of(db: Session, district_id: int, account_id: int | None, at: datetime) -> int:
    """How many others of the team could check the facts."""
    team = account_ids_with(db, district_id, Role.TEAM_MEMBER, local_day(at))
    return sum(1 for one in team if one != account_id)


def others_check_facts(db: Session, report: Report, actor: Actor, at: datetime) -> bool:
    """Whether a colleague of `actor` must check the facts of this report."""
    colleagues = colleagues_of(db, report.district_id, actor.account_id, at)
    return policy.others_check_facts(actor.account_id, report.changed_by, colleagues)


def visits_noted(db: Session, report: Report) -> int:
    """To how much of residents' own the team came in the period, as it told on the site."""
    visits = visits_between(db, report.district_id, report.starts_on, report.ends_on)
    return sum(1 for one in visits if one.state is VisitState.CAME)


def missing_of(db: Session, report: Report, at: datetime) -> list[Missing]:
    """What the draft still needs, in the order of the sections."""
    return missing_in(draft_facts(db, report, at))


def draft_facts(db: Session, report: Report, at: datetime) -> Draft:
    """What matters for completeness."""
    stories = stories_of(db, report)
    return Draft(
        in_short=report.in_short,
        went_wrong=report.went_wrong,
        learned=report.learned,
        no_failure_reason=report.no_failure_reason,
        unanswered_commitments=sum(1 for row in commitments_to_answer(db, report, at) if row.kept is None),
        figures=len(typed_figures_of(db, report)),
        stories=[(story.kind, story.consent_on is not None) for story in stories],
        unread_stories=sum(1 for story in stories if story.read_hash != hash_of(story.title, story.text)),
        narrow_stories=_narrow(db, report, stories),
    )


def _narrow(db: Session, report: Report, stories: Sequence[Story]) -> int:
    """How many stories fewer than five households fit, by the file that was read last or by what the writer counted."""
    rows = db.scalars(select(Profile).where(Profile.report_id == report.id)).all()
    profiles = [(row.household, row.count) for row in rows]
    fits = [(one, fitting(one.household, profiles) if profiles else one.matches) for one in stories if one.household]
    return sum(1 for _story, fit in fits if fit is None or fit < FEWEST)


def preview_of(db: Session, report: Report, at: datetime) -> Document:
    """Exactly what becomes public on release: small numbers are not in it.

    Raises `ConflictError` when the neighbourhood has no mandate on reports.
    """
    mandate = mandate_snapshot(db, report.district_id, Subject.ACCOUNT, local_day(at))
    before = db.scalar(
        select(Report)
        .where(
            Report.district_id == report.district_id,
            Report.state.in_(RELEASED),
            Report.ends_on < report.starts_on,
        )
        .order_by(Report.ends_on.desc(), Report.version.desc())
        .limit(1)
    )
    earlier = before.public["figures"] if before is not None and before.public else []
    answers = answers_between(db, report.district_id, report.starts_on, report.ends_on, at)
    return Document(
        in_short=report.in_short,
        answers=PublicAnswers(in_time=answers.in_time, late=answers.late, owed=answers.owed),
        advice=_public_advice(db, report, at),
        visits=_public_visits(db, report),
        commitments=[
            PublicCommitment(
                commitment_id=row.commitment.id,
                title=row.commitment.title,
                who=row.commitment.who,
                due_on=row.commitment.due_on.isoformat(),
                kept=row.kept.value,
                sentence=row.sentence,
            )
            for row in commitments_to_answer(db, report, at)
            if row.kept is not None
        ],
        figures=public_figures(typed_figures_of(db, report), earlier, notes_of_figures(db, report)),
        stories=[
            PublicStory(
                kind=story.kind.value,
                title=story.title,
                text=story.text,
                consent_on=story.consent_on.isoformat(),
            )
            for story in stories_of(db, report)
            if story.consent_on is not None
        ],
        no_failure_reason=report.no_failure_reason,
        went_wrong=report.went_wrong,
        learned=report.learned,
        questions=list(report.questions),
        reach_gap=report.reach_gap,
        dilemma=report.dilemma,
        views=[view for view in (report.one_view, report.other_view) if view],
        inhabitants=db.scalar(select(District.inhabitants).where(District.id == report.district_id)) or 0,
        mandate=mandate.as_json(),
    )


def _public_advice(db: Session, report: Report, at: datetime) -> list[PublicAdvice]:
    return [
        PublicAdvice(advice_id=one.id, title=one.title, answered=one.answered, late_days=one.late_days)
        for one in advice_between(db, report.district_id, report.starts_on, report.ends_on, at)
    ]


def _public_visits(db: Session, report: Report) -> list[PublicVisit]:
    return [
        PublicVisit(item_id=one.item_id, title=one.title, on=one.on.isoformat(), state=one.state.value, told=one.told)
        for one in visits_between(db, report.district_id, report.starts_on, report.ends_on)
    ]
