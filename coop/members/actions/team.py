"""Who is in the team, as residents see it."""

from sqlalchemy.orm import Session

from coop.kernel.text import clean_line
from coop.members.models import TeamMember


def join_team(
    db: Session,
    district_id: int,
    *,
    name: str,
    specialism: str,
    home_organisation: str,
    minutes_week: int,
    walk_in: str = "",
    phone: str = "",
    account_id: int | None = None,
) -> TeamMember:
    """Add somebody to the team as residents see it."""
    member = TeamMember(
        district_id=district_id,
        account_id=account_id,
        name=clean_line(name),
        specialism=clean_line(specialism),
        home_organisation=clean_line(home_organisation),
        minutes_week=minutes_week,
        walk_in=clean_line(walk_in),
        phone=phone,
    )
    db.add(member)
    db.flush()
    return member
