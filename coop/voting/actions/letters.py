"""Letters with a code for one vote: printed in batches, known by a keyed hash only, void once a new one is printed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select

from coop.ballotbox.policy import Channel
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError, InvalidError, TooLateError
from coop.kernel.words import mark
from coop.members.models import Membership
from coop.members.policy import new_code, typed_code
from coop.members.queries import are_members
from coop.voting.actions.taken import taken
from coop.voting.models import BallotLetter, LetterBatch, Poll
from coop.voting.policy.roll import hashed_code
from coop.voting.policy.states import PollState
from coop.voting.queries.polls import poll_of
from coop.voting.queries.roll import letter_with, letters_of, member_said, ways_of, without_account


class ForWhom(StrEnum):
    """Who gets a letter."""

    NO_ACCOUNT = "no_account"
    NOT_VOTED = "not_voted"
    ONE = "one"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to print; only this answer holds its code."""

    name: str
    street: str
    house_number: str
    postcode: str
    code: str


def _require_running(poll: Poll, at: datetime) -> None:
    if poll.state is not PollState.OPEN:
        raise ConflictError(mark("Letters are printed while the vote is open."))
    if at >= poll.closes_at:
        raise TooLateError(mark("The vote is closed. Letters are of no use any more."))


def due_for_letter(db: Session, poll: Poll, whom: ForWhom, *, said: str = "", at: datetime) -> list[int]:
    """Who gets a letter now, by membership: only who is still a member.

    Who has one already gets another only when named (`ForWhom.ONE`).

    Raises `InvalidError` on `said` when nobody or more than one member is meant.
    """
    if whom is ForWhom.ONE:
        found = member_said(db, poll, said)
        if found is None:
            raise InvalidError(
                mark("Nobody on the list of voters has this name or number, or more than one."), field="said"
            )
        due = {found.membership_id}
    elif whom is ForWhom.NO_ACCOUNT:
        due = without_account(db, poll) - letters_of(db, poll).keys()
    else:
        not_voted = {member for member, way in ways_of(db, poll).items() if way is Channel.NONE}
        due = not_voted - letters_of(db, poll).keys()
    return sorted(are_members(db, poll.district_id, due, local_day(at)))


def print_ballot_letters(
    db: Session,
    actor: Actor,
    district_id: int,
    poll_id: int,
    whom: ForWhom,
    *,
    said: str = "",
    key: bytes,
    draw: Callable[[int], int],
    at: datetime,
) -> tuple[LetterBatch, list[Letter]]:
    """Make letters and note the print run. `key`: see `hashed_code`. The codes of letters before count no longer."""
    actor.require(Permission.KEEP_ROLL)
    poll = taken(db, district_id, poll_id)
    _require_running(poll, at)
    due = due_for_letter(db, poll, whom, said=said, at=at)
    if not due:
        raise ConflictError(mark("Nobody needs a letter now: everybody in this group has one."))
    batch = LetterBatch(
        district_id=district_id, poll_id=poll_id, letters=len(due), printed_by=actor.account_id, printed_at=at
    )
    db.add(batch)
    db.flush()
    db.execute(delete(BallotLetter).where(BallotLetter.poll_id == poll_id, BallotLetter.membership_id.in_(due)))
    order = (Membership.street, Membership.house_number, Membership.name, Membership.id)
    letters = []
    for member in db.scalars(select(Membership).where(Membership.id.in_(due)).order_by(*order)):
        code = new_code(draw)
        letters.append(Letter(member.name, member.street, member.house_number, member.postcode, code))
        db.add(
            BallotLetter(
                district_id=district_id,
                poll_id=poll_id,
                membership_id=member.id,
                batch_id=batch.id,
                code=hashed_code(key, code),
            )
        )
    db.flush()
    return batch, letters


def open_letter(db: Session, district_id: int, typed: str, *, key: bytes, at: datetime) -> BallotLetter:
    """The letter with this code, when its vote is open. Raises `InvalidError` on `code` with the same words else.

    Wrong, replaced, and of a vote that is over: who tries codes learns nothing from the answer.
    """
    code = typed_code(typed)
    letter = letter_with(db, district_id, hashed_code(key, code)) if code else None
    poll = poll_of(db, district_id, letter.poll_id) if letter else None
    if letter is None or poll is None or poll.state is not PollState.OPEN or at >= poll.closes_at:
        raise InvalidError(
            mark(
                "This code does not work. Look at the letter again: four signs, three times. Do you have a newer "
                "letter? Then only that one counts. Or the vote is over."
            ),
            field="code",
        )
    return letter
