"""Volunteering for a panel, the published lottery, and the dice."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Permission
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.text import clean_line
from coop.kernel.words import mark
from coop.panels import policy
from coop.panels.actions.firing import fire, locked, parts_of
from coop.panels.actions.messages import tell_accounts
from coop.panels.models import Procedure, Seat
from coop.panels.models import Volunteer as VolunteerRow
from coop.panels.policy import Draw, Event, SeatState
from coop.panels.queries import is_pool_open, lottery_of, my_volunteer, volunteers_of
from coop.rules.sortition import (
    InfeasibleError,
    Quota,
    SortitionError,
    Volunteer,
    choose_reserves,
    compute_lottery,
    dice_number,
)

# Never force in a group of fewer than this many volunteers: that is no lottery for them.
_LEAST_FOR_A_SEAT = 3
_FEATURES = ("cluster", "age_band", "experience")


def open_pool(db: Session, actor: Actor, district_id: int, procedure_id: int, *, at: datetime) -> Procedure:
    """From now on residents can volunteer."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    fire(db, procedure, Event.OPEN_POOL, parts_of(actor), at=at, account_id=actor.account_id)
    procedure.draw = Draw.POOL_OPEN
    db.flush()
    return procedure


def volunteer(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    *,
    cluster: str,
    age_band: str,
    experience: str,
    at: datetime,
) -> VolunteerRow:
    """Join the pool, or change what one said; an empty value is "rather not say"."""
    actor.require(Permission.VOLUNTEER_FOR_PANEL)
    policy.require_free_of_other_parts(actor.roles)
    assert actor.account_id is not None
    procedure = locked(db, district_id, procedure_id)
    if not is_pool_open(procedure):
        raise ConflictError(mark("The list of volunteers for this panel is not open (any more)."))
    row = my_volunteer(db, procedure_id, actor.account_id)
    if row is None:
        row = VolunteerRow(
            district_id=district_id, procedure_id=procedure_id, account_id=actor.account_id, volunteered_at=at
        )
        db.add(row)
    row.cluster, row.age_band, row.experience = cluster, age_band, experience
    db.flush()
    return row


def withdraw_volunteer(db: Session, actor: Actor, district_id: int, procedure_id: int) -> None:
    """Leave the pool while it is open; leaving twice does no harm."""
    actor.require(Permission.VOLUNTEER_FOR_PANEL)
    procedure = locked(db, district_id, procedure_id)
    if not is_pool_open(procedure):
        raise ConflictError(mark("The list of volunteers for this panel is not open (any more)."))
    row = my_volunteer(db, procedure_id, actor.account_id)
    if row is not None:
        db.delete(row)
        db.flush()


def quotas_for(pool: Sequence[Volunteer], size: int) -> list[Quota]:
    """Quotas that follow the pool: each street cluster, age band and experience within one seat of its share.

    A value with fewer than three volunteers, or that was not given, has no minimum.
    """
    quotas = []
    for feature in _FEATURES:
        for value in sorted({one.features[feature] for one in pool}):
            count = sum(1 for one in pool if one.features[feature] == value)
            share = count * size // len(pool)
            least = max(0, share - 1) if value and count >= _LEAST_FOR_A_SEAT else 0
            quotas.append(Quota(feature, value, least, min(size, share + 2)))
    return quotas


def publish_lottery(
    db: Session, actor: Actor, district_id: int, procedure_id: int, *, salt: str, at: datetime
) -> Procedure:
    """Freeze the pool, compute 1,000 panels and publish them under pseudonyms with their sha256.

    `salt` (random, not kept) makes the pseudonyms an order that says nothing about anybody.
    """
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    fire(db, procedure, Event.PUBLISH_LIST, parts_of(actor), at=at, account_id=actor.account_id)
    shuffled = sorted(
        volunteers_of(db, procedure_id),
        key=lambda row: hashlib.sha256(f"{salt}|{row.account_id}".encode()).digest(),
    )
    for place, row in enumerate(shuffled, 1):
        row.pseudonym = f"V{place:03d}"
    pool = pool_of(shuffled)
    try:
        lottery = compute_lottery(pool, quotas_for(pool, policy.SEATS), policy.SEATS)
    except SortitionError as reason:
        raise refusal_of(reason) from reason
    for row in shuffled:
        row.chance = lottery.chances.get(row.pseudonym or "", 0)
    procedure.panels = [list(panel) for panel in lottery.panels]
    procedure.lottery_sha256 = lottery.sha256
    procedure.algorithm = lottery.algorithm
    procedure.draw = Draw.LIST_PUBLISHED
    db.flush()
    return procedure


