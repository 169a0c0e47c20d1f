"""What an identity provider tells us by itself: somebody signed out there."""

import logging

from flask import Response, jsonify, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from coop.identity import actions
from coop.identity.gateways import ProviderError
from coop.identity.views.blueprint import bp, seal
from coop.identity.views.outside import outside_session, providers
from coop.kernel.errors import ConflictError
from coop.web.guard import public
from coop.web.limits import by_machine
from coop.web.session import db, kept, now


@bp.post("/inloggen/uit/<slug>")
@public
@by_machine
def signed_out_there(slug: str) -> ResponseReturnValue:
    """End here what was begun there. Source: OpenID Connect Back-Channel Logout 1.0, sections 2.5 to 2.8."""
    if slug not in providers():
        return _answer(400, "unknown provider")
    try:
        told = providers()[slug].read_sign_out(request.form.get("logout_token", "")[:16_000], at=now())
        with kept() as own:
            actions.spend_question(own, seal().digest("sign-out", f"{told.issuer} {told.number}"), at=now())
    except (ProviderError, ConflictError) as reason:
        logging.getLogger("coop").warning("sign-out by %s refused: %s", slug, reason)
        return _answer(400, "invalid_request")
    session = outside_session(told.issuer, told.session)
    actions.end_outside_sign_ins(db(), issuer=told.issuer, subject=told.subject, session=session, at=now())
    return _answer(200)


def _answer(status: int, error: str = "") -> Response:
    answer = jsonify({"error": error} if error else {})
    answer.status_code = status
    return answer


@bp.record_once
def _without_token_of_a_form(state: BlueprintSetupState) -> None:
    # The message is signed by the provider: a form of ours plays no part.
    state.app.extensions["csrf"].exempt(signed_out_there)
