"""What state a poll is in, which steps it takes, and who may vote in it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from coop.kernel.errors import ConflictError, TooLateError
from coop.kernel.words import mark
from coop.voting.policy.kinds import BallotKind

FEWEST_PROPOSALS = 2
SHORTEST_OPEN = timedelta(days=1)
LONGEST_EARLY = timedelta(days=30)


class PollState(StrEnum):
    """Where a poll stands."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    COUNTED = "counted"
    PUBLISHED = "published"
    VOID = "void"

    @property
    def words(self) -> str:
        """The marked msgid with which a page names it."""
        return STATE_WORDS[self][0]

    @property
    def tone(self) -> str:
        """How a tag with this state looks."""
        return STATE_WORDS[self][1]


class VoteKind(StrEnum):
    """What the vote is in law. Source: Dutch Civil Code 2:38 and 2:39; a consultation has no article."""

    CONSULTATION = "consultation"
    EARLY_VOTE = "early_vote"
    REFERENDUM = "referendum"
    MEETING_VOTE = "meeting_vote"

    @property
    def words(self) -> str:
        """The marked msgid with which a page names it."""
        return KIND_WORDS[self][0]

    @property
    def help(self) -> str:
        """The marked msgid that says what it means for the outcome."""
        return KIND_WORDS[self][1]


class Hindrance(StrEnum):
    """Why somebody cannot vote in a poll, and what to do."""

    NOT_SIGNED_IN = "not_signed_in"
    NOT_A_MEMBER = "not_a_member"
    NOT_ON_ROLL = "not_on_roll"
    NOT_OPEN = "not_open"
    TOO_LATE = "too_late"
    VOID = "void"
    ON_PAPER = "on_paper"
    VOTED_WITHOUT_PROXY = "voted_without_proxy"

    @property
    def words(self) -> str:
        """The marked msgid that says why."""
        return HINDRANCE_WORDS[self][0]

    @property
    def help(self) -> str:
        """The marked msgid that says what to do."""
        return HINDRANCE_WORDS[self][1]


STATE_WORDS: dict[PollState, tuple[str, str]] = {
    PollState.DRAFT: (mark("Being prepared"), "plain"),
    PollState.OPEN: (mark("Open"), "busy"),
    PollState.CLOSED: (mark("Closed, not counted yet"), "plain"),
    PollState.COUNTED: (mark("Counted, not published yet"), "plain"),
    PollState.PUBLISHED: (mark("The result is known"), "ok"),
    PollState.VOID: (mark("Void"), "late"),
}


def require_not_declined(declined: bool, kind: VoteKind) -> None:
    """Raise `ConflictError` when residents said that they do not decide on this, and the vote would."""
    if declined and kind is not VoteKind.CONSULTATION:
        raise ConflictError(
            mark(
                "Residents chose not to decide on this subject themselves now. So only a consultation can be held on "
                "it. Change the kind of vote, or let the residents settle another mandate first."
            )
        )


KIND_WORDS: dict[VoteKind, tuple[str, str]] = {
    VoteKind.CONSULTATION: (
        mark("Consultation of the members"),
        mark("The outcome is advice. Who decides must answer it in public and give reasons."),
    ),
    VoteKind.EARLY_VOTE: (
        mark("Early vote for the general meeting"),
        mark("Your vote counts as cast in the general meeting. It is open for at most 30 days before it."),
    ),
    VoteKind.REFERENDUM: (
        mark("Referendum"),
        mark("The statutes of the co-operative say that the members decide on this. The outcome is the decision."),
    ),
    VoteKind.MEETING_VOTE: (
        mark("Vote in the general meeting"),
        mark("The vote is part of a general meeting. The outcome is a decision of that meeting."),
    ),
}

HINDRANCE_WORDS: dict[Hindrance, tuple[str, str]] = {
    Hindrance.NOT_SIGNED_IN: (
        mark("You are not signed in."),
        mark("Sign in first. Only then can we see whether you are a member."),
    ),
    Hindrance.NOT_A_MEMBER: (
        mark("Only members of the co-operative vote. You are not a member, or you are suspended."),
        mark("Ask the board how to become a member. Then you can vote the next time."),
    ),
    Hindrance.NOT_ON_ROLL: (
        mark("You became a member after this vote had opened. The list of voters was closed at that moment."),
        mark("You can vote the next time. Is this wrong? Ask the secretary."),
    ),
    Hindrance.NOT_OPEN: (
        mark("The vote has not begun yet."),
        mark("You can read the proposals now. Come back when it opens."),
    ),
    Hindrance.TOO_LATE: (
        mark("The vote is closed. You cannot vote or change your vote any more."),
        mark("You will find the result on this page as soon as it is published."),
    ),
    Hindrance.VOID: (
        mark("This vote is void."),
        mark("Read the reason on this page. Nothing happens with the votes."),
    ),
    Hindrance.ON_PAPER: (
        mark("You have voted on paper. A paper vote cannot be changed on the website."),
        mark("The paper lies in the box and is counted after the vote closes. Is this not right? Tell the board now."),
    ),
    Hindrance.VOTED_WITHOUT_PROXY: (
        mark("The member who gave this proxy has voted without it. That vote counts."),
        mark("You need not do anything. A member's own vote always comes before a proxy."),
    ),
}

_TOO_FEW: dict[BallotKind, str] = {
    BallotKind.PRIORITIES: mark("There must be at least two proposals before the vote can open."),
    BallotKind.BUDGET: mark("There must be at least two plans before the vote can open."),
    BallotKind.ELECTION: mark("There must be at least two candidates before the vote can open."),
    BallotKind.CHOICE: mark("There must be at least two options before the vote can open."),
}

