"""Mandates: who decides how far, from which day."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from coop.districts.actions import found_district, settle_mandate
from coop.districts.policy import Level, MandateSnapshot, Subject, require_slug
from coop.districts.queries import mandate_snapshot, mandates_on
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError
from tests.support import make
from tests.support.site import Site

DAY = date(2027, 3, 15)


def test_silence_is_not_advice(db: Session) -> None:
    place = make.district(db)
    with pytest.raises(ConflictError):
        mandate_snapshot(db, place.id, Subject.HIRING, DAY)


def test_a_new_mandate_ends_the_one_before(db: Session) -> None:
    place = make.district(db)
    giver = make.administrator(db, place).actor
    common: dict[str, Any] = {"subject": Subject.HIRING, "basis": "Covenant"}
    settle_mandate(db, giver, place.id, level=Level.ADVISORY, starts_on=date(2026, 1, 1), **common)
    settle_mandate(db, giver, place.id, level=Level.DECISIVE, starts_on=DAY, **common)
    assert mandate_snapshot(db, place.id, Subject.HIRING, date(2027, 3, 14)).level is Level.ADVISORY
    assert mandate_snapshot(db, place.id, Subject.HIRING, DAY).level is Level.DECISIVE
    assert len(mandates_on(db, place.id, DAY)) == 1
    with pytest.raises(ConflictError):
        settle_mandate(db, giver, place.id, level=Level.ADVISORY, starts_on=DAY, **common)


def test_only_the_administrator_enters_a_mandate(db: Session) -> None:
    place = make.district(db)
    with pytest.raises(NotAllowedError):
        settle_mandate(
            db,
            make.board(db, place).actor,
            place.id,
            subject=Subject.HIRING,
            level=Level.DECISIVE,
            basis="x",
            starts_on=DAY,
        )


def test_a_mandate_through_the_page(db: Session, site: Site) -> None:
    place = make.district(db)
    visitor = site.visitor(language="en").sign_in(make.administrator(db, place))
    page = visitor.open("/noorderkwartier/zeggenschap/vaststellen")
    refused = page.submit("Settle this mandate", starts_on="tomorrow", expect=422)
    assert refused.has("Choose what the mandate is about.")
    assert refused.has("Fill in a day, like 31-12-2026.")
    done = page.submit(
        "Settle this mandate", subject="hiring", level="declined", basis="Meeting of 1 March", starts_on="2027-03-01"
    )
    assert done.has("Residents chose not to decide on this themselves now.")
    site.visitor().sign_in(make.board(db, place)).open("/noorderkwartier/zeggenschap/vaststellen", expect=403)


@given(st.sampled_from(Subject), st.sampled_from(Level), st.booleans(), st.dates(), st.none() | st.dates())
def test_a_snapshot_survives_being_stored(
    subject: Subject, level: Level, declined: bool, starts: date, ends: date | None
) -> None:
    snapshot = MandateSnapshot(subject, level, declined, "basis", starts, ends)
    assert MandateSnapshot.from_json(snapshot.as_json()) == snapshot


@pytest.mark.parametrize("slug", ["", "Noord", "noord kwartier", "-noord", "inloggen", "demo", "x" * 61, "a/b"])
def test_a_bad_address_is_refused(slug: str) -> None:
    with pytest.raises(InvalidError):
        require_slug(slug)


def test_an_address_is_given_once(db: Session) -> None:
    make.district(db)
    with pytest.raises(ConflictError):
        found_district(
            db,
            slug="noorderkwartier",
            name="N",
            cooperative="C",
            municipality="M",
            inhabitants=1,
            team_minutes_week=0,
        )
