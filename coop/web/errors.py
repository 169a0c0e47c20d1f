"""Error pages: what went wrong, in words, and where to go from here."""

import logging

from flask import Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from coop.kernel.errors import CoopError
from coop.kernel.words import mark
from coop.web.address import district_or_none
from coop.web.words import _, words_of

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


def _page(status: int, message: str) -> ResponseReturnValue:
    found = district_or_none()
    g.pop("refused_form", None)  # its fields are not on this page
    context = {"status": status, "title": _(TITLES.get(status, TITLES[400])), "message": message}
    return render_template("errors/error.html", next_url=f"/{found.slug}/" if found else "/", **context), status


def install(app: Flask) -> None:
    """Say every refusal and failure on a page of our own."""

    @app.errorhandler(CoopError)
    def _refused(refusal: CoopError) -> ResponseReturnValue:
        return _page(refusal.status, words_of(refusal))

    @app.errorhandler(CSRFError)
    def _forged(_reason: CSRFError) -> ResponseReturnValue:
        return _page(400, _("This form was open for too long, or was not sent from our own page. Load it again."))

    @app.errorhandler(HTTPException)
    def _http(reason: HTTPException) -> ResponseReturnValue:
        status = reason.code or 500
        if status < 400:
            return reason
        return _page(status, _(MESSAGES.get(status, MESSAGES[400])))

    @app.errorhandler(Exception)
    def _failed(reason: Exception) -> ResponseReturnValue:
        # The path names no person; what was typed stays out of the log.
        logging.getLogger("coop").error("failed: %s %s", request.method, request.path, exc_info=reason)
        if app.config.get("PROPAGATE_EXCEPTIONS"):
            raise reason
        return _page(500, _(MESSAGES[500]))
