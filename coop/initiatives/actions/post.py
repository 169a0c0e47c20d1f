"""What the rooms of this package share: a visit that is held, its page, and mail to the team and to who asked."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.districts.models import District
from coop.initiatives import policy
from coop.initiatives.models import Visit
from coop.initiatives.policy import VisitState
from coop.kernel.access import Role
from coop.kernel.clock import local_day
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.members.queries import account_ids_with
from coop.notifications.actions import queue_mail, queue_mail_to_many

TOPIC = "visits"
_ASKED_BODY = mark(
    "About: %(title)s, %(starts_at)s.\n\nResidents ask whether somebody of the team comes. Say who comes, or why "
    "nobody can. Afterwards tell in a sentence how it was. Your last day is %(due_on)s. "
    "Everybody can see whether you did.\n\n%(site)s%(path)s"
)


def path_of(db: Session, district_id: int, item_id: int) -> str:
    """The page of an initiative."""
    return f"/{db.get_one(District, district_id).slug}/initiatieven/{item_id}"


def held_visit(db: Session, district_id: int, visit_id: int) -> Visit:
    """A visit, held until the end of the transaction. Raises `NotFoundError`."""
    found = db.scalar(
        select(Visit)
        .where(Visit.id == visit_id, Visit.district_id == district_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError(mark("There is no such visit in this neighbourhood."))
    return found


def ask_the_team(db: Session, visit: Visit, subject: str, at: datetime) -> None:
    """Mail to the team about what it must still answer or tell, with its last day."""
    due_on = visit.answer_due_on if visit.state is VisitState.ASKED else policy.tell_due_on(visit.starts_at)
    tell_the_team(db, visit, subject, _ASKED_BODY, at, due_on=due_on.isoformat())


def tell_the_team(db: Session, visit: Visit, subject: str, body: str, at: datetime, **more: str) -> None:
    """Mail to the team about a visit."""
    queue_mail_to_many(
        db,
        account_ids_with(db, visit.district_id, Role.TEAM_MEMBER, local_day(at)),
        subject=subject,
        body=body,
        topic=TOPIC,
        district_id=visit.district_id,
        at=at,
        params=_params(db, visit, more),
    )


def tell_who_asked(db: Session, visit: Visit, subject: str, body: str, at: datetime, **more: str) -> None:
    """Mail to who asked the team to come."""
    queue_mail(
        db,
        to_account_id=visit.account_id,
        subject=subject,
        body=body,
        params=_params(db, visit, more),
        district_id=visit.district_id,
        at=at,
    )


def _params(db: Session, visit: Visit, more: dict[str, str]) -> dict[str, object]:
    path = path_of(db, visit.district_id, visit.item_id)
    return {"title": visit.title, "starts_at": visit.starts_at.isoformat(), "path": path, **more}
