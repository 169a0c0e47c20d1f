"""Reports in every stage, made with the real actions."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from coop.accountability import actions
from coop.accountability.models import Report
from coop.accountability.policy import JUDGING_DAYS, PromiseKept, StoryKind, ToldStory
from coop.accountability.policy.protection import Numbers
from coop.accountability.policy.stories import READER_QUESTIONS, hash_of
from coop.accountability.queries import commitments_to_answer, stories_of
from coop.agenda.actions import make_commitment
from coop.agenda.models import Commitment
from coop.districts.models import District
from coop.kernel.clock import local_day
from tests.support import make
from tests.support.make import NOON, Person

STARTS, ENDS = date(2026, 7, 1), date(2026, 12, 31)
CLOSES_ON = local_day(NOON) + timedelta(days=JUDGING_DAYS)
AFTER = NOON + timedelta(days=JUDGING_DAYS + 2)
FIGURES = {
    "new_requests": Numbers(value=148),
    "solved_without_second_line": Numbers(numerator=87, denominator=112),
    "first_contact_days": Numbers(value=6, p90=17, numerator=121, n=148),
}


def commitment(db: Session, place: District, title: str = "A coffee table twice a week") -> Commitment:
    """Something the team promised."""
    return make_commitment(
        db,
        make.visitor_actor(place.id),
        place.id,
        title=title,
        who="Fenna",
        how_noticed="There is coffee in the hall",
        due_on=local_day(NOON) + timedelta(days=60),
        minutes_week=240,
        source="Priorities 2026",
        at=NOON - timedelta(days=90),
    )


def told(kind: StoryKind = StoryKind.WENT_WELL, title: str = "The letter box", *, consent: bool = True) -> ToldStory:
    """A story with consent of the week before."""
    day = local_day(NOON) - timedelta(days=7) if consent else None
    return ToldStory(kind, title, "She opened every letter with us.", consent, day)


def draft(
    db: Session,
    place: District,
    writer: Person,
    *,
    starts_on: date = STARTS,
    ends_on: date = ENDS,
    figures: dict[str, Numbers] | None = None,
) -> Report:
    """A complete draft that can be handed in."""
    who = writer.actor
    report = actions.begin_report(
        db, who, place.id, title="Second half of 2026", starts_on=starts_on, ends_on=ends_on, at=NOON
    )
    key = report.id
    actions.save_summary(db, who, place.id, key, in_short="More doors opened. Waiting got worse.", at=NOON)
    actions.save_lessons(db, who, place.id, key, went_wrong="We called back late.", learned="Call first.", at=NOON)
    actions.save_figures(db, who, place.id, key, figures=figures or FIGURES, at=NOON)
    actions.add_story(db, who, place.id, key, told=told(), at=NOON)
    actions.add_story(db, who, place.id, key, told=told(title="Soup on the stairs"), at=NOON)
    actions.add_story(db, who, place.id, key, told=told(StoryKind.DID_NOT_GO_WELL, "The wrong door"), at=NOON)
    read_all(db, place, report)
    actions.save_questions(db, who, place.id, key, questions=["Where did you miss us?"], at=NOON)
    for row in commitments_to_answer(db, report, NOON):
        actions.answer_commitment(
            db, who, place.id, key, row.commitment.id, kept=PromiseKept.PARTLY, sentence="Once a week.", at=NOON
        )
    return report


def read_all(db: Session, place: District, report: Report) -> None:
    """A second reader finds nothing in any story."""
    reader = make.secretary(db, place, "Reader")
    for story in stories_of(db, report):
        actions.read_story(
            db,
            reader.actor,
            place.id,
            report.id,
            story.id,
            seen=hash_of(story.title, story.text),
            answers=dict.fromkeys(READER_QUESTIONS, "no"),
            remark="",
            at=NOON,
        )


def handed_in(db: Session, place: District, writer: Person, **more: object) -> Report:
    """A report that waits for the board."""
    report = draft(db, place, writer, **more)  # type: ignore[arg-type]
    return actions.check_facts(db, writer.actor, place.id, report.id, at=NOON)


def released(db: Session, place: District, writer: Person, chair: Person, **more: object) -> Report:
    """A report that residents judge now."""
    return release(db, place, handed_in(db, place, writer, **more), chair)


def release(db: Session, place: District, report: Report, chair: Person) -> Report:
    """The same report, released by the board."""
    return actions.release_report(
        db, chair.actor, place.id, report.id, seen_revision=report.revision, closes_on=CLOSES_ON, at=NOON
    )


def judge(
    db: Session, place: District, report: Report, scores: list[int], people: list[Person] | None = None
) -> list[Person]:
    """These people, or new members, judge with these points."""
    people = people or [make.member(db, place) for _ in scores]
    for person, score in zip(people, scores, strict=True):
        actions.judge_report(
            db, person.actor, place.id, report.id, score=score, reason=f"Because of {person.account.name}", at=NOON
        )
    return people
