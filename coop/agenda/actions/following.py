"""Following an item, and closing the conversation below it with a summary, or opening it again."""

from datetime import datetime

from sqlalchemy import delete, select

from coop.agenda import policy
from coop.agenda.actions.steps import taken
from coop.agenda.models import Follow, TalkStep
from coop.agenda.policy import OFFICES, role_of, talk
from coop.agenda.policy.talk import TalkState
from coop.kernel.access import Actor, Permission
from coop.kernel.db import Session
from coop.kernel.text import clean_text
from coop.ties.actions import require_no_tie
from coop.ties.policy import Matter


def follow(db: Session, actor: Actor, district_id: int, item_id: int, *, at: datetime) -> bool:
    """Hear in one's news what happens with an item. False when one did so before."""
    actor.require(Permission.COMMENT)
    taken(db, district_id, item_id)
    mine = select(Follow.id).where(Follow.item_id == item_id, Follow.account_id == actor.account_id)
    if db.scalar(mine) is not None:
        return False
    db.add(Follow(district_id=district_id, item_id=item_id, account_id=actor.account_id, at=at))
    db.flush()
    return True


def stop_following(db: Session, actor: Actor, district_id: int, item_id: int) -> None:
    """Follow it no longer, also as no resident any more; harmless when one did not."""
    actor.require(Permission.SEE_MY_PAGE)
    taken(db, district_id, item_id)
    db.execute(delete(Follow).where(Follow.item_id == item_id, Follow.account_id == actor.account_id))


def sum_up(db: Session, actor: Actor, district_id: int, item_id: int, text: str, *, at: datetime) -> TalkStep:
    """Close the conversation with a summary of what was said; everything stays readable."""
    return _step(db, actor, district_id, item_id, to=TalkState.CLOSED, text=text, at=at)


def reopen_talk(db: Session, actor: Actor, district_id: int, item_id: int, text: str, *, at: datetime) -> TalkStep:
    """Open a closed conversation again, with a reason; the summary stays readable."""
    return _step(db, actor, district_id, item_id, to=TalkState.REOPENED, text=text, at=at)


def _step(
    db: Session, actor: Actor, district_id: int, item_id: int, *, to: TalkState, text: str, at: datetime
) -> TalkStep:
    actor.require(Permission.SUM_UP_TALK)
    item = taken(db, district_id, item_id)[item_id]
    require_no_tie(db, actor, district_id, Matter.ITEM, item_id)
    text = policy.require_filled(clean_text(text), policy.NOTE_LENGTH, "text", talk.MISSING[to])
    talk.require_step(item.state, item.talk, to)
    item.talk = to
    step = TalkStep(
        district_id=district_id,
        item_id=item_id,
        state=to,
        role=role_of(actor.roles, OFFICES),
        account_id=actor.account_id,
        text=text,
        at=at,
    )
    db.add(step)
    db.flush()
    return step
