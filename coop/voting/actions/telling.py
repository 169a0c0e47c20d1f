"""Mail to everybody on the roll: when a vote opens, and when its result is there. Never what somebody voted."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from coop.ballotbox.policy import Channel
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

_DID_VOTE = mark("The vote is closed: %(title)s")
_DID_VOTE_BODY = {
    Channel.NONE: mark(
        "The vote about %(title)s is closed. You did not vote.\n\nDid you vote? Then tell the board at once: "
        "somebody lost your vote.\n%(site)s%(path)s"
    ),
    Channel.ONLINE: mark(
        "The vote about %(title)s is closed. You voted on the website.\n\nDid you not vote? Then tell the board at "
        "once: somebody voted in your name.\n%(site)s%(path)s"
    ),
    Channel.LETTER: mark(
        "The vote about %(title)s is closed. You voted with the code of your letter.\n\nDid you not vote? Then tell "
        "the board at once: somebody voted in your name.\n%(site)s%(path)s"
    ),
    Channel.PROXY: mark(
        "The vote about %(title)s is closed. The member to whom you gave a proxy voted for you.\n\nDid you give no "
        "proxy? Then tell the board at once: somebody voted in your name.\n%(site)s%(path)s"
    ),
    Channel.HELPER: mark(
        "The vote about %(title)s is closed. You voted with the help of somebody of the co-operative.\n\nDid you not "
        "vote? Then tell the board at once: somebody voted in your name.\n%(site)s%(path)s"
    ),
    Channel.PAPER: mark(
        "The vote about %(title)s is closed. You voted on paper.\n\nDid you not vote? Then tell the board at once: "
        "somebody voted in your name.\n%(site)s%(path)s"
    ),
}


def about(poll: Poll, slug: str, page: str = "") -> dict[str, object]:
    """What every mail about a running vote tells: its title, until when, and where it is (`page`: below that)."""
    return {
        "title": poll.title,
        "closes_at": poll.closes_at.isoformat(),
        "path": f"/{slug}/stemmen/{poll.id}{page}",
    }


def tell_opened(db: Session, poll: Poll, slug: str, *, at: datetime) -> int:
    """Invite everybody on the roll who has an account; returns how many."""
    return _tell(db, poll, (_OPENED, _OPENED_BODY), about(poll, slug), at=at)


def tell_published(db: Session, poll: Poll, slug: str, *, at: datetime) -> int:
    """Tell everybody on the roll who has an account that the result is there; returns how many."""
    return _tell(db, poll, (_PUBLISHED, _PUBLISHED_BODY), {"path": f"/{slug}/stemmen/{poll.id}/uitslag"}, at=at)


def tell_participation(db: Session, poll: Poll, slug: str, ways: Mapping[int, Channel], *, at: datetime) -> int:
    """Tell everybody in `ways` whether and how they voted; returns how many. Who has no account gets a letter.

    The only thing that shows a vote cast in the name of somebody who did not vote.
    """
    accounts: dict[Channel, list[int]] = {}
    of_whom = select(Membership.id, Membership.account_id).where(Membership.id.in_(ways))
    for membership_id, account_id in db.execute(of_whom.order_by(Membership.id)):
        if account_id is not None:
            accounts.setdefault(ways[membership_id], []).append(account_id)
    return sum(
        queue_mail_to_many(
            db,
            people,
            subject=_DID_VOTE,
            body=_DID_VOTE_BODY[channel],
            topic=TOPIC,
            district_id=poll.district_id,
            at=at,
            params={"title": poll.title, "path": f"/{slug}/stemmen/{poll.id}"},
        )
        for channel, people in accounts.items()
    )


def _tell(db: Session, poll: Poll, words: tuple[str, str], params: dict[str, object], *, at: datetime) -> int:
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
