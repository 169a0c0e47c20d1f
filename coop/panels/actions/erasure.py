"""Erasing by the clock: what is kept, until when, and the ledger with which a restored copy is erased again.

Source: domain notes 2.8.6. What remains of a procedure are counts, an outcome per number, and the draw.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.audit.actions import note_erasure
from coop.kernel.words import mark
from coop.notifications.actions import forget_address
from coop.panels.actions.messages import tell_candidate
from coop.panels.models import (
    Application,
    ApplicationDraft,
    Breach,
    Complaint,
    Declaration,
    Evaluation,
    Interview,
    Opinion,
    PaperSheet,
    Procedure,
    ProcedureChange,
    ScoreSheet,
    Seat,
    Volunteer,
)
from coop.panels.policy import AppState, SeatState, State
from coop.panels.queries import INTERVIEW, panel_make_up, seats_of

DRAFTS_KEPT = timedelta(days=7)
TOLD_KEPT = timedelta(days=28)
NAMES_KEPT = timedelta(days=365)
HISTORY_KEPT = timedelta(days=730)
LIST_KEPT = timedelta(days=5 * 365)
_LEAST_CANDIDATES = 3
_GONE_OF_EARLIER: dict[str, Any] = {"votes": None, "minutes": "", "opinions": []}
_DELETED: dict[str, Any] = {
    table.__tablename__: table for table in (ScoreSheet, PaperSheet, Declaration, Interview, Opinion, ApplicationDraft)
}
_NEEDS_RESERVES = frozenset(
    {
        *(State.APPROVED, State.PUBLISHED, State.CLOSED, State.SCREENING, State.SHORTLIST_SET),
        # Until the decision all candidates can still be heard again, with reserves.
        *(State.CONFLICT_CHECK, State.INTERVIEWING, State.SCORING, State.DELIBERATION, State.SUSPENDED),
    }
)


def erase_procedure(db: Session, procedure: Procedure, *, at: datetime) -> None:
    """Erase candidates, sheets, interviews, declarations and opinions; keep counts and a certificate."""
    applications = _of(db, Application, procedure.id)
    kept = [one for one in applications if one.consent_until_at and one.consent_until_at > at]
    sheets, declarations = _of(db, ScoreSheet, procedure.id), _of(db, Declaration, procedure.id)
    counts = {
        "applications": len(applications) - len(kept),
        "kept_with_consent": len(kept),
        "score_sheets": len(sheets),
        "stepped_back": sum(1 for one in declarations if one.steps_back),
    }
    means = _item_means(sheets, len(applications))
    for one in applications:
        if one not in kept:
            _tell_erased(db, procedure, one, at)
            _erase_application(db, one, at)
    for table in _DELETED.values():
        for row in _of(db, table, procedure.id):
            _note(db, row, at)
            db.delete(row)
    for complaint in _of(db, Complaint, procedure.id):
        complaint.text = complaint.ruling = ""
        _note(db, complaint, at)
    for breach in _of(db, Breach, procedure.id):
        breach.numbers, breach.seat_id = [], None
    _note(db, procedure, at)
    procedure.votes = procedure.tally = None
    procedure.minutes = ""
    # Of earlier places there remains what remains of the last one.
    procedure.earlier = [{**one, **_GONE_OF_EARLIER} for one in procedure.earlier] if procedure.earlier else None
    procedure.employer_token = procedure.committee_token = procedure.stand_in_token = None
    procedure.employer_contact = procedure.committee_contact = procedure.stand_in_contact = ""
    procedure.erased_at = at
    ids = ",".join(str(one.id) for one in applications if one not in kept)
    procedure.certificate = {
        "counts": counts,
        "item_means": means,
        "sha256": hashlib.sha256(f"{procedure.id}:{ids}:{at.isoformat()}".encode()).hexdigest(),
        "at": at.isoformat(),
    }
    db.flush()


def forget_interviews(db: Session, procedure: Procedure) -> None:
    """What was written in the first interviews, and of them, goes when all candidates are heard again.

    It is not in the ledger of erasures: a copy from before knows these interviews as the only ones, and a database may
    give the next interviews the numbers of these.
    """
    for table in (ScoreSheet, PaperSheet, Interview, Opinion):
        for row in _of(db, table, procedure.id):
            if getattr(row, "phase", INTERVIEW) == INTERVIEW:
                db.delete(row)
    db.flush()


def _item_means(sheets: Sequence[ScoreSheet], candidates: int) -> dict[str, float]:
    """Mean per item over all candidates together; nothing for fewer than three candidates."""
    if candidates < _LEAST_CANDIDATES:
        return {}
    given: dict[str, list[int]] = {}
    for sheet in sheets:
        if sheet.phase == INTERVIEW and not sheet.struck:
            for code, value in (sheet.amended or sheet.scores).items():
                if value["score"] is not None:
                    given.setdefault(code, []).append(value["score"])
    return {code: round(sum(scores) / len(scores), 1) for code, scores in sorted(given.items())}


def _of(db: Session, table: Any, procedure_id: int) -> list[Any]:
    return list(db.scalars(select(table).where(table.procedure_id == procedure_id).order_by(table.id)))


def _note(db: Session, row: Any, at: datetime) -> None:
    note_erasure(db, row.__tablename__, row.id, district_id=row.district_id, at=at)


def _tell_erased(db: Session, procedure: Procedure, one: Application, at: datetime) -> None:
    """The last message; whatever else still waits for a bare address is not sent any more."""
    forget_address(db, one.contact)
    if one.state is not AppState.REPLACED:
        tell_candidate(db, procedure, one, mark("Your data are erased"), body=_ERASED, at=at)


_ERASED = mark("It is about: %(title)s. Everything you sent is erased. You need do nothing.")


def _erase_application(db: Session, one: Application, at: datetime) -> None:
    """Overwrite everything personal; number and outcome stay."""
    one.name = one.contact = one.cv = one.sorting_reason = ""
    one.answers = {}
    one.redacted = one.letter = one.knock_outs = one.missing = None
    one.account_id = one.consent_until_at = None
    one.token = f"erased-{one.id}"
    one.erased_at = at
    _note(db, one, at)


def erase_replaced(db: Session, one: Application, *, at: datetime) -> None:
    """An older application of the same person goes at once."""
    _erase_application(db, one, at)
    db.flush()


def sweep(db: Session, *, at: datetime) -> int:
    """Erase what is due outside a procedure's own end: drafts, what volunteers told, names, consented applications."""
    erased = _sweep_drafts(db, at) + _sweep_consented(db, at)
    for procedure in db.scalars(select(Procedure).where(Procedure.drawn_at <= at - TOLD_KEPT)).all():
        erased += _sweep_volunteers(db, procedure, at)
    for procedure in db.scalars(select(Procedure).where(Procedure.concluded_at <= at - NAMES_KEPT)).all():
        erased += _sweep_names(db, procedure, at)
    old = select(ProcedureChange).where(ProcedureChange.at <= at - HISTORY_KEPT)
    for change in db.scalars(old.where(ProcedureChange.account_id.is_not(None))).all():
        change.account_id = None
    lists = select(Procedure).where(Procedure.drawn_at <= at - LIST_KEPT, Procedure.algorithm.is_not(None))
    for procedure in db.scalars(lists).all():
        procedure.panels = procedure.algorithm = None
    db.flush()
    return erased


