"""Pure rules about members: what the statutes ask, how residence is shown, who may vote, and what a file may hold."""

from coop.members.policy.admission import (
    STATE_WORDS,
    WAY_WORDS,
    ApplicationState,
    Channel,
    Missing,
    Way,
    missing_for_admission,
    require_waiting,
)
from coop.members.policy.codes import new_code, same_code, spaced, stored_code, typed_code
from coop.members.policy.dates import ENDING_WORDS, SECOND_THOUGHTS, Ending, counts_on
from coop.members.policy.files import (
    MOST_ROWS,
    ROWS_AT_ONCE,
    ImportState,
    MemberRow,
    Refused,
    read_members,
    write_members,
)
from coop.members.policy.franchise import HINDRANCE_HELP, HINDRANCE_WORDS, Hindrance, hindrances, votes_from
from coop.members.policy.households import envelopes
from coop.members.policy.offices import (
    FOUR_EYES,
    PUBLIC_OFFICES,
    REASON_LENGTH,
    RESCUE_WAITS,
    not_together_with,
    roles_given_by,
)
from coop.members.policy.statutes import ADMISSION_WORDS, Admission, StatuteRules

__all__ = [
    "ADMISSION_WORDS",
    "ENDING_WORDS",
    "FOUR_EYES",
    "HINDRANCE_HELP",
    "HINDRANCE_WORDS",
    "MOST_ROWS",
    "PUBLIC_OFFICES",
    "REASON_LENGTH",
    "RESCUE_WAITS",
    "ROWS_AT_ONCE",
    "SECOND_THOUGHTS",
    "STATE_WORDS",
    "WAY_WORDS",
    "Admission",
    "ApplicationState",
    "Channel",
    "Ending",
    "Hindrance",
    "ImportState",
    "MemberRow",
    "Missing",
    "Refused",
    "StatuteRules",
    "Way",
    "counts_on",
    "envelopes",
    "hindrances",
    "missing_for_admission",
    "new_code",
    "not_together_with",
    "read_members",
    "require_waiting",
    "roles_given_by",
    "same_code",
    "spaced",
    "stored_code",
    "typed_code",
    "votes_from",
    "write_members",
]
