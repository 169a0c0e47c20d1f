"""A neighbourhood with a team and a board that make tables."""

import pytest
from sqlalchemy.orm import Session

from coop.districts.models import District
from tests.support import make
from tests.support.make import Person


@pytest.fixture
def place(db: Session) -> District:
    """Noorderkwartier, with two street groups."""
    found = make.district(db)
    make.mandates(db, found)
    return found


@pytest.fixture
def writer(db: Session, place: District) -> Person:
    """A team member."""
    return make.team(db, place, "Fenna")


@pytest.fixture
def chair(db: Session, place: District) -> Person:
    """A board member."""
    return make.board(db, place, "Henk")
