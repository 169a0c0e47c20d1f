"""Names and streets that may not slip into a story. They stay on the server: pages only learn which word was marked."""

from dataclasses import dataclass

from sqlalchemy import select

from coop.districts.queries import streets_of
from coop.kernel.db import Session
from coop.members.models import Membership
from coop.members.queries import team_of


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a neighbourhood, in a form that can be remembered."""

    names: tuple[str, ...]
    streets: tuple[str, ...]


def known_in(db: Session, district_id: int) -> Known:
    """Everybody who is or was a member, everybody of the team, and the streets."""
    members = db.scalars(select(Membership.name).where(Membership.district_id == district_id))
    names = {name for name in members if name} | {one.name for one in team_of(db, district_id)}
    return Known(tuple(sorted(names)), tuple(street.name for street in streets_of(db, district_id)))
