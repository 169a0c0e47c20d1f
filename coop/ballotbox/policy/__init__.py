"""States of a box, ways to vote, and what may happen when."""

import hmac
from datetime import datetime, timedelta
from enum import StrEnum

from coop.kernel.errors import ConflictError, InvalidError, TooLateError
from coop.kernel.words import mark
from coop.rules.sealing.keys import Signer

OBJECTION_PERIOD = timedelta(days=30)
"""So long after publication, or after a vote became void, key and envelopes are kept: the count can be checked."""
REQUEST_LENGTH = 36


class BoxState(StrEnum):
    """Where a box stands."""

    OPEN = "open"
    SEALED = "sealed"
    LOT = "lot"
    OPENED = "opened"
    DESTROYED = "destroyed"


class Channel(StrEnum):
    """How somebody voted. A paper ballot lies in the real box; here is only that there is one.

    `letter`: with the code of a letter, without an account. `proxy`: by the member whom they gave a proxy.
    """

    NONE = "none"
    ONLINE = "online"
    LETTER = "letter"
    HELPER = "helper"
    PROXY = "proxy"
    PAPER = "paper"

    @property
    def by_another(self) -> bool:
        """Whether somebody else cast it."""
        return self in (Channel.HELPER, Channel.PROXY)

    @property
    def words(self) -> str:
        """The marked msgid with which it is said."""
        return CHANNEL_WORDS[self]


CHANNEL_WORDS = {
    Channel.NONE: mark("You did not vote."),
    Channel.ONLINE: mark("You voted on the website."),
    Channel.LETTER: mark("You voted with the code of your letter."),
    Channel.HELPER: mark("You voted with the help of somebody of the co-operative."),
    Channel.PROXY: mark("The member to whom you gave a proxy voted for you."),
    Channel.PAPER: mark("You voted on paper."),
}

ON_PAPER = mark("You have voted on paper. A paper vote cannot be changed on the website.")

OUTCOME_KNOWABLE = (BoxState.LOT, BoxState.OPENED)
"""From the lot on who holds the key can open the box, also before anybody hears of it."""
STEPS = {
    BoxState.OPEN: BoxState.SEALED,
    BoxState.SEALED: BoxState.LOT,
    BoxState.LOT: BoxState.OPENED,
    BoxState.OPENED: BoxState.DESTROYED,
}


def site_signer(secret: str) -> Signer:
    """The key with which a site signs receipts and statements, made from its secret for this purpose alone."""
    return Signer(hmac.digest(secret.encode(), b"coop-site-signature-1", "sha256"))


def require_step(state: BoxState, to: BoxState) -> None:
    """Raise `ConflictError` when a box in `state` is not at the step before `to`."""
    if STEPS.get(state) is not to:
        raise ConflictError(mark("This cannot be done in the present state of the ballot box."))


def require_kept(state: BoxState) -> None:
    """Raise `ConflictError` for a box whose envelopes were destroyed."""
    if state is BoxState.DESTROYED:
        raise ConflictError(mark("This cannot be done in the present state of the ballot box."))


def require_closed(closes_at: datetime, at: datetime) -> None:
    """Raise `ConflictError` before the closing moment: nothing is sealed or opened earlier."""
    if at < closes_at:
        raise ConflictError(mark("The closing moment has not come yet. Nobody can close a vote earlier."))


def require_open(state: BoxState, closes_at: datetime, at: datetime) -> None:
    """Raise `TooLateError` unless envelopes are accepted at `at`."""
    if state is not BoxState.OPEN or at >= closes_at:
        raise TooLateError(mark("The vote is closed. You cannot vote or change your vote any more."))


def replaced_by(by: Channel) -> tuple[Channel, ...]:
    """What a vote through `by` can take the place of. NONE: a note of paper is taken back, nothing else ever is.

    Paper lies in the real box and stays. Whoever voted themselves, or with help, needs no proxy any more.
    """
    if by is Channel.NONE:
        return (Channel.PAPER,)
    if by is Channel.PROXY:
        return (Channel.NONE, Channel.PROXY)
    return tuple(channel for channel in Channel if channel is not Channel.PAPER)


def require_replaceable(channel: Channel, by: Channel) -> None:
    """Raise `ConflictError` when a vote that came through `channel` cannot be replaced by one that comes through `by`.

    See `replaced_by`.
    """
    if channel in replaced_by(by):
        return
    if by is Channel.NONE:
        raise ConflictError(mark("There is no note of paper for this member (any more)."))
    if channel is Channel.PAPER:
        raise ConflictError(ON_PAPER)
    raise ConflictError(mark("The member who gave this proxy has voted without it. That vote counts."))


def require_envelope(envelope: bytes, size: int) -> None:
    """Raise `InvalidError` for anything that has not the size of an envelope of this vote."""
    if len(envelope) != size or envelope[:1] != b"\x04":
        raise InvalidError(
            mark("This is not a closed envelope of this vote. Go back to your ballot and send it again.")
        )


def objections_until(since: datetime) -> datetime:
    """Until when somebody may object to what was told at `since`."""
    return since + OBJECTION_PERIOD


def objections_over(since: datetime, at: datetime) -> bool:
    """Whether nobody can object any more to what was told at `since`."""
    return at >= objections_until(since)


def require_objections_over(since: datetime, at: datetime) -> None:
    """Raise `ConflictError` while somebody may still object to the count that was published at `since`."""
    if not objections_over(since, at):
        raise ConflictError(mark("The 30 days in which anybody can object are not over yet."))
