"""A large file of members on its way into the register: sent, taken by the job, and entered whole or not at all."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.districts.queries import hold_district
from coop.kernel.access import Actor, Permission, Role
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError
from coop.kernel.words import mark
from coop.members.actions.register import import_members, rows_against_register
from coop.members.models import MemberImport
from coop.members.policy import ImportState, MemberRow, Refused

# A job that was stopped in the middle begins anew after so long: nothing of it was kept.
TAKEN_AGAIN = timedelta(minutes=5)
MOST_TOLD = 1000


def send_import(db: Session, actor: Actor, district_id: int, text: str, *, rows: int, at: datetime) -> MemberImport:
    """Keep a file until the job enters it. Raises `ConflictError` while another file of this neighbourhood waits."""
    actor.require(Permission.KEEP_REGISTER)
    hold_district(db, district_id)
    busy = select(MemberImport.id).where(
        MemberImport.district_id == district_id, MemberImport.state.in_((ImportState.WAITING, ImportState.RUNNING))
    )
    if db.scalar(busy.limit(1)) is not None:
        raise ConflictError(mark("Another file is being entered. Wait until that is done."), field="file")
    made = MemberImport(
        district_id=district_id,
        sent_by=actor.account_id,
        sent_at=at,
        rows=rows,
        content=text,
        state=ImportState.WAITING,
        refused=[],
        touched_at=at,
    )
    db.add(made)
    db.flush()
    return made


def take_import(db: Session, *, at: datetime) -> MemberImport | None:
    """The oldest file that waits, now of this job; also one whose job was stopped in the middle."""
    waits = (MemberImport.state == ImportState.WAITING) | (
        (MemberImport.state == ImportState.RUNNING) & (MemberImport.touched_at < at - TAKEN_AGAIN)
    )
    found = db.scalar(select(MemberImport).where(waits).order_by(MemberImport.id).limit(1).with_for_update())
    if found is not None:
        found.state, found.share, found.touched_at = ImportState.RUNNING, 0, at
        db.flush()
    return found


def tell_import(db: Session, import_id: int, share: int, *, at: datetime) -> None:
    """Write down how far it is."""
    found = db.get_one(MemberImport, import_id)
    found.share, found.touched_at = min(share, 99), at
    db.flush()


def finish_import(db: Session, import_id: int, rows: Sequence[MemberRow], *, at: datetime) -> bool:
    """Enter every row, or none and say why; the file itself is gone after it. True when they were entered."""
    found = db.get_one(MemberImport, import_id, with_for_update=True)
    if found.state is not ImportState.RUNNING:
        return False
    on = local_day(at)
    against = rows_against_register(db, found.district_id, rows, on=on)
    if against:
        refuse_import(db, import_id, against, at=at)
        return False
    # Whoever sent it was allowed to; the job does it in that name.
    keeper = Actor(found.sent_by, "", found.district_id, frozenset({Role.SECRETARY}))
    import_members(db, keeper, found.district_id, rows, on=on)
    found.state, found.share, found.content, found.touched_at = ImportState.DONE, 100, "", at
    db.flush()
    return True


def refuse_import(db: Session, import_id: int, refused: Sequence[Refused], *, at: datetime) -> None:
    """Enter nobody; keep which lines were wrong and why."""
    found = db.get_one(MemberImport, import_id)
    found.state, found.content, found.touched_at = ImportState.REFUSED, "", at
    found.refused = [[one.line, one.reason] for one in refused[:MOST_TOLD]]
    db.flush()
