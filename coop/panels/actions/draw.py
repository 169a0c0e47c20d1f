"""Volunteering for a panel, the published lottery, the dice, and saying yes or no."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Permission
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError
from coop.kernel.text import clean_line
from coop.kernel.words import mark
from coop.panels import policy
from coop.panels.actions.messages import tell_accounts
from coop.panels.actions.procedure import fire, locked
from coop.panels.models import Procedure, Seat
from coop.panels.models import Volunteer as VolunteerRow
from coop.panels.policy import Event, State
from coop.panels.queries import lottery_of, my_seat, my_volunteer, seats_of, volunteers_of
from coop.rules.sortition import Quota, SortitionError, Volunteer, choose_reserves, compute_lottery, dice_number

RESERVES = 3
# Never force in a group of fewer than this many volunteers: that is no lottery for them.
_LEAST_FOR_A_SEAT = 3
_FEATURES = ("cluster", "age_band", "experience")


def open_pool(db: Session, actor: Actor, district_id: int, procedure_id: int, *, at: datetime) -> Procedure:
    """From now on residents can volunteer."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    fire(db, actor, procedure, Event.OPEN_POOL, at=at)
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
    if procedure.state is not State.POOL_OPEN:
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
    if procedure.state is not State.POOL_OPEN:
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
    rows = volunteers_of(db, procedure_id)
    if len(rows) < policy.SEATS + RESERVES:
        raise ConflictError(
            mark("There are %(count)s volunteers. At least %(least)s are needed for a panel with reserves."),
            count=len(rows),
            least=policy.SEATS + RESERVES,
        )
    shuffled = sorted(rows, key=lambda row: hashlib.sha256(f"{salt}|{row.account_id}".encode()).digest())
    for place, row in enumerate(shuffled, 1):
        row.pseudonym = f"V{place:03d}"
    pool = _pool(shuffled)
    try:
        lottery = compute_lottery(pool, quotas_for(pool, policy.SEATS), policy.SEATS)
    except SortitionError as reason:
        raise ConflictError(mark("No panel can be made: %(reason)s"), reason=str(reason)) from reason
    for row in shuffled:
        row.chance = lottery.chances.get(row.pseudonym or "", 0)
    procedure.panels = [list(panel) for panel in lottery.panels]
    procedure.lottery_sha256 = lottery.sha256
    procedure.algorithm = lottery.algorithm
    fire(db, actor, procedure, Event.PUBLISH_LOTTERY, at=at)
    return procedure


def _pool(rows: Sequence[VolunteerRow]) -> list[Volunteer]:
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
    if procedure.state is State.LOTTERY_PUBLISHED:
        _seat_panel(db, procedure, number, at)
    procedure.dice, procedure.dice_place, procedure.witnesses = dice.strip(), clean_line(place), clean_line(witnesses)
    fire(db, actor, procedure, Event.DRAW, at=at)
    return procedure


def _seat_panel(db: Session, procedure: Procedure, number: int, at: datetime) -> None:
    panel = lottery_of(db, procedure.district_id, procedure.id)[number]
    rows = {row.pseudonym or "": row for row in volunteers_of(db, procedure.id)}
    pool = _pool(sorted(rows.values(), key=lambda row: row.pseudonym or ""))
    reserves = choose_reserves(pool, tuple(panel), quotas_for(pool, policy.SEATS), RESERVES)
    for rank, name in enumerate([*panel, *reserves], 1):
        is_reserve = rank > len(panel)
        db.add(
            Seat(
                district_id=procedure.district_id,
                procedure_id=procedure.id,
                volunteer_id=rows[name].id,
                account_id=rows[name].account_id,
                rank=rank,
                answer="reserve" if is_reserve else "waiting",
            )
        )
        subject = mark("You were drawn for a panel") if not is_reserve else mark("You are a reserve for a panel")
        tell_accounts(db, procedure, [rows[name].account_id], subject, at=at)


def answer_seat(db: Session, actor: Actor, district_id: int, procedure_id: int, *, accepts: bool, at: datetime) -> Seat:
    """Say yes or no to a drawn seat. After a no the first reserve is asked."""
    procedure = locked(db, district_id, procedure_id)
    seat = my_seat(db, procedure_id, actor.account_id)
    if seat is None:
        raise NotAllowedError(mark("You were not drawn for this panel."))
    if seat.answer == "reserve":
        raise ConflictError(mark("You are a reserve. You are asked when somebody says no."))
    if procedure.state not in (State.DRAWN, State.PUBLISHED) or seat.answer == "declined":
        raise ConflictError(mark("Your answer cannot change any more. Call the secretary."))
    seat.answer = "accepted" if accepts else "declined"
    seat.answered_at = at
    if not accepts:
        reserve = next((one for one in seats_of(db, procedure_id) if one.answer == "reserve"), None)
        if reserve is not None:
            reserve.answer = "waiting"
            tell_accounts(
                db,
                procedure,
                [reserve.account_id],
                mark("A seat on the panel came free for you"),
                body=mark("It is about: %(title)s. Sign in and look at My page to say yes or no."),
                at=at,
            )
    db.flush()
    return seat
