"""E5: a fault in the work of a panel that comes out after the placement."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError
from coop.notifications.models import OutboxMessage
from coop.panels import actions
from coop.panels.models import Fault, Volunteer
from coop.panels.policy import AppState, FaultKind, SeatState, State
from coop.panels.queries import counts_by_year, my_seat, procedures_waiting, seats_of
from tests.panels.making import PLACED, Hiring, hiring
from tests.support.make import NOON
from tests.support.site import Site

_TEXT = "A member worked with a candidate and did not say so."
_MONTH = timedelta(days=30)
_TOLD: dict[str, Any] = {"cluster": "Zuid", "age_band": "67+", "experience": "no"}


def _note(job: Hiring, months: int = 12, **more: Any) -> Fault:
    seat = my_seat(job.db, job.id, job.panel[0].account.id)
    given = {"seat_id": seat.id if seat else 0, "kind": FaultKind.CONFLICT, "text": _TEXT, "months": months, **more}
    noted: Fault = job.do(actions.note_fault, PLACED, **given)
    return noted


def _object(job: Hiring, row: Fault, at: Any = PLACED) -> None:
    job.by(job.panel[0], actions.object_to_fault, at, fault_id=row.id, text="I had told the secretary.")


def test_e5_after_placement_nothing_is_taken_back_and_the_fault_is_counted(job: Hiring) -> None:
    job.placed()
    for act, by in ((actions.suspend, job.do), (actions.cancel, job.decide_as_board)):
        with pytest.raises(ConflictError):
            by(act, PLACED, reason="Too late.")
    row = _note(job)
    assert job.is_in(State.PLACED)
    assert [one.number for one in job.applications(AppState.ACCEPTED)] == [job.procedure.placed_number]
    assert counts_by_year(job.db, job.place.id)["faults"] == [(2027, 1)]
    mail = job.db.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert mail is not None
    assert (mail.to_account_id, mail.subject) == (row.account_id, "A fault in your work on a panel was noted")
    with pytest.raises(ConflictError, match="noted already"):
        _note(job)


def test_e5_before_the_placement_it_is_no_note(job: Hiring) -> None:
    job.agreed()
    with pytest.raises(ConflictError, match="after the placement"):
        _note(job)


@pytest.mark.parametrize(
    ("wrong", "field"), [({"text": " "}, "text"), ({"months": 7}, "months")], ids=["no text", "no such term"]
)
def test_e5_what_is_wrong_with_a_note_is_said(job: Hiring, wrong: dict[str, Any], field: str) -> None:
    job.placed()
    with pytest.raises(InvalidError) as refused:
        _note(job, **wrong)
    assert refused.value.field == field
    reserve = next(seat for seat in seats_of(job.db, job.id) if seat.answer is SeatState.RESERVE)
    with pytest.raises(ConflictError, match="was on the panel"):
        _note(job, seat_id=reserve.id)


def test_e5_the_member_is_kept_out_of_draws_for_the_chosen_term(job: Hiring) -> None:
    job.placed()
    open_list, drawn = hiring(job.db, job.place), hiring(job.db, job.place)
    open_list.volunteers = [job.panel[0], *(one for one in job.volunteers if one is not job.panel[0])]
    open_list.pool()
    drawn.drawn()
    row = _note(job)
    on_list = job.db.scalars(select(Volunteer.account_id).where(Volunteer.procedure_id == open_list.id)).all()
    assert row.account_id not in on_list
    assert len(on_list) == 11
    with pytest.raises(ConflictError, match="cannot be on one until"):
        open_list.volunteer(job.panel[0])
    open_list.volunteer(job.panel[1])
    seats_of(job.db, drawn.id)[0].account_id = row.account_id
    where = (job.db, job.panel[0].actor, job.place.id, drawn.id)
    with pytest.raises(ConflictError, match="cannot be on one until"):
        actions.answer_seat(*where, accepts=True, at=PLACED)
    assert actions.answer_seat(*where, accepts=False, at=PLACED).answer is SeatState.DECLINED
    by, number = job.panel[0].actor, open_list.id
    actions.volunteer(job.db, by, job.place.id, number, at=PLACED + 13 * _MONTH, **_TOLD)


def test_e5_without_a_term_the_member_can_be_drawn_again(job: Hiring) -> None:
    job.placed()
    other = hiring(job.db, job.place)
    other.pool(0)
    assert _note(job, months=0).excluded_until_on is None
    other.volunteer(job.panel[0])


def test_e5_who_takes_part_on_paper_is_known_by_name_and_objects_on_paper(job: Hiring) -> None:
    job.placed()
    other = hiring(job.db, job.place)
    other.pool(0)
    seat = seats_of(job.db, job.id)[0]
    row = job.db.get_one(Volunteer, seat.volunteer_id)
    seat.account_id, row.account_id, row.name = None, None, "Cor Dekker"
    noted = _note(job, seat_id=seat.id)
    with pytest.raises(InvalidError, match="cannot be on one until"):
        other.do(actions.volunteer_on_paper, NOON, name="cor dekker", contact="Kade 3", told=_TOLD)
    other.do(actions.volunteer_on_paper, NOON, name="Nel Dekker", contact="Kade 3", told=_TOLD)
    with pytest.raises(NotAllowedError):
        job.by(job.panel[1], actions.object_to_fault, PLACED, fault_id=noted.id, text="Not mine.")
    job.do(actions.object_to_fault, PLACED, fault_id=noted.id, text="He said it in the first talk.")
    assert noted.objected_at == PLACED


def test_e5_a_note_that_falls_after_an_objection_counts_nowhere_and_excludes_nobody(job: Hiring) -> None:
    job.placed()
    other = hiring(job.db, job.place)
    other.pool(0)
    row = _note(job)
    ruling = {"fault_id": row.id, "stands": False, "ruling": "It was told in time."}
    with pytest.raises(ConflictError, match="No objection"):
        job.decide_as_board(actions.rule_on_fault, PLACED, **ruling)
    with pytest.raises(NotAllowedError):
        job.by(job.panel[1], actions.object_to_fault, PLACED, fault_id=row.id, text="I am somebody else.")
    _object(job, row)
    with pytest.raises(ConflictError, match="objected already"):
        _object(job, row)
    waits = [one.what for one in procedures_waiting(job.db, job.place.id, job.board.actor, PLACED)]
    assert "Look at the objection of a member of a panel" in waits
    with pytest.raises(NotAllowedError):
        job.do(actions.rule_on_fault, PLACED, **ruling)
    job.decide_as_board(actions.rule_on_fault, PLACED, **ruling)
    assert counts_by_year(job.db, job.place.id)["faults"] == []
    other.volunteer(job.panel[0])
    with pytest.raises(ConflictError, match="No objection"):
        job.decide_as_board(actions.rule_on_fault, PLACED, **ruling)


def test_e5_an_objection_after_28_days_is_too_late(job: Hiring) -> None:
    job.placed()
    row = _note(job)
    with pytest.raises(ConflictError, match="28 days"):
        _object(job, row, PLACED + timedelta(days=28, seconds=1))
    _object(job, row, PLACED + timedelta(days=28))


def test_e5_whose_fault_it_was_is_forgotten_after_the_term(job: Hiring) -> None:
    job.placed()
    row = _note(job)
    actions.run_clock(job.db, at=PLACED + 11 * _MONTH)
    assert row.account_id == job.panel[0].account.id
    actions.run_clock(job.db, at=PLACED + 13 * _MONTH)
    assert row.account_id is None
    assert row.text == _TEXT


def test_e5_through_the_pages(site: Site, job: Hiring) -> None:
    job.placed()
    site.at(PLACED)
    base = f"/noorderkwartier/vacatures/{job.id}"
    office, board = site.visitor(language="en").sign_in(job.secretary), site.visitor(language="en").sign_in(job.board)
    member, anybody = site.visitor(language="en").sign_in(job.panel[0]), site.visitor(language="en")
    page = office.open(f"{base}/beheer").follow("Note a fault")
    assert page.submit("Note this fault", expect=422).has("Choose an answer.")
    page.submit("Note this fault", kind="conflict", text=_TEXT, months="12")
    public = anybody.open(base)
    assert public.has(_TEXT)
    row = job.db.scalars(select(Fault)).one()
    noted = next(person for person in job.panel if person.account.id == row.account_id)
    assert public.lacks(noted.account.name)
    assert anybody.open("/noorderkwartier/vacatures").has("Faults in the work of a panel: 2027: 1.")
    path = f"{base}/fouten/{row.id}"
    member = site.visitor(language="en").sign_in(noted)
    stranger = next(person for person in job.panel if person is not noted)
    site.visitor(language="en").sign_in(stranger).open(path, expect=403)
    page = member.open("/noorderkwartier/mijn-pagina")
    assert page.has("Read what was noted about your work on a panel, and object if it is not right")
    page = member.open(path).follow("Object to this note")
    assert page.submit("Send my objection", text="I had told it.").has("I had told it.")
    assert anybody.open(base).has("The member objects; the board looks at it.")
    page = board.open(path).follow("Rule on this objection")
    assert page.submit("Record the ruling of the board", stands="no", ruling="That is so.").has("The note falls.")
    assert anybody.open(base).lacks(_TEXT)
    assert anybody.open("/noorderkwartier/vacatures").lacks("Faults in the work")


def test_e5_the_note_of_another_procedure_is_not_here(site: Site, job: Hiring) -> None:
    job.placed()
    other = hiring(job.db, job.place)
    row = _note(job)
    site.at(PLACED)
    office = site.visitor(language="en").sign_in(job.secretary)
    office.open(f"/noorderkwartier/vacatures/{job.id}/fouten/{row.id}")
    office.open(f"/noorderkwartier/vacatures/{other.id}/fouten/{row.id}", expect=404)
