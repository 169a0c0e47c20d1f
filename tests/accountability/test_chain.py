"""The way of a report from draft to archive, and new versions of it."""

import json
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from coop.accountability import actions, queries
from coop.accountability.models import Report
from coop.accountability.policy import Act, PromiseKept, ReportState, Stage
from coop.accountability.policy.chain import STAGE_WORDS, STEPS, UNRELEASED, first_stage, may_step, require_step
from coop.accountability.policy.protection import Numbers
from coop.accountability.queries.protecting import open_protection
from coop.agenda.queries import notes_of
from coop.districts.models import District
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, TooLateError
from coop.tables.policy import Dim
from tests.accountability import making
from tests.accountability.making import AFTER, CLOSES_ON
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import Site
from tests.tables import making as tables

BASE = "/noorderkwartier/verslagen"
CHAIN = list(Stage)


def test_every_stage_can_be_reached_and_has_a_name() -> None:
    reached, fresh = set(), {Stage.DRAFT}
    while fresh:
        reached |= fresh
        fresh = {step.after for step in STEPS if step.before in reached} - reached
    assert reached == set(Stage) == set(STAGE_WORDS)
    assert len({(step.before, step.act) for step in STEPS}) == len(STEPS)


@given(st.lists(st.sampled_from(list(Act)), max_size=30))
def test_nothing_is_released_before_facts_and_protection_were_checked_since_the_last_change(acts: list[Act]) -> None:
    stage, since_change = Stage.DRAFT, list[Act]()
    for act in acts:
        if not may_step(stage, act):
            continue
        if act in (Act.CHANGE, Act.SEND_BACK):
            since_change = []
        since_change.append(act)
        if act is Act.RELEASE:
            assert since_change[-3:] == [Act.CHECK_FACTS, Act.CHECK_PROTECTION, Act.RELEASE]
        after = require_step(stage, act)
        assert stage in UNRELEASED or after not in UNRELEASED
        assert CHAIN.index(after) <= CHAIN.index(stage) + 2
        stage = after


def test_what_is_not_in_the_table_is_refused_with_a_reason() -> None:
    for stage, act in product(Stage, Act):
        if not may_step(stage, act) and act not in (Act.CLOSE, Act.ARCHIVE):
            with pytest.raises(ConflictError) as refusal:
                require_step(stage, act)
            assert len(refusal.value.message) > 20


def test_every_kept_state_has_a_stage() -> None:
    assert [first_stage(state) for state in ReportState] == [
        Stage.DRAFT,
        Stage.FACTS_CHECKED,
        Stage.PROTECTION_CHECKED,
        Stage.JUDGING,
        Stage.ANSWERED,
    ]


