"""Questions about accounts."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.identity.models import Account
from coop.identity.policy import canonical_email


def account_of(db: Session, account_id: int) -> Account | None:
    """The account, None when it is gone."""
    return db.get(Account, account_id)


def account_by_email(db: Session, email: str) -> Account | None:
    """The account with this address, compared without case."""
    return db.scalar(select(Account).where(Account.email == canonical_email(email)))


def names_of(db: Session, account_ids: Iterable[int | None]) -> dict[int, str]:
    """Names by account id."""
    wanted = {number for number in account_ids if number is not None}
    if not wanted:
        return {}
    return dict(db.execute(select(Account.id, Account.name).where(Account.id.in_(wanted))).all())
