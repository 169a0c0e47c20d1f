"""Reading without names: all answers to one question, in an order of one's own; a sheet counts when it is whole."""

import re

import pytest
from sqlalchemy.orm import Session

from coop.kernel.errors import ConflictError, InvalidError
from coop.panels import actions
from coop.panels.policy import AppState, reading_order
from coop.panels.queries import (
    INTERVIEW,
    SCREENING,
    facts_of,
    my_seat,
    my_sheets,
    screening_means,
    screening_round,
)
from tests.panels.making import CLOSES, ITEMS, READ, TALKS, Hiring
from tests.support import make
from tests.support.make import Person
from tests.support.site import Site

NAMES = ("Anna", "Bram", "Carla", "Dirk")


def _give(
    job: Hiring, person: Person, code: str, score: int | None = 4, evidence: str = "It is in the answer."
) -> None:
    given = {one.id: (score, evidence) for one in job.applications(AppState.ADMITTED)}
    job.by(person, actions.submit_question, CLOSES, code=code, given=given)


def _sheets(job: Hiring, person: Person) -> list[bool]:
    seat = my_seat(job.db, job.id, person.account.id)
    assert seat is not None
    return [sheet.complete for sheet in my_sheets(job.db, job.id, seat.id, SCREENING).values()]


def test_a_sheet_counts_when_all_questions_are_in(db: Session, job: Hiring) -> None:
    job.screening(NAMES)
    for code in ITEMS[:-1]:
        _give(job, job.panel[0], code)
    assert _sheets(job, job.panel[0]) == [False] * 4
    assert not any(screening_round(db, job.procedure)[1].values())
    assert set(screening_means(db, job.procedure).values()) == {None}
    _give(job, job.panel[0], ITEMS[-1])
    assert _sheets(job, job.panel[0]) == [True] * 4
    assert [len(seats) for seats in screening_round(db, job.procedure)[1].values()] == [1] * 4
    job.score_all(job.panel[1:], at=CLOSES)
    assert facts_of(db, job.procedure).screening_ready


def test_half_a_round_does_not_open_anything_after_the_deadline(job: Hiring) -> None:
    job.screening()
    for person in job.panel:
        for code in ITEMS[:-1]:
            _give(job, person, code)
    with pytest.raises(ConflictError, match="sealed"):
        job.do(actions.agree_on_invited, READ + (READ - CLOSES) * 6, count=2)


def test_a_score_needs_its_evidence_and_not_discussed_needs_none(job: Hiring) -> None:
    job.screening()
    with pytest.raises(InvalidError) as refused:
        _give(job, job.panel[0], "R2", 4, "short")
    assert refused.value.field == f"evidence_{job.applications()[0].id}" or "evidence" in str(refused.value.field)
    _give(job, job.panel[0], "R2", None, "")


def test_only_the_candidates_of_now_and_the_questions_of_this_rubric(job: Hiring) -> None:
    job.screening()
    first = job.applications()[0]
    for code, given in (("R18", {}), ("R2", {first.id: (4, "It is in the answer.")})):
        with pytest.raises(ConflictError):
            job.by(job.panel[0], actions.submit_question, CLOSES, code=code, given=given)


def test_who_steps_back_does_not_read_that_candidate_until_taken_back(job: Hiring) -> None:
    job.screening()
    first, second = job.applications()
    job.by(job.panel[0], actions.step_back, CLOSES, application_id=first.id)
    job.by(job.panel[0], actions.submit_question, CLOSES, code="R1", given={second.id: (3, "It is in the answer.")})
    job.by(job.panel[0], actions.judge_after_all, CLOSES, application_id=first.id)
    with pytest.raises(ConflictError):
        job.by(job.panel[0], actions.judge_after_all, CLOSES, application_id=first.id)
    _give(job, job.panel[0], "R1")


def test_the_order_differs_by_member_and_question_and_stays(site: Site, job: Hiring) -> None:
    job.screening(NAMES)
    site.at(CLOSES)
    base = f"/noorderkwartier/vacatures/{job.id}"

    def order(person: Person, number: int) -> tuple[str, ...]:
        page = site.visitor(language="en").sign_in(person).open(f"{base}/scoren/vraag/{number}")
        return tuple(re.findall(r"<h2>Candidate (\d)</h2>", page.html))

    seen = {(person.account.id, number): order(person, number) for person in job.panel[:4] for number in (1, 2, 3)}
    assert all(sorted(one) == ["1", "2", "3", "4"] for one in seen.values())
    assert len(set(seen.values())) > 5
    assert all(order(person, 2) == seen[person.account.id, 2] for person in job.panel[:4])


def test_over_many_members_every_candidate_comes_first_about_as_often() -> None:
    firsts = [reading_order(seat, "R1", range(4), "salt")[0] for seat in range(4000)]
    assert all(900 < firsts.count(number) < 1100 for number in range(4))


def test_while_reading_nobody_is_judged_as_a_whole(site: Site, job: Hiring) -> None:
    job.screening()
    site.at(CLOSES)
    member = site.visitor(language="en").sign_in(job.panel[0])
    base = f"/noorderkwartier/vacatures/{job.id}/scoren"
    member.open(f"{base}/{job.applications()[0].id}", expect=409)
    member.open(f"{base}/vraag/7", expect=404)
    page = member.open(f"{base}/vraag/1")
    assert page.has("Question 1 of 6")
    assert page.lacks("Anna")
    assert page.lacks("anna@example.org")
    refused = page.submit("Hand in my scores for this question", expect=422)
    assert refused.html.count("Choose a score from 1 to 5") >= 2


def test_after_the_interviews_scores_are_by_candidate(site: Site, job: Hiring) -> None:
    job.scoring()
    site.at(TALKS)
    member = site.visitor(language="en").sign_in(job.panel[0])
    base = f"/noorderkwartier/vacatures/{job.id}/scoren"
    member.open(f"{base}/vraag/1", expect=409)
    assert member.open(base).has("Candidate 1")
    job.score(job.panel[0], job.applications()[0])
    seat = my_seat(job.db, job.id, job.panel[0].account.id)
    assert seat is not None
    assert [one.complete for one in my_sheets(job.db, job.id, seat.id, INTERVIEW).values()] == [True]


def test_a_paper_sheet_takes_the_place_of_half_a_sheet_on_the_site(job: Hiring) -> None:
    job.screening()
    _give(job, job.panel[0], "R1")
    seat = my_seat(job.db, job.id, job.panel[0].account.id)
    assert seat is not None
    sheet = dict.fromkeys(ITEMS, (3, "It is on the paper."))
    one = job.applications()[0]
    job.do(actions.type_paper_sheet, CLOSES, application_id=one.id, seat_id=seat.id, sheet=sheet)
    assert not my_sheets(job.db, job.id, seat.id, SCREENING)[one.id].complete
    deputy = make.secretary(job.db, job.place)
    job.by(deputy, actions.type_paper_sheet, CLOSES, application_id=one.id, seat_id=seat.id, sheet=sheet)
    kept = my_sheets(job.db, job.id, seat.id, SCREENING)[one.id]
    assert (kept.complete, kept.from_paper, kept.scores["R1"]["score"]) == (True, True, 3)
