"""E26: nobody of the board can answer a panel, and somebody else does."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError
from coop.notifications.models import OutboxMessage
from coop.panels import actions
from coop.panels.models import ProcedureChange
from coop.panels.policy import Body, Event, Part, State
from coop.panels.queries import procedures_waiting
from tests.panels.making import DECIDED, Hiring
from tests.support import make
from tests.support.site import Site

LATE = DECIDED + timedelta(days=9)
_WHY = "Both board members know a candidate well."


def _tie(job: Hiring) -> None:
    job.decide_as_board(actions.declare_tie, DECIDED, account_id=job.board.account.id)


def _hand_over(job: Hiring, body: Body = Body.SUPERVISORS, contact: str = "", **more: object) -> None:
    given = {"at": DECIDED, "reason": _WHY, "token": f"in-place-{job.id}", **more}
    at = given.pop("at")
    job.do(actions.hand_over, at, body=body, contact=contact, **given)  # type: ignore[arg-type]


def _answer(job: Hiring, event: Event = Event.AGREE, **more: object) -> None:
    given = {"at": DECIDED, **more}
    actions.answer_in_place(job.db, job.place.id, job.id, event=event, **given)  # type: ignore[arg-type]


def _subjects(job: Hiring) -> list[str]:
    return list(job.db.scalars(select(OutboxMessage.subject)))


def test_e26_as_long_as_one_of_the_board_can_answer_nobody_else_does(job: Hiring) -> None:
    job.sent()
    other = make.board(job.db, job.place)
    _tie(job)
    with pytest.raises(ConflictError, match="interest"):
        job.decide_as_board(actions.answer_decision, DECIDED, event=Event.AGREE)
    with pytest.raises(ConflictError, match="can still answer"):
        _hand_over(job)
    with pytest.raises(ConflictError, match="answers this decision itself"):
        _answer(job)
    job.by(other, actions.answer_decision, DECIDED, event=Event.AGREE)
    assert job.is_in(State.EMPLOYER_CONFIRMATION)


def test_e26_when_all_of_the_board_have_a_tie_the_supervisory_board_answers(job: Hiring) -> None:
    job.sent()
    _tie(job)
    asked = "Nobody of the board can answer a panel: choose who does"
    assert _subjects(job).count(asked) == 2
    actions.run_clock(job.db, at=DECIDED)
    assert _subjects(job).count(asked) == 2
    waits = [one.what for one in procedures_waiting(job.db, job.place.id, job.secretary.actor, DECIDED)]
    assert waits == ["Nobody of the board can answer: choose who does"]
    _hand_over(job, contact="chair@example.org")
    mail = job.db.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert mail is not None
    assert mail.subject == "A decision of a panel waits for your answer, in place of the board"
    assert mail.params["path"].endswith(f"/namens-bestuur/in-place-{job.id}")
    _answer(job)
    assert job.is_in(State.EMPLOYER_CONFIRMATION)
    steps = job.db.scalars(select(ProcedureChange).order_by(ProcedureChange.id)).all()
    assert [(one.event, one.part) for one in steps[-2:]] == [
        (Event.HAND_OVER, Part.SECRETARY),
        (Event.AGREE, Part.STAND_IN),
    ]
    with pytest.raises(ConflictError):
        _answer(job)


def test_e26_a_board_that_applied_or_sits_on_the_panel_cannot_answer_either(job: Hiring) -> None:
    job.sent()
    job.applications()[1].account_id = job.board.account.id
    _hand_over(job)
    assert job.procedure.handed_to is Body.SUPERVISORS


def test_e26_who_cannot_answer_does_not_say_yes_by_silence(job: Hiring) -> None:
    job.sent()
    _tie(job)
    actions.run_procedure(job.db, job.place.id, job.id, at=LATE)
    assert job.is_in(State.RATIFICATION)
    assert job.procedure.board_late
    _hand_over(job, at=LATE)
    assert not job.procedure.board_late
    actions.run_procedure(job.db, job.place.id, job.id, at=LATE + timedelta(days=14))
    assert job.is_in(State.RATIFICATION)
    actions.run_procedure(job.db, job.place.id, job.id, at=LATE + timedelta(days=15, hours=12))
    assert job.is_in(State.EMPLOYER_CONFIRMATION)


def test_e26_a_board_that_let_its_term_pass_is_absent_and_the_meeting_answers(advised: Hiring) -> None:
    advised.sent()
    with pytest.raises(ConflictError, match="can still answer"):
        _hand_over(advised, Body.MEETING)
    actions.run_procedure(advised.db, advised.place.id, advised.id, at=LATE)
    _hand_over(advised, Body.MEETING, at=LATE)
    with pytest.raises(ConflictError, match="Somebody else answers"):
        advised.decide_as_board(actions.answer_decision, LATE, event=Event.AGREE)
    with pytest.raises(InvalidError):
        _answer(advised, Event.DEVIATE, number=2)
    with pytest.raises(NotAllowedError):
        _answer(advised, actor=advised.board.actor)
    _answer(advised, Event.DEVIATE, number=2, reasons="More experience.", actor=advised.secretary.actor)
    assert advised.procedure.placed_number == 2
    assert advised.procedure.board_reasons == "More experience."


def test_e26_a_decision_that_went_to_the_wrong_body_goes_to_the_other_and_the_old_key_is_dead(
    site: Site, job: Hiring
) -> None:
    job.sent()
    _tie(job)
    _hand_over(job)
    _hand_over(job, Body.MEETING, token="other")
    site.at(DECIDED)
    base = f"/noorderkwartier/vacatures/{job.id}"
    site.visitor(language="en").open(f"{base}/namens-bestuur/in-place-{job.id}", expect=404)
    assert site.visitor(language="en").open(f"{base}/namens-bestuur/other").has("the members' meeting")


def test_e26_a_next_decision_is_for_the_board_again(db: Session, job: Hiring) -> None:
    job.sent()
    _tie(job)
    _hand_over(job)
    _answer(job)
    job.employer(confirms=False)
    assert job.is_in(State.PANEL_DECIDED)
    job.do(actions.send_decision, DECIDED + timedelta(days=7), employer_token="e")
    assert job.procedure.handed_to is None


def test_e26_through_the_pages_of_board_secretary_and_supervisors(site: Site, job: Hiring) -> None:
    job.sent()
    site.at(DECIDED)
    base = f"/noorderkwartier/vacatures/{job.id}"
    board, office = site.visitor(language="en").sign_in(job.board), site.visitor(language="en").sign_in(job.secretary)
    anybody = site.visitor(language="en")
    assert office.open(f"{base}/beheer").lacks("Let somebody else answer for the board")
    page = board.open(f"{base}/beheer").follow("Somebody of the board has an interest of their own in this")
    page.submit("Note that this person takes no part", who=str(job.board.account.id))
    assert anybody.open(base).has("of the board takes no part in this because of a tie")
    manage = office.open(f"{base}/beheer")
    assert manage.has("Nobody of the board can answer. The secretary writes down who answers instead.")
    page = manage.follow("Let somebody else answer for the board")
    assert page.submit("Hand the decision over", expect=422, body="supervisors").has("Fill this in.")
    wrong = page.submit("Hand the decision over", expect=422, body="supervisors", contact="Kade 3", reason=_WHY)
    assert wrong.has("Fill in an e-mail address, or nothing.")
    manage = page.submit("Hand the decision over", body="supervisors", reason=_WHY)
    assert manage.has("The answer comes from the supervisory board, in place of the board.")
    public = anybody.open(base)
    assert public.has("waits for the supervisory board")
    assert public.has("So the supervisory board does, before")
    assert public.has(_WHY)
    letter = manage.follow("Print the letter to the supervisory board")
    assert letter.has("☐ Agree with the panel")
    assert letter.has("Anna")
    assert letter.lacks("Bram")
    private = anybody.open(f"{base}/namens-bestuur/{job.procedure.stand_in_token}")
    assert private.has("Anna")
    assert private.lacks("Bram")
    assert private.submit("Send this answer", expect=422).has("Choose an answer.")
    thanks = private.submit("Send this answer", event="refuse_on_procedure", reasons="A member heard one talk only.")
    assert thanks.has("There is nothing to answer now.")
    assert job.is_in(State.SUSPENDED)
    again = anybody.open(f"{base}/namens-bestuur/{job.procedure.stand_in_token}")
    assert again.lacks("Send this answer")
    assert anybody.open(base).has("A member heard one talk only.")


def test_e26_the_secretary_writes_down_what_the_meeting_answered(site: Site, job: Hiring) -> None:
    job.sent()
    _tie(job)
    _hand_over(job, Body.MEETING)
    site.at(DECIDED)
    office = site.visitor(language="en").sign_in(job.secretary)
    page = office.open(f"/noorderkwartier/vacatures/{job.id}/beheer").follow(
        "Record the answer of the members' meeting"
    )
    assert page.submit("Record this answer", event="agree").has("The answer is recorded and public.")
    assert job.is_in(State.EMPLOYER_CONFIRMATION)
    office.open(f"/noorderkwartier/vacatures/{job.id}/namens-bestuur", expect=409)
