"""Three questions when the panel is finished: once each, without a name, and shown from three answers on."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.kernel.errors import ConflictError, NotAllowedError
from coop.panels import actions
from coop.panels.models import Evaluation
from coop.panels.policy import Answer, SeatState
from coop.panels.queries import looked_back, procedures_waiting, seats_of
from tests.panels.making import PLACED, Hiring
from tests.support.make import Person
from tests.support.site import Site

DAY = timedelta(days=1)


def _answer(job: Hiring, person: Person, better: str = "", at: timedelta = DAY) -> None:
    job.by(person, actions.look_back, PLACED + at, clear=Answer.YES, free=Answer.PARTLY, better=better)


def test_answers_carry_no_seat_and_no_moment(job: Hiring) -> None:
    job.in_retention()
    _answer(job, job.panel[0], "More time.")
    (row,) = job.db.scalars(select(Evaluation))
    assert set(row.__table__.columns.keys()) == {"id", "district_id", "procedure_id", "clear", "free", "better"}
    assert (row.clear, row.free, row.better) == (Answer.YES, Answer.PARTLY, "More time.")


def test_one_answers_once_within_four_weeks_and_only_who_was_on_the_panel(job: Hiring) -> None:
    job.placed()
    with pytest.raises(ConflictError):
        _answer(job, job.panel[0])
    job.write_all()
    job.do(actions.conclude, PLACED)
    _answer(job, job.panel[0])
    with pytest.raises(ConflictError, match="already"):
        _answer(job, job.panel[0])
    _answer(job, job.panel[1], at=28 * DAY - timedelta(seconds=1))
    with pytest.raises(ConflictError, match="four weeks"):
        _answer(job, job.panel[2], at=28 * DAY)
    with pytest.raises(NotAllowedError):
        _answer(job, job.reserves[0])
    assert [one.looked_back for one in seats_of(job.db, job.id) if one.answer is SeatState.ACCEPTED].count(True) == 2


def test_nothing_is_shown_below_three_answers_and_texts_stand_by_letter(job: Hiring) -> None:
    job.in_retention()
    for person, text in zip(job.panel[:2], ("Zed", "Beter"), strict=True):
        _answer(job, person, text)
    assert looked_back(job.db, job.id) is None
    _answer(job, job.panel[2])
    together = looked_back(job.db, job.id)
    assert together is not None
    assert (together.clear[Answer.YES], together.free[Answer.PARTLY]) == (3, 3)
    assert [text for _number, text in together.better] == ["Beter", "Zed"]


def test_on_the_pages_a_member_is_asked_and_the_secretary_reads_it(db: Session, site: Site, job: Hiring) -> None:
    job.in_retention()
    site.at(PLACED + DAY)
    base = f"/noorderkwartier/vacatures/{job.id}"
    mine = procedures_waiting(db, job.place.id, job.panel[0].actor, PLACED + DAY)
    assert "Look back on the panel: three short questions" in [one.what for one in mine]
    for person in job.panel[:3]:
        member = site.visitor(language="en").sign_in(person)
        asked = member.open(f"{base}/panellid").follow("Look back on the panel")
        refused = asked.submit("Send my answers", expect=422)
        assert refused.has("Choose an answer.")
        done = refused.submit("Send my answers", clear="yes", free="no", better="Shorter texts.")
        assert done.has("Thank you. The secretary and the board read it")
        member.open(f"{base}/panellid/terugkijken", expect=409)
    for reader in (job.secretary, job.board):
        page = site.visitor(language="en").sign_in(reader).open(f"{base}/beheer")
        assert page.has("What the panel thought of it")
        assert page.has("No: 3")
        assert page.has("Shorter texts.")
        assert page.has("Take this text out") is (reader is job.secretary)
    assert site.visitor(language="en").open(base).lacks("Shorter texts.")


def test_a_text_that_may_tell_who_somebody_is_is_said_and_the_secretary_can_take_it_out(
    db: Session, site: Site, job: Hiring
) -> None:
    job.in_retention()
    site.at(PLACED + DAY)
    base = f"/noorderkwartier/vacatures/{job.id}"
    for person, text in zip(job.panel, ("Call mevrouw Jansen first.", "Shorter texts.", "More time."), strict=False):
        asked = site.visitor(language="en").sign_in(person).open(f"{base}/panellid/terugkijken")
        done = asked.submit("Send my answers", clear="yes", free="no", better=text)
        assert done.has("may tell who somebody is") is ("Jansen" in text)
    office = site.visitor(language="en").sign_in(job.secretary)
    (number,) = [one.id for one in db.scalars(select(Evaluation)) if "Jansen" in one.better]
    site.visitor(language="en").sign_in(job.board).post(f"{base}/terugblik/{number}/weg", expect=403)
    office.post(f"{base}/terugblik/{number + 99}/weg", expect=404)
    page = office.post(f"{base}/terugblik/{number}/weg")
    assert page.has("The text is gone for good.")
    assert page.lacks("Jansen")
    assert page.has("Shorter texts.")
    assert page.has("Yes: 3")


def test_what_members_wrote_goes_a_year_after_the_end_and_again_after_a_restore(db: Session, job: Hiring) -> None:
    job.in_retention()
    for person in job.panel[:3]:
        _answer(job, person, "Call mevrouw Jansen first.")
    actions.run_clock(db, at=PLACED + timedelta(days=364))
    assert {one.better for one in db.scalars(select(Evaluation))} == {"Call mevrouw Jansen first."}
    actions.run_clock(db, at=PLACED + timedelta(days=365))
    rows = db.scalars(select(Evaluation)).all()
    assert [(one.clear, one.better) for one in rows] == [(Answer.YES, "")] * 3
    rows[0].better = "Call mevrouw Jansen first."
    listed = [("panel_evaluations", one.id) for one in rows]
    assert actions.replay_ledger(db, listed, at=PLACED + timedelta(days=366)) == 1
    assert rows[0].better == ""
