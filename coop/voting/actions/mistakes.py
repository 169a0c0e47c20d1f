"""A mistaken note of paper: said by who helps at the desk, taken back by a second person, until the vote closes."""

from datetime import datetime

from sqlalchemy import select

from coop.ballotbox.policy import Channel, require_replaceable
from coop.districts.models import District
from coop.kernel.access import Actor, Permission, Role
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError, NotAllowedError, NotFoundError, TooLateError
from coop.kernel.words import mark
from coop.members.models import Membership
from coop.members.queries import account_ids_with
from coop.notifications.actions import queue_mail
from coop.voting.actions.helping import CHANGED, by_paper_helper, write_empty
from coop.voting.actions.taken import taken
from coop.voting.actions.telling import about
from coop.voting.models import PaperMistake, Poll
from coop.voting.policy.states import PollState
from coop.voting.queries.paper import open_mistake
from coop.voting.queries.roll import Standing, standing_of

_BACK = mark("You can vote again: %(title)s")
_BACK_BODY = mark(
    "At the desk it was noted that you voted on paper about %(title)s. That was a mistake of ours. Two people took the "
    "note back.\n\nYou have no vote now. Did you vote before on the website, with a letter or with help? That vote was "
    "taken out too. Vote again, until %(closes_at)s:\n%(site)s%(path)s\n\nDid you put a paper ballot in the box? Then "
    "do not vote again, and call the board at once."
)


_SAID = mark("A note of paper waits for a second signature: %(title)s")
_SAID_BODY = mark(
    "A helper said that a member was noted on paper by mistake, in the vote about %(title)s. Until somebody of "
    "the board signs, this member cannot vote. After %(closes_at)s it cannot be put right any more.\n\nLook at it and "
    "decide:\n%(site)s%(path)s"
)
_LEFT = mark("The note stays that you voted on paper: %(title)s")
_LEFT_BODY = mark(
    "A helper said that it was a mistake that you were noted on paper in the vote about %(title)s. Somebody of the "
    "board looked at it and left the note as it is. So only a paper ballot counts for you.\n\nDid you put no paper "
    "in the box? Then call the board before %(closes_at)s. Another of them can still put it right.\n%(site)s%(path)s"
)


def _require_time(poll: Poll, at: datetime) -> None:
    if poll.state is not PollState.OPEN or at >= poll.closes_at:
        raise TooLateError(mark("The vote is closed. A note of paper can no longer be taken back."))


def say_paper_was_mistake(
    db: Session,
    actor: Actor,
    district_id: int,
    poll_id: int,
    *,
    grant_id: int,
    membership_id: int,
    saw_version: int,
    at: datetime,
) -> Standing:
    """Say that no ballot of this member is in the box. Nothing changes before somebody of the board signs.

    Raises `ConflictError` without such a note, or when it was said before.
    """
    by_paper_helper(db, actor, district_id, poll_id, grant_id=grant_id, membership_id=membership_id, at=at)
    poll = taken(db, district_id, poll_id)
    _require_time(poll, at)
    standing = standing_of(db, poll, membership_id)
    require_replaceable(standing.channel, Channel.NONE)
    if standing.revision != saw_version:
        raise ConflictError(CHANGED)
    if open_mistake(db, poll, membership_id):
        raise ConflictError(mark("This was said before. It waits for a second signature."))
    db.add(
        PaperMistake(
            district_id=district_id,
            poll_id=poll_id,
            membership_id=membership_id,
            revision=standing.revision,
            said_by=actor.account_id,
            said_at=at,
        )
    )
    db.flush()
    board = account_ids_with(db, district_id, Role.BOARD, local_day(at))
    for account_id in sorted(set(board) - {actor.account_id}):
        _mail(db, poll, account_id, (_SAID, _SAID_BODY), page="/papier", at=at)
    return standing


def _waiting(db: Session, poll: Poll, mistake_id: int) -> PaperMistake:
    mine = PaperMistake.poll_id == poll.id, PaperMistake.district_id == poll.district_id
    query = select(PaperMistake).where(PaperMistake.id == mistake_id, *mine, PaperMistake.signed_at.is_(None))
    found = db.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFoundError(mark("This does not wait for a second signature (any more)."))
    return found


def take_paper_back(
    db: Session, actor: Actor, district_id: int, poll_id: int, mistake_id: int, *, at: datetime, own_clock: bool = False
) -> Standing:
    """Sign as the second person: the note goes, and the member can vote again in any way.

    There is then one paper less to be counted; a paper that was in the box after all makes one too many, and that vote
    cannot be counted. So nobody gets two votes. `own_clock`: the database's clock decides beside `at`.
    """
    actor.require(Permission.GRANT_HELP)
    poll = taken(db, district_id, poll_id)
    _require_time(poll, at)
    mistake = _waiting(db, poll, mistake_id)
    _require_second(actor, mistake)
    mistake.signed_by, mistake.signed_at = actor.account_id, at
    db.flush()
    # From the note that was signed for, and from nothing else.
    write_empty(db, poll, mistake.membership_id, Channel.NONE, saw=mistake.revision, at=at, own_clock=own_clock)
    _tell_member(db, poll, mistake, (_BACK, _BACK_BODY), at)
    return standing_of(db, poll, mistake.membership_id)


def _require_second(actor: Actor, mistake: PaperMistake) -> None:
    if actor.account_id == mistake.said_by or actor.membership_id == mistake.membership_id:
        raise NotAllowedError(mark("Somebody else of the board must sign: not who said it, and not the member."))


def _tell_member(db: Session, poll: Poll, mistake: PaperMistake, words: tuple[str, str], at: datetime) -> None:
    account_id = db.get_one(Membership, mistake.membership_id).account_id
    if account_id is not None:
        _mail(db, poll, account_id, words, at=at)


def _mail(db: Session, poll: Poll, account_id: int, words: tuple[str, str], *, page: str = "", at: datetime) -> None:
    slug = db.get_one(District, poll.district_id).slug
    queue_mail(
        db,
        to_account_id=account_id,
        subject=words[0],
        body=words[1],
        district_id=poll.district_id,
        at=at,
        params=about(poll, slug, page),
    )


def leave_paper(db: Session, actor: Actor, district_id: int, poll_id: int, mistake_id: int, *, at: datetime) -> None:
    """Look as the second person and do not sign: the note of paper stays. It is written down who did so.

    The member hears it, and another of the board can still sign until the vote closes: nobody alone keeps somebody from
    voting.
    """
    actor.require(Permission.GRANT_HELP)
    poll = taken(db, district_id, poll_id)
    _require_time(poll, at)
    mistake = _waiting(db, poll, mistake_id)
    _require_second(actor, mistake)
    if mistake.left_at:
        raise ConflictError(mark("Somebody left this note already. Sign it, or do nothing: then it stays."))
    mistake.left_by, mistake.left_at = actor.account_id, at
    db.flush()
    _tell_member(db, poll, mistake, (_LEFT, _LEFT_BODY), at)