def _sweep_drafts(db: Session, at: datetime) -> int:
    rows = db.scalars(
        select(ApplicationDraft)
        .join(Procedure, Procedure.id == ApplicationDraft.procedure_id)
        .where(Procedure.closes_at <= at - DRAFTS_KEPT)
    ).all()
    for row in rows:
        _note(db, row, at)
        db.delete(row)
    return len(rows)


def _sweep_consented(db: Session, at: datetime) -> int:
    done = 0
    for one in db.scalars(select(Application).where(Application.consent_until_at <= at)).all():
        one.consent_until_at = None
        procedure = db.get_one(Procedure, one.procedure_id)
        if procedure.state is State.ERASED:
            _tell_erased(db, procedure, one, at)
            _erase_application(db, one, at)
            done += 1
    return done


def _sweep_volunteers(db: Session, procedure: Procedure, at: datetime) -> int:
    """What volunteers told: 28 days after the draw; of panel and reserves as long as a reserve may be needed."""
    if procedure.make_up is None:
        counts = panel_make_up(db, procedure.id)
        procedure.make_up = {feature: [list(row) for row in rows] for feature, rows in counts.items()}
    needed = set()
    if procedure.state in _NEEDS_RESERVES:
        used = (SeatState.ACCEPTED, SeatState.WAITING, SeatState.RESERVE)
        needed = {seat.volunteer_id for seat in seats_of(db, procedure.id) if seat.answer in used}
    done = 0
    for row in _of(db, Volunteer, procedure.id):
        if procedure.state not in _NEEDS_RESERVES:
            # Then nobody can tell any more who had which name on the list.
            row.pseudonym = None
        if row.id not in needed and row.told:
            _forget_told(row)
            _note(db, row, at)
            done += 1
    return done


