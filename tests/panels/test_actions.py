"""Acts in a procedure: twice, too late, by another person, from another neighbourhood."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError, TooLateError
from coop.notifications.models import OutboxMessage
from coop.panels import actions
from coop.panels.actions.draw import quotas_for
from coop.panels.models import Procedure, ScoreSheet
from coop.panels.policy import Event, State
from coop.panels.queries import applications_of, lottery_of, my_seat, opened, progress_of, seats_of, volunteers_of
from coop.rules.sortition import Volunteer
from tests.panels.making import CLOSES, DECIDED, ITEMS, Hiring
from tests.support import make
from tests.support.make import NOON, Person


def _subjects(db: Session, person: Person) -> list[str]:
    rows = db.scalars(select(OutboxMessage).where(OutboxMessage.to_account_id == person.account.id))
    return [row.subject for row in rows]


def test_every_panel_of_the_list_keeps_to_the_quotas(db: Session, job: Hiring) -> None:
    job.pool().listed()
    rows = {row.pseudonym: row for row in volunteers_of(db, job.id)}
    pool = [
        Volunteer(name or "", {key: getattr(row, key) for key in ("cluster", "age_band", "experience")}, None)
        for name, row in rows.items()
    ]
    features = {one.id: one.features for one in pool}
    panels = lottery_of(db, job.place.id, job.id)
    assert len(panels) == 1000
    for quota in quotas_for(pool, 6):
        for panel in panels:
            count = sum(1 for name in panel if features[name][quota.feature] == quota.value)
            assert quota.minimum <= count <= quota.maximum
    chances = {name: sum(1 for panel in panels if name in panel) for name in features}
    assert {name: row.chance for name, row in rows.items()} == chances


def test_the_same_pool_and_salt_give_the_same_list(db: Session, job: Hiring) -> None:
    job.pool()
    with db.begin_nested() as point:
        job.listed("one")
        first = job.procedure.lottery_sha256
        point.rollback()
    db.refresh(job.procedure)
    job.listed("one")
    assert job.procedure.lottery_sha256 == first


def test_an_act_twice_is_refused_and_changes_nothing(db: Session, job: Hiring) -> None:
    job.drawn()
    seats = [(seat.account_id, seat.answer) for seat in seats_of(db, job.id)]
    for again in (job.listed, job.throw, lambda: job.throw("001")):
        with pytest.raises(ConflictError), db.begin_nested():
            again()
    db.expire_all()
    assert [(seat.account_id, seat.answer) for seat in seats_of(db, job.id)] == seats
    assert job.procedure.dice == "407"


def test_a_decision_and_its_answer_are_given_once(db: Session, job: Hiring) -> None:
    job.decided()
    with pytest.raises(ConflictError), db.begin_nested():
        job.decide()
    actions.answer_decision(db, job.board.actor, job.place.id, job.id, event=Event.AGREE, at=DECIDED)
    with pytest.raises(ConflictError):
        actions.answer_decision(db, job.board.actor, job.place.id, job.id, event=Event.AGREE, at=DECIDED)
    assert job.procedure.placed_number == 1


def _elsewhere(db: Session, job: Hiring) -> dict[str, Callable[[], object]]:
    other = make.district(db, "de-vaart").id
    secretary, board, member = job.secretary.actor, job.board.actor, job.panel[0].actor
    application = applications_of(db, job.id)[0]
    sheet = dict.fromkeys(ITEMS, (3, "Long enough to count."))
    return {
        "approve": lambda: actions.approve(db, board, other, job.id, at=NOON),
        "open": lambda: actions.open_pool(db, secretary, other, job.id, at=NOON),
        "list": lambda: actions.publish_lottery(db, secretary, other, job.id, salt="x", at=NOON),
        "dice": lambda: actions.record_dice(
            db, secretary, other, job.id, dice="001", place="x", witnesses="y", at=NOON
        ),
        "seat": lambda: actions.answer_seat(db, member, other, job.id, accepts=True, at=NOON),
        "publish": lambda: actions.publish_vacancy(db, secretary, other, job.id, at=NOON),
        "apply": lambda: actions.apply(
            db, make.visitor_actor(other), other, job.id, name="A", contact="a", answers={}, token="t", at=NOON
        ),
        "close": lambda: actions.close_vacancy(db, secretary, other, job.id, at=CLOSES),
        "score": lambda: actions.submit_scores(db, member, other, job.id, application.id, sheet=sheet, at=CLOSES),
        "step back": lambda: actions.step_back(db, member, other, job.id, application.id, at=CLOSES),
        "reveal": lambda: actions.reveal_scores(db, secretary, other, job.id, at=CLOSES),
        "employer": lambda: actions.record_employer(db, secretary, other, job.id, confirms=True, reason="", at=CLOSES),
        "cancel": lambda: actions.cancel(db, board, other, job.id, reason="x", at=CLOSES),
    }


def test_no_act_reaches_a_procedure_of_another_neighbourhood(db: Session, job: Hiring) -> None:
    job.scoring()
    for act in _elsewhere(db, job).values():
        with pytest.raises(NotFoundError):
            act()
    assert job.procedure.state is State.SCORING


def test_an_application_of_another_vacancy_is_not_scored_here(db: Session, job: Hiring) -> None:
    job.scoring()
    other = Procedure(**{name: getattr(job.procedure, name) for name in _COPIED})
    db.add(other)
    db.flush()
    application = applications_of(db, job.id)[0]
    application.procedure_id = other.id
    db.flush()
    with pytest.raises(NotFoundError):
        job.score(job.panel[0], application)


_COPIED = (
    *("district_id", "title", "text", "minutes_week", "home_organisation", "closes_at", "scores_due_at"),
    *("items", "state", "created_at"),
)


def test_who_has_another_part_is_not_on_the_panel(db: Session, job: Hiring) -> None:
    job.pool()
    for person in (job.board, job.secretary, make.team(db, job.place)):
        with pytest.raises(NotAllowedError):
            job.volunteer(person)
    with pytest.raises(NotAllowedError):
        job.volunteer(make.outsider(db, job.place))


def test_volunteering_twice_changes_what_one_told(db: Session, job: Hiring) -> None:
    job.pool(1)
    job.volunteer(job.volunteers[0], 1)
    (row,) = volunteers_of(db, job.id)
    assert (row.cluster, row.age_band) == ("Zuid", "67+")
    for _ in range(2):
        actions.withdraw_volunteer(db, job.volunteers[0].actor, job.place.id, job.id)
    assert not volunteers_of(db, job.id)


def test_after_the_list_nobody_volunteers_or_leaves(db: Session, job: Hiring) -> None:
    job.pool().listed()
    with pytest.raises(ConflictError):
        job.volunteer(job.volunteers[13])
    with pytest.raises(ConflictError):
        actions.withdraw_volunteer(db, job.volunteers[0].actor, job.place.id, job.id)


def test_the_first_reserve_is_asked_after_a_no(db: Session, job: Hiring) -> None:
    job.drawn()
    actions.answer_seat(db, job.panel[0].actor, job.place.id, job.id, accepts=False, at=NOON)
    asked = my_seat(db, job.id, job.reserves[0].account.id)
    assert asked is not None
    assert asked.answer == "waiting"
    assert _subjects(db, job.reserves[0])[-1] == "A seat on the panel came free for you"
    with pytest.raises(ConflictError):
        actions.answer_seat(db, job.panel[0].actor, job.place.id, job.id, accepts=True, at=NOON)
    with pytest.raises(ConflictError):
        actions.answer_seat(db, job.reserves[1].actor, job.place.id, job.id, accepts=True, at=NOON)
    stranger = next(one for one in job.volunteers if one not in job.panel and one not in job.reserves)
    with pytest.raises(NotAllowedError):
        actions.answer_seat(db, stranger.actor, job.place.id, job.id, accepts=True, at=NOON)


def test_a_panel_member_cannot_apply_and_a_reserve_who_applies_gives_up_the_place(db: Session, job: Hiring) -> None:
    job.published()
    with pytest.raises(NotAllowedError):
        job.apply("Member", actor=job.panel[0].actor)
    job.apply("Reserve", actor=job.reserves[0].actor)
    seat = my_seat(db, job.id, job.reserves[0].account.id)
    assert seat is not None
    assert seat.answer == "declined"


def test_the_closing_moment_itself_is_too_late(job: Hiring) -> None:
    job.published()
    job.apply("InTime", at=CLOSES - timedelta(microseconds=1))
    with pytest.raises(TooLateError):
        job.apply("Late", at=CLOSES)


def test_nobody_closes_before_the_closing_moment_and_no_candidates_is_an_end(db: Session, job: Hiring) -> None:
    job.published()
    with pytest.raises(ConflictError):
        actions.close_vacancy(db, job.secretary.actor, job.place.id, job.id, at=CLOSES - timedelta(seconds=1))
    actions.close_vacancy(db, job.secretary.actor, job.place.id, job.id, at=CLOSES)
    assert job.procedure.state is State.UNFILLED
    with pytest.raises(ConflictError):
        opened(db, job.procedure)


def test_scores_stay_sealed_in_the_query_itself_until_all_are_in(db: Session, job: Hiring) -> None:
    job.scoring()
    job.score_all(job.panel[:-1])
    with pytest.raises(ConflictError):
        opened(db, job.procedure)
    with pytest.raises(ConflictError):
        job.open_scores()
    assert not progress_of(db, job.procedure).everybody_ready
    job.score_all(job.panel[-1:])
    assert progress_of(db, job.procedure).everybody_ready
    job.open_scores()
    assert [one.summary.number for one in opened(db, job.procedure)] == [1, 2]
    with pytest.raises(ConflictError):
        job.score(job.panel[0], applications_of(db, job.id)[0], 1)


def test_a_called_off_procedure_never_opens_its_scores(db: Session, job: Hiring) -> None:
    job.scoring()
    job.score_all(job.panel)
    actions.cancel(db, job.board.actor, job.place.id, job.id, reason="The place is gone.", at=CLOSES)
    with pytest.raises(ConflictError):
        opened(db, job.procedure)


def test_stepping_back_keeps_a_flag_and_nothing_else(db: Session, job: Hiring) -> None:
    job.scoring()
    (first, _) = applications_of(db, job.id)
    job.score(job.panel[0], first)
    actions.step_back(db, job.panel[0].actor, job.place.id, job.id, first.id, at=CLOSES)
    sheet = db.scalars(select(ScoreSheet)).one()
    assert sheet.stepped_back
    assert sheet.scores == {}


def test_another_person_hands_in_no_sheet(db: Session, job: Hiring) -> None:
    job.scoring()
    (first, _) = applications_of(db, job.id)
    for person in (job.board, job.secretary, job.reserves[0], make.administrator(db, job.place)):
        with pytest.raises(NotAllowedError):
            job.score(person, first)
    assert not db.scalars(select(ScoreSheet)).all()


def test_people_hear_when_something_waits_for_them(db: Session, job: Hiring) -> None:
    job.decided()
    assert _subjects(db, job.panel[0]) == [
        "You were drawn for a panel",
        "You can score the candidates now",
        "The scores of the panel are open",
    ]
    assert _subjects(db, job.board) == ["A vacancy waits for the board", "A panel has decided"]
    for row in db.scalars(select(OutboxMessage)):
        assert set(row.params) == {"title"}


@pytest.mark.parametrize("missing", ["reasons", "reason_items", "number"])
def test_a_decision_without_its_grounds_is_refused(db: Session, job: Hiring, missing: str) -> None:
    job.scoring()
    job.score_all(job.panel)
    job.open_scores()
    given: dict[str, object] = {"number": 1, "votes": {1: 5}, "reasons": "Why.", "reason_items": ["R2"]}
    given[missing] = {"reasons": "  ", "reason_items": ["R18"], "number": 9}[missing]
    with pytest.raises(InvalidError) as refused:
        actions.record_decision(db, job.secretary.actor, job.place.id, job.id, at=DECIDED, **given)  # type: ignore[arg-type]
    assert refused.value.field == missing


def test_silence_counts_only_after_the_fifth_working_day(db: Session, job: Hiring) -> None:
    job.decided()
    with pytest.raises(ConflictError):
        actions.answer_decision(
            db, job.secretary.actor, job.place.id, job.id, event=Event.SILENCE, at=DECIDED + timedelta(days=5)
        )
    actions.answer_decision(
        db, job.secretary.actor, job.place.id, job.id, event=Event.SILENCE, at=DECIDED + timedelta(days=8)
    )
    assert job.procedure.state is State.EMPLOYER_CONFIRMATION


def test_an_employer_who_refuses_gives_the_ground_and_the_panel_looks_again(db: Session, job: Hiring) -> None:
    job.decided()
    actions.answer_decision(db, job.board.actor, job.place.id, job.id, event=Event.AGREE, at=DECIDED)
    with pytest.raises(InvalidError):
        actions.record_employer(db, job.secretary.actor, job.place.id, job.id, confirms=False, reason=" ", at=DECIDED)
    actions.record_employer(
        db, job.secretary.actor, job.place.id, job.id, confirms=False, reason="A legal requirement.", at=DECIDED
    )
    assert job.procedure.state is State.DELIBERATION
    job.decide()
    assert job.procedure.rounds == 2
