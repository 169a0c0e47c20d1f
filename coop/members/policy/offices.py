"""Who may give which role, and which roles are public offices."""

from collections.abc import Collection

from coop.kernel.access import Role

REASON_LENGTH = 300

# In this order on the page that everybody can read; the team has a page of its own.
PUBLIC_OFFICES: tuple[Role, ...] = (Role.BOARD, Role.SECRETARY, Role.ADMINISTRATOR)
# Whoever holds these can give roles to others: a second person must agree.
FOUR_EYES: frozenset[Role] = frozenset({Role.ADMINISTRATOR})


def roles_given_by(held: Collection[Role]) -> tuple[Role, ...]:
    """Roles that somebody who holds these can give: who lives here is known to the board and the secretary too."""
    if Role.ADMINISTRATOR in held:
        return tuple(role for role in Role if role is not Role.MEMBER)
    return (Role.RESIDENT,) if {Role.BOARD, Role.SECRETARY} & set(held) else ()
