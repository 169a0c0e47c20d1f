"""Searching items: every word must stand in the item, as it was typed or in another form of the same word."""

from typing import Any

from sqlalchemy import ColumnElement, bindparam, or_, select

from coop.agenda.models import Item, ItemWord
from coop.agenda.policy import STEM_LENGTH
from coop.rules.likeness import stems_of

LONGEST_SEARCH = 100


def words_in(text: str) -> list[str]:
    """The words that are looked for."""
    return text[:LONGEST_SEARCH].split()


def matches(district_id: Any, number: int) -> list[ColumnElement[bool]]:
    """What an item must be to hold so many words; which words is said by `asked_for`, so it is built once.

    A word stands somewhere as it is, capitals or not, or the title or the short text has one with the same stem.
    """
    fields = (Item.title, Item.in_short, Item.details, Item.place)
    return [
        or_(
            *(field.ilike(bindparam(f"word{at}"), escape="/") for field in fields),
            Item.id.in_(
                select(ItemWord.item_id).where(
                    ItemWord.district_id == district_id, ItemWord.stem == bindparam(f"stem{at}")
                )
            ),
        )
        for at in range(number)
    ]


def asked_for(text: str) -> dict[str, str]:
    """The values for `matches`: signs are taken literally, a word without a stem of its own has the empty one."""
    asked = {}
    for at, word in enumerate(words_in(text)):
        literal = word.replace("/", "//").replace("%", "/%").replace("_", "/_")
        asked[f"word{at}"] = f"%{literal}%"
        stems = stems_of(word)
        asked[f"stem{at}"] = next(iter(stems))[:STEM_LENGTH] if len(stems) == 1 else ""
    return asked
