"""What the reader of a page can do in a vote."""

from dataclasses import dataclass

from coop.answers.policy import Source
from coop.answers.queries import AnswerRow, answer_on
from coop.ballotbox.policy import Channel
from coop.ballotbox.queries import Place
from coop.districts.policy import MandateSnapshot
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.voting import policy, queries
from coop.voting.policy import Hindrance, PollState
from coop.voting.queries import Poll, StoredBallot, ToldPoll
from coop.web.address import district
from coop.web.guard import actor
from coop.web.session import db, now


@dataclass(frozen=True, slots=True)
class Voice:
    """`hindrance`: why this person cannot vote, None when they can. `ballot`: what they cast, if anything.

    `place`: in a secret vote, whether and how they voted; what, nobody knows.
    """

    hindrance: Hindrance | None
    ballot: StoredBallot | None
    place: Place | None = None

    @property
    def has_voted(self) -> bool:
        """Whether this person voted."""
        return self.ballot is not None or (self.place is not None and self.place.has_voted)

    @property
    def channel(self) -> Channel:
        """How this person voted."""
        return self.ballot.channel if self.ballot else self.place.channel if self.place else Channel.NONE

    @property
    def revision(self) -> int:
        """The version of the ballot that the next one takes the place of; 0 for none."""
        return self.ballot.version if self.ballot else self.place.revision if self.place else 0


def voice_in(poll: Poll) -> Voice:
    """The voice of whoever asks for this page."""
    member = actor().membership_id
    is_running = poll.state is PollState.OPEN and member is not None
    on_roll = is_running and queries.is_on_roll(db(), district().id, poll.id, member)
    hindrance = policy.hindrance_of(
        poll.state,
        poll.closes_at,
        now(),
        signed_in=actor().is_signed_in,
        member=member is not None,
        on_roll=on_roll,
    )
    ballot = None
    if member is not None and poll.opened_at is not None:
        ballot = queries.ballot_of(db(), district().id, poll.id, member)
    place = None
    if ballot is not None and ballot.channel in (Channel.PAPER, Channel.NONE):
        # What is on the paper is unknown here; the row only says that there is one, or that the note was a mistake.
        place, ballot = Place(ballot.membership_id or 0, ballot.version, ballot.channel), None
    if poll.is_sealed:
        box = queries.sealed_of(db(), district().id, poll.id)
        place = queries.sealed_place(db(), box.box_id, member) if box else None
    if hindrance is None and place is not None and place.channel is Channel.PAPER:
        hindrance = Hindrance.ON_PAPER
    return Voice(hindrance, ballot, place)


def mandate_of(poll: Poll) -> MandateSnapshot | None:
    """What happens with the outcome, as it stood at the opening."""
    return MandateSnapshot.from_json(poll.mandate) if poll.mandate else None


def answer_to(poll: Poll | ToldPoll) -> AnswerRow | None:
    """Where the answer to the outcome stands; None before the result is there and when nobody owes one."""
    if poll.state is not PollState.PUBLISHED:
        return None
    return answer_on(db(), district().id, Source.VOTE, poll.id, local_day(now()))


def may_write(who: Actor, poll: Poll) -> bool:
    """Whether somebody may work on what is on this ballot now."""
    permission = Permission.PROPOSE_WORK if poll.ballot_kind.divides else Permission.MANAGE_POLL
    return poll.state is PollState.DRAFT and who.may(permission)
