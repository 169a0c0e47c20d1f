"""One transaction per request. A POST that ends below 400 commits; everything else rolls back.

A GET never writes. When the commit fails the visitor sees an error page, never a success page.
"""

from collections.abc import Callable
from datetime import datetime

from flask import Flask, Response, current_app, g, request
from sqlalchemy.orm import Session

from coop.kernel.clock import Clock
from coop.kernel.db import writing

_SAFE = ("GET", "HEAD", "OPTIONS")
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
        g.db = session if request.method in _SAFE else writing(session)
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
        session.commit()
    else:
        session.rollback()
    return response


def _close(_error: BaseException | None) -> None:
    session: Session | None = g.pop("db", None)
    if session is not None:
        session.close()
