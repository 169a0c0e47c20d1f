"""Writing, releasing, judging, answering: what happens and what is refused."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.accountability import actions, queries
from coop.accountability.models import Judgement, Report
from coop.accountability.policy import PromiseKept, ReportState, StoryKind, ToldStory
from coop.accountability.policy.protection import Numbers
from coop.agenda.actions import change_commitment
from coop.agenda.policy import CommitmentState
from coop.agenda.queries import commitment_of, notes_of
from coop.districts.models import District
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError, TooLateError
from coop.notifications.models import OutboxMessage
from tests.accountability import making
from tests.accountability.making import AFTER, CLOSES_ON, ENDS, STARTS
from tests.support import make
from tests.support.make import NOON, Person


def test_a_complete_report_goes_from_draft_to_judging(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.released(db, place, writer, chair)
    assert report.state is ReportState.RELEASED
    assert report.released_by == chair.account.id
    assert report.public is not None
    assert report.public["mandate"]["level"] == "decisive"
    assert report.public["inhabitants"] == 6840
    assert queries.latest_report(db, place.id) is report


def test_two_reports_never_share_a_day(db: Session, place: District, writer: Person) -> None:
    making.draft(db, place, writer)
    with pytest.raises(InvalidError) as refusal:
        making.draft(db, place, writer, starts_on=ENDS, ends_on=ENDS + timedelta(days=40))
    assert refusal.value.field == "starts_on"
    making.draft(db, place, writer, starts_on=STARTS - timedelta(days=90), ends_on=STARTS - timedelta(days=1))


def test_a_title_is_needed(db: Session, place: District, writer: Person) -> None:
    with pytest.raises(InvalidError):
        actions.begin_report(db, writer.actor, place.id, title=" ", starts_on=STARTS, ends_on=ENDS, at=NOON)


def test_handing_in_an_incomplete_report_is_refused(db: Session, place: District, writer: Person) -> None:
    report = making.draft(db, place, writer)
    actions.save_lessons(db, writer.actor, place.id, report.id, went_wrong="", learned="x", at=NOON)
    with pytest.raises(ConflictError):
        actions.check_facts(db, writer.actor, place.id, report.id, at=NOON)
    assert report.state is ReportState.DRAFT


def test_a_commitment_without_answer_keeps_the_report_from_being_handed_in(
    db: Session, place: District, writer: Person
) -> None:
    report = making.draft(db, place, writer)
    making.commitment(db, place)
    with pytest.raises(ConflictError, match="commitment"):
        actions.check_facts(db, writer.actor, place.id, report.id, at=NOON)


def test_a_commitment_made_after_handing_in_keeps_the_report_from_being_released(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.handed_in(db, place, writer)
    making.commitment(db, place)
    with pytest.raises(ConflictError, match="commitment"):
        _release(db, place, report, chair)


def test_the_board_hears_that_a_report_waits(db: Session, place: District, writer: Person, chair: Person) -> None:
    report = making.handed_in(db, place, writer)
    actions.check_facts(db, writer.actor, place.id, report.id, at=NOON)
    mail = db.scalars(select(OutboxMessage).where(OutboxMessage.to_account_id == chair.account.id)).all()
    assert len(mail) == 1


def test_changing_a_handed_in_report_takes_it_back(db: Session, place: District, writer: Person) -> None:
    report = making.handed_in(db, place, writer)
    actions.save_summary(db, writer.actor, place.id, report.id, in_short="Other words.", at=NOON)
    assert report.state is ReportState.DRAFT


def test_who_wrote_cannot_release(db: Session, place: District, writer: Person, chair: Person) -> None:
    making.handed_in(db, place, writer)
    both = make.board(db, place)
    roles = writer.actor.roles | chair.actor.roles
    writing_chair = Person(both.account, type(both.actor)(both.account.id, "", place.id, roles))
    report = db.scalars(select(Report)).one()
    actions.save_summary(db, writing_chair.actor, place.id, report.id, in_short="Mine.", at=NOON)
    actions.check_facts(db, writer.actor, place.id, report.id, at=NOON)
    with pytest.raises(NotAllowedError):
        _release(db, place, report, writing_chair)
    _release(db, place, report, chair)


def test_the_board_cannot_release_what_it_did_not_read(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.handed_in(db, place, writer)
    seen = report.revision
    actions.save_summary(db, writer.actor, place.id, report.id, in_short="Quickly changed.", at=NOON)
    actions.check_facts(db, writer.actor, place.id, report.id, at=NOON)
    with pytest.raises(ConflictError):
        actions.release_report(db, chair.actor, place.id, report.id, seen_revision=seen, closes_on=CLOSES_ON, at=NOON)


def test_releasing_twice_is_refused(db: Session, place: District, writer: Person, chair: Person) -> None:
    report = making.released(db, place, writer, chair)
    with pytest.raises(ConflictError):
        _release(db, place, report, chair)


def test_residents_get_at_least_three_weeks(db: Session, place: District, writer: Person, chair: Person) -> None:
    report = making.handed_in(db, place, writer)
    with pytest.raises(InvalidError) as refusal:
        actions.release_report(
            db,
            chair.actor,
            place.id,
            report.id,
            seen_revision=report.revision,
            closes_on=CLOSES_ON - timedelta(days=1),
            at=NOON,
        )
    assert refusal.value.field == "closes_on"


def test_without_a_mandate_nothing_is_released(db: Session) -> None:
    bare = make.district(db, "de-vaart")
    with pytest.raises(ConflictError, match="mandate"):
        making.handed_in(db, bare, make.team(db, bare))


def test_a_released_report_is_frozen(db: Session, place: District, writer: Person, chair: Person) -> None:
    report = making.released(db, place, writer, chair)
    story = queries.stories_of(db, report)[0]
    who, key = writer.actor, report.id
    for change in (
        lambda: actions.save_summary(db, who, place.id, key, in_short="x", at=NOON),
        lambda: actions.save_lessons(db, who, place.id, key, went_wrong="x", learned="x", at=NOON),
        lambda: actions.save_figures(db, who, place.id, key, figures={"referred": Numbers(value=20)}, at=NOON),
        lambda: actions.save_questions(db, who, place.id, key, questions=["x"], at=NOON),
        lambda: actions.add_story(db, who, place.id, key, told=making.told(), at=NOON),
        lambda: actions.change_story(db, who, place.id, key, story.id, told=making.told(), at=NOON),
        lambda: actions.remove_story(db, who, place.id, key, story.id, at=NOON),
        lambda: actions.explain_no_failure(db, who, place.id, key, reason="x", at=NOON),
        lambda: actions.check_facts(db, who, place.id, key, at=NOON),
    ):
        with pytest.raises(ConflictError):
            change()
    erratum = actions.note_erratum(db, who, place.id, key, text="It was 149.", at=NOON)
    assert queries.errata_of(db, place.id, key) == [erratum]
    assert report.public is not None
    assert "149" not in str(report.public)


def test_a_draft_cannot_be_corrected_judged_or_asked_about(db: Session, place: District, writer: Person) -> None:
    report = making.handed_in(db, place, writer)
    someone = make.member(db, place)
    with pytest.raises(ConflictError):
        actions.note_erratum(db, writer.actor, place.id, report.id, text="x", at=NOON)
    with pytest.raises(ConflictError):
        actions.judge_report(db, someone.actor, place.id, report.id, score=3, reason="x", at=NOON)
    with pytest.raises(ConflictError):
        actions.ask_question(db, someone.actor, place.id, report.id, text="x", at=NOON)


def test_small_numbers_are_kept_but_not_released(db: Session, place: District, writer: Person, chair: Person) -> None:
    figures = {"referred": Numbers(value=7), "satisfaction": Numbers(numerator=58, denominator=61)}
    report = making.released(db, place, writer, chair, figures=figures)
    assert queries.typed_figures_of(db, report)["referred"].value == 7
    assert report.public is not None
    assert [figure["shown"] for figure in report.public["figures"]] == [False, False]
    for figure in report.public["figures"]:
        assert {figure[name] for name in ("value", "numerator", "denominator", "n", "percent")} == {None}


def test_the_period_before_stands_beside_a_figure(db: Session, place: District, writer: Person, chair: Person) -> None:
    before = STARTS - timedelta(days=1)
    making.released(db, place, writer, chair, starts_on=before - timedelta(days=170), ends_on=before)
    report = making.released(db, place, writer, chair, figures={"new_requests": Numbers(value=151)})
    assert report.public is not None
    figure = report.public["figures"][0]
    assert (figure["value"], figure["previous"]["value"]) == (151, 148)
    assert "previous" not in figure["previous"]


def test_a_release_shows_on_the_commitments_and_closes_what_is_done(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    done, open_still = making.commitment(db, place, "Coffee"), making.commitment(db, place, "Post")
    report = making.draft(db, place, writer)
    who = writer.actor
    actions.answer_commitment(
        db, who, place.id, report.id, done.id, kept=PromiseKept.DONE, sentence="There is coffee.", at=NOON
    )
    actions.answer_commitment(
        db, who, place.id, report.id, open_still.id, kept=PromiseKept.NOT_YET, sentence="No room yet.", at=NOON
    )
    assert notes_of(db, place.id, done.id) == []
    actions.check_facts(db, who, place.id, report.id, at=NOON)
    _release(db, place, report, chair)
    assert commitment_of(db, place.id, done.id).state is CommitmentState.DONE
    assert [note.text for note in notes_of(db, place.id, done.id)] == ["There is coffee."]
    assert commitment_of(db, place.id, open_still.id).state is CommitmentState.OPEN
    following = actions.begin_report(
        db, who, place.id, title="Next", starts_on=ENDS + timedelta(days=1), ends_on=NOON.date(), at=NOON
    )
    left = [row.commitment.title for row in queries.commitments_to_answer(db, following, NOON)]
    assert left == ["Post"]
    # What turns out not to be done is answered for again.
    later, due_on = NOON + timedelta(hours=1), NOON.date() + timedelta(days=40)
    change_commitment(db, who, place.id, done.id, team_member_id=None, due_on=due_on, reason="It stopped.", at=later)
    left = [row.commitment.title for row in queries.commitments_to_answer(db, following, later)]
    assert sorted(left) == ["Coffee", "Post"]
    assert [row.commitment.title for row in queries.commitments_to_answer(db, following, NOON)] == ["Post"]


def test_only_commitments_of_this_neighbourhood_can_be_answered(db: Session, place: District, writer: Person) -> None:
    other = making.commitment(db, make.district(db, "de-vaart"))
    report = making.draft(db, place, writer)
    with pytest.raises(NotFoundError):
        actions.answer_commitment(
            db, writer.actor, place.id, report.id, other.id, kept=PromiseKept.DONE, sentence="x", at=NOON
        )


def test_a_story_needs_the_day_of_consent_and_that_day_has_come(db: Session, place: District, writer: Person) -> None:
    report = making.draft(db, place, writer)
    for day in (None, NOON.date() + timedelta(days=1)):
        told = ToldStory(StoryKind.WENT_WELL, "Title", "Text", True, day)
        with pytest.raises(InvalidError) as refusal:
            actions.add_story(db, writer.actor, place.id, report.id, told=told, at=NOON)
        assert refusal.value.field == "consent_on"
    story = actions.add_story(db, writer.actor, place.id, report.id, told=making.told(consent=False), at=NOON)
    with pytest.raises(ConflictError, match="consent"):
        actions.check_facts(db, writer.actor, place.id, report.id, at=NOON)
    actions.remove_story(db, writer.actor, place.id, report.id, story.id, at=NOON)
    actions.check_facts(db, writer.actor, place.id, report.id, at=NOON)


def test_a_report_tells_at_most_five_stories(db: Session, place: District, writer: Person) -> None:
    report = making.draft(db, place, writer)
    for title in ("Four", "Five"):
        actions.add_story(db, writer.actor, place.id, report.id, told=making.told(title=title), at=NOON)
    with pytest.raises(ConflictError):
        actions.add_story(db, writer.actor, place.id, report.id, told=making.told(title="Six"), at=NOON)


def test_an_empty_figure_is_taken_out_and_an_unknown_one_refused(db: Session, place: District, writer: Person) -> None:
    report = making.draft(db, place, writer)
    who, key = writer.actor, report.id
    actions.save_figures(db, who, place.id, key, figures={"new_requests": Numbers()}, at=NOON)
    assert "new_requests" not in queries.typed_figures_of(db, report)
    with pytest.raises(NotFoundError):
        actions.save_figures(db, who, place.id, key, figures={"gossip": Numbers(value=1)}, at=NOON)


def test_the_board_sends_a_report_back_with_a_reason(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.handed_in(db, place, writer)
    with pytest.raises(InvalidError):
        actions.send_back_report(db, chair.actor, place.id, report.id, reason=" ", at=NOON)
    actions.send_back_report(db, chair.actor, place.id, report.id, reason="Say why we waited.", at=NOON)
    assert (report.state, report.sent_back_reason) == (ReportState.DRAFT, "Say why we waited.")
    with pytest.raises(ConflictError):
        actions.send_back_report(db, chair.actor, place.id, report.id, reason="Again.", at=NOON)


def test_judging_again_replaces_the_judgement(db: Session, place: District, writer: Person, chair: Person) -> None:
    report = making.released(db, place, writer, chair)
    someone = make.resident(db, place)
    for score in (2, 5):
        actions.judge_report(db, someone.actor, place.id, report.id, score=score, reason="Why not", at=NOON)
    assert [row.score for row in db.scalars(select(Judgement))] == [5]


def test_judging_closes(db: Session, place: District, writer: Person, chair: Person) -> None:
    report = making.released(db, place, writer, chair)
    assert report.judging_closes_at is not None
    someone = make.member(db, place)
    with pytest.raises(TooLateError):
        actions.judge_report(db, someone.actor, place.id, report.id, score=3, reason="x", at=report.judging_closes_at)


def test_a_judgement_needs_points_and_a_reason(db: Session, place: District, writer: Person, chair: Person) -> None:
    report = making.released(db, place, writer, chair)
    someone = make.member(db, place)
    for score, reason, field in ((None, "x", "score"), (6, "x", "score"), (3, " ", "reason"), (3, "x" * 601, "reason")):
        with pytest.raises(InvalidError) as refusal:
            actions.judge_report(db, someone.actor, place.id, report.id, score=score, reason=reason, at=NOON)
        assert refusal.value.field == field


def test_people_of_another_neighbourhood_or_without_the_role_cannot_act(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.released(db, place, writer, chair)
    elsewhere = make.district(db, "de-vaart")
    stranger = make.member(db, elsewhere)
    with pytest.raises(NotFoundError):
        actions.judge_report(db, stranger.actor, elsewhere.id, report.id, score=3, reason="x", at=NOON)
    for person in (make.secretary(db, place), make.administrator(db, place), make.outsider(db, place), chair):
        with pytest.raises(NotAllowedError):
            actions.judge_report(db, person.actor, place.id, report.id, score=3, reason="x", at=NOON)
    with pytest.raises(NotAllowedError):
        actions.reply_to_judgement(db, make.member(db, place).actor, place.id, report.id, reply="x", at=AFTER)
    with pytest.raises(NotAllowedError):
        actions.begin_report(db, chair.actor, place.id, title="x", starts_on=STARTS, ends_on=ENDS, at=NOON)


def test_writers_leave_the_judgement_to_others(db: Session, place: District, writer: Person, chair: Person) -> None:
    report = making.released(db, place, writer, chair)
    neighbour = make.member(db, place)
    report.writer_ids = [*report.writer_ids, neighbour.account.id]
    with pytest.raises(NotAllowedError):
        actions.judge_report(db, neighbour.actor, place.id, report.id, score=5, reason="x", at=NOON)
    assert queries.reports_to_judge(db, place.id, neighbour.account.id, NOON) == []


def test_a_question_is_kept_once_and_answered_once(db: Session, place: District, writer: Person, chair: Person) -> None:
    report = making.released(db, place, writer, chair)
    someone = make.resident(db, place)
    first = actions.ask_question(db, someone.actor, place.id, report.id, text="Why late?", at=NOON)
    assert actions.ask_question(db, someone.actor, place.id, report.id, text="Why late? ", at=NOON) is first
    actions.answer_question(db, chair.actor, place.id, report.id, first.id, answer="Illness.", at=NOON)
    with pytest.raises(ConflictError):
        actions.answer_question(db, writer.actor, place.id, report.id, first.id, answer="Other.", at=NOON)
    mail = db.scalars(select(OutboxMessage).where(OutboxMessage.to_account_id == someone.account.id)).all()
    assert len(mail) == 1


def test_the_judgement_is_answered_once_and_after_closing(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.released(db, place, writer, chair)
    with pytest.raises(ConflictError):
        actions.reply_to_judgement(db, writer.actor, place.id, report.id, reply="Thanks", at=NOON)
    actions.reply_to_judgement(db, writer.actor, place.id, report.id, reply="Thanks", at=AFTER)
    assert report.state is ReportState.ANSWERED
    with pytest.raises(ConflictError):
        actions.reply_to_judgement(db, chair.actor, place.id, report.id, reply="Again", at=AFTER)


def _release(db: Session, place: District, report: Report, chair: Person) -> None:
    actions.release_report(
        db, chair.actor, place.id, report.id, seen_revision=report.revision, closes_on=CLOSES_ON, at=NOON
    )
