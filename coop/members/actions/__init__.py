"""Acts of this room."""

from coop.members.actions.appointments import appoint
from coop.members.actions.register import admit_member, end_membership
from coop.members.actions.team import join_team

__all__ = ["admit_member", "appoint", "end_membership", "join_team"]