_RELAXED: dict[tuple[str, str], str] = {
    ("cluster", "maximum"): mark(
        "To draw a panel, more people from “%(value)s” are needed: at most %(after)s instead of %(before)s."
    ),
    ("cluster", "minimum"): mark(
        "To draw a panel, fewer people from “%(value)s” are needed: at least %(after)s instead of %(before)s."
    ),
    ("age_band", "maximum"): mark(
        "To draw a panel, more people aged “%(value)s” are needed: at most %(after)s instead of %(before)s."
    ),
    ("age_band", "minimum"): mark(
        "To draw a panel, fewer people aged “%(value)s” are needed: at least %(after)s instead of %(before)s."
    ),
    ("experience", "maximum"): mark(
        "To draw a panel, the rule about help from the team must give way: at most %(after)s instead of %(before)s."
    ),
    ("experience", "minimum"): mark(
        "To draw a panel, the rule about help from the team must give way: at least %(after)s instead of %(before)s."
    ),
}


def refusal_of(reason: SortitionError) -> ConflictError:
    """What the draw refuses, in words that can be translated: the smallest change that would make it possible."""
    if isinstance(reason, InfeasibleError) and reason.relaxation:
        first = reason.relaxation[0]
        words = _RELAXED[first.feature, first.bound]
        return ConflictError(words, value=first.value, before=first.before, after=first.after)
    return ConflictError(mark("With these volunteers no panel can be drawn. Ask more residents to volunteer."))


def pool_of(rows: Sequence[VolunteerRow]) -> list[Volunteer]:
    """Rows of the pool as the rules know them."""
    return [
        Volunteer(row.pseudonym or "", {feature: getattr(row, feature) for feature in _FEATURES}, None) for row in rows
    ]


def record_dice(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    *,
    dice: str,
    place: str,
    witnesses: str,
    at: datetime,
) -> Procedure:
    """Enter the three dice thrown in public: they name one panel of the list. It can be done once only."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    try:
        number = dice_number(dice.strip())
    except SortitionError as reason:
        raise InvalidError(mark("Fill in three digits, like 407."), field="dice") from reason
    for field, value in (("place", place), ("witnesses", witnesses)):
        if not clean_line(value):
            raise InvalidError(mark("Fill this in."), field=field)
    fire(db, procedure, Event.DRAW, parts_of(actor), at=at, account_id=actor.account_id)
    _seat_panel(db, procedure, number, at)
    procedure.dice, procedure.dice_place, procedure.witnesses = dice.strip(), clean_line(place), clean_line(witnesses)
    procedure.draw, procedure.drawn_at = Draw.DRAWN, at
    db.flush()
    return procedure


def _seat_panel(db: Session, procedure: Procedure, number: int, at: datetime) -> None:
    panel = lottery_of(db, procedure.district_id, procedure.id)[number]
    rows = {row.pseudonym or "": row for row in volunteers_of(db, procedure.id)}
    pool = pool_of(sorted(rows.values(), key=lambda row: row.pseudonym or ""))
    reserves = choose_reserves(pool, tuple(panel), quotas_for(pool, policy.SEATS), policy.RESERVES)
    for rank, name in enumerate([*panel, *reserves], 1):
        is_reserve = rank > len(panel)
        db.add(
            Seat(
                district_id=procedure.district_id,
                procedure_id=procedure.id,
                volunteer_id=rows[name].id,
                account_id=rows[name].account_id,
                rank=rank,
                answer=SeatState.RESERVE if is_reserve else SeatState.WAITING,
            )
        )
        subject = mark("You were drawn for a panel") if not is_reserve else mark("You are a reserve for a panel")
        tell_accounts(db, procedure, [rows[name].account_id], subject, at=at)
