"""Who asks about a report is told by when it is answered; team and board are reminded, and all see what is late."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coop.accountability import actions
from coop.accountability.policy import QUESTION_DAYS, question_due_on, reply_due_on
from coop.districts.models import District
from coop.kernel.clock import AMSTERDAM, local_day
from coop.notifications.models import OutboxMessage
from tests.accountability import making
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import Site

ASKED_ON = local_day(NOON)
DUE_ON = ASKED_ON + timedelta(days=QUESTION_DAYS)


def clock(db: Session) -> Callable[[date], list[tuple[int, bool]]]:
    """The job, run on a day: who got mail, and whether it says that something is late."""

    def mails(day: date) -> list[tuple[int, bool]]:
        before = db.scalar(select(func.max(OutboxMessage.id))) or 0
        count = actions.remind_to_answer(db, at=datetime.combine(day, time(9), AMSTERDAM))
        sent = db.scalars(select(OutboxMessage).where(OutboxMessage.id > before)).all()
        assert count == len(sent)
        return sorted((one.to_account_id or 0, "late" in one.subject) for one in sent)

    return mails


def test_team_and_board_hear_of_a_question_at_once_before_its_day_after_it_and_every_week(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.released(db, place, writer, chair)
    member = make.member(db, place)
    question = actions.ask_question(db, member.actor, place.id, report.id, text="Why so late?", at=NOON)
    assert question.due_on == question_due_on(NOON) == DUE_ON
    mails = clock(db)
    both = sorted([writer.account.id, chair.account.id])
    soon, late = [(one, False) for one in both], [(one, True) for one in both]
    assert mails(ASKED_ON) == soon
    assert mails(ASKED_ON + timedelta(days=6)) == []
    assert mails(ASKED_ON + timedelta(days=7)) == soon
    assert mails(DUE_ON) == []
    assert mails(DUE_ON + timedelta(days=1)) == late
    assert mails(DUE_ON + timedelta(days=7)) == []
    assert mails(DUE_ON + timedelta(days=8)) == late
    told_at = datetime.combine(DUE_ON + timedelta(days=9), time(12), AMSTERDAM)
    actions.answer_question(db, writer.actor, place.id, report.id, question.id, answer="Illness.", at=told_at)
    assert question.answered_late
    # What is left is the judgement, which closes on its own day.
    closes_on = making.CLOSES_ON + timedelta(days=1)
    assert mails(closes_on - timedelta(days=1)) == []


def test_team_and_board_are_reminded_of_the_judgement_until_they_answer_it(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.released(db, place, writer, chair)
    assert report.judging_closes_at is not None
    mails = clock(db)
    closed_on, due_on = local_day(report.judging_closes_at), reply_due_on(report.judging_closes_at)
    assert mails(closed_on - timedelta(days=1)) == []
    assert [late for _who, late in mails(closed_on)] == [False, False]
    assert mails(due_on - timedelta(days=8)) == []
    assert [late for _who, late in mails(due_on - timedelta(days=7))] == [False, False]
    assert [late for _who, late in mails(due_on + timedelta(days=1))] == [True, True]
    actions.reply_to_judgement(db, chair.actor, place.id, report.id, reply="We call first.", at=making.AFTER)
    assert mails(due_on + timedelta(days=30)) == []


def test_a_new_version_brings_the_answer_to_the_judgement_of_the_old_one_forward(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.released(db, place, writer, chair)
    assert report.remind_on == making.CLOSES_ON + timedelta(days=1)
    fresh = actions.begin_version(db, writer.actor, place.id, report.id, reason="A wrong number.", at=NOON)
    actions.check_facts(db, writer.actor, place.id, fresh.id, at=NOON)
    making.release(db, place, fresh, chair)
    assert report.remind_on == ASKED_ON
    assert fresh.remind_on == making.CLOSES_ON + timedelta(days=1)


def test_everybody_reads_by_when_a_question_is_answered_and_what_is_late(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.released(db, place, writer, chair)
    actions.ask_question(db, make.member(db, place).actor, place.id, report.id, text="In time?", at=NOON)
    late = actions.ask_question(db, make.member(db, place).actor, place.id, report.id, text="Since when?", at=NOON)
    late.asked_at = NOON - timedelta(days=QUESTION_DAYS + 1)
    db.flush()
    visitor = site.visitor(language="en")
    page = visitor.open(f"/{place.slug}/verslagen/{report.id}/vragen")
    assert page.has(f"Team or board answers at the latest on {DUE_ON.day} ")
    assert page.text.count("should have answered on") == 1
    assert visitor.open(f"/{place.slug}/verslagen/{report.id}").has("1 answer is too late.")