STEPS: dict[PollState, frozenset[PollState]] = {
    PollState.DRAFT: frozenset({PollState.OPEN, PollState.VOID}),
    PollState.OPEN: frozenset({PollState.CLOSED, PollState.VOID}),
    PollState.CLOSED: frozenset({PollState.COUNTED, PollState.VOID}),
    PollState.COUNTED: frozenset({PollState.PUBLISHED, PollState.VOID}),
    PollState.PUBLISHED: frozenset(),
    PollState.VOID: frozenset(),
}


class Group(StrEnum):
    """Under which heading a vote stands in the list, in the order of the page."""

    OPEN = "open"
    PREPARED = "prepared"
    BEING_COUNTED = "being_counted"
    RESULTS = "results"
    VOID = "void"

    @property
    def words(self) -> str:
        """The marked msgid of the heading."""
        return GROUP_WORDS[self]


GROUP_WORDS: dict[Group, str] = {
    Group.OPEN: mark("Open now"),
    Group.PREPARED: mark("In preparation"),
    Group.BEING_COUNTED: mark("Closed, the result follows"),
    Group.RESULTS: mark("Results"),
    Group.VOID: mark("Void"),
}


class HasState(Protocol):
    """Anything with a state and a closing moment."""

    @property
    def state(self) -> PollState:
        """Where it stands."""
        ...

    @property
    def closes_at(self) -> datetime:
        """When it closes."""
        ...


Row = TypeVar("Row", bound=HasState)


def group_of(state: PollState, closes_at: datetime, at: datetime) -> Group:
    """The heading of a vote at `at`."""
    if state is PollState.OPEN:
        return Group.OPEN if at < closes_at else Group.BEING_COUNTED
    return {
        PollState.DRAFT: Group.PREPARED,
        PollState.PUBLISHED: Group.RESULTS,
        PollState.VOID: Group.VOID,
    }.get(state, Group.BEING_COUNTED)


def grouped(rows: Sequence[Row], at: datetime) -> list[tuple[Group, list[Row]]]:
    """Votes under their headings, empty ones left out; open votes soonest closing first, others as they come."""
    found: dict[Group, list[Row]] = {group: [] for group in Group}
    for row in rows:
        found[group_of(row.state, row.closes_at, at)].append(row)
    found[Group.OPEN].sort(key=lambda row: row.closes_at)
    return [(group, members) for group, members in found.items() if members]


def require_step(state: PollState, to: PollState) -> None:
    """Raise `ConflictError` when a poll in `state` may not go to `to` in one step."""
    if state is to:
        raise ConflictError(mark("This was done already. Nothing has changed."))
    if to not in STEPS[state]:
        raise ConflictError(mark("This cannot be done in the present state of the vote."))


def require_draft(state: PollState) -> None:
    """Raise `ConflictError` once the vote has opened: from then on everything that was published stands still."""
    if state is not PollState.DRAFT:
        raise ConflictError(
            mark("The vote has opened. The question, the ballot, the rules and the closing moment cannot change.")
        )


def require_openable(
    kind: VoteKind,
    proposals: int,
    closes_at: datetime,
    at: datetime,
    *,
    ballot_kind: BallotKind = BallotKind.PRIORITIES,
    seats: int = 1,
) -> None:
    """Raise unless a draft with so many proposals (candidates, options) may open at `at`."""
    if ballot_kind is BallotKind.MOTION:
        if proposals != 1:
            raise ConflictError(mark("A motion has one text. Write it before the vote opens."))
    elif proposals < FEWEST_PROPOSALS:
        raise ConflictError(_TOO_FEW[ballot_kind])
    elif ballot_kind is BallotKind.ELECTION and proposals < seats:
        raise ConflictError(
            mark("Places: %(seats)s. Candidates: %(candidates)s. There must be at least as many candidates as places."),
            seats=seats,
            candidates=proposals,
        )
    if closes_at < at + SHORTEST_OPEN:
        raise ConflictError(mark("The vote must be open for at least one day. Choose a later closing moment first."))
    if kind is VoteKind.EARLY_VOTE and closes_at > at + LONGEST_EARLY:
        raise ConflictError(mark("An early vote may be open for at most 30 days. Choose an earlier closing moment."))


def require_due(closes_at: datetime, at: datetime) -> None:
    """Raise `ConflictError` before the closing moment: nobody closes a vote earlier than was promised."""
    if at < closes_at:
        raise ConflictError(mark("The closing moment has not come yet. Nobody can close a vote earlier."))


def hindrance_of(
    state: PollState, closes_at: datetime, at: datetime, *, signed_in: bool, member: bool, on_roll: bool
) -> Hindrance | None:
    """Why this person cannot vote now, None when nothing stands in the way."""
    if state is PollState.VOID:
        return Hindrance.VOID
    if state is PollState.DRAFT:
        return Hindrance.NOT_OPEN
    if state is not PollState.OPEN or at >= closes_at:
        return Hindrance.TOO_LATE
    if not signed_in:
        return Hindrance.NOT_SIGNED_IN
    if not member:
        return Hindrance.NOT_A_MEMBER
    return None if on_roll else Hindrance.NOT_ON_ROLL


def require_may_cast(hindrance: Hindrance | None) -> None:
    """Raise what belongs to a hindrance."""
    if hindrance is Hindrance.TOO_LATE:
        raise TooLateError(hindrance.words)
    if hindrance is not None:
        raise ConflictError(hindrance.words)
