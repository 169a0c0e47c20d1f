"""What the reader of a page can do in a vote."""

from dataclasses import dataclass

from coop.districts.policy import MandateSnapshot
from coop.kernel.access import Actor, Permission
from coop.voting import policy, queries
from coop.voting.policy import Hindrance, PollState
from coop.voting.queries import Poll, StoredBallot
from coop.web.address import district
from coop.web.guard import actor
from coop.web.session import db, now


@dataclass(frozen=True, slots=True)
class Voice:
    """`hindrance`: why this person cannot vote, None when they can. `ballot`: what they cast, if anything."""

    hindrance: Hindrance | None
    ballot: StoredBallot | None


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
    return Voice(hindrance, ballot)


def mandate_of(poll: Poll) -> MandateSnapshot | None:
    """What happens with the outcome, as it stood at the opening."""
    return MandateSnapshot.from_json(poll.mandate) if poll.mandate else None


def may_write(who: Actor, poll: Poll) -> bool:
    """Whether somebody may work on what is on this ballot now."""
    permission = Permission.PROPOSE_WORK if poll.ballot_kind.divides else Permission.MANAGE_POLL
    return poll.state is PollState.DRAFT and who.may(permission)