def _forget_told(row: Volunteer) -> None:
    row.cluster = row.age_band = row.experience = row.gender = row.home_language = row.household = ""
    row.told = False


def _sweep_names(db: Session, procedure: Procedure, at: datetime) -> int:
    rows = [*_of(db, Volunteer, procedure.id), *_of(db, Seat, procedure.id)]
    named = [row for row in rows if row.account_id is not None or bool(getattr(row, "name", ""))]
    for row in named:
        row.account_id = None
        if isinstance(row, Volunteer):
            row.name = row.contact = ""
        _note(db, row, at)
    wishes = [row for row in _of(db, Evaluation, procedure.id) if row.better]
    for wish in wishes:
        wish.better = ""
        _note(db, wish, at)
    return len(named) + len(wishes)


def replay_ledger(db: Session, rows: Iterable[tuple[str, int]], *, at: datetime) -> int:
    """Erase again what a restored backup brought back. Returns how many rows were erased.

    A row that was deleted has left its number, and a database may give that to a newer row: so it goes only where its
    whole procedure stands in the ledger, whose number never comes back, or where its own term has passed.
    """
    known = list(rows)
    ended = {row_id for name, row_id in known if name == Procedure.__tablename__}
    done = 0
    for name, row_id in known:
        if name in _DELETED:
            done += _delete_again(db, _DELETED[name], row_id, ended, at)
        else:
            done += _replay_one(db, name, row_id, at)
    db.flush()
    return done


def _delete_again(db: Session, table: Any, row_id: int, ended: set[int], at: datetime) -> int:
    row = db.get(table, row_id)
    if row is None:
        return 0
    is_over = row.procedure_id in ended
    if table is ApplicationDraft and not is_over:
        is_over = db.get_one(Procedure, row.procedure_id).closes_at <= at - DRAFTS_KEPT
    if is_over:
        db.delete(row)
    return int(is_over)


def _replay_one(db: Session, name: str, row_id: int, at: datetime) -> int:
    application = db.get(Application, row_id) if name == Application.__tablename__ else None
    if application is not None and application.erased_at is None:
        forget_address(db, application.contact)
        _erase_application(db, application, at)
        return 1
    complaint = db.get(Complaint, row_id) if name == Complaint.__tablename__ else None
    if complaint is not None and complaint.text:
        complaint.text = complaint.ruling = ""
        return 1
    wish = db.get(Evaluation, row_id) if name == Evaluation.__tablename__ else None
    if wish is not None and wish.better:
        wish.better = ""
        return 1
    volunteer = db.get(Volunteer, row_id) if name == Volunteer.__tablename__ else None
    if volunteer is not None and volunteer.told:
        _forget_told(volunteer)
        return 1
    return 0
