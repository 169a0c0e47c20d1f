"""Turns are drawn from a list that was closed before the dice: published, and the same for whoever does it anew."""

from hashlib import sha256

import pytest
from sqlalchemy import func, select

from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from coop.moderation import actions, queries
from coop.moderation.models import ModerationTurn, TurnDraw
from tests.agenda.conftest import Town
from tests.agenda.test_screens import english
from tests.moderation.conftest import DICE
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import Site

PAGE = "/noorderkwartier/huisregels/lotingen"


@pytest.fixture
def willing(town: Town) -> list[Person]:
    """Six members who are willing."""
    people = [make.member(town.db, town.place) for _ in range(6)]
    for person in people:
        actions.offer_turn(town.db, person.actor, town.place.id, at=NOON)
    return people


def close(town: Town, number: int) -> TurnDraw:
    return actions.close_list(town.db, town.board.actor, town.place.id, number, at=NOON)


def throw(town: Town, draw: TurnDraw, dice: str = DICE) -> TurnDraw:
    return actions.draw_turns(town.db, town.board.actor, town.place.id, draw.id, dice, at=NOON)


def by_hand(draw: TurnDraw, dice: str) -> list[int]:
    """As the page tells it, with nothing of the site."""
    return sorted(draw.listed, key=lambda number: sha256(f"{dice}|beurt-{draw.id}|{number}".encode()).hexdigest())


def on_duty(town: Town) -> set[int]:
    begun = select(ModerationTurn.id).where(ModerationTurn.begins_on.is_not(None))
    return set(town.db.scalars(begun.where(ModerationTurn.district_id == town.place.id)))


@pytest.mark.parametrize("dice", [DICE, "1111", "666666"])
def test_everybody_can_do_the_draw_anew_from_what_is_published(
    site: Site, town: Town, willing: list[Person], dice: str
) -> None:
    closed = close(town, 2)
    assert english(site).open(PAGE).has("still to be thrown")
    drawn = throw(town, closed, dice)
    assert len(drawn.listed) == len(willing)
    assert drawn.drawn == by_hand(closed, dice)[:2]
    assert on_duty(town) == set(drawn.drawn)
    page = english(site).open(PAGE)
    assert page.has(", ".join(map(str, drawn.drawn)))
    assert page.has(f"{dice}|beurt-{closed.id}|{by_hand(closed, dice)[0]}")
    assert not any(person.account.name in page.html for person in willing)


def test_whose_number_it_is_only_they_themselves_and_the_board_read(
    site: Site, town: Town, willing: list[Person]
) -> None:
    number = town.db.scalar(select(ModerationTurn.id).where(ModerationTurn.account_id == willing[2].account.id))
    words = f"Your number on the list is {number}."
    assert english(site, willing[2]).open("/noorderkwartier/huisregels").has(words)
    assert not english(site, willing[3]).open("/noorderkwartier/huisregels").has(words)
    assert (
        english(site, town.board)
        .open("/noorderkwartier/huisregels/rooster")
        .has(f"{willing[2].account.name} , number {number}")
    )


def test_who_comes_after_the_closing_is_not_on_the_list_and_who_left_is_passed_over(
    town: Town, willing: list[Person]
) -> None:
    closed = close(town, 3)
    late = make.member(town.db, town.place)
    actions.offer_turn(town.db, late.actor, town.place.id, at=NOON)
    order = by_hand(closed, DICE)
    left = town.db.get_one(ModerationTurn, order[0])
    gone = next(person for person in willing if person.account.id == left.account_id)
    actions.stop_turn(town.db, gone.actor, town.place.id, at=NOON)
    assert throw(town, closed).drawn == order[1:4]
    assert len(on_duty(town)) == 3
    # Who came later takes part in the next draw, with who was not drawn.
    assert len(close(town, 9).listed) == 3


def test_a_list_is_closed_once_and_dice_are_written_down_once(
    town: Town, other_town: Town, willing: list[Person]
) -> None:
    closed = close(town, 1)
    with pytest.raises(ConflictError, match="closed already"):
        close(town, 1)
    for dice in ("", "416", "4 1 6", "four", "٤١٦٢", "1" * 13, "-4162"):
        with pytest.raises(InvalidError):
            throw(town, closed, dice)
    with pytest.raises(NotFoundError):
        throw(other_town, closed)
    with pytest.raises(NotAllowedError):
        actions.draw_turns(town.db, town.member.actor, town.place.id, closed.id, DICE, at=NOON)
    assert on_duty(town) == set()
    throw(town, closed)
    with pytest.raises(ConflictError, match="written down already"):
        throw(town, closed, "6666")
    assert len(on_duty(town)) == 1
    assert town.db.scalar(select(func.count()).select_from(TurnDraw)) == 1


def test_nobody_is_drawn_when_everybody_left(site: Site, town: Town, willing: list[Person]) -> None:
    closed = close(town, 2)
    for person in willing:
        actions.stop_turn(town.db, person.actor, town.place.id, at=NOON)
    assert throw(town, closed).drawn == []
    assert english(site).open(PAGE).has("nobody")
    assert queries.waiting_draw(town.db, town.place.id) is None


def test_the_draws_of_another_neighbourhood_are_not_told(
    site: Site, town: Town, other_town: Town, willing: list[Person]
) -> None:
    throw(town, close(town, 2))
    assert english(site).open("/de-vaart/huisregels/lotingen").has("No turns were drawn yet.")
