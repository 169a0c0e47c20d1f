"""Passkeys: signing in with one, as the second step too, and adding, naming and removing one's own."""

import hmac
import json
import logging
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Any

from flask import current_app, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user

from coop.identity import actions, queries
from coop.identity.forms import AddPasskeyForm, PasskeyForm, PasskeyNameForm
from coop.identity.gateways import KeyOnDevice, PasskeyError, RelyingParty
from coop.identity.gateways.passkeys import named_in
from coop.identity.models import Account
from coop.identity.policy import QUESTION_WORKS_FOR, device_in_short
from coop.identity.views.blueprint import bp, post, require_strong, seal, sign_in_anew
from coop.kernel.access import Permission
from coop.kernel.errors import InvalidError
from coop.kernel.words import mark
from coop.web.forms import accepted
from coop.web.guard import allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import begin_writing, db, kept, now
from coop.web.words import _

_FAILED = mark("Your passkey did not answer as it should. Try once more, or sign in another way.")
_TOO_LONG = mark("This page was open for too long. Try once more.")


def relying_party() -> RelyingParty:
    """The site as devices know it: by its public address; the demo by the name under which this machine is opened."""
    config = current_app.extensions["coop.config"]
    address = request.host_url if config.demo else config.base_url
    return RelyingParty(config.site_name, address.rstrip("/"))


def question() -> bytes:
    """What the device must sign: by chance, for this browser only, for a quarter of an hour, and answered once."""
    held = session.get("question") or {}
    if not held or now() - datetime.fromisoformat(held["at"]) > QUESTION_WORKS_FOR / 2:
        held = session["question"] = {
            "text": urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            "at": now().isoformat(),
        }
    return urlsafe_b64decode(held["text"])


def asked(account_id: int | None = None) -> str | None:
    """What a page asks of a passkey (of this account's, when it is given), None when there can be none."""
    site = relying_party()
    known = [one.credential_id for one in queries.passkeys_of(db(), account_id)] if account_id else []
    if not site.is_possible or (account_id and not known):
        return None
    return json.dumps(site.ask(question(), known=known))


def account_that_answers(form: PasskeyForm, account_id: int | None = None) -> Account:
    """Whose passkey answered the question of this browser. As the only step the device has checked who holds it."""
    site, text = relying_party(), form.answer.data or ""
    asked_before = _spent_question()
    try:
        credential_id, handle = named_in(text)
        answer = actions.Answer(
            credential_id,
            lambda key: site.finish(text, asked_before, key, verified=account_id is None),
            lambda whose: _fits(handle, whose, needed=account_id is None),
        )
        return actions.use_passkey(begin_writing(), answer, account_id=account_id, at=now())
    except PasskeyError as reason:
        raise _refusal(reason) from reason


def _fits(handle: bytes | None, account_id: int, *, needed: bool) -> bool:
    return hmac.compare_digest(handle, _handle(account_id)) if handle else not needed


def _handle(account_id: int) -> bytes:
    return bytes.fromhex(seal().digest("passkey handle", str(account_id)))


def _refusal(reason: PasskeyError) -> InvalidError:
    logging.getLogger("coop").warning("a passkey was refused: %s", reason)
    return InvalidError(_FAILED)


def _spent_question() -> bytes:
    """The question of this browser, used up whatever comes of it."""
    held: dict[str, Any] = session.pop("question", None) or {}
    if not held or now() - datetime.fromisoformat(held["at"]) > QUESTION_WORKS_FOR:
        raise InvalidError(_TOO_LONG)
    with kept() as own:
        actions.spend_question(own, seal().digest("passkey question", held["text"]), at=now())
    return urlsafe_b64decode(held["text"])


@bp.route("/mijn-account/passkeys", methods=["GET", "POST"])
@allow(Permission.SEE_MY_PAGE)
@posting
def passkeys() -> ResponseReturnValue:
    """My passkeys, and adding one."""
    require_strong()
    if away := sign_in_anew():
        return away
    me, form = current_user.account_id, AddPasskeyForm()
    if not form.is_submitted():
        form.name.data = device_in_short(request.user_agent.string)
    done = accepted(form, lambda: _add(form))
    if done:
        tell(_("The passkey “%(name)s” is added. Next time you can sign in with it.", name=done.value.name))
        return see_other("identity.passkeys")
    return page("identity/passkeys.html", form=form, rows=queries.passkeys_of(db(), me), asked=_asked_new(me))


def _add(form: AddPasskeyForm) -> Any:
    question_of_page = _spent_question()
    try:
        key: KeyOnDevice = relying_party().finish_new(form.answer.data or "", question_of_page)
    except PasskeyError as reason:
        raise _refusal(reason) from reason
    me = current_user.account_id
    return actions.add_passkey(begin_writing(), post(), me, key, name=form.name.data or "", at=now())


def _asked_new(me: int) -> str | None:
    site, account = relying_party(), queries.account_of(db(), me)
    if account is None or not site.is_possible:
        return None
    known = [one.credential_id for one in queries.passkeys_of(db(), me)]
    return json.dumps(site.ask_new(question(), handle=_handle(me), email=account.email, name=account.name, known=known))


@bp.route("/mijn-account/passkeys/<int:passkey_id>", methods=["GET", "POST"])
@allow(Permission.SEE_MY_PAGE)
@posting
def passkey(passkey_id: int) -> ResponseReturnValue:
    """One of mine: call it otherwise, or remove it."""
    found = actions.own_passkey(db(), current_user.account_id, passkey_id)
    form = PasskeyNameForm(obj=found)
    done = accepted(form, lambda: actions.name_passkey(db(), current_user.account_id, passkey_id, form.name.data or ""))
    if done:
        tell(_("The passkey is now called “%(name)s”.", name=done.value.name))
        return see_other("identity.passkeys")
    return page("identity/passkey.html", form=form, found=found)


@bp.post("/mijn-account/passkeys/<int:passkey_id>/verwijderen")
@allow(Permission.SEE_MY_PAGE)
@posting
def remove_passkey(passkey_id: int) -> ResponseReturnValue:
    """It signs in no more."""
    found = actions.own_passkey(db(), current_user.account_id, passkey_id)
    require_strong()
    gone = actions.remove_passkey(db(), post(), current_user.account_id, found.id, at=now())
    tell(
        _(
            "The passkey “%(name)s” is removed. Where you signed in with it you are still signed in: see below. "
            "On the device itself you remove it too, among its passwords.",
            name=gone.name,
        )
    )
    return see_other("identity.my_account")
