"""The table of messages of the domain notes (2.8.5), row by row: N1 to N24."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from coop.kernel.errors import InvalidError, NotAllowedError
from coop.notifications.actions import claim_mail, mark_sent
from coop.notifications.models import OutboxMessage
from coop.panels import actions
from coop.panels.models import ApplicationDraft
from coop.panels.policy import AppState, Event, SeatState, State
from coop.panels.queries import interviews_of, my_seat, seats_of
from tests.panels.making import CLOSES, DECIDED, ITEMS, PLACED, READ, SCORED, TALKS, Hiring
from tests.support import make
from tests.support.make import NOON, Person

DAY = timedelta(days=1)


def _mail(job: Hiring, who: Person | str) -> list[str]:
    """Subjects to an account, or to a bare address."""
    job.db.flush()
    column = OutboxMessage.to_email if isinstance(who, str) else OutboxMessage.to_account_id
    wanted = who if isinstance(who, str) else who.account.id
    return list(job.db.scalars(select(OutboxMessage.subject).where(column == wanted).order_by(OutboxMessage.id)))


def _clock(job: Hiring, at: datetime) -> None:
    actions.run_clock(job.db, at=at)


ANNA, BRAM = "Anna@example.org", "Bram@example.org"


def test_n1_board_and_team_can_read_the_profile(job: Hiring) -> None:
    team = make.team(job.db, job.place)
    job.do(actions.submit_profile, NOON)
    for who in (job.board, team):
        assert _mail(job, who) == ["The profile of a vacancy can be read. Remarks are possible for a week"]


def test_n2_n3_n6_approved_published_and_closed(job: Hiring) -> None:
    job.published()
    assert "The board approved a vacancy" in _mail(job, job.secretary)
    assert "A vacancy is open for candidates" in _mail(job, job.panel[0])
    _clock(job, CLOSES - timedelta(minutes=1))
    job.do(actions.catch_up, CLOSES)
    for who in (job.secretary, job.panel[0]):
        assert "A vacancy is closed" in _mail(job, who)


def test_n4_a_receipt_to_who_left_an_address_with_the_private_page_and_nothing_else(job: Hiring) -> None:
    job.published()
    one = job.apply("Anna")
    assert _mail(job, ANNA) == ["Your application has arrived"]
    message = job.db.scalars(select(OutboxMessage).where(OutboxMessage.to_email == ANNA)).one()
    assert message.params["path"] == f"/noorderkwartier/vacatures/{job.id}/sollicitatie/{one.token}"
    assert "Anna" not in f"{message.subject}{message.body}{message.params['title']}"
    letter = claim_mail(job.db, lambda _language, text, params: text % {**params, "site": "https://x"}, at=NOON)
    while letter is not None and letter.to != ANNA:
        letter = claim_mail(job.db, lambda _language, text, params: text % {**params, "site": "https://x"}, at=NOON)
    assert letter is not None
    assert f"https://x/noorderkwartier/vacatures/{job.id}/sollicitatie/" in letter.body
    mark_sent(job.db, letter.message_id, at=NOON)
    assert (message.to_email, message.params) == (None, {})


def test_n4_to_an_account_and_no_mail_to_who_left_a_phone_number(job: Hiring) -> None:
    job.published()
    someone = make.outsider(job.db, job.place)
    job.apply("Anna", actor=someone.actor)
    assert _mail(job, someone) == ["Your application has arrived"]
    assert not _mail(job, ANNA)
    assert not actions.has_e_mail("06 12345678")


def test_n5_who_saved_and_did_not_send_hears_it_the_day_before_closing(job: Hiring) -> None:
    job.published()
    someone = make.outsider(job.db, job.place)
    kept = {"contact": "half@example.org"}
    for token, account_id in (("one", None), ("two", someone.account.id)):
        actions.save_draft(job.db, job.place.id, job.id, values=kept, token=token, account_id=account_id, at=NOON)
    _clock(job, CLOSES - DAY - timedelta(minutes=1))
    assert not _mail(job, "half@example.org")
    for _ in range(2):
        _clock(job, CLOSES - DAY)
    words = "Your application is not sent yet, and the vacancy closes tomorrow"
    assert _mail(job, "half@example.org") == [words]
    assert _mail(job, someone) == [words]
    assert job.db.scalars(select(ApplicationDraft)).all()


def test_n7_what_is_missing(job: Hiring) -> None:
    job.closed()
    one = job.applications()[0]
    job.do(
        actions.sort_application,
        CLOSES,
        application_id=one.id,
        state=AppState.INCOMPLETE,
        reason="A question.",
        missing=["R1"],
    )
    assert "Something is missing in your application: you have 3 working days" in _mail(job, ANNA)


def test_n8_reading_opens_and_only_who_is_not_ready_is_reminded(job: Hiring) -> None:
    job.screening()
    ready, slow = job.panel[0], job.panel[1]
    job.score_all([ready], at=CLOSES)
    due = job.procedure.screening_due_at
    assert due is not None
    for moment in (due - 6 * DAY, due - 5 * DAY, due - 4 * DAY, due - DAY, due - timedelta(hours=1)):
        _clock(job, moment)
    opened, five, one_left = (
        "You can read the answers of the candidates now",
        "Five days left to read the answers",
        "One day left to read the answers",
    )
    assert [one for one in _mail(job, slow) if "answers" in one] == [opened, five, one_left]
    assert [one for one in _mail(job, ready) if "answers" in one] == [opened]
    _clock(job, due)
    assert "The time to read the answers has passed" in _mail(job, slow)
    assert job.is_in(State.SUSPENDED)
    assert "A procedure is suspended" in _mail(job, ANNA)


def test_no_reminder_while_suspended(job: Hiring) -> None:
    job.screening()
    job.do(actions.suspend, CLOSES, reason="x")
    before = _mail(job, job.panel[0])
    _clock(job, CLOSES + 9 * DAY)
    assert _mail(job, job.panel[0]) == before


def test_n9_n19_letters_reach_who_has_an_address(job: Hiring) -> None:
    job.placed()
    job.write_all()
    assert "There is an answer to your application" in _mail(job, BRAM)


def test_n10_invitation_another_moment_and_the_day_before(job: Hiring) -> None:
    job.interviewing()
    first, second = job.applications()
    job.plan(first)
    job.plan(first, starts_at=TALKS + DAY)
    job.plan(second, starts_at=TALKS + DAY)
    assert _mail(job, ANNA)[-2:] == ["You are invited for an interview", "Your interview has another moment"]
    _clock(job, TALKS - timedelta(minutes=1))
    assert "Your interview is tomorrow" not in _mail(job, ANNA)
    for _ in range(2):
        _clock(job, TALKS)
    assert _mail(job, ANNA).count("Your interview is tomorrow") == 1
    assert _mail(job, job.panel[0]).count("You have an interview tomorrow") == len(interviews_of(job.db, job.id))


def test_n11_n12_names_and_a_seat_that_came_free(job: Hiring) -> None:
    job.conflict_check()
    assert "There is news about the candidates" in _mail(job, job.panel[0])
    job.by(job.panel[0], actions.leave_panel, READ)
    called = [one.account_id for one in seats_of(job.db, job.id) if one.answer is SeatState.WAITING]
    (person,) = [one for one in job.volunteers if one.account.id in called]
    assert "A seat on the panel came free for you" in _mail(job, person)


def test_n13_scores_open_four_hours_left_and_missed(job: Hiring) -> None:
    job.scoring()
    ready, slow = job.panel[0], job.panel[1]
    job.score_all([ready])
    due = job.procedure.scores_due_at
    assert due is not None
    assert "You can give scores for an interview now" in _mail(job, slow)
    _clock(job, due - timedelta(hours=5))
    assert "Four hours left to give your scores" not in _mail(job, slow)
    for _ in range(2):
        _clock(job, due - timedelta(hours=4))
    assert _mail(job, slow).count("Four hours left to give your scores") == 1
    assert "Four hours left to give your scores" not in _mail(job, ready)
    _clock(job, due)
    assert "The time to give scores has passed" in _mail(job, slow)
    assert "The time to give scores has passed" not in _mail(job, ready)


def test_n14_n15_n16_opened_sent_and_late(job: Hiring) -> None:
    make_late = job.sent()
    assert "The scores of the panel are open" in _mail(job, job.panel[0])
    assert "A panel has decided" in _mail(job, job.board)
    job.procedure.mandate = {**(job.procedure.mandate or {}), "level": "advisory"}
    job.db.flush()
    _clock(job, DECIDED + 10 * DAY)
    assert make_late.procedure.board_late
    for who in (job.board, job.secretary):
        assert "The board did not answer a panel in time" in _mail(job, who)


EMPLOYER, COMMITTEE = "work@example.org", "committee@example.org"


def _with_addresses(job: Hiring) -> Hiring:
    actions.keep_contacts(job.db, job.secretary.actor, job.place.id, job.id, employer=EMPLOYER, committee=COMMITTEE)
    return job


def test_n15_the_employer_hears_when_a_panel_decided_and_when_it_has_to_answer(job: Hiring) -> None:
    _with_addresses(job).sent()
    assert _mail(job, EMPLOYER) == ["A panel has decided. You are asked when the board has answered"]
    job.decide_as_board(actions.answer_decision, DECIDED, event=Event.AGREE)
    assert _mail(job, EMPLOYER)[1:] == ["A place in the team waits for your answer"]
    rows = job.db.scalars(select(OutboxMessage).where(OutboxMessage.to_email == EMPLOYER)).all()
    assert {one.params["path"] for one in rows} == {f"/noorderkwartier/vacatures/{job.id}/werkgever/employer-{job.id}"}
    assert {one.language for one in rows} == {"nl"}
    job.employer()
    job.offer()
    assert _mail(job, EMPLOYER)[2:] == ["Somebody joins the team"]


def test_n15_the_employer_is_asked_when_silence_of_the_board_counts_as_yes(job: Hiring) -> None:
    _with_addresses(job).sent()
    _clock(job, DECIDED + 10 * DAY)
    assert _mail(job, EMPLOYER)[1:] == ["A place in the team waits for your answer"]


def test_n15_n20_without_an_address_nothing_goes_out_and_a_wrong_one_is_refused(job: Hiring) -> None:
    job.agreed()
    assert not _mail(job, EMPLOYER)
    for employer, committee in (("no address", ""), ("", "@")):
        with pytest.raises(InvalidError, match="e-mail address"):
            actions.keep_contacts(
                *(job.db, job.secretary.actor, job.place.id, job.id), employer=employer, committee=committee
            )
    with pytest.raises(NotAllowedError):
        actions.keep_contacts(job.db, job.board.actor, job.place.id, job.id, employer="", committee="")


def test_n20_the_committee_hears_of_a_complaint_of_a_refusal_and_of_its_last_week(job: Hiring) -> None:
    _with_addresses(job).in_retention()
    loser = job.applications(AppState.REJECTED)[0]
    actions.file_complaint(
        *(job.db, job.place.id, job.id, loser.token), text="Not fair.", committee_token="key", at=PLACED
    )
    assert _mail(job, COMMITTEE) == ["A candidate has complained. You rule within 28 days"]
    _clock(job, PLACED + 21 * DAY)
    _clock(job, PLACED + 28 * DAY)
    assert _mail(job, COMMITTEE)[1:] == [
        "The complaints committee has one week left to rule",
        "The complaints committee did not rule in time",
    ]


def test_n20_the_committee_hears_that_the_board_refused(job: Hiring) -> None:
    _with_addresses(job).sent()
    job.decide_as_board(
        *(actions.answer_decision, DECIDED), event=Event.REFUSE_ON_PROCEDURE, reasons="No.", committee_token="key"
    )
    assert _mail(job, COMMITTEE) == ["The board refused a decision of a panel. You rule within 10 days"]


def test_n13_who_was_not_at_the_whole_interview_is_not_asked_for_scores(job: Hiring) -> None:
    job.interviewing()
    job.hold(job.applications()[0], job.panel[1:])
    assert "You can give scores for an interview now" not in _mail(job, job.panel[0])
    assert _mail(job, job.panel[1]).count("You can give scores for an interview now") == 1


def test_the_secretary_hears_that_a_decision_or_letters_wait(job: Hiring) -> None:
    job.decided()
    _clock(job, DECIDED + timedelta(hours=3))
    assert "The decision of a panel waits to be sent to the board" not in _mail(job, job.secretary)
    for _ in range(2):
        _clock(job, DECIDED + 5 * DAY)
    assert _mail(job, job.secretary).count("The decision of a panel waits to be sent to the board") == 1
    job.do(actions.send_decision, DECIDED + 5 * DAY, employer_token="x")
    job.decide_as_board(actions.answer_decision, DECIDED + 5 * DAY, event=Event.AGREE)
    job.employer(at=DECIDED + 6 * DAY)
    job.offer(at=DECIDED + 6 * DAY)
    _clock(job, DECIDED + 10 * DAY)
    assert "Candidates still wait for a letter" in _mail(job, job.secretary)


def test_n17_n18_the_answer_of_the_board_and_the_offer(job: Hiring) -> None:
    job.agreed()
    assert "The board has answered your panel" in _mail(job, job.panel[0])
    job.employer()
    assert "There is an offer for you" in _mail(job, ANNA)
    assert "There is an offer for you" not in _mail(job, BRAM)


def test_n20_a_complaint_is_received_and_ruled_on(job: Hiring) -> None:
    job.in_retention()
    loser = job.applications(AppState.REJECTED)[0]
    complaint = actions.file_complaint(
        job.db, job.place.id, job.id, loser.token, text="x", committee_token="c", at=PLACED
    )
    assert "Your complaint has arrived. The committee rules within 28 days" in _mail(job, BRAM)
    assert "A candidate has complained" in _mail(job, job.secretary)
    _clock(job, PLACED + 21 * DAY)
    assert "The complaints committee has one week left to rule" in _mail(job, job.secretary)
    actions.rule_on_complaint(
        *(job.db, job.place.id, job.id), complaint_id=complaint.id, founded=False, ruling="x", at=PLACED + 22 * DAY
    )
    assert "The committee has ruled on your complaint" in _mail(job, BRAM)


def test_n21_suspended_and_going_on(job: Hiring) -> None:
    job.screening()
    job.do(actions.suspend, CLOSES, reason="x")
    job.do(actions.resume, CLOSES + DAY, reason="x")
    assert _mail(job, ANNA)[-2:] == ["A procedure is suspended", "A procedure goes on"]


def test_n22_the_last_message_says_that_everything_is_erased_and_the_address_goes_with_it(job: Hiring) -> None:
    job.in_retention()
    _clock(job, PLACED + 28 * DAY)
    waiting = job.db.scalars(select(OutboxMessage).where(OutboxMessage.to_email.is_not(None))).all()
    assert {one.subject for one in waiting} == {"Your data are erased"}
    assert {one.to_email for one in waiting} == {ANNA, BRAM}
    for one in waiting:
        mark_sent(job.db, one.id, at=PLACED + 28 * DAY)
    assert not job.db.scalars(select(OutboxMessage).where(OutboxMessage.to_email.is_not(None))).all()


def test_n23_n24_the_panel_is_thanked_and_hears_who_joins(job: Hiring) -> None:
    job.in_retention()
    mail = _mail(job, job.panel[0])
    assert "Somebody joins the team" in mail
    assert "The panel is finished. Thank you" in mail


def test_no_message_names_a_candidate_a_score_or_a_reason(job: Hiring) -> None:
    job.in_retention()
    for one in job.db.scalars(select(OutboxMessage)):
        text = f"{one.subject}{one.body}{one.params}"
        assert not [word for word in ("Anna ", "Bram ", "Listens well", "A reason", "4.0") if word in text]


@pytest.mark.parametrize("step", ["screening", "scoring"])
def test_a_reminder_goes_to_that_member_only_and_shows_on_no_page(job: Hiring, step: str) -> None:
    getattr(job, step)()
    slow = my_seat(job.db, job.id, job.panel[1].account.id)
    assert slow is not None
    assert len(ITEMS) == 6
    due = job.procedure.screening_due_at if step == "screening" else job.procedure.scores_due_at
    assert due is not None
    job.score_all([job.panel[0], *job.panel[2:]], at=SCORED if step == "scoring" else CLOSES)
    _clock(job, due - timedelta(hours=2))
    for person in [job.secretary, job.board, job.panel[0], *job.panel[2:]]:
        assert not [one for one in _mail(job, person) if "left to" in one]
    assert [one for one in _mail(job, job.panel[1]) if "left to" in one]


def test_n16_who_can_press_the_committee_hears_that_it_is_late_every_four_weeks(job: Hiring) -> None:
    job.in_retention()
    loser = job.applications(AppState.REJECTED)[0]
    actions.file_complaint(job.db, job.place.id, job.id, loser.token, text="Short.", committee_token="key", at=PLACED)
    late = "The complaints committee did not rule in time"
    for moment in (27 * DAY, 28 * DAY, 29 * DAY, 56 * DAY):
        _clock(job, PLACED + moment)
    assert _mail(job, job.secretary).count(late) == 2
    assert _mail(job, job.board).count(late) == 2
    assert _mail(job, BRAM).count(late) == 1


def test_a_suspension_that_lasts_too_long_and_a_decision_that_does_not_come(job: Hiring) -> None:
    job.deliberating()
    due = job.procedure.decide_due_at
    assert due == SCORED + 3 * DAY
    words = "The panel has not decided yet, and its term has passed"
    _clock(job, due - timedelta(minutes=1))
    assert words not in _mail(job, job.secretary)
    for _ in range(2):
        _clock(job, due)
    assert _mail(job, job.secretary).count(words) == 1
    job.do(actions.suspend, due, reason="Ill.")
    for moment in (13 * DAY, 14 * DAY, 15 * DAY):
        _clock(job, due + moment)
    for who in (job.secretary, job.board):
        assert _mail(job, who).count("A procedure stands still longer than it may") == 1
    assert _mail(job, job.panel[0]).count("A procedure is suspended") == 1


def test_n9_who_is_not_invited_hears_so_within_two_weeks_after_closing(job: Hiring) -> None:
    job.closed(("Anna", "Bram"))
    anna, bram = job.applications()
    job.do(actions.sort_application, CLOSES, application_id=anna.id, state=AppState.ADMITTED)
    job.do(actions.sort_application, CLOSES, application_id=bram.id, state=AppState.KNOCKED_OUT, reason="No permit.")
    job.do(actions.start_screening, CLOSES)
    job.score_all(job.panel, at=CLOSES)
    job.do(actions.agree_on_invited, READ, count=1)
    words = "Candidates still wait for a letter"
    _clock(job, CLOSES + 10 * DAY - timedelta(minutes=1))
    assert words not in _mail(job, job.secretary)
    for _ in range(2):
        _clock(job, CLOSES + 10 * DAY)
    assert _mail(job, job.secretary).count(words) == 1


def test_n24_the_team_hears_who_joins_when_the_offer_is_accepted(job: Hiring) -> None:
    team = make.team(job.db, job.place)
    job.placed()
    for who in (team, job.board, job.secretary, job.panel[0]):
        assert "Somebody joins the team" in _mail(job, who)
