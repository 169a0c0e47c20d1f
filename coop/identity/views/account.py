"""My account: where I am signed in, and how I sign in."""

import json
from datetime import datetime

from flask import current_app
from flask.typing import ResponseReturnValue
from flask_login import current_user

from coop.identity import actions, queries
from coop.identity.forms import AboutMeForm, NewEmailForm
from coop.identity.policy import LINK_WORKS_FOR, canonical_email
from coop.identity.views.blueprint import bp, require_strong, seal, sign_in_anew
from coop.identity.views.outside import labels
from coop.kernel.access import Permission
from coop.kernel.errors import TooLateError
from coop.kernel.words import mark
from coop.web.address import url_for
from coop.web.forms import EmptyForm, accepted
from coop.web.guard import allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _, ngettext


@bp.get("/mijn-account")
@allow(Permission.SEE_MY_PAGE)
def my_account() -> ResponseReturnValue:
    """Where I am signed in, my password and my second step."""
    me = current_user.account_id
    return page(
        "identity/my_account.html",
        account=queries.account_of(db(), me),
        sign_ins=queries.sign_ins_of(db(), me, now()),
        here=current_user.sign_in_id,
        has_second_step=queries.has_second_step(db(), me),
        labels=labels(),
        joined=queries.outside_of(db(), me),
        passkeys=queries.passkeys_of(db(), me),
        codes_left=queries.recovery_codes_left(db(), me),
    )


@bp.post("/mijn-account/uitloggen/<int:sign_in_id>")
@allow(Permission.SEE_MY_PAGE)
def sign_out_there(sign_in_id: int) -> ResponseReturnValue:
    """Sign out in one other browser."""
    actions.end_sign_in(db(), current_user.account_id, sign_in_id, at=now())
    tell(_("You are signed out there."))
    return see_other("identity.my_account")


@bp.post("/mijn-account/overal-uitloggen")
@allow(Permission.SEE_MY_PAGE)
def sign_out_elsewhere() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    ended = actions.end_sign_ins(db(), current_user.account_id, but=current_user.sign_in_id, at=now())
    tell(ngettext("You are signed out in one other place.", "You are signed out in %(num)s other places.", ended))
    return see_other("identity.my_account")


@bp.route("/mijn-account/gegevens", methods=["GET", "POST"])
@allow(Permission.SEE_MY_PAGE)
@posting
def about_me() -> ResponseReturnValue:
    """Correct my name and my language."""
    me = current_user.account_id
    form = AboutMeForm(obj=queries.account_of(db(), me))
    done = accepted(
        form,
        lambda: actions.correct_account(db(), me, name=form.name.data or "", language=form.language.data),
    )
    if done:
        tell(_("Corrected. The register of members has a name of its own: correct that too when you are a member."))
        return see_other("privacy.my_data")
    return page("identity/about_me.html", form=form)


@bp.route("/mijn-account/adres", methods=["GET", "POST"])
@allow(Permission.SEE_MY_PAGE)
@posting
def new_email() -> ResponseReturnValue:
    """Ask for another address to sign in with."""
    if away := sign_in_anew():
        return away
    require_strong()
    me = current_user.account_id
    account = queries.account_of(db(), me)
    form = NewEmailForm()
    wanted = canonical_email(form.email.data or "")
    told = json.dumps([me, account.email if account else "", wanted, now().isoformat()])
    base = current_app.extensions["coop.config"].base_url.rstrip("/")
    link = base + url_for("identity.use_new_email", token=seal().close(_PURPOSE, told.encode()))
    send = current_app.extensions["coop.post_to_address"]
    done = accepted(form, lambda: actions.ask_new_email(db(), send, me, wanted, link=link, at=now()))
    if done:
        tell(
            _("We sent a link to %(email)s. Your address changes when you open it, within half an hour.", email=wanted)
        )
        return see_other("privacy.my_data")
    return page("identity/new_email.html", form=form)


@bp.route("/mijn-account/adres/<token>", methods=["GET", "POST"])
@allow(Permission.SEE_MY_PAGE)
@posting
def use_new_email(token: str) -> ResponseReturnValue:
    """One button: from now on this address counts."""
    account_id, old, new = _opened(token)
    form, send = EmptyForm(), current_app.extensions["coop.post_to_address"]
    if accepted(form, lambda: actions.change_email(db(), send, account_id, old=old, new=new, at=now())):
        tell(_("Done. From now on you sign in with %(email)s.", email=new))
        return see_other("privacy.my_data")
    return page("identity/use_new_email.html", form=form, email=new)


_PURPOSE = "new e-mail address"


def _opened(token: str) -> tuple[int, str, str]:
    """Account, address before and new address. Raises `TooLateError` for a link that is changed or too old."""
    told = seal().open(_PURPOSE, token)
    if told is not None:
        account_id, old, new, asked_at = json.loads(told)
        if account_id == current_user.account_id and now() - datetime.fromisoformat(asked_at) <= LINK_WORKS_FOR:
            return int(account_id), str(old), str(new)
    raise TooLateError(mark("This link does not work any more. Ask for a new one at My data."))
