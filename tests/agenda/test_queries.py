"""Lists, filters, counts and what other rooms ask."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from coop.agenda import actions, queries
from coop.agenda.policy import CommitmentState, Domain, ItemState, Kind
from coop.agenda.queries import Filter
from coop.kernel.errors import NotFoundError
from tests.agenda.conftest import Town
from tests.support.make import NOON


def titles(rows: Sequence[queries.ItemRow | queries.WaitingItem | queries.OwnItem]) -> list[str]:
    return [row.title for row in rows]


def test_most_supported_stands_first_or_the_newest_when_asked(town: Town) -> None:
    liked = town.item("Liked")
    town.item("Newer", at=NOON + timedelta(days=1))
    actions.support(town.db, town.member.actor, town.place.id, liked.id, at=NOON)
    assert titles(queries.items_of(town.db, town.place.id)) == ["Liked", "Newer"]
    assert titles(queries.items_of(town.db, town.place.id, sort="newest")) == ["Newer", "Liked"]
    assert titles(queries.items_of(town.db, town.place.id, offset=1, limit=1)) == ["Newer"]


def test_filters_work_together_and_counts_tell_what_each_other_choice_would_show(town: Town) -> None:
    town.item("Problem")
    town.on_agenda("Strength", kind=Kind.STRENGTH, domain=Domain.MEETING)
    refused = town.item("Refused wish", kind=Kind.WISH)
    actions.refuse(town.db, town.board.actor, town.place.id, refused.id, "No.", at=NOON)
    chosen = Filter(kind=Kind.STRENGTH)
    assert titles(queries.items_of(town.db, town.place.id, chosen)) == ["Strength"]
    counts = queries.agenda_counts(town.db, town.place.id, chosen)
    assert counts.total == 1
    assert (counts.by_kind[Kind.PROBLEM], counts.by_kind[Kind.STRENGTH], counts.by_kind[Kind.WISH]) == (1, 1, 0)
    assert (counts.by_domain[Domain.MEETING], counts.by_domain[Domain.SAFETY]) == (1, 0)
    assert (counts.by_state[ItemState.ON_AGENDA], counts.by_state[ItemState.NEW]) == (1, 0)
    everything = Filter(states=tuple(ItemState))
    assert queries.agenda_counts(town.db, town.place.id, everything).total == 3
    assert titles(queries.items_of(town.db, town.place.id, Filter(states=(ItemState.REFUSED,)))) == ["Refused wish"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("PATH", 1),
        ("kade dark", 1),
        ("kade light", 0),
        ("a/b", 0),
        ("100%", 0),
        ("_", 0),
        ("'; drop table agenda_items; --", 0),
        ("", 1),
    ],
)
def test_search_finds_every_word_somewhere_and_takes_signs_literally(town: Town, text: str, found: int) -> None:
    town.item()
    chosen = Filter(text=text)
    assert len(queries.items_of(town.db, town.place.id, chosen)) == found
    assert queries.agenda_counts(town.db, town.place.id, chosen).total == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("fietsen", ["Een fiets op de stoep", "Fietsenstalling"]),
        ("bankjes", ["Bank bij de Kade"]),
        ("bankjes kade", ["Bank bij de Kade"]),
        ("bankjes stoep", []),
        # A word that says nothing has no stem, so it must stand there as it is.
        ("niet", []),
    ],
)
def test_search_knows_other_forms_of_a_word(town: Town, other_town: Town, text: str, found: list[str]) -> None:
    for title in ("Fietsenstalling", "Bank bij de Kade", "Een fiets op de stoep"):
        town.item(title)
    other_town.item("Bankjes in een andere buurt")
    chosen = Filter(text=text)
    assert sorted(titles(queries.items_of(town.db, town.place.id, chosen))) == sorted(found)
    assert queries.agenda_counts(town.db, town.place.id, chosen).total == len(found)
    assert sum(queries.counts_by_area(town.db, town.place.id, chosen).values()) == len(found)


def test_a_merged_item_leaves_the_list_and_its_supporters_count_with_the_other(town: Town) -> None:
    one, two = town.item("One"), town.item("Two", by=town.member.actor)
    actions.merge(town.db, town.board.actor, town.place.id, two.id, one.id, at=NOON)
    [row] = queries.items_of(town.db, town.place.id)
    assert (row.title, row.supporters) == ("One", 2)


def test_comments_and_offers_are_counted_per_row(town: Town) -> None:
    item = town.item()
    actions.comment(town.db, town.member.actor, town.place.id, item.id, "One", at=NOON)
    actions.comment(town.db, town.member.actor, town.place.id, item.id, "Two", at=NOON)
    actions.offer_help(town.db, town.member.actor, town.place.id, item.id, "Soup", at=NOON)
    [row] = queries.items_of(town.db, town.place.id)
    assert (row.comments, row.offers) == (2, 1)


def test_what_other_rooms_ask_is_about_this_neighbourhood_only(town: Town, other_town: Town) -> None:
    other_town.on_agenda("Elsewhere")
    old = town.item("Old", at=NOON - timedelta(days=9))
    town.item("New", by=town.member.actor)
    town.on_agenda("On the agenda")
    db, place = town.db, town.place.id
    assert titles(queries.items_waiting(db, place)) == ["Old", "New"]
    assert titles(queries.newest_items(db, place, 2)) == ["On the agenda", "New"]
    assert titles(queries.items_by(db, place, town.member.account.id)) == ["New"]
    assert [title for _, title in queries.agenda_choices(db, place)] == ["On the agenda"]
    assert old.id not in dict(queries.merge_choices(db, place, old.id))
    assert [item.title for item in queries.full_agenda(db, place)] == ["On the agenda"]


def test_the_full_agenda_goes_by_part_of_life_and_then_by_support(town: Town) -> None:
    town.on_agenda("Meeting", domain=Domain.MEETING)
    town.on_agenda("Money", domain=Domain.MONEY)
    liked = town.on_agenda("Money liked", domain=Domain.MONEY)
    actions.support(town.db, town.member.actor, town.place.id, liked.id, at=NOON)
    assert [item.title for item in queries.full_agenda(town.db, town.place.id)] == ["Money liked", "Money", "Meeting"]


def test_an_item_says_whether_the_reader_supports_it(town: Town) -> None:
    item = town.item()
    assert queries.item_of(town.db, town.place.id, item.id, account_id=town.resident.account.id).supported
    assert not queries.item_of(town.db, town.place.id, item.id, account_id=town.member.account.id).supported
    assert not queries.item_of(town.db, town.place.id, item.id).supported


def test_commitments_are_listed_by_day_counted_by_state_and_late_only_when_unfinished(
    town: Town, other_town: Town
) -> None:
    item = town.on_agenda()
    late, soon = (
        actions.make_commitment(
            town.db,
            town.board.actor,
            town.place.id,
            title=f"Due {due}",
            who="Fenna",
            how_noticed="Open door",
            due_on=due,
            minutes_week=60,
            item_id=item.id,
            at=NOON,
        )
        for due in (date(2027, 12, 1), date(2027, 4, 1))
    )
    actions.report_progress(
        town.db, town.team.actor, town.place.id, late.id, state=CommitmentState.DONE, text="Done.", at=NOON
    )
    rows = queries.commitments_of(town.db, town.place.id)
    assert [row.id for row in rows] == [soon.id, late.id]
    assert [row.is_late(date(2028, 1, 1)) for row in rows] == [True, False]
    assert not rows[0].is_late(date(2027, 4, 1))
    assert rows[0].item_title == "Dark path"
    assert [row.id for row in queries.commitments_of(town.db, town.place.id, CommitmentState.OPEN)] == [soon.id]
    assert len(queries.commitments_of(town.db, town.place.id, item_id=item.id)) == 2
    assert queries.commitments_of(town.db, other_town.place.id) == []
    assert queries.commitment_counts(town.db, town.place.id)[CommitmentState.DONE] == 1
    with pytest.raises(NotFoundError):
        queries.commitment_of(town.db, other_town.place.id, soon.id)
