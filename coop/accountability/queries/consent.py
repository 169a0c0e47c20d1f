"""Stories that residents offer, stories that wait for a second reader, and who may still say what."""

from collections.abc import Sequence

from sqlalchemy import select

from coop.accountability.models import Profile, Report, Story, StoryOffer
from coop.accountability.policy.stories import fitting, hash_of
from coop.kernel.db import Session
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark


def offer_of(db: Session, district_id: int, offer_id: int) -> StoryOffer:
    """One offered story. Raises `NotFoundError`."""
    found = db.scalar(select(StoryOffer).where(StoryOffer.id == offer_id, StoryOffer.district_id == district_id))
    if found is None:
        raise NotFoundError(mark("There is no such story in this neighbourhood."))
    return found


def own_offer_of(db: Session, district_id: int, offer_id: int, account_id: int | None) -> StoryOffer:
    """An offered story of this account. Raises `NotFoundError`, also for one of somebody else."""
    found = offer_of(db, district_id, offer_id)
    if found.account_id != account_id:
        raise NotFoundError(mark("There is no such story in this neighbourhood."))
    return found


def offers_by(
    db: Session, district_id: int, account_id: int | None
) -> list[tuple[StoryOffer, Story | None, Report | None]]:
    """What this account offered, newest first, with the story made of it and its report."""
    rows = db.execute(
        select(StoryOffer, Story, Report)
        .outerjoin(Story, Story.offer_id == StoryOffer.id)
        .outerjoin(Report, Report.id == Story.report_id)
        .where(StoryOffer.district_id == district_id, StoryOffer.account_id == account_id)
        .order_by(StoryOffer.at.desc(), StoryOffer.id.desc(), Report.version)
    ).all()
    return [(offer, story, report) for offer, story, report in rows]


def offers_for(db: Session, report: Report) -> Sequence[StoryOffer]:
    """Offered stories that no report tells yet, oldest first."""
    taken = select(Story.offer_id).where(Story.district_id == report.district_id, Story.offer_id.is_not(None))
    return db.scalars(
        select(StoryOffer)
        .where(
            StoryOffer.district_id == report.district_id,
            StoryOffer.withdrawn_on.is_(None),
            StoryOffer.id.not_in(taken),
        )
        .order_by(StoryOffer.at, StoryOffer.id)
    ).all()


def profiles_of(db: Session, report: Report) -> list[tuple[dict[str, str], int]]:
    """How many households share each description, from an imported file; empty when there was none."""
    rows = db.scalars(select(Profile).where(Profile.report_id == report.id, Profile.district_id == report.district_id))
    return [(row.household, row.count) for row in rows]


def fit_of(db: Session, report: Report, told: dict[str, str], counted: int | None) -> int | None:
    """How many households fit what a story tells: from the file when there is one, else what the writer counted."""
    profiles = profiles_of(db, report)
    return fitting(told, profiles) if profiles else counted


def is_read(story: Story) -> bool:
    """Whether a second reader read this very text and found nothing."""
    return story.read_hash == hash_of(story.title, story.text)
