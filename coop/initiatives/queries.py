"""Questions about initiatives: their visits, and what was said to offers of help."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session

from coop.agenda.models import Item, Offer
from coop.agenda.policy import OPEN_STATES, Kind
from coop.identity.models import Account
from coop.identity.queries import names_of
from coop.initiatives import policy
from coop.initiatives.models import HelpAnswer, Visit
from coop.initiatives.policy import VisitState
from coop.kernel.clock import AMSTERDAM, local_day
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark

LAST_VISITS = 60


@dataclass(frozen=True, slots=True)
class Said:
    """What the team said or told of a visit before it said otherwise."""

    state: VisitState
    words: str
    on: date


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit as pages read it. `late_days`: how late the team is with its answer, or with telling how it was."""

    id: int
    item_id: int
    item_title: str
    state: VisitState
    title: str
    place: str
    text: str
    starts_at: datetime
    answer_due_on: date
    words: str
    answered_by: str
    event_id: int | None
    told: str
    is_mine: bool
    has_begun: bool
    late_days: int
    earlier: tuple[Said, ...]
    times_said: int

    @property
    def tell_due_on(self) -> date:
        """The last day on which the team tells how it was."""
        return policy.tell_due_on(self.starts_at)

    @property
    def can_be_called_off(self) -> bool:
        """Whether who asked can say that it does not take place."""
        return self.state in policy.ANSWERED and not self.has_begun

    @property
    def tone(self) -> str:
        """How a tag with its state looks."""
        return "late" if self.late_days else self.state.tone


@dataclass(frozen=True, slots=True)
class HelpRow:
    """An offer of help and what was said to it. `contact`: only for who brought it in and for the helper."""

    id: int
    account_id: int
    name: str
    text: str
    at: datetime
    due_on: date
    late_days: int
    is_yes: bool | None
    said: str
    contact: str


def initiative_of(db: Session, district_id: int, item_id: int) -> Item:
    """An initiative of residents. Raises `NotFoundError`, also for an item of another kind or neighbourhood."""
    found = db.scalar(
        select(Item).where(Item.id == item_id, Item.district_id == district_id, Item.kind == Kind.INITIATIVE)
    )
    if found is None:
        raise NotFoundError(mark("There is no such initiative in this neighbourhood."))
    return found


def takes_part(db: Session, item: Item, account_id: int | None) -> bool:
    """Whether somebody brought it in, or offers help with it."""
    mine = select(Offer.id).where(Offer.item_id == item.id, Offer.account_id == account_id)
    return account_id is not None and (item.account_id == account_id or db.scalar(mine) is not None)


def visits_of(
    db: Session, district_id: int, at: datetime, *, item_id: int | None = None, account_id: int | None = None
) -> list[VisitRow]:
    """The last visits of an initiative, or of the whole neighbourhood; what is soonest or newest first."""
    which = (Visit.item_id == item_id,) if item_id is not None else ()
    return _visits(db, district_id, at, which, account_id=account_id, limit=LAST_VISITS)


def _visits(
    db: Session,
    district_id: int,
    at: datetime,
    which: Sequence[ColumnElement[bool]],
    *,
    account_id: int | None = None,
    limit: int | None = None,
) -> list[VisitRow]:
    rows = db.execute(
        select(Visit, Item.title)
        .join(Item, Item.id == Visit.item_id)
        .where(Visit.district_id == district_id, *which)
        .order_by(Visit.starts_at.desc(), Visit.id.desc())
        .limit(limit)
    ).all()
    names = names_of(db, [one.answered_by for one, _title in rows])
    return [_row(one, title, names.get(one.answered_by or 0, ""), account_id, at) for one, title in rows]


def _row(one: Visit, item_title: str, answered_by: str, account_id: int | None, at: datetime) -> VisitRow:
    return VisitRow(
        *(one.id, one.item_id, item_title, one.state, one.title, one.place, one.text, one.starts_at),
        *(one.answer_due_on, one.words, answered_by, one.event_id, one.told, one.account_id == account_id),
        one.starts_at <= at,
        policy.lateness(one.state, one.answer_due_on, one.starts_at, local_day(at)),
        tuple(Said(VisitState(it["state"]), it["words"], date.fromisoformat(it["on"])) for it in one.earlier),
        one.times_said,
    )


