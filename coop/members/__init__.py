"""Who belongs to a neighbourhood: members of the co-operative, roles, and the people of the team.

Vocabulary: lid = Membership, rol/benoeming = Appointment, teamlid = TeamMember, moederorganisatie = home_organisation.

Tables: memberships, appointments, team_members.

Invariants: one running membership per account and neighbourhood; a role is an appointment with dates; a member without
e-mail has a membership without account and counts as any other.
"""
