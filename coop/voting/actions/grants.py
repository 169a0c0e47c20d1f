"""Leave to help others vote: proposed by one person of the board, signed by another, dated, and ended at any time."""

from datetime import datetime

from sqlalchemy import select

from coop.districts.models import District
from coop.identity.queries import account_by_email
from coop.kernel.access import Actor, Permission, Role
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from coop.kernel.words import mark
from coop.members.models import Membership
from coop.members.queries import account_ids_with
from coop.notifications.actions import queue_mail
from coop.voting.actions.taken import hold_poll
from coop.voting.models import HelperGrant, Poll
from coop.voting.policy.roll import TASK_WORDS, GrantPlan, Task
from coop.voting.policy.states import PollState
from coop.voting.queries.polls import poll_of
from coop.voting.queries.roll import grant_of_helper, member_with_account

_ASKED = mark("You can help others vote: %(title)s")
_ASKED_BODY = mark(
    "Two people of the board asked you to help with the vote about %(title)s: %(task_word)s, %(place)s, from "
    "%(starts_on)s to %(ends_on)s.\n\nYou keep silent about what you hear. You never see what somebody voted before. "
    "Everything you do here is written down, but not what anybody votes.\n\nBegin here:\n%(site)s%(path)s\n\n"
    "Do you not want this? Tell the board."
)
_WAITING = mark("A helper waits for a second signature")
_WAITING_BODY = mark(
    "Somebody of the board proposed a helper for the vote about %(title)s. It counts only when a second person of the "
    "board signs.\n\nLook at it and decide:\n%(site)s%(path)s"
)
_OVER = (PollState.PUBLISHED, PollState.VOID, PollState.COUNTED)


def propose_grant(
    db: Session, actor: Actor, district_id: int, poll_id: int, plan: GrantPlan, *, path: str, at: datetime
) -> HelperGrant:
    """Propose a helper. It does not count before a second person of the board signs; `path`: the page for that."""
    actor.require(Permission.GRANT_HELP)
    checked = plan.checked(local_day(at))
    poll = poll_of(db, district_id, poll_id, drafts=True)
    if poll.state in _OVER:
        raise ConflictError(mark("This vote is over. It needs no helpers any more."))
    account = account_by_email(db, checked.email)
    helper = account and member_with_account(db, district_id, account.id, local_day(at))
    if not account or not helper:
        raise InvalidError(mark("There is no member of this neighbourhood with this e-mail address."), field="email")
    if account.id == actor.account_id:
        raise InvalidError(mark("You cannot propose yourself. Ask somebody else of the board."), field="email")
    grant = HelperGrant(
        district_id=district_id,
        poll_id=poll_id,
        helper_id=helper,
        task=checked.task,
        place=checked.place,
        starts_on=checked.starts_on,
        ends_on=checked.ends_on,
        given_by=actor.account_id,
        given_at=at,
    )
    db.add(grant)
    db.flush()
    for account_id in account_ids_with(db, district_id, Role.BOARD, local_day(at)):
        if account_id not in (actor.account_id, account.id):
            queue_mail(
                db,
                to_account_id=account_id,
                subject=_WAITING,
                body=_WAITING_BODY,
                district_id=district_id,
                at=at,
                params={"title": poll.title, "path": path},
            )
    return grant


def grant_taken(db: Session, district_id: int, poll_id: int, grant_id: int) -> HelperGrant:
    """The grant, fresh and locked. Raises `NotFoundError`."""
    hold_poll(db, poll_id, alone=True)
    mine = HelperGrant.poll_id == poll_id, HelperGrant.district_id == district_id
    query = select(HelperGrant).where(HelperGrant.id == grant_id, *mine).with_for_update()
    found = db.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFoundError(mark("There is no such helper of this vote."))
    return found


def confirm_grant(
    db: Session, actor: Actor, district_id: int, poll_id: int, grant_id: int, *, at: datetime
) -> HelperGrant:
    """Sign as the second person of the board: from now on it counts, and the helper gets a mail."""
    actor.require(Permission.GRANT_HELP)
    grant = grant_taken(db, district_id, poll_id, grant_id)
    if grant.confirmed_at or grant.withdrawn_at or grant.ends_on < local_day(at):
        raise ConflictError(mark("This does not wait for a second signature (any more)."))
    helper = db.get_one(Membership, grant.helper_id)
    if actor.account_id in (grant.given_by, helper.account_id):
        raise NotAllowedError(mark("Somebody else of the board must sign: not who proposed it, and not the helper."))
    grant.confirmed_by, grant.confirmed_at = actor.account_id, at
    db.flush()
    if helper.account_id is not None:
        slug = db.get_one(District, district_id).slug
        queue_mail(
            db,
            to_account_id=helper.account_id,
            subject=_ASKED,
            body=_ASKED_BODY,
            district_id=district_id,
            at=at,
            params={
                "title": db.get_one(Poll, poll_id).title,
                "task_word": TASK_WORDS[grant.task],
                "place": grant.place,
                "starts_on": grant.starts_on.isoformat(),
                "ends_on": grant.ends_on.isoformat(),
                "path": f"/{slug}/stemmen/{poll_id}/hulp",
            },
        )
    return grant


def withdraw_grant(
    db: Session, actor: Actor, district_id: int, poll_id: int, grant_id: int, *, at: datetime
) -> HelperGrant:
    """End a grant at once: any one of the board may, and the helper too."""
    grant = grant_taken(db, district_id, poll_id, grant_id)
    if grant.helper_id != actor.membership_id:
        actor.require(Permission.GRANT_HELP)
    if grant.withdrawn_at:
        raise ConflictError(mark("This was ended already."))
    grant.withdrawn_by, grant.withdrawn_at = actor.account_id, at
    db.flush()
    return grant


def require_grant(
    db: Session, actor: Actor, district_id: int, poll_id: int, grant_id: int, *, casts: bool, at: datetime
) -> HelperGrant:
    """The grant of who acts, when it counts now. Raises `NotAllowedError` otherwise.

    `casts`: for voting for others; else for typing paper.
    """
    actor.require(Permission.HELP_VOTERS)
    poll = poll_of(db, district_id, poll_id)
    mine = HelperGrant.id == grant_id, HelperGrant.poll_id == poll.id, HelperGrant.district_id == district_id
    grant = db.scalar(select(HelperGrant).where(*mine).execution_options(populate_existing=True))
    if grant is None:
        raise NotFoundError(mark("There is no such helper of this vote."))
    today = local_day(at)
    running = grant.confirmed_at and not grant.withdrawn_at and grant.starts_on <= today <= grant.ends_on
    if actor.membership_id is None or grant.helper_id != actor.membership_id or not running:
        raise NotAllowedError(mark("You may not help with this vote (any more). Ask the board."))
    if grant.task.casts is not casts:
        raise NotAllowedError(mark("The board asked you for something else in this vote."))
    return grant


def require_teller(db: Session, actor: Actor, poll: Poll, *, at: datetime) -> HelperGrant:
    """The grant as teller of who acts. Raises `NotAllowedError`."""
    actor.require(Permission.HELP_VOTERS)
    found = grant_of_helper(db, poll, actor.membership_id, local_day(at), task=Task.COUNT)
    if found is None:
        raise NotAllowedError(mark("Only tellers type paper ballots. The board appoints them, with two signatures."))
    return found
