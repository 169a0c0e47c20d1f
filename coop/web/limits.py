"""Rate limits: on signing in, and on everything that is posted. Counted per account, else per address."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, request
from flask_limiter import Limiter
from flask_login import current_user

View = TypeVar("View", bound=Callable[..., Any])


def _who() -> str:
    if current_user and current_user.is_authenticated:
        return f"account:{current_user.account_id}"
    return f"address:{request.remote_addr}"


def _address() -> str:
    return f"address:{request.remote_addr}"


limiter = Limiter(_who, default_limits=[], headers_enabled=False)

# A person can post this often without meeting the limit; a script cannot fill the site.
_posting = limiter.shared_limit("30 per minute; 300 per hour", scope="posting", methods=["POST"])
_signing_in = limiter.limit("10 per minute; 60 per hour", key_func=_address, methods=["POST"])


def posting(view: View) -> View:
    """Limit how often one person can post here."""
    return cast(View, _posting(view))


def signing_in(view: View) -> View:
    """Limit how often one address can try to sign in."""
    return cast(View, _signing_in(view))


def install(app: Flask, *, storage: str, enabled: bool) -> None:
    """Keep the counts in `storage` (memory:// or redis://…)."""
    app.config["RATELIMIT_STORAGE_URI"] = storage
    app.config["RATELIMIT_ENABLED"] = enabled
    limiter.init_app(app)
