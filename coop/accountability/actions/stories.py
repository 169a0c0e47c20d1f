"""Stories in a report."""

from datetime import datetime

from coop.accountability import policy
from coop.accountability.actions.writing import open_draft
from coop.accountability.models import Report, Story
from coop.accountability.policy import ToldStory
from coop.accountability.policy.stories import require_vague_enough
from coop.accountability.queries.consent import fit_of
from coop.accountability.queries.drafts import stories_of, story_of
from coop.kernel.access import Actor
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark


def add_story(
    db: Session,
    actor: Actor,
    district_id: int,
    report_id: int,
    *,
    told: ToldStory,
    at: datetime,
) -> Story:
    """Add a story; the very same one sent twice is kept once. Without consent the report cannot be handed in."""
    report = open_draft(db, actor, district_id, report_id)
    story = Story(district_id=district_id, report_id=report.id)
    _write(db, report, story, told, at)
    known = {(one.kind, one.title, one.text, one.consent_on): one for one in stories_of(db, report)}
    before = known.get((story.kind, story.title, story.text, story.consent_on))
    if before is not None:
        return before
    policy.require_room(len(known))
    db.add(story)
    db.flush()
    return story


def change_story(
    db: Session,
    actor: Actor,
    district_id: int,
    report_id: int,
    story_id: int,
    *,
    told: ToldStory,
    at: datetime,
) -> Story:
    """Change a story of a draft."""
    report = open_draft(db, actor, district_id, report_id)
    story = story_of(db, district_id, report_id, story_id)
    _write(db, report, story, told, at)
    db.flush()
    return story


def remove_story(
    db: Session,
    actor: Actor,
    district_id: int,
    report_id: int,
    story_id: int,
    *,
    at: datetime,  # noqa: ARG001
) -> None:
    """Take a story out of a draft; nothing of it is kept."""
    open_draft(db, actor, district_id, report_id)
    db.delete(story_of(db, district_id, report_id, story_id))
    db.flush()


def explain_no_failure(
    db: Session,
    actor: Actor,
    district_id: int,
    report_id: int,
    *,
    reason: str,
    at: datetime,  # noqa: ARG001
) -> Report:
    """Keep why no story tells what did not go well; empty takes it back."""
    report = open_draft(db, actor, district_id, report_id)
    report.no_failure_reason = policy.require_length(clean_text(reason), policy.SENTENCE_LENGTH, "reason")
    db.flush()
    return report


def _write(db: Session, report: Report, story: Story, told: ToldStory, at: datetime) -> None:
    before = (story.title, story.text, story.consent_on)
    story.kind = told.kind
    story.title = policy.require_text(
        clean_line(told.title), policy.TITLE_LENGTH, "title", mark("Give the story a title.")
    )
    story.text = policy.require_text(clean_text(told.text), policy.TEXT_LENGTH, "text", mark("Tell the story."))
    story.consent_on = policy.require_consent_day(told, local_day(at))
    if before[:2] != (story.title, story.text):
        story.read_hash, story.reader_remark = "", ""
    story.household, story.matches = told.about.as_json(), told.matches
    require_vague_enough(story.household, fit_of(db, report, story.household, told.matches))
    if story.offer_id is not None:
        # Who told it agrees herself, with the very text that stands there.
        story.consent_on = before[2] if before[:2] == (story.title, story.text) else None
