"""Being signed in, in one browser: it begins, gets stronger, and ends."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from coop.identity.models import SignIn, SignInLink
from coop.identity.policy import SIGNED_IN_FOR, Way, device_in_short
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark


def begin_sign_in(
    db: Session, account_id: int, *, token: str, way: Way, user_agent: str, is_strong: bool = False, at: datetime
) -> SignIn:
    """Somebody showed who they are: remember this browser. `token` is random and goes into its cookie."""
    begun = SignIn(
        account_id=account_id,
        token=token,
        way=way,
        device=device_in_short(user_agent),
        is_strong=is_strong,
        begun_at=at,
    )
    db.add(begun)
    db.flush()
    return begun


def end_sign_in(db: Session, account_id: int, sign_in_id: int, *, at: datetime) -> None:
    """Sign out in one browser: its cookie counts no more. Raises `NotFoundError` for that of somebody else."""
    found = db.scalar(select(SignIn).where(SignIn.id == sign_in_id, SignIn.account_id == account_id))
    if found is None:
        raise NotFoundError(mark("You are not signed in there (any more)."))
    found.ended_at = found.ended_at or at
    db.flush()


def end_sign_ins(db: Session, account_id: int, *, but: int | None = None, at: datetime) -> int:
    """Sign out everywhere, but for one browser when it is given; returns in how many."""
    ended = db.execute(
        update(SignIn)
        .where(SignIn.account_id == account_id, SignIn.ended_at.is_(None), SignIn.id != (but or 0))
        .values(ended_at=at)
        .returning(SignIn.id)
    )
    return len(ended.all())


def forget_old_sign_ins(db: Session, *, at: datetime) -> int:
    """Remove what is over: sign-ins and links of more than thirty days ago; returns how many."""
    since = at - SIGNED_IN_FOR
    gone = db.execute(
        delete(SignIn).where(or_(SignIn.begun_at < since, SignIn.ended_at < since)).returning(SignIn.id)
    ).all()
    links = db.execute(
        delete(SignInLink).where(SignInLink.expires_at < at - timedelta(days=1)).returning(SignInLink.id)
    ).all()
    return len(gone) + len(links)
