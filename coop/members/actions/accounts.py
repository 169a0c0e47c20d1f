"""An account for a member whom the register knows by e-mail."""

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from coop.identity.actions import open_account_without_password
from coop.identity.models import Account
from coop.identity.policy import canonical_email
from coop.kernel.clock import local_day
from coop.members.models import Membership


def account_for_member(db: Session, email: str, *, at: datetime) -> Account | None:
    """Open the account of a member who has none yet and asks for a link; None when the register does not know who.

    Two members of one neighbourhood with the same address (a household) get none: the board gives each an own one.
    Nobody can use the account before opening a link that is mailed to the address in the register.
    """
    today = local_day(at)
    found = db.scalars(
        select(Membership)
        .where(func.lower(Membership.email) == canonical_email(email), Membership.email != "")
        .where(Membership.admitted_on <= today, or_(Membership.ended_on.is_(None), Membership.ended_on > today))
        .order_by(Membership.id)
    ).all()
    alone = len({one.district_id for one in found}) == len(found)
    if not found or not alone or any(one.account_id is not None for one in found):
        return None
    account = open_account_without_password(db, email=email, name=found[0].name, at=at)
    for one in found:
        one.account_id = account.id
    db.flush()
    return account


def join_memberships(db: Session, account: Account, *, at: datetime) -> int:
    """Join memberships without account to `account`, whose address was just proven; returns how many.

    Only where the register of a neighbourhood has this address once, and the account is no member there yet.
    """
    today = local_day(at)
    running = (Membership.admitted_on <= today) & (Membership.ended_on.is_(None) | (Membership.ended_on > today))
    same = select(Membership).where(running, func.lower(Membership.email) == account.email).with_for_update()
    by_district: dict[int, list[Membership]] = {}
    for one in db.scalars(same.execution_options(populate_existing=True)):
        by_district.setdefault(one.district_id, []).append(one)
    held = set(db.scalars(select(Membership.district_id).where(running, Membership.account_id == account.id)))
    free = [
        rows[0]
        for district_id, rows in by_district.items()
        if len(rows) == 1 and rows[0].account_id is None and district_id not in held
    ]
    for one in free:
        one.account_id = account.id
    db.flush()
    return len(free)
