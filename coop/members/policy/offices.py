"""Who may give which role, and which roles are public offices."""

from collections.abc import Collection
from datetime import timedelta

from coop.kernel.access import Role

REASON_LENGTH = 300
# A request to take a second step away waits so long for a second person.
RESCUE_WAITS = timedelta(days=7)

# In this order on the page that everybody can read; the team has a page of its own.
PUBLIC_OFFICES: tuple[Role, ...] = (
    *(Role.BOARD, Role.SECRETARY, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER),
    *(Role.OBSERVER, Role.ADVISER),
)
# Whoever holds these gives roles to others, or agrees with who does: a second person must agree.
FOUR_EYES: frozenset[Role] = frozenset({Role.ADMINISTRATOR, Role.PRIVACY_OFFICER})
# Who watches is not who is watched. Source: General Data Protection Regulation, article 38 (6).
_WATCHED = frozenset({Role.BOARD, Role.SECRETARY, Role.ADMINISTRATOR})


def not_together_with(role: Role) -> frozenset[Role]:
    """Roles that one person cannot hold beside `role`."""
    if role is Role.PRIVACY_OFFICER:
        return _WATCHED
    return frozenset({Role.PRIVACY_OFFICER}) if role in _WATCHED else frozenset()


def roles_given_by(held: Collection[Role]) -> tuple[Role, ...]:
    """Roles that somebody who holds these can give: the board and the secretary know who lives here."""
    if Role.ADMINISTRATOR in held:
        return tuple(role for role in Role if role is not Role.MEMBER)
    return (Role.RESIDENT, Role.VOLUNTEER) if {Role.BOARD, Role.SECRETARY} & set(held) else ()
