"""Edge cases of the domain notes looked at from more sides: what an outside checker would try."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from coop.audit.models import AuditEntry
from coop.kernel.clock import AMSTERDAM
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError
from coop.notifications.models import OutboxMessage
from coop.panels import actions
from coop.panels.actions.lottery import features_of, pool_of, quotas_of
from coop.panels.models import Application, ScoreSheet, Seat
from coop.panels.policy import AppState, SeatState, State
from coop.panels.queries import applications_of, my_seat, opened, seats_of, volunteers_of
from coop.web.filters import moment
from tests.panels.making import CLOSES, DECIDED, ITEMS, READ, SECRET, TALKS, Hiring, hiring
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import Site

_MINUTE = timedelta(minutes=1)


def _seat(job: Hiring, person: Person) -> Seat:
    seat = my_seat(job.db, job.id, person.account.id)
    assert seat is not None
    return seat


def _subjects(job: Hiring, *, account_id: int | None = None, to: str | None = None) -> list[str]:
    rows = job.db.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [one.subject for one in rows if (one.to_account_id, one.to_email) == (account_id, to)]


@pytest.mark.parametrize("number", range(6))
def test_e6_the_panel_keeps_to_the_published_quotas_whoever_leaves(job: Hiring, number: int) -> None:
    job.published()
    job.by(job.panel[number], actions.leave_panel, NOON)
    rows = volunteers_of(job.db, job.id)
    there = {
        seat.volunteer_id for seat in seats_of(job.db, job.id) if seat.answer in (SeatState.ACCEPTED, SeatState.WAITING)
    }
    assert len(there) == 6
    features = features_of(job.procedure)
    pool = pool_of(list(rows), features)
    names = {row.pseudonym for row in rows if row.id in there}
    members = [one for one in pool if one.id in names]
    for quota in quotas_of(job.procedure, pool):
        count = sum(one.features[quota.feature] == quota.value for one in members)
        assert quota.minimum <= count <= quota.maximum, quota


def _on_paper(job: Hiring, at: datetime, **more: Any) -> Application:
    given = {
        "name": "Dirk",
        "contact": "Marktstraat 3",
        "answers": dict.fromkeys(ITEMS, "On paper."),
        "came_in_at": CLOSES - _MINUTE,
        "token": "paper-key",
        **more,
    }
    row: Application = job.do(actions.apply_on_paper, at, **given)
    return row


def test_e13_paper_that_came_in_before_closing_counts_when_it_is_typed_later(job: Hiring) -> None:
    job.closed()
    one = _on_paper(job, CLOSES + timedelta(hours=12))
    assert (one.number, one.state, one.account_id) == (3, AppState.RECEIVED, None)
    assert one.received_at == CLOSES - _MINUTE


def test_e13_paper_that_came_in_at_the_closing_moment_is_late_and_its_writer_can_complain(job: Hiring) -> None:
    job.closed()
    one = _on_paper(job, CLOSES + timedelta(hours=12), came_in_at=CLOSES)
    assert one.state is AppState.LATE
    with pytest.raises(ConflictError):
        job.do(actions.sort_application, CLOSES, application_id=one.id, state=AppState.ADMITTED)
    job.do(actions.write_letter, CLOSES, application_id=one.id, text="It came too late.", by_item={})
    actions.file_complaint(job.db, job.place.id, job.id, one.token, text="It did not.", committee_token="k", at=READ)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"contact": ""}, "contact"),
        ({"came_in_at": CLOSES + timedelta(days=1)}, "day"),
        ({"came_in_at": NOON - _MINUTE}, "day"),
        ({"answers": {"R1": "a" * 4001}}, "answer_R1"),
        ({"cv": "a" * 20_001}, "cv"),
    ],
)
def test_e13_what_is_wrong_with_paper_is_said(job: Hiring, wrong: dict[str, Any], field: str) -> None:
    job.closed()
    with pytest.raises(InvalidError) as refused:
        _on_paper(job, CLOSES, **wrong)
    assert refused.value.field == field
    assert len(job.applications()) == 2


def test_e13_nothing_is_added_once_the_panel_reads_and_only_the_secretary_types(job: Hiring) -> None:
    job.closed()
    with pytest.raises(NotAllowedError):
        job.by(
            job.panel[0], actions.apply_on_paper, CLOSES, name="D", contact="M", answers={}, came_in_at=NOON, token="k"
        )
    for one in job.applications():
        job.do(actions.sort_application, CLOSES, application_id=one.id, state=AppState.ADMITTED)
    job.do(actions.start_screening, CLOSES)
    with pytest.raises(ConflictError):
        _on_paper(job, CLOSES)


def test_e13_on_the_pages_the_secretary_types_it_and_stays_no_candidate(site: Site, job: Hiring) -> None:
    job.published()
    site.at(CLOSES - _MINUTE)
    base = f"/noorderkwartier/vacatures/{job.id}"
    assert site.visitor(language="en").open(base).has("A postmark does not count.")
    office = site.visitor(language="en").sign_in(job.secretary)
    page = office.open(f"{base}/beheer").follow("Type over an application on paper")
    page = page.submit("Save this application", expect=422, name="Dirk", answer_R1="He told of it.")
    assert page.has("Fill in a day, like 31-12-2026.")
    assert page.has("He told of it.")
    local = (CLOSES - 2 * _MINUTE).astimezone(AMSTERDAM)
    done = page.submit(
        *("Save this application",), contact="Marktstraat 3", day=f"{local:%d-%m-%Y}", time=f"{local:%H:%M}"
    )
    assert done.has("Dirk")
    assert done.has("Without e-mail: call, or print a letter")
    (one,) = applications_of(job.db, job.id)
    assert (one.account_id, one.answers["R1"], one.answers["R2"]) == (None, "He told of it.", "")
    assert office.open(f"{base}/beheer").has("Dirk")


def _missing(job: Hiring, *parts: str) -> Application:
    anna = job.applications()[0]
    job.do(
        *(actions.sort_application, CLOSES),
        application_id=anna.id,
        state=AppState.INCOMPLETE,
        reason="It stops halfway.",
        missing=parts,
    )
    return anna


def test_e14_what_is_missing_has_to_be_said_and_is_an_item_of_this_rubric(job: Hiring) -> None:
    job.closed()
    for parts in ((), ("R18",)):
        with pytest.raises(InvalidError) as refused:
            _missing(job, *parts)
        assert refused.value.field == "missing"


def test_e14_what_was_taken_out_of_other_answers_stays_out(job: Hiring) -> None:
    job.closed()
    anna = job.applications()[0]
    job.do(actions.redact, CLOSES, application_id=anna.id, answers={**anna.answers, "R2": "As [function]."})
    _missing(job, "R1")
    actions.change_application(
        *(job.db, job.place.id, job.id, anna.token), answers=dict.fromkeys(ITEMS, "New."), cv="New.", at=CLOSES
    )
    assert anna.redacted == {**anna.answers, "R2": "As [function]."}
    assert (anna.answers["R1"], anna.answers["R2"], anna.cv) == ("New.", "An example.", "")


def test_e14_the_page_asks_for_what_is_missing_and_for_nothing_else(site: Site, job: Hiring) -> None:
    job.closed()
    anna = job.applications()[0]
    site.at(CLOSES)
    base = f"/noorderkwartier/vacatures/{job.id}"
    page = site.visitor(language="en").sign_in(job.secretary).open(f"{base}/kandidaten/{anna.id}")
    page = page.submit("Save this", expect=422, state="incomplete", reason="The CV is cut off.")
    assert page.has("Choose at least one part that is missing.")
    page.submit("Save this", state="incomplete", reason="The CV is cut off.", missing="cv")
    page = site.visitor(language="en").open(f"{base}/sollicitatie/{anna.token}").follow("Change my answers")
    assert page.has("You can send only what is missing.")
    assert {one.get("name") for one in page.soup.select("textarea")} == {"cv"}
    page.submit("Send my changed answers", cv="All of it.")
    assert (anna.cv, anna.answers["R1"], anna.state) == ("All of it.", "An example.", AppState.RECEIVED)


def test_e16_two_applications_of_one_account_go_their_own_way(site: Site, job: Hiring) -> None:
    job.published()
    other = hiring(job.db, job.place)
    other.published()
    person = make.member(job.db, job.place)
    mine, second = (one.apply("Eva", actor=person.actor) for one in (job, other))
    assert [mine.account_id, second.account_id] == [person.account.id] * 2
    actions.withdraw_application(job.db, job.place.id, job.id, mine.token, at=NOON)
    assert (mine.state, second.state) == (AppState.WITHDRAWN, AppState.RECEIVED)
    for wrong, key in ((job, second.token), (other, mine.token)):
        path = f"/noorderkwartier/vacatures/{wrong.id}/sollicitatie/{key}"
        site.visitor(language="en").sign_in(person).open(path, expect=404)


def test_e16_the_panel_of_one_vacancy_opens_no_score_of_the_other(site: Site, job: Hiring) -> None:
    job.deliberating()
    other = hiring(job.db, job.place)
    other.deliberating()
    site.at(DECIDED)
    path = f"/noorderkwartier/vacatures/{job.id}/beraad"
    assert site.visitor(language="en").sign_in(job.panel[0]).open(path).has(SECRET)
    site.visitor(language="en").sign_in(other.panel[0]).open(path, expect=403)


def test_e19_who_withdraws_before_the_talk_is_not_heard_and_the_others_go_on(job: Hiring) -> None:
    job.interviewing()
    anna, bram = job.applications()
    job.plan(anna)
    job.hold(bram)
    assert job.is_in(State.INTERVIEWING)
    actions.withdraw_application(job.db, job.place.id, job.id, anna.token, at=TALKS)
    with pytest.raises(ConflictError):
        job.hold(anna)
    actions.run_procedure(job.db, job.place.id, job.id, at=TALKS)
    assert job.is_in(State.SCORING)
    job.score_all(job.panel)
    job.open_scores()
    assert [row.summary.number for row in opened(job.db, job.procedure)] == [bram.number]


@pytest.mark.parametrize(("days", "after"), [(14, State.PANEL_DECIDED), (15, State.UNFILLED)])
def test_e19_the_next_is_asked_within_fourteen_days_only(job: Hiring, days: int, after: State) -> None:
    job.decided()
    chosen = job.applications(AppState.PREFERRED)[0]
    actions.withdraw_application(job.db, job.place.id, job.id, chosen.token, at=DECIDED + timedelta(days=days))
    assert job.is_in(after)


def test_e21_that_something_was_taken_out_stands_in_the_log_without_what(site: Site, job: Hiring) -> None:
    job.closed()
    anna = job.applications()[0]
    site.at(CLOSES)
    path = f"/noorderkwartier/vacatures/{job.id}/kandidaten/{anna.id}/onherkenbaar"
    page = site.visitor(language="en").sign_in(job.secretary).open(path)

    def noted() -> list[AuditEntry]:
        return [one for one in job.db.scalars(select(AuditEntry)) if one.act == "panels.redact"]

    looked = len(noted())
    page.submit("Save what the panel reads", answer_R1="As [function] I listened.")
    (row,) = noted()[looked:]
    assert (row.account_id, row.things["application_id"]) == (job.secretary.account.id, anna.id)
    assert "[function]" not in str(row.things)


def test_e24_board_and_panel_hear_that_nobody_applied_and_it_can_be_opened_again(job: Hiring) -> None:
    job.published()
    before = [len(_subjects(job, account_id=one.account.id)) for one in (job.board, *job.panel)]
    actions.run_procedure(job.db, job.place.id, job.id, at=CLOSES)
    after = [len(_subjects(job, account_id=one.account.id)) for one in (job.board, *job.panel)]
    assert all(now > then for then, now in zip(before, after, strict=True))
    assert job.decide_as_board(actions.reopen, CLOSES).predecessor_id == job.id


def test_e25_a_team_member_who_applies_reads_what_any_candidate_reads(site: Site, job: Hiring) -> None:
    job.published()
    inside, outside = make.team(job.db, job.place), make.member(job.db, job.place)
    for name, person in (("Eva", inside), ("Fia", outside)):
        job.apply(name, actor=person.actor)
    before = Counter(_subjects(job, account_id=inside.account.id))
    job.do(actions.catch_up, CLOSES)
    for one in job.applications():
        job.do(actions.sort_application, CLOSES, application_id=one.id, state=AppState.ADMITTED)
    job.do(actions.start_screening, CLOSES)
    site.at(CLOSES)
    base = f"/noorderkwartier/vacatures/{job.id}"
    for path in ("/beheer", "/beraad", "/panellid", "/scoren/vraag/1"):
        site.visitor(language="en").sign_in(inside).open(base + path, expect=403)
    seen = [site.visitor(language="en").sign_in(one).open(base).soup.select_one("main") for one in (inside, outside)]
    assert seen[0] is not None
    assert seen[1] is not None
    assert seen[0].get_text() == seen[1].get_text()
    # Nothing of what panel and office are told reaches the team member.
    assert Counter(_subjects(job, account_id=inside.account.id)) == before


@pytest.mark.parametrize("tells", [False, True])
def test_e29_the_candidate_hears_of_struck_scores_when_they_may_have_mattered(
    site: Site, job: Hiring, tells: bool
) -> None:
    job.scoring()
    job.score_all(job.panel[1:])
    anna, bram = job.applications()
    remark = dict.fromkeys(ITEMS, (1, "A remark that the law forbids."))
    for one in (anna, bram):
        sheet = remark if one is anna else dict.fromkeys(ITEMS, (4, "What was told."))
        actions.submit_scores(job.db, job.panel[0].actor, job.place.id, job.id, one.id, sheet=sheet, at=TALKS)
    site.at(TALKS)
    office = site.visitor(language="en").sign_in(job.secretary)
    page = office.open(f"/noorderkwartier/vacatures/{job.id}/leden/{_seat(job, job.panel[0]).id}/doorhalen")
    told: dict[str, Any] = {"application": str(anna.id), "reason": "It was against the law."}
    told |= {"tells": "y"} if tells else {}
    page.submit("Strike these scores", **told)
    subject = "Scores of one member for you count for nothing any more"
    assert (subject in _subjects(job, to=anna.contact)) is tells
    assert subject not in _subjects(job, to=bram.contact)
    job.open_scores()
    site.at(DECIDED)
    shown = site.visitor(language="en").sign_in(job.panel[1]).open(f"/noorderkwartier/vacatures/{job.id}/beraad")
    assert shown.lacks("A remark that the law forbids.")
    assert 1 not in opened(job.db, job.procedure)[0].summary.items[0].scores


def test_e34_the_committee_can_be_asked_to_test_the_ground_of_the_employer(job: Hiring) -> None:
    job.agreed()
    job.employer(confirms=False)
    job.do(actions.ask_committee, DECIDED, reason="Is this a ground of the law of employment?", committee_token="key")
    assert job.is_in(State.SUSPENDED)
    assert job.procedure.for_committee


def test_e37_after_scores_and_a_vote_nothing_of_them_is_in_the_new_procedure(job: Hiring) -> None:
    job.deliberating()
    for person in job.panel:
        job.vote(person, None)
    job.decide(nobody=True)
    assert job.is_in(State.UNFILLED)
    fresh = job.decide_as_board(actions.reopen, DECIDED)
    assert not list(job.db.scalars(select(ScoreSheet).where(ScoreSheet.procedure_id == fresh.id)))
    carried = ("votes", "tally", "ranking", "rule", "reasons", "chosen_number", "invited_count", "mandate", "panels")
    assert {getattr(fresh, name) for name in carried} == {None}
    assert (fresh.minutes, fresh.rounds, fresh.lot_witnesses) == ("", 1, "")
    with pytest.raises(ConflictError, match="sealed"):
        opened(job.db, fresh)


def test_e40_after_the_decision_scores_are_locked_also_for_who_never_changed_them(job: Hiring) -> None:
    job.decided()
    sheet = dict.fromkeys(ITEMS, (2, f"{SECRET}2"))
    with pytest.raises(ConflictError):
        job.by(
            *(job.panel[0], actions.amend_scores, DECIDED),
            application_id=job.applications()[0].id,
            sheet=sheet,
            reason="I misread it.",
        )
    assert 2 not in opened(job.db, job.procedure)[0].summary.items[0].scores


def test_e43_the_hour_that_comes_twice_in_autumn_is_shown_with_its_offset(site: Site) -> None:
    with site.app.test_request_context("/", headers={"Accept-Language": "en"}):
        first, second = (moment(datetime(2027, 10, 31, hour, 30, tzinfo=UTC)) for hour in (0, 1))
        usual = moment(datetime(2027, 10, 31, 2, 30, tzinfo=UTC))
    assert "02:30 (UTC+2)" in first
    assert "02:30 (UTC+1)" in second
    assert "03:30" in usual
    assert "UTC" not in usual