def test_the_clock_brings_a_report_from_judging_to_the_archive(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.released(db, place, writer, chair)
    assert report.facts_checked_by == writer.account.id
    assert report.protection_checked_at == NOON
    assert report.protection_checked_by is None
    assert report.stage_at(NOON) is Stage.JUDGING
    assert report.stage_at(AFTER) is Stage.JUDGED
    assert not report.reply_is_overdue(AFTER)
    due = AFTER + timedelta(days=30)
    assert report.reply_is_overdue(due)
    actions.reply_to_judgement(db, writer.actor, place.id, report.id, reply="Thanks.", at=due)
    assert not report.reply_is_overdue(due)
    assert report.stage_at(due) is Stage.ANSWERED
    assert report.stage_at(due + timedelta(days=179)) is Stage.ANSWERED
    assert report.stage_at(due + timedelta(days=180)) is Stage.ARCHIVED
    assert queries.judgement_result(db, report, due + timedelta(days=200)) is not None


def test_a_colleague_checks_the_facts(db: Session, place: District, writer: Person) -> None:
    report = making.draft(db, place, writer)
    colleague = make.team(db, place)
    with pytest.raises(NotAllowedError):
        actions.check_facts(db, writer.actor, place.id, report.id, at=NOON)
    actions.save_summary(db, colleague.actor, place.id, report.id, in_short="A comma, changed.", at=NOON)
    with pytest.raises(NotAllowedError):
        actions.check_facts(db, colleague.actor, place.id, report.id, at=NOON)
    actions.check_facts(db, writer.actor, place.id, report.id, at=NOON)
    assert report.facts_checked_by == writer.account.id


def test_a_change_takes_both_checks_away(db: Session, place: District, writer: Person) -> None:
    report = making.handed_in(db, place, writer)
    actions.save_summary(db, writer.actor, place.id, report.id, in_short="Other words.", at=NOON)
    assert (report.state, report.facts_checked_at, report.protection_checked_at) == (ReportState.DRAFT, None, None)


def test_the_protection_of_a_draft_is_not_checked(db: Session, place: District, writer: Person, chair: Person) -> None:
    report = making.draft(db, place, writer)
    with pytest.raises(ConflictError):
        actions.check_protection(db, chair.actor, place.id, report.id, at=NOON)
    actions.check_facts(db, writer.actor, place.id, report.id, at=NOON)
    report.state, report.protection_checked_at = ReportState.FACTS_CHECKED, None
    with pytest.raises(NotAllowedError):
        actions.check_protection(db, writer.actor, place.id, report.id, at=NOON)
    actions.check_protection(db, chair.actor, place.id, report.id, at=NOON)
    assert report.state is ReportState.PROTECTION_CHECKED
    assert report.protection_checked_by == chair.account.id


def test_a_meeting_is_written_down_and_judging_goes_on(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.released(db, place, writer, chair)
    later = NOON + timedelta(days=8)
    with pytest.raises(InvalidError):
        actions.note_discussion(
            db, chair.actor, place.id, report.id, on=local_day(NOON) - timedelta(days=1), text="x", at=later
        )
    on = local_day(NOON) + timedelta(days=7)
    actions.note_discussion(db, chair.actor, place.id, report.id, on=on, text="Many came.", at=later)
    assert report.stage_at(later) is Stage.DISCUSSED
    making.judge(db, place, report, [4])
    with pytest.raises(ConflictError):
        actions.note_discussion(db, chair.actor, place.id, report.id, on=on, text="Again.", at=later)
    assert report.stage_at(AFTER) is Stage.JUDGED


def next_version(db: Session, place: District, writer: Person, chair: Person, old: Report) -> Report:
    """A released second version with one more figure changed."""
    fresh = actions.begin_version(
        db, writer.actor, place.id, old.id, reason="It was 151, not 148.", at=NOON + timedelta(days=2)
    )
    actions.save_figures(
        db, writer.actor, place.id, fresh.id, figures={"new_requests": Numbers(value=171)}, at=NOON + timedelta(days=2)
    )
    actions.check_facts(db, writer.actor, place.id, fresh.id, at=NOON + timedelta(days=2))
    return actions.release_report(
        db,
        chair.actor,
        place.id,
        fresh.id,
        seen_revision=fresh.revision,
        closes_on=CLOSES_ON + timedelta(days=2),
        at=NOON + timedelta(days=2),
    )


def test_a_new_version_goes_the_whole_way_and_the_old_one_stays(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    promise = making.commitment(db, place)
    old = making.released(db, place, writer, chair)
    neighbour = make.member(db, place)
    making.judge(db, place, old, [4], [neighbour])
    later = making.commitment(db, place, "Made after the first version")
    later.made_on = local_day(NOON) + timedelta(days=1)
    frozen = dict(old.public or {})
    fresh = next_version(db, place, writer, chair, old)
    assert (fresh.version, fresh.replaces_id) == (2, old.id)
    assert old.public == frozen
    assert [figure["value"] for figure in (fresh.public or {})["figures"] if figure["code"] == "new_requests"] == [171]
    assert len((fresh.public or {})["stories"]) == 3
    assert [row["commitment_id"] for row in (fresh.public or {})["commitments"]] == [promise.id]
    assert len(notes_of(db, place.id, promise.id)) == 1
    assert queries.reports_of(db, place.id) == [fresh]
    assert queries.latest_report(db, place.id) is fresh
    assert list(queries.versions_of(db, old)) == [old, fresh]
    after = NOON + timedelta(days=2, seconds=1)
    assert old.stage_at(after) is Stage.JUDGED
    with pytest.raises(TooLateError):
        actions.judge_report(db, neighbour.actor, place.id, old.id, score=2, reason="x", at=after)
    assert queries.reports_to_judge(db, place.id, neighbour.account.id, after) == [fresh]
    with pytest.raises(ConflictError):
        actions.begin_version(db, writer.actor, place.id, old.id, reason="Again.", at=after)


def test_what_a_new_version_calls_done_drops_off_in_the_next_report(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    promise = making.commitment(db, place)
    old = making.released(db, place, writer, chair)
    fresh = actions.begin_version(db, writer.actor, place.id, old.id, reason="It was done.", at=NOON)
    assert [row.kept for row in queries.commitments_to_answer(db, fresh, NOON)] == [PromiseKept.PARTLY]
    actions.answer_commitment(
        db, writer.actor, place.id, fresh.id, promise.id, kept=PromiseKept.DONE, sentence="It is there.", at=NOON
    )
    actions.check_facts(db, writer.actor, place.id, fresh.id, at=NOON)
    making.release(db, place, fresh, chair)
    assert {note.text for note in notes_of(db, place.id, promise.id)} == {"Once a week.", "It is there."}


def test_both_versions_can_be_read_and_say_which_they_are(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    old = making.released(db, place, writer, chair)
    team = site.visitor(language="en").sign_in(writer)
    page = team.open(f"{BASE}/{old.id}").follow("Make a new version")
    page = page.submit("Begin the new version", text="It was more.")
    assert page.has("It was more.")
    fresh = db.query(Report).filter(Report.replaces_id == old.id).one()
    actions.check_facts(db, writer.actor, place.id, fresh.id, at=NOON)
    making.release(db, place, fresh, chair)
    page = site.visitor(language="en").open(f"{BASE}/{old.id}")
    assert page.has("This is an old version")
    page = page.follow("Read the newest version")
    assert page.path == f"{BASE}/{fresh.id}"
    assert page.has("It was more.")


def test_the_board_writes_down_the_meeting_and_an_overdue_answer_shows(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.released(db, place, writer, chair)
    page = site.visitor(language="en").sign_in(chair).open(f"{BASE}/{report.id}")
    page = page.follow("Write down what was said at the meeting about this report")
    page = page.submit("Publish what was said", on="2027-03-15", text="Half the room wanted later hours.")
    assert page.has("Half the room wanted later hours.")
    site.at(AFTER + timedelta(days=40))
    page = site.visitor(language="en").open(f"{BASE}/{report.id}")
    assert page.has("Overdue")


def test_a_report_does_not_tell_the_total_that_its_table_hides(db: Session, place: District, writer: Person) -> None:
    report = making.draft(db, place, writer, figures={"new_requests": Numbers(value=69)})
    period = (date(2026, 10, 1), making.ENDS)
    shape = tables.shape(period, rows=Dim.AGE, columns=None)
    row = tables.typed(db, place, writer, shape, [[30], [9], [14], [16]])
    tables.checked(db, place, writer, row)
    assert open_protection(db, report, NOON) == []
    # A pattern that hides the total as cover: who reads 69 in the report subtracts.
    assert row.entry is not None
    plain = json.loads(row.entry)
    plain["cells"] = [
        [codes, None if codes[0] in ("Total", "23to44") else count, status] for codes, count, status in plain["cells"]
    ]
    row.entry = json.dumps(plain)
    db.flush()
    [message] = open_protection(db, report, NOON)
    assert "total that a table hides" in message
    actions.save_figures(db, writer.actor, place.id, report.id, figures={"new_requests": Numbers()}, at=NOON)
    assert open_protection(db, report, NOON) == []
