"""A neighbourhood whose residents decide about hiring, with a drafted vacancy."""

import pytest
from sqlalchemy.orm import Session

from coop.districts.models import District
from tests.panels.making import Hiring, hiring


@pytest.fixture
def job(db: Session, place: District) -> Hiring:
    """A drafted vacancy."""
    return hiring(db, place)
