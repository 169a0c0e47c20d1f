"""Steps that were taken before: the page says what is so and leads back to the item."""

from collections.abc import Callable

import pytest

from coop.agenda import actions
from coop.agenda.models import HistoryRow, Item
from coop.agenda.policy import CommitmentState, ItemState
from tests.agenda.conftest import Town
from tests.agenda.test_actions import promise, rows
from tests.support.make import NOON
from tests.support.site import Site

AGENDA = "/noorderkwartier/agenda"


def _refused(town: Town) -> Item:
    return actions.refuse(town.db, town.board.actor, town.place.id, town.item().id, "Not here.", at=NOON)


def _merged(town: Town) -> Item:
    one, other = town.item("One"), town.item("Other")
    return actions.merge(town.db, town.board.actor, town.place.id, one.id, other.id, at=NOON)


def _closed(town: Town) -> Item:
    return actions.close(town.db, town.board.actor, town.place.id, town.on_agenda().id, "It is light now.", at=NOON)


STATES: dict[ItemState, Callable[[Town], Item]] = {
    ItemState.NEW: lambda town: town.item(),
    ItemState.ON_AGENDA: lambda town: town.on_agenda(),
    ItemState.REFUSED: _refused,
    ItemState.MERGED: _merged,
    ItemState.CLOSED: _closed,
}
# Which steps the board can take from each state; every other one has passed or has not come yet.
POSSIBLE = {
    ItemState.NEW: {"plaatsen", "weigeren", "samenvoegen"},
    ItemState.ON_AGENDA: {"weigeren", "samenvoegen", "afsluiten"},
    ItemState.REFUSED: {"heropenen"},
    ItemState.MERGED: {"heropenen"},
    ItemState.CLOSED: {"heropenen"},
}
SAYS = {
    ItemState.NEW: "This item is new",
    ItemState.ON_AGENDA: "This item is on the agenda",
    ItemState.REFUSED: "not to put this item on the agenda",
    ItemState.MERGED: "This item was merged",
    ItemState.CLOSED: "This item",
}


@pytest.mark.parametrize("act", ["plaatsen", "weigeren", "samenvoegen", "afsluiten", "heropenen"])
@pytest.mark.parametrize("state", list(STATES))
def test_a_step_opens_exactly_when_it_can_be_taken(site: Site, town: Town, state: ItemState, act: str) -> None:
    item = STATES[state](town)
    visitor = site.visitor(language="en").sign_in(town.board)
    path = f"{AGENDA}/{item.id}/{act}"
    if act in POSSIBLE[state]:
        assert visitor.open(path).soup.select("main form[method=post]")
        return
    page = visitor.open(path, expect=409)
    assert page.has(SAYS[state])
    assert not page.soup.select("main form")
    assert page.follow("Back to the item").path == f"{AGENDA}/{item.id}"


@pytest.mark.parametrize("act", ["plaatsen", "weigeren", "samenvoegen", "afsluiten", "heropenen"])
@pytest.mark.parametrize("state", list(STATES))
def test_a_step_sent_too_late_changes_nothing_and_keeps_the_words(
    site: Site, town: Town, state: ItemState, act: str
) -> None:
    item = STATES[state](town)
    if act in POSSIBLE[state]:
        return
    history = rows(town.db, HistoryRow)
    other = town.item("Another one")
    visitor = site.visitor(language="en").sign_in(town.board)
    page = visitor.post(f"{AGENDA}/{item.id}/{act}", {"reason": "My own words.", "into": str(other.id)}, expect=409)
    assert page.has(SAYS[state])
    assert act == "plaatsen" or page.has("My own words.")
    assert item.state is state
    assert rows(town.db, HistoryRow) == history + 1  # only that of the other item


def test_help_for_an_item_that_is_closed_is_not_asked(site: Site, town: Town) -> None:
    item = _closed(town)
    page = site.visitor(language="en").sign_in(town.member).open(f"{AGENDA}/{item.id}/hulp", expect=409)
    assert page.has("This item is no longer open.")
    assert page.follow("Back to the item").has("What came of it stands below")


@pytest.mark.parametrize("state", [CommitmentState.DONE, CommitmentState.STOPPED])
def test_progress_on_a_finished_commitment_is_not_asked(site: Site, town: Town, state: CommitmentState) -> None:
    made = promise(town)
    actions.report_progress(town.db, town.team.actor, town.place.id, made.id, state=state, text="That was it.", at=NOON)
    visitor = site.visitor(language="en").sign_in(town.team)
    page = visitor.open(f"/noorderkwartier/toezeggingen/{made.id}/voortgang", expect=409)
    assert page.has("This commitment was closed already.")
    assert page.follow("Back to the commitment").has("That was it.")


def test_a_second_edition_on_one_day_is_not_asked(site: Site, town: Town) -> None:
    town.on_agenda()
    actions.publish_edition(town.db, town.board.actor, town.place.id, "First.", at=NOON)
    visitor = site.visitor(language="en").sign_in(town.board)
    for path in ("edities", "beheer"):
        page = visitor.open(f"{AGENDA}/{path}")
        assert page.has("An edition was published today already.")
        assert page.lacks("edities/nieuw")
    page = visitor.open(f"{AGENDA}/edities/nieuw", expect=409)
    assert page.follow("The whole agenda").path == AGENDA


def test_the_form_says_who_sees_the_name(site: Site, town: Town) -> None:
    item = town.item()
    for person, words in (
        (town.resident, "Others read “a resident” or “a member”."),
        (town.member, "Others read “a resident” or “a member”."),
        (town.board, "Everybody sees your name and your office"),
        (town.team, "Everybody sees your name and your office"),
    ):
        visitor = site.visitor(language="en").sign_in(person)
        assert visitor.open(f"{AGENDA}/nieuw").has(words)
        assert visitor.open(f"{AGENDA}/{item.id}").has(words)


def test_who_brought_it_in_reads_the_same_everywhere_on_the_page(site: Site, town: Town) -> None:
    item = town.item(by=town.resident.actor)
    page = site.visitor(language="en").open(f"{AGENDA}/{item.id}")
    assert page.lacks("Samira")
    assert page.has("A resident, on this site")
    page = site.visitor(language="en").sign_in(town.member).open(f"{AGENDA}/{item.id}")
    assert page.has("Brought in by Samira")
    assert page.lacks("A resident, on this site")
