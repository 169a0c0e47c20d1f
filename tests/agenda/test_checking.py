"""Words that somebody typed for a resident: a second person looks before they come on the agenda. J43."""

from typing import Any

import pytest

from coop.agenda import actions, queries
from coop.agenda.models import Item
from coop.agenda.policy import ItemState, Origin
from coop.kernel.errors import ConflictError, NotAllowedError, NotFoundError
from tests.agenda.conftest import Town
from tests.agenda.test_screens import AGENDA, english, fill_in
from tests.support.make import NOON
from tests.support.site import Site


def typed(town: Town, origin: Origin = Origin.PHONE) -> Item:
    """An item that the team typed for a resident."""
    return town.item(by=town.team.actor, origin=origin)


@pytest.mark.parametrize("origin", [Origin.PHONE, Origin.SPOKEN])
def test_words_that_were_only_heard_wait_for_a_second_person(town: Town, origin: Origin) -> None:
    item = typed(town, origin)
    with pytest.raises(ConflictError, match="second person"):
        actions.put_on_agenda(town.db, town.board.actor, town.place.id, item.id, at=NOON)
    assert queries.items_to_check(town.db, town.place.id, town.secretary.account.id) == [(item.id, item.title)]
    assert queries.items_to_check(town.db, town.place.id, town.team.account.id) == []
    actions.check_words(town.db, town.secretary.actor, town.place.id, item.id, at=NOON)
    assert queries.items_to_check(town.db, town.place.id, town.board.account.id) == []
    actions.put_on_agenda(town.db, town.board.actor, town.place.id, item.id, at=NOON)
    assert item.state is ItemState.ON_AGENDA
    assert item.checked_at == NOON


def test_what_waits_can_be_refused_and_merged(town: Town) -> None:
    refused, merged, into = typed(town), town.item("Lamps", by=town.team.actor, origin=Origin.PHONE), town.item("Light")
    actions.refuse(town.db, town.board.actor, town.place.id, refused.id, "No", at=NOON)
    actions.merge(town.db, town.board.actor, town.place.id, merged.id, into.id, at=NOON)
    assert (refused.state, merged.state) == (ItemState.REFUSED, ItemState.MERGED)


def test_who_typed_has_a_tie_or_no_right_does_not_check(town: Town, other_town: Town) -> None:
    item = typed(town)
    for person in (town.team, town.member, town.resident):
        with pytest.raises(NotAllowedError):
            actions.check_words(town.db, person.actor, town.place.id, item.id, at=NOON)
    with pytest.raises(NotFoundError):
        actions.check_words(town.db, other_town.board.actor, other_town.place.id, item.id, at=NOON)
    actions.declare_tie(town.db, town.board.actor, town.place.id, item.id, town.board.account.id, at=NOON)
    with pytest.raises(ConflictError, match="interest"):
        actions.check_words(town.db, town.board.actor, town.place.id, item.id, at=NOON)
    assert item.checked_at is None


def test_a_second_check_changes_nothing_and_too_late_is_said(town: Town) -> None:
    item = typed(town)
    for person in (town.secretary, town.board):
        actions.check_words(town.db, person.actor, town.place.id, item.id, at=NOON)
    assert item.checked_by == town.secretary.account.id
    late = town.item("Late", by=town.team.actor, origin=Origin.PHONE)
    actions.refuse(town.db, town.board.actor, town.place.id, late.id, "No", at=NOON)
    for other in (late, town.item("On this site")):
        with pytest.raises(ConflictError, match="nothing to check"):
            actions.check_words(town.db, town.secretary.actor, town.place.id, other.id, at=NOON)


@pytest.mark.parametrize("typist_rewords", [True, False])
def test_other_words_of_who_typed_are_looked_at_again(town: Town, typist_rewords: bool) -> None:
    item = town.item(by=(town.board if typist_rewords else town.team).actor, origin=Origin.PHONE)
    actions.check_words(town.db, town.secretary.actor, town.place.id, item.id, at=NOON)
    words: dict[str, Any] = {
        "title": "Other",
        "in_short": "Other words.",
        "details": "",
        "place": "",
    }
    actions.reword(town.db, town.board.actor, town.place.id, item.id, **words, reason="Clearer.", at=NOON)
    assert (item.checked_at is None) is typist_rewords


def test_the_page_says_what_waits_and_the_second_person_settles_it(site: Site, town: Town) -> None:
    team = english(site, town.team)
    page = team.open(f"{AGENDA}/nieuw")
    page = page.submit("Bring in this item", **fill_in(page, origin=Origin.PHONE.value))
    assert page.has("Typed by Fenna, not checked by a second person yet.")
    assert page.lacks("Look at the words")
    here = page.path
    assert team.open(f"{here}/nakijken", expect=403).has("You typed these words yourself.")
    assert english(site).open(here).has("This waits for a second pair of eyes")
    assert english(site).open(here).lacks("Fenna, not checked")
    english(site, town.member).open(f"{here}/nakijken", expect=403)
    board = english(site, town.board)
    assert board.open(f"{AGENDA}/beheer").has("Not checked by a second person yet")
    board.open(f"{here}/plaatsen", expect=409)
    assert board.open(here).lacks("Put it on the agenda")
    page = board.open(here).follow("Look at the words").submit("The words are right")
    assert page.has("Henk looked at the words on")
    assert page.has("Put it on the agenda")
    assert page.lacks("not checked by a second person")


def test_the_page_of_another_neighbourhood_is_not_there(site: Site, town: Town, other_town: Town) -> None:
    item = typed(town)
    english(site, other_town.board).open(f"/de-vaart/agenda/{item.id}/nakijken", expect=404)
