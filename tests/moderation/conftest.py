"""The neighbourhood of the agenda, with people who have a turn."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from coop.moderation import actions
from tests.agenda.conftest import Town, found
from tests.support import make
from tests.support.make import NOON, Person

DICE = "4162"


def draw(town: Town, number: int, *, at: datetime = NOON) -> list[int]:
    """Close the list, throw the dice; returns the numbers that were drawn."""
    closed = actions.close_list(town.db, town.board.actor, town.place.id, number, at=at)
    return actions.draw_turns(town.db, town.board.actor, town.place.id, closed.id, DICE, at=at).drawn


@pytest.fixture
def town(db: Session) -> Town:
    """Noorderkwartier."""
    return found(db, "noorderkwartier")


@pytest.fixture
def other_town(db: Session) -> Town:
    """De Vaart, on the same site."""
    return found(db, "de-vaart")


@pytest.fixture
def keepers(town: Town) -> list[Person]:
    """Three members with a turn."""
    people = [make.member(town.db, town.place, name) for name in ("Ada", "Bo", "Cor")]
    for person in people:
        actions.offer_turn(town.db, person.actor, town.place.id, at=NOON)
    assert len(draw(town, 9)) == 3
    return people
