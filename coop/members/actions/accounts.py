"""An account for a member whom the register knows by e-mail."""

from datetime import datetime

from sqlalchemy import func, select
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
        .where(Membership.admitted_on <= today, Membership.ended_on.is_(None))
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
