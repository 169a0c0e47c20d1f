"""Founders on paper: two people type, the site compares, and only a list that is alike becomes members."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError
from coop.members import actions
from coop.members.actions import Founder, MemberDetails
from coop.members.models import FoundingEntry, Membership
from coop.voting.actions import add_proposal, make_poll, open_poll
from coop.voting.policy import BallotKind, ProposalText
from tests.support import make
from tests.support.make import NOON
from tests.support.site import Site
from tests.voting.conftest import USUAL, plan

HERE = "/noorderkwartier/leden/oprichters"
TODAY = NOON.date()


def _line(number: int, name: str = "Ada", *, age: int = 40, days: int = 10) -> Founder:
    return Founder(number, MemberDetails(name, "Kade", "1", "1234 AB"), age, TODAY - timedelta(days=days))


def not_yet(_db: Session, _district_id: int) -> bool:
    return False


def test_two_people_type_and_what_differs_is_not_taken_over(db: Session, site: Site) -> None:
    place = make.district(db)
    first = site.visitor(language="en").sign_in(make.board(db, place))
    second = site.visitor(language="en").sign_in(make.secretary(db, place))
    typed: dict[str, Any] = {
        "number": "1",
        "street": "Kade",
        "house_number": "1",
        "stated_age": "40",
        "signed_on": "2027-03-01",
    }
    page = first.open("/noorderkwartier/leden").follow("The paper list of founders")
    assert page.submit("Keep this line", expect=422).has("Fill in a name.")
    assert page.submit("Keep this line", name="Ada Buur", **typed).has("Now somebody else has to type it.")
    page = second.open(HERE)
    assert page.has("You still have to type it.")
    assert page.lacks("Ada Buur"), "who types second does not see what the first typed"
    page = page.submit("Keep this line", name="Ada Bruur", **typed)
    assert page.has("“Ada Buur” / “Ada Bruur”")
    assert second.post(f"{HERE}/overnemen", expect=409).has("Every line must be typed by two people, and alike.")
    page = page.submit("Keep this line", name="Ada Buur", **typed)
    done = page.submit("Make members of the whole list")
    assert done.has("1 founder is a member now.")
    member = db.scalars(select(Membership)).one()
    assert (member.name, member.admitted_on.isoformat(), member.stated_age) == ("Ada Buur", "2027-03-01", 40)
    assert not db.scalars(select(FoundingEntry)).all()


def test_one_person_cannot_be_both(db: Session) -> None:
    place = make.district(db)
    board = make.board(db, place)
    for _time in range(2):
        actions.type_founder(db, board.actor, place.id, _line(1), has_voted=not_yet, at=NOON)
    assert len(db.scalars(select(FoundingEntry)).all()) == 1
    with pytest.raises(ConflictError):
        actions.take_over_founders(db, board.actor, place.id, has_voted=not_yet, at=NOON)
    second, third = make.secretary(db, place), make.board(db, place)
    actions.type_founder(db, second.actor, place.id, _line(1), has_voted=not_yet, at=NOON)
    with pytest.raises(ConflictError):
        actions.type_founder(db, third.actor, place.id, _line(1), has_voted=not_yet, at=NOON)
    actions.take_over_founders(db, board.actor, place.id, has_voted=not_yet, at=NOON)
    for one in (board, second):
        actions.type_founder(db, one.actor, place.id, _line(1), has_voted=not_yet, at=NOON)
    with pytest.raises(ConflictError):
        actions.take_over_founders(db, board.actor, place.id, has_voted=not_yet, at=NOON)
    assert len(db.scalars(select(Membership)).all()) == 1, "the same list twice makes nobody a member twice"


@pytest.mark.parametrize(
    "line", [_line(0), _line(10_000), _line(1, age=3), _line(1, age=200), _line(1, days=-1), _line(1, " ")]
)
def test_what_cannot_be_on_the_list_is_refused(db: Session, line: Founder) -> None:
    place = make.district(db)
    with pytest.raises(InvalidError):
        actions.type_founder(db, make.board(db, place).actor, place.id, line, has_voted=not_yet, at=NOON)
    with pytest.raises(NotAllowedError):
        actions.type_founder(db, make.member(db, place).actor, place.id, _line(1), has_voted=not_yet, at=NOON)


def test_the_list_is_closed_after_the_first_vote(db: Session, site: Site) -> None:
    place = make.district(db)
    board, second = make.board(db, place), make.secretary(db, place)
    for one in (board, second):
        actions.type_founder(db, one.actor, place.id, _line(1), has_voted=not_yet, at=NOON)
    make.member(db, place)
    make.mandates(db, place)
    poll = make_poll(
        db,
        board.actor,
        place.id,
        plan(ballot_kind=BallotKind.MOTION, budget=0, settings=USUAL[BallotKind.MOTION]),
        at=NOON,
    )
    add_proposal(db, board.actor, place.id, poll.id, ProposalText("A bench", "We put a bench in the park."))
    office = site.visitor(language="en").sign_in(board)
    assert office.open(HERE).has("Make members of the whole list"), "a vote that is prepared closes nothing"
    open_poll(db, board.actor, place.id, poll.id, at=NOON)
    page = office.open(HERE)
    assert page.has("The list of founders is closed")
    assert page.lacks("Make members of the whole list")
    assert office.post(f"{HERE}/overnemen", expect=409).has("The list of founders is closed")
    assert len(db.scalars(select(Membership)).all()) == 1
