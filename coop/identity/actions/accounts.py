"""Opening an account, and passwords."""

from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy.orm import Session

from coop.identity.actions.sign_ins import end_sign_ins
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
    at: datetime,
    language: str = "nl",
) -> Account:
    """Make an account. Raises `InvalidError` for a bad address, name or password, `ConflictError` when it exists."""
    require_password(password)
    return _opened(db, email=email, name=name, password_hash=hasher.hash(password), language=language, at=at)


def open_account_without_password(db: Session, *, email: str, name: str, at: datetime, language: str = "nl") -> Account:
    """Make an account that signs in with links by mail only. Raises as `open_account` does."""
    return _opened(db, email=email, name=name, password_hash="", language=language, at=at)


def _opened(db: Session, *, email: str, name: str, password_hash: str, language: str, at: datetime) -> Account:
    try:
        validate_email(email, check_deliverability=False, test_environment=email.endswith(".test"))
    except EmailNotValidError as reason:
        raise InvalidError(mark("This is not an e-mail address."), field="email") from reason
    if not clean_line(name):
        raise InvalidError(mark("Fill in a name."), field="name")
    if account_by_email(db, email):
        raise ConflictError(mark("There is already an account with this e-mail address."), field="email")
    account = Account(
        email=canonical_email(email),
        name=clean_line(name),
        password_hash=password_hash,
        language=language,
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


def require_own_password(db: Session, hasher: Hasher, account_id: int, *, old: str, password: str) -> str:
    """The hash of an acceptable new password. Raises `InvalidError` when the old one is wrong or the new one weak."""
    if not hasher.matches(db.get_one(Account, account_id).password_hash, old):
        raise InvalidError(mark("This is not your present password."), field="old")
    require_password(password)
    return hasher.hash(password)


def change_password(db: Session, account_id: int, password_hash: str, *, here: int, at: datetime) -> None:
    """Set a new password and sign out everywhere but in the browser `here`."""
    db.get_one(Account, account_id).password_hash = password_hash
    db.flush()
    end_sign_ins(db, account_id, but=here, at=at)
