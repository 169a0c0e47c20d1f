"""The paper list of founders, typed by two people who do not see each other's typing until both did."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from coop.districts.queries import hold_district
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError, raise_all
from coop.kernel.words import mark
from coop.members.actions.register import MemberDetails, import_members
from coop.members.models import FoundingEntry
from coop.members.policy import MemberRow
from coop.members.queries import founding_lines, rules_on

LAST_NUMBER = 9999
HasVoted = Callable[[Session, int], bool]


@dataclass(frozen=True, slots=True)
class Founder:
    """One line of the list. `number`: of the line, as it stands on the paper."""

    number: int
    details: MemberDetails
    stated_age: int
    signed_on: date


def type_founder(
    db: Session, actor: Actor, district_id: int, founder: Founder, *, has_voted: HasVoted, at: datetime
) -> FoundingEntry:
    """Type a line, or type it again. Raises `ConflictError` when two others typed it already, or after a first vote."""
    actor.require(Permission.KEEP_REGISTER)
    _require_founding(db, district_id, has_voted)
    checked = _checked(db, district_id, founder, local_day(at))
    hold_district(db, district_id)
    same = FoundingEntry.district_id == district_id, FoundingEntry.number == founder.number
    typed = db.scalars(select(FoundingEntry).where(*same).with_for_update()).all()
    mine = next((one for one in typed if one.typed_by == actor.account_id), None)
    if mine is None and len(typed) > 1:
        raise ConflictError(mark("Two people typed this line already."), field="number")
    if mine is None:
        mine = FoundingEntry(district_id=district_id, number=founder.number, typed_by=actor.account_id)
        db.add(mine)
    mine.name, mine.street, mine.house_number = checked.name, checked.street, checked.house_number
    mine.postcode, mine.stated_age, mine.signed_on = checked.postcode, founder.stated_age, founder.signed_on
    mine.typed_at = at
    db.flush()
    return mine


def _require_founding(db: Session, district_id: int, has_voted: HasVoted) -> None:
    if has_voted(db, district_id):
        raise ConflictError(
            mark("The list of founders is closed: the members have voted. Who comes now applies as everybody does.")
        )


def _checked(db: Session, district_id: int, founder: Founder, today: date) -> MemberDetails:
    checked = founder.details.checked()
    least = rules_on(db, district_id, today).minimum_age
    faults = []
    if not 0 < founder.number <= LAST_NUMBER:
        faults.append(_outside("number", 1, LAST_NUMBER))
    if not least <= founder.stated_age <= 120:
        faults.append(_outside("stated_age", least, 120))
    if founder.signed_on > today:
        faults.append(InvalidError(mark("This day lies in the future."), field="signed_on"))
    raise_all(faults)
    return checked


def _outside(field: str, least: int, most: int) -> InvalidError:
    return InvalidError(mark("Fill in a whole number from %(least)s to %(most)s."), field=field, least=least, most=most)


def take_over_founders(db: Session, actor: Actor, district_id: int, *, has_voted: HasVoted, at: datetime) -> int:
    """Make members of the whole list, once two people typed every line alike; what was typed is then gone.

    Raises `ConflictError` while a line was typed once or differs, when somebody is in the register already, or once
    the members held a vote: `has_voted` says so, of a room above this one.
    """
    actor.require(Permission.KEEP_REGISTER)
    hold_district(db, district_id)
    _require_founding(db, district_id, has_voted)
    lines = founding_lines(db, district_id)
    if not lines or not all(one.agrees for one in lines):
        raise ConflictError(mark("Every line must be typed by two people, and alike."))
    rows = [
        MemberRow(
            one.number,
            one.first.name,
            one.first.street,
            one.first.house_number,
            one.first.postcode,
            "",
            one.first.signed_on,
            one.first.stated_age,
        )
        for one in lines
    ]
    count = import_members(db, actor, district_id, rows, on=local_day(at))
    db.execute(delete(FoundingEntry).where(FoundingEntry.district_id == district_id))
    return count
