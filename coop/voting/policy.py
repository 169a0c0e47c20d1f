"""What a poll is, which steps it takes, who may vote in it, and how its ballots are written down."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from coop.kernel.errors import ConflictError, InvalidError, TooLateError
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark

TITLE_LENGTH = 100
QUESTION_LENGTH = 400
TEXT_LENGTH = 1500
REASON_LENGTH = 1000
SEED_LENGTH = 200
SEED_SHORTEST = 6
KEY_LENGTH = 40
FEWEST_PROPOSALS = 2
SHORTEST_OPEN = timedelta(days=1)
LONGEST_EARLY = timedelta(days=30)
LONGEST_HOURS = 2000


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


class Unit(StrEnum):
    """What is divided: `hours` are kept in minutes a week, `euro` in cents."""

    HOURS = "hours"
    EURO = "euro"


class Hindrance(StrEnum):
    """Why somebody cannot vote in a poll, and what to do."""

    NOT_SIGNED_IN = "not_signed_in"
    NOT_A_MEMBER = "not_a_member"
    NOT_ON_ROLL = "not_on_roll"
    NOT_OPEN = "not_open"
    TOO_LATE = "too_late"
    VOID = "void"

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

KIND_WORDS: dict[VoteKind, tuple[str, str]] = {
    VoteKind.CONSULTATION: (
        mark("Consultation of the members"),
        mark("The board decides after this vote. It must answer the outcome in public and give reasons."),
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
        mark("Only members of the co-operative vote. You are not a member."),
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
}

STEPS: dict[PollState, frozenset[PollState]] = {
    PollState.DRAFT: frozenset({PollState.OPEN, PollState.VOID}),
    PollState.OPEN: frozenset({PollState.CLOSED, PollState.VOID}),
    PollState.CLOSED: frozenset({PollState.COUNTED, PollState.VOID}),
    PollState.COUNTED: frozenset({PollState.PUBLISHED, PollState.VOID}),
    PollState.PUBLISHED: frozenset(),
    PollState.VOID: frozenset(),
}


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
            mark("The vote has opened. The question, the proposals, the hours and the closing moment cannot change.")
        )


def require_openable(kind: VoteKind, proposals: int, closes_at: datetime, at: datetime) -> None:
    """Raise unless a draft with so many proposals may open at `at`."""
    if proposals < FEWEST_PROPOSALS:
        raise ConflictError(mark("There must be at least two proposals before the vote can open."))
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


def require_version(saw: int, present: int) -> None:
    """Raise `ConflictError` when the ballot was changed since the form was made: an old form never wins."""
    if saw != present:
        raise ConflictError(
            mark("Your vote was changed in the meantime, perhaps in another window. The newest vote counts.")
        )


def require_choices(choices: Iterable[str], options: Collection[str]) -> list[str]:
    """The choices in the order of the options, each once. Raises `InvalidError` for something not on the ballot."""
    chosen = set(choices)
    if not chosen <= set(options):
        raise InvalidError(mark("Something you chose is not on the ballot."), field="choices")
    return [key for key in options if key in chosen]


def require_filled(text: str, longest: int, field: str, missing: str) -> str:
    """Return `text`. Raises `InvalidError` on `field`, saying `missing`, when empty; or when it is too long."""
    if not text:
        raise InvalidError(missing, field=field)
    if len(text) > longest:
        raise InvalidError(
            mark("This text has %(count)s characters. Use at most %(longest)s."),
            field=field,
            count=len(text),
            longest=longest,
        )
    return text


def require_minutes(minutes: int, field: str, most: int = LONGEST_HOURS * 60) -> int:
    """Return `minutes` when between one and `most`, else raise `InvalidError` on `field`."""
    if minutes < 1:
        raise InvalidError(mark("Fill in more than zero hours."), field=field)
    if minutes > most:
        raise InvalidError(mark("This is more than the hours that can be divided."), field=field)
    return minutes


@dataclass(frozen=True, slots=True)
class ProposalText:
    """What is said in a proposal."""

    title: str
    what: str
    minutes_week: int
    expected: str
    how_noticed: str

    def checked(self, budget: int) -> "ProposalText":
        """The same, tidied. Raises `InvalidError` on the first field that is missing, too long or too dear."""
        return ProposalText(
            title=require_filled(
                clean_line(self.title), TITLE_LENGTH, "title", mark("Give the proposal a short title.")
            ),
            what=require_filled(clean_text(self.what), TEXT_LENGTH, "what", mark("Say what the team would do.")),
            minutes_week=require_minutes(self.minutes_week, "hours", budget),
            expected=require_filled(
                clean_text(self.expected), TEXT_LENGTH, "expected", mark("Say what result you expect.")
            ),
            how_noticed=require_filled(
                clean_text(self.how_noticed), TEXT_LENGTH, "how_noticed", mark("Say how residents will notice.")
            ),
        )


def require_seed(seed: str) -> str:
    """Return the publicly thrown seed when it is long enough to be one."""
    if not SEED_SHORTEST <= len(seed) <= SEED_LENGTH:
        raise InvalidError(
            mark("Write down how the lot was thrown and what came out, in %(shortest)s to %(longest)s characters."),
            field="seed",
            shortest=SEED_SHORTEST,
            longest=SEED_LENGTH,
        )
    return seed


def ballot_file(ballots: Iterable[Sequence[str]], key: str = "") -> str:
    """The anonymous ballots as text: one line each, sorted, so that the order says nothing about who or when.

    The first line is `key`, a random text that stays secret until publication: without it the fingerprint of a small
    vote could be guessed by trying every outcome.
    """
    head = f"key {key}\n" if key else ""
    return head + "".join(sorted(",".join(choices) + "\n" for choices in ballots))


def fingerprint_of(ballots: Iterable[Sequence[str]], key: str = "") -> str:
    """SHA-256 of the ballot file, published before the lot is thrown."""
    return sha256(ballot_file(ballots, key).encode()).hexdigest()


def receipt_of(poll_id: int, submission: str, version: int) -> str:
    """A number that only the voter knows, different for every version of a ballot: four groups of four."""
    digits = sha256(f"receipt|{poll_id}|{submission}|{version}".encode()).hexdigest()[:16].upper()
    return "-".join(digits[place : place + 4] for place in range(0, 16, 4))
