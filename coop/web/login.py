"""Who is signed in, kept in the signed session cookie by Flask-Login.

The cookie holds the number and the random token of a sign-in that stands in the database: what ends there (signing out,
a new password, "sign out there") ends the cookie too, and every copy of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest

from flask import Flask, g, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy.orm import Session

from coop.kernel.access import Actor
from coop.web.session import reading


@dataclass(frozen=True)
class SignedIn(UserMixin):
    """The account behind this session, and the sign-in in this browser. `is_strong`: with a second step."""

    account_id: int
    name: str
    language: str
    sign_in_id: int
    token: str
    is_strong: bool
    begun_at: datetime

    def get_id(self) -> str:
        return f"{self.sign_in_id}:{self.token}"


# (db, number of the sign-in) to who it is; None when it ended.
LoadSignedIn = Callable[[Session, int], SignedIn | None]


@dataclass(frozen=True)
class Arrived:
    """What was read together with the neighbourhood of this page: who has the sign-in, and with which roles there.

    Nobody has proven to be that person yet: the token of the cookie is compared when somebody asks who is signed in.
    """

    sign_in_id: int
    person: SignedIn | None
    actor: Actor | None


def claimed() -> int | None:
    """The number of the sign-in that the cookie names, None without one."""
    return _number(str(session.get("_user_id", "")))


def _number(cookie_id: str) -> int | None:
    number = cookie_id.partition(":")[0]
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None


def install(app: Flask, load: LoadSignedIn) -> None:
    """Recognise signed-in visitors."""
    manager = LoginManager(app)
    manager.session_protection = None

    @manager.user_loader  # type: ignore[untyped-decorator]
    def _load(cookie_id: str) -> SignedIn | None:
        number = _number(cookie_id)
        if number is None:
            return None
        arrived: Arrived | None = g.get("arrived")
        known = arrived.person if arrived and arrived.sign_in_id == number else load(reading(), number)
        return known if known and compare_digest(known.get_id().encode(), cookie_id.encode()) else None


def signed_in() -> SignedIn | None:
    """Who is signed in. `current_user` says the same, looked up anew at every letter of it that is read."""
    person = current_user._get_current_object()
    return person if isinstance(person, SignedIn) else None


def start_session(person: SignedIn) -> None:
    """Sign `person` in with a fresh session, so that nothing planted before survives.

    Kept are the language and an outside identity that waits to be joined, which is shown before anything is done.
    """
    kept = {name: session[name] for name in ("language", "to_join") if name in session}
    session.clear()
    session.update(kept)
    session.permanent = True
    login_user(person)


def end_session() -> None:
    """Sign out; the chosen language stays."""
    language = session.get("language")
    logout_user()
    session.clear()
    if language:
        session["language"] = language
