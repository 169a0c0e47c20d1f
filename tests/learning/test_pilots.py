"""Pilots in two neighbourhoods: two yeses, findings after half a year, ending early."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.districts.models import District
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from coop.learning import actions, policy, queries
from coop.learning.actions import Plan
from coop.learning.models import Pilot
from coop.learning.policy import PilotState
from coop.notifications.models import OutboxMessage
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import Site

LATER = NOON + timedelta(days=190)
PLAN = Plan("Call first", "Does it help?", "Old and new.", local_day(NOON))
SAID: dict[str, Any] = {"finding": "It helps.", "keeps": "Yes."}
FENCE = "over-de-schutting"


class Two:
    """Two neighbourhoods with board and team each."""

    def __init__(self, db: Session) -> None:
        self.db = db
        self.here, self.there = make.district(db), make.district(db, "de-vaart", inhabitants=3000)
        for place in (self.here, self.there):
            make.mandates(db, place)
        self.chair, self.other_chair = make.board(db, self.here), make.board(db, self.there)
        self.team, self.other_team = make.team(db, self.here, "Fenna"), make.team(db, self.there, "Ruud")

    def asked(self, plan: Plan = PLAN) -> Pilot:
        return actions.start_pilot(self.db, self.chair.actor, self.here.id, self.there.id, plan=plan, at=NOON)

    def running(self) -> tuple[Pilot, Pilot]:
        mine = self.asked()
        twin = queries.twin_of(self.db, mine)
        actions.agree_to_pilot(self.db, self.other_chair.actor, self.there.id, twin.id, at=NOON)
        return mine, twin

    def write(self, person: Person, place: District, row: Pilot, at: Any = LATER) -> None:
        actions.write_finding(self.db, person.actor, place.id, row.id, at=at, **SAID)

    def subjects(self, person: Person) -> list[str]:
        mine = OutboxMessage.to_account_id == person.account.id
        return list(self.db.scalars(select(OutboxMessage.subject).where(mine).order_by(OutboxMessage.id)))


@pytest.fixture
def two(db: Session) -> Two:
    return Two(db)


def test_nobody_is_in_a_pilot_without_a_yes(two: Two, site: Site) -> None:
    mine = two.asked()
    twin = queries.twin_of(two.db, mine)
    assert [len(two.subjects(one)) for one in (two.other_chair, two.chair)] == [1, 0]
    for person, place, row in ((two.team, two.here, mine), (two.other_team, two.there, twin)):
        with pytest.raises(ConflictError, match="has not said yet"):
            two.write(person, place, row)
    visitor = site.visitor(language="en")
    assert visitor.open(f"/noorderkwartier/{FENCE}/proef/{mine.id}").has("Waits for the other neighbourhood")
    assert visitor.open(f"/de-vaart/{FENCE}").lacks("Call first")
    assert visitor.get(f"/de-vaart/{FENCE}/proef/{twin.id}").status_code == 404
    office = site.visitor(language="en").sign_in(two.other_chair)
    page = office.open("/de-vaart/mijn-pagina").follow("Another neighbourhood asks you to try something together")
    page = page.submit("Take part in this pilot")
    assert page.has("Being tried")
    assert visitor.open(f"/de-vaart/{FENCE}").has("Call first")
    assert len(two.subjects(two.chair)) == len(two.subjects(two.team)) == len(two.subjects(two.other_team)) == 1
    with pytest.raises(ConflictError, match="takes part already"):
        actions.agree_to_pilot(two.db, two.other_chair.actor, two.there.id, twin.id, at=NOON)


def test_who_asked_cannot_say_yes_for_the_other(two: Two) -> None:
    mine = two.asked()
    twin = queries.twin_of(two.db, mine)
    with pytest.raises(ConflictError):
        actions.agree_to_pilot(two.db, two.chair.actor, two.here.id, mine.id, at=NOON)
    with pytest.raises(NotFoundError):
        actions.agree_to_pilot(two.db, two.chair.actor, two.here.id, twin.id, at=NOON)
    with pytest.raises(NotAllowedError):
        actions.agree_to_pilot(two.db, two.other_team.actor, two.there.id, twin.id, at=NOON)
    with pytest.raises(NotFoundError):
        actions.end_pilot(two.db, two.chair.actor, two.here.id, twin.id, reason="No.", at=NOON)


def test_a_neighbourhood_says_no_with_a_reason_that_everybody_reads(two: Two, site: Site) -> None:
    mine = two.asked()
    twin = queries.twin_of(two.db, mine)
    page = site.visitor(language="en").sign_in(two.other_chair).open(f"/de-vaart/{FENCE}/proef/{twin.id}")
    page = page.follow("Say no, with a reason")
    assert page.submit("Say no, with a reason", expect=422, reason=" ").has("Give a reason.")
    page.submit("Say no, with a reason", reason="No hands free.")
    page = site.visitor(language="en").open(f"/noorderkwartier/{FENCE}/proef/{mine.id}")
    assert page.has("De Vaart ended this on")
    assert page.has("No hands free.")
    assert len(two.subjects(two.chair)) == 1
    with pytest.raises(ConflictError, match="ended already"):
        actions.agree_to_pilot(two.db, two.other_chair.actor, two.there.id, twin.id, at=NOON)


def test_each_can_end_it_until_what_was_found_is_open(two: Two) -> None:
    mine, twin = two.running()
    actions.end_pilot(two.db, two.chair.actor, two.here.id, mine.id, reason="The team is ill.", at=NOON)
    assert (twin.ended_at, twin.ended_by, twin.end_reason) == (NOON, two.here.id, "The team is ill.")
    with pytest.raises(ConflictError, match="ended already"):
        two.write(two.other_team, two.there, twin)
    other, other_twin = two.running()
    two.write(two.team, two.here, other)
    two.write(two.other_team, two.there, other_twin)
    with pytest.raises(ConflictError, match="nothing to end"):
        actions.end_pilot(two.db, two.chair.actor, two.here.id, other.id, reason="Too late.", at=LATER)


def test_findings_open_when_both_are_written_after_half_a_year(two: Two, site: Site) -> None:
    mine, twin = two.running()
    with pytest.raises(ConflictError):
        two.write(two.team, two.here, mine, NOON)
    two.write(two.team, two.here, mine)
    site.at(LATER)
    page = site.visitor(language="en").open(f"/noorderkwartier/{FENCE}/proef/{mine.id}")
    assert page.lacks("It helps.")
    team = site.visitor(language="en").sign_in(two.other_team)
    page = team.open(f"/de-vaart/{FENCE}").follow("Call first").follow("Write what De Vaart found")
    page = page.submit("Keep this finding", finding="Ringing is better.", keeps="No.")
    assert page.has("It helps.")
    assert page.has("Ringing is better.")
    with pytest.raises(ConflictError):
        two.write(two.team, two.here, mine)
    with pytest.raises(NotFoundError):
        queries.pilot_of(two.db, two.here.id, twin.id)


def test_who_does_not_write_keeps_the_other_closed_for_thirty_days_only(two: Two, site: Site) -> None:
    mine, twin = two.running()
    two.write(two.team, two.here, mine)
    last = policy.finding_due_on(mine.review_on)
    path = f"/noorderkwartier/{FENCE}/proef/{mine.id}"
    days = (last - local_day(NOON)).days
    site.at(NOON + timedelta(days=days))
    assert site.visitor(language="en").open(path).lacks("It helps.")
    site.at(NOON + timedelta(days=days + 1))
    page = site.visitor(language="en").open(path)
    assert page.has("It helps.")
    assert page.has("De Vaart: not written yet.")
    two.write(two.other_team, two.there, twin, NOON + timedelta(days=days + 1))
    with pytest.raises(ConflictError, match="stands still"):
        two.write(two.other_team, two.there, twin, NOON + timedelta(days=days + 2))


def test_a_yes_after_the_half_year_gives_both_their_time_to_write(two: Two, site: Site) -> None:
    mine = two.asked()
    twin = queries.twin_of(two.db, mine)
    late = NOON + timedelta(days=policy.PILOT_DAYS + 60)
    site.at(late)
    asked = site.visitor(language="en").sign_in(two.other_chair).open(f"/de-vaart/{FENCE}/proef/{twin.id}")
    assert asked.has("write what they found on 12 November 2027")
    actions.agree_to_pilot(two.db, two.other_chair.actor, two.there.id, twin.id, at=late)
    assert mine.review_on == twin.review_on == local_day(late)
    two.write(two.team, two.here, mine, late)
    path = f"/noorderkwartier/{FENCE}/proef/{mine.id}"
    assert site.visitor(language="en").open(path).lacks("It helps.")
    two.write(two.other_team, two.there, twin, late)
    assert site.visitor(language="en").open(path).has("It helps.")


def test_both_hear_once_that_it_is_time_and_once_that_it_is_late(two: Two) -> None:
    mine, _twin = two.running()
    before = len(two.subjects(two.team))
    at = NOON + (mine.review_on - local_day(NOON)) * 1
    assert actions.remind_of_pilots(two.db, at=at - timedelta(days=1)) == 0
    assert actions.remind_of_pilots(two.db, at=at) == 2
    assert actions.remind_of_pilots(two.db, at=at) == 0
    two.write(two.team, two.here, mine, at)
    assert actions.remind_of_pilots(two.db, at=at + timedelta(days=31)) == 1
    assert actions.remind_of_pilots(two.db, at=at + timedelta(days=60)) == 0
    assert [len(two.subjects(one)) - before for one in (two.team, two.other_team)] == [1, 2]


def test_what_is_asked_or_ended_is_not_waited_for(two: Two) -> None:
    two.asked()
    mine, _twin = two.running()
    actions.end_pilot(two.db, two.chair.actor, two.here.id, mine.id, reason="Enough.", at=NOON)
    assert actions.remind_of_pilots(two.db, at=LATER) == 0
    today = local_day(LATER)
    assert not queries.pilots_waiting(two.db, two.there.id, today, answers=False)
    assert len(queries.pilots_waiting(two.db, two.there.id, today, answers=True)) == 1
    assert not queries.pilots_waiting(two.db, two.here.id, today, answers=True)


def test_a_pilot_is_with_another_neighbourhood_and_about_now(two: Two, site: Site) -> None:
    with pytest.raises(InvalidError):
        two.asked(Plan("Call first", "Does it help?", "Old and new.", date(2020, 1, 1)))
    page = site.visitor(language="en").sign_in(two.chair).open(f"/noorderkwartier/{FENCE}/proef/nieuw")
    texts: dict[str, Any] = {
        "title": "Call first",
        "question": "Does it help?",
        "unlike": "Old and new.",
        "starts_on": "2027-03-20",
    }
    page.submit("Ask the other neighbourhood", expect=422, other="nowhere", **texts)
    page = page.submit("Ask the other neighbourhood", other="de-vaart", **texts)
    assert page.has("On 18 September 2027 half a year has passed")


DAYS = st.dates(date(2026, 1, 1), date(2028, 1, 1))


@given(st.booleans(), st.booleans(), st.sampled_from(["", "a"]), st.sampled_from(["", "b"]), DAYS, DAYS)
def test_nothing_is_read_before_its_time_and_nothing_stays_closed_for_ever(
    agreed: bool, ended: bool, mine: str, theirs: str, review: date, today: date
) -> None:
    is_open = policy.findings_are_open(mine, theirs, review, today)
    state = policy.pilot_state(agreed=agreed, ended=ended, found=is_open, review=review, today=today)
    assert not (is_open and today < review)
    assert not (is_open and not (mine or theirs))
    if today > policy.finding_due_on(review):
        assert is_open == bool(mine or theirs)
    assert (state is PilotState.ENDED) == ended
    assert (state is PilotState.FOUND) <= (is_open and agreed)
