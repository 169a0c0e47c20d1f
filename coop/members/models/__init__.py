"""Tables of this room."""

from coop.members.models.changes import FoundingEntry, MemberImport, MembershipMerge, MembershipSuspension
from coop.members.models.offices import Appointment, FollowedDistrict, SecondStepOff, TeamMember
from coop.members.models.register import Membership, MembershipApplication, ResidenceProof, Statutes

__all__ = [
    "Appointment",
    "FollowedDistrict",
    "FoundingEntry",
    "MemberImport",
    "Membership",
    "MembershipApplication",
    "MembershipMerge",
    "MembershipSuspension",
    "ResidenceProof",
    "SecondStepOff",
    "Statutes",
    "TeamMember",
]
