"""Acts in a procedure: twice, too late, by another person, from another neighbourhood."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from coop.notifications.models import OutboxMessage
from coop.panels import actions
from coop.panels.models import ScoreSheet
from coop.panels.policy import AppState, Draw, Event, State, quotas_for
from coop.panels.queries import lottery_of, my_seat, opened, procedure_by_key, seats_of, volunteers_of
from coop.rules.sortition import Volunteer
from tests.panels.making import CLOSES, DECIDED, ITEMS, PLACED, READ, TALKS, Hiring
from tests.support import make
from tests.support.make import NOON, Person


def _subjects(db: Session, person: Person) -> list[str]:
    rows = db.scalars(select(OutboxMessage).where(OutboxMessage.to_account_id == person.account.id))
    return [row.subject for row in rows]


def test_every_panel_of_the_list_keeps_to_the_quotas(db: Session, job: Hiring) -> None:
    job.pool().listed()
    rows = {row.pseudonym: row for row in volunteers_of(db, job.id)}
    pool = [
        Volunteer(name or "", {key: getattr(row, key) for key in ("cluster", "age_band", "experience")}, None)
        for name, row in rows.items()
    ]
    features = {one.id: one.features for one in pool}
    panels = lottery_of(db, job.place.id, job.id)
    assert len(panels) == 1000
    for quota in quotas_for(pool, 6):
        for panel in panels:
            count = sum(1 for name in panel if features[name][quota.feature] == quota.value)
            assert quota.minimum <= count <= quota.maximum
    chances = {name: sum(1 for panel in panels if name in panel) for name in features}
    assert {name: row.chance for name, row in rows.items()} == chances


def test_the_same_pool_and_salt_give_the_same_list(db: Session, job: Hiring) -> None:
    job.pool()
    with db.begin_nested() as point:
        job.listed("one")
        first = job.procedure.lottery_sha256
        point.rollback()
    db.refresh(job.procedure)
    job.listed("one")
    assert job.procedure.lottery_sha256 == first


def test_an_act_twice_is_refused_and_changes_nothing(db: Session, job: Hiring) -> None:
    job.drawn()
    seats = [(seat.account_id, seat.answer) for seat in seats_of(db, job.id)]
    for again in (job.listed, job.throw, lambda: job.throw("001")):
        with pytest.raises(ConflictError), db.begin_nested():
            again()
    db.expire_all()
    assert [(seat.account_id, seat.answer) for seat in seats_of(db, job.id)] == seats
    assert job.procedure.dice == "407"
    assert job.procedure.draw is Draw.DRAWN


def test_a_decision_and_its_answer_are_given_once(db: Session, job: Hiring) -> None:
    job.decided()
    with pytest.raises(ConflictError), db.begin_nested():
        job.decide()
    job.do(actions.send_decision, DECIDED, employer_token="key")
    job.decide_as_board(actions.answer_decision, DECIDED, event=Event.AGREE)
    with pytest.raises(ConflictError):
        job.decide_as_board(actions.answer_decision, DECIDED, event=Event.AGREE)
    assert job.procedure.placed_number == 1


def _elsewhere(db: Session, job: Hiring) -> dict[str, Callable[[], object]]:
    other = make.district(db, "de-vaart").id
    secretary, board, member = job.secretary.actor, job.board.actor, job.panel[0].actor
    application = job.applications()[0]
    seat = my_seat(db, job.id, job.panel[0].account.id)
    assert seat is not None
    sheet = dict.fromkeys(ITEMS, (3, "Long enough to count."))
    one = {"application_id": application.id, "at": TALKS}

    def by(actor: object, action: Callable[..., object], **more: object) -> Callable[[], object]:
        return lambda: action(db, actor, other, job.id, **{"at": TALKS, **more})

    return {
        "submit": by(secretary, actions.submit_profile),
        "approve": by(board, actions.approve),
        "open": by(secretary, actions.open_pool),
        "list": by(secretary, actions.publish_lottery, salt="x"),
        "dice": by(secretary, actions.record_dice, dice="001", place="x", witnesses="y"),
        "seat": by(member, actions.answer_seat, accepts=True),
        "leave": by(member, actions.leave_panel),
        "remove": by(secretary, actions.remove_member, seat_id=seat.id, reason="x"),
        "reserve": by(secretary, actions.call_reserve),
        "publish": by(secretary, actions.publish_vacancy),
        "clock": by(secretary, actions.catch_up),
        "sort": by(secretary, actions.sort_application, state=AppState.ADMITTED, **one),
        "redact": by(secretary, actions.redact, answers={}, **one),
        "read": by(secretary, actions.start_screening),
        "shortlist": by(secretary, actions.agree_on_invited, count=3),
        "names": by(secretary, actions.reveal_names),
        "declare": by(member, actions.declare, steps_back=[]),
        "interviews": by(secretary, actions.start_interviews),
        "plan": by(secretary, actions.plan_interview, starts_at=TALKS, place="x", **one),
        "hold": by(secretary, actions.hold_interview, present=[], **one),
        "no show": by(secretary, actions.note_no_show, **one),
        "score": by(member, actions.submit_scores, sheet=sheet, **one),
        "paper": by(secretary, actions.type_paper_sheet, seat_id=seat.id, sheet=sheet, **one),
        "step back": by(member, actions.step_back, **one),
        "strike": by(secretary, actions.strike_sheet, seat_id=seat.id, reason="A conflict.", **one),
        "reveal": by(secretary, actions.reveal_scores),
        "vote": by(member, actions.vote, approved=[], first=None),
        "opinion": by(member, actions.write_opinion, text="x"),
        "decide": by(secretary, actions.record_decision, reasons="x", reason_items=["R2"]),
        "send": by(secretary, actions.send_decision, employer_token="x"),
        "letter": by(secretary, actions.write_letter, text="x", by_item={}, **one),
        "conclude": by(secretary, actions.conclude),
        "suspend": by(secretary, actions.suspend, reason="x"),
        "resume": by(secretary, actions.resume, reason="x"),
        "cancel": by(board, actions.cancel, reason="x"),
        "reopen": by(board, actions.reopen),
        "employer": lambda: actions.employer_answers(
            db, other, job.id, confirms=True, reason="", checks_done=True, at=TALKS
        ),
        "withdraw": lambda: actions.withdraw_application(db, other, job.id, application.token, at=TALKS),
        "complain": lambda: actions.file_complaint(
            db, other, job.id, application.token, text="x", committee_token="x", at=TALKS
        ),
    }


def test_no_act_reaches_a_procedure_of_another_neighbourhood(db: Session, job: Hiring) -> None:
    job.scoring()
    for name, act in _elsewhere(db, job).items():
        with pytest.raises(NotFoundError, match="here"):
            act()
        assert job.is_in(State.SCORING), name
    assert job.is_in(State.SCORING)


def test_who_has_another_part_is_not_on_the_panel(db: Session, job: Hiring) -> None:
    job.pool()
    with pytest.raises(NotAllowedError):
        job.volunteer(make.outsider(db, job.place))


def test_volunteering_twice_changes_what_one_told(db: Session, job: Hiring) -> None:
    job.pool(1)
    job.volunteer(job.volunteers[0], 1)
    (row,) = volunteers_of(db, job.id)
    assert (row.cluster, row.age_band) == ("Zuid", "67+")
    for _ in range(2):
        actions.withdraw_volunteer(db, job.volunteers[0].actor, job.place.id, job.id)
    assert not volunteers_of(db, job.id)


def test_after_the_list_nobody_volunteers_or_leaves(db: Session, job: Hiring) -> None:
    job.pool().listed()
    with pytest.raises(ConflictError):
        job.volunteer(job.volunteers[13])
    with pytest.raises(ConflictError):
        actions.withdraw_volunteer(db, job.volunteers[0].actor, job.place.id, job.id)


def test_a_panel_member_cannot_apply_and_a_reserve_who_applies_gives_up_the_place(db: Session, job: Hiring) -> None:
    job.published()
    with pytest.raises(NotAllowedError):
        job.apply("Member", actor=job.panel[0].actor)
    job.apply("Reserve", actor=job.reserves[0].actor)
    seat = my_seat(db, job.id, job.reserves[0].account.id)
    assert seat is not None
    assert seat.answer == "declined"


def test_stepping_back_keeps_a_flag_and_can_be_taken_back(db: Session, job: Hiring) -> None:
    job.screening()
    application = job.applications()[0]
    job.score(job.panel[0], application, at=CLOSES)
    sheet = actions.step_back(db, job.panel[0].actor, job.place.id, job.id, application.id, at=CLOSES)
    assert sheet.stepped_back
    assert sheet.scores == {}
    job.score(job.panel[0], application, at=CLOSES)
    (row,) = db.scalars(select(ScoreSheet)).all()
    assert not row.stepped_back
    assert row.scores["R1"]["score"] == 4


def test_another_person_hands_in_no_sheet(job: Hiring) -> None:
    job.scoring()
    application = job.applications()[0]
    for person in (job.secretary, job.board, job.reserves[0]):
        with pytest.raises(NotAllowedError):
            job.score(person, application)


def test_scores_stay_sealed_in_the_query_itself_until_all_are_in(db: Session, job: Hiring) -> None:
    job.scoring()
    job.score_all(job.panel[:-1])
    with pytest.raises(ConflictError):
        opened(db, job.procedure)
    with pytest.raises(ConflictError):
        job.open_scores(TALKS)
    job.score_all(job.panel[-1:])
    job.open_scores(TALKS)
    assert len(opened(db, job.procedure)) == 2


def test_a_called_off_procedure_never_opens_its_scores(db: Session, job: Hiring) -> None:
    job.scoring()
    job.score_all(job.panel)
    job.decide_as_board(actions.cancel, TALKS, reason="No money any more.")
    with pytest.raises(ConflictError):
        opened(db, job.procedure)


def test_a_suspended_procedure_keeps_sealed_what_was_sealed(db: Session, job: Hiring) -> None:
    job.scoring()
    job.score_all(job.panel[:4])
    job.do(actions.suspend, TALKS, reason="Illness.")
    with pytest.raises(ConflictError):
        opened(db, job.procedure)
    job.do(actions.suspend, TALKS + timedelta(days=10), reason="Still ill.")
    with pytest.raises(ConflictError, match="longer once"):
        job.do(actions.suspend, TALKS + timedelta(days=11), reason="Again.")


def test_people_hear_when_something_waits_for_them(db: Session, job: Hiring) -> None:
    job.sent()
    assert "The profile of a vacancy can be read. Remarks are possible for a week" in _subjects(db, job.board)
    assert "A panel has decided" in _subjects(db, job.board)
    assert "The board approved a vacancy" in _subjects(db, job.secretary)
    mine = _subjects(db, job.panel[0])
    for subject in ("You were drawn for a panel", "All interviews were held", "The scores of the panel are open"):
        assert subject in mine
    assert "You are a reserve for a panel" in _subjects(db, job.reserves[0])


def test_silence_is_agreement_only_under_a_decisive_mandate_and_after_five_working_days(job: Hiring) -> None:
    job.sent()
    due = job.procedure.board_due_at
    assert due is not None
    actions.run_procedure(job.db, job.place.id, job.id, at=due - timedelta(seconds=1))
    assert job.is_in(State.RATIFICATION)
    actions.run_procedure(job.db, job.place.id, job.id, at=due)
    assert job.is_in(State.EMPLOYER_CONFIRMATION)
    assert job.procedure.placed_number == 1


@pytest.mark.parametrize("level", ["advisory", "co_decision"])
def test_under_other_mandates_the_board_is_late_in_public(job: Hiring, level: str) -> None:
    job.sent()
    job.procedure.mandate = {**(job.procedure.mandate or {}), "level": level}
    due = job.procedure.board_due_at
    assert due is not None
    for _ in range(2):
        actions.run_procedure(job.db, job.place.id, job.id, at=due)
    assert job.is_in(State.RATIFICATION)
    assert job.procedure.board_late


def test_the_second_key_leads_to_one_talk_then_the_next_candidate(job: Hiring) -> None:
    job.sent()
    job.procedure.mandate = {**(job.procedure.mandate or {}), "level": "co_decision"}
    job.decide_as_board(actions.answer_decision, DECIDED, event=Event.REFUSE_SECOND_KEY, reasons="Let us talk.")
    assert job.is_in(State.DELIBERATION)
    for place, person in enumerate(job.panel):
        job.vote(person, 1 if place < 5 else 2, approved=[1, 2])
    job.decide()
    job.do(actions.send_decision, DECIDED, employer_token="key")
    job.decide_as_board(actions.answer_decision, DECIDED, event=Event.REFUSE_SECOND_KEY, reasons="Still not.")
    assert job.is_in(State.PANEL_DECIDED)
    assert job.procedure.chosen_number == 2
    job.do(actions.send_decision, DECIDED, employer_token="key")
    job.decide_as_board(actions.answer_decision, DECIDED, event=Event.REFUSE_SECOND_KEY, reasons="Nor this one.")
    assert job.is_in(State.UNFILLED)


def test_an_offer_that_is_declined_goes_to_the_next_and_the_name_only_with_consent(job: Hiring) -> None:
    job.agreed()
    job.employer()
    job.offer(accepts=False)
    assert job.is_in(State.PANEL_DECIDED)
    job.do(actions.send_decision, PLACED, employer_token="other")
    assert job.procedure.employer_token == f"employer-{job.id}"
    job.decide_as_board(actions.answer_decision, PLACED, event=Event.AGREE)
    job.employer()
    job.offer(public_name=True)
    assert job.is_in(State.PLACED)
    assert job.procedure.placed_name == "Bram"


def test_without_consent_no_name_is_kept_for_the_site(job: Hiring) -> None:
    job.placed()
    assert job.procedure.placed_name is None


def test_nothing_ends_before_everybody_has_a_letter_with_reasons(job: Hiring) -> None:
    job.placed()
    with pytest.raises(ConflictError, match="First write"):
        job.do(actions.conclude, PLACED)
    loser = job.applications(AppState.REJECTED)[0]
    with pytest.raises(InvalidError):
        job.do(actions.write_letter, PLACED, application_id=loser.id, text="Sorry.", by_item={})
    job.write_all()
    with pytest.raises(ConflictError, match="letter already"):
        job.do(actions.write_letter, PLACED, application_id=loser.id, text="Sorry.", by_item={"R1": "x"})
    job.do(actions.conclude, PLACED)
    assert job.is_in(State.RETENTION)


def test_interviews_are_planned_a_week_ahead_and_moved_once(job: Hiring) -> None:
    job.interviewing()
    anna = job.applications()[0]
    with pytest.raises(InvalidError, match="7 days"):
        job.plan(anna, READ + timedelta(days=6))
    job.plan(anna, TALKS)
    with pytest.raises(InvalidError, match="10 days"):
        job.plan(anna, TALKS + timedelta(days=11))
    job.plan(anna, TALKS + timedelta(days=10))
    with pytest.raises(ConflictError, match="moved once"):
        job.plan(anna, TALKS + timedelta(days=11))


def test_the_clock_does_what_is_due_and_says_when_nothing_is(job: Hiring) -> None:
    job.published()
    with pytest.raises(ConflictError, match="Nothing is due"):
        job.do(actions.catch_up, NOON)
    job.apply("Anna")
    assert actions.run_clock(job.db, at=CLOSES) >= 1
    assert job.is_in(State.CLOSED)


def test_a_private_address_opens_one_procedure_of_one_kind(db: Session, job: Hiring) -> None:
    job.sent()
    token = job.procedure.employer_token
    assert token is not None
    assert procedure_by_key(db, job.place.id, job.id, "employer", token) is job.procedure
    for kind, key in (("committee", token), ("employer", "x"), ("employer", "")):
        with pytest.raises(NotFoundError):
            procedure_by_key(db, job.place.id, job.id, kind, key)


def test_only_the_board_approves_and_only_after_the_remarks_are_answered(job: Hiring) -> None:
    job.do(actions.submit_profile, NOON)
    remark = job.by(job.volunteers[0], actions.remark_on_profile, NOON, text="Ask about dogs.")
    with pytest.raises(NotAllowedError):
        job.do(actions.approve, NOON)
    with pytest.raises(ConflictError, match="remarks"):
        job.decide_as_board(actions.approve, NOON)
    job.do(actions.answer_remark, NOON, remark_id=remark.id, text="We do.")
    with pytest.raises(ConflictError, match="works council"):
        job.decide_as_board(actions.approve, NOON, works_council=False)
    job.decide_as_board(actions.approve, NOON, works_council=True)
    assert job.is_in(State.APPROVED)


def test_more_time_is_given_once_and_at_most_two_weeks(job: Hiring) -> None:
    job.published()
    for until in (CLOSES, CLOSES + timedelta(days=15)):
        with pytest.raises(ConflictError):
            job.decide_as_board(actions.extend, NOON, until_at=until)
    job.decide_as_board(actions.extend, NOON, until_at=CLOSES + timedelta(days=14))
    with pytest.raises(ConflictError, match="once"):
        job.decide_as_board(actions.extend, NOON, until_at=CLOSES + timedelta(days=15))
    assert job.procedure.closes_at == CLOSES + timedelta(days=14)


def test_the_rubric_is_fixed_at_publication(job: Hiring) -> None:
    job.published()
    fixed = job.procedure.rubric_sha256
    assert fixed is not None
    assert len(fixed) == 64
    with pytest.raises(ConflictError):
        actions.prepare_procedure(
            *(job.db, job.secretary.actor, job.place.id),
            title="Other",
            text="Other",
            minutes_week=600,
            home_organisation="x",
            items=["R3", *ITEMS[1:]],
            closes_at=CLOSES,
            at=NOON,
            procedure_id=job.id,
        )
    assert job.procedure.items == ITEMS
