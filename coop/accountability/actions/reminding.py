"""Team and board are reminded of what residents wait for: answers to questions, and to how they judged."""

from collections import defaultdict
from datetime import date, datetime

from sqlalchemy import select

from coop.accountability import policy
from coop.accountability.models import Question, Report
from coop.agenda.actions import remind
from coop.districts.models import District
from coop.kernel.access import Role
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.words import mark
from coop.members.queries import account_ids_with

_SOON = mark("Residents wait for an answer about a report")
_SOON_BODY = mark(
    "Residents asked something about a report, or judged it. The first answer must be there on %(first_on)s at the "
    "latest:\n\n%(titles)s\n\nTeam or board answers, once. Everybody can read it:\n%(site)s%(path)s"
)
_LATE = mark("An answer to residents about a report is late")
_LATE_BODY = mark(
    "The answer should have been there on %(first_on)s:\n\n%(titles)s\n\nEverybody can read that it is late. Answer "
    "now, also when you do not know everything yet:\n%(site)s%(path)s"
)


def remind_to_answer(db: Session, *, at: datetime) -> int:
    """Tell team and board what residents wait for, on the whole site; returns how many mails.

    When it is asked, before the last day, the day after it, and then every week.
    """
    today = local_day(at)
    owed: dict[int, list[tuple[str, date]]] = defaultdict(list)
    questions = select(Question).where(Question.remind_on <= today).order_by(Question.asked_at, Question.id)
    for one in db.scalars(questions.with_for_update()).all():
        owed[one.district_id].append((one.text, one.due_on))
        one.remind_on = policy.answer_reminder_on(local_day(one.asked_at), one.due_on, today)
    judged = select(Report).where(Report.remind_on <= today).order_by(Report.judging_closes_at, Report.id)
    for report in db.scalars(judged.with_for_update()).all():
        assert report.judging_closes_at is not None
        due_on = policy.reply_due_on(report.judging_closes_at)
        owed[report.district_id].append((report.title, due_on))
        report.remind_on = policy.answer_reminder_on(local_day(report.judging_closes_at), due_on, today)
    sent = sum(_tell(db, place, sorted(due, key=lambda one: one[1]), at) for place, due in owed.items())
    db.flush()
    return sent


def _tell(db: Session, district_id: int, due: list[tuple[str, date]], at: datetime) -> int:
    today = local_day(at)
    people = {one for role in (Role.TEAM_MEMBER, Role.BOARD) for one in account_ids_with(db, district_id, role, today)}
    for account_id in sorted(people):
        remind(
            db,
            db.get_one(District, district_id),
            account_id,
            due,
            soon=(_SOON, _SOON_BODY),
            late=(_LATE, _LATE_BODY),
            path="verslagen",
            topic="report",
            at=at,
        )
    return len(people)
