"""Closing an account, and erasing who it was of."""

from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from coop.identity.actions.sign_ins import end_sign_ins
from coop.identity.models import Account, OutsideIdentity, Passkey, RecoveryCode, SecondFactor, SignIn, SignInLink

# What is known of an account beside its own row.
_OF_ACCOUNT = (SignIn, SignInLink, SecondFactor, RecoveryCode, Passkey, OutsideIdentity)


def plan_erasure(db: Session, account_id: int, on: date | None) -> Account:
    """Erase this account from a day on; None takes that back."""
    account = db.get_one(Account, account_id)
    account.erase_on = on
    db.flush()
    return account


def close_account(db: Session, account_id: int, *, erase_on: date, at: datetime) -> None:
    """Nobody signs in with it any more and it gets no mail; from `erase_on` on it is erased."""
    account = plan_erasure(db, account_id, erase_on)
    account.closed_at = at
    end_sign_ins(db, account_id, at=at)
    db.execute(delete(SignInLink).where(SignInLink.account_id == account_id))


def reopen_account(db: Session, account_id: int) -> None:
    """It was closed by mistake: everything works again."""
    plan_erasure(db, account_id, None).closed_at = None
    db.flush()


def erase_account(db: Session, account: Account, *, at: datetime) -> None:
    """Erase who it was of and every way to sign in; only a number is left, for what this person wrote."""
    account.name = account.password_hash = ""
    account.email = f"erased-{account.id}"
    account.closed_at, account.erase_on = account.closed_at or at, None
    for table in _OF_ACCOUNT:
        db.execute(delete(table).where(table.account_id == account.id))
    db.flush()
