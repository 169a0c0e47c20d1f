"""What can be refused, and how it is said.

CoopError
├── InvalidError       422  what was typed does not fit; `field` says where
├── ConflictError      409  not possible in the present state of the thing
│   └── TooLateError   409  the moment has passed
├── TooOftenError      429  tried too often in a short time
├── NotAllowedError    403  this person may not do this
│   └── SignInAgainError 403  not before showing more at signing in
└── NotFoundError      404  there is no such thing in this neighbourhood
"""

from collections.abc import Callable, Sequence
from typing import ClassVar


class CoopError(Exception):
    """A refusal with words for the person who asked.

    `message` is a marked msgid (`kernel.words.mark`) with `%(name)s` places; `params` fill them. `others` are more
    refusals of the same input, so that somebody can mend everything at once.
    """

    status: ClassVar[int] = 400
    others: "tuple[CoopError, ...]" = ()

    def __init__(self, message: str, *, field: str | None = None, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.params = params

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


class InvalidError(CoopError):
    """What was typed does not fit."""

    status = 422


def raise_all(faults: Sequence[InvalidError]) -> None:
    """Raise the first of `faults` with the rest beside it; do nothing when there are none."""
    if faults:
        faults[0].others = tuple(faults[1:])
        raise faults[0]


def require_each(*checks: Callable[[], object]) -> None:
    """Ask every check, also after one refused. Raises the first `InvalidError` with the others beside it."""
    faults: list[InvalidError] = []
    for check in checks:
        try:
            check()
        except InvalidError as fault:
            faults += [fault, *(one for one in fault.others if isinstance(one, InvalidError))]
    raise_all(faults)


class ConflictError(CoopError):
    """The thing is in a state in which this cannot be done."""

    status = 409


class TooLateError(ConflictError):
    """The moment until which this could be done has passed."""


class TooOftenError(CoopError):
    """Tried too often in a short time; the words say how long to wait."""

    status = 429


class NotAllowedError(CoopError):
    """This person may not do this."""

    status = 403


class SignInAgainError(NotAllowedError):
    """This person may, after showing more at signing in than was shown now."""


class NotFoundError(CoopError):
    """There is no such thing here; also said of things in another neighbourhood."""

    status = 404
