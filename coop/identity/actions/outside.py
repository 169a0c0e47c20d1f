"""Joining an account here to one at an identity provider, by its unchanging number there and never by e-mail."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from coop.identity.gateways import Post, Proof
from coop.identity.models import Account, OutsideIdentity
from coop.kernel.errors import ConflictError, NotFoundError
from coop.kernel.words import mark

_SUBJECT = mark("The ways to sign in with your account were changed")
_JOINED = mark("From now on you can also sign in with %(label)s. Was this not you? Sign in, undo it and call us.")
_PARTED = mark("You can no longer sign in with %(label)s. Was this not you? Call us.")


def account_of_proof(db: Session, proof: Proof) -> Account | None:
    """The account that is joined to this identity, None when there is none. The e-mail address plays no part."""
    return db.scalar(
        select(Account)
        .join(OutsideIdentity, OutsideIdentity.account_id == Account.id)
        .where(OutsideIdentity.issuer == proof.issuer, OutsideIdentity.subject == proof.subject)
    )


def join_outside(
    db: Session, post: Post, account_id: int, *, slug: str, label: str, issuer: str, subject: str, at: datetime
) -> OutsideIdentity:
    """Join an identity to an account. Raises `ConflictError` when either has such a bond already."""
    taken = db.scalar(
        select(OutsideIdentity.account_id).where(OutsideIdentity.issuer == issuer, OutsideIdentity.subject == subject)
    )
    if taken is not None:
        raise ConflictError(mark("This way to sign in is already joined to an account."))
    own = db.scalar(
        select(OutsideIdentity.id).where(OutsideIdentity.account_id == account_id, OutsideIdentity.issuer == issuer)
    )
    if own is not None:
        raise ConflictError(mark("Your account is already joined to another identity there. Undo that first."))
    made = OutsideIdentity(account_id=account_id, slug=slug, issuer=issuer, subject=subject, joined_at=at)
    db.add(made)
    post(db, to_account_id=account_id, subject=_SUBJECT, body=_JOINED, district_id=None, at=at, params={"label": label})
    db.flush()
    return made


def part_outside(
    db: Session, post: Post, account_id: int, outside_id: int, *, labels: dict[str, str], at: datetime
) -> None:
    """Undo it. Raises `NotFoundError` for that of somebody else."""
    found = db.scalar(
        select(OutsideIdentity).where(OutsideIdentity.id == outside_id, OutsideIdentity.account_id == account_id)
    )
    if found is None:
        raise NotFoundError(mark("This way to sign in is not joined to your account (any more)."))
    params: dict[str, object] = {"label": labels.get(found.slug, found.slug)}
    db.execute(delete(OutsideIdentity).where(OutsideIdentity.id == outside_id))
    post(db, to_account_id=account_id, subject=_SUBJECT, body=_PARTED, district_id=None, at=at, params=params)
