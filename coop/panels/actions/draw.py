"""Volunteering for a panel, the published lottery, and the dice."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Permission
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.text import clean_line
from coop.kernel.words import mark
from coop.panels import policy
from coop.panels.actions.faults import require_not_excluded
from coop.panels.actions.firing import fire, locked, parts_of
from coop.panels.actions.lottery import features_of, pool_of, quotas_of
from coop.panels.actions.messages import tell_accounts
from coop.panels.models import Procedure, Seat
from coop.panels.models import Volunteer as VolunteerRow
from coop.panels.policy import EXTRA, Draw, Event, SeatState
from coop.panels.queries import is_pool_open, lottery_of, my_volunteer, volunteers_of
from coop.rules.sortition import SortitionError, choose_reserves, dice_number


def open_pool(
    db: Session, actor: Actor, district_id: int, procedure_id: int, *, at: datetime, features: Sequence[str] = ()
) -> Procedure:
    """From now on residents can volunteer. `features`: what is asked besides street, age and experience."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    fire(db, procedure, Event.OPEN_POOL, parts_of(actor), at=at, account_id=actor.account_id)
    procedure.draw = Draw.POOL_OPEN
    procedure.features = [feature for feature in EXTRA if feature in features]
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
    gender: str = "",
    home_language: str = "",
) -> VolunteerRow:
    """Join the pool, or change what one said; an empty value is "rather not say". Only what is asked is kept."""
    actor.require(Permission.VOLUNTEER_FOR_PANEL)
    policy.require_free_of_other_parts(actor.roles)
    assert actor.account_id is not None
    procedure = locked(db, district_id, procedure_id)
    if not is_pool_open(procedure):
        raise ConflictError(mark("The list of volunteers for this panel is not open (any more)."))
    require_not_excluded(db, district_id, at, account_id=actor.account_id)
    row = my_volunteer(db, procedure_id, actor.account_id)
    if row is None:
        row = VolunteerRow(
            district_id=district_id, procedure_id=procedure_id, account_id=actor.account_id, volunteered_at=at
        )
        db.add(row)
    told = {"cluster": cluster, "age_band": age_band, "experience": experience}
    _keep_told(procedure, row, {**told, "gender": gender, "home_language": home_language})
    db.flush()
    return row


def _keep_told(procedure: Procedure, row: VolunteerRow, told: Mapping[str, str]) -> None:
    for feature in features_of(procedure):
        setattr(row, feature, told.get(feature, ""))


def volunteer_on_paper(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    *,
    name: str,
    contact: str,
    told: Mapping[str, str],
    at: datetime,
) -> VolunteerRow:
    """The secretary puts somebody on the list who has no e-mail; everything else goes by letter and by phone."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    if not is_pool_open(procedure):
        raise ConflictError(mark("The list of volunteers for this panel is not open (any more)."))
    for field, value in (("name", name), ("contact", contact)):
        if not clean_line(value):
            raise InvalidError(mark("Fill this in."), field=field)
    require_not_excluded(db, district_id, at, account_id=None, name=clean_line(name), field="name")
    if any(row.name.casefold() == clean_line(name).casefold() for row in volunteers_of(db, procedure_id) if row.name):
        raise InvalidError(mark("Somebody with this name is on the list already."), field="name")
    row = VolunteerRow(
        district_id=district_id,
        procedure_id=procedure_id,
        name=clean_line(name),
        contact=clean_line(contact),
        volunteered_at=at,
    )
    db.add(row)
    _keep_told(procedure, row, told)
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
    pool = pool_of(sorted(rows.values(), key=lambda row: row.pseudonym or ""), features_of(procedure))
    reserves = choose_reserves(pool, tuple(panel), quotas_of(procedure, pool), policy.RESERVES)
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
