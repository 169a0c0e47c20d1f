"""Voting for somebody else or without an account: with a letter, a helper or a proxy; and handing in paper."""

from datetime import datetime
from typing import Any

from coop.ballotbox import actions as boxes
from coop.ballotbox.policy import ON_PAPER, Channel
from coop.kernel.access import Actor
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError, TooLateError
from coop.kernel.words import mark
from coop.members.queries import are_members
from coop.rules.sealing.keys import Signer
from coop.rules.sealing.receipts import Receipt
from coop.voting.actions.casting import Through, write_ballot
from coop.voting.actions.grants import require_grant
from coop.voting.actions.proxies import require_proxy
from coop.voting.actions.sealed import SLOT
from coop.voting.actions.taken import hold_poll
from coop.voting.models import HelperGrant, Poll
from coop.voting.policy.states import PollState
from coop.voting.queries.polls import is_on_roll, poll_of
from coop.voting.queries.roll import Standing, letter_with, standing_of
from coop.voting.queries.sealed import sealed_of

CHANGED = mark("Your vote was changed in the meantime, perhaps in another window. The newest vote counts.")


def require_voter(db: Session, district_id: int, poll_id: int, membership_id: int, *, at: datetime) -> None:
    """Raise `NotFoundError` for who is not on the roll, `NotAllowedError` for who cannot act as a member."""
    if not is_on_roll(db, district_id, poll_id, membership_id):
        raise NotFoundError(mark("This member is not on the list of voters of this vote."))
    if not are_members(db, district_id, [membership_id], local_day(at)):
        raise NotAllowedError(
            mark("This person is no longer a member, or is suspended. As long as that is so nobody can vote for them.")
        )


def by_letter(db: Session, district_id: int, poll_id: int, code: str, *, at: datetime) -> Through:
    """Who holds the letter with this hash. Raises `NotAllowedError` once a newer letter was printed."""
    hold_poll(db, poll_id, alone=False)
    letter = letter_with(db, district_id, code) if code else None
    if letter is None or letter.poll_id != poll_id:
        raise NotAllowedError(mark("Type the code of your letter (again). Do you have a newer letter? Use that one."))
    require_voter(db, district_id, poll_id, letter.membership_id, at=at)
    return Through(letter.membership_id, Channel.LETTER)


def by_helper(
    db: Session, actor: Actor, district_id: int, poll_id: int, *, grant_id: int, membership_id: int, at: datetime
) -> Through:
    """A helper for this member. Raises `NotAllowedError` without a grant, and for oneself."""
    hold_poll(db, poll_id, alone=False)
    grant = require_grant(db, actor, district_id, poll_id, grant_id, casts=True, at=at)
    require_another(actor, membership_id)
    require_voter(db, district_id, poll_id, membership_id, at=at)
    return Through(membership_id, Channel.HELPER, grant.helper_id)


def by_paper_helper(
    db: Session, actor: Actor, district_id: int, poll_id: int, *, grant_id: int, membership_id: int, at: datetime
) -> Through:
    """A helper who stands beside a box of paper: at a desk or at the door, not on the phone."""
    through = by_helper(db, actor, district_id, poll_id, grant_id=grant_id, membership_id=membership_id, at=at)
    if not db.get_one(HelperGrant, grant_id).task.takes_paper:
        raise ConflictError(mark("By phone nobody can hand in paper."))
    return through


def require_another(actor: Actor, membership_id: int) -> None:
    """Raise `NotAllowedError` for who would help themselves."""
    if membership_id == actor.membership_id:
        raise NotAllowedError(mark("A helper cannot vote for themselves in this way."))


def by_proxy(db: Session, actor: Actor, district_id: int, poll_id: int, proxy_id: int, *, at: datetime) -> Through:
    """The holder of this proxy for who gave it."""
    hold_poll(db, poll_id, alone=False)
    proxy = require_proxy(db, actor, district_id, poll_id, proxy_id)
    require_voter(db, district_id, poll_id, proxy.giver_id, at=at)
    return Through(proxy.giver_id, Channel.PROXY, proxy.holder_id)


def cast_sealed_through(
    db: Session,
    through: Through,
    district_id: int,
    poll_id: int,
    envelope: bytes,
    *,
    saw_version: int,
    submission: str,
    site: Signer,
    at: datetime,
    own_clock: bool,
) -> Receipt:
    """Put a closed envelope in the box for this member; who may do that was asked before. See `cast_envelope`."""
    if sealed_of(db, district_id, poll_id) is None:
        raise ConflictError(mark("This is not a secret vote."))
    return boxes.cast_envelope(
        db,
        district_id,
        poll_id,
        through.membership_id or 0,
        envelope,
        saw_revision=saw_version,
        request=submission,
        site=site,
        at=at,
        own_clock=own_clock,
        helper_id=through.helper_id,
        channel=through.channel,
        slot=SLOT,
    )


def hand_in_paper(
    db: Session,
    actor: Actor,
    district_id: int,
    poll_id: int,
    *,
    grant_id: int,
    membership_id: int,
    saw_version: int,
    replaces: bool,
    at: datetime,
    own_clock: bool = False,
) -> Standing:
    """Note that a member puts a paper ballot in the real box. Name and ballot are in no way together.

    An earlier vote through another way is taken out for good; `replaces`: the member said so. What came in since the
    desk looked is never taken out unseen. `own_clock`: the database's clock decides beside `at`.
    Raises `ConflictError`, and `TooLateError` from the closing moment on.
    """
    by_paper_helper(db, actor, district_id, poll_id, grant_id=grant_id, membership_id=membership_id, at=at)
    poll = poll_of(db, district_id, poll_id)
    if poll.state is not PollState.OPEN or at >= poll.closes_at:
        raise TooLateError(mark("The vote is closed. You cannot vote or change your vote any more."))
    standing = standing_of(db, poll, membership_id)
    if standing.channel is Channel.PAPER:
        raise ConflictError(ON_PAPER)
    if standing.revision != saw_version:
        raise ConflictError(CHANGED)
    if standing.has_voted and not replaces:
        raise InvalidError(mark("Tick that the earlier vote is taken out, or stop here."), field="replaces")
    write_empty(db, poll, membership_id, Channel.PAPER, saw=saw_version, at=at, own_clock=own_clock)
    return standing_of(db, poll, membership_id)


def write_empty(
    db: Session, poll: Poll, membership_id: int, channel: Channel, *, saw: int, at: datetime, own_clock: bool
) -> None:
    """Write that the site holds no vote of a member: it is on paper, or (NONE) the note of paper was a mistake.

    The same write as casting: of website and desk at the same moment exactly one comes first.
    """
    box = sealed_of(db, poll.district_id, poll.id)
    if box:
        act = boxes.mark_paper if channel is Channel.PAPER else boxes.unmark_paper
        act(db, poll.district_id, box.box_id, membership_id, at=at, saw_revision=saw, own_clock=own_clock)
        return
    asked = {"poll": poll.id, "district": poll.district_id, "member": membership_id}
    nothing: dict[str, Any] = {"choices": [], "submission": "", "receipt": "", "helper_id": None}
    values = {**nothing, "version": saw + 1, "cast_at": at, "channel": channel}
    if not write_ballot(db.connection(), asked, saw, values, own_clock=own_clock):
        raise ConflictError(CHANGED)
