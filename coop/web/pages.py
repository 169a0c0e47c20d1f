"""Rendering pages, going on to the next, and short messages in between."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, flash, g, redirect, render_template
from flask.typing import ResponseReturnValue

from coop.web import remember
from coop.web.address import url_for


def page(template: str, *, status: int | None = None, **context: Any) -> ResponseReturnValue:
    """The page, with status 422 or 409 when a form on it was just refused."""
    return render_template(template, **context), status or g.get("refused_status", 200)


def rendered(template: str, **context: Any) -> str:
    """The text of a page that is kept as a file, not shown."""
    return render_template(template, **context)


def see_other(endpoint: str, **values: Any) -> ResponseReturnValue:
    """Go on to another page after a POST."""
    return redirect(url_for(endpoint, **values), 303)


def tell(text: str) -> None:
    """Say `text` at the top of the next page: what happened, what happens next and when."""
    flash(text)


def download(content: str | bytes, filename: str, mimetype: str) -> Response:
    """A file to keep."""
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def safe_path(target: str | None) -> str | None:
    """`target` when it is a path on this site, else None: nobody is sent elsewhere by a link to us."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return None
    if any(ord(letter) < 32 for letter in target):
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else None


def back_or(fallback: str, target: str | None) -> ResponseReturnValue:
    """Go to `target` when it is a path on this site, else to `fallback`."""
    return redirect(safe_path(target) or fallback, 303)


def install(app: Flask, frame: Callable[[], dict[str, Any]]) -> None:
    """Give every template the values of `frame()`: navigation, actor, languages and so on."""
    app.context_processor(frame)
    remember.install(app)
