"""What the front page and "my page" show, gathered from the rooms below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from coop.accountability import queries as accountability
from coop.agenda import queries as agenda
from coop.kernel.access import Actor, Permission
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


@dataclass(frozen=True, slots=True)
class MyPage:
    """Everything that waits for one person, and what became of what they brought in."""

    polls: Sequence[Any]
    voted_in: frozenset[int]
    to_judge: Sequence[Any]
    items_waiting: Sequence[Any]
    polls_waiting: Sequence[Any]
    procedures_waiting: Sequence[Any]
    reports_waiting: Sequence[Any]
    offices_waiting: Sequence[Any]
    my_items: Sequence[Any]

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not (
            [poll for poll in self.polls if poll.id not in self.voted_in]
            or self.to_judge
            or self.items_waiting
            or self.polls_waiting
            or self.procedures_waiting
            or self.reports_waiting
            or self.offices_waiting
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
    )


def my_page(db: Session, district_id: int, actor: Actor, at: datetime) -> MyPage:
    """What waits for `actor`, who is signed in."""
    assert actor.account_id is not None
    polls = voting.open_polls(db, district_id, at) if actor.membership_id else ()
    return MyPage(
        polls=polls,
        voted_in=_voted_in(db, district_id, polls, actor.membership_id),
        to_judge=accountability.reports_to_judge(db, district_id, actor.account_id, at)
        if actor.may(Permission.JUDGE_REPORT)
        else (),
        items_waiting=agenda.items_waiting(db, district_id) if actor.may(Permission.CURATE_AGENDA) else (),
        polls_waiting=voting.polls_waiting(db, district_id, at) if actor.may(Permission.MANAGE_POLL) else (),
        procedures_waiting=panels.procedures_waiting(db, district_id, actor, at),
        reports_waiting=accountability.reports_waiting(db, district_id, actor, at),
        offices_waiting=members.offices_waiting(db, district_id, actor, at),
        my_items=agenda.items_by(db, district_id, actor.account_id),
    )
