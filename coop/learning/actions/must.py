"""What must be there: who acts, and a text of at most so long."""

from coop.kernel.access import Actor
from coop.kernel.errors import InvalidError, NotAllowedError
from coop.kernel.words import mark


def account_of(actor: Actor) -> int:
    """Who acts. Raises `NotAllowedError` for a visitor."""
    if actor.account_id is None:
        raise NotAllowedError(mark("You are not signed in (any more). Sign in and try again."))
    return actor.account_id


def required(text: str, longest: int, field: str, missing: str) -> str:
    """`text`, which must be there (`missing` says so) and at most `longest` long. Raises `InvalidError`."""
    if not text:
        raise InvalidError(missing, field=field)
    if len(text) > longest:
        raise InvalidError(mark("Use at most %(longest)s characters."), field=field, longest=longest)
    return text
