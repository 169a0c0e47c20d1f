"""What other rooms ask: what waits for whom, what we are proud of, the newest report."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from coop.accountability import actions, queries
from coop.accountability.policy import StoryKind
from coop.districts.models import District
from coop.kernel.errors import NotAllowedError
from tests.accountability import making
from tests.accountability.making import AFTER, STARTS
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import CountStatements


def whats(db: Session, place: District, person: Person, at: object = NOON) -> list[str]:
    """The pages that wait for somebody."""
    return [row.endpoint for row in queries.reports_waiting(db, place.id, person.actor, at)]  # type: ignore[arg-type]


def test_each_step_waits_for_who_must_take_it(db: Session, place: District, writer: Person, chair: Person) -> None:
    report = making.draft(db, place, writer)
    other = make.team(db, place)
    assert whats(db, place, writer) == whats(db, place, other) == ["accountability.fill_in"]
    assert whats(db, place, chair) == []
    with pytest.raises(NotAllowedError):
        actions.check_facts(db, writer.actor, place.id, report.id, at=NOON)
    actions.check_facts(db, other.actor, place.id, report.id, at=NOON)
    assert whats(db, place, writer) == []
    assert whats(db, place, chair) == ["accountability.release"]
    actions.release_report(
        db,
        chair.actor,
        place.id,
        report.id,
        seen_revision=report.revision,
        closes_on=making.CLOSES_ON,
        at=NOON,
    )
    resident = make.resident(db, place)
    assert whats(db, place, chair) == []
    assert queries.reports_to_judge(db, place.id, resident.account.id, NOON) == [report]
    actions.ask_question(db, resident.actor, place.id, report.id, text="Why?", at=NOON)
    assert whats(db, place, chair) == ["accountability.questions"]
    assert whats(db, place, writer, AFTER) == ["accountability.questions", "accountability.reply"]
    actions.reply_to_judgement(db, writer.actor, place.id, report.id, reply="Thanks.", at=AFTER)
    assert whats(db, place, writer, AFTER) == ["accountability.questions"]
    assert queries.reports_waiting(db, place.id, writer.actor, AFTER)[0].title == report.title


def test_a_board_member_who_wrote_is_not_asked_to_release(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.handed_in(db, place, writer)
    report.writer_ids = [*report.writer_ids, chair.account.id]
    assert whats(db, place, chair) == []


def test_who_judged_or_is_too_late_has_nothing_to_judge(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.released(db, place, writer, chair)
    [judge] = making.judge(db, place, report, [4])
    someone = make.member(db, place)
    assert queries.reports_to_judge(db, place.id, judge.account.id, NOON) == []
    assert queries.reports_to_judge(db, place.id, someone.account.id, NOON) == [report]
    assert queries.reports_to_judge(db, place.id, someone.account.id, AFTER) == []


def test_we_are_proud_of_what_went_well_in_the_newest_report(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    assert queries.proud_of(db, place.id) == []
    before = STARTS - timedelta(days=1)
    making.released(db, place, writer, chair, starts_on=before - timedelta(days=90), ends_on=before)
    report = making.released(db, place, writer, chair)
    proud = queries.proud_of(db, place.id)
    assert [(story.report_id, story.title) for story in proud] == [
        (report.id, "The letter box"),
        (report.id, "Soup on the stairs"),
    ]


def test_a_story_without_consent_never_becomes_public(db: Session, place: District, writer: Person) -> None:
    report = making.draft(db, place, writer)
    told = making.told(StoryKind.WENT_WELL, "Secret", consent=False)
    actions.add_story(db, writer.actor, place.id, report.id, told=told, at=NOON)
    preview = queries.preview_of(db, report, NOON)
    assert [story["title"] for story in preview["stories"]] == [
        "The letter box",
        "Soup on the stairs",
        "The wrong door",
    ]


def test_reports_are_listed_newest_first_and_without_drafts(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    before = STARTS - timedelta(days=1)
    older = making.released(db, place, writer, chair, starts_on=before - timedelta(days=90), ends_on=before)
    newer = making.released(db, place, writer, chair)
    making.draft(db, place, writer, starts_on=STARTS - timedelta(days=300), ends_on=STARTS - timedelta(days=200))
    assert list(queries.reports_of(db, place.id)) == [newer, older]
    assert queries.latest_report(db, place.id) is newer
    assert queries.reports_of(db, make.district(db, "de-vaart").id) == []


def test_nothing_is_even_counted_while_judging_is_open(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.released(db, place, writer, chair)
    making.judge(db, place, report, [4] * 12 + [3] * 12)
    with CountStatements(db) as counted:
        assert queries.judgement_result(db, report, NOON) is None
    assert counted.count == 0
    result = queries.judgement_result(db, report, AFTER)
    assert result is not None
    assert (result.shown, result.judges, result.counts) == (True, 24, [((5, 4), 12), ((3, 2, 1), 12)])


def test_what_waits_takes_one_statement(db: Session, place: District, writer: Person, chair: Person) -> None:
    making.released(db, place, writer, chair)
    with CountStatements(db) as counted:
        queries.reports_waiting(db, place.id, chair.actor, NOON)
    assert counted.count == 1
