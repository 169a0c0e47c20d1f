"""A neighbourhood that talks a lot, to measure speed. Not part of the demo that people see."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from coop.agenda.actions import words_of
from coop.agenda.models import Comment, HelpfulMark, HistoryRow, Item, Support
from coop.agenda.policy import Domain, ItemState, Kind, Origin
from coop.agenda.policy.answering import answer_due_on
from coop.agenda.policy.talk import CommentKind
from coop.demo import load_texts as texts
from coop.districts.queries import district_of
from coop.identity.models import Account
from coop.kernel.access import Role
from coop.kernel.errors import ConflictError
from coop.kernel.words import mark

# So many supports are of one person, as far as there are enough people for it.
_SUPPORTS_EACH, _FEWEST_PEOPLE = 25, 60
# One in so many comments answers another; half as many marks as comments say that one helps.
_ANSWERS, _HELPFUL = 4, 2
_DAYS = 730
_STATES = {ItemState.ON_AGENDA: 70, ItemState.NEW: 15, ItemState.REFUSED: 10, ItemState.MERGED: 5}

Told = Callable[[str], None]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Load:
    """How much to add; `busiest`: the comments of the first item. The same `seed` makes the same neighbourhood."""

    items: int = 2_000
    comments: int = 20_000
    busiest: int = 1_000
    supports: int = 50_000
    seed: int = 1


def add_load(db: Session, slug: str, load: Load, *, at: datetime, told: Told = lambda _line: None) -> int:
    """Add residents, items, supports and comments in bulk. Returns the number of the first item, the busiest.

    `told` hears of each table that is full. Raises `ConflictError` for a seed that was used here before, and for more
    supports or comments than these items can have.
    """
    chance = Random(load.seed)  # noqa: S311 (the same every time: that is what it is for)
    made = _Making(db, district_of(db, slug).id, load, _people(db, slug, load, at), chance, at)
    told(f"{len(made.people)} residents")
    items = made.items()
    told(f"{len(items)} items")
    made.each_once(Support, "item_id", items, load.supports)
    told(f"{load.supports} supports")
    made.each_once(HelpfulMark, "comment_id", made.comments(items), load.comments // _HELPFUL)
    told(f"{load.comments} comments")
    return items[0]


def _people(db: Session, slug: str, load: Load, at: datetime) -> list[int]:
    """Accounts with which nobody can sign in."""
    number = max(_FEWEST_PEOPLE, load.supports // _SUPPORTS_EACH)
    if load.supports * 2 > number * load.items or (load.comments > load.busiest and load.items < 2):
        raise ConflictError(mark("So much does not fit on so few items. Choose more items."))
    emails = [f"load-{slug}-{load.seed}-{one}@demo.example.org" for one in range(number)]
    if db.scalar(select(Account.id).where(Account.email == emails[0])):
        raise ConflictError(mark("This was added here already. Choose another seed to add more."))
    since = at - timedelta(days=_DAYS)
    rows = [
        {"email": email, "name": f"Bewoner {one}", "password_hash": "", "created_at": since}
        for one, email in enumerate(emails, 1)
    ]
    return _numbered(db, Account, rows)


@dataclass(frozen=True, slots=True)
class _Making:
    """What is being made, where, by whom, with which chance."""

    db: Session
    place: int
    load: Load
    people: Sequence[int]
    chance: Random
    at: datetime

    def items(self) -> list[int]:
        """Items with their stems and history. The first is on the agenda, and so is what others were merged into."""
        chosen = self.chance.choices(list(_STATES), list(_STATES.values()), k=self.load.items - 1)
        rows = [self._item(state) for state in (ItemState.ON_AGENDA, *chosen)]
        whole = [row for row in rows if row["state"] is not ItemState.MERGED]
        merged = [row for row in rows if row["state"] is ItemState.MERGED]
        made = _numbered(self.db, Item, whole)
        heads = [one for one, row in zip(made, whole, strict=True) if row["state"] is ItemState.ON_AGENDA]
        for row in merged:
            row["merged_into_id"] = row["head_id"] = self.chance.choice(heads)
        made += _numbered(self.db, Item, merged)
        self._remember(made, [*whole, *merged])
        return made

    def _item(self, state: ItemState) -> Row:
        chance = self.chance
        created_at = self.at - timedelta(minutes=chance.randrange(_DAYS * 24 * 60))
        return {
            "district_id": self.place,
            "kind": chance.choice(list(Kind)),
            "domain": chance.choice(list(Domain)),
            "state": state,
            "title": texts.title(chance),
            "in_short": texts.sentence(chance, 14),
            "details": f"{texts.sentence(chance, 30)}\n\n- **{texts.sentence(chance, 5)}**\n- {texts.sentence(chance, 8)}",
            "place": texts.street(chance),
            "origin": chance.choice(list(Origin)),
            "account_id": chance.choice(self.people),
            "created_at": created_at,
            "answer_due_on": answer_due_on(created_at) if state is ItemState.NEW else None,
            "merged_into_id": None,
            "head_id": None,
        }

    def _remember(self, numbers: Sequence[int], rows: Sequence[Row]) -> None:
        """The stems under which each item is found, and how it came to be where it is."""
        history = []
        for number, row in zip(numbers, rows, strict=True):
            self.db.add_all(
                words_of(Item(id=number, **{name: row[name] for name in ("district_id", "title", "in_short")}))
            )
            told = {
                "district_id": self.place,
                "item_id": number,
                "account_id": row["account_id"],
                "role": Role.RESIDENT,
            }
            steps = dict.fromkeys((ItemState.NEW, row["state"]))
            history += [{**told, "state": state, "at": row["created_at"]} for state in steps]
        self.db.flush()
        self.db.execute(insert(HistoryRow), history)

    def comments(self, items: Sequence[int]) -> list[int]:
        """The first so many below the first item, the others below the others: many below few."""
        first = min(self.load.busiest, self.load.comments)
        where, others = [items[0]] * first, self.load.comments - first
        if others:
            where += self.chance.choices(items[1:], cum_weights=_skewed(len(items) - 1), k=others)
        rows = [
            self._comment(item, self.at - timedelta(seconds=len(where) - number)) for number, item in enumerate(where)
        ]
        tops, answers = [row for number, row in enumerate(rows) if number % _ANSWERS], rows[::_ANSWERS]
        made, below = _numbered(self.db, Comment, tops), defaultdict[int, list[int]](list)
        for number, row in zip(made, tops, strict=True):
            below[row["item_id"]].append(number)
        for row in answers:
            row["parent_id"] = self.chance.choice(below[row["item_id"]] or [None])
        return [*made, *_numbered(self.db, Comment, answers)]

    def _comment(self, item: int, at: datetime) -> Row:
        return {
            "district_id": self.place,
            "item_id": item,
            "account_id": self.chance.choice(self.people),
            "role": Role.RESIDENT,
            "kind": self.chance.choice(list(CommentKind)),
            "text": texts.sentence(self.chance, self.chance.randint(5, 40)),
            "at": at,
        }

    def each_once(self, table: type[Support | HelpfulMark], thing: str, things: Sequence[int], number: int) -> None:
        """So many rows of one person and one thing, each pair once: many of few things."""
        found: dict[tuple[int, int], None] = {}
        weights = _skewed(len(things))
        while len(found) < number:
            [one] = self.chance.choices(things, cum_weights=weights)
            found[one, self.chance.choice(self.people)] = None
        same = {"district_id": self.place, "at": self.at}
        if found:
            self.db.execute(insert(table), [{thing: one, "account_id": who, **same} for one, who in found])


def _skewed(number: int) -> list[float]:
    """Weights, summed up, of which the first is the largest."""
    return list(accumulate(1 / (place + 20) for place in range(number)))


def _numbered(db: Session, table: type[Account | Item | Comment], rows: Sequence[Row]) -> list[int]:
    """Insert the rows; returns their numbers in the order of the rows."""
    if not rows:
        return []
    return list(db.scalars(insert(table).returning(table.id, sort_by_parameter_order=True), rows))
