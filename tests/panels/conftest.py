"""A neighbourhood whose residents decide about hiring, with a drafted vacancy."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.districts.models import District, Mandate
from coop.districts.policy import Level
from tests.panels.making import Hiring, hiring


@pytest.fixture
def job(db: Session, place: District) -> Hiring:
    """A drafted vacancy."""
    return hiring(db, place)


@pytest.fixture
def advised(db: Session, job: Hiring) -> Hiring:
    """The same job under an advisory mandate."""
    for row in db.scalars(select(Mandate)):
        row.level = Level.ADVISORY
    db.flush()
    return job
