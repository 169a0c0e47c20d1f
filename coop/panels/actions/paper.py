"""Score sheets on paper: typed by one person and once more by another."""

from datetime import datetime

from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Permission
from coop.kernel.errors import ConflictError
from coop.kernel.words import mark
from coop.panels.actions.firing import fire, locked
from coop.panels.actions.scoring import EVENTS, cleaned, keep, phase_of, require_may_score
from coop.panels.models import PaperSheet
from coop.panels.policy import Part, SeatState, require_sheet
from coop.panels.policy.scores import Sheet
from coop.panels.queries import application_of, paper_sheet_of, seat_of, sheet_of


def type_paper_sheet(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    application_id: int,
    *,
    seat_id: int,
    sheet: Sheet,
    at: datetime,
) -> PaperSheet:
    """Type a sheet that a member filled in on paper. It is handed in when a second person typed the same scores.

    No refusal depends on what the member did on the site: it would tell who has handed in.
    """
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    seat = seat_of(db, district_id, procedure_id, seat_id)
    application = application_of(db, district_id, procedure_id, application_id)
    phase = phase_of(procedure)
    if seat.answer is not SeatState.ACCEPTED:
        raise ConflictError(mark("Only for somebody who is on the panel."))
    require_may_score(db, procedure, seat, application)
    require_sheet(procedure.items, sheet)
    fire(db, procedure, EVENTS[phase], frozenset({Part.MEMBER}), at=at)
    scores = cleaned(procedure.items, sheet)
    row = paper_sheet_of(db, seat.id, application.id, phase)
    if row is None or row.typed_by_id == actor.account_id or row.checked_at is not None:
        if row is None:
            row = PaperSheet(
                district_id=district_id,
                procedure_id=procedure_id,
                application_id=application.id,
                seat_id=seat.id,
                phase=phase,
            )
            db.add(row)
        row.scores, row.typed_by_id, row.typed_at, row.checked_at = scores, actor.account_id, at, None
    elif any(row.scores[code]["score"] != value["score"] for code, value in scores.items()):
        raise ConflictError(mark("These scores differ from what was typed first. Look at the paper together."))
    else:
        row.checked_at = at
        on_site = sheet_of(db, seat.id, application.id, phase)
        if on_site is None or not on_site.complete or on_site.from_paper:
            keep(db, seat, application, phase, at=at, scores=row.scores, complete=True, from_paper=True)
    db.flush()
    return row
