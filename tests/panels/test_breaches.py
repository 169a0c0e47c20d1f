"""E28: a member of the panel tells in public what should have stayed inside."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from coop.kernel.access import Role
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError
from coop.notifications.models import OutboxMessage
from coop.panels import actions
from coop.panels.models import Breach
from coop.panels.policy import SeatState, State
from coop.panels.queries import breaches_about, counts_by_year, history_of, my_seat, procedures_waiting, seats_of
from tests.panels.making import CLOSES, PLACED, Hiring
from tests.support import make
from tests.support.make import Person
from tests.support.site import Site

_WHAT = "That a candidate applied, and where this person works now."
_HOUR = timedelta(hours=1)


@pytest.fixture
def officer(job: Hiring) -> Person:
    return make.with_role(job.db, job.place, Role.PRIVACY_OFFICER)


def _note(job: Hiring, *names: str, **more: Any) -> Breach:
    seat = my_seat(job.db, job.id, job.panel[0].account.id)
    whom = [one.id for one in job.applications() if one.name in (names or ("Anna",))]
    usual = {"seat_id": seat.id if seat else 0, "application_ids": whom, "known_at": CLOSES - 4 * _HOUR}
    given = {"at": CLOSES, "place": "A group on the phone.", "text": _WHAT, **usual, **more}
    row: Breach = job.do(actions.note_breach, **given)
    return row


def _sent(job: Hiring) -> list[tuple[int | None, str | None, str]]:
    rows = job.db.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [(one.to_account_id, one.to_email, one.subject) for one in rows]


def _judge(job: Hiring, who: Person, row: Breach, **more: Any) -> None:
    given = {"reported": True, "grounds": "Number 4711, on the day itself.", **more}
    actions.judge_breach(job.db, who.actor, job.place.id, job.id, breach_id=row.id, at=CLOSES, **given)


def test_e28_the_member_goes_a_reserve_comes_and_whom_it_is_about_hears_of_it(job: Hiring, officer: Person) -> None:
    job.closed()
    row = _note(job)
    answers = [seat.answer for seat in seats_of(job.db, job.id)]
    assert answers.count(SeatState.REMOVED) == 1
    assert answers.count(SeatState.WAITING) == 1
    sent = _sent(job)
    mine = "Something about your application became known that should not have"
    assert [to for _account, to, subject in sent if subject == mine] == ["Anna@example.org"]
    asked = "Something about candidates became known. Decide within 72 hours whether to report it"
    told = {account for account, _to, subject in sent if subject == asked}
    assert told == {officer.account.id, job.board.account.id}
    assert row.numbers == [1]
    notes = [one.reason for one in history_of(job.db, job.place.id, job.id)]
    assert "A member of the panel did not keep silent." in notes
    assert not [note for note in notes if _WHAT in note]
    assert not breaches_about(job.db, job.id, 2)
    assert counts_by_year(job.db, job.place.id)["breaches"] == [(2027, 1)]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"place": " "}, "place"),
        ({"text": ""}, "text"),
        ({"known_at": CLOSES + _HOUR}, "day"),
        ({"application_ids": []}, "whom"),
        ({"application_ids": [0]}, "whom"),
    ],
    ids=["no place", "no text", "in the future", "about nobody", "about somebody elsewhere"],
)
def test_e28_what_is_wrong_with_a_note_is_said_and_nobody_leaves(
    job: Hiring, wrong: dict[str, Any], field: str
) -> None:
    job.closed()
    with pytest.raises(InvalidError) as refused:
        _note(job, **wrong)
    assert refused.value.field == field
    assert SeatState.REMOVED not in [seat.answer for seat in seats_of(job.db, job.id)]


def test_e28_the_clock_runs_from_when_it_was_known_and_warns_before_and_after(job: Hiring, officer: Person) -> None:
    job.closed()
    row = _note(job)
    soon, passed = "One day left to report what became known", "The 72 hours to report what became known"

    def mails(words: str) -> int:
        mine = [subject for account, _to, subject in _sent(job) if account == officer.account.id]
        return sum(1 for subject in mine if subject.startswith(words))

    seen = []
    for hours in (47, 48, 49, 72, 73, 74):
        actions.run_clock(job.db, at=row.known_at + hours * _HOUR + timedelta(minutes=1))
        seen.append((mails(soon), mails(passed)))
    assert seen == [(0, 0), (1, 0), (1, 0), (1, 1), (1, 1), (1, 1)]


def test_e28_after_the_decision_nobody_is_warned_or_asked_any_more(job: Hiring, officer: Person) -> None:
    job.closed()
    row = _note(job)
    asked = "Decide within 72 hours whether a breach of secrecy goes to the data protection authority"
    assert [one.what for one in procedures_waiting(job.db, job.place.id, officer.actor, CLOSES)] == [asked]
    with pytest.raises(NotAllowedError):
        _judge(job, job.secretary, row)
    with pytest.raises(InvalidError):
        _judge(job, officer, row, grounds=" ")
    _judge(job, officer, row)
    with pytest.raises(ConflictError, match="decided already"):
        _judge(job, job.board, row, reported=False)
    assert (row.reported, row.judged_at) == (True, CLOSES)
    before = len(_sent(job))
    actions.run_clock(job.db, at=row.known_at + 80 * _HOUR)
    assert not [one for one in _sent(job)[before:] if "became known" in one[2]]
    assert not procedures_waiting(job.db, job.place.id, officer.actor, CLOSES)


def test_e28_after_the_placement_it_is_noted_all_the_same_and_nobody_leaves(job: Hiring) -> None:
    job.placed()
    _note(job, at=PLACED, known_at=PLACED)
    assert job.is_in(State.PLACED)
    assert SeatState.REMOVED not in [seat.answer for seat in seats_of(job.db, job.id)]


def test_e28_erasing_takes_the_candidates_and_the_seat_and_three_years_later_the_line(job: Hiring) -> None:
    job.in_retention()
    row = _note(job, at=PLACED, known_at=PLACED)
    assert job.procedure.erase_at is not None
    actions.run_clock(job.db, at=job.procedure.erase_at)
    assert job.is_in(State.ERASED)
    assert (row.numbers, row.seat_id, row.text) == ([], None, _WHAT)
    actions.run_clock(job.db, at=PLACED + timedelta(days=3 * 365))
    assert job.db.scalars(select(Breach)).all() == []


def test_e28_through_the_pages(site: Site, job: Hiring, officer: Person) -> None:
    job.closed()
    site.at(CLOSES)
    base = f"/noorderkwartier/vacatures/{job.id}"
    office, watch = site.visitor(language="en").sign_in(job.secretary), site.visitor(language="en").sign_in(officer)
    page = office.open(f"{base}/beheer").follow("Did not keep silent")
    assert page.submit("Put this in the record", expect=422).has("Choose at least one candidate whom it is about.")
    told: dict[str, Any] = {"day": "12-04-2027", "time": "09:30", "place": "A group on the phone.", "text": _WHAT}
    page.submit("Put this in the record", whom=str(job.applications()[0].id), **told)
    row = job.db.scalars(select(Breach)).one()
    about = site.visitor(language="en").open(f"{base}/sollicitatie/{job.applications()[0].token}")
    assert about.has("somebody of the panel told something about your application")
    other = site.visitor(language="en").open(f"{base}/sollicitatie/{job.applications()[1].token}")
    assert other.lacks("somebody of the panel told something")
    public = site.visitor(language="en")
    assert public.open(base).lacks(_WHAT)
    assert public.open("/noorderkwartier/vacatures").has("Breaches of secrecy by a panel: 2027: 1.")
    office.open(f"{base}/voorvallen/{row.id}", expect=403)
    assert watch.open("/noorderkwartier/mijn-pagina").has("Decide within 72 hours whether a breach of secrecy")
    page = watch.open(f"{base}/voorvallen/{row.id}")
    assert page.has(_WHAT)
    assert page.submit("Put this decision in the record", expect=422).has("Choose an answer.")
    listed = page.submit("Put this decision in the record", reported="no", grounds="No name was told.")
    assert listed.has("not reported")
    assert watch.open(f"{base}/voorvallen/{row.id}").lacks("Put this decision in the record")


def test_e28_the_page_counts_the_hours_and_says_when_they_have_passed(site: Site, job: Hiring, officer: Person) -> None:
    job.closed()
    row = _note(job)
    path = f"/noorderkwartier/vacatures/{job.id}/voorvallen/{row.id}"
    site.at(CLOSES)
    assert site.visitor(language="en").sign_in(officer).open(path).has("Whole hours left: 68.")
    site.at(row.known_at + 72 * _HOUR + timedelta(seconds=1))
    watch = site.visitor(language="en").sign_in(officer)
    assert watch.open(path).has("The 72 hours passed on")
    assert watch.open("/noorderkwartier/vacatures/voorvallen").has("the 72 hours have passed")


@pytest.mark.parametrize("gone", [False, True], ids=["finished panel", "empty seat"])
def test_e28_the_page_says_that_a_member_leaves_only_when_somebody_can(site: Site, job: Hiring, gone: bool) -> None:
    if gone:
        job.closed()
        job.by(job.panel[0], actions.leave_panel, CLOSES)
    else:
        job.placed()
    seat = my_seat(job.db, job.id, job.panel[0].account.id)
    assert seat is not None
    site.at(CLOSES if gone else PLACED)
    path = f"/noorderkwartier/vacatures/{job.id}/leden/{seat.id}/geheimhouding"
    page = site.visitor(language="en").sign_in(job.secretary).open(path)
    assert page.has("Nobody leaves: this panel is finished, or this person is off it already.")
    assert page.lacks("The member goes off the panel")
    told: dict[str, Any] = {"day": "12-04-2027", "time": "09:30", "place": "A group on the phone.", "text": _WHAT}
    done = page.submit("Put this in the record", whom=str(job.applications()[0].id), **told)
    assert done.lacks("The member is off the panel.")
    assert len(job.db.scalars(select(Breach)).all()) == 1


def test_e28_the_page_of_a_running_panel_says_that_the_member_leaves(site: Site, job: Hiring) -> None:
    job.closed()
    seat = my_seat(job.db, job.id, job.panel[0].account.id)
    assert seat is not None
    site.at(CLOSES)
    path = f"/noorderkwartier/vacatures/{job.id}/leden/{seat.id}/geheimhouding"
    page = site.visitor(language="en").sign_in(job.secretary).open(path)
    assert page.has("The member goes off the panel. Before the interviews a reserve is asked.")
    told: dict[str, Any] = {"day": "12-04-2027", "time": "09:30", "place": "A group on the phone.", "text": _WHAT}
    done = page.submit("Put this in the record", whom=str(job.applications()[0].id), **told)
    assert done.has("The member is off the panel.")