def visit_of(db: Session, district_id: int, visit_id: int, at: datetime, *, account_id: int | None = None) -> VisitRow:
    """One visit. Raises `NotFoundError`, also for one of another neighbourhood."""
    found = db.execute(
        select(Visit, Item.title)
        .join(Item, Item.id == Visit.item_id)
        .where(Visit.id == visit_id, Visit.district_id == district_id)
    ).one_or_none()
    if found is None:
        raise NotFoundError(mark("There is no such visit in this neighbourhood."))
    return _row(found[0], found[1], "", account_id, at)


def visits_waiting(db: Session, district_id: int, at: datetime) -> list[VisitRow]:
    """Everything that the team must answer, or must still tell of, however old; the soonest first."""
    begun = (Visit.state == VisitState.COMING) & (Visit.starts_at <= at)
    return _visits(db, district_id, at, [still_asked() | begun])[::-1]


def still_asked() -> ColumnElement[bool]:
    """A visit that the team must answer: nobody has to come any more to what was refused or closed meanwhile."""
    return (Visit.state == VisitState.ASKED) & Visit.item_id.in_(select(Item.id).where(Item.state.in_(OPEN_STATES)))


def help_of(db: Session, item: Item, at: datetime, *, account_id: int | None) -> list[HelpRow]:
    """Offers of help with an initiative and what was said to them, oldest first, as seen by `account_id`."""
    rows = db.execute(
        select(Offer, Account.name, HelpAnswer)
        .join(Account, Account.id == Offer.account_id)
        .outerjoin(
            HelpAnswer,
            # An offer in other words is a new one.
            (HelpAnswer.item_id == Offer.item_id)
            & (HelpAnswer.account_id == Offer.account_id)
            & (HelpAnswer.offered_at == Offer.at),
        )
        .where(Offer.item_id == item.id, Offer.district_id == item.district_id)
        .order_by(Offer.at, Offer.id)
    )
    today = local_day(at)
    found = []
    for offer, name, answer in rows:
        due = policy.help_due_on(offer.at)
        sees = account_id in (item.account_id, offer.account_id)
        found.append(
            HelpRow(
                *(offer.id, offer.account_id, name, offer.text, offer.at, due),
                0 if answer else max(0, (today - due).days),
                answer.is_yes if answer else None,
                answer.text if answer else "",
                answer.contact if answer and sees else "",
            )
        )
    return found


def contacts_left() -> Select[HelpAnswer]:
    """Answers that still say how to reach somebody who took the offer back, or offers something else now."""
    same = exists().where(
        Offer.item_id == HelpAnswer.item_id,
        Offer.account_id == HelpAnswer.account_id,
        Offer.at == HelpAnswer.offered_at,
    )
    return select(HelpAnswer).where(HelpAnswer.contact != "", ~same)


def offer_to_answer(db: Session, item: Item, help_id: int, account_id: int | None, at: datetime) -> HelpRow:
    """An offer of help as who brought the initiative in reads it. Raises `NotFoundError`, also for anybody else."""
    rows = help_of(db, item, at, account_id=account_id) if item.account_id == account_id else []
    found = next((one for one in rows if one.id == help_id), None)
    if found is None:
        raise NotFoundError(mark("There is no such offer of help (any more)."))
    return found


@dataclass(frozen=True, slots=True)
class VisitTold:
    """A visit as a report tells it."""

    item_id: int
    title: str
    on: date
    state: VisitState
    told: str


def visits_between(db: Session, district_id: int, starts_on: date, ends_on: date) -> list[VisitTold]:
    """What the team was asked to come to from `starts_on` to `ends_on`, except what was taken back; oldest first."""
    first = datetime.combine(starts_on, datetime.min.time(), AMSTERDAM)
    rows = db.scalars(
        select(Visit)
        .where(Visit.district_id == district_id, Visit.starts_at >= first, Visit.state != VisitState.WITHDRAWN)
        .order_by(Visit.starts_at, Visit.id)
    )
    return [
        VisitTold(one.item_id, one.title, local_day(one.starts_at), one.state, one.told or one.words)
        for one in rows
        if local_day(one.starts_at) <= ends_on
    ]


def initiatives_of(db: Session, district_id: int) -> Sequence[tuple[int, str]]:
    """(number, title) of every initiative that goes on, by title."""
    rows = db.execute(
        select(Item.id, Item.title)
        .where(Item.district_id == district_id, Item.kind == Kind.INITIATIVE, Item.state.in_(OPEN_STATES))
        .order_by(Item.title, Item.id)
    )
    return [(number, title) for number, title in rows]
