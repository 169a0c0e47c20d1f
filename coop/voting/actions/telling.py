"""Mail to everybody on the roll: when a vote opens, and when its result is there. Never what somebody voted."""

from datetime import datetime

from sqlalchemy import select

from coop.kernel.db import Session
from coop.kernel.words import mark
from coop.members.models import Membership
from coop.notifications.actions import queue_mail_to_many
from coop.voting.models import Poll, RollRow

TOPIC = "vote"
_OPENED = mark("You can vote: %(title)s")
_OPENED_BODY = mark(
    "Members of the co-operative now decide together about: %(title)s.\n\nYou can vote until %(closes_at)s, and change "
    "your vote until then.\n\nRead about it and vote:\n%(site)s%(path)s\n\nDo you prefer paper, or do you need help? "
    "Tell the board in time. You get a mail when the result is there."
)
_PUBLISHED = mark("The result is there: %(title)s")
_PUBLISHED_BODY = mark(
    "The votes about %(title)s are counted. You do not have to do anything.\n\nSee what was chosen and why, and what "
    "happens with it:\n%(site)s%(path)s"
)


def tell_opened(db: Session, poll: Poll, slug: str, *, at: datetime) -> int:
    """Invite everybody on the roll who has an account; returns how many."""
    params = {"closes_at": poll.closes_at.isoformat(), "path": f"/{slug}/stemmen/{poll.id}"}
    return _tell(db, poll, (_OPENED, _OPENED_BODY), params, at=at)


def tell_published(db: Session, poll: Poll, slug: str, *, at: datetime) -> int:
    """Tell everybody on the roll who has an account that the result is there; returns how many."""
    return _tell(db, poll, (_PUBLISHED, _PUBLISHED_BODY), {"path": f"/{slug}/stemmen/{poll.id}/uitslag"}, at=at)


def _tell(db: Session, poll: Poll, words: tuple[str, str], params: dict[str, str], *, at: datetime) -> int:
    accounts = db.scalars(
        select(Membership.account_id)
        .join(RollRow, RollRow.membership_id == Membership.id)
        .where(RollRow.poll_id == poll.id, Membership.account_id.is_not(None))
        .order_by(Membership.account_id)
    )
    return queue_mail_to_many(
        db,
        (one for one in accounts if one is not None),
        subject=words[0],
        body=words[1],
        topic=TOPIC,
        district_id=poll.district_id,
        at=at,
        params={"title": poll.title, **params},
    )
