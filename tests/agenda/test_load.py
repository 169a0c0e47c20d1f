"""A neighbourhood that talks a lot: made quickly and always the same, and read with the same few statements."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coop.agenda import queries
from coop.agenda.models import Comment, HelpfulMark, HistoryRow, Item, Support
from coop.agenda.policy import ItemState
from coop.demo.load import Load, add_load
from coop.identity.models import Account
from coop.kernel.errors import ConflictError
from tests.agenda.conftest import Town
from tests.agenda.test_screens import AGENDA, english
from tests.support.make import NOON
from tests.support.site import CountStatements, Site, Visitor

SMALL = Load(items=60, comments=120, busiest=50, supports=300, seed=1)
LARGER = Load(items=240, comments=900, busiest=50, supports=2_000, seed=2)


def add(town: Town, load: Load) -> int:
    return add_load(town.db, town.place.slug, load, at=NOON)


def total(db: Session, table: type[Item | Comment | Support | HelpfulMark]) -> int:
    return db.scalar(select(func.count()).select_from(table)) or 0


def test_it_holds_what_was_asked_and_one_conversation_is_the_busiest(town: Town) -> None:
    lines: list[str] = []
    first = add_load(town.db, town.place.slug, SMALL, at=NOON, told=lines.append)
    assert lines == ["60 residents", "60 items", "300 supports", "120 comments"]
    assert [total(town.db, table) for table in (Item, Comment, Support, HelpfulMark)] == [60, 120, 300, 60]
    assert sum(queries.comment_counts(town.db, town.place.id, first).values()) + _answers(town.db, first) == 50
    merged = town.db.scalars(select(Item).where(Item.state == ItemState.MERGED)).all()
    assert merged
    assert all(one.head_id == one.merged_into_id for one in merged)
    # The last row of its history is where an item stands.
    states = {row.item_id: row.state for row in town.db.scalars(select(HistoryRow).order_by(HistoryRow.id))}
    assert states == {one.id: one.state for one in town.db.scalars(select(Item))}


def _answers(db: Session, item_id: int) -> int:
    answers = select(func.count()).where(Comment.item_id == item_id, Comment.parent_id.is_not(None))
    return db.scalar(answers) or 0


def test_the_same_seed_makes_the_same_and_another_seed_something_else(town: Town, other_town: Town) -> None:
    first = add(town, SMALL)
    second = add_load(other_town.db, other_town.place.slug, SMALL, at=NOON)
    third = add(town, Load(**{**_amounts(SMALL), "seed": 3}))
    assert _told(town, first) == _told(other_town, second)
    assert _told(town, first) != _told(town, third)


def _amounts(load: Load) -> dict[str, int]:
    return {name: getattr(load, name) for name in ("items", "comments", "busiest", "supports")}


def _told(town: Town, item_id: int) -> list[object]:
    found = queries.item_of(town.db, town.place.id, item_id)
    voices = queries.comments_of(town.db, town.place.id, item_id)
    return [found.title, found.in_short, found.details, found.supporters, *(voice.text for voice in voices)]


def test_nothing_is_added_twice_and_nothing_that_does_not_fit(town: Town) -> None:
    add(town, SMALL)
    before = total(town.db, Item), town.db.scalar(select(func.count()).select_from(Account))
    with pytest.raises(ConflictError, match="another seed"):
        add(town, SMALL)
    for load in (Load(items=1, supports=0), Load(items=10, comments=0, supports=50_000, seed=5)):
        with pytest.raises(ConflictError, match="more items"):
            add(town, load)
    assert before == (total(town.db, Item), town.db.scalar(select(func.count()).select_from(Account)))
    assert add(town, Load(items=1, comments=0, supports=0, seed=6))


@pytest.mark.parametrize("signed_in", [False, True])
def test_list_search_and_item_need_the_same_few_statements(site: Site, town: Town, signed_in: bool) -> None:
    counted = []
    for load in (SMALL, LARGER):
        visitor, paths = english(site, town.member if signed_in else None), pages(add(town, load))
        counted.append([_statements(town.db, visitor, path) for path in paths])
    assert counted[0] == counted[1]
    *lists, item, _second_page = counted[1]
    assert max(lists) <= 8
    assert item <= 10


def pages(item_id: int) -> list[str]:
    """List, second page, another order, search with and without results; the item and its second page."""
    words = ("?pagina=2", "?volgorde=newest", "?zoek=lantaarn", "?zoek=xyzzy")
    return [AGENDA, *(f"{AGENDA}{end}" for end in words), f"{AGENDA}/{item_id}", f"{AGENDA}/{item_id}?pagina=2"]


def _statements(db: Session, visitor: Visitor, path: str) -> int:
    with CountStatements(db) as seen:
        visitor.open(path)
    return seen.count


@pytest.mark.parametrize("signed_in", [False, True])
def test_an_item_reads_only_its_own_rows_however_much_the_neighbourhood_says(
    site: Site, town: Town, signed_in: bool
) -> None:
    """Counted in steps of SQLite's own machine: a query without an index takes as many more as there are rows."""
    if town.db.get_bind().dialect.name != "sqlite":
        pytest.skip("PostgreSQL tells no steps; that it reads by an index is up to its statistics")
    visitor, first = english(site, town.member if signed_in else None), add(town, SMALL)
    before = _steps(town.db, visitor, f"{AGENDA}/{first}")
    add(town, LARGER)
    after = _steps(town.db, visitor, f"{AGENDA}/{first}")
    assert after <= before * 1.1, (before, after)


def _steps(db: Session, visitor: Visitor, path: str) -> int:
    """Steps of the second opening, in tens: the first fills what the site remembers."""
    visitor.open(path)
    with _counting_steps(db) as steps:
        visitor.open(path)
    return len(steps)


@contextmanager
def _counting_steps(db: Session) -> Iterator[list[None]]:
    connection = db.connection().connection.driver_connection
    assert connection is not None
    steps: list[None] = []
    connection.set_progress_handler(lambda: steps.append(None), 10)
    yield steps
    connection.set_progress_handler(None, 0)
