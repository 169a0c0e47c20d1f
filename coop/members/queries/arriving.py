"""What a page of a neighbourhood asks first for whoever is signed in, in one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Date, and_, bindparam, select
from sqlalchemy.orm import Session

from coop.districts.models import District
from coop.districts.queries import ON_PAGE, DistrictOnPage
from coop.identity.models import Account, SignIn
from coop.identity.queries import NOT_ENDED, SIGNED_IN, sign_in_asked
from coop.kernel.access import Actor, Role
from coop.kernel.clock import local_day
from coop.members.models import Appointment, Membership
from coop.members.queries.people import held, running, suspended


@dataclass(frozen=True, slots=True)
class Arrival:
    """The neighbourhood of a page, and who is signed in with which roles there; None twice when the sign-in ended.

    `person`: the values of `identity.queries.SIGNED_IN`.
    """

    district: DistrictOnPage
    person: tuple[Any, ...] | None
    actor: Actor | None


def _statement() -> Any:
    here, sign_in, who = District.__table__, SignIn.__table__, Account.__table__
    given, member = Appointment.__table__, Membership.__table__
    here_id: Any = here.c.id
    on: Any = bindparam("on", type_=Date)
    joined = (
        here.outerjoin(sign_in, NOT_ENDED)
        .outerjoin(who, who.c.id == sign_in.c.account_id)
        .outerjoin(given, and_(given.c.account_id == who.c.id, held(here_id, on, given.c)))
        .outerjoin(member, and_(member.c.account_id == who.c.id, running(here_id, on, member.c)))
    )
    columns = (*ON_PAGE, *SIGNED_IN, given.c.role, member.c.id, suspended(on, member.c.id))
    return select(*columns).select_from(joined).where(here.c.slug == bindparam("slug"))


_ARRIVAL = _statement()
_PERSON = len(ON_PAGE)
_ROLE = _PERSON + len(SIGNED_IN)


def arrival_of(db: Session, slug: str, sign_in_id: int, at: datetime) -> Arrival | None:
    """Who comes with a sign-in to the neighbourhood at `/slug/`; None when there is no such neighbourhood."""
    asked = {"slug": slug, "on": local_day(at), **sign_in_asked(sign_in_id, at)}
    rows = db.connection().execute(_ARRIVAL, asked).all()
    if not rows:
        return None
    first = tuple(rows[0])
    district, person = DistrictOnPage(*first[:_PERSON]), first[_PERSON:_ROLE]
    if person[0] is None:
        return Arrival(district, None, None)
    roles = {Role(row[_ROLE]) for row in rows if row[_ROLE] is not None}
    membership_id, rests = first[_ROLE + 1 :]
    if membership_id is not None:
        roles.add(Role.RESIDENT if rests else Role.MEMBER)
    if rests:
        membership_id = None
    return Arrival(district, person, Actor(person[0], person[1], district.id, frozenset(roles), membership_id))
