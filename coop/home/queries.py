"""What the front page and "my page" show, gathered from the rooms below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from coop.accountability import queries as accountability
from coop.advice import queries as advice
from coop.agenda import queries as agenda
from coop.answers import queries as answers
from coop.districts import queries as districts
from coop.doors import queries as doors
from coop.initiatives import queries as initiatives
from coop.kernel.access import Actor, Permission, Role
from coop.kernel.clock import local_day
from coop.learning import queries as learning
from coop.members import queries as members
from coop.panels import queries as panels
from coop.voting import queries as voting


@dataclass(frozen=True, slots=True)
class FrontPage:
    """Everything on the front page of a neighbourhood."""

    open_polls: Sequence[Any]
    voted_in: frozenset[int]
    vacancies: Sequence[Any]
    to_judge: Sequence[Any]
    newest: Sequence[Any]
    counts: Any
    result: Any
    commitments: dict[Any, int]
    report: Any
    proud: Sequence[Any]
    answers_late: int


@dataclass(frozen=True, slots=True)
class CityRow:
    """One neighbourhood as the page of its town shows it; only what everybody may read.

    `mandates` and `charter` are left empty where only the news is told.
    """

    district: Any
    open_polls: Sequence[Any]
    answers: Sequence[Any]
    report: Any
    result: Any
    mandates: dict[Any, Any]
    charter: Any

    @property
    def answers_late(self) -> int:
        """How many answers are too late."""
        return sum(one.is_late for one in self.answers)


@dataclass(frozen=True, slots=True)
class MyPage:
    """Everything that waits for one person, and what became of what they brought in."""

    polls: Sequence[Any]
    voted_in: frozenset[int]
    to_judge: Sequence[Any]
    items_waiting: Sequence[Any]
    items_to_check: Sequence[tuple[int, str]]
    polls_waiting: Sequence[Any]
    procedures_waiting: Sequence[Any]
    reports_waiting: Sequence[Any]
    offices_waiting: Sequence[Any]
    my_items: Sequence[Any]
    answers_waiting: Sequence[Any]
    mandates_to_review: Sequence[Any]
    followed: Sequence[CityRow]
    promises: Sequence[Any] = ()
    advice_asked: Sequence[Any] = ()
    visits: Sequence[Any] = ()
    # Pilots with another neighbourhood: whether to take part, and what was found.
    pilots: Sequence[Any] = ()
    # Of what was heard at doors: how many notes wait to be sorted, and how many of those too long.
    notes: tuple[int, int] = (0, 0)

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not (
            [poll for poll in self.polls if poll.id not in self.voted_in]
            or self.to_judge
            or self.items_waiting
            or self.items_to_check
            or self.polls_waiting
            or self.procedures_waiting
            or self.reports_waiting
            or self.offices_waiting
            or self.answers_waiting
            or self.mandates_to_review
            or self.promises
            or self.advice_asked
            or self.visits
            or self.pilots
            or self.notes[0]
        )


def _voted_in(db: Session, district_id: int, polls: Sequence[Any], membership_id: int | None) -> frozenset[int]:
    if membership_id is None:
        return frozenset()
    return voting.voted_in(db, district_id, membership_id) if polls else frozenset()


def front_page(db: Session, district_id: int, actor: Actor, at: datetime) -> FrontPage:
    """What is this, what can I do now, what happened with what we decided."""
    polls = voting.open_polls(db, district_id, at)
    to_judge: Sequence[Any] = ()
    if actor.account_id is not None and actor.may(Permission.JUDGE_REPORT):
        to_judge = accountability.reports_to_judge(db, district_id, actor.account_id, at)
    return FrontPage(
        open_polls=polls,
        voted_in=_voted_in(db, district_id, polls, actor.membership_id),
        vacancies=panels.open_vacancies(db, district_id, at),
        to_judge=to_judge,
        newest=agenda.newest_items(db, district_id, 4),
        counts=agenda.agenda_counts(db, district_id),
        result=voting.latest_result(db, district_id),
        commitments=dict(agenda.commitment_counts(db, district_id)),
        report=accountability.latest_report(db, district_id),
        proud=accountability.proud_of(db, district_id)[:2],
        answers_late=answers.late_answers(db, district_id, local_day(at)),
    )


def city_rows(db: Session, places: Sequence[Any], at: datetime, *, only_news: bool = False) -> list[CityRow]:
    """What each neighbourhood decides, votes on, waits for and told, in the order given."""
    today = local_day(at)
    if not places:
        return []
    charters = {} if only_news else districts.newest_charters(db)
    answered = answers.running_answers(db, [place.id for place in places], today)
    return [
        CityRow(
            district=place,
            mandates={} if only_news else districts.mandates_on(db, place.id, today),
            open_polls=voting.open_polls(db, place.id, at),
            answers=[one for one in answered if one.district_id == place.id and one.waits],
            report=accountability.latest_report(db, place.id),
            result=voting.latest_result(db, place.id),
            charter=charters.get(place.id),
        )
        for place in places
    ]


def _followed(db: Session, district_id: int, account_id: int, at: datetime) -> Sequence[CityRow]:
    places = [one for one in members.followed_by(db, account_id) if one.id != district_id]
    return city_rows(db, places, at, only_news=True)


def _answers_waiting(db: Session, district_id: int, actor: Actor, at: datetime) -> Sequence[Any]:
    if not (actor.may(Permission.ANSWER_OUTCOME) or actor.may(Permission.ASK_BOARD)):
        return ()
    return [one for one in answers.running_answers(db, [district_id], local_day(at)) if one.waits]


def my_page(db: Session, district_id: int, actor: Actor, at: datetime) -> MyPage:
    """What waits for `actor`, who is signed in."""
    assert actor.account_id is not None
    votes, manages = actor.membership_id is not None, actor.may(Permission.MANAGE_POLL)
    accept, waiting = voting.polls_by_need(db, district_id, at) if votes or manages else ([], [])
    polls = accept if votes else ()
    items = agenda.items_waiting(db, district_id) if actor.may(Permission.CURATE_AGENDA) else []
    reports_waiting, to_judge = accountability.reports_to_do(db, district_id, actor, at)
    return MyPage(
        polls=polls,
        voted_in=_voted_in(db, district_id, polls, actor.membership_id),
        to_judge=to_judge,
        items_waiting=items,
        items_to_check=_to_check(db, district_id, actor, items),
        polls_waiting=waiting if manages else (),
        procedures_waiting=panels.procedures_waiting(db, district_id, actor, at),
        reports_waiting=reports_waiting,
        offices_waiting=members.offices_waiting(db, district_id, actor, at),
        my_items=agenda.items_by(db, district_id, actor.account_id),
        followed=_followed(db, district_id, actor.account_id, at),
        promises=agenda.promises_to_tell_of(db, district_id, actor.account_id, local_day(at))
        if actor.has(Role.TEAM_MEMBER)
        else (),
        visits=initiatives.visits_waiting(db, district_id, at) if actor.may(Permission.ANSWER_VISIT) else (),
        pilots=learning.pilots_waiting(db, district_id, local_day(at), answers=actor.may(Permission.RELEASE_REPORT))
        if actor.may(Permission.ANSWER_RESIDENTS)
        else (),
        # The board sorts too, and hears of what waits too long on the page for that.
        notes=doors.waiting_counts(db, district_id, at) if actor.has(Role.TEAM_MEMBER) else (0, 0),
        advice_asked=advice.asked_advice(db, district_id, local_day(at)) if actor.may(Permission.GIVE_ADVICE) else (),
        answers_waiting=_answers_waiting(db, district_id, actor, at),
        mandates_to_review=districts.mandates_to_review(db, district_id, local_day(at))
        if actor.may(Permission.ANSWER_OUTCOME) or actor.may(Permission.MANAGE_DISTRICT)
        else (),
    )


def _to_check(
    db: Session, district_id: int, actor: Actor, waiting: Sequence[agenda.WaitingItem]
) -> Sequence[tuple[int, str]]:
    """What others typed for a resident; who decides on items finds it among those, without a statement more."""
    if not actor.may(Permission.BRING_IN_FOR_OTHERS):
        return ()
    if actor.may(Permission.CURATE_AGENDA):
        return [(one.id, one.title) for one in waiting if one.waits_for_check and one.account_id != actor.account_id]
    assert actor.account_id is not None
    return agenda.items_to_check(db, district_id, actor.account_id)
