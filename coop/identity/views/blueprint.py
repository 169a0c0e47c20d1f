"""What the pages of this room share: the blueprint, what the roof handed in, coming in and going out."""

import secrets

from flask import Blueprint, Response, after_this_request, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from coop.identity import actions, queries
from coop.identity.gateways import Hasher, Post, Seal
from coop.identity.models import Account
from coop.identity.policy import FRESH_FOR, Way, canonical_email
from coop.kernel.errors import SignInAgainError, TooOftenError
from coop.kernel.words import mark
from coop.web.forms import Form, put_on_form
from coop.web.login import SignedIn, end_session, start_session
from coop.web.pages import see_other, tell
from coop.web.session import db, kept, now
from coop.web.words import _

bp = Blueprint("identity", __name__)


def hasher() -> Hasher:
    """The hasher the roof handed in."""
    found: Hasher = current_app.extensions["coop.hasher"]
    return found


def seal() -> Seal:
    """The keyed hashes the roof handed in."""
    found: Seal = current_app.extensions["coop.seal"]
    return found


def post() -> Post:
    """The way to the outbox the roof handed in."""
    found: Post = current_app.extensions["coop.post"]
    return found


def enter(account: Account, way: Way, *, is_strong: bool = False, outside_session: str = "") -> None:
    """Sign in here. Whoever was signed in in this browser before is signed out."""
    _end_here()
    token = secrets.token_hex(16)
    begun = actions.begin_sign_in(
        db(),
        account.id,
        token=token,
        way=way,
        user_agent=request.user_agent.string,
        is_strong=is_strong,
        outside_session=outside_session,
        at=now(),
    )
    start_session(SignedIn(account.id, account.name, account.language, begun.id, token, is_strong, now()))
    if way is not Way.DEMO:
        _know_again(account.email)


def leave() -> None:
    """Sign out here: the cookie ends, and every copy of it."""
    _end_here()
    end_session()


def _end_here() -> None:
    if current_user.is_authenticated:
        actions.end_sign_in(db(), current_user.account_id, current_user.sign_in_id, at=now())


def sign_in_anew() -> ResponseReturnValue | None:
    """Off to signing in when that was long ago: a cookie that was left behind must not add ways to come in."""
    if now() - current_user.begun_at <= FRESH_FOR or current_app.extensions["coop.config"].demo:
        return None
    tell(_("You signed in some time ago. Sign in again first, so that we know that it is you."))
    return see_other("identity.sign_in", next=request.full_path.rstrip("?"))


def require_strong() -> None:
    """Refuse who has shown less here than what guards the account: the ways to sign in are not changed with less."""
    me = current_user.account_id
    holds_office = current_app.extensions["coop.holds_office"]
    guarded = queries.has_second_step(db(), me) or (
        bool(queries.passkeys_of(db(), me)) and holds_office(db(), me, at=now())
    )
    if guarded and not current_user.is_strong:
        raise SignInAgainError(
            mark("Sign in again with your passkey or your second step, before you change how you sign in.")
        )


def may_try(form: Form, purpose: str, whom: str) -> bool:
    """Count a try of `purpose` on `whom` (an address or account), when the form is filled in well enough to be tried.

    False when it is too soon: the reason stands on the form.
    """
    if not form.is_submitted() or not form.validate():
        return True
    try:
        with kept() as session:
            actions.count_try(session, brake_key(purpose, whom), at=now())
    except TooOftenError as refusal:
        put_on_form(form, refusal)
        return False
    return True


def brake_key(purpose: str, whom: str) -> str:
    """The name of a brake. A browser that `whom` signed in with before has one of its own, see `known`."""
    address = canonical_email(whom)
    return seal().digest("brake", f"{purpose} {known_here(address)} {address}")


def known_here(address: str) -> str:
    """The name of this browser when `address` signed in with it before, else empty."""
    name, _dot, marks = request.cookies.get(known_cookie(), "").partition(".")
    return name if name and _mark(name, address) in marks.split(".")[:MOST_KNOWN] else ""


MOST_KNOWN = 5


def known_cookie() -> str:
    """The cookie by which a browser is known again, long after signing out."""
    return "__Host-coop-known" if current_app.config["SESSION_COOKIE_SECURE"] else "coop-known"


def _mark(name: str, address: str) -> str:
    return seal().digest("known browser", f"{name} {address}")[:32]


def _know_again(address: str) -> None:
    """Put one more address that signed in here in that cookie; the five newest are kept."""
    name, _dot, marks = request.cookies.get(known_cookie(), "").partition(".")
    name = name if len(name) == 32 and name.isalnum() else secrets.token_hex(16)
    own = _mark(name, canonical_email(address))
    others = [one for one in marks.split(".") if one and one != own]
    value = ".".join([name, own, *others[: MOST_KNOWN - 1]])

    @after_this_request
    def _set(response: Response) -> Response:
        response.set_cookie(
            known_cookie(),
            value,
            max_age=365 * 24 * 3600,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
        return response
