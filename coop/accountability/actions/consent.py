"""Consent with a story: a second reader, the person told about, and taking it back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from coop.accountability import policy
from coop.accountability.actions.writing import account_of, locked_report, open_draft
from coop.accountability.models import Report, Story, StoryOffer
from coop.accountability.policy import ReportState, StoryKind
from coop.accountability.policy.stories import hash_of, require_reading
from coop.accountability.queries.consent import offer_of, own_offer_of
from coop.accountability.queries.drafts import UNRELEASED, stories_of, story_of
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark


def read_story(
    db: Session,
    actor: Actor,
    district_id: int,
    report_id: int,
    story_id: int,
    *,
    seen: str,
    answers: Mapping[str, str],
    remark: str,
    at: datetime,
) -> Story:
    """Answer the fixed questions about a story as somebody who did not write. `answers`: "yes" or "no" by question.

    Without a yes the very text that was `seen` counts as read. With a yes the writer reads the remark and writes anew.
    """
    actor.require(Permission.READ_STORY)
    account_id = account_of(actor)
    report = locked_report(db, district_id, report_id)
    policy.require_writable(report.state)
    policy.require_other_reader(account_id, report.writer_ids)
    story = story_of(db, district_id, report_id, story_id)
    if seen != hash_of(story.title, story.text):
        raise ConflictError(mark("The story was changed after you opened this page. Read it again."))
    told = clean_text(remark)
    is_safe = require_reading(answers, told)
    story.reader_id, story.read_at = account_id, at
    story.reader_remark = policy.require_length(told, policy.SENTENCE_LENGTH, "remark")
    story.read_hash = seen if is_safe else ""
    db.flush()
    return story


def withdraw_consent(
    db: Session, actor: Actor, district_id: int, report_id: int, story_id: int, *, at: datetime
) -> Story:
    """Take a story out of a released report because the person told about took back the consent. A gap stays.

    By the team for that person, or by the resident who told it. The text is gone from every version.
    """
    account_id = account_of(actor)
    report = locked_report(db, district_id, report_id)
    story = story_of(db, district_id, report_id, story_id)
    if not _is_teller(db, story, account_id):
        actor.require(Permission.WRITE_REPORT)
    policy.require_released(report.stage_at(at))
    if story.withdrawn_on is not None:
        return story
    today = local_day(at)
    first_id, told = story.first_id or story.id, (story.title, story.text)
    for version in _versions(db, report):
        _take_out(db, version, first_id, told, on=today)
    db.flush()
    return story


def _versions(db: Session, report: Report) -> Sequence[Report]:
    query = select(Report).where(Report.district_id == report.district_id, Report.starts_on == report.starts_on)
    return db.scalars(query.with_for_update()).all()


def _take_out(db: Session, report: Report, first_id: int, told: tuple[str, str], *, on: date) -> None:
    # In another version its title or its words may have been mended: it is the same story by where it came from.
    gone = {told}
    for story in stories_of(db, report):
        if story.withdrawn_on is None and (first_id in (story.id, story.first_id) or (story.title, story.text) in gone):
            gone.add((story.title, story.text))
            story.title, story.text, story.reader_remark = "", "", ""
            story.consent_on, story.withdrawn_on = None, on
    if report.public is not None:
        frozen: dict[str, Any] = dict(report.public)
        frozen["stories"] = [
            {"kind": one["kind"], "title": "", "text": "", "consent_on": "", "withdrawn_on": on.isoformat()}
            if (one["title"], one["text"]) in gone
            else one
            for one in frozen["stories"]
        ]
        report.public = frozen


def _is_teller(db: Session, story: Story, account_id: int) -> bool:
    if story.offer_id is None:
        return False
    return db.get_one(StoryOffer, story.offer_id).account_id == account_id


def offer_story(db: Session, actor: Actor, district_id: int, *, text: str, changes: str, at: datetime) -> StoryOffer:
    """Offer a story of one's own for a report. The same one sent twice is kept once."""
    actor.require(Permission.ASK_ABOUT_REPORT)
    account_id = account_of(actor)
    told = policy.require_text(clean_text(text), policy.TEXT_LENGTH, "text", mark("Tell the story."))
    otherwise = policy.require_length(clean_text(changes), policy.SENTENCE_LENGTH, "changes")
    mine = select(StoryOffer).where(StoryOffer.account_id == account_id, StoryOffer.district_id == district_id)
    for offer in db.scalars(mine):
        if offer.text == told and offer.withdrawn_on is None:
            return offer
    offer = StoryOffer(district_id=district_id, account_id=account_id, text=told, changes=otherwise, at=at)
    db.add(offer)
    db.flush()
    return offer


def take_offer(
    db: Session,
    actor: Actor,
    district_id: int,
    report_id: int,
    offer_id: int,
    *,
    title: str,
    at: datetime,  # noqa: ARG001
) -> Story:
    """Take an offered story into a draft. Who told it agrees with the final text herself."""
    report = open_draft(db, actor, district_id, report_id)
    offer = offer_of(db, district_id, offer_id)
    if offer.withdrawn_on is not None:
        raise ConflictError(mark("This story was taken back."))
    known = stories_of(db, report)
    for story in known:
        if story.offer_id == offer.id:
            return story
    policy.require_room(len(known))
    name = policy.require_text(clean_line(title), policy.TITLE_LENGTH, "title", mark("Give the story a title."))
    story = Story(
        district_id=district_id,
        report_id=report.id,
        kind=StoryKind.WENT_WELL,
        title=name,
        text=offer.text,
        offer_id=offer.id,
    )
    db.add(story)
    db.flush()
    return story


def agree_with_story(
    db: Session, actor: Actor, district_id: int, offer_id: int, story_id: int, *, seen: str, at: datetime
) -> Story:
    """Agree, as who told it, with the very text that was `seen`; not with a text that is changed later."""
    offer = _own_offer(db, actor, district_id, offer_id)
    story = db.scalar(select(Story).where(Story.id == story_id, Story.offer_id == offer.id))
    if story is None:
        raise InvalidError(mark("There is no such story in this report."))
    report = locked_report(db, district_id, story.report_id)
    policy.require_writable(report.state)
    if seen != hash_of(story.title, story.text):
        raise ConflictError(mark("The story was changed after you opened this page. Read it again."))
    story.consent_on = local_day(at)
    db.flush()
    return story


def withdraw_offer(db: Session, actor: Actor, district_id: int, offer_id: int, *, at: datetime) -> StoryOffer:
    """Take a story back: out of drafts, and out of released reports with a gap."""
    offer = _own_offer(db, actor, district_id, offer_id)
    for story in db.scalars(select(Story).where(Story.offer_id == offer.id)).all():
        report = locked_report(db, district_id, story.report_id)
        if report.state in UNRELEASED:
            report.state = ReportState.DRAFT
            report.revision += 1
            db.delete(story)
        else:
            withdraw_consent(db, actor, district_id, report.id, story.id, at=at)
    offer.text, offer.changes = "", ""
    offer.withdrawn_on = local_day(at)
    db.flush()
    return offer


def _own_offer(db: Session, actor: Actor, district_id: int, offer_id: int) -> StoryOffer:
    return own_offer_of(db, district_id, offer_id, account_of(actor))
