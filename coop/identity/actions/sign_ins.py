"""Being signed in, in one browser: it begins, gets stronger, and ends."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from coop.identity.models import Account, OutsideIdentity, SignIn, SignInLink
from coop.identity.policy import SIGNED_IN_FOR, Way, device_in_short
from coop.kernel.errors import NotAllowedError, NotFoundError
from coop.kernel.words import mark


def begin_sign_in(
    db: Session,
    account_id: int,
    *,
    token: str,
    way: Way,
    user_agent: str,
    is_strong: bool = False,
    outside_session: str = "",
    at: datetime,
) -> SignIn:
    """Somebody showed who they are: remember this browser. `token` is random and goes into its cookie.

    Raises `NotAllowedError` for an account that was closed.
    """
    if db.get_one(Account, account_id).closed_at is not None:
        raise NotAllowedError(mark("This account is closed. Is that a mistake? Ask the board."))
    begun = SignIn(
        account_id=account_id,
        token=token,
        way=way,
        device=device_in_short(user_agent),
        is_strong=is_strong,
        outside_session=outside_session,
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


def end_outside_sign_ins(db: Session, *, issuer: str, subject: str, session: str, at: datetime) -> int:
    """Sign out here who signed out at the provider; returns in how many browsers.

    `session`: digest of one session there, empty for all; what was begun here in another way goes on.
    """
    mine = select(OutsideIdentity.account_id).where(OutsideIdentity.issuer == issuer)
    query = update(SignIn).where(SignIn.way == Way.PROVIDER, SignIn.ended_at.is_(None))
    if session:
        query = query.where(SignIn.outside_session == session)
    if subject:
        mine = mine.where(OutsideIdentity.subject == subject)
    ended = db.execute(query.where(SignIn.account_id.in_(mine)).values(ended_at=at).returning(SignIn.id))
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
