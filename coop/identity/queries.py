"""Questions about accounts."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from coop.identity.models import Account
from coop.identity.policy import canonical_email


def account_of(db: Session, account_id: int) -> Account | None:
    """The account, None when it is gone."""
    return db.get(Account, account_id)


# Asked on every page of whoever is signed in: built once, and without what no page needs.
_SIGNED_IN = select(Account.id, Account.name, Account.language, Account.stamp).where(
    Account.id == bindparam("account_id")
)


def signed_in_as(db: Session, account_id: int) -> tuple[int, str, str, str] | None:
    """(id, name, language, stamp) of the account in a session cookie, None when it is gone."""
    row = db.execute(_SIGNED_IN, {"account_id": account_id}).one_or_none()
    return (row.id, row.name, row.language, row.stamp) if row else None


def account_by_email(db: Session, email: str) -> Account | None:
    """The account with this address, compared without case."""
    return db.scalar(select(Account).where(Account.email == canonical_email(email)))


def names_of(db: Session, account_ids: Iterable[int | None]) -> dict[int, str]:
    """Names by account id."""
    wanted = {number for number in account_ids if number is not None}
    if not wanted:
        return {}
    return dict(db.execute(select(Account.id, Account.name).where(Account.id.in_(wanted))).all())
