"""Entering members in the register and ending memberships."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from coop.districts.queries import hold_district
from coop.identity.actions import plan_erasure
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError, raise_all
from coop.kernel.text import clean_line
from coop.kernel.words import mark
from coop.members.actions.leaving import follow_death
from coop.members.models import Membership
from coop.members.policy import Ending, MemberRow, Refused
from coop.members.queries import membership_in, membership_of, running

BATCH = 500


@dataclass(frozen=True, slots=True)
class MemberDetails:
    """What the register holds about where a member can be reached."""

    name: str
    street: str = ""
    house_number: str = ""
    postcode: str = ""
    email: str = ""

    def checked(self) -> "MemberDetails":
        """The same, tidied. Raises `InvalidError` with every field that is missing or too long."""
        tidy = MemberDetails(*(clean_line(getattr(self, name)) for name in _LONGEST))
        faults = [] if tidy.name else [InvalidError(mark("Fill in a name."), field="name")]
        faults += [
            InvalidError(mark("Use at most %(most)s characters."), field=name, most=most)
            for name, most in _LONGEST.items()
            if len(getattr(tidy, name)) > most
        ]
        raise_all(faults)
        return tidy


_LONGEST = {"name": 120, "street": 80, "house_number": 20, "postcode": 10, "email": 254}


def admit_member(
    db: Session, district_id: int, *, name: str, on: date, account_id: int | None = None, cluster_id: int | None = None
) -> Membership:
    """Enter a member in the register. Raises `ConflictError` when this account already is a member."""
    tidy = MemberDetails(name).checked().name
    if account_id is not None and membership_of(db, district_id, account_id, on):
        raise ConflictError(mark("This person already is a member."))
    membership = Membership(
        district_id=district_id, account_id=account_id, cluster_id=cluster_id, name=tidy, admitted_on=on
    )
    db.add(membership)
    db.flush()
    if account_id is not None:
        # Who comes back within the days for second thoughts keeps the account.
        plan_erasure(db, account_id, None)
    return membership


def end_membership(db: Session, district_id: int, membership_id: int, *, on: date) -> None:
    """End a membership on a day; from that day on it no longer counts."""
    membership = db.scalar(
        select(Membership).where(Membership.district_id == district_id, Membership.id == membership_id)
    )
    if membership is None or membership.ended_on is not None:
        raise ConflictError(mark("This membership has already ended or is not in this neighbourhood."))
    if on < membership.admitted_on:
        raise InvalidError(mark("This day lies before the membership began."), field="on")
    membership.ended_on = on
    db.flush()


def correct_member(
    db: Session,
    actor: Actor,
    district_id: int,
    membership_id: int,
    details: MemberDetails,
    *,
    lives_here: bool,
    stated_age: int | None,
) -> Membership:
    """Correct name, address or age, also after moving house or years. Open votes keep the roll they have."""
    actor.require(Permission.KEEP_REGISTER)
    membership = membership_in(db, district_id, membership_id)
    checked = details.checked()
    if stated_age is not None and not 0 < stated_age <= 120:
        raise InvalidError(mark("Fill in the age in whole years."), field="stated_age")
    membership.stated_age = stated_age
    membership.name, membership.street = checked.name, checked.street
    membership.house_number, membership.postcode = checked.house_number, checked.postcode
    membership.email, membership.lives_here = checked.email, lives_here
    db.flush()
    return membership


def end_with_reason(
    db: Session, actor: Actor, district_id: int, membership_id: int, because: Ending, *, on: date, at: datetime
) -> Membership:
    """End a membership and note why. After a death nobody is written to any more."""
    actor.require(Permission.KEEP_REGISTER)
    if because is Ending.DIED and on > local_day(at):
        raise InvalidError(mark("This day lies in the future."), field="on")
    membership = membership_in(db, district_id, membership_id)
    if because is Ending.DIED and membership.ended_on is not None and membership.ended_on > on:
        # Who gave notice can die before it ends: from then on the death counts.
        membership.ended_on = None
    end_membership(db, district_id, membership_id, on=on)
    membership.ended_because = because
    if because is Ending.DIED:
        follow_death(db, membership, at=at)
    db.flush()
    return membership


def import_members(
    db: Session,
    actor: Actor,
    district_id: int,
    rows: Sequence[MemberRow],
    *,
    on: date,
    progress: Callable[[int], None] = lambda _done: None,
) -> int:
    """Enter the members of a file, all or none; `progress(n)` hears how many more were entered.

    Raises `ConflictError` naming the line of whoever already is in the register.
    """
    actor.require(Permission.KEEP_REGISTER)
    hold_district(db, district_id)  # the same file sent twice at once must not be entered twice
    against = rows_against_register(db, district_id, rows, on=on)
    if against:
        row = next(row for row in rows if row.line == against[0].line)
        if against[0].reason == IN_FUTURE:
            raise ConflictError(mark("Line %(line)s: “member since” lies in the future."), line=row.line)
        raise ConflictError(
            mark("Line %(line)s: %(name)s already is in the register. Nothing was entered."),
            line=row.line,
            name=row.name,
        )
    for first in range(0, len(rows), BATCH):
        batch = rows[first : first + BATCH]
        db.execute(insert(Membership), [_values(row, district_id, on) for row in batch])
        progress(len(batch))
    return len(rows)


IN_FUTURE = mark("“Member since” lies in the future.")
KNOWN = mark("This person already is in the register.")


def rows_against_register(db: Session, district_id: int, rows: Sequence[MemberRow], *, on: date) -> list[Refused]:
    """The rows that the register as it is now does not allow, in the order of the file."""
    present = select(Membership.name, Membership.street, Membership.house_number).where(running(district_id, on))
    known = {tuple(str(part).casefold() for part in row) for row in db.execute(present)}
    against = []
    for row in rows:
        if row.key in known:
            against.append(Refused(row.line, KNOWN))
        elif row.member_since is not None and row.member_since > on:
            against.append(Refused(row.line, IN_FUTURE))
    return against


def _values(row: MemberRow, district_id: int, on: date) -> dict[str, object]:
    return {
        "district_id": district_id,
        "name": row.name,
        "street": row.street,
        "house_number": row.house_number,
        "postcode": row.postcode,
        "email": row.email,
        "stated_age": row.age,
        "lives_here": True,
        "admitted_on": row.member_since or on,
    }
