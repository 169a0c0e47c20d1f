"""Who of the board has a tie takes no part: in the rules, on the pages, in mail and in the log."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coop.agenda import actions as agenda
from coop.agenda.models import Comment, Item
from coop.agenda.policy import ItemState
from coop.answers import actions as answers
from coop.answers.models import OwedAnswer
from coop.answers.policy import Point, Source, Terms
from coop.audit.models import AuditEntry
from coop.districts.policy import Decider
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from coop.notifications.models import OutboxMessage
from coop.rules.answering import Event, PointAnswer, Power, Said, Verdict
from coop.ties.actions import declare_tie
from coop.ties.models import Tie
from coop.ties.policy import Matter
from coop.ties.queries import board_of, ties_on
from tests.agenda.conftest import Town, found
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import Site

LATER = NOON + timedelta(days=1)
REFUSED = "You have an interest of your own in this"


@pytest.fixture
def other(db: Session, town: Town) -> Person:
    """A second board member."""
    return make.board(db, town.place, "Marisol")


@pytest.fixture
def town(db: Session) -> Town:
    return found(db, "noorderkwartier")


def owed(db: Session, town: Town, *, power: Power = Power.ADVICE) -> OwedAnswer:
    """An answer that the board owes."""
    terms, points = Terms(power, Decider.BOARD, 20), [Point("1", "Lights")]
    return answers.open_answer(
        db, town.place.id, Source.VOTE, 1, title="Lights", points=points, terms=terms, mandate=None, at=NOON
    )


def tied(db: Session, town: Town, item: Item, *, by: Person | None = None) -> Tie:
    """Henk takes no part in the item."""
    by = by or town.board
    return agenda.declare_tie(db, by.actor, town.place.id, item.id, town.board.account.id, at=NOON)


def test_every_act_of_the_board_on_the_item_is_refused_and_those_of_others_are_not(
    db: Session, town: Town, other: Person
) -> None:
    item, second = town.item(), town.item("Bench")
    tied(db, town, item)
    me, place = town.board.actor, town.place.id
    refused = [
        lambda: agenda.put_on_agenda(db, me, place, item.id, at=NOON),
        lambda: agenda.refuse(db, me, place, item.id, "No.", at=NOON),
        lambda: agenda.merge(db, me, place, item.id, second.id, at=NOON),
        lambda: agenda.merge(db, me, place, second.id, item.id, at=NOON),
        lambda: agenda.close(db, me, place, item.id, "Done.", at=NOON),
        lambda: agenda.reopen(db, me, place, item.id, "Again.", at=NOON),
        lambda: agenda.pass_on(db, me, place, item.id, to_whom="Town", reason="Ask.", at=NOON),
        lambda: agenda.hand_over(db, me, place, item.id, other.account.id, at=NOON),
        lambda: agenda.comment(db, me, place, item.id, "I think so.", at=NOON),
        lambda: agenda.sum_up(db, me, place, item.id, "All said.", at=NOON),
    ]
    for act in refused:
        with pytest.raises(ConflictError, match=REFUSED):
            act()
    assert (item.state, db.scalar(select(func.count()).select_from(Comment))) == (ItemState.NEW, 0)
    agenda.put_on_agenda(db, me, place, second.id, at=NOON)
    agenda.put_on_agenda(db, other.actor, place, item.id, at=NOON)
    assert item.state is ItemState.ON_AGENDA


def test_who_sees_to_the_item_hands_it_over_by_it(db: Session, town: Town, other: Person) -> None:
    item = town.item()
    assert item.owner_id == town.board.account.id
    tied(db, town, item)
    assert item.owner_id == other.account.id
    with pytest.raises(InvalidError, match="takes no part"):
        agenda.hand_over(db, other.actor, town.place.id, item.id, town.board.account.id, at=NOON)


@pytest.mark.parametrize("power", [Power.ADVICE, Power.SECOND_KEY, Power.DECISION])
def test_an_answer_a_second_key_and_a_decision_are_refused_too(
    db: Session, town: Town, other: Person, power: Power
) -> None:
    one, place = owed(db, town, power=power), town.place.id
    answers.declare_tie(db, town.board.actor, place, one.id, town.board.account.id, at=NOON)
    event, said = {
        Power.ADVICE: (Event.ANSWER, Said(points={"1": PointAnswer(Verdict.ADOPT)})),
        Power.SECOND_KEY: (Event.AGREE, Said("Good.")),
        Power.DECISION: (Event.CARRY_OUT, Said()),
    }[power]

    def act(person: Person) -> None:
        if power is Power.DECISION:
            answers.carry_out(db, person.actor, place, Source.VOTE, 1, at=NOON)
        else:
            answers.take_step(db, person.actor, place, one.id, event=event, said=said, at=NOON)

    before = one.phase
    with pytest.raises(ConflictError, match=REFUSED):
        act(town.board)
    assert one.phase is before
    act(other)
    assert one.phase is not before


def test_only_the_board_says_so_about_the_board_once_and_in_its_own_neighbourhood(
    db: Session, town: Town, other: Person
) -> None:
    item = town.item()
    with pytest.raises(InvalidError, match="somebody of the board"):
        agenda.declare_tie(db, other.actor, town.place.id, item.id, town.member.account.id, at=NOON)
    for person in (town.secretary, town.member, town.team):
        with pytest.raises(NotAllowedError):
            agenda.declare_tie(db, person.actor, town.place.id, item.id, town.board.account.id, at=NOON)
    tied(db, town, item)
    with pytest.raises(ConflictError, match="already"):
        tied(db, town, item, by=other)
    there = found(db, "de-vaart")
    with pytest.raises(NotFoundError):
        agenda.declare_tie(db, there.board.actor, there.place.id, item.id, there.board.account.id, at=NOON)


def test_nobody_ends_their_own_tie_and_an_ended_one_stays_readable(db: Session, town: Town, other: Person) -> None:
    item, place = town.item(), town.place.id
    tie = tied(db, town, item)
    with pytest.raises(ConflictError, match="about yourself"):
        agenda.end_tie(db, town.board.actor, place, item.id, tie.id, at=LATER)
    with pytest.raises(NotFoundError):
        agenda.end_tie(db, other.actor, place, town.item("Bench").id, tie.id, at=LATER)
    agenda.end_tie(db, other.actor, place, item.id, tie.id, at=LATER)
    with pytest.raises(ConflictError, match="ended already"):
        agenda.end_tie(db, other.actor, place, item.id, tie.id, at=LATER)
    [row] = ties_on(db, place, Matter.ITEM, item.id)
    assert (row.name, row.declared_at, row.ended_at, row.runs) == ("Henk", NOON, LATER, False)
    agenda.put_on_agenda(db, town.board.actor, place, item.id, at=LATER)
    tied(db, town, item)
    assert len(ties_on(db, place, Matter.ITEM, item.id)) == 2


def test_somebody_about_whom_another_says_so_gets_mail_without_a_reason(db: Session, town: Town, other: Person) -> None:
    def mails() -> int:
        about = OutboxMessage.subject == "You take no part in “%(title)s” from now on"
        return db.scalar(select(func.count()).where(about, OutboxMessage.to_account_id == town.board.account.id)) or 0

    tied(db, town, town.item())
    assert mails() == 0
    tied(db, town, town.item("Bench"), by=other)
    assert mails() == 1


def test_a_tie_to_an_item_is_none_to_an_answer_with_that_number(db: Session, town: Town) -> None:
    one = owed(db, town)
    declare_tie(
        db,
        town.board.actor,
        town.place.id,
        Matter.ITEM,
        one.id,
        account_id=town.board.account.id,
        title="",
        path="",
        at=NOON,
    )
    said = Said(points={"1": PointAnswer(Verdict.ADOPT)})
    answers.take_step(db, town.board.actor, town.place.id, one.id, event=Event.ANSWER, said=said, at=NOON)


def test_only_who_is_on_the_board_that_day_can_be_named(db: Session, town: Town, other: Person) -> None:
    assert [name for _id, name in board_of(db, town.place.id, local_day(NOON))] == ["Henk", "Marisol"]
    assert other.account.id in dict(board_of(db, town.place.id, local_day(NOON)))


def test_on_the_pages_of_an_item(db: Session, site: Site, town: Town, other: Person) -> None:
    item = town.item()
    henk, marisol = (site.visitor(language="en").sign_in(one) for one in (town.board, other))
    address = f"/noorderkwartier/agenda/{item.id}"
    page = henk.open(address).follow("Somebody of the board has an interest of their own in this")
    assert page.submit("Note that this person takes no part", expect=422).has("Choose somebody of the board.")
    assert page.submit("Note that this person takes no part", who=str(town.member.account.id), expect=422).has("Choose")
    done = page.submit("Note that this person takes no part", who=str(town.board.account.id))
    assert done.has("You take no part in this from now on. Everybody can read so.")
    assert done.lacks("Put on the agenda")
    assert done.lacks("Place comment")
    assert site.visitor(language="en").open(address).has("Henk of the board takes no part in this because of a tie")
    assert henk.post(f"{address}/plaatsen", {}, expect=409).has(REFUSED)
    assert henk.open(f"{address}/belang").has("This is about yourself. Only another board member can end it.")
    page = marisol.open(f"{address}/belang").submit("Note that this person takes no part", who=str(other.account.id))
    assert marisol.open(f"{address}/belang").has("Nobody of the board is left to decide.")
    assert marisol.open(f"{address}/belang").submit("Let Henk take part again").has("takes part again and gets mail")
    assert site.visitor(language="en").open(address).has("took no part in this because of a tie, from")
    noted = db.scalars(select(AuditEntry.act).where(AuditEntry.act.like("agenda.item_tie%"))).all()
    assert sorted(noted) == ["agenda.item_tie_end", "agenda.item_ties", "agenda.item_ties"]


def test_on_the_pages_of_an_answer(db: Session, site: Site, town: Town, other: Person) -> None:
    one = owed(db, town)
    henk, marisol = (site.visitor(language="en").sign_in(person) for person in (town.board, other))
    address = f"/noorderkwartier/antwoorden/{one.id}"
    page = marisol.open(address).follow("Somebody of the board has an interest of their own in this")
    assert page.submit("Note that this person takes no part", who=str(town.board.account.id)).has(
        "Henk takes no part in this from now on and gets mail about it."
    )
    assert henk.open(address).has("The others of the board decide.")
    assert henk.post(f"{address}/antwoord", {"verdict_1": "adopt"}, expect=409).has(REFUSED)
    assert marisol.open(address).follow("Answer").submit("Publish this answer", verdict_1="adopt")
    assert site.visitor(language="en").open(address).has("Henk of the board takes no part in this because of a tie")
