"""Flask's own settings, derived from ours."""

import secrets
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from flask import Flask, request, url_for
from flask_compress import Compress
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from coop.kernel.config import Config

_versions: dict[str, str] = {}


def install(app: Flask, config: Config) -> None:
    """Cookies, CSRF, size of what may be posted, compression, and trusted proxies."""
    app.config.update(
        # Without a secret (demo, tests) sessions end when the process does.
        SECRET_KEY=config.secret or secrets.token_hex(32),
        SESSION_COOKIE_NAME="__Host-coop" if config.secure else "coop",
        SESSION_COOKIE_SECURE=config.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=1024 * 1024,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        # The token lives as long as the session: somebody may take an hour over a text.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=config.secure,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_MIN_SIZE=400,
        TESTING=config.testing,
        PROPAGATE_EXCEPTIONS=config.testing,
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.before_request(_allow_large_file)  # before the token of the form is read
    CSRFProtect(app)
    Compress(app)
    if config.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.proxies, x_proto=config.proxies, x_host=config.proxies)  # type: ignore[method-assign]


# What may be sent to one address only: a register of a city, or a photo, is larger than a form.
# Twice what a photo may be, so that one that is too large is refused beside its field, with the words kept.
_LARGE = {"members.import_file": 8 * 1024 * 1024, "agenda.add_photo": 24 * 1024 * 1024}


def _allow_large_file() -> None:
    most = _LARGE.get(request.endpoint or "")
    if most is not None:
        request.max_content_length = most


def asset(path: str) -> str:
    """The address of a static file with a version, so that browsers may keep it for ever."""
    return url_for("static", filename=path, v=_version(path))


def _version(path: str) -> str:
    if path not in _versions:
        file = Path(__file__).parent.parent / "static" / path
        _versions[path] = sha256(file.read_bytes()).hexdigest()[:10] if file.is_file() else "0"
    return _versions[path]
