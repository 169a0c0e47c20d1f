"""Bringing in, supporting, deciding, merging, publishing and keeping promises."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coop.agenda import actions, queries
from coop.agenda.models import Comment, Commitment, Follow, HistoryRow, Item, Offer, Support
from coop.agenda.policy import CommitmentState, Domain, ItemState, Kind, Origin
from coop.kernel.access import Permission, Role
from coop.kernel.errors import ConflictError, CoopError, InvalidError, NotAllowedError, NotFoundError
from coop.notifications.models import OutboxMessage
from tests.agenda.conftest import Town
from tests.support import make
from tests.support.make import NOON


def rows(db: Session, table: Any) -> int:
    return db.scalar(select(func.count()).select_from(table)) or 0


def states(town: Town, item: Item) -> list[tuple[ItemState, Role, str]]:
    return [(row.state, row.role, row.reason) for row in queries.history_of(town.db, town.place.id, item.id)]


def test_an_item_brought_in_is_new_supported_by_its_maker_and_has_a_history(town: Town) -> None:
    item = town.item("  Dark \n path ", by=town.member.actor)
    assert (item.title, item.state, item.origin) == ("Dark path", ItemState.NEW, Origin.RESIDENT)
    assert states(town, item) == [(ItemState.NEW, Role.MEMBER, "")]
    assert queries.item_of(town.db, town.place.id, item.id).supporters == 1


def test_an_item_told_at_the_door_is_not_supported_by_the_team_member_who_types_it(town: Town) -> None:
    item = town.item(by=town.team.actor, origin=Origin.DOOR)
    assert states(town, item) == [(ItemState.NEW, Role.TEAM_MEMBER, "")]
    assert queries.item_of(town.db, town.place.id, item.id).supporters == 0


def test_a_resident_cannot_speak_for_the_school(town: Town) -> None:
    with pytest.raises(NotAllowedError):
        town.item(origin=Origin.SCHOOL)


def test_the_same_click_twice_brings_in_one_item_and_a_later_one_a_second(town: Town) -> None:
    first = town.item()
    assert town.item(at=NOON + timedelta(minutes=1)).id == first.id
    assert town.item(at=NOON + timedelta(hours=2)).id != first.id
    assert rows(town.db, HistoryRow) == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("title", "x" * 101),
        ("in_short", "\n"),
        ("in_short", "woord " * 61),
        ("details", "x" * 4001),
        ("place", "x" * 121),
    ],
)
def test_bad_input_is_refused_on_its_own_field(town: Town, field: str, value: str) -> None:
    given: dict[str, Any] = {"title": "Dark path", "in_short": "It is dark.", "details": "", "place": ""} | {
        field: value
    }
    with pytest.raises(InvalidError) as refusal:
        actions.bring_in(
            town.db, town.resident.actor, town.place.id, kind=Kind.WISH, domain=Domain.MEETING, at=NOON, **given
        )
    assert refusal.value.field == field
    assert rows(town.db, Item) == 0


def test_supporting_twice_counts_once_and_can_be_taken_back_twice(town: Town) -> None:
    item = town.item()
    assert actions.support(town.db, town.member.actor, town.place.id, item.id, at=NOON)
    assert not actions.support(town.db, town.member.actor, town.place.id, item.id, at=NOON)
    assert queries.item_of(town.db, town.place.id, item.id).supporters == 2
    assert actions.withdraw_support(town.db, town.member.actor, town.place.id, item.id)
    assert not actions.withdraw_support(town.db, town.member.actor, town.place.id, item.id)
    assert queries.item_of(town.db, town.place.id, item.id).supporters == 1


def test_the_team_does_not_count_as_support(town: Town) -> None:
    item = town.item()
    with pytest.raises(NotAllowedError):
        actions.support(town.db, town.team.actor, town.place.id, item.id, at=NOON)


def test_a_second_offer_takes_the_place_of_the_first(town: Town) -> None:
    item = town.item()
    for text in ("I bring soup.", "I bring soup.", "I bring bread."):
        actions.offer_help(town.db, town.member.actor, town.place.id, item.id, text, at=NOON)
    assert [offer.text for offer in queries.offers_of(town.db, town.place.id, item.id)] == ["I bring bread."]
    for _ in range(2):
        actions.withdraw_offer(town.db, town.member.actor, town.place.id, item.id)
    assert rows(town.db, Offer) == 0


def test_a_comment_sent_twice_stands_once_and_says_in_which_role(town: Town) -> None:
    item = town.item()
    for person in (town.team, town.team, town.member):
        actions.comment(town.db, person.actor, town.place.id, item.id, "I know that path.", at=NOON)
    voices = queries.comments_of(town.db, town.place.id, item.id)
    assert [(voice.role, voice.name) for voice in voices] == [(Role.TEAM_MEMBER, "Fenna"), (Role.MEMBER, "Joke")]


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 1501])
def test_an_empty_or_endless_comment_is_refused(town: Town, text: str) -> None:
    item = town.item()
    with pytest.raises(InvalidError) as refusal:
        actions.comment(town.db, town.member.actor, town.place.id, item.id, text, at=NOON)
    assert refusal.value.field == "comment"
    assert rows(town.db, Comment) == 0


def test_somebody_without_a_role_here_can_do_nothing(town: Town, other_town: Town) -> None:
    item = town.item()
    stranger = make.outsider(town.db, town.place).actor
    acts: tuple[Callable[[], object], ...] = (
        lambda: town.item("Other", by=stranger),
        lambda: actions.support(town.db, stranger, town.place.id, item.id, at=NOON),
        lambda: actions.comment(town.db, stranger, town.place.id, item.id, "Hello", at=NOON),
        lambda: actions.put_on_agenda(town.db, stranger, town.place.id, item.id, at=NOON),
        lambda: actions.put_on_agenda(town.db, town.team.actor, town.place.id, item.id, at=NOON),
        lambda: actions.publish_edition(town.db, town.member.actor, town.place.id, "Foreword", at=NOON),
    )
    for act in acts:
        with pytest.raises(NotAllowedError):
            act()


def test_who_is_no_resident_any_more_takes_back_what_they_gave(town: Town) -> None:
    item, db, place = town.item(), town.db, town.place.id
    actions.support(db, town.member.actor, place, item.id, at=NOON)
    actions.offer_help(db, town.member.actor, place, item.id, "Soup", at=NOON)
    actions.follow(db, town.member.actor, place, item.id, at=NOON)
    gone = replace(town.member.actor, roles=frozenset())
    assert not gone.may(Permission.SUPPORT_ITEM)
    assert actions.withdraw_support(db, gone, place, item.id)
    actions.withdraw_offer(db, gone, place, item.id)
    actions.stop_following(db, gone, place, item.id)
    assert (rows(db, Offer), rows(db, Follow), rows(db, Support)) == (0, 0, 1)  # One of who brought it in.
    stranger = replace(gone, account_id=None)
    for act in (actions.withdraw_support, actions.withdraw_offer, actions.stop_following):
        with pytest.raises(NotAllowedError):
            act(db, stranger, place, item.id)


def test_an_item_of_another_neighbourhood_is_not_found(town: Town, other_town: Town) -> None:
    item, own = town.item(), other_town.item()
    db, place = town.db, other_town.place.id
    acts: tuple[Callable[[], object], ...] = (
        lambda: queries.item_of(db, place, item.id),
        lambda: actions.support(db, other_town.member.actor, place, item.id, at=NOON),
        lambda: actions.withdraw_support(db, other_town.member.actor, place, item.id),
        lambda: actions.offer_help(db, other_town.member.actor, place, item.id, "Soup", at=NOON),
        lambda: actions.withdraw_offer(db, other_town.member.actor, place, item.id),
        lambda: actions.comment(db, other_town.member.actor, place, item.id, "Hello", at=NOON),
        lambda: actions.put_on_agenda(db, other_town.board.actor, place, item.id, at=NOON),
        lambda: actions.refuse(db, other_town.board.actor, place, item.id, "No", at=NOON),
        lambda: actions.merge(db, other_town.board.actor, place, own.id, item.id, at=NOON),
        lambda: actions.merge(db, other_town.board.actor, place, item.id, own.id, at=NOON),
        lambda: actions.close(db, other_town.board.actor, place, item.id, "Done", at=NOON),
        lambda: actions.reopen(db, other_town.board.actor, place, item.id, "Again", at=NOON),
        lambda: promise(other_town, item_id=item.id),
    )
    for act in acts:
        with pytest.raises(NotFoundError):
            act()


def test_the_board_puts_on_the_agenda_closes_and_reopens_and_all_of_it_stays_readable(town: Town) -> None:
    item = town.on_agenda()
    actions.close(town.db, town.board.actor, town.place.id, item.id, "The lamps work.", at=NOON)
    actions.reopen(town.db, town.board.actor, town.place.id, item.id, "They broke again.", at=NOON)
    assert states(town, item) == [
        (ItemState.NEW, Role.RESIDENT, ""),
        (ItemState.ON_AGENDA, Role.BOARD, ""),
        (ItemState.CLOSED, Role.BOARD, "The lamps work."),
        (ItemState.NEW, Role.BOARD, "They broke again."),
    ]


def test_who_brought_it_in_gets_mail_but_not_about_their_own_act(town: Town) -> None:
    actions.refuse(town.db, town.board.actor, town.place.id, town.item().id, "Not for the team.", at=NOON)
    town.on_agenda("Own item", by=town.board.actor)
    message = town.db.scalars(select(OutboxMessage)).one()
    assert message.to_account_id == town.resident.account.id
    assert message.params == {"title": "Dark path", "reason": "Not for the team."}


def test_refusing_needs_a_reason_and_doing_it_twice_changes_nothing(town: Town) -> None:
    item = town.item()
    with pytest.raises(InvalidError) as refusal:
        actions.refuse(town.db, town.board.actor, town.place.id, item.id, "  ", at=NOON)
    assert refusal.value.field == "reason"
    actions.refuse(town.db, town.board.actor, town.place.id, item.id, "No.", at=NOON)
    with pytest.raises(ConflictError):
        actions.refuse(town.db, town.board.actor, town.place.id, item.id, "No.", at=NOON)
    assert len(states(town, item)) == 2


def test_nothing_can_be_added_to_an_item_that_is_not_open(town: Town) -> None:
    item = town.item()
    actions.refuse(town.db, town.board.actor, town.place.id, item.id, "No.", at=NOON)
    for act in (
        lambda: actions.support(town.db, town.member.actor, town.place.id, item.id, at=NOON),
        lambda: actions.offer_help(town.db, town.member.actor, town.place.id, item.id, "Soup", at=NOON),
        lambda: actions.comment(town.db, town.member.actor, town.place.id, item.id, "Hello", at=NOON),
    ):
        with pytest.raises(ConflictError):
            act()


def test_a_merge_moves_nothing_and_counts_each_supporter_once(town: Town) -> None:
    one, two = town.item("Dark path"), town.item("Broken lamps", by=town.member.actor)
    actions.support(town.db, town.member.actor, town.place.id, one.id, at=NOON)
    actions.comment(town.db, town.member.actor, town.place.id, two.id, "Three of five.", at=NOON)
    actions.merge(town.db, town.board.actor, town.place.id, two.id, one.id, reason="The same path.", at=NOON)
    whole = queries.item_of(town.db, town.place.id, one.id)
    assert (whole.supporters, whole.own_supporters) == (2, 2)
    assert [(other.title, other.supporters) for other in whole.duplicates] == [("Broken lamps", 1)]
    part = queries.item_of(town.db, town.place.id, two.id)
    assert part.merged_into is not None
    assert (part.merged_into.title, part.supporters) == ("Dark path", 1)
    assert len(queries.comments_of(town.db, town.place.id, two.id)) == 1
    assert queries.history_of(town.db, town.place.id, two.id)[-1].other_title == "Dark path"


def test_merging_twice_is_harmless_and_a_circle_is_refused(town: Town) -> None:
    one, two, three = (town.item(name) for name in ("One", "Two", "Three"))
    for _ in range(2):
        actions.merge(town.db, town.board.actor, town.place.id, one.id, two.id, at=NOON)
    assert len(states(town, one)) == 2
    for item, into in ((two, one), (two, two), (three, one), (one, three)):
        with pytest.raises((InvalidError, ConflictError)):
            actions.merge(town.db, town.board.actor, town.place.id, item.id, into.id, at=NOON)


_ACTS = st.lists(
    st.tuples(st.sampled_from(["support", "withdraw", "merge", "reopen"]), st.integers(0, 4), st.integers(0, 4)),
    max_size=14,
)


@given(acts=_ACTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_supporters_are_counted_once_whatever_is_merged_and_split_again(
    town: Town, acts: list[tuple[str, int, int]]
) -> None:
    """Compared with a plain count over sets; the history tells every change."""
    around = town.db.begin_nested()
    people = [make.member(town.db, town.place).actor for _ in range(5)]
    items = [town.item(f"Item {n}", by=town.team.actor, origin=Origin.DOOR) for n in range(5)]
    supports: list[set[int]] = [set() for _ in items]
    parents: dict[int, int | None] = dict.fromkeys(range(5))
    changes = [1] * 5
    for act, one, two in acts:
        item = items[one].id
        try:
            if act == "support":
                actions.support(town.db, people[two], town.place.id, item, at=NOON)
                supports[one].add(two)
            elif act == "withdraw":
                actions.withdraw_support(town.db, people[two], town.place.id, item)
                supports[one].discard(two)
            elif act == "merge":
                before = parents[one]
                actions.merge(town.db, town.board.actor, town.place.id, item, items[two].id, at=NOON)
                changes[one] += before is None
                parents[one] = two
            else:
                actions.reopen(town.db, town.board.actor, town.place.id, item, "Apart again", at=NOON)
                changes[one] += 1
                parents[one] = None
        except CoopError:
            pass
    listed = {row.id: row.supporters for row in queries.items_of(town.db, town.place.id)}
    for number, item_row in enumerate(items):
        town.db.refresh(item_row)
        assert item_row.state is (ItemState.NEW if parents[number] is None else ItemState.MERGED)
        history = queries.history_of(town.db, town.place.id, item_row.id)
        assert (len(history), history[0].state, history[-1].state) == (changes[number], ItemState.NEW, item_row.state)
        if parents[number] is None:
            below = {number}
            for _ in items:
                below |= {child for child, parent in parents.items() if parent in below}
            everybody = set().union(*(supports[child] for child in below))
            assert queries.item_of(town.db, town.place.id, item_row.id).supporters == len(everybody)
            assert listed[item_row.id] == len(everybody)
    assert rows(town.db, Support) == sum(len(one) for one in supports)
    around.rollback()
    town.db.expire_all()


def test_an_edition_is_a_copy_that_later_changes_do_not_reach(town: Town) -> None:
    item = town.on_agenda()
    town.item("Still new")
    edition = actions.publish_edition(town.db, town.board.actor, town.place.id, "Our first.", at=NOON)
    actions.support(town.db, town.member.actor, town.place.id, item.id, at=NOON)
    item.title = "Renamed"
    actions.refuse(town.db, town.board.actor, town.place.id, item.id, "Later refused.", at=NOON)
    [copy] = queries.edition_items(town.db, town.place.id, edition.id)
    assert (copy.title, copy.supporters, copy.id) == ("Dark path", 1, item.id)
    assert queries.edition_of(town.db, town.place.id, edition.id).number == 1


def test_editions_are_numbered_per_neighbourhood_and_come_at_most_once_a_day(town: Town, other_town: Town) -> None:
    for one in (town, other_town):
        one.on_agenda()
        edition = actions.publish_edition(one.db, one.board.actor, one.place.id, "Hello.", at=NOON)
        assert edition.number == 1
    with pytest.raises(ConflictError):
        actions.publish_edition(town.db, town.board.actor, town.place.id, "Hello again.", at=NOON + timedelta(hours=1))
    later = actions.publish_edition(town.db, town.board.actor, town.place.id, "Spring.", at=NOON + timedelta(days=1))
    assert later.number == 2
    with pytest.raises(NotFoundError):
        queries.edition_of(town.db, other_town.place.id, later.id)


@pytest.mark.parametrize(
    ("foreword", "error"), [(" ", InvalidError), ("x" * 2001, InvalidError), ("Ok", ConflictError)]
)
def test_an_edition_needs_a_foreword_and_something_to_tell(town: Town, foreword: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        actions.publish_edition(town.db, town.board.actor, town.place.id, foreword, at=NOON)


def promise(town: Town, **more: Any) -> Commitment:
    """A commitment of the team."""
    values: dict[str, Any] = {
        "title": "A walk-in hour each week",
        "who": "Fenna Postma",
        "how_noticed": "The door is open on Tuesday.",
        "due_on": date(2027, 9, 1),
        "minutes_week": 240,
        "source": "Priorities 2027",
        **more,
    }
    return actions.make_commitment(town.db, town.board.actor, town.place.id, at=NOON, **values)


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", ""), ("who", " "), ("how_noticed", ""), ("due_on", date(2027, 3, 14)), ("minutes_week", -1)],
)
def test_a_commitment_says_what_who_when_and_how(town: Town, field: str, value: object) -> None:
    with pytest.raises(InvalidError) as refusal:
        promise(town, **{field: value})
    assert refusal.value.field == field


def test_progress_is_told_until_done_or_stopped_and_the_same_report_twice_counts_once(town: Town) -> None:
    made = promise(town)
    act = actions.report_progress
    place = town.place.id
    for state, text in (
        (CommitmentState.PARTLY, "Half of the hours."),
        (CommitmentState.STOPPED, "No room."),
        (CommitmentState.STOPPED, "No room."),
    ):
        act(town.db, town.team.actor, place, made.id, state=state, text=text, at=NOON)
    with pytest.raises(ConflictError):
        act(town.db, town.team.actor, place, made.id, state=CommitmentState.DONE, text="After all.", at=NOON)
    assert [note.state for note in queries.notes_of(town.db, place, made.id)] == [
        CommitmentState.STOPPED,
        CommitmentState.PARTLY,
    ]
    assert queries.commitment_of(town.db, place, made.id).state is CommitmentState.STOPPED


def test_only_team_and_board_report_with_words_on_commitments_of_their_own_neighbourhood(
    town: Town, other_town: Town
) -> None:
    made = promise(town)
    cases: tuple[tuple[Any, int, str, type[Exception]], ...] = (
        (town.member.actor, town.place.id, "Done!", NotAllowedError),
        (town.team.actor, town.place.id, "  ", InvalidError),
        (other_town.team.actor, other_town.place.id, "Done!", NotFoundError),
    )
    for actor, place, text, error in cases:
        with pytest.raises(error):
            actions.report_progress(town.db, actor, place, made.id, state=CommitmentState.DONE, text=text, at=NOON)
    actions.report_progress(
        town.db, town.board.actor, town.place.id, made.id, state=CommitmentState.DONE, text="Done!", at=NOON
    )
