"""Who may do what: the whole matrix on one page.

A role says who somebody is in one neighbourhood. A permission says what a view or an action asks for.
Rules about the *thing* (own report, recused member, closed vote) are policy of its room, not here.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from coop.kernel.errors import NotAllowedError
from coop.kernel.words import mark


class Role(StrEnum):
    """Who somebody is in a neighbourhood. Everybody, signed in or not, is also a visitor."""

    RESIDENT = "resident"
    MEMBER = "member"
    BOARD = "board"
    TEAM_MEMBER = "team_member"
    SECRETARY = "secretary"
    ADMINISTRATOR = "administrator"
    PRIVACY_OFFICER = "privacy_officer"
    OBSERVER = "observer"
    ADVISER = "adviser"
    VOLUNTEER = "volunteer"


ROLE_WORDS: dict[Role, str] = {
    Role.RESIDENT: mark("resident"),
    Role.MEMBER: mark("member of the co-operative"),
    Role.BOARD: mark("board member"),
    Role.TEAM_MEMBER: mark("team member"),
    Role.SECRETARY: mark("secretary"),
    Role.ADMINISTRATOR: mark("administrator"),
    Role.PRIVACY_OFFICER: mark("privacy officer"),
    Role.OBSERVER: mark("observer of the municipality"),
    Role.ADVISER: mark("member of the advisory council"),
    Role.VOLUNTEER: mark("volunteer at the doors"),
}


class Permission(StrEnum):
    """What a view or an action asks for."""

    # everybody
    READ_PUBLIC = "read_public"
    SEE_MY_PAGE = "see_my_page"
    # agenda
    BRING_IN_ITEM = "bring_in_item"
    BRING_IN_FOR_OTHERS = "bring_in_for_others"
    SUPPORT_ITEM = "support_item"
    OFFER_HELP = "offer_help"
    COMMENT = "comment"
    SUM_UP_TALK = "sum_up_talk"
    CURATE_AGENDA = "curate_agenda"
    PUBLISH_EDITION = "publish_edition"
    KEEP_COMMITMENT = "keep_commitment"
    KEEP_CALENDAR = "keep_calendar"
    ASK_TEAM = "ask_team"
    ANSWER_VISIT = "answer_visit"
    SAY_OPINION = "say_opinion"
    KEEP_OPINIONS = "keep_opinions"
    NOTE_AT_DOORS = "note_at_doors"
    SORT_NOTES = "sort_notes"
    # voting
    PROPOSE_WORK = "propose_work"
    WRITE_BALLOT = "write_ballot"
    MANAGE_POLL = "manage_poll"
    SETTLE_POLL = "settle_poll"
    CAST_BALLOT = "cast_ballot"
    GRANT_HELP = "grant_help"
    HELP_VOTERS = "help_voters"
    KEEP_ROLL = "keep_roll"
    # panels
    MANAGE_PROCEDURE = "manage_procedure"
    APPROVE_PROCEDURE = "approve_procedure"
    VOLUNTEER_FOR_PANEL = "volunteer_for_panel"
    SCORE_CANDIDATES = "score_candidates"
    RATIFY_DECISION = "ratify_decision"
    JUDGE_BREACH = "judge_breach"
    # accountability
    WRITE_REPORT = "write_report"
    READ_STORY = "read_story"
    RELEASE_REPORT = "release_report"
    CHECK_TABLES = "check_tables"
    JUDGE_REPORT = "judge_report"
    ASK_ABOUT_REPORT = "ask_about_report"
    ANSWER_RESIDENTS = "answer_residents"
    # districts and members
    KEEP_REGISTER = "keep_register"
    ADMIT_MEMBER = "admit_member"
    SETTLE_STATUTES = "settle_statutes"
    VOUCH_FOR_NEIGHBOUR = "vouch_for_neighbour"
    SEE_REACH = "see_reach"
    GIVE_ROLE = "give_role"
    CONFIRM_ROLE = "confirm_role"
    RESCUE_ACCOUNT = "rescue_account"
    MANAGE_DISTRICT = "manage_district"
    # answers owed
    ANSWER_OUTCOME = "answer_outcome"
    ASK_BOARD = "ask_board"
    # advice
    ASK_ADVICE = "ask_advice"
    GIVE_ADVICE = "give_advice"
    BEGIN_ADVICE = "begin_advice"
    WRITE_CHARTER = "write_charter"
    READ_AUDIT_LOG = "read_audit_log"


P = Permission

_RESIDENT = {
    P.SEE_MY_PAGE,
    P.BRING_IN_ITEM,
    P.SUPPORT_ITEM,
    P.OFFER_HELP,
    P.ASK_TEAM,
    P.COMMENT,
    P.SAY_OPINION,
    P.VOLUNTEER_FOR_PANEL,
    P.SCORE_CANDIDATES,
    P.JUDGE_REPORT,
    P.ASK_ABOUT_REPORT,
}

VISITOR_GRANTS: frozenset[Permission] = frozenset({P.READ_PUBLIC})
SIGNED_IN_GRANTS: frozenset[Permission] = frozenset({P.READ_PUBLIC, P.SEE_MY_PAGE})

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.RESIDENT: frozenset(_RESIDENT),
    # Helping others vote needs a grant for that one vote besides, by two people of the board.
    Role.MEMBER: frozenset(_RESIDENT | {P.CAST_BALLOT, P.HELP_VOTERS, P.VOUCH_FOR_NEIGHBOUR, P.BEGIN_ADVICE}),
    Role.BOARD: frozenset(
        {
            P.BRING_IN_ITEM,
            P.BRING_IN_FOR_OTHERS,
            P.COMMENT,
            P.SUM_UP_TALK,
            P.CURATE_AGENDA,
            P.PUBLISH_EDITION,
            P.KEEP_COMMITMENT,
            P.KEEP_CALENDAR,
            *(P.KEEP_OPINIONS, P.NOTE_AT_DOORS, P.SORT_NOTES),
            *(P.PROPOSE_WORK, P.WRITE_BALLOT),
            P.MANAGE_POLL,
            P.SETTLE_POLL,
            P.GRANT_HELP,
            P.KEEP_ROLL,
            P.APPROVE_PROCEDURE,
            P.RATIFY_DECISION,
            P.JUDGE_BREACH,
            P.ANSWER_OUTCOME,
            P.ASK_ADVICE,
            P.WRITE_CHARTER,
            P.READ_STORY,
            P.RELEASE_REPORT,
            P.CHECK_TABLES,
            P.ANSWER_RESIDENTS,
            P.KEEP_REGISTER,
            P.ADMIT_MEMBER,
            P.SETTLE_STATUTES,
            P.READ_AUDIT_LOG,
            P.SEE_REACH,
            P.GIVE_ROLE,
            P.CONFIRM_ROLE,
            P.RESCUE_ACCOUNT,
        }
    ),
    Role.TEAM_MEMBER: frozenset(
        {
            P.BRING_IN_ITEM,
            P.BRING_IN_FOR_OTHERS,
            P.COMMENT,
            P.SUM_UP_TALK,
            P.KEEP_COMMITMENT,
            P.KEEP_CALENDAR,
            P.ANSWER_VISIT,
            P.SAY_OPINION,
            *(P.KEEP_OPINIONS, P.NOTE_AT_DOORS, P.SORT_NOTES),
            *(P.PROPOSE_WORK, P.WRITE_BALLOT),
            P.WRITE_REPORT,
            P.CHECK_TABLES,
            P.READ_STORY,
            P.ANSWER_RESIDENTS,
        }
    ),
    Role.SECRETARY: frozenset(
        {
            P.READ_STORY,
            P.BRING_IN_FOR_OTHERS,
            P.BRING_IN_ITEM,
            P.WRITE_BALLOT,
            P.MANAGE_POLL,
            P.KEEP_ROLL,
            P.MANAGE_PROCEDURE,
            P.KEEP_REGISTER,
            P.GIVE_ROLE,
            P.KEEP_CALENDAR,
        }
    ),
    # The administrator keeps the site running and reads no content that others may not read.
    Role.ADMINISTRATOR: frozenset({P.READ_AUDIT_LOG, P.MANAGE_DISTRICT, P.GIVE_ROLE, P.CONFIRM_ROLE, P.RESCUE_ACCOUNT}),
    # Watches over the others: sees what was done and agrees as the second person, gives nothing; decides only whether a
    # breach goes to the data protection authority.
    Role.PRIVACY_OFFICER: frozenset({P.READ_AUDIT_LOG, P.CONFIRM_ROLE, P.RESCUE_ACCOUNT, P.READ_STORY, P.JUDGE_BREACH}),
    # Reads what everybody reads, sees what answers are owed, and asks the board in public.
    Role.OBSERVER: frozenset({P.ASK_BOARD}),
    # Advises the board or the municipality, asked and unasked; decides nothing.
    Role.ADVISER: frozenset({P.GIVE_ADVICE}),
    # Rings at doors for the neighbourhood, from a day until a day; reads nothing that others noted.
    Role.VOLUNTEER: frozenset({P.NOTE_AT_DOORS}),
}


# The rows of the page on which members read this matrix; what everybody may do is not a row.
PERMISSION_WORDS: dict[Permission, str] = {
    P.BRING_IN_ITEM: mark("bring in a point for the agenda"),
    P.BRING_IN_FOR_OTHERS: mark("bring in a point for somebody without the site"),
    P.SUPPORT_ITEM: mark("support a point on the agenda"),
    P.OFFER_HELP: mark("offer help with a point"),
    P.COMMENT: mark("take part in the conversation about a point"),
    P.SUM_UP_TALK: mark("close a conversation with a summary, and open it again"),
    P.CURATE_AGENDA: mark("put points on the agenda, merge and close them, with reasons"),
    P.PUBLISH_EDITION: mark("publish an edition of the agenda"),
    P.KEEP_COMMITMENT: mark("write down what became of a promise"),
    P.ASK_TEAM: mark("ask the team to come to an initiative"),
    P.ANSWER_VISIT: mark("answer whether the team comes, and tell how it was"),
    P.KEEP_CALENDAR: mark("put meetings in the calendar, change and cancel them"),
    P.SAY_OPINION: mark("say of statements whether they agree"),
    P.NOTE_AT_DOORS: mark("write down what people say at the door"),
    P.SORT_NOTES: mark("read what was heard at doors, and sort it to the agenda"),
    P.KEEP_OPINIONS: mark("ask the neighbourhood about statements"),
    P.PROPOSE_WORK: mark("propose work for a vote on priorities"),
    P.WRITE_BALLOT: mark("write a proposal for a vote"),
    P.MANAGE_POLL: mark("prepare, open and close a vote"),
    P.SETTLE_POLL: mark("settle what the outcome of a vote means"),
    P.CAST_BALLOT: mark("vote"),
    P.MANAGE_PROCEDURE: mark("lead the choosing of a team member"),
    P.APPROVE_PROCEDURE: mark("approve a vacancy and its questions"),
    P.VOLUNTEER_FOR_PANEL: mark("volunteer for a panel"),
    P.SCORE_CANDIDATES: mark("score candidates, when drawn for the panel"),
    P.RATIFY_DECISION: mark("take over or answer the choice of a panel"),
    P.JUDGE_BREACH: mark("say whether a breach of secrecy goes to the data protection authority"),
    P.WRITE_REPORT: mark("write a report of the team"),
    P.READ_STORY: mark("read the stories of a report before the board does"),
    P.RELEASE_REPORT: mark("release a report for the neighbourhood"),
    P.JUDGE_REPORT: mark("judge a report"),
    P.ASK_ABOUT_REPORT: mark("ask about a report"),
    P.ANSWER_RESIDENTS: mark("answer residents"),
    P.KEEP_REGISTER: mark("keep the register of members"),
    P.ADMIT_MEMBER: mark("admit or refuse a member"),
    P.SETTLE_STATUTES: mark("enter what the statutes ask"),
    P.VOUCH_FOR_NEIGHBOUR: mark("vouch for a neighbour"),
    P.GIVE_ROLE: mark("give and end roles"),
    P.CONFIRM_ROLE: mark("agree as second person with a role"),
    P.RESCUE_ACCOUNT: mark("take away the second step of who lost the phone, two people together"),
    P.GRANT_HELP: mark("let somebody help voters"),
    P.HELP_VOTERS: mark("help others vote, when appointed for that vote by two people of the board"),
    P.KEEP_ROLL: mark("keep the list of voters of a vote"),
    P.CHECK_TABLES: mark("check tables before they are released"),
    P.ANSWER_OUTCOME: mark("answer what members voted on, with reasons"),
    P.WRITE_CHARTER: mark("write what kind of team the neighbourhood has"),
    P.ASK_ADVICE: mark("ask the advisory council for advice"),
    P.GIVE_ADVICE: mark("advise for the advisory council, asked and unasked"),
    P.BEGIN_ADVICE: mark("begin an advice that nobody asked for, and support one"),
    P.ASK_BOARD: mark("ask the board a question for the municipality"),
    P.MANAGE_DISTRICT: mark("enter the say of residents, as agreed"),
    P.READ_AUDIT_LOG: mark("read the lines of the log of acts in office"),
    P.SEE_REACH: mark("see which groups take part, and enter who lives in the neighbourhood"),
}


def roles_with(permission: Permission) -> list[Role]:
    """The roles that grant a permission, in the order of `Role`."""
    return [role for role in Role if permission in GRANTS[role]]


# Offices whose acts others must be able to trust: they count only after a second step at signing in.
STRONG_ROLES: frozenset[Role] = frozenset({Role.BOARD, Role.SECRETARY, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in one neighbourhood (`district_id` 0 on pages of the whole site).

    `withheld`: offices this person holds, but not before a second step at signing in.
    """

    account_id: int | None
    name: str
    district_id: int
    roles: frozenset[Role] = frozenset()
    membership_id: int | None = None
    withheld: frozenset[Role] = frozenset()

    @property
    def is_signed_in(self) -> bool:
        return self.account_id is not None

    def has(self, role: Role) -> bool:
        """Whether this person holds `role` in this neighbourhood."""
        return role in self.roles

    def may(self, permission: Permission) -> bool:
        """Whether any role of this person grants `permission`."""
        if permission in (SIGNED_IN_GRANTS if self.is_signed_in else VISITOR_GRANTS):
            return True
        return any(permission in GRANTS[role] for role in self.roles)

    def without_offices(self) -> "Actor":
        """The same person, signed in with one step only."""
        return replace(self, roles=self.roles - STRONG_ROLES, withheld=self.roles & STRONG_ROLES)

    def require(self, permission: Permission) -> None:
        """Do nothing when allowed; else raise `NotAllowedError`."""
        if not self.may(permission):
            raise NotAllowedError(mark("You may not do this with your role in this neighbourhood."))


def visitor(district_id: int = 0) -> Actor:
    """Somebody who is not signed in."""
    return Actor(account_id=None, name="", district_id=district_id)
