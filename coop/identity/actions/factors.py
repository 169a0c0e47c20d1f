"""The second step: an app that makes codes, and codes on paper for when the app is lost."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from coop.identity.gateways import Post, Seal
from coop.identity.models import Account, Passkey, RecoveryCode, SecondFactor, SignIn
from coop.identity.policy import step_of
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.words import mark

PURPOSE = "second factor"
_SUBJECT = mark("The second step for signing in was changed")
_SET_UP = mark(
    "From now on you sign in with a code from your app as well. Was this not you? Sign in, change your password and "
    "call us."
)
_SUBJECT_SEEN = mark("You made sure who asks to take a second step away")
_SEEN = mark(
    "On the server the second step of %(name)s was taken away, and you are named as one of the two who made sure who "
    "it is. Is this not so? Call the board at once."
)
_TAKEN_AWAY = mark("The second step was taken away from your account. Was this not you? Call us at once.")


def set_up_second_step(
    db: Session,
    seal: Seal,
    post: Post,
    account_id: int,
    *,
    secret: bytes,
    code: str,
    codes: Sequence[str],
    at: datetime,
) -> None:
    """Keep the app of an account after its first right code, with new codes on paper. Replaces those of before."""
    step = step_of(secret, code, at, after=0)
    if step is None:
        raise InvalidError(mark("This code does not fit. Look whether the clock of your phone is right."), field="code")
    _forget(db, account_id)
    sealed = seal.close(PURPOSE, secret)
    db.add(SecondFactor(account_id=account_id, sealed_secret=sealed, last_step=step, set_up_at=at))
    for one in codes:
        db.add(RecoveryCode(account_id=account_id, code_hash=seal.digest("recovery", f"{account_id} {plain(one)}")))
    post(db, to_account_id=account_id, subject=_SUBJECT, body=_SET_UP, district_id=None, at=at)
    db.flush()


def plain(code: str) -> str:
    """A code on paper as it is compared: small letters, without dashes and blanks."""
    return "".join(letter for letter in code.lower() if letter.isalnum())


def take_away_second_step(db: Session, post: Post, account_id: int, *, at: datetime) -> None:
    """Remove the app, the codes on paper and the passkeys: for who lost all. Raises `ConflictError` without any."""
    passkeys = len(db.execute(delete(Passkey).where(Passkey.account_id == account_id).returning(Passkey.id)).all())
    if db.get(SecondFactor, account_id) is None and not passkeys:
        raise ConflictError(mark("This account has no second step."))
    _forget(db, account_id)
    db.execute(update(SignIn).where(SignIn.account_id == account_id, SignIn.ended_at.is_(None)).values(ended_at=at))
    post(db, to_account_id=account_id, subject=_SUBJECT, body=_TAKEN_AWAY, district_id=None, at=at)


def tell_witness(db: Session, post: Post, account_id: int, whom: int, *, at: datetime) -> None:
    """Tell who is said to have looked that this was written down: a name is not used behind somebody's back."""
    params: dict[str, object] = {"name": db.get_one(Account, whom).name}
    post(db, to_account_id=account_id, subject=_SUBJECT_SEEN, body=_SEEN, district_id=None, at=at, params=params)


def _forget(db: Session, account_id: int) -> None:
    db.execute(delete(SecondFactor).where(SecondFactor.account_id == account_id))
    db.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))


def pass_second_step(db: Session, seal: Seal, account_id: int, *, code: str, at: datetime) -> None:
    """Accept a code of the app or one on paper, each only once. Raises `InvalidError` when it fits neither."""
    if not (_from_app(db, seal, account_id, code, at) or _from_paper(db, seal, account_id, code, at)):
        raise InvalidError(mark("This code does not fit, or it was used before."), field="code")


def _from_app(db: Session, seal: Seal, account_id: int, code: str, at: datetime) -> bool:
    factor = db.scalar(select(SecondFactor).where(SecondFactor.account_id == account_id).with_for_update())
    secret = seal.open(PURPOSE, factor.sealed_secret) if factor else None
    step = step_of(secret, code, at, after=factor.last_step) if factor and secret else None
    if factor is None or step is None:
        return False
    factor.last_step = step
    db.flush()
    return True


def _from_paper(db: Session, seal: Seal, account_id: int, code: str, at: datetime) -> bool:
    code_hash = seal.digest("recovery", f"{account_id} {plain(code)}")
    used = db.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account_id, RecoveryCode.code_hash == code_hash, RecoveryCode.used_at.is_(None)
        )
        .values(used_at=at)
        .returning(RecoveryCode.id)
    ).all()
    return bool(used)


def strengthen(db: Session, sign_in_id: int) -> None:
    """From now on this browser counts as signed in with two steps."""
    db.execute(update(SignIn).where(SignIn.id == sign_in_id).values(is_strong=True))
