"""A neighbourhood with people, and a short way to bring in an item."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from coop.agenda import actions
from coop.agenda.models import Item
from coop.agenda.policy import Domain, Kind
from coop.districts.models import District
from coop.kernel.access import Actor
from tests.support import make
from tests.support.make import NOON, Person


@dataclass
class Town:
    """One neighbourhood, with one person for each role."""

    db: Session
    place: District
    resident: Person
    member: Person
    board: Person
    team: Person
    secretary: Person

    def item(self, title: str = "Dark path", *, by: Actor | None = None, at: datetime = NOON, **more: Any) -> Item:
        """A new item, by the resident unless said otherwise."""
        values: dict[str, Any] = {
            "kind": Kind.PROBLEM,
            "domain": Domain.SAFETY,
            "in_short": f"In short: {title}.",
            "details": "It is dark there.",
            "place": "Kade",
            **more,
        }
        return actions.bring_in(self.db, by or self.resident.actor, self.place.id, title=title, at=at, **values)

    def on_agenda(self, title: str = "Dark path", **more: Any) -> Item:
        """An item on the agenda."""
        made = self.item(title, **more)
        return actions.put_on_agenda(self.db, self.board.actor, self.place.id, made.id, at=more.get("at", NOON))


def found(db: Session, slug: str) -> Town:
    """A neighbourhood with its people."""
    place = make.district(db, slug=slug)
    return Town(
        db,
        place,
        resident=make.resident(db, place, "Samira"),
        member=make.member(db, place, "Joke"),
        board=make.board(db, place, "Henk"),
        team=make.team(db, place, "Fenna"),
        secretary=make.secretary(db, place, "Ineke"),
    )


@pytest.fixture
def town(db: Session) -> Town:
    """Noorderkwartier."""
    return found(db, "noorderkwartier")


@pytest.fixture
def other_town(db: Session) -> Town:
    """De Vaart, on the same site."""
    return found(db, "de-vaart")
