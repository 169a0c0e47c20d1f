"""Signing in at an identity provider, and joining such an identity to one's account."""

import logging
import secrets
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user

from coop.identity import actions
from coop.identity.gateways import OpenIdConnect, Proof, ProviderError
from coop.identity.policy import Way
from coop.identity.views.blueprint import bp, post, require_strong, seal, sign_in_anew
from coop.identity.views.steps import after_first_step
from coop.kernel.access import Permission
from coop.kernel.errors import ConflictError, NotFoundError
from coop.kernel.words import mark
from coop.web.forms import EmptyForm, accepted
from coop.web.guard import allow, public
from coop.web.limits import posting, signing_in
from coop.web.pages import back_or, page, safe_path, see_other, tell
from coop.web.session import begin_writing, db, now
from coop.web.words import _

# So long one may be away at the provider, and so long one may take to join.
AWAY = timedelta(minutes=15)


def providers() -> dict[str, OpenIdConnect]:
    """The providers of this site, by slug."""
    found: dict[str, OpenIdConnect] = current_app.extensions["coop.providers"]
    return found


def labels() -> dict[str, str]:
    """What the buttons say, by slug."""
    return {slug: one.provider.label for slug, one in providers().items()}


def showing_residence() -> dict[str, str]:
    """What the buttons say of the providers that tell where somebody lives, by slug."""
    return {slug: one.provider.label for slug, one in providers().items() if one.provider.residence}


def _provider(slug: str) -> OpenIdConnect:
    if slug not in providers():
        raise NotFoundError(mark("This site knows no such way to sign in."))
    return providers()[slug]


@bp.get("/inloggen/met/<slug>")
@public
def sign_in_outside(slug: str) -> ResponseReturnValue:
    """Go to the provider. A link, because a form may not lead to another site; it changes nothing here."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _number in range(3))
    try:
        address = _provider(slug).begin(state=state, nonce=nonce, verifier=verifier)
    except ProviderError as reason:
        return _failed(slug, reason)
    session["outside"] = {
        "slug": slug,
        "state": state,
        "nonce": nonce,
        "verifier": verifier,
        "target": safe_path(request.args.get("next")),
        "at": now().isoformat(),
        # Not to sign in, but to show that the applicant lives in this neighbourhood.
        "lives_in": request.args.get("woont", 0, int) if slug in showing_residence() else 0,
    }
    return redirect(address, 303)


@bp.get("/inloggen/terug/<slug>")
@public
@signing_in
def back_from_outside(slug: str) -> ResponseReturnValue:
    """Back from the provider. What was kept for this one journey is used up, whatever comes of it."""
    journey: dict[str, Any] = session.pop("outside", None) or {}
    provider = _provider(slug)
    try:
        if journey.get("slug") != slug or now() - datetime.fromisoformat(journey["at"]) > AWAY:
            raise ProviderError("no journey, or one of too long ago")
        proof = provider.finish(
            request.args, state=journey["state"], nonce=journey["nonce"], verifier=journey["verifier"], at=now()
        )
    except ProviderError as reason:
        return _failed(slug, reason)
    if journey.get("lives_in") and current_user.is_authenticated:
        return _show_residence(slug, proof, journey)
    account = actions.account_of_proof(db(), proof)
    if current_user.is_authenticated or account is None:
        return _to_join(slug, proof)
    # The only page that is opened and writes: a provider sends people back with a GET, and `state` guards it.
    begin_writing()
    there = outside_session(proof.issuer, proof.session)
    return after_first_step(account, Way.PROVIDER, journey["target"], two_steps=proof.two_steps, outside=there)


def _show_residence(slug: str, proof: Proof, journey: dict[str, Any]) -> ResponseReturnValue:
    """Nobody is signed in or joined by this: only the address is compared with that of the application."""
    show = current_app.extensions["coop.show_residence"]
    show(begin_writing(), current_user.account_id, journey["lives_in"], slug, proof.residence, at=now())
    tell(_("%(label)s says that you live there. You need not show it in another way.", label=labels()[slug]))
    return back_or("/", journey["target"])


def outside_session(issuer: str, session_there: str) -> str:
    """What is kept of a session at a provider, empty when it has no name."""
    return seal().digest("outside session", f"{issuer} {session_there}") if session_there else ""


def _failed(slug: str, reason: ProviderError) -> ResponseReturnValue:
    logging.getLogger("coop").warning("signing in with %s failed: %s", slug, reason)
    tell(
        _(
            "Signing in with %(label)s did not work. Try again, or sign in another way.",
            label=_provider(slug).provider.label,
        )
    )
    return see_other("identity.sign_in")


def _to_join(slug: str, proof: Proof) -> ResponseReturnValue:
    session["to_join"] = {
        "slug": slug,
        "issuer": proof.issuer,
        "subject": proof.subject,
        "name": proof.name,
        "at": now().isoformat(),
    }
    return see_other("identity.join_outside" if current_user.is_authenticated else "identity.not_joined")


def _waiting() -> dict[str, Any]:
    waiting: dict[str, Any] = session.get("to_join") or {}
    fresh = waiting and now() - datetime.fromisoformat(waiting["at"]) <= AWAY
    if not fresh or waiting["slug"] not in providers():
        session.pop("to_join", None)
        raise ConflictError(mark("There is nothing to join (any more). Begin again at My account."))
    return waiting


@bp.get("/inloggen/nog-niet-gekoppeld")
@public
def not_joined() -> ResponseReturnValue:
    """We do not know this identity: sign in once the way we know."""
    waiting = _waiting()
    return page("identity/not_joined.html", label=labels()[waiting["slug"]], name=waiting["name"])


@bp.route("/mijn-account/koppelen", methods=["GET", "POST"])
@allow(Permission.SEE_MY_PAGE)
@posting
def join_outside() -> ResponseReturnValue:
    """Join it, after a look at whose it is: somebody else may have begun this on the same computer."""
    waiting = _waiting()
    # Else who has the mailbox only could join an identity of their own that counts as two steps.
    require_strong()
    if away := sign_in_anew():
        return away
    label = labels()[waiting["slug"]]
    form = EmptyForm()
    done = accepted(
        form,
        lambda: actions.join_outside(
            db(),
            post(),
            current_user.account_id,
            slug=waiting["slug"],
            label=label,
            issuer=waiting["issuer"],
            subject=waiting["subject"],
            at=now(),
        ),
    )
    if done:
        session.pop("to_join", None)
        tell(_("Joined. From now on you can also sign in with %(label)s.", label=label))
        return see_other("identity.my_account")
    return page("identity/join_outside.html", form=form, label=label, name=waiting["name"])


@bp.post("/mijn-account/koppelingen/<int:outside_id>/verbreken")
@allow(Permission.SEE_MY_PAGE)
@posting
def part_outside(outside_id: int) -> ResponseReturnValue:
    """No longer sign in with it."""
    require_strong()
    actions.part_outside(db(), post(), current_user.account_id, outside_id, labels=labels(), at=now())
    tell(_("Undone. You can no longer sign in that way."))
    return see_other("identity.my_account")


@bp.get("/uitgelogd/<slug>")
@public
def signed_out_here(slug: str) -> ResponseReturnValue:
    """Signed out here; at the provider perhaps not yet."""
    provider = _provider(slug)
    address = provider.sign_out_address(current_app.extensions["coop.config"].base_url.rstrip("/") + "/")
    return page("identity/signed_out_here.html", label=provider.provider.label, address=address)
