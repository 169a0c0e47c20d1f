"""Rate limits: on signing in, and on everything that is posted. Counted per account, else per address."""

from collections.abc import Callable, Sequence
from functools import wraps
from threading import Lock
from time import time
from typing import Any, TypeVar, cast

from flask import Flask, current_app, request
from flask_limiter import Limiter
from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from werkzeug.exceptions import TooManyRequests

from coop.web.login import signed_in

View = TypeVar("View", bound=Callable[..., Any])


class Counts(MemoryStorage):
    """Counts in the memory of this process. The library's own starts a thread after nearly every count."""

    STORAGE_SCHEME = ["counts"]

    def __init__(self, uri: str | None = None, **options: Any) -> None:
        super().__init__(uri, **options)
        self._lock, self._many = Lock(), 1_000

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count, and return how many there are now; a count lasts `expiry` seconds from its first."""
        at = time()
        with self._lock:
            if len(self.expirations) > self._many:
                self._sweep(at)
            if self.expirations.get(key, 0) <= at:
                self.storage[key], self.expirations[key] = 0, at + expiry
            self.storage[key] += amount
            return self.storage[key]

    def _sweep(self, at: float) -> None:
        for key in [key for key, until in self.expirations.items() if until <= at]:
            del self.expirations[key], self.storage[key]
        self._many = 1_000 + 2 * len(self.expirations)


def _who() -> str:
    person = signed_in()
    return f"account:{person.account_id}" if person else _address()


def _address() -> str:
    return f"address:{request.remote_addr}"


def _people() -> int:
    return SHARED if current_app.config["COOP_SHARED_ACCOUNTS"] else 1


limiter = Limiter(_who, default_limits=[], headers_enabled=False)

# A person can post this often without meeting the limit; a script cannot fill the site.
POSTING = parse_many("30 per minute; 300 per hour")
SIGNING_IN = parse_many("10 per minute; 60 per hour")
# In the demo many people look around as one and the same account.
SHARED = 10


# A provider that ends a day's sessions tells so of everybody at once.
_by_machine = limiter.limit("600 per minute", key_func=_address, methods=["POST"])


def by_machine(view: View) -> View:
    """Limit how often one machine can tell us something."""
    return cast(View, _by_machine(view))


# Laying out a page for paper takes the processor half a second and more; a reader needs it once.
_laying_out = limiter.limit(lambda: f"{10 * _people()} per minute", key_func=_address)


def laying_out(view: View) -> View:
    """Limit how often one address can ask for a file that takes long to make."""
    return cast(View, _laying_out(view))


def posting(view: View) -> View:
    """Limit how often one person can post here."""
    return _limited(view, "posting", POSTING, _who)


def signing_in(view: View) -> View:
    """Limit how often one address can try to sign in here."""
    return _limited(view, f"{view.__module__}.{view.__qualname__}", SIGNING_IN, _address)


def _limited(view: View, scope: str, limits: Sequence[RateLimitItem], who: Callable[[], str]) -> View:
    shared = [type(limit)(limit.amount * SHARED, limit.multiples) for limit in limits]

    @wraps(view)
    def counted(*args: Any, **values: Any) -> Any:
        if request.method == "POST" and limiter.enabled:
            key = who()
            applied = limits if _people() == 1 else shared
            if not all(limiter.limiter.hit(limit, key, scope) for limit in applied):
                raise TooManyRequests
        return view(*args, **values)

    return cast(View, counted)


def install(app: Flask, *, storage: str, enabled: bool, shared: bool = False) -> None:
    """Keep the counts in `storage` (memory:// or redis://…); `shared`: an account is used by many people at once."""
    app.config["COOP_SHARED_ACCOUNTS"] = shared
    app.config["RATELIMIT_STORAGE_URI"] = "counts://" if storage == "memory://" else storage
    app.config["RATELIMIT_ENABLED"] = enabled
    # Flask-Limiter keeps the counts; `_limited` asks it. Its hooks on every request would find nothing to do, at the
    # price of a statement: known already, it leaves them out.
    app.extensions.setdefault("limiter", set()).add(limiter)
    limiter.init_app(app)
