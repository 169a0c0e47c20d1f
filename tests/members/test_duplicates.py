"""Two registrations of one person: found, and made one without a vote too many or too few."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.agenda.actions.folding import fold_supports
from coop.agenda.models import Item, Support
from coop.agenda.policy import Domain, ItemState, Kind, Origin
from coop.districts.models import District
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from coop.members.actions import Others, ask_merge, confirm_merge, drop_merge
from coop.members.models import Membership
from coop.members.policy import Ending
from coop.members.policy.duplicates import Person, likely_same
from coop.notifications.actions import queue_mail
from coop.notifications.models import OutboxMessage
from tests.support import make
from tests.support.make import NOON
from tests.support.site import Site

ADA = Person(1, "Ada van der Meer", "Kade", "12 hs", "", 40, date(2025, 1, 1))


@pytest.mark.parametrize(
    "other",
    [
        {"name": "ada VAN DER meer", "house_number": "12-HS", "stated_age": None},
        {"name": "Áda Meer"},
        {"name": "A. v.d. Meer"},
        {"name": "Ada Bakker-Meer"},
        {"name": "Ada van der Meir"},
        {"name": "Meer, Ada van der", "street": "Elsewhere", "email": "ADA@coop.test"},
        {"stated_age": 42, "since": date(2026, 6, 1)},
    ],
    ids=lambda other: " ".join(str(value) for value in other.values()),
)
def test_what_may_be_one_person(other: dict[str, object]) -> None:
    told = replace(ADA, email="ada@coop.test")
    assert likely_same(told, replace(told, id=2, **other))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Bo van der Meer"},
        {"name": "Ada Bakker"},
        {"street": "Elsewhere"},
        {"house_number": "14"},
        {"stated_age": 12},
        {"name": "Ad"},
        {"name": ""},
        {"street": "", "house_number": ""},
    ],
    ids=lambda other: " ".join(str(value) for value in other.values()),
)
def test_what_are_two_people(other: dict[str, object]) -> None:
    assert not likely_same(ADA, replace(ADA, id=2, **other))  # type: ignore[arg-type]


def _member(
    db: Session, place: District, name: str, *, since: date = make.LONG_AGO, account: bool = False
) -> Membership:
    who = make.account(db, name).id if account else None
    address = {"street": "Kade", "house_number": "12"}
    found = Membership(district_id=place.id, account_id=who, name=name, admitted_on=since, lives_here=True, **address)
    db.add(found)
    db.flush()
    return found


Votes = dict[int, tuple[set[int], set[int]]]


def _others(votes: Votes) -> Others:
    """Open votes as told: per member those on whose roll it stands, and those in which it voted."""

    def standing(_db: Session, _district: int, member: int) -> tuple[frozenset[int], frozenset[int]]:
        on_roll, voted = votes.get(member, (set(), set()))
        return frozenset(on_roll), frozenset(voted)

    return Others(standing, fold_supports, queue_mail)


Merge = Callable[[Membership, Membership, Votes], Membership]


@pytest.fixture
def merge(db: Session, place: District) -> Merge:
    """Proposed by the secretary, agreed by the board."""
    secretary, board = make.secretary(db, place), make.board(db, place)

    def do(first: Membership, second: Membership, votes: Votes) -> Membership:
        asked = ask_merge(db, secretary.actor, place.id, first.id, second.id, reason="called her", at=NOON)
        with pytest.raises(NotAllowedError):
            confirm_merge(db, secretary.actor, _others(votes), place.id, asked.id, at=NOON)
        return confirm_merge(db, board.actor, _others(votes), place.id, asked.id, at=NOON)

    return do


def test_one_ends_and_the_other_keeps_all_that_both_knew(db: Session, place: District, merge: Merge) -> None:
    old, new = _member(db, place, "Ada"), _member(db, place, "Ada B.", since=date(2026, 5, 1), account=True)
    new.email, new.stated_age = "ada@coop.test", 40
    account = new.account_id
    kept = merge(old, new, {})
    assert (kept.id, kept.account_id, kept.email, kept.stated_age) == (old.id, account, "ada@coop.test", 40)
    assert kept.admitted_on == make.LONG_AGO
    assert (new.ended_on, new.ended_because) == (NOON.date(), Ending.ENTERED_TWICE)
    assert db.scalars(select(OutboxMessage.to_account_id)).all() == [account]


def test_the_registration_that_voted_stays(db: Session, place: District, merge: Merge) -> None:
    first, second = _member(db, place, "Ada"), _member(db, place, "Ada B.")
    assert merge(first, second, {first.id: ({7}, set()), second.id: ({7}, {7})}) is second
    assert first.ended_on == NOON.date()


def test_the_registration_on_the_roll_stays(db: Session, place: District, merge: Merge) -> None:
    first, second = _member(db, place, "Ada"), _member(db, place, "Ada B.")
    assert merge(first, second, {first.id: (set(), set()), second.id: ({7}, set())}) is second


@pytest.mark.parametrize(
    "first, second",
    [
        (({7}, {7}), ({7}, {7})),
        (({7, 8}, {7}), ({7, 8}, {8})),
        (({7}, set()), ({8}, set())),
        (({7, 8}, set()), ({7}, {7})),
    ],
    ids=["both voted", "each in another vote", "each on another roll", "roll and vote apart"],
)
def test_it_waits_while_open_votes_stand_in_the_way(
    db: Session,
    place: District,
    merge: Merge,
    first: tuple[set[int], set[int]],
    second: tuple[set[int], set[int]],
) -> None:
    one, other = _member(db, place, "Ada"), _member(db, place, "Ada B.")
    with pytest.raises(ConflictError):
        merge(one, other, {one.id: first, other.id: second})
    assert one.ended_on is None
    assert other.ended_on is None


def test_no_support_is_lost_or_counted_twice(db: Session, place: District, merge: Merge) -> None:
    first, second = _member(db, place, "Ada", account=True), _member(db, place, "Ada B.", account=True)
    kept, gone = first.account_id or 0, second.account_id or 0
    items = [_item(db, place, kept) for _number in range(3)]
    stranger = make.account(db).id
    for item, supporters in zip(items, ((kept, gone), (gone,), (gone, stranger)), strict=True):
        db.add_all(Support(district_id=place.id, item_id=item, account_id=one, at=NOON) for one in supporters)
    db.flush()
    assert merge(first, second, {}) is first
    told = set(db.execute(select(Support.item_id, Support.account_id)).all())
    assert told == {(items[0], kept), (items[1], kept), (items[2], kept), (items[2], stranger)}


def _item(db: Session, place: District, account_id: int) -> int:
    item = Item(
        district_id=place.id,
        kind=Kind.WISH,
        domain=Domain.MEETING,
        state=ItemState.ON_AGENDA,
        title="A bench",
        in_short="Nowhere to sit.",
        origin=Origin.RESIDENT,
        account_id=account_id,
        created_at=NOON,
    )
    db.add(item)
    db.flush()
    return item.id


def test_an_ended_or_strange_registration_cannot_be_proposed(db: Session, place: District) -> None:
    secretary = make.secretary(db, place)
    ada, bo = _member(db, place, "Ada"), _member(db, place, "Bo")
    elsewhere = _member(db, make.district(db, "de-vaart"), "Ada")

    def ask(one: int, other: int, reason: str = "x") -> None:
        ask_merge(db, secretary.actor, place.id, one, other, reason=reason, at=NOON)

    for one, other, fault in ((ada.id, ada.id, InvalidError), (ada.id, elsewhere.id, NotFoundError)):
        with pytest.raises(fault):
            ask(one, other)
    with pytest.raises(InvalidError):
        ask(ada.id, bo.id, " ")
    ask(ada.id, bo.id)
    with pytest.raises(ConflictError):
        ask(bo.id, ada.id)
    cy = _member(db, place, "Cy")
    cy.ended_on = NOON.date()
    db.flush()
    with pytest.raises(ConflictError):
        ask(cy.id, bo.id)


def test_the_person_it_is_about_does_not_agree(db: Session, place: District) -> None:
    secretary, henk = make.secretary(db, place), make.board(db, place, "Henk")
    first, second = _member(db, place, "Henk"), _member(db, place, "H.")
    second.account_id = henk.account.id
    db.flush()
    asked = ask_merge(db, secretary.actor, place.id, first.id, second.id, reason="x", at=NOON)
    with pytest.raises(NotAllowedError):
        confirm_merge(db, henk.actor, _others({}), place.id, asked.id, at=NOON)
    drop_merge(db, henk.actor, place.id, asked.id, at=NOON + timedelta(days=1))
    with pytest.raises(ConflictError):
        confirm_merge(db, make.board(db, place).actor, _others({}), place.id, asked.id, at=NOON)


def test_the_pages_find_propose_and_agree(db: Session, site: Site, place: District) -> None:
    _member(db, place, "Ada van der Meer"), _member(db, place, "A. Meer"), _member(db, place, "Bo Bakker")
    office = site.visitor(language="en").sign_in(make.secretary(db, place))
    page = office.open("/noorderkwartier/leden").follow("Twice in the register?")
    page = page.follow("Propose to make one of Ada van der Meer and A. Meer")
    assert page.submit("Propose to make one of these two", reason=" ", expect=422).has("Say how you know")
    page = page.submit("Propose to make one of these two", reason="called her")
    assert page.has("Nothing changes before a second person")
    assert page.has("No two registrations look alike.")
    board = site.visitor(language="en").sign_in(make.board(db, place))
    page = board.open("/noorderkwartier/leden/dubbel").submit("Agree: Ada van der Meer is one person")
    assert page.has("stands in the register once now, with one vote")
    assert page.has("Also at this address Each of them is a member")
    assert page.has("Bo Bakker")
