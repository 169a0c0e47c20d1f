"""Questions about large files on their way in, and about registrations that may be of one person."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.members.models import MemberImport, Membership, MembershipApplication, MembershipMerge
from coop.members.policy import ApplicationState
from coop.members.policy.duplicates import Person, home_key, likely_same, name_key
from coop.members.queries.people import running


def import_of(db: Session, district_id: int, import_id: int) -> MemberImport:
    """A large file. Raises `NotFoundError`."""
    found = db.scalar(select(MemberImport).where(MemberImport.id == import_id, MemberImport.district_id == district_id))
    if found is None:
        raise NotFoundError(mark("There is no such file in this neighbourhood."))
    return found


def imports_of(db: Session, district_id: int, *, most: int = 5) -> Sequence[MemberImport]:
    """The newest large files."""
    return db.scalars(
        select(MemberImport).where(MemberImport.district_id == district_id).order_by(MemberImport.id.desc()).limit(most)
    ).all()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two registrations that may be of one person; the older first."""

    first: Person
    second: Person


def likely_duplicates(db: Session, district_id: int, on: date, *, most: int = 100) -> list[Pair]:
    """Pairs of members of a day that may be one person: a like name at one address, or one name and one e-mail."""
    rows = db.execute(
        select(
            Membership.id,
            Membership.name,
            Membership.street,
            Membership.house_number,
            Membership.email,
            Membership.stated_age,
            Membership.admitted_on,
        )
        .where(running(district_id, on))
        .order_by(Membership.admitted_on, Membership.id)
    )
    people = [Person(*row) for row in rows]
    found: dict[tuple[int, int], Pair] = {}
    for group in (*_groups(people, home_key), *_groups(people, lambda one: (name_key(one.name), one.email.casefold()))):
        for place, first in enumerate(group):
            for second in group[place + 1 :]:
                if likely_same(first, second):
                    found[first.id, second.id] = Pair(first, second)
    return list(found.values())[:most]


def _groups(people: Iterable[Person], key: object) -> list[list[Person]]:
    by_key: dict[object, list[Person]] = defaultdict(list)
    for one in people:
        told = key(one)  # type: ignore[operator]
        if all(told):
            by_key[told].append(one)
    # A house with a hundred members is an institution: its pairs are looked for by name only.
    return [group for group in by_key.values() if 1 < len(group) <= 100]


def household_of(db: Session, member: Membership, on: date) -> list[Membership]:
    """The other members of a day at the same address, by name; nobody for who has no address in the register."""
    if not member.street or not member.house_number:
        return []
    rows = db.scalars(
        select(Membership)
        .where(running(member.district_id, on), Membership.id != member.id)
        .where(func.lower(Membership.street) == member.street.lower())
        .where(func.lower(Membership.house_number) == member.house_number.lower())
        .order_by(Membership.name)
        .limit(20)
    )
    return list(rows)


def merges_waiting(db: Session, district_id: int) -> Sequence[MembershipMerge]:
    """Proposals to make one of two registrations that wait for a second person, oldest first."""
    return db.scalars(
        select(MembershipMerge)
        .where(MembershipMerge.district_id == district_id, MembershipMerge.ended_at.is_(None))
        .order_by(MembershipMerge.id)
    ).all()


def members_by_id(db: Session, district_id: int, membership_ids: Iterable[int]) -> dict[int, Membership]:
    """Members of this neighbourhood by number."""
    rows = db.scalars(
        select(Membership).where(Membership.district_id == district_id, Membership.id.in_(list(membership_ids)))
    )
    return {one.id: one for one in rows}


def looks_like(db: Session, application: MembershipApplication, on: date) -> list[str]:
    """Members and other applicants who may be the same person, as name and address; judged as duplicates are."""
    mine = application

    def near(row: Any) -> ColumnElement[bool]:
        same_mail = and_(func.lower(row.email) == mine.email.lower(), row.email != "")
        return or_(func.lower(row.street) == mine.street.lower(), same_mail)

    of_member = (Membership.id, Membership.name, Membership.street, Membership.house_number, Membership.email)
    members = db.execute(
        select(*of_member, Membership.stated_age, Membership.admitted_on).where(
            running(mine.district_id, on), near(Membership)
        )
    )
    others = db.scalars(
        select(MembershipApplication).where(
            MembershipApplication.district_id == mine.district_id,
            MembershipApplication.id != mine.id,
            MembershipApplication.state == ApplicationState.WAITING,
            MembershipApplication.is_move.is_(False),
            near(MembershipApplication),
        )
    )
    known = [Person(*row) for row in members] + [_as_person(one) for one in others]
    wanted = _as_person(mine)
    return [f"{one.name}, {one.street} {one.house_number}".rstrip(", ") for one in known if likely_same(wanted, one)]


def _as_person(one: MembershipApplication) -> Person:
    told = (one.name, one.street, one.house_number, one.email, one.stated_age)
    return Person(one.id, *told, since=one.applied_at.date())
