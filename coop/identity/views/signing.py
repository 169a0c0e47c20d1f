"""Signing in with a password, signing out, and changing the password."""

from flask import make_response, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from coop.districts.queries import all_districts
from coop.identity import actions, queries
from coop.identity.forms import ChangePasswordForm, NewPasswordForm, PasskeyForm, SignInForm
from coop.identity.policy import Way
from coop.identity.views.blueprint import bp, brake_key, hasher, leave, may_try, post, require_strong, sign_in_anew
from coop.identity.views.outside import labels, providers
from coop.identity.views.passkeys import account_that_answers, asked
from coop.identity.views.steps import after_first_step
from coop.kernel.access import Permission
from coop.web.forms import accepted
from coop.web.guard import allow, public
from coop.web.limits import posting, signing_in
from coop.web.pages import back_or, page, safe_path, see_other, tell
from coop.web.session import begin_writing, db, now
from coop.web.words import _


@bp.route("/inloggen", methods=["GET", "POST"])
@public
@signing_in
def sign_in() -> ResponseReturnValue:
    """E-mail and password."""
    form = SignInForm()
    target = safe_path(request.args.get("next"))
    email = form.email.data or ""
    done = may_try(form, "password", email) and accepted(
        form, lambda: actions.check_password(db(), hasher(), email=email, password=form.password.data)
    )
    if done:
        actions.release(begin_writing(), brake_key("password", email))
        return after_first_step(done.value, Way.PASSWORD, target)
    return _sign_in_page(form, target)


def _sign_in_page(form: SignInForm, target: str | None) -> ResponseReturnValue:
    return page(
        "identity/sign_in.html",
        form=form,
        target=target,
        providers=labels(),
        asked=asked(),
        places=all_districts(db()),
    )


@bp.post("/inloggen/passkey")
@public
@signing_in
def sign_in_with_passkey() -> ResponseReturnValue:
    """A passkey: the device has checked who holds it, so that this counts as two steps."""
    form = PasskeyForm()
    target = safe_path(request.args.get("next"))
    done = accepted(form, lambda: account_that_answers(form))
    if done:
        return after_first_step(done.value, Way.PASSKEY, target, two_steps=True)
    return _sign_in_page(SignInForm(formdata=None), target)


@bp.post("/uitloggen")
@public
def sign_out() -> ResponseReturnValue:
    """End this session, and what the browser kept of it."""
    outside = queries.signed_in_with(db(), current_user.sign_in_id) if current_user.is_authenticated else None
    leave()
    tell(_("You are signed out."))
    known = outside in providers()
    answer = make_response(see_other("identity.signed_out_here", slug=outside) if known else back_or("/", None))
    # A later user of this computer must not find the pages with the back button.
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@bp.route("/wachtwoord", methods=["GET", "POST"])
@allow(Permission.SEE_MY_PAGE)
@posting
def change_password() -> ResponseReturnValue:
    """A new password; other sessions end. Who signed in without the old one is not asked for it, but to be fresh."""
    if not queries.knows_password(db(), current_user.sign_in_id):
        return _first_or_forgotten()
    form, me = ChangePasswordForm(), current_user.account_id
    done = may_try(form, "own password", f"account {me}") and accepted(
        form,
        lambda: actions.require_own_password(db(), hasher(), me, old=form.old.data, password=form.password.data),
    )
    if done:
        return _set_password(done.value)
    return page("identity/change_password.html", form=form)


def _first_or_forgotten() -> ResponseReturnValue:
    require_strong()
    if away := sign_in_anew():
        return away
    form = NewPasswordForm()
    done = accepted(form, lambda: actions.hash_of_new(hasher(), form.password.data or ""))
    return _set_password(done.value) if done else page("identity/change_password.html", form=form)


def _set_password(password_hash: str) -> ResponseReturnValue:
    session, me = begin_writing(), current_user.account_id
    actions.release(session, brake_key("own password", f"account {me}"))
    actions.change_password(session, post(), me, password_hash, here=current_user.sign_in_id, at=now())
    tell(_("Your new password is set. Everywhere else you are signed out now."))
    return see_other("identity.my_account")
