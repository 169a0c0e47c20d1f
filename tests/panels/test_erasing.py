"""After erasing nothing personal is left in any row, and a restored copy is erased again."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.audit.models import Erasure
from coop.audit.queries import ledger_of
from coop.kernel.db import Base
from coop.kernel.errors import ConflictError
from coop.notifications.actions import mark_sent
from coop.notifications.models import OutboxMessage
from coop.panels import actions
from coop.panels.models import Application, ApplicationDraft, Procedure, ScoreSheet, Seat, Volunteer
from coop.panels.policy import AppState, State
from coop.panels.queries import application_by_token, panel_make_up
from coop.rules.sortition import lottery_from_json
from tests.panels.making import CLOSES, ITEMS, PLACED, SECRET, Hiring, hiring
from tests.support.make import NOON
from tests.support.site import Site

LATER = PLACED + timedelta(days=28)


def _everything(db: Session) -> str:
    """All rows of all tables as text."""
    db.flush()
    return "\n".join(
        str(tuple(row)) for table in Base.metadata.sorted_tables for row in db.execute(select(table)).all()
    )


def test_after_erasing_no_column_holds_a_name_an_address_an_answer_or_a_score(db: Session, job: Hiring) -> None:
    job.in_retention()
    parts = ("Anna", "Bram", "@example.org", "An example.", SECRET, "A reason.", f"private-Anna-{job.id}")
    assert all(part in _everything(db) for part in parts)
    actions.run_clock(db, at=LATER - timedelta(seconds=1))
    assert job.is_in(State.RETENTION)
    actions.run_clock(db, at=LATER)
    assert job.is_in(State.ERASED)
    waiting = db.scalars(select(OutboxMessage).where(OutboxMessage.to_email.is_not(None))).all()
    assert {one.subject for one in waiting} == {"Your data are erased"}
    for one in waiting:
        mark_sent(db, one.id, at=LATER)
    left = _everything(db)
    assert [part for part in parts if part in left] == []
    assert [(one.number, one.state) for one in job.applications()] == [(1, AppState.ACCEPTED), (2, AppState.REJECTED)]


def test_the_certificate_counts_and_tells_nobody(db: Session, job: Hiring) -> None:
    job.in_retention()
    actions.run_clock(db, at=LATER)
    certificate = job.procedure.certificate
    assert certificate is not None
    assert certificate["counts"] == {
        "applications": 2,
        "kept_with_consent": 0,
        "score_sheets": 24,
        "stepped_back": 0,
    }
    assert certificate["item_means"] == {}  # two candidates: a mean could point at one
    assert len(certificate["sha256"]) == 64


def test_means_remain_for_three_candidates(db: Session, job: Hiring) -> None:
    job.placed_with(("Anna", "Bram", "Carla"))
    actions.run_clock(db, at=LATER)
    certificate = job.procedure.certificate
    assert certificate is not None
    assert certificate["item_means"] == dict.fromkeys(sorted(ITEMS), 4.0)


def test_who_agreed_is_kept_for_a_year_at_most_and_can_take_that_back(db: Session, job: Hiring) -> None:
    job.in_retention()
    loser = job.applications(AppState.REJECTED)[0]
    actions.set_consent(db, job.place.id, job.id, loser.token, agrees=True, at=PLACED)
    actions.run_clock(db, at=LATER)
    assert loser.name == "Bram"
    assert application_by_token(db, job.place.id, job.id, loser.token) is loser
    actions.run_clock(db, at=PLACED + timedelta(days=365))
    assert loser.name == ""


def test_consent_taken_back_after_erasing_erases_at_once(db: Session, job: Hiring) -> None:
    job.in_retention()
    loser = job.applications(AppState.REJECTED)[0]
    actions.set_consent(db, job.place.id, job.id, loser.token, agrees=True, at=PLACED)
    actions.run_clock(db, at=LATER)
    actions.set_consent(db, job.place.id, job.id, loser.token, agrees=False, at=LATER)
    actions.run_clock(db, at=LATER)
    assert loser.name == ""


def test_a_restored_copy_is_erased_again_from_the_ledger(db: Session, job: Hiring) -> None:
    job.in_retention()
    with db.begin_nested() as restored:
        actions.run_clock(db, at=LATER)
        ledger = [(name, number) for name, number, _at in ledger_of(db)]
        restored.rollback()
    db.expire_all()
    assert "Anna" in _everything(db)
    rows = [row for row in ledger if row[0] not in ("complaints", "procedures")]
    assert actions.replay_ledger(db, ledger, at=LATER) == len(rows)
    left = _everything(db)
    assert not [part for part in ("Anna", "@example.org", SECRET) if part in left]
    assert actions.replay_ledger(db, ledger, at=LATER) == 0


def test_a_number_that_was_given_again_saves_the_newer_row(db: Session, job: Hiring) -> None:
    """SQLite gives a deleted row's number to the next one: the ledger of one procedure must not touch another's."""
    job.in_retention()
    actions.run_clock(db, at=LATER)
    ledger = [(name, number) for name, number, _at in ledger_of(db)]
    other = hiring(db, job.place)
    other.deliberating()
    numbers = set(db.scalars(select(ScoreSheet.id).where(ScoreSheet.procedure_id == other.id)))
    assert len(numbers) > 10
    # Whatever the database did with its numbers: as if all of them had been used before.
    again = [*ledger, *(("score_sheets", number) for number in numbers)]
    assert actions.replay_ledger(db, again, at=LATER) == 0
    assert set(db.scalars(select(ScoreSheet.id).where(ScoreSheet.procedure_id == other.id))) == numbers


def test_what_volunteers_told_goes_28_days_after_the_draw_and_the_counts_stay(db: Session, job: Hiring) -> None:
    job.published()
    shown = panel_make_up(db, job.id)
    actions.run_clock(db, at=NOON + timedelta(days=28))
    told = {row.id: row.told for row in db.scalars(select(Volunteer))}
    kept = {seat.volunteer_id for seat in db.scalars(select(Seat))}
    assert {number for number, value in told.items() if value} == kept  # a reserve may still be needed
    job.apply("Anna", at=NOON + timedelta(days=28))
    procedure = db.get_one(Procedure, job.id)
    assert procedure.make_up == {feature: [list(row) for row in rows] for feature, rows in shown.items()}


def test_a_saved_draft_goes_a_week_after_closing(db: Session, job: Hiring) -> None:
    job.published()
    actions.save_draft(db, job.place.id, job.id, values={"name": "Half"}, token="draft", at=NOON)
    actions.run_clock(db, at=CLOSES + timedelta(days=6))
    assert db.scalars(select(ApplicationDraft)).all()
    actions.run_clock(db, at=CLOSES + timedelta(days=7))
    assert not db.scalars(select(ApplicationDraft)).all()
    assert "application_drafts" in set(db.scalars(select(Erasure.table_name)))


def test_names_of_the_panel_go_a_year_after_the_end(db: Session, job: Hiring) -> None:
    job.in_retention()
    actions.run_clock(db, at=PLACED + timedelta(days=365))
    assert not [seat for seat in db.scalars(select(Seat)) if seat.account_id is not None]
    assert not db.scalars(select(ScoreSheet)).all()
    assert {one.account_id for one in db.scalars(select(Application))} == {None}


def test_paper_is_noted_as_destroyed_once_and_only_after_erasing(db: Session, job: Hiring) -> None:
    job.in_retention()
    with pytest.raises(ConflictError):
        job.do(actions.destroy_paper, PLACED)
    actions.run_clock(db, at=LATER)
    job.do(actions.destroy_paper, LATER)
    assert job.procedure.paper_destroyed_at == LATER
    with pytest.raises(ConflictError):
        job.do(actions.destroy_paper, LATER)


def test_when_no_reserve_is_needed_any_more_nobody_can_tell_who_had_which_name_in_the_draw(
    db: Session, site: Site, job: Hiring
) -> None:
    job.screening()
    address = f"/noorderkwartier/vacatures/{job.id}/loting.json"
    published = site.visitor().get(address).data
    late = NOON + timedelta(days=29)
    job.do(actions.suspend, late, reason="A pause.")
    actions.run_clock(db, at=late)
    assert all(row.pseudonym for row in db.scalars(select(Volunteer)))
    listed = job.procedure.lottery_sha256
    actions.withdraw_application(db, job.place.id, job.id, job.applications()[0].token, at=late)
    actions.withdraw_application(db, job.place.id, job.id, job.applications()[1].token, at=late)
    job.do(actions.resume, late, reason="It goes on.")
    actions.run_clock(db, at=late + timedelta(days=1))
    actions.run_clock(db, at=late + timedelta(days=2))
    assert job.is_in(State.UNFILLED)
    assert not [row for row in db.scalars(select(Volunteer)) if row.pseudonym]
    assert job.procedure.lottery_sha256 == listed
    assert site.visitor().get(address).data == published
    assert lottery_from_json(published.decode()).min_chance > 0
