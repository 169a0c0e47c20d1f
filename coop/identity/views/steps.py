"""The second step: asked after the first, and set up on a page of its own."""

import secrets
from base64 import b32decode, b32encode
from datetime import datetime, timedelta
from urllib.parse import quote

from flask import current_app, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user

from coop.identity import actions, queries
from coop.identity.forms import CodeForm, PasskeyForm, SetUpForm
from coop.identity.models import Account
from coop.identity.policy import Way
from coop.identity.views.blueprint import bp, brake_key, enter, may_try, post, require_strong, seal, sign_in_anew
from coop.identity.views.passkeys import account_that_answers, asked
from coop.kernel.access import Permission
from coop.web.forms import accepted
from coop.web.guard import allow, public
from coop.web.limits import posting, signing_in
from coop.web.pages import back_or, page, safe_path, see_other, tell
from coop.web.qr import qr_svg
from coop.web.session import begin_writing, db, now
from coop.web.words import _

# So long one may take between the first step and the second.
BETWEEN_STEPS = timedelta(minutes=10)
PAPER_CODES = 10
# Without letters and digits that look alike on paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def after_first_step(
    account: Account, way: Way, target: str | None, *, two_steps: bool = False, outside: str = ""
) -> ResponseReturnValue:
    """Signed in, or on to the second step for who has set one up.

    `two_steps`: both were done elsewhere; `outside`: digest of the session there.
    """
    if not two_steps and queries.has_second_step(db(), account.id):
        kept = {name: session[name] for name in ("language", "to_join") if name in session}
        session.clear()
        session.update(kept)
        session["half"] = {"account": account.id, "way": way.value, "at": now().isoformat(), "outside": outside}
        return see_other("identity.second_step", next=target)
    enter(account, way, is_strong=two_steps, outside_session=outside)
    tell(_("Welcome, %(name)s. You are signed in.", name=account.name))
    return back_or("/", target)


def _half() -> tuple[Account, Way] | None:
    half = session.get("half")
    if not half or now() - datetime.fromisoformat(half["at"]) > BETWEEN_STEPS:
        return None
    account = queries.account_of(db(), half["account"])
    return (account, Way(half["way"])) if account else None


def _outside() -> str:
    return str((session.get("half") or {}).get("outside", ""))


@bp.route("/inloggen/tweede-stap", methods=["GET", "POST"])
@public
@signing_in
def second_step() -> ResponseReturnValue:
    """A code of the app, or one on paper."""
    target = safe_path(request.args.get("next"))
    found = _half()
    if found is None:
        tell(_("Sign in again: the second step took too long."))
        return see_other("identity.sign_in", next=target)
    account, way = found
    form, who = CodeForm(), account.email  # the same name as at the first step: a known browser has its own brake
    if may_try(form, "code", who):
        done = accepted(
            form,
            lambda: actions.pass_second_step(begin_writing(), seal(), account.id, code=form.code.data, at=now()),
        )
        if done:
            actions.release(db(), brake_key("code", who))
            enter(account, way, is_strong=True, outside_session=_outside())
            tell(_("Welcome, %(name)s. You are signed in.", name=account.name))
            return back_or("/", target)
    return _second_step_page(form, account, target)


@bp.post("/inloggen/tweede-stap/passkey")
@public
@signing_in
def second_step_with_passkey() -> ResponseReturnValue:
    """A passkey of this account instead of a code."""
    target = safe_path(request.args.get("next"))
    found = _half()
    if found is None:
        tell(_("Sign in again: the second step took too long."))
        return see_other("identity.sign_in", next=target)
    account, way = found
    form = PasskeyForm()
    if accepted(form, lambda: account_that_answers(form, account.id)):
        enter(account, way, is_strong=True, outside_session=_outside())
        tell(_("Welcome, %(name)s. You are signed in.", name=account.name))
        return back_or("/", target)
    return _second_step_page(CodeForm(formdata=None), account, target)


def _second_step_page(form: CodeForm, account: Account, target: str | None) -> ResponseReturnValue:
    return page("identity/second_step.html", form=form, target=target, asked=asked(account.id))


@bp.route("/mijn-account/tweede-stap", methods=["GET", "POST"])
@allow(Permission.SEE_MY_PAGE)
@posting
def set_up_second_step() -> ResponseReturnValue:
    """Join an app to the account: a picture to scan, and its first code as proof."""
    require_strong()
    if away := sign_in_anew():
        return away
    form = SetUpForm()
    secret = (
        form.secret.data if form.is_submitted() and form.secret.data else b32encode(secrets.token_bytes(20)).decode()
    )
    form.secret.data = secret
    codes = [_paper_code() for _number in range(PAPER_CODES)]
    done = accepted(form, lambda: _set_up(secret, form.code.data, codes))
    if done:
        return page("identity/paper_codes.html", codes=codes, target=safe_path(request.args.get("next")))
    uri = _uri(current_user.account_id, secret)
    return page(
        "identity/set_up_second_step.html",
        form=form,
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        uri=uri,
        picture=qr_svg(uri, _("Picture to scan with your app")),
        target=safe_path(request.args.get("next")),
    )


def _set_up(secret: str, code: str, codes: list[str]) -> None:
    session_ = begin_writing()
    me, here = current_user.account_id, current_user.sign_in_id
    actions.set_up_second_step(session_, seal(), post(), me, secret=b32decode(secret), code=code, codes=codes, at=now())
    actions.strengthen(session_, here)
    actions.end_sign_ins(session_, me, but=here, at=now())


def _paper_code() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _number in range(12))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def _uri(account_id: int, secret: str) -> str:
    # Source: the key URI format that authenticator apps read.
    account = queries.account_of(db(), account_id)
    site = quote(current_app.extensions["coop.config"].site_name)
    return f"otpauth://totp/{site}:{quote(account.email if account else '')}?secret={secret}&issuer={site}"
