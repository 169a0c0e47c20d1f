"""Questions about accounts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import Session

from coop.identity.models import Account, OutsideIdentity, Passkey, RecoveryCode, SecondFactor, SignIn, SignInLink
from coop.identity.policy import SIGNED_IN_FOR, Way, canonical_email


def account_of(db: Session, account_id: int) -> Account | None:
    """The account, None when it is gone."""
    return db.get(Account, account_id)


# Asked on every page of whoever is signed in: built once on the bare tables, and without what no page needs.
_WHO, _SIGN_INS = Account.__table__.c, SignIn.__table__.c
SIGNED_IN = (_WHO.id, _WHO.name, _WHO.language, _SIGN_INS.id, _SIGN_INS.token, _SIGN_INS.is_strong, _SIGN_INS.begun_at)
NOT_ENDED = and_(
    _SIGN_INS.id == bindparam("sign_in_id"), _SIGN_INS.ended_at.is_(None), _SIGN_INS.begun_at > bindparam("since")
)
_SIGNED_IN = (
    select(*SIGNED_IN)
    .select_from(SignIn.__table__.join(Account.__table__, _WHO.id == _SIGN_INS.account_id))
    .where(NOT_ENDED)
)


def sign_in_asked(sign_in_id: int, at: datetime) -> dict[str, Any]:
    """What `NOT_ENDED` asks for."""
    return {"sign_in_id": sign_in_id, "since": at - SIGNED_IN_FOR}


def signed_in_as(db: Session, sign_in_id: int, at: datetime) -> tuple[Any, ...] | None:
    """The values of `SIGNED_IN` for a sign-in that has not ended, None when it has."""
    row = db.connection().execute(_SIGNED_IN, sign_in_asked(sign_in_id, at)).one_or_none()
    return tuple(row) if row else None


def sign_ins_of(db: Session, account_id: int, at: datetime) -> Sequence[SignIn]:
    """Where an account is signed in, newest first."""
    return db.scalars(
        select(SignIn)
        .where(SignIn.account_id == account_id, SignIn.ended_at.is_(None), SignIn.begun_at > at - SIGNED_IN_FOR)
        .order_by(SignIn.id.desc())
    ).all()


def signed_in_with(db: Session, sign_in_id: int) -> str | None:
    """The provider with which somebody signed in here, None for the other ways."""
    return db.scalar(
        select(OutsideIdentity.slug)
        .join(SignIn, SignIn.account_id == OutsideIdentity.account_id)
        .where(SignIn.id == sign_in_id, SignIn.way == Way.PROVIDER)
        .order_by(OutsideIdentity.id)
        .limit(1)
    )


def knows_password(db: Session, sign_in_id: int) -> bool:
    """Whether somebody signed in here with the password, so that they can be asked for it."""
    return db.scalar(select(SignIn.way).where(SignIn.id == sign_in_id)) in (Way.PASSWORD, Way.DEMO)


def outside_of(db: Session, account_id: int) -> Sequence[OutsideIdentity]:
    """What is joined to an account, oldest first."""
    return db.scalars(
        select(OutsideIdentity).where(OutsideIdentity.account_id == account_id).order_by(OutsideIdentity.id)
    ).all()


def passkeys_of(db: Session, account_id: int) -> Sequence[Passkey]:
    """The passkeys of an account, oldest first."""
    return db.scalars(select(Passkey).where(Passkey.account_id == account_id).order_by(Passkey.id)).all()


def has_second_step(db: Session, account_id: int) -> bool:
    """Whether an account signs in with a code too."""
    return db.scalar(select(SecondFactor.account_id).where(SecondFactor.account_id == account_id)) is not None


def with_second_step(db: Session, account_ids: Iterable[int]) -> set[int]:
    """Those of these accounts that sign in with a code too."""
    return set(db.scalars(select(SecondFactor.account_id).where(SecondFactor.account_id.in_(list(account_ids)))))


def recovery_codes_left(db: Session, account_id: int) -> int:
    """How many codes on paper are not used yet."""
    query = select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return db.scalar(query) or 0


def link_was_asked_here(db: Session, token_hash: str, browser_hash: str) -> bool:
    """Whether this browser asked for the link."""
    asked = db.scalar(select(SignInLink.browser_hash).where(SignInLink.token_hash == token_hash))
    return asked == browser_hash


def account_by_email(db: Session, email: str) -> Account | None:
    """The account with this address, compared without case."""
    return db.scalar(select(Account).where(Account.email == canonical_email(email)))


def names_of(db: Session, account_ids: Iterable[int | None]) -> dict[int, str]:
    """Names by account id."""
    wanted = {number for number in account_ids if number is not None}
    if not wanted:
        return {}
    return dict(db.execute(select(Account.id, Account.name).where(Account.id.in_(wanted))).all())


def name_beside(account_id: Any) -> Any:
    """The name that belongs to a column of account ids, to be read in the same statement; NULL without an account."""
    return select(Account.name).where(Account.id == account_id).scalar_subquery()
