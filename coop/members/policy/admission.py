"""From application to membership: what must be shown, by which way, and what is still missing."""

from collections.abc import Collection
from enum import StrEnum

from coop.kernel.errors import ConflictError
from coop.kernel.words import mark
from coop.members.policy.statutes import StatuteRules


class ApplicationState(StrEnum):
    """Where an application stands."""

    WAITING = "waiting"
    ADMITTED = "admitted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


STATE_WORDS: dict[ApplicationState, str] = {
    ApplicationState.WAITING: mark("waiting"),
    ApplicationState.ADMITTED: mark("admitted"),
    ApplicationState.REFUSED: mark("refused"),
    ApplicationState.WITHDRAWN: mark("withdrawn"),
}


class Way(StrEnum):
    """How somebody showed to live in the neighbourhood."""

    LETTER = "letter"
    DESK = "desk"
    NEIGHBOUR = "neighbour"
    PROVIDER = "provider"


WAY_WORDS: dict[Way, str] = {
    Way.LETTER: mark("with the code in a letter to the address"),
    Way.DESK: mark("at the desk, seen by two people"),
    Way.NEIGHBOUR: mark("a member of the neighbourhood vouched"),
    Way.PROVIDER: mark("an identity provider named this address"),
}


class Channel(StrEnum):
    """Where an application came in."""

    SITE = "site"
    PAPER = "paper"


class Missing(StrEnum):
    """What still stands between an application and membership."""

    RESIDENCE = "residence"
    STATUTES = "statutes"
    AGE = "age"


def missing_for_admission(
    rules: StatuteRules, *, ways_shown: Collection[Way], accepted: bool, stated_age: int
) -> list[Missing]:
    """What is still missing, in the order in which it is asked. Empty: can be admitted."""
    missing = []
    if rules.residents_only and not ways_shown:
        missing.append(Missing.RESIDENCE)
    if not accepted:
        missing.append(Missing.STATUTES)
    if stated_age < rules.minimum_age:
        missing.append(Missing.AGE)
    return missing


def require_waiting(state: ApplicationState) -> None:
    """Raise `ConflictError` when the application was decided already."""
    if state is not ApplicationState.WAITING:
        raise ConflictError(mark("This application was already decided on or taken back."))
