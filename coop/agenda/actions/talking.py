"""The conversation about an item: commenting, answering, changing one's words, saying that a comment helps."""

from datetime import datetime

from sqlalchemy import delete, select

from coop.agenda import policy
from coop.agenda.actions.entry import require_entry, require_words
from coop.agenda.actions.steps import path_of, taken
from coop.agenda.models import Comment, CommentWording, HelpfulMark, Item, Mention
from coop.agenda.policy import OFFICES, role_of, talk
from coop.agenda.policy.talk import CommentKind
from coop.agenda.queries.following import takes_part
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import SAME_CLICK
from coop.kernel.db import Session
from coop.kernel.errors import NotFoundError
from coop.kernel.text import clean_text
from coop.kernel.words import mark
from coop.notifications.actions import queue_mail
from coop.ties.actions import require_no_tie
from coop.ties.policy import Matter


def comment(
    db: Session,
    actor: Actor,
    district_id: int,
    item_id: int,
    text: str,
    *,
    kind: CommentKind = CommentKind.REMARK,
    at: datetime,
) -> Comment:
    """Say something about an item. The very same text of the same person, sent again soon, is kept once."""
    actor.require(Permission.COMMENT)
    item = taken(db, district_id, item_id)[item_id]
    talk.require_talk(item.state, item.talk)
    return _said(db, actor, district_id, item_id, text, kind=kind, parent_id=None, at=at)[0]


def answer(
    db: Session, actor: Actor, district_id: int, item_id: int, comment_id: int, *, text: str, at: datetime
) -> Comment:
    """Answer a comment below an item, and mail who wrote it, unless it is one's own."""
    actor.require(Permission.COMMENT)
    parent, item = _taken_comment(db, district_id, item_id, comment_id)
    talk.require_talk(item.state, item.talk)
    talk.require_answerable(parent.parent_id)
    said, is_new = _said(
        db, actor, district_id, parent.item_id, text, kind=CommentKind.REMARK, parent_id=parent.id, at=at
    )
    if is_new and parent.account_id != actor.account_id:
        queue_mail(
            db,
            to_account_id=parent.account_id,
            subject=mark("Somebody answered you about “%(title)s”"),
            body=mark("Somebody answered what you wrote about “%(title)s”.\n\nRead the answer:\n%(site)s%(path)s"),
            params={"title": item.title, "path": path_of(db, item)},
            district_id=district_id,
            at=at,
        )
    return said


def _said(
    db: Session,
    actor: Actor,
    district_id: int,
    item_id: int,
    text: str,
    *,
    kind: CommentKind,
    parent_id: int | None,
    at: datetime,
) -> tuple[Comment, bool]:
    """The comment, and whether it is a new one."""
    require_no_tie(db, actor, district_id, Matter.ITEM, item_id)
    text = _kept(db, district_id, item_id, text)
    before = db.scalar(
        select(Comment)
        .where(
            Comment.item_id == item_id,
            Comment.account_id == actor.account_id,
            Comment.text == text,
            Comment.at > at - SAME_CLICK,
            Comment.parent_id == parent_id if parent_id else Comment.parent_id.is_(None),
        )
        .limit(1)
    )
    if before is not None:
        return before, False
    require_entry(db, actor, district_id, Comment, text, field="comment", at=at)
    voice = Comment(
        district_id=district_id,
        item_id=item_id,
        account_id=actor.account_id,
        role=role_of(actor.roles, OFFICES),
        kind=kind,
        parent_id=parent_id,
        text=text,
        at=at,
    )
    db.add(voice)
    db.flush()
    _name(db, voice, at)
    return voice, True


def _kept(db: Session, district_id: int, item_id: int, text: str) -> str:
    """The text as it is kept. Raises `InvalidError` when it is empty or too long."""
    text = policy.require_filled(clean_text(text), policy.COMMENT_LENGTH, "comment", mark("Write your comment first."))
    if "@" not in text:
        return text
    numbered = talk.with_numbers(text, takes_part(db, district_id, item_id))
    return policy.require_length(numbered, policy.COMMENT_LENGTH, "comment")


def _name(db: Session, voice: Comment, at: datetime) -> None:
    """Whoever is named in a comment hears so in their news, once for each comment."""
    known = set(db.scalars(select(Mention.account_id).where(Mention.comment_id == voice.id)))
    for number in sorted(talk.numbers_in(voice.text) - known - {voice.account_id}):
        db.add(Mention(district_id=voice.district_id, comment_id=voice.id, account_id=number, at=at))
    db.flush()


def change_comment(
    db: Session, actor: Actor, district_id: int, item_id: int, comment_id: int, *, text: str, at: datetime
) -> Comment:
    """Change one's own words. After a quarter of an hour, or a report, the wording until now stays readable."""
    actor.require(Permission.COMMENT)
    voice, item = _taken_comment(db, district_id, item_id, comment_id)
    talk.require_own(voice.account_id, actor.account_id)
    talk.require_talk(item.state, item.talk)
    text = _kept(db, district_id, item_id, text)
    if text == voice.text:
        return voice
    require_words(db, actor, text, "comment", at=at)
    if talk.leaves_trace(voice.at, at, is_watched=voice.is_watched):
        db.add(CommentWording(district_id=district_id, comment_id=voice.id, text=voice.text, until_at=at))
        voice.changed_at = at
    voice.text = text
    db.flush()
    _name(db, voice, at)
    return voice


def mark_helpful(db: Session, actor: Actor, district_id: int, item_id: int, comment_id: int, *, at: datetime) -> bool:
    """Say that a comment of somebody else helps to make up one's mind. False when that was said before."""
    actor.require(Permission.SUPPORT_ITEM)
    voice, item = _taken_comment(db, district_id, item_id, comment_id)
    talk.require_talk(item.state, item.talk)
    talk.require_not_own(voice.account_id, actor.account_id)
    mine = select(HelpfulMark.id).where(
        HelpfulMark.comment_id == comment_id, HelpfulMark.account_id == actor.account_id
    )
    if db.scalar(mine) is not None:
        return False
    db.add(HelpfulMark(district_id=district_id, comment_id=comment_id, account_id=actor.account_id, at=at))
    db.flush()
    return True


def unmark_helpful(db: Session, actor: Actor, district_id: int, item_id: int, comment_id: int) -> None:
    """Take that back; harmless when it was not said."""
    actor.require(Permission.SUPPORT_ITEM)
    _taken_comment(db, district_id, item_id, comment_id)
    db.execute(
        delete(HelpfulMark).where(HelpfulMark.comment_id == comment_id, HelpfulMark.account_id == actor.account_id)
    )


def _taken_comment(db: Session, district_id: int, item_id: int, comment_id: int) -> tuple[Comment, Item]:
    """A comment that stands below an item, and the item, locked. Raises `NotFoundError`.

    Below an item stands what was said about it, and about what was merged into it.
    """
    item = taken(db, district_id, item_id)[item_id]
    voice = db.scalar(
        select(Comment)
        .join(Item, Item.id == Comment.item_id)
        .where(
            Comment.id == comment_id,
            Comment.district_id == district_id,
            (Item.id == item_id) | (Item.head_id == item_id),
        )
    )
    if voice is None:
        raise NotFoundError(mark("There is no such comment below this item."))
    talk.require_shown(voice.shown)
    return voice, item
