"""A neighbourhood whose residents decide about hiring, with a drafted vacancy."""

import pytest
from sqlalchemy.orm import Session

from coop.districts.models import District
from tests.panels.making import Hiring, hiring
from tests.support import make


@pytest.fixture
def place(db: Session) -> District:
    """Noorderkwartier, with a decisive mandate."""
    found = make.district(db)
    make.mandates(db, found)
    return found


@pytest.fixture
def job(db: Session, place: District) -> Hiring:
    """A drafted vacancy."""
    return hiring(db, place)
