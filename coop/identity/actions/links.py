"""Signing in with a link by mail."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from coop.identity.gateways import Invite, Post
from coop.identity.models import Account, SignInLink
from coop.identity.policy import LINK_WORKS_FOR, canonical_email
from coop.identity.queries import account_by_email
from coop.kernel.errors import ConflictError, InvalidError, TooLateError
from coop.kernel.words import mark

_SUBJECT = mark("Your link to sign in")
_BODY = mark(
    "Somebody, probably you, asked for a link to sign in.\n\nOpen this link and press the button there:\n%(link)s\n\n"
    "The link works once, until %(minutes)s minutes after you asked for it. Did you not ask for it? Then you do not "
    "have to do anything: without this mail nobody can use it. Never pass it on, also not to us."
)


def ask_link(
    db: Session,
    post: Post,
    invite: Invite,
    *,
    email: str,
    token_hash: str,
    browser_hash: str,
    link: str,
    at: datetime,
) -> None:
    """Mail a link when there is an account with this address, or `invite` makes one; the one before keeps working.

    Who does not see the mail at once asks again, and then opens the first of the two. Older links stop working.

    Says nothing about whether there is one: whoever asks gets the same answer.
    """
    account = account_by_email(db, email) or invite(db, email, at=at)
    if account is None:
        return
    end_links(db, account.id, but=1, at=at)
    db.add(
        SignInLink(
            account_id=account.id,
            token_hash=token_hash,
            browser_hash=browser_hash,
            asked_at=at,
            expires_at=at + LINK_WORKS_FOR,
        )
    )
    minutes = LINK_WORKS_FOR.seconds // 60
    params: dict[str, object] = {"link": link, "minutes": minutes}
    post(db, to_account_id=account.id, subject=_SUBJECT, body=_BODY, district_id=None, at=at, params=params)
    db.flush()


def end_links(db: Session, account_id: int, *, but: int = 0, at: datetime) -> None:
    """End the links of an account that still work, but for the newest `but`."""
    mine = (SignInLink.account_id == account_id, SignInLink.expires_at > at)
    newest = db.scalars(select(SignInLink.id).where(*mine).order_by(SignInLink.id.desc()).limit(but)).all()
    db.execute(update(SignInLink).where(*mine, SignInLink.id.not_in(newest)).values(expires_at=at))


def require_link(db: Session, token_hash: str, *, at: datetime) -> SignInLink:
    """The link, still to be used. Raises `TooLateError` when it was used, has expired or never was."""
    found = db.scalar(select(SignInLink).where(SignInLink.token_hash == token_hash))
    if found is None or found.used_at is not None or found.expires_at <= at:
        raise TooLateError(mark("This link does not work any more: it works once and for half an hour."))
    return found


def use_link(db: Session, token_hash: str, *, browser_hash: str, email: str, at: datetime) -> Account:
    """The account of a link, which is then used up. In another browser than that which asked, `email` must fit.

    Raises `TooLateError` when it does not work any more, `InvalidError` when the address does not belong to it.
    """
    link = require_link(db, token_hash, at=at)
    account = db.get_one(Account, link.account_id)
    if link.browser_hash != browser_hash and canonical_email(email) != account.email:
        raise InvalidError(mark("The link was not sent to this e-mail address."), field="email")
    used = db.execute(
        update(SignInLink)
        .where(SignInLink.id == link.id, SignInLink.used_at.is_(None))
        .values(used_at=at)
        .returning(SignInLink.id)
    ).all()
    if not used:
        raise ConflictError(mark("This link was used at the same moment in another window."))
    # Whoever is in needs no other; a mail that lies around signs nobody in.
    end_links(db, account.id, at=at)
    return account
