"""Who is signed in, kept in the signed session cookie by Flask-Login.

The cookie holds the account's id and its stamp; a new stamp (new password, "sign out everywhere") ends old cookies.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, session
from flask_login import LoginManager, UserMixin, login_user, logout_user
from sqlalchemy.orm import Session

from coop.web.session import db


@dataclass(frozen=True)
class SignedIn(UserMixin):
    """The account behind this session."""

    account_id: int
    name: str
    language: str
    stamp: str

    def get_id(self) -> str:
        return f"{self.account_id}:{self.stamp}"


LoadAccount = Callable[[Session, int], SignedIn | None]


def install(app: Flask, load_account: LoadAccount) -> None:
    """Recognise signed-in visitors; `load_account(db, account_id)` gives None when the account is gone."""
    manager = LoginManager(app)
    manager.session_protection = None

    @manager.user_loader  # type: ignore[untyped-decorator]
    def _load(cookie_id: str) -> SignedIn | None:
        number, _, stamp = cookie_id.partition(":")
        known = load_account(db(), int(number)) if number.isdigit() else None
        return known if known and known.stamp == stamp else None


def start_session(person: SignedIn) -> None:
    """Sign `person` in with a fresh session, so that nothing planted before survives."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    session.permanent = True
    login_user(person)


def end_session() -> None:
    """Sign out; the chosen language stays."""
    language = session.get("language")
    logout_user()
    session.clear()
    if language:
        session["language"] = language
