"""Reporting a comment, deciding about it, and objecting to what was decided."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from coop.agenda.actions.entry import DAY, is_new
from coop.agenda.models import Comment, Item
from coop.agenda.policy.talk import Shown
from coop.districts.models import District
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError, InvalidError, NotFoundError
from coop.kernel.text import clean_text, require_filled
from coop.kernel.words import mark
from coop.moderation import policy
from coop.moderation.models import CommentCase, CommentDecision, CommentReport
from coop.moderation.policy import CaseState, HouseRule, Verdict
from coop.moderation.queries import hindrances, on_duty, rules_of
from coop.notifications.actions import queue_mail, queue_mail_to_many

TOPIC = "moderation"

_TOLD = mark(
    "Neighbours reported what you wrote about “%(title)s”. Somebody of the neighbourhood with a turn looked at it.\n\n"
    "Decision: %(verdict_word)s\nHouse rule: %(rule_word)s\nReason: %(reason)s\n\nDo you not agree? Then object "
    "within %(days)s days. Somebody else decides.\n%(site)s%(path)s"
)
_TOLD_REPORTER = mark(
    "You reported a comment about “%(title)s”. Somebody of the neighbourhood with a turn looked at it.\n\n"
    "Decision: %(verdict_word)s\nHouse rule: %(rule_word)s\nReason: %(reason)s\n\nDoes it stay, and do you not agree? "
    "Then object within %(days)s days. Somebody else decides.\n%(site)s%(path)s"
)
_WAITS = mark("A reported comment waits for you")
_WAITS_BODY = mark(
    "A comment about “%(title)s” waits for a decision. You have a turn to look after the conversations.\n\n"
    "Read it, and decide by the house rules:\n%(site)s%(path)s"
)


def report(db: Session, actor: Actor, district_id: int, comment_id: int, rule: HouseRule, *, at: datetime) -> bool:
    """Say that a comment goes against a house rule. Returns whether it is hidden now until somebody decided."""
    actor.require(Permission.COMMENT)
    voice = locked_comment(db, district_id, comment_id)
    if voice.shown is Shown.WITHDRAWN:
        raise ConflictError(voice.shown.words)
    case = locked_case(db, comment_id)
    if case is not None and voice.account_id != actor.account_id:
        _ask_anew(db, voice, case, at)
    mine = select(func.count()).where(CommentReport.account_id == actor.account_id)
    policy.require_reportable(
        case.state if case else None,
        own=voice.account_id == actor.account_id,
        before=bool(db.scalar(mine.where(CommentReport.comment_id == comment_id))),
        today=db.scalar(mine.where(CommentReport.at > at - DAY)) or 0,
    )
    if case is None:
        db.add(CommentCase(district_id=district_id, comment_id=comment_id, opened_at=at))
    made = CommentReport(
        district_id=district_id,
        comment_id=comment_id,
        account_id=actor.account_id,
        rule=rule,
        counts=not is_new(db, actor, at),
        at=at,
    )
    db.add(made)
    voice.is_watched = True
    db.flush()
    counted = db.scalar(
        select(func.count()).where(CommentReport.comment_id == comment_id, CommentReport.counts.is_(True))
    )
    if voice.shown is Shown.SHOWN and policy.hides(counted or 0, rules_of(db, district_id)[0]):
        voice.shown = Shown.HIDDEN
    if case is None or case.opened_at == at or voice.shown is Shown.HIDDEN:
        _call(db, voice, at)
    db.flush()
    return voice.shown is Shown.HIDDEN


def _ask_anew(db: Session, voice: Comment, case: CommentCase, at: datetime) -> None:
    """When a comment that could stay got other words since, it is a new question, and old reports are not about it."""
    last = _last(db, case)
    if (
        last is None
        or voice.shown is not Shown.SHOWN
        or not policy.is_new_question(case.state, last.at, voice.changed_at)
    ):
        return
    db.execute(delete(CommentReport).where(CommentReport.comment_id == voice.id))
    case.state, case.objection, case.opened_at = CaseState.WAITING, "", at
    db.flush()


def _last(db: Session, case: CommentCase) -> CommentDecision | None:
    mine = select(CommentDecision).where(CommentDecision.case_id == case.id)
    return db.scalar(mine.order_by(CommentDecision.id.desc()).limit(1))


def locked_comment(db: Session, district_id: int, comment_id: int) -> Comment:
    """A comment of this neighbourhood, held until the end of the transaction. Raises `NotFoundError`."""
    found = db.scalar(
        select(Comment)
        .where(Comment.id == comment_id, Comment.district_id == district_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError(mark("There is no such comment below this item."))
    return found


def locked_case(db: Session, comment_id: int) -> CommentCase | None:
    """The question whether a comment can stay, held too; None when nobody reported it."""
    return db.scalar(select(CommentCase).where(CommentCase.comment_id == comment_id).with_for_update())


def _call(db: Session, voice: Comment, at: datetime) -> None:
    """Mail who has a turn today that a comment waits."""
    queue_mail_to_many(
        db,
        on_duty(db, voice.district_id, local_day(at)),
        subject=_WAITS,
        body=_WAITS_BODY,
        topic=TOPIC,
        district_id=voice.district_id,
        at=at,
        params={
            "title": db.get_one(Item, voice.item_id).title,
            "path": f"/{db.get_one(District, voice.district_id).slug}/huisregels/wachtrij",
        },
    )


def decide(
    db: Session,
    actor: Actor,
    district_id: int,
    comment_ids: Sequence[int],
    *,
    verdict: Verdict,
    rule: HouseRule,
    reason: str,
    at: datetime,
) -> int:
    """Decide about one comment or several at once, with one rule and reason; returns how many.

    All or none. Raises `NotAllowedError` for who has no turn, `ConflictError` for a comment about which they cannot.
    """
    actor.require(Permission.COMMENT)
    policy.require_turn(actor.roles, on_duty=actor.account_id in on_duty(db, district_id, local_day(at)))
    reason = require_filled(
        clean_text(reason), policy.REASON_LENGTH, "reason", mark("Say why. Everybody can read the reason.")
    )
    if not comment_ids:
        raise InvalidError(mark("Choose at least one comment."), field="comments")
    for comment_id in sorted(set(comment_ids)):
        _decide(db, actor, district_id, comment_id, verdict=verdict, rule=rule, reason=reason, at=at)
    return len(set(comment_ids))


def _decide(
    db: Session,
    actor: Actor,
    district_id: int,
    comment_id: int,
    *,
    verdict: Verdict,
    rule: HouseRule,
    reason: str,
    at: datetime,
) -> None:
    voice, case = locked_comment(db, district_id, comment_id), locked_case(db, comment_id)
    if case is None:
        raise NotFoundError(mark("Nobody reported this comment."))
    assert actor.account_id is not None
    found = db.execute(
        select(*(part.label(name) for name, part in hindrances(actor.account_id).items()))
        .select_from(Comment)
        .join(CommentCase, CommentCase.comment_id == Comment.id)
        .where(Comment.id == comment_id)
    ).one()
    hindrance = policy.hindrance(case.state, **found._asdict())
    if hindrance:
        raise ConflictError(hindrance)
    objected = case.state is CaseState.OBJECTED
    case.state = CaseState.FINAL if objected else CaseState.DECIDED
    voice.shown = Shown.SHOWN if verdict is Verdict.KEEP else Shown.REMOVED
    reporters = db.scalars(select(CommentReport.account_id).where(CommentReport.comment_id == comment_id)).all()
    db.add(
        CommentDecision(
            district_id=district_id,
            case_id=case.id,
            verdict=verdict,
            rule=rule,
            reason=reason,
            after_objection=objected,
            reports=len(reporters),
            account_id=actor.account_id,
            at=at,
        )
    )
    db.flush()
    _tell(db, voice, reporters, verdict=verdict, rule=rule, reason=reason, at=at)


def _tell(
    db: Session,
    voice: Comment,
    reporters: Sequence[int],
    *,
    verdict: Verdict,
    rule: HouseRule,
    reason: str,
    at: datetime,
) -> None:
    item = db.get_one(Item, voice.item_id)
    params: dict[str, object] = {
        "title": item.title,
        "verdict_word": verdict.words,
        "rule_word": rule.words,
        "reason": reason,
        "days": policy.OBJECTION_DAYS.days,
        "path": f"/{db.get_one(District, voice.district_id).slug}/huisregels/bezwaar/{voice.id}",
    }
    subject = mark("Decided about a reported comment")
    place = voice.district_id
    queue_mail(db, to_account_id=voice.account_id, subject=subject, body=_TOLD, params=params, district_id=place, at=at)
    queue_mail_to_many(
        db, reporters, subject=subject, body=_TOLD_REPORTER, topic=TOPIC, district_id=place, at=at, params=params
    )


def object_to(
    db: Session, actor: Actor, district_id: int, comment_id: int, reason: str, *, at: datetime
) -> CommentCase:
    """Object to a decision, once: who wrote it when it was taken away, who reported it when it stays."""
    actor.require(Permission.COMMENT)
    voice, case, last = objectionable(db, actor, district_id, comment_id, at=at)
    reason = require_filled(
        clean_text(reason), policy.REASON_LENGTH, "reason", mark("Say why you do not agree with it.")
    )
    assert last is not None
    case.state, case.objection, case.opened_at = CaseState.OBJECTED, reason, at
    db.flush()
    _call(db, voice, at)
    return case


def objectionable(
    db: Session, actor: Actor, district_id: int, comment_id: int, *, at: datetime
) -> tuple[Comment, CommentCase, CommentDecision]:
    """The comment, its case and its last decision, when this person can object.

    Raises `NotFoundError` for who neither wrote nor reported it, `ConflictError` when it is not possible (any more).
    """
    voice, case = locked_comment(db, district_id, comment_id), locked_case(db, comment_id)
    wrote = voice.account_id == actor.account_id
    reported = select(CommentReport.id).where(
        CommentReport.comment_id == comment_id, CommentReport.account_id == actor.account_id
    )
    if case is None or not (wrote or db.scalar(reported)):
        raise NotFoundError(mark("There is no decision to which you can object here."))
    last = _last(db, case)
    if last is None:
        raise ConflictError(mark("Nobody decided yet. You get mail when somebody did."))
    policy.require_objection(case.state, last.verdict, last.at, at, wrote=wrote)
    return voice, case, last
