"""What makes an address and a password acceptable."""

from coop.kernel.errors import InvalidError
from coop.kernel.text import clean_line
from coop.kernel.words import mark

PASSWORD_MIN = 10
PASSWORD_MAX = 200


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
