"""How far a new co-operative is: the five questions with which it begins."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from coop.districts.policy import Subject
from coop.districts.queries import clusters_of, mandates_on
from coop.kernel.access import Role
from coop.members.policy import PUBLIC_OFFICES
from coop.members.queries.offices import public_offices
from coop.members.queries.register import statute_versions


@dataclass(frozen=True, slots=True)
class Start:
    """What is answered. `parts` of the neighbourhood; `undecided` subjects; `vacant` offices."""

    parts: int
    has_statutes: bool
    undecided: tuple[Subject, ...]
    vacant: tuple[Role, ...]


def start_of(db: Session, district_id: int, on: date) -> Start:
    """How far this neighbourhood is on a day. An observer is the choice of the municipality, and a council
    is wanted or not, so neither is an office to fill.
    """
    settled = mandates_on(db, district_id, on)
    held = {row.role for row in public_offices(db, district_id, on)}
    return Start(
        len(clusters_of(db, district_id)),
        bool(statute_versions(db, district_id)),
        tuple(one for one in Subject if one not in settled),
        tuple(role for role in PUBLIC_OFFICES if role not in held and role not in (Role.OBSERVER, Role.ADVISER)),
    )
