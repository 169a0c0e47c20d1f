"""Questions about advice."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, or_, select

from coop.advice import policy
from coop.advice.models import Advice, AdviceSupport
from coop.advice.policy import AdviceKind, AdviceState
from coop.answers.models import AnswerStep, OwedAnswer
from coop.answers.policy import Source
from coop.districts.policy import DECIDER_WORDS, Decider
from coop.identity.queries import names_of
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.members.models import Membership
from coop.members.queries import running

LAST_ENDED = 30


@dataclass(frozen=True, slots=True)
class AdviceRow:
    """An advice as pages read it. `starter`: empty unless they want to be named; `writer`: who of the council."""

    id: int
    kind: AdviceKind
    state: AdviceState
    title: str
    about: str
    points: tuple[str, ...]
    decider: Decider
    needed: int
    supporters: int
    supported: bool
    is_mine: bool
    starter: str
    writer: str
    begun_at: datetime
    due_on: date | None
    handed_over_at: datetime | None
    today: date

    @property
    def gathers(self) -> bool:
        """Whether it looks for supporters."""
        return policy.gathers(self.state, self.due_on, self.today)

    @property
    def has_ended(self) -> bool:
        """Whether nobody has to answer it: too few supporters, or taken back."""
        return self.state not in (AdviceState.ASKED, AdviceState.HANDED_OVER) and not self.gathers

    @property
    def is_late(self) -> bool:
        """Whether the council should have given it."""
        return policy.is_late(self.state, self.due_on, self.today)

    @property
    def tone(self) -> str:
        """How a tag with its state looks."""
        return "late" if self.is_late else self.state.tone

    @property
    def decider_words(self) -> str:
        """The marked msgid of who must answer."""
        return DECIDER_WORDS[self.decider]


def supporters_of(db: Session, advice: Advice, on: date) -> int:
    """How many support it who are a member on a day."""
    return (
        db.scalar(
            select(func.count(AdviceSupport.account_id.distinct()))
            .join(Membership, Membership.account_id == AdviceSupport.account_id)
            .where(AdviceSupport.advice_id == advice.id, running(advice.district_id, on))
        )
        or 0
    )


def advice_rows(db: Session, district_id: int, today: date, *, account_id: int | None = None) -> list[AdviceRow]:
    """Every advice that runs, and what ended last; newest first."""
    return _rows(db, district_id, today, account_id, last=LAST_ENDED)


def advice_of(
    db: Session, district_id: int, advice_id: int, today: date, *, account_id: int | None = None
) -> AdviceRow:
    """One advice. Raises `NotFoundError`, also for one of another neighbourhood."""
    found = _rows(db, district_id, today, account_id, advice_id=advice_id)
    if not found:
        raise NotFoundError(mark("There is no such advice in this neighbourhood."))
    return found[0]


def _rows(
    db: Session,
    district_id: int,
    today: date,
    account_id: int | None,
    *,
    advice_id: int | None = None,
    last: int | None = None,
) -> list[AdviceRow]:
    support = select(func.count()).where(AdviceSupport.advice_id == Advice.id)
    of_members = support.where(
        exists()
        .where(Membership.account_id == AdviceSupport.account_id, running(district_id, today))
        .correlate(AdviceSupport)
    )
    # Once it is handed over the count of that day stays, whoever leaves later.
    counted = support.correlate(Advice).scalar_subquery(), of_members.correlate(Advice).scalar_subquery()
    mine = exists().where(AdviceSupport.advice_id == Advice.id, AdviceSupport.account_id == (account_id or 0))
    query = select(Advice, *counted, mine.correlate(Advice)).where(Advice.district_id == district_id)
    if advice_id is not None:
        query = query.where(Advice.id == advice_id)
    newest = Advice.begun_at.desc(), Advice.id.desc()
    if last is not None:
        # What is still owed or looked for stays, however much came after it.
        runs = Advice.state.in_((AdviceState.ASKED, AdviceState.GATHERING))
        done = select(Advice.id).where(Advice.district_id == district_id, ~runs).order_by(*newest).limit(last)
        query = query.where(runs | Advice.id.in_(done.correlate(None)))
    rows = db.execute(query.order_by(*newest)).all()
    names = names_of(db, [number for one, *_rest in rows for number in (one.account_id, one.given_by)])
    return [
        AdviceRow(
            *(one.id, one.kind, one.state, one.title, one.about),
            tuple(title for _key, title in one.points),
            *(one.decider, one.needed, everybody if one.handed_over_at else members, supported),
            one.account_id == account_id,
            names.get(one.account_id, "") if one.shows_name else "",
            names.get(one.given_by or 0, ""),
            *(one.begun_at, one.due_on, one.handed_over_at, today),
        )
        for one, everybody, members, supported in rows
    ]


def asked_advice(db: Session, district_id: int, today: date) -> list[AdviceRow]:
    """What the council still has to give, the first day first."""
    rows = [one for one in _rows(db, district_id, today, None) if one.state is AdviceState.ASKED]
    return sorted(rows, key=lambda one: (one.due_on or today, one.id))


@dataclass(frozen=True, slots=True)
class AnsweredAdvice:
    """An advice as a report tells it. `late_days`: how late the answer came, or is; `answered`: whether it is there."""

    id: int
    title: str
    asked: bool
    handed_over_on: date
    answered: bool
    late_days: int


def advice_between(db: Session, district_id: int, starts_on: date, ends_on: date, at: datetime) -> list[AnsweredAdvice]:
    """Advice of which the answer was due from `starts_on` to `ends_on`, and how the answer stands; oldest first."""
    answered = (
        select(AnswerStep.late_days)
        .where(AnswerStep.answer_id == OwedAnswer.id)
        .order_by(AnswerStep.id)
        .limit(1)
        .correlate(OwedAnswer)
        .scalar_subquery()
    )
    rows = db.execute(
        select(Advice, OwedAnswer.due_on, answered)
        .join(OwedAnswer, (OwedAnswer.source == Source.ADVICE) & (OwedAnswer.source_id == Advice.id))
        .where(Advice.district_id == district_id, OwedAnswer.due_on >= starts_on, OwedAnswer.due_on <= ends_on)
        .order_by(Advice.handed_over_at, Advice.id)
    )
    today = local_day(at)
    return [
        AnsweredAdvice(
            *(one.id, one.title, one.kind is AdviceKind.ASKED, local_day(one.handed_over_at or one.begun_at)),
            late is not None,
            max(0, (today - due_on).days) if late is None else late,
        )
        for one, due_on, late in rows
    ]


def advice_news(db: Session, district_id: int, limit: int) -> list[tuple[int, str, str, datetime]]:
    """(number, title, about, moment) of what was handed over, newest first."""
    rows = db.execute(
        select(Advice.id, Advice.title, Advice.about, Advice.handed_over_at)
        .where(Advice.district_id == district_id, Advice.handed_over_at.is_not(None))
        .order_by(Advice.handed_over_at.desc())
        .limit(limit)
    )
    return [(number, title, about, moment) for number, title, about, moment in rows if moment is not None]


def own_advice_news(
    db: Session, district_id: int, account_ids: Collection[int], since: datetime, until: datetime
) -> dict[int, list[tuple[str, int, str, datetime]]]:
    """What happened in (since, until] with advice that these readers support, by account."""
    happened = [
        ("advice_handed_over", select(Advice.id, Advice.title, Advice.handed_over_at), Advice.handed_over_at),
        (
            "advice_lapsed",
            select(Advice.id, Advice.title, Advice.ended_at).where(Advice.state == AdviceState.LAPSED),
            Advice.ended_at,
        ),
        (
            "advice_answered",
            select(Advice.id, Advice.title, AnswerStep.at)
            .join(OwedAnswer, (OwedAnswer.source == Source.ADVICE) & (OwedAnswer.source_id == Advice.id))
            .join(AnswerStep, AnswerStep.answer_id == OwedAnswer.id),
            AnswerStep.at,
        ),
    ]
    own: dict[int, list[tuple[str, int, str, datetime]]] = defaultdict(list)
    readers = frozenset(account_ids)
    for what, query, moment in happened:
        found = db.execute(query.where(Advice.district_id == district_id, moment > since, moment <= until))
        lines = [(number, title, at) for number, title, at in found if at is not None]
        if not lines:
            continue
        people = db.execute(
            select(AdviceSupport.advice_id, AdviceSupport.account_id).where(
                AdviceSupport.advice_id.in_([line[0] for line in lines])
            )
        )
        supporters = defaultdict(set)
        for number, account_id in people:
            supporters[number].add(account_id)
        for number, title, at in lines:
            for account_id in supporters[number] & readers:
                own[account_id].append((what, number, title, at))
    return own


def runs_of(db: Session, district_id: int, account_id: int, today: date) -> bool:
    """Whether an advice that somebody began still looks for supporters."""
    return bool(
        db.scalar(
            select(Advice.id).where(
                Advice.district_id == district_id,
                Advice.account_id == account_id,
                Advice.state == AdviceState.GATHERING,
                or_(Advice.due_on.is_(None), Advice.due_on >= today),
            )
        )
    )
