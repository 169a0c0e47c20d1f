"""Who brought something in changes its words or takes it back, while nobody else supports it and it is new."""

from typing import Any

import pytest
from sqlalchemy import select

from coop.agenda import actions, queries
from coop.agenda.models import Item
from coop.agenda.policy import ItemState
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from coop.notifications.models import OutboxMessage
from tests.agenda.conftest import Town
from tests.agenda.test_screens import AGENDA, english
from tests.support.make import NOON, Person
from tests.support.site import Site

WORDS = {"in_short": "The path is dark.", "details": "", "place": "Kade", "reason": "A slip of the pen."}


def reword(town: Town, item: Item, by: Person, **words: str) -> Item:
    said: dict[str, Any] = {"title": "Light on the path", **WORDS, **words}
    return actions.reword(town.db, by.actor, town.place.id, item.id, **said, at=NOON)


def take(town: Town, item: Item, by: Person, reason: str = "It was solved.") -> Item:
    return actions.take_item_back(town.db, by.actor, town.place.id, item.id, reason, at=NOON)


def subjects(town: Town, person: Person) -> list[str]:
    mine = OutboxMessage.to_account_id == person.account.id
    return list(town.db.scalars(select(OutboxMessage.subject).where(mine).order_by(OutboxMessage.id)))


def test_on_the_pages_words_change_with_a_reason_and_who_talked_hears_it(site: Site, town: Town) -> None:
    item = town.item()
    actions.comment(town.db, town.member.actor, town.place.id, item.id, "Me too.", at=NOON)
    page = english(site, town.resident).open(f"{AGENDA}/{item.id}").follow("Change the words")
    assert page.submit("Change the words", expect=422, title="Light", reason="").has("Say why.")
    page = page.submit("Change the words", title="Light on the dark path", reason="It was too short.")
    assert page.has("Light on the dark path")
    assert english(site, None).open(f"{AGENDA}/{item.id}/woorden").has("It was too short.")
    assert len(subjects(town, town.member)) == 1
    assert subjects(town, town.resident) == []


def test_on_the_pages_it_is_taken_back_and_stays_readable(site: Site, town: Town) -> None:
    item = town.item()
    actions.comment(town.db, town.member.actor, town.place.id, item.id, "Me too.", at=NOON)
    page = english(site, town.resident).open(f"{AGENDA}/{item.id}").follow("Take my item back")
    assert page.submit("Take my item back", expect=422, reason=" ").has("Say why.")
    page = page.submit("Take my item back", reason="The lamp was mended.")
    assert page.has("Who brought this item in took it back.")
    assert page.has("The lamp was mended.")
    assert item.state is ItemState.REFUSED
    assert item.answer_due_on is None
    assert len(subjects(town, town.member)) == 1
    assert english(site, None).open(f"{AGENDA}/{item.id}").has("took it back")


@pytest.mark.parametrize("act", [reword, take])
def test_nobody_else_and_not_after_the_board_decided(town: Town, other_town: Town, act: object) -> None:
    assert callable(act)
    item = town.item()
    with pytest.raises(NotAllowedError):
        act(town, item, town.member)
    with pytest.raises(NotFoundError):
        actions.take_item_back(town.db, other_town.resident.actor, other_town.place.id, item.id, "Not mine.", at=NOON)
    actions.put_on_agenda(town.db, town.board.actor, town.place.id, item.id, at=NOON)
    with pytest.raises(ConflictError, match="decided about this item"):
        act(town, item, town.resident)


@pytest.mark.parametrize("act", [reword, take])
def test_not_while_a_neighbour_supports_it_as_it_is(site: Site, town: Town, act: object) -> None:
    assert callable(act)
    item = town.item()
    actions.support(town.db, town.member.actor, town.place.id, item.id, at=NOON)
    with pytest.raises(ConflictError, match="support this item as it is"):
        act(town, item, town.resident)
    page = english(site, town.resident).open(f"{AGENDA}/{item.id}")
    assert page.lacks("Take my item back")
    actions.withdraw_support(town.db, town.member.actor, town.place.id, item.id)
    act(town, item, town.resident)


def test_the_board_takes_back_only_its_own(town: Town) -> None:
    with pytest.raises(NotAllowedError):
        take(town, town.item(), town.board)


@pytest.mark.parametrize("act", ["verwoorden", "terugnemen"])
def test_pages_answer_who_brought_it_in_alone(site: Site, town: Town, other_town: Town, act: str) -> None:
    item = town.item()
    english(site, town.resident).open(f"{AGENDA}/{item.id}/{act}")
    english(site, town.member).open(f"{AGENDA}/{item.id}/{act}", expect=403)
    english(site, other_town.board).open(f"/de-vaart/agenda/{item.id}/{act}", expect=404)
    page = english(site, town.member).open(f"{AGENDA}/{item.id}")
    assert page.lacks("Take my item back")
    actions.put_on_agenda(town.db, town.board.actor, town.place.id, item.id, at=NOON)
    english(site, town.resident).open(f"{AGENDA}/{item.id}/{act}", expect=409)


def test_spam_does_not_come_in_by_the_back_door(town: Town) -> None:
    item = town.item()
    links = " ".join(f"https://koop{number}.example/x" for number in range(9))
    with pytest.raises(InvalidError):
        reword(town, item, town.resident, details=links)
    with pytest.raises(InvalidError):
        take(town, item, town.resident, links)
    assert queries.item_of(town.db, town.place.id, item.id).state is ItemState.NEW
