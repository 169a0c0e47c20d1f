"""Signing in with a link by mail: a GET shows a button, so that programs that look into mail do not use it up."""

import secrets

from flask import current_app, request, session
from flask.typing import ResponseReturnValue

from coop.identity import actions, queries
from coop.identity.forms import AskLinkForm, UseLinkForm
from coop.identity.policy import LINK_WORKS_FOR, Way
from coop.identity.views.blueprint import bp, brake_key, may_try, post, seal
from coop.identity.views.steps import after_first_step
from coop.web.address import url_for
from coop.web.forms import accepted, before_asking
from coop.web.guard import public
from coop.web.limits import signing_in
from coop.web.pages import page, safe_path, see_other
from coop.web.session import begin_writing, db, now


def _browser_hash() -> str:
    return seal().digest("link browser", session.get("asked", ""))


@bp.route("/inloggen/link", methods=["GET", "POST"])
@public
@signing_in
def ask_link() -> ResponseReturnValue:
    """Mail me a link. The answer is the same for every address."""
    form = AskLinkForm()
    email = form.email.data or ""
    if may_try(form, "link", email):
        # The answer may not tell by its cookie either whether there is an account.
        session["asked"] = session.get("asked") or secrets.token_hex(16)
        session["link_target"] = safe_path(request.args.get("next"))
        token = secrets.token_urlsafe(24)
        base = current_app.extensions["coop.config"].base_url.rstrip("/")
        link = base + url_for("identity.use_link", token=token)
        done = accepted(
            form,
            lambda: actions.ask_link(
                db(),
                post(),
                current_app.extensions["coop.invite"],
                email=email,
                token_hash=seal().digest("link", token),
                browser_hash=_browser_hash(),
                link=link,
                at=now(),
            ),
        )
        if done:
            return see_other("identity.link_is_on_its_way")
    return page("identity/ask_link.html", form=form, target=safe_path(request.args.get("next")))


@bp.get("/inloggen/link-onderweg")
@public
def link_is_on_its_way() -> ResponseReturnValue:
    """What happens next."""
    return page("identity/link_is_on_its_way.html", minutes=LINK_WORKS_FOR.seconds // 60)


@bp.route("/inloggen/met-link/<token>", methods=["GET", "POST"])
@public
@signing_in
def use_link(token: str) -> ResponseReturnValue:
    """One button; in another browser than that which asked, the address too."""
    form = UseLinkForm()
    token_hash = seal().digest("link", token)
    if may_try(form, "use link", token_hash):
        before_asking(form, lambda: actions.require_link(db(), token_hash, at=now()))
        done = accepted(
            form,
            lambda: actions.use_link(
                begin_writing(), token_hash, browser_hash=_browser_hash(), email=form.email.data or "", at=now()
            ),
        )
        if done:
            target = session.get("link_target")
            actions.release(db(), brake_key("link", done.value.email))
            current_app.extensions["coop.join_memberships"](db(), done.value, at=now())
            return after_first_step(done.value, Way.LINK, safe_path(target))
    asks_address = not queries.link_was_asked_here(db(), token_hash, _browser_hash())
    return page("identity/use_link.html", form=form, asks_address=asks_address)
