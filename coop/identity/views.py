"""Signing in and out."""

import secrets

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from coop.identity import actions
from coop.identity.forms import ChangePasswordForm, SignInForm
from coop.identity.gateways import Hasher
from coop.kernel.access import Permission
from coop.web.forms import accepted
from coop.web.guard import allow, public
from coop.web.limits import posting, signing_in
from coop.web.login import SignedIn, end_session, start_session
from coop.web.pages import back_or, page, safe_path, tell
from coop.web.session import db
from coop.web.words import _

bp = Blueprint("identity", __name__)


def hasher() -> Hasher:
    """The hasher the roof handed in."""
    found: Hasher = current_app.extensions["coop.hasher"]
    return found


@bp.route("/inloggen", methods=["GET", "POST"])
@public
@signing_in
def sign_in() -> ResponseReturnValue:
    """E-mail and password."""
    form = SignInForm()
    target = safe_path(request.args.get("next"))
    done = accepted(
        form,
        lambda: actions.check_password(db(), hasher(), email=form.email.data, password=form.password.data),
    )
    if done:
        account = done.value
        start_session(SignedIn(account.id, account.name, account.language, account.stamp))
        tell(_("Welcome, %(name)s. You are signed in.", name=account.name))
        return back_or("/", target)
    return page("identity/sign_in.html", form=form, target=target)


@bp.post("/uitloggen")
@public
def sign_out() -> ResponseReturnValue:
    """End this session."""
    end_session()
    tell(_("You are signed out."))
    return back_or("/", None)


@bp.route("/wachtwoord", methods=["GET", "POST"])
@allow(Permission.SEE_MY_PAGE)
@posting
def change_password() -> ResponseReturnValue:
    """A new password; other sessions end."""
    form = ChangePasswordForm()
    stamp = secrets.token_hex(16)
    account_id = current_user.account_id
    done = accepted(
        form,
        lambda: actions.change_password(
            db(), hasher(), account_id, old=form.old.data, password=form.password.data, stamp=stamp
        ),
    )
    if done:
        start_session(SignedIn(account_id, current_user.name, current_user.language, stamp))
        tell(_("Your new password is set. Everywhere else you are signed out now."))
        return back_or("/", None)
    return page("identity/change_password.html", form=form)
