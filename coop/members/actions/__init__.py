"""Acts of this room."""

from coop.members.actions.accounts import account_for_member, join_memberships
from coop.members.actions.applying import (
    Applicant,
    apply_for_membership,
    letter_again,
    print_letters,
    see_at_desk,
    show_by_letter,
    show_by_provider,
    vouch,
)
from coop.members.actions.appointments import appoint, confirm_role, end_role, give_role, require_free
from coop.members.actions.deciding import (
    admit_applicant,
    missing_of,
    refuse_applicant,
    tell_decided,
    withdraw_application,
)
from coop.members.actions.following import follow, stop_following
from coop.members.actions.founding import Founder, HasVoted, take_over_founders, type_founder
from coop.members.actions.importing import finish_import, refuse_import, send_import, take_import, tell_import
from coop.members.actions.leaving import end_roles_of, first_day_out, leave, stay, undo_death
from coop.members.actions.merging import Others, ask_merge, confirm_merge, drop_merge
from coop.members.actions.moving import correct_own, move_member
from coop.members.actions.register import (
    MemberDetails,
    admit_member,
    correct_member,
    end_membership,
    end_with_reason,
    import_members,
    rows_against_register,
)
from coop.members.actions.rescue import ask_second_step_off, confirm_second_step_off, drop_second_step_off
from coop.members.actions.statutes import settle_statutes
from coop.members.actions.suspending import lift_suspension, suspend_member, tell_ended
from coop.members.actions.team import join_team

__all__ = [
    "Applicant",
    "Founder",
    "HasVoted",
    "MemberDetails",
    "Others",
    "account_for_member",
    "admit_applicant",
    "admit_member",
    "apply_for_membership",
    "appoint",
    "ask_merge",
    "ask_second_step_off",
    "confirm_merge",
    "confirm_role",
    "confirm_second_step_off",
    "correct_member",
    "correct_own",
    "drop_merge",
    "drop_second_step_off",
    "end_membership",
    "end_role",
    "end_roles_of",
    "end_with_reason",
    "finish_import",
    "first_day_out",
    "follow",
    "give_role",
    "import_members",
    "join_memberships",
    "join_team",
    "leave",
    "letter_again",
    "lift_suspension",
    "missing_of",
    "move_member",
    "print_letters",
    "refuse_applicant",
    "refuse_import",
    "require_free",
    "rows_against_register",
    "see_at_desk",
    "send_import",
    "settle_statutes",
    "show_by_letter",
    "show_by_provider",
    "stay",
    "stop_following",
    "suspend_member",
    "take_import",
    "take_over_founders",
    "tell_decided",
    "tell_ended",
    "tell_import",
    "type_founder",
    "undo_death",
    "vouch",
    "withdraw_application",
]
