"""Opening an account, and passwords."""

from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy.orm import Session

from coop.identity.actions.links import end_links
from coop.identity.actions.sign_ins import end_sign_ins
from coop.identity.gateways import Hasher, Post, PostToAddress
from coop.identity.models import Account
from coop.identity.policy import canonical_email, require_password
from coop.identity.queries import account_by_email
from coop.kernel.errors import ConflictError, InvalidError, TooLateError
from coop.kernel.text import clean_line
from coop.kernel.words import mark

LONGEST_NAME = 120


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


def require_email(email: str) -> str:
    """The address in the form in which it is kept. Raises `InvalidError` when it is none."""
    try:
        validate_email(email, check_deliverability=False, test_environment=email.endswith(".test"))
    except EmailNotValidError as reason:
        raise InvalidError(mark("This is not an e-mail address."), field="email") from reason
    return canonical_email(email)


def _opened(db: Session, *, email: str, name: str, password_hash: str, language: str, at: datetime) -> Account:
    address = require_email(email)
    tidy = _require_name(name)
    if account_by_email(db, email):
        raise ConflictError(mark("There is already an account with this e-mail address."), field="email")
    account = Account(
        email=address,
        name=tidy,
        password_hash=password_hash,
        language=language,
        created_at=at,
    )
    db.add(account)
    db.flush()
    return account


def _require_name(name: str) -> str:
    tidy = clean_line(name)
    if not tidy:
        raise InvalidError(mark("Fill in a name."), field="name")
    if len(tidy) > LONGEST_NAME:
        raise InvalidError(mark("Use at most %(most)s characters."), field="name", most=LONGEST_NAME)
    return tidy


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


def hash_of_new(hasher: Hasher, password: str) -> str:
    """The hash of an acceptable new password, of who forgot the old one. Raises `InvalidError` for a weak one."""
    require_password(password)
    return hasher.hash(password)


def change_password(db: Session, post: Post, account_id: int, password_hash: str, *, here: int, at: datetime) -> None:
    """Set a new password and sign out everywhere but in the browser `here`; the owner hears of it by mail."""
    post(db, to_account_id=account_id, subject=_PASSWORD, body=_PASSWORD_BODY, district_id=None, at=at)
    db.get_one(Account, account_id).password_hash = password_hash
    db.flush()
    end_sign_ins(db, account_id, but=here, at=at)


def correct_account(db: Session, account_id: int, *, name: str, language: str) -> Account:
    """Correct one's own name and language."""
    tidy = _require_name(name)
    account = db.get_one(Account, account_id)
    account.name, account.language = tidy, language
    db.flush()
    return account


def ask_new_email(db: Session, send: PostToAddress, account_id: int, email: str, *, link: str, at: datetime) -> str:
    """Mail a link to a new address; it counts once that link was used. Returns the address.

    Says nothing about whether somebody else has this address: then no mail goes out.
    """
    address = require_email(email)
    account = db.get_one(Account, account_id)
    if address == account.email:
        raise InvalidError(mark("This is the address that we have already."), field="email")
    if account_by_email(db, address) is None:
        params: dict[str, object] = {"link": link}
        send(db, to_email=address, language=account.language, subject=_NEW, body=_NEW_BODY, at=at, params=params)
    return address


def change_email(db: Session, send: PostToAddress, account_id: int, *, old: str, new: str, at: datetime) -> Account:
    """Take the address from a link that was opened. Raises `TooLateError` when it changed since, or is taken."""
    account = db.get_one(Account, account_id)
    if account.email != old or account_by_email(db, new) is not None:
        raise TooLateError(mark("This link does not work any more. Ask for a new one at My data."))
    # To the address before: who did not do this must hear of it.
    send(db, to_email=old, language=account.language, subject=_CHANGED, body=_CHANGED_BODY, at=at, params={})
    account.email = new
    # A link in the mailbox of before signs nobody in any more.
    end_links(db, account_id, at=at)
    db.flush()
    return account


_NEW = mark("Is this your new e-mail address?")
_NEW_BODY = mark(
    "Somebody, probably you, wants to use this address to sign in.\n\nOpen this link and press the button there:\n"
    "%(link)s\n\nThe link works for half an hour. Was it not you? Then you do not have to do anything."
)
_PASSWORD = mark("Your password was changed")
_PASSWORD_BODY = mark(
    "From now on you sign in with another password than before. Was that not you? Ask for a link by mail, sign in with "
    "it, set a new password and call us."
)
_CHANGED = mark("Your e-mail address was changed")
_CHANGED_BODY = mark("From now on your account has another e-mail address than this one. Was that not you? Call us.")
