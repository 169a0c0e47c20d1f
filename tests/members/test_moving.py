"""Moving house within the neighbourhood: the new address counts once it is shown."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError
from coop.members import actions, queries
from coop.members.actions import MemberDetails
from coop.members.models import Membership, MembershipApplication
from coop.members.policy import ApplicationState, StatuteRules
from coop.notifications.models import OutboxMessage
from tests.support import make
from tests.support.make import NOON
from tests.support.site import Site

HERE = "/noorderkwartier"
NEW = MemberDetails("Joke Dam", "Kade", "7", "1234 AB", "")


def _member(db: Session, person: make.Person) -> Membership:
    found = db.scalars(select(Membership).where(Membership.account_id == person.account.id)).one()
    found.street, found.house_number = "Noordstraat", "1"
    return found


def test_a_new_address_waits_for_its_letter(db: Session, site: Site) -> None:
    place = make.district(db)
    person = make.member(db, place, "Joke Dam")
    mine = _member(db, person)
    visitor = site.visitor(language="en").sign_in(person)
    page = visitor.open("/mijn-gegevens").follow("Correct your address and what the register of members says")
    assert page.submit("Correct what the register says", street="", expect=422).has("Fill in the street")
    page = page.submit("Correct what the register says", street="Kade", house_number="7")
    assert page.has("Your new address waits until you have shown it: Kade 7.")
    assert mine.street == "Noordstraat"
    office = site.visitor(language="en").sign_in(make.secretary(db, place))
    letters = office.open(f"{HERE}/leden").follow("Letters: 1 to print").submit("Make the letters")
    assert letters.has("You moved to this address.")
    assert letters.has("Did you not move? Then throw this letter away.")
    assert letters.lacks("Did you not apply?")
    code = letters.soup.select_one(".code")
    assert code is not None
    done = visitor.open(f"{HERE}/lid-worden/code").submit("Send the code", code=code.get_text())
    assert done.has("Your new address is shown.")
    db.refresh(mine)
    assert (mine.street, mine.house_number) == ("Kade", "7")
    assert db.scalars(select(Membership)).all() == [mine], "a move makes no second member"


def test_a_new_address_that_is_not_right_is_not_taken_over(db: Session, site: Site) -> None:
    place = make.district(db)
    person = make.member(db, place, "Joke Dam")
    mine = _member(db, person)
    visitor = site.visitor(language="en").sign_in(person)
    visitor.open(f"{HERE}/mijn-lidmaatschap").submit("Correct what the register says", street="Kade", house_number="7")
    page = site.visitor(language="en").sign_in(make.board(db, place)).open(f"{HERE}/leden").follow("Joke Dam")
    done = page.submit("Refuse with this reason", reason="There is no number 7")
    assert done.has("The new address is not taken over; the address before counts.")
    mail = db.scalars(select(OutboxMessage).where(OutboxMessage.to_account_id == person.account.id)).one()
    assert mail.subject == "Your new address is not taken over"
    db.refresh(mine)
    assert (mine.street, mine.ended_on) == ("Noordstraat", None)


def test_only_the_newest_new_address_waits(db: Session) -> None:
    place = make.district(db)
    person = make.member(db, place, "Joke Dam")
    mine = _member(db, person)
    first = actions.correct_own(db, person.actor, mine, NEW, number="1", at=NOON)
    second = actions.correct_own(db, person.actor, mine, MemberDetails("Joke", "Plein", "2"), number="2", at=NOON)
    assert first is not None
    assert second is not None
    assert first.state is ApplicationState.WITHDRAWN
    assert [one.id for one in queries.applications_waiting(db, place.id)] == [second.id]
    back = actions.correct_own(db, person.actor, mine, MemberDetails("Joke", "noordstraat", "1"), number="3", at=NOON)
    assert back is None
    assert queries.move_of(db, mine.id) is None


def test_nobody_admits_or_moves_somebody_else(db: Session) -> None:
    place = make.district(db)
    person, other, board = make.member(db, place), make.member(db, place), make.board(db, place)
    mine = _member(db, person)
    with pytest.raises(NotAllowedError):
        actions.correct_own(db, other.actor, mine, NEW, number="1", at=NOON)
    with pytest.raises(NotAllowedError):
        actions.move_member(db, other.actor, mine, NEW, number="1", at=NOON)
    with pytest.raises(InvalidError):
        actions.move_member(db, board.actor, mine, MemberDetails("Joke"), number="1", at=NOON)
    waiting = actions.move_member(db, board.actor, mine, NEW, number="1", at=NOON)
    assert waiting is not None
    with pytest.raises(ConflictError):
        actions.admit_applicant(db, board.actor, place.id, waiting.id, at=NOON)
    actions.refuse_applicant(db, board.actor, place.id, waiting.id, "Not your house", at=NOON)
    assert mine.street == "Noordstraat"


def test_where_residence_is_not_asked_the_address_counts_at_once(db: Session) -> None:
    place = make.district(db)
    person, board = make.member(db, place), make.board(db, place)
    rules = StatuteRules("art. 4", residents_only=False)
    actions.settle_statutes(db, board.actor, place.id, rules, starts_on=NOON.date(), at=NOON)
    mine = _member(db, person)
    assert actions.correct_own(db, person.actor, mine, NEW, number="1", at=NOON) is None
    assert mine.street == "Kade"
    assert not db.scalars(select(MembershipApplication)).all()
