"""The draw as a job: the pool is frozen, 1,000 panels are computed beside the site, and the list is published.

While a draw is computed no lock is held; what it says of itself stands in `PanelDraw`.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.text import clean_text
from coop.kernel.words import mark
from coop.members.queries import homes_of, rules_on
from coop.panels import policy
from coop.panels.actions.firing import fire, locked, parts_of
from coop.panels.models import PanelDraw, Procedure
from coop.panels.models import Volunteer as VolunteerRow
from coop.panels.policy import USUAL, Draw, Event, Part, State, name_on_list, quotas_as_json, quotas_for
from coop.panels.queries import volunteers_of
from coop.rules.sortition import (
    InfeasibleError,
    Lottery,
    Quota,
    Relaxation,
    SortitionError,
    Volunteer,
    compute_lottery,
)

_CLOCK = frozenset({Part.CLOCK})
# Whoever was at a draw and said nothing for so long has stopped: it is begun again.
SILENT_TOO_LONG = timedelta(minutes=10)
NO_PANEL = mark("With these volunteers no panel can be drawn. Ask more residents to volunteer.")


def features_of(procedure: Procedure) -> tuple[str, ...]:
    """What this draw asks of volunteers."""
    return (*USUAL, *(procedure.features or ()))


def pool_of(rows: Sequence[VolunteerRow], features: Sequence[str] = USUAL) -> list[Volunteer]:
    """Rows of the pool as the rules know them."""
    return [
        Volunteer(row.pseudonym or "", {feature: getattr(row, feature) for feature in features}, row.household or None)
        for row in rows
    ]


def quotas_of(procedure: Procedure, pool: Sequence[Volunteer]) -> list[Quota]:
    """The quotas of a procedure: those that were published with the list, or what follows from the pool."""
    if procedure.quotas is not None:
        return [Quota(one["feature"], one["value"], one["min"], one["max"]) for one in procedure.quotas]
    return quotas_for(pool, policy.SEATS, features_of(procedure), procedure.given_way or ())


def freeze_pool(
    db: Session, actor: Actor, district_id: int, procedure_id: int, *, salt: str, at: datetime
) -> Procedure:
    """Close the list of volunteers, give everybody a pseudonym, and ask for the draw.

    `salt` (random, not kept) makes the pseudonyms an order that says nothing about anybody.
    """
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    fire(db, procedure, Event.FREEZE_POOL, parts_of(actor), at=at, account_id=actor.account_id)
    shuffled = sorted(
        volunteers_of(db, procedure_id),
        key=lambda row: hashlib.sha256(f"{salt}|{row.account_id}|{row.id}".encode()).digest(),
    )
    for place, row in enumerate(shuffled, 1):
        row.pseudonym, row.household = name_on_list(place), ""
    _note_households(db, shuffled, district_id, at)
    procedure.draw = Draw.POOL_FROZEN
    db.execute(delete(PanelDraw).where(PanelDraw.procedure_id == procedure_id))
    db.add(PanelDraw(procedure_id=procedure_id, district_id=district_id, asked_at=at))
    db.flush()
    return procedure


def _note_households(db: Session, rows: Sequence[VolunteerRow], district_id: int, at: datetime) -> None:
    """Who stand at one address in the register are never drawn together, when the statutes say so."""
    if not rules_on(db, district_id, local_day(at)).one_per_household:
        return
    homes = homes_of(db, district_id, [row.account_id for row in rows if row.account_id], local_day(at))
    shared = [home for home, count in Counter(homes.values()).items() if count > 1]
    for row in rows:
        home = homes.get(row.account_id or 0)
        if home in shared:
            row.household = f"H{shared.index(home) + 1}"


@dataclass(frozen=True, slots=True)
class DrawWork:
    """Everything a job needs to compute a draw without the database."""

    district_id: int
    procedure_id: int
    pool: Sequence[Volunteer]
    quotas: Sequence[Quota]

    def lottery(self, tell: Callable[[float], None] | None = None) -> Lottery:
        """Seconds to a minute. Raises `SortitionError`."""
        return compute_lottery(self.pool, self.quotas, policy.SEATS, tell)


def take_draw(db: Session, *, at: datetime) -> int | None:
    """Claim the draw that waits longest, None when there is none. Returns the procedure."""
    waiting = (
        select(PanelDraw)
        .join(Procedure, Procedure.id == PanelDraw.procedure_id)
        .where(Procedure.state == State.APPROVED, Procedure.draw == Draw.POOL_FROZEN)
        .order_by(PanelDraw.asked_at, PanelDraw.procedure_id)
    )
    for row in db.scalars(waiting.with_for_update(skip_locked=True, of=PanelDraw)):
        if row.told_at is None or at - row.told_at >= SILENT_TOO_LONG:
            row.begun_at = row.told_at = at
            row.share = 0
            db.flush()
            return row.procedure_id
    return None


def read_draw(db: Session, procedure_id: int) -> DrawWork:
    """The frozen pool and its quotas."""
    procedure = db.get_one(Procedure, procedure_id)
    features = features_of(procedure)
    pool = pool_of(volunteers_of(db, procedure_id), features)
    quotas = quotas_for(pool, policy.SEATS, features, procedure.given_way or ())
    return DrawWork(procedure.district_id, procedure_id, pool, quotas)


def tell_draw(db: Session, procedure_id: int, share: float, *, at: datetime) -> None:
    """Note how far a draw is, 0 to 1."""
    values = {"share": min(100, max(0, int(100 * share))), "told_at": at}
    db.execute(update(PanelDraw).where(PanelDraw.procedure_id == procedure_id).values(values))


def keep_draw(db: Session, work: DrawWork, lottery: Lottery, *, at: datetime) -> bool:
    """Publish the list; False when the procedure was suspended or called off in the meantime."""
    procedure = locked(db, work.district_id, work.procedure_id)
    row = db.get_one(PanelDraw, work.procedure_id)
    if procedure.state is not State.APPROVED or procedure.draw is not Draw.POOL_FROZEN:
        # Computed anew when the procedure goes on: the same pool gives the same list.
        row.told_at = row.begun_at = None
        return False
    fire(db, procedure, Event.PUBLISH_LIST, _CLOCK, at=at)
    for one in volunteers_of(db, procedure.id):
        one.chance = lottery.chances.get(one.pseudonym or "", 0)
    procedure.panels = [list(panel) for panel in lottery.panels]
    procedure.lottery_sha256, procedure.algorithm = lottery.sha256, lottery.algorithm
    procedure.quotas = quotas_as_json(work.quotas)
    procedure.draw = Draw.LIST_PUBLISHED
    row.share, row.done_at, row.told_at = 100, at, at
    db.flush()
    return True


def stop_draw(db: Session, work: DrawWork, reason: Exception, *, at: datetime) -> None:
    """No panel is possible, or the program failed: say why, and open the list of volunteers again."""
    procedure = locked(db, work.district_id, work.procedure_id)
    if procedure.state is not State.APPROVED or procedure.draw is not Draw.POOL_FROZEN:
        return
    fire(db, procedure, Event.THAW_POOL, _CLOCK, at=at)
    procedure.draw = Draw.POOL_OPEN
    for one in volunteers_of(db, procedure.id):
        one.pseudonym = None
    row = db.get_one(PanelDraw, work.procedure_id)
    changes = reason.relaxation if isinstance(reason, InfeasibleError) else ()
    row.relaxation = changes_as_json(changes)
    row.fault = NO_PANEL if isinstance(reason, SortitionError) else FAILED
    row.told_at = at
    db.flush()


FAILED = mark("Something went wrong on the server. Ask who manages it to look in the log.")


def changes_as_json(changes: Sequence[Relaxation]) -> list[dict[str, Any]]:
    """The smallest change of the quotas, for a JSON column."""
    return [
        {"feature": one.feature, "value": one.value, "bound": one.bound, "before": one.before, "after": one.after}
        for one in changes
    ]


def let_quotas_give_way(
    db: Session, actor: Actor, district_id: int, procedure_id: int, *, reason: str, at: datetime
) -> Procedure:
    """The secretary lets the proposed change count, with a reason that everybody can read; never done by itself."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    row = db.get(PanelDraw, procedure_id)
    if procedure.draw is not Draw.POOL_OPEN or row is None or not row.relaxation:
        raise ConflictError(mark("There is no change of the spread to decide on now."))
    said = clean_text(reason)
    if not said:
        raise InvalidError(mark("Give a reason. Everybody can read it."), field="reason")
    who = parts_of(actor)
    fire(db, procedure, Event.CHANGE_QUOTAS, who, at=at, account_id=actor.account_id, note=said, reason=True)
    procedure.given_way = [*(procedure.given_way or ()), *row.relaxation]
    db.delete(row)
    db.flush()
    return procedure


def publish_lottery(
    db: Session, actor: Actor, district_id: int, procedure_id: int, *, salt: str, at: datetime
) -> Procedure:
    """The whole draw at once, for a demo and for tests. Raises `ConflictError` when no panel is possible."""
    procedure = freeze_pool(db, actor, district_id, procedure_id, salt=salt, at=at)
    work = read_draw(db, procedure_id)
    try:
        lottery = work.lottery()
    except SortitionError as reason:
        raise ConflictError(NO_PANEL) from reason
    keep_draw(db, work, lottery, at=at)
    return procedure
