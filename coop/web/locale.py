"""Languages of the site: the reader's choice, else that of the account, else Dutch."""

import logging
import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Blueprint, Flask, has_request_context, request, session
from flask.typing import ResponseReturnValue
from flask_babel import Babel
from flask_login import current_user

from coop.web import words
from coop.web.guard import public
from coop.web.pages import back_or

LANGUAGES: dict[str, str] = {"nl": "Nederlands", "en": "English"}
DEFAULT_LANGUAGE = "nl"
CATALOGS = Path(__file__).parent.parent / "translations"

bp = Blueprint("language", __name__)


def install(app: Flask) -> None:
    """Compile stale catalogs and choose the language of every request."""
    compile_catalogs()
    app.config["BABEL_DEFAULT_LOCALE"] = DEFAULT_LANGUAGE
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Amsterdam"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(CATALOGS)
    Babel(app, locale_selector=language_of_reader)
    words.install(app)
    app.register_blueprint(bp)


def language_of_reader() -> str:
    """The language in which this request is answered."""
    if not has_request_context():
        return DEFAULT_LANGUAGE
    chosen = session.get("language")
    if chosen is None and current_user and current_user.is_authenticated:
        chosen = current_user.language
    return chosen if chosen in LANGUAGES else DEFAULT_LANGUAGE


def compile_catalogs() -> None:
    """Write `messages.mo` beside every `messages.po` that is newer."""
    for po in CATALOGS.glob("*/LC_MESSAGES/messages.po"):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as source:
            catalog = read_po(source, locale=po.parent.parent.name)
        try:
            # Several processes of one server may do this at the same moment.
            fresh = mo.with_suffix(f".mo.{os.getpid()}")
            with fresh.open("wb") as target:
                write_mo(target, catalog)
            fresh.replace(mo)
        except OSError as reason:
            logging.getLogger(__name__).warning("cannot write %s: %s", mo, reason)


@bp.get("/taal/<code>")
@public
def choose(code: str) -> ResponseReturnValue:
    """Remember the language and go back to the page one came from."""
    if code in LANGUAGES:
        session["language"] = code
        session.permanent = True
    return back_or("/", request.args.get("next"))
