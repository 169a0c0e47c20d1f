"""What waits for whom, what can be joined now, and counts that point at nobody."""

from collections import Counter
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from coop.districts.models import District
from coop.kernel.access import Actor
from coop.panels import actions
from coop.panels.policy import shown_counts
from coop.panels.queries import (
    open_vacancies,
    panel_make_up,
    procedures_of,
    procedures_waiting,
)
from tests.panels.making import CLOSES, DECIDED, Hiring, hiring
from tests.support import make
from tests.support.make import NOON
from tests.support.site import CountStatements


def _waits(job: Hiring, actor: Actor) -> list[tuple[str, str]]:
    return [(one.what, one.endpoint) for one in procedures_waiting(job.db, job.place.id, actor, CLOSES)]


def test_each_step_waits_for_one_role(db: Session, job: Hiring) -> None:
    assert _waits(job, job.board.actor) == []
    assert _waits(job, job.secretary.actor) == [("Finish the profile and show it to the board", "panels.manage")]
    job.do(actions.submit_profile, NOON)
    assert _waits(job, job.board.actor) == [("Approve the vacancy", "panels.manage")]
    assert _waits(job, job.secretary.actor) == []


def test_in_scoring_it_waits_for_members_and_then_for_the_panel(job: Hiring) -> None:
    job.scoring()
    assert _waits(job, job.panel[0].actor) == [("Give scores for the interview", "panels.member")]
    job.score_all(job.panel[:1])
    assert _waits(job, job.panel[0].actor) == []
    assert _waits(job, job.reserves[0].actor) == []
    job.score_all(job.panel[1:])
    job.open_scores()
    assert _waits(job, job.panel[0].actor) == [("Read the scores and deliberate", "panels.member")]
    assert _waits(job, job.secretary.actor) == [("Record the decision of the panel", "panels.manage")]
    for person in job.panel:
        job.vote(person, 1)
    job.decide()
    assert _waits(job, job.secretary.actor) == [("Send the decision to the board", "panels.manage")]
    job.do(actions.send_decision, DECIDED, employer_token="key")
    assert _waits(job, job.board.actor) == [("Answer the decision of the panel", "panels.manage")]


def test_what_waits_takes_as_many_statements_for_three_panels_as_for_one(db: Session, job: Hiring) -> None:
    job.scoring()
    person = job.panel[0]

    def count() -> int:
        with CountStatements(db) as counted:
            procedures_waiting(db, job.place.id, person.actor, CLOSES)
        return counted.count

    before = count()
    for _ in range(2):
        more = hiring(db, job.place)
        more.volunteers = job.volunteers
        more.scoring()
    assert count() == before


def test_a_vacancy_can_be_joined_while_it_is_open(db: Session, place: District, job: Hiring) -> None:
    assert not open_vacancies(db, place.id, NOON)
    job.published()
    assert open_vacancies(db, place.id, CLOSES - timedelta(seconds=1)) == [job.procedure]
    assert not open_vacancies(db, place.id, CLOSES)
    assert not open_vacancies(db, make.district(db, "de-vaart").id, NOON)


def test_drafts_are_not_in_the_public_list(db: Session, place: District, job: Hiring) -> None:
    assert not procedures_of(db, place.id, drafts=False)
    assert procedures_of(db, place.id, drafts=True) == [job.procedure]


def test_the_make_up_counts_the_people_on_the_panel(db: Session, job: Hiring) -> None:
    job.drawn()
    for rows in panel_make_up(db, job.id).values():
        assert sum(count or 0 for _, count in rows) <= 6


@given(st.lists(st.sampled_from(["Noord", "Oost", "Zuid", "West"]), min_size=1, max_size=9))
def test_a_hidden_count_cannot_be_worked_out(people: list[str]) -> None:
    counts = Counter(people)
    shown = dict(shown_counts(counts))
    hidden = [value for value, count in shown.items() if count is None]
    assert all(count is None or count >= 3 for count in shown.values())
    if hidden and len(hidden) < len(counts):
        assert len(hidden) > 1
        assert sum(counts[value] for value in hidden) >= 3
