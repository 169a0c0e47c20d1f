"""Passkeys of an account: made, named, removed, and signing in with one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coop.identity.gateways import KeyOnDevice, Post
from coop.identity.models import Account, Passkey, SpentQuestion
from coop.identity.policy import MOST_PASSKEYS, PASSKEY_NAME
from coop.kernel.errors import ConflictError, InvalidError, NotFoundError
from coop.kernel.text import clean_line
from coop.kernel.words import mark

_SUBJECT = mark("The ways to sign in with your account were changed")
_ADDED = mark("From now on you can also sign in with the passkey “%(name)s”. Was this not you? Remove it and call us.")
_REMOVED = mark("The passkey “%(name)s” does not sign you in any more. Was this not you? Call us.")
_UNKNOWN = mark("We do not know this passkey (any more). Sign in another way.")


def spend_question(db: Session, question_hash: str, *, at: datetime) -> None:
    """Use a question up, before its answer is judged. Raises `ConflictError` when it was answered before."""
    try:
        with db.begin_nested():
            db.add(SpentQuestion(question_hash=question_hash, spent_at=at))
    except IntegrityError as reason:
        raise ConflictError(mark("This answer of your passkey was sent before. Try once more.")) from reason


def forget_spent_questions(db: Session, *, at: datetime) -> int:
    """Remove what was answered a day ago: no page is open that long; returns how many."""
    gone = delete(SpentQuestion).where(SpentQuestion.spent_at < at - timedelta(days=1))
    return len(db.execute(gone.returning(SpentQuestion.question_hash)).all())


def add_passkey(db: Session, post: Post, account_id: int, key: KeyOnDevice, *, name: str, at: datetime) -> Passkey:
    """Keep a new key. Raises `ConflictError` for one that is known already and above the most that one may have."""
    told = _named(name)
    db.scalars(select(Account.id).where(Account.id == account_id).with_for_update()).one()
    if db.scalar(select(Passkey.id).where(Passkey.credential_id == key.credential_id)) is not None:
        raise ConflictError(mark("This passkey is known already."))
    if (db.scalar(select(func.count()).where(Passkey.account_id == account_id)) or 0) >= MOST_PASSKEYS:
        raise ConflictError(mark("You can have %(most)s passkeys. Remove one first."), most=MOST_PASSKEYS)
    made = Passkey(
        account_id=account_id,
        credential_id=key.credential_id,
        public_key=key.public_key,
        sign_count=key.sign_count,
        name=told,
        made_at=at,
    )
    db.add(made)
    post(db, to_account_id=account_id, subject=_SUBJECT, body=_ADDED, district_id=None, at=at, params={"name": told})
    db.flush()
    return made


def _named(name: str) -> str:
    told = clean_line(name)
    if not told:
        raise InvalidError(mark("Give the passkey a name by which you know it again."), field="name")
    if len(told) > PASSKEY_NAME:
        raise InvalidError(mark("Use at most %(most)s characters."), field="name", most=PASSKEY_NAME)
    return told


def name_passkey(db: Session, account_id: int, passkey_id: int, name: str) -> Passkey:
    """Call it otherwise. Raises `NotFoundError` for that of somebody else."""
    found = own_passkey(db, account_id, passkey_id)
    found.name = _named(name)
    db.flush()
    return found


def remove_passkey(db: Session, post: Post, account_id: int, passkey_id: int, *, at: datetime) -> Passkey:
    """It signs in no more. Raises `NotFoundError` for that of somebody else."""
    found = own_passkey(db, account_id, passkey_id)
    db.delete(found)
    params: dict[str, object] = {"name": found.name}
    post(db, to_account_id=account_id, subject=_SUBJECT, body=_REMOVED, district_id=None, at=at, params=params)
    db.flush()
    return found


def own_passkey(db: Session, account_id: int, passkey_id: int) -> Passkey:
    """One of one's own. Raises `NotFoundError`."""
    found = db.scalar(select(Passkey).where(Passkey.id == passkey_id, Passkey.account_id == account_id))
    if found is None:
        raise NotFoundError(mark("You have no such passkey (any more)."))
    return found


@dataclass(frozen=True, slots=True)
class Answer:
    """What a device answered. `check(key)` gives its new count, or raises; `is_whose(account)`: the handle fits."""

    credential_id: str
    check: Callable[[KeyOnDevice], int]
    is_whose: Callable[[int], bool]


def use_passkey(db: Session, answer: Answer, *, account_id: int | None = None, at: datetime) -> Account:
    """The account of the key that answered; with `account_id` it must be of that account.

    Raises `InvalidError`, one and the same for a key that is unknown and for one of somebody else.
    """
    found = db.scalar(select(Passkey).where(Passkey.credential_id == answer.credential_id).with_for_update())
    if found is None or account_id not in (None, found.account_id) or not answer.is_whose(found.account_id):
        raise InvalidError(_UNKNOWN)
    count = answer.check(KeyOnDevice(found.credential_id, found.public_key, found.sign_count))
    found.sign_count, found.used_at = count, at
    db.flush()
    return db.get_one(Account, found.account_id)
