"""What makes an address and a password acceptable, how long one waits after failing, and codes that change."""

import hmac
import struct
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha1

from coop.kernel.errors import InvalidError
from coop.kernel.text import clean_line
from coop.kernel.words import mark

PASSWORD_MIN = 10
PASSWORD_MAX = 200

# Somebody stays signed in for so long in one browser.
SIGNED_IN_FOR = timedelta(days=30)
# For so long after signing in one may add another way to sign in.
FRESH_FOR = timedelta(hours=1)
# A link by mail works for so long: mail may be slow, and somebody may have to find their glasses.
LINK_WORKS_FOR = timedelta(minutes=30)

FREE_TRIES = 5
LONGEST_WAIT = timedelta(minutes=15)
# Failures in a row are forgotten after a day without trying.
FORGET_AFTER = timedelta(days=1)

# So long a page with a question for a passkey may be open.
QUESTION_WORKS_FOR = timedelta(minutes=15)
MOST_PASSKEYS = 10
PASSKEY_NAME = 60

CODE_SECONDS = 30
CODE_DIGITS = 6


class Way(StrEnum):
    """How somebody signed in."""

    PASSWORD = "password"  # noqa: S105
    LINK = "link"
    PROVIDER = "provider"
    PASSKEY = "passkey"
    DEMO = "demo"


def canonical_email(email: str) -> str:
    """The form in which addresses are compared: trimmed and in small letters."""
    return clean_line(email).lower()


def require_password(password: str) -> None:
    """Raise `InvalidError` for a password that is too short, too long or one character repeated."""
    if len(password) < PASSWORD_MIN:
        raise InvalidError(
            mark("Use at least %(least)s characters, for example three words."), field="password", least=PASSWORD_MIN
        )
    if len(password) > PASSWORD_MAX:
        raise InvalidError(mark("Use at most %(most)s characters."), field="password", most=PASSWORD_MAX)
    if len(set(password)) < 4:
        raise InvalidError(mark("This password is too easy to guess."), field="password")


def wait_after(failures: int) -> timedelta:
    """None for the first five failures in a row; then 1, 2, 4, 8 and at most 15 minutes."""
    if failures < FREE_TRIES:
        return timedelta(0)
    return min(timedelta(minutes=2 ** min(failures - FREE_TRIES, 10)), LONGEST_WAIT)


def code_at(secret: bytes, step: int) -> str:
    """The six digits of one step of 30 seconds. Source: RFC 6238 (TOTP) on RFC 4226 (HOTP), with SHA-1."""
    digest = hmac.new(secret, struct.pack(">Q", step), sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def step_of(secret: bytes, code: str, at: datetime, *, after: int) -> int | None:
    """The step for which `code` holds: now, or one before or after; None when it fits none later than step `after`."""
    now = int(at.timestamp()) // CODE_SECONDS
    typed = "".join(code.split())
    for step in (now, now - 1, now + 1):
        if step > after and hmac.compare_digest(code_at(secret, step).encode(), typed.encode()):
            return step
    return None


_BROWSERS = (
    *(("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox")),
    *(("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari")),
)
_SYSTEMS = (
    *(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows")),
    *(("Mac OS", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux")),
)


def device_in_short(user_agent: str) -> str:
    """Browser and system in two words, such as "Firefox, Android"; empty when unknown. No more is kept."""
    found = [next((name for sign, name in known if sign in user_agent), "") for known in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in found if name)
