"""Noting what people say, sorting it to the agenda, slips for who wants to hear back, and erasing."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from coop.agenda.actions import add_heard, bring_in, take_heard_back
from coop.agenda.models import Item
from coop.agenda.policy import Domain, Kind
from coop.audit.actions import note_erasure
from coop.districts.queries import clusters_of, hold_district
from coop.doors import policy
from coop.doors.models import DoorNote, DoorSlip
from coop.doors.policy import Way
from coop.doors.queries import slip_with
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError, NotFoundError
from coop.kernel.text import clean_text, require_filled
from coop.kernel.words import mark
from coop.members.policy import new_code, typed_code


@dataclass(frozen=True, slots=True)
class Told:
    """What was heard: each line of `lines` one note. `slip`: the code of the slip that was given, empty for none."""

    lines: str
    way: Way
    cluster_id: int | None
    domain: Domain | None
    heard_on: date
    slip: str = ""


def note_heard(
    db: Session, actor: Actor, district_id: int, told: Told, *, batch: str, key: bytes, at: datetime
) -> Sequence[DoorNote]:
    """Keep what was heard; of a sending that came before only what is new. Returns all notes of this sending.

    Raises `InvalidError` on `lines`, `cluster`, `heard_on` or `slip`.
    """
    actor.require(Permission.NOTE_AT_DOORS)
    policy.require_batch(batch)
    lines = policy.lines_of(told.lines)
    # One after another, so that a sending that comes twice at the same moment is kept once.
    hold_district(db, district_id)
    mine = DoorNote.account_id == actor.account_id, DoorNote.batch == batch, DoorNote.district_id == district_id
    kept = list(db.scalars(select(DoorNote).where(*mine).order_by(DoorNote.position)))
    new = policy.not_there_yet(lines, [one.text for one in kept])
    if not new:
        return kept
    policy.require_day(told.heard_on, local_day(at))
    if told.cluster_id is not None and told.cluster_id not in {one.id for one in clusters_of(db, district_id)}:
        raise InvalidError(mark("Choose one of the options."), field="cluster")
    slip = _free_slip(db, district_id, told.slip, len(lines), key) if told.slip.strip() else None
    added = [
        DoorNote(
            district_id=district_id,
            account_id=actor.account_id,
            batch=batch,
            position=place,
            text=line,
            way=told.way,
            cluster_id=told.cluster_id,
            domain=told.domain,
            heard_on=told.heard_on,
            at=at,
        )
        for place, line in enumerate(new, len(kept) + 1)
    ]
    db.add_all(added)
    db.flush()
    if slip is not None:
        slip.note_id = added[0].id
        db.flush()
    return [*kept, *added]


def _free_slip(db: Session, district_id: int, typed: str, lines: int, key: bytes) -> DoorSlip:
    if lines > 1:
        raise InvalidError(mark("A slip belongs to one line. Send that line by itself."), field="slip")
    code = typed_code(typed)
    slip = slip_with(db, district_id, policy.hashed_slip(key, code)) if code else None
    if slip is None:
        raise InvalidError(mark("We do not know this code. Look at the slip once more."), field="slip")
    if slip.note_id is not None:
        raise InvalidError(mark("This slip was given to somebody else already."), field="slip")
    return slip


def _in_hand(db: Session, actor: Actor, district_id: int, note_ids: Collection[int]) -> list[DoorNote]:
    """The notes, held until the end of the transaction. Raises `NotFoundError`, also for those of elsewhere."""
    actor.require(Permission.SORT_NOTES)
    policy.require_some(len(set(note_ids)))
    mine = DoorNote.district_id == district_id, DoorNote.id.in_(note_ids)
    found = list(db.scalars(select(DoorNote).where(*mine).order_by(DoorNote.id).with_for_update()))
    if len(found) != len(set(note_ids)):
        raise NotFoundError(mark("One of these notes is not waiting any more. Somebody else may have sorted it."))
    if any(one.sorted_at is not None for one in found):
        raise ConflictError(mark("One of these notes was sorted already. Begin again with those that wait."))
    return found


def _sorted_to(db: Session, actor: Actor, notes: Sequence[DoorNote], item: Item, at: datetime) -> Item:
    for note in notes:
        note.item_id, note.sorted_at, note.decided_by = item.id, at, actor.account_id
    add_heard(db, item, len(notes))
    return item


def bring_notes_in(
    db: Session,
    actor: Actor,
    district_id: int,
    note_ids: Collection[int],
    *,
    kind: Kind,
    domain: Domain,
    title: str,
    in_short: str,
    place: str,
    at: datetime,
) -> Item:
    """Make one new item of notes. Raises `InvalidError` beside a field, `ConflictError` when one was sorted before."""
    notes = _in_hand(db, actor, district_id, note_ids)
    item = bring_in(
        db,
        actor,
        district_id,
        kind=kind,
        domain=domain,
        title=title,
        in_short=in_short,
        place=place,
        origin=policy.origin_of({one.way for one in notes}),
        at=at,
    )
    return _sorted_to(db, actor, notes, item, at)


def add_notes(
    db: Session, actor: Actor, district_id: int, note_ids: Collection[int], item_id: int, *, at: datetime
) -> Item:
    """Add notes as voices to an item that is open. Raises `ConflictError` when one was sorted before."""
    notes = _in_hand(db, actor, district_id, note_ids)
    item = db.scalar(select(Item).where(Item.id == item_id, Item.district_id == district_id).with_for_update())
    if item is None:
        raise InvalidError(mark("Choose an item."), field="into")
    return _sorted_to(db, actor, notes, item, at)


def put_away(
    db: Session, actor: Actor, district_id: int, note_ids: Collection[int], reason: str, *, at: datetime
) -> None:
    """Put notes away with a reason that who holds a slip reads. Raises `InvalidError` on `reason`."""
    said = require_filled(clean_text(reason), policy.REASON_LENGTH, "reason", mark("Say why you put this away."))
    for note in _in_hand(db, actor, district_id, note_ids):
        note.reason, note.sorted_at, note.decided_by = said, at, actor.account_id
    db.flush()


def sort_again(db: Session, actor: Actor, district_id: int, note_id: int) -> DoorNote:
    """A note went to the wrong place: it waits again, and no longer counts where it was counted.

    Raises `ConflictError` when it waits already, `NotFoundError` when it is not there (any more).
    """
    actor.require(Permission.SORT_NOTES)
    mine = DoorNote.district_id == district_id, DoorNote.id == note_id
    note = db.scalar(select(DoorNote).where(*mine).with_for_update().execution_options(populate_existing=True))
    if note is None:
        raise NotFoundError(mark("This note is not there (any more)."))
    if note.sorted_at is None:
        raise ConflictError(mark("This note waits already."))
    if note.item_id is not None:
        take_heard_back(db, district_id, note.item_id)
    note.item_id = note.sorted_at = note.decided_by = None
    note.reason = ""
    db.flush()
    return note


def print_slips(
    db: Session, actor: Actor, district_id: int, *, key: bytes, draw: Callable[[int], int], at: datetime
) -> list[str]:
    """Codes for a sheet of slips; only this answer holds them."""
    actor.require(Permission.SORT_NOTES)
    codes = [new_code(draw) for _ in range(policy.SLIPS_ON_A_SHEET)]
    db.add_all(
        DoorSlip(
            district_id=district_id,
            code=policy.hashed_slip(key, code),
            printed_by=actor.account_id,
            printed_at=at,
        )
        for code in codes
    )
    db.flush()
    return codes


def open_slip(db: Session, district_id: int, typed: str, *, key: bytes) -> DoorSlip:
    """The slip with this code. Raises `InvalidError` on `code` when nobody got it, or its note was erased."""
    code = typed_code(typed)
    slip = slip_with(db, district_id, policy.hashed_slip(key, code)) if code else None
    if slip is None or slip.note_id is None:
        raise InvalidError(
            mark("We find nothing with this code. Look at the slip once more, or call us."), field="code"
        )
    return slip


def erase_notes(db: Session, *, at: datetime) -> int:
    """Erase notes whose term is over, with their slips, and old slips that nobody got. Returns how many rows."""
    over = or_(DoorNote.sorted_at <= at - policy.KEPT_AFTER_SORTING, DoorNote.at <= at - policy.KEPT_AT_MOST)
    due = db.scalars(select(DoorNote).where(over)).all()
    for note in due:
        forget_note(db, note)
        note_erasure(db, DoorNote.__tablename__, note.id, district_id=note.district_id, at=at)
    old = DoorSlip.printed_at <= at - policy.KEPT_AT_MOST, DoorSlip.note_id.is_(None)
    unused = db.scalars(select(DoorSlip.id).where(*old)).all()
    db.execute(delete(DoorSlip).where(DoorSlip.id.in_(unused)))
    return len(due) + len(unused)


def forget_note(db: Session, note: DoorNote) -> None:
    """Erase a note and the slip that leads to it."""
    db.execute(delete(DoorSlip).where(DoorSlip.note_id == note.id))
    db.delete(note)
    db.flush()
