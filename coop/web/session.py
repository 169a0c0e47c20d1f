"""One transaction per request. A POST that ends below 400 commits; everything else rolls back.

A GET never writes. When the commit fails the visitor sees an error page, never a success page.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from flask import Flask, Response, current_app, g, request
from flask import session as cookie
from flask.globals import request_ctx
from sqlalchemy.orm import Session

from coop.kernel.clock import Clock
from coop.kernel.db import writing

_SAFE = ("GET", "HEAD", "OPTIONS")
# Checking a password takes long and writes nothing: it must not keep voters waiting for the write lock.
_READING_POSTS = frozenset(
    f"identity.{name}" for name in ("sign_in", "second_step", "use_link", "change_password", "set_up_second_step")
)
SessionMaker = Callable[[], Session]


def install(app: Flask, sessions: SessionMaker, clock: Clock) -> None:
    """Give `app` its database sessions and its clock."""
    app.extensions["coop.sessions"] = sessions
    app.extensions["coop.clock"] = clock
    app.after_request(_finish)
    app.teardown_request(_close)


def reading() -> Session:
    """The session of this request, to look something up before it is known whether anything will be written.

    Address, sign-in and roles use it, so that on SQLite one voter holds the write lock only while casting.
    """
    if "db" not in g:
        g.db = current_app.extensions["coop.sessions"]()
    found: Session = g.db
    return found


def db() -> Session:
    """The session of this request. In a POST it writes from its first use on, until something is refused."""
    session = reading()
    if "writes" not in g:
        g.writes = request.method not in _SAFE and request.endpoint not in _READING_POSTS
        if g.writes:
            writing(session)
    return session


def give_up() -> None:
    """Undo what was written so far: the request goes on, but only to say why it was refused."""
    reading().rollback()
    g.writes = False


def begin_writing() -> Session:
    """End what this request only read and begin to write: for a POST that checks at length before it writes."""
    session = reading()
    session.rollback()
    g.writes = True
    return writing(session)


@contextmanager
def kept() -> Iterator[Session]:
    """A short writing transaction of its own, before the request writes anything itself: it stays, whatever follows.

    What the request read is let go first, so that it never holds two connections.
    """
    reading().rollback()
    with current_app.extensions["coop.sessions"]() as session:
        yield writing(session)
        session.commit()


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
    if g.get("writes") and response.status_code < 400 and not g.get("finished"):
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
    for known in ("actor", "arrived", "_login_user"):
        g.pop(known, None)


def _close(_error: BaseException | None) -> None:
    session: Session | None = g.pop("db", None)
    if session is not None:
        session.close()
