"""Error pages: what went wrong, in words, and where to go from here."""

import logging
from collections.abc import Callable, Sequence

from flask import Flask, current_app, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from coop.kernel.access import GRANTS, ROLE_WORDS, Permission, Role
from coop.kernel.errors import CoopError, NotAllowedError, SignInAgainError
from coop.kernel.words import mark
from coop.web.address import district_or_none, read_as, url_for
from coop.web.guard import actor, stamp_of
from coop.web.kept import kept_fields, shown_texts
from coop.web.words import _, words_of

# (words, address), nearest first
WaysBack = Callable[[bool], list[tuple[str, str]]]

TITLES: dict[int, str] = {
    400: mark("We could not read this"),
    403: mark("You may not open this page"),
    404: mark("This page is not here"),
    405: mark("This is not possible here"),
    409: mark("This is not possible now"),
    413: mark("This is too much at once"),
    422: mark("Something is not filled in right"),
    429: mark("You are going very fast"),
    500: mark("Something went wrong on our side"),
}
MESSAGES: dict[int, str] = {
    400: mark("Go back, load the page again and try once more."),
    404: mark("Perhaps the address has a typing mistake, or the page was removed."),
    405: mark("Go back to the page you came from."),
    413: mark("Make the text shorter and try again."),
    429: mark("Wait a minute and try again. What you typed is still there when you go back."),
    500: mark("Your last step was not saved. Try again later. If it happens again, call us."),
}


def _page(
    status: int, message: str, ways: Sequence[tuple[str, str]] = (), why: Sequence[str] = ()
) -> ResponseReturnValue:
    found = district_or_none()
    g.pop("refused_form", None)  # its fields are not on this page
    kept = kept_fields() if status in (400, 429) or (status == 403 and not actor().is_signed_in) else []
    return render_template(
        "errors/error.html",
        kept=kept,
        again=request.full_path.rstrip("?"),
        texts=shown_texts(kept),
        title=_(TITLES.get(status, TITLES[400])),
        message=message,
        why=why,
        ways=[*ways, (_("To the front page"), f"/{found.slug}/" if found else "/")],
    ), status


def _why_not(refusal: CoopError) -> list[str]:
    """For whom a page is, who the reader is here, and how one comes to belong to them; empty for other refusals."""
    found = district_or_none()
    view = current_app.view_functions.get(request.endpoint or "")
    permission = stamp_of(view) if view else None
    who = actor()
    if not isinstance(refusal, NotAllowedError) or found is None or permission is None or who.may(permission):
        return []
    if not who.is_signed_in:
        return []
    said = [_("This is for: %(roles)s.", roles=_listed(_granting(permission)))]
    if who.roles:
        roles = _listed([role for role in Role if role in who.roles])
        said.append(_("In %(district)s you are: %(roles)s.", district=found.name, roles=roles))
    else:
        said.append(_("You have no role in %(district)s yet.", district=found.name))
    if Role.MEMBER in _granting(permission):
        said.append(
            _(
                "Do you want to take part? Become a member of the co-operative, here on the site or on paper. "
                "From when you can vote, the statutes say."
            )
        )
    return said


def _granting(permission: Permission) -> list[Role]:
    return [role for role in Role if permission in GRANTS[role]]


def _listed(roles: list[Role]) -> str:
    return ", ".join(_(ROLE_WORDS[role]) for role in roles)


def _loaded_again(ways_back: WaysBack) -> ResponseReturnValue | None:
    """On to the thing itself, when somebody loads again what answered a form, or changes the language there."""
    ways = ways_back(False) if request.method == "GET" and read_as("POST") else []
    return redirect(ways[0][1], 303) if ways else None


def install(app: Flask, ways_back: WaysBack) -> None:
    """Say every refusal and failure on a page of our own; `ways_back(may_not)` tells where to go."""

    @app.errorhandler(CoopError)
    def _refused(refusal: CoopError) -> ResponseReturnValue:
        may_not = isinstance(refusal, NotAllowedError)
        ways = ways_back(may_not)
        if may_not and (not actor().is_signed_in or isinstance(refusal, SignInAgainError)):
            # Where somebody may come after all, they come back.
            asked = request.full_path.rstrip("?") if request.method == "GET" else None
            back = asked if isinstance(refusal, SignInAgainError) else (ways[0][1] if ways else None)
            ways = [(_("Sign in"), url_for("identity.sign_in", next=back)), *ways]
        return _page(refusal.status, words_of(refusal), ways, _why_not(refusal))

    @app.errorhandler(CSRFError)
    def _forged(_reason: CSRFError) -> ResponseReturnValue:
        message = _("This form was open for too long, or was not sent from our own page. Load it again.")
        return _page(400, message, ways_back(False))

    @app.errorhandler(HTTPException)
    def _http(reason: HTTPException) -> ResponseReturnValue:
        status = reason.code or 500
        if status < 400:
            return reason
        return (_loaded_again(ways_back) if status == 405 else None) or _page(
            status, _(MESSAGES.get(status, MESSAGES[400])), ways_back(False) if status < 500 else []
        )

    @app.errorhandler(Exception)
    def _failed(reason: Exception) -> ResponseReturnValue:
        # The path names no person; what was typed stays out of the log.
        logging.getLogger("coop").error("failed: %s %s", request.method, request.path, exc_info=reason)
        if app.config.get("PROPAGATE_EXCEPTIONS"):
            raise reason
        return _page(500, _(MESSAGES[500]))
