"""One transaction per request. A POST that ends below 400 commits; everything else rolls back.

A GET never writes. When the commit fails the visitor sees an error page, never a success page.
"""

from collections.abc import Callable
from datetime import datetime

from flask import Flask, Response, current_app, g, request
from flask import session as cookie
from flask.globals import request_ctx
from sqlalchemy.orm import Session

from coop.kernel.clock import Clock
from coop.kernel.db import writing

_SAFE = ("GET", "HEAD", "OPTIONS")
# Checking a password takes long and writes nothing: it must not keep voters waiting for the write lock.
_READING_POSTS = frozenset({"identity.sign_in"})
SessionMaker = Callable[[], Session]


def install(app: Flask, sessions: SessionMaker, clock: Clock) -> None:
    """Give `app` its database sessions and its clock."""
    app.extensions["coop.sessions"] = sessions
    app.extensions["coop.clock"] = clock
    app.after_request(_finish)
    app.teardown_request(_close)


def db() -> Session:
    """The session of this request, begun at its first use."""
    if "db" not in g:
        session: Session = current_app.extensions["coop.sessions"]()
        reads_only = request.method in _SAFE or request.endpoint in _READING_POSTS
        g.db = session if reads_only else writing(session)
    found: Session = g.db
    return found


def now() -> datetime:
    """The moment of this request (aware, UTC): the same however often it is asked."""
    if "now" not in g:
        g.now = current_app.extensions["coop.clock"]()
    moment: datetime = g.now
    return moment


def _finish(response: Response) -> Response:
    session: Session | None = g.get("db")
    if session is None:
        return response
    if request.method not in _SAFE and response.status_code < 400 and not g.get("finished"):
        g.finished = True  # when this commit fails the error page comes past here again
        try:
            session.commit()
        except Exception:
            session.rollback()
            _take_back()
            raise
    else:
        session.rollback()
    return response


def _take_back() -> None:
    """Nothing of this request may look as if it had happened: no success message, no fresh sign-in."""
    before = current_app.session_interface.open_session(current_app, request)
    cookie.clear()
    cookie.update(before or {})
    cookie.pop("_flashes", None)
    request_ctx.flashes = []
    for known in ("actor", "_login_user"):
        g.pop(known, None)


def _close(_error: BaseException | None) -> None:
    session: Session | None = g.pop("db", None)
    if session is not None:
        session.close()
