"""Who wrote a comment takes it away: the words go, answers stay, and nothing is left to decide."""

from datetime import datetime

from sqlalchemy import delete, select

from coop.agenda.models import Comment, CommentWording, HelpfulMark, Item, Mention
from coop.agenda.policy import talk
from coop.agenda.policy.talk import Shown
from coop.audit.actions import note_erasure
from coop.districts.models import District
from coop.kernel.access import Actor, Permission
from coop.kernel.db import Session
from coop.kernel.words import mark
from coop.moderation import policy
from coop.moderation.actions.deciding import TOPIC, locked_case, locked_comment
from coop.moderation.models import CommentReport
from coop.moderation.policy import WAITS, CaseState
from coop.notifications.actions import queue_mail_to_many

_GONE = mark("A comment that you reported is gone")
_GONE_BODY = mark(
    "You reported a comment about “%(title)s”. Who wrote it took it away. There is nothing to decide any more.\n\n"
    "%(site)s%(path)s"
)


def take_back(db: Session, actor: Actor, district_id: int, comment_id: int, *, at: datetime) -> Comment:
    """Take one's own comment away, also when it is hidden or the conversation is closed. Done twice it is done once.

    Who lost the right to comment keeps this one. Raises `NotFoundError` for the comment of somebody else,
    `ConflictError` when it was said in an office, or taken away by the house rules: that decision stands in the log.
    """
    actor.require(Permission.SEE_MY_PAGE)
    voice = locked_comment(db, district_id, comment_id)
    talk.require_own(voice.account_id, actor.account_id)
    if voice.shown is Shown.WITHDRAWN:
        return voice
    policy.require_said_for_oneself(voice.role)
    if voice.shown is Shown.REMOVED:
        talk.require_shown(voice.shown)
    case = locked_case(db, voice.id)
    if case is not None and case.state in WAITS:
        item = db.get_one(Item, voice.item_id)
        reporters = db.scalars(select(CommentReport.account_id).where(CommentReport.comment_id == voice.id)).all()
        queue_mail_to_many(
            *(db, reporters),
            subject=_GONE,
            body=_GONE_BODY,
            topic=TOPIC,
            district_id=district_id,
            at=at,
            params={
                "title": item.title,
                "path": f"/{db.get_one(District, district_id).slug}/agenda/{item.id}",
            },
        )
    forget_words(db, voice)
    note_erasure(db, Comment.__tablename__, voice.id, district_id=district_id, at=at)
    return voice


def forget_words(db: Session, voice: Comment) -> None:
    """Nothing of what it said is left: not its older wordings, who found it helpful, or who was named in it."""
    for table in (CommentWording, HelpfulMark, Mention):
        db.execute(delete(table).where(table.comment_id == voice.id))
    voice.text, voice.changed_at, voice.shown = "", None, Shown.WITHDRAWN
    case = locked_case(db, voice.id)
    if case is not None:
        case.state, case.objection = CaseState.WITHDRAWN, ""
    db.flush()
