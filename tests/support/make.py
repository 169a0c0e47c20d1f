"""Builders of people and neighbourhoods for tests."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count

from sqlalchemy.orm import Session

from coop.districts.actions import add_streets, found_district
from coop.districts.models import District, Mandate
from coop.districts.policy import Level, Subject
from coop.identity.actions import open_account
from coop.identity.gateways import Argon2
from coop.identity.models import Account
from coop.kernel.access import Actor, Role
from coop.members.actions import admit_member, appoint
from coop.members.queries import actor_of

NOON = datetime(2027, 3, 15, 12, 0, tzinfo=UTC)
LONG_AGO = date(2025, 1, 1)
PASSWORD = "three-words-at-noon"

_numbers = count(1)
_hasher = Argon2(cheap=True)
_hash_of_password = _hasher.hash(PASSWORD)


class _SameHash:
    """Every test account has the same password, hashed once."""

    def hash(self, _password: str) -> str:
        return _hash_of_password

    def matches(self, password_hash: str, password: str) -> bool:
        return _hasher.matches(password_hash, password)


@dataclass(frozen=True)
class Person:
    """Somebody with an account, acting in one neighbourhood."""

    account: Account
    actor: Actor


def district(db: Session, slug: str = "noorderkwartier", *, inhabitants: int = 6840) -> District:
    """A neighbourhood with two street clusters and 400 team hours a week."""
    made = found_district(
        db,
        slug=slug,
        name=slug.replace("-", " ").title(),
        cooperative=f"Coöperatie {slug}",
        municipality="Waterstad",
        inhabitants=inhabitants,
        team_minutes_week=400 * 60,
    )
    add_streets(db, made.id, {"Noord": ("Noordstraat", "Kade"), "Zuid": ("Zuidstraat", "Plein")})
    return made


def account(db: Session, name: str = "", *, email: str = "") -> Account:
    """Somebody who can sign in with PASSWORD and has no role anywhere."""
    number = next(_numbers)
    return open_account(
        db,
        _SameHash(),
        email=email or f"person{number}@coop.test",
        name=name or f"Person {number}",
        password=PASSWORD,
        at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def _person(db: Session, place: District, someone: Account) -> Person:
    return Person(someone, actor_of(db, place.id, someone.id, someone.name, NOON.date()))


def outsider(db: Session, place: District, name: str = "") -> Person:
    """Signed in, without any role in this neighbourhood."""
    return _person(db, place, account(db, name))


def member(db: Session, place: District, name: str = "", *, since: date = LONG_AGO) -> Person:
    """A member of the co-operative."""
    someone = account(db, name)
    admit_member(db, place.id, name=someone.name, on=since, account_id=someone.id)
    return _person(db, place, someone)


def with_role(db: Session, place: District, role: Role, name: str = "") -> Person:
    """Somebody appointed to one role only."""
    someone = account(db, name)
    appoint(db, place.id, someone.id, role, starts_on=LONG_AGO)
    return _person(db, place, someone)


def resident(db: Session, place: District, name: str = "") -> Person:
    """A resident who is no member."""
    return with_role(db, place, Role.RESIDENT, name)


def board(db: Session, place: District, name: str = "") -> Person:
    """A board member."""
    return with_role(db, place, Role.BOARD, name)


def team(db: Session, place: District, name: str = "") -> Person:
    """A team member."""
    return with_role(db, place, Role.TEAM_MEMBER, name)


def secretary(db: Session, place: District, name: str = "") -> Person:
    """The neutral keeper of procedures."""
    return with_role(db, place, Role.SECRETARY, name)


def administrator(db: Session, place: District, name: str = "") -> Person:
    """The administrator."""
    return with_role(db, place, Role.ADMINISTRATOR, name)


def mandates(db: Session, place: District, level: Level = Level.DECISIVE, *, declined: bool = False) -> None:
    """The same mandate for every subject, since long ago."""
    for subject in Subject:
        db.add(
            Mandate(
                district_id=place.id,
                subject=subject,
                level=level,
                declined=declined,
                basis="Covenant, article 4",
                starts_on=LONG_AGO,
                ends_on=None,
                review_on=None,
            )
        )
    db.flush()


def visitor_actor(district_id: int) -> Actor:
    """An actor without account: for builders that need one only formally."""
    return Actor(account_id=None, name="", district_id=district_id)
