"""Which items are likely about the same as a text."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from typing import Any

from sqlalchemy import func, or_, select

from coop.agenda.models import Item, ItemWord
from coop.agenda.policy import OPEN_STATES, STEM_LENGTH
from coop.agenda.queries.items import ItemRow, rows_of_items
from coop.kernel.db import Session
from coop.rules.likeness import likeness, rarity, stems_of, with_parts

# Measured on the items of the demo: other words for the same reach 0.20 or more, two different items 0.15 at most.
LIKELY = 0.2
MOST = 3
# So many with the rarest shared stems are compared as a whole.
_COMPARED = 20


def likely_the_same(db: Session, district_id: int, text: str, *, but: int | None = None) -> list[ItemRow]:
    """At most three open items about the same as `text`, the likest first; `but` one item.

    What was merged is compared too, and stands for the item that took it in. A compound meets its parts, as far as
    somebody in this neighbourhood wrote them. A fixed number of statements.
    """
    own = frozenset(stem[:STEM_LENGTH] for stem in stems_of(text))
    if not own:
        return []
    written = _written(db, district_id)
    known = own | written.keys()
    mine, parts = with_parts(own, known), {stem: with_parts((stem,), known) for stem in written}
    sharing = _sharing(db, district_id, [stem for stem in written if parts[stem] & mine], but)
    if not sharing:
        return []
    weights = _weights(db, district_id, written, parts, mine)
    worth = {item: sum(weights[one] ** 2 for one in mine & _whole(sharing[item], parts)) for item in sharing}
    near = sorted(sharing, key=lambda item: (-worth[item], item))[:_COMPARED]
    theirs: dict[int, set[str]] = defaultdict(set)
    for item_id, stem in db.execute(select(ItemWord.item_id, ItemWord.stem).where(ItemWord.item_id.in_(near))):
        theirs[item_id].add(stem)
    scores = {item: likeness(mine, _whole(theirs[item], parts), weights) for item in near}
    return _shown(db, district_id, {item: score for item, score in scores.items() if score >= LIKELY}, but)


def _whole(stems: Set[str], parts: Mapping[str, Set[str]]) -> set[str]:
    return set().union(*(parts[stem] for stem in stems))


def _written(db: Session, district_id: int) -> dict[str, int]:
    """Every stem that stands in an item of this neighbourhood, and in how many."""
    rows = db.execute(
        select(ItemWord.stem, func.count()).where(ItemWord.district_id == district_id).group_by(ItemWord.stem)
    )
    return {row[0]: row[1] for row in rows}


def _sharing(db: Session, district_id: int, stems: Sequence[str], but: int | None) -> dict[int, set[str]]:
    """By item that may be the same: which of `stems` it has."""
    rows = db.execute(
        select(ItemWord.item_id, ItemWord.stem)
        .join(Item, Item.id == ItemWord.item_id)
        .where(
            ItemWord.district_id == district_id,
            ItemWord.stem.in_(stems),
            or_(Item.state.in_(OPEN_STATES), Item.head_id.is_not(None)),
            ItemWord.item_id != (but or 0),
        )
    )
    found: dict[int, set[str]] = defaultdict(set)
    for item_id, stem in rows:
        found[item_id].add(stem)
    return found


def _weights(
    db: Session, district_id: int, written: Mapping[str, int], parts: Mapping[str, Set[str]], mine: Set[str]
) -> dict[str, float]:
    """Of every stem and part: rare ones weigh more. A compound counts among what holds its parts."""
    total = db.scalar(select(func.count()).where(Item.district_id == district_id)) or 0
    holding: dict[str, int] = defaultdict(int)
    for stem, number in written.items():
        for part in parts[stem]:
            holding[part] += number
    # An item can have a part twice, by itself and in a compound.
    return {stem: rarity(min(holding[stem], total), total) for stem in {*holding, *mine}}


def _shown(db: Session, district_id: int, scores: Mapping[int, float], but: int | None) -> list[ItemRow]:
    """The open items for which `scores` stand: those themselves, and those that took them in."""
    if not scores:
        return []
    heads = db.execute(select(Item.id, func.coalesce(Item.head_id, Item.id)).where(Item.id.in_(scores)))
    best: dict[int, float] = {}
    for item, head in heads:
        best[head] = max(scores[item], best.get(head, 0.0))
    query: Any = rows_of_items().where(Item.district_id == district_id, Item.id.in_(best), Item.state.in_(OPEN_STATES))
    rows = [ItemRow(*row) for row in db.execute(query.where(Item.id != (but or 0)))]
    return sorted(rows, key=lambda row: (-best[row.id], row.id))[:MOST]
