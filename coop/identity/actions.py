"""Opening an account and signing in."""

from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy.orm import Session

from coop.identity.gateways import Hasher
from coop.identity.models import Account
from coop.identity.policy import canonical_email, require_password
from coop.identity.queries import account_by_email
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.text import clean_line
from coop.kernel.words import mark


def open_account(
    db: Session,
    hasher: Hasher,
    *,
    email: str,
    name: str,
    password: str,
    stamp: str,
    at: datetime,
    language: str = "nl",
) -> Account:
    """Make an account. Raises `InvalidError` for a bad address, name or password, `ConflictError` when it exists."""
    try:
        validate_email(email, check_deliverability=False, test_environment=email.endswith(".test"))
    except EmailNotValidError as reason:
        raise InvalidError(mark("This is not an e-mail address."), field="email") from reason
    if not clean_line(name):
        raise InvalidError(mark("Fill in a name."), field="name")
    require_password(password)
    if account_by_email(db, email):
        raise ConflictError(mark("There is already an account with this e-mail address."), field="email")
    account = Account(
        email=canonical_email(email),
        name=clean_line(name),
        password_hash=hasher.hash(password),
        language=language,
        stamp=stamp,
        created_at=at,
    )
    db.add(account)
    db.flush()
    return account


def check_password(db: Session, hasher: Hasher, *, email: str, password: str) -> Account:
    """The account when the password fits. Raises one and the same `InvalidError` when not, whatever the reason."""
    account = account_by_email(db, email)
    fits = hasher.matches(account.password_hash if account else "", password)
    if account is None or not fits:
        raise InvalidError(mark("This e-mail address and this password do not belong together."), field="password")
    return account


def change_password(db: Session, hasher: Hasher, account_id: int, *, old: str, password: str, stamp: str) -> None:
    """Set a new password and end all other sessions. Raises `InvalidError` when the old one is wrong."""
    account = db.get_one(Account, account_id)
    if not hasher.matches(account.password_hash, old):
        raise InvalidError(mark("This is not your present password."), field="old")
    require_password(password)
    account.password_hash = hasher.hash(password)
    account.stamp = stamp
    db.flush()
