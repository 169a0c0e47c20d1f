"""What changed: between two editions, and in the words of one item."""

import json
from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from coop.agenda import actions, queries
from coop.agenda.models import Item, ItemWording
from coop.agenda.policy import CommitmentState, ItemState
from coop.agenda.policy.comparing import Mark, compare, parts_of
from coop.answers.models import OwedAnswer
from coop.answers.policy import Source
from coop.digests.models import Digest
from coop.digests.policy import ABOUT_ITEMS, Pace
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from coop.notifications.actions import queue_mail_to_many
from coop.notifications.models import OutboxMessage
from coop.posting import _KINDS
from tests.agenda.conftest import Town
from tests.support import make
from tests.support.make import NOON
from tests.support.site import Site

LATER = NOON + timedelta(days=10)
LAST = NOON + timedelta(days=30)


@dataclass(frozen=True)
class Thing:
    """Something with words."""

    id: int
    title: str
    in_short: str = ""
    details: str = ""
    place: str = ""


def test_words_that_went_stand_before_those_that_came() -> None:
    found = [(part.mark, part.text.strip()) for part in parts_of("The path is dark at night", "The path is light")]
    assert found == [(Mark.KEPT, "The path is"), (Mark.GONE, "dark at night"), (Mark.ADDED, "light")]


@given(st.text(), st.text())
def test_the_parts_together_are_both_texts(before: str, now: str) -> None:
    parts = parts_of(before, now)
    assert "".join(part.text for part in parts if part.mark is not Mark.GONE) == now
    gone = "".join(part.text for part in parts if part.mark is not Mark.ADDED)
    assert gone.split() == before.split()


def test_every_item_of_both_editions_stands_somewhere_once() -> None:
    before = [Thing(1, "a"), Thing(2, "b"), Thing(3, "c")]
    now = [Thing(4, "d"), Thing(3, "c"), Thing(2, "other")]
    found = compare(before, now)
    assert [one.id for one in found.added] == [4]
    assert [pair.now.id for pair in found.changed] == [2]
    assert set(found.changed[0].changes) == {"title"}
    assert [pair.now.id for pair in found.kept] == [3]
    assert [one.id for one in found.dropped] == [1]


def reworded(town: Town, item: Item, **other: object) -> Item:
    """The item in other words, by the board."""
    values = {
        "title": "Light path",
        "in_short": "In short.",
        "details": "",
        "place": "",
        "reason": "Clearer",
        "at": LATER,
    }
    return actions.reword(town.db, town.board.actor, town.place.id, item.id, **{**values, **other})  # type: ignore[arg-type]


def test_the_old_words_stay_readable_and_who_takes_part_gets_mail(town: Town) -> None:
    item = town.on_agenda()
    reworded(town, item)
    reworded(town, item, title="Lit path", at=LAST)
    found = queries.item_of(town.db, town.place.id, item.id)
    newest, oldest = queries.rewordings_of(town.db, found)
    assert newest.changes is not None
    assert oldest.changes is not None
    assert set(newest.changes) == {"title"}
    assert [part.text.strip() for part in oldest.changes["title"]] == ["Dark", "Light", "path"]
    assert (found.title, found.reworded_at) == ("Lit path", LAST)
    sent = town.db.scalars(select(OutboxMessage).where(OutboxMessage.to_account_id == town.resident.account.id)).all()
    assert len([one for one in sent if "Other words" in one.subject]) == 2
    assert queries.likely_the_same(town.db, town.place.id, "lit path in the park")


def test_words_about_a_person_are_erased_with_all_older_ones(town: Town) -> None:
    item = town.on_agenda("Noise of Piet")
    reworded(town, item, title="Noise of Piet and others")
    reworded(town, item, title="Noise", erases_old=True, at=LAST)
    assert [
        row.changes for row in queries.rewordings_of(town.db, queries.item_of(town.db, town.place.id, item.id))
    ] == [*(None, None)]
    kept = town.db.scalars(select(ItemWording)).all()
    assert {(one.title, one.in_short, one.details, one.place) for one in kept} == {("", "", "", "")}
    mail = town.db.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(1)).one()
    assert "Piet" not in f"{mail.subject} {mail.params}"


def test_words_about_a_person_leave_editions_and_what_is_owed_for_them_too(town: Town) -> None:
    make.mandates(town.db, town.place)
    item, other = town.on_agenda("Noise of Piet"), town.on_agenda("Trees of Jan")
    edition = actions.publish_edition(town.db, town.board.actor, town.place.id, "Read this.", at=NOON)
    reworded(town, item, title="Noise of Piet and others")
    before = queries.edition_items(town.db, town.place.id, edition.id)
    assert {one.title for one in before} == {"Noise of Piet", "Trees of Jan"}
    reworded(town, item, title="Noise", erases_old=True, at=LAST)
    town.db.expire_all()
    shown = {one.id: one for one in queries.edition_items(town.db, town.place.id, edition.id)}
    assert (shown[item.id].title, shown[item.id].is_reworded) == ("Noise", True)
    assert (shown[other.id].title, shown[other.id].is_reworded) == ("Trees of Jan", False)
    owed = town.db.scalars(select(OwedAnswer).where(OwedAnswer.source == Source.EDITION)).one()
    assert sorted(owed.points) == sorted([[str(item.id), "Noise"], [str(other.id), "Trees of Jan"]])


def test_words_about_a_person_leave_mail_that_waits_and_news_that_is_kept(town: Town, site: Site) -> None:
    item, other = town.on_agenda("Café of Piet"), town.on_agenda("Trees of Jan")
    reworded(town, item, title="Café of Piet and others")
    lines: list[list[object]] = [["item", one.id, one.title, NOON.isoformat()] for one in (item, other)]
    lines.append(["edition", item.id, "Edition 1", NOON.isoformat()])
    digest = Digest(district_id=town.place.id, pace=Pace.POST, since_at=NOON, until_at=LAST, lines=lines, readers=1)
    town.db.add(digest)
    waits = {"digest": 0, "own": [["followed", item.id, "Café of Piet", NOON.isoformat()]]}
    queue_mail_to_many(
        *(town.db, [town.member.account.id]),
        subject="News",
        body="%(digest)s",
        topic="news",
        district_id=town.place.id,
        at=NOON,
        params=waits,
    )
    page = site.visitor(language="en").sign_in(town.board).open(f"/noorderkwartier/agenda/{item.id}/verwoorden")
    page.submit("Change the words", title="Café", reason="It told about a person.", erases_old="y")
    town.db.expire_all()
    assert [one[2] for one in digest.lines] == ["Café", "Trees of Jan", "Edition 1"]
    kept = town.db.scalars(select(OutboxMessage)).all()
    assert not [one.params for one in kept if "of Piet" in json.dumps(one.params)]
    assert any("Trees of Jan" in json.dumps(one.params) for one in kept)


def test_kinds_of_news_that_carry_a_title_of_an_item_are_known() -> None:
    assert {what for what, (endpoint, *_rest) in _KINDS.items() if endpoint == "agenda.item"} == ABOUT_ITEMS


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"in_short": ""}, "in_short"),
        ({"reason": ""}, "reason"),
        ({"place": "x" * 121}, "place"),
    ],
)
def test_wrong_words_are_refused_beside_their_field(town: Town, wrong: dict[str, str], field: str) -> None:
    item = town.on_agenda()
    with pytest.raises(InvalidError) as refused:
        reworded(town, item, **wrong)
    assert refused.value.field == field


def test_only_the_board_gives_an_open_item_of_its_own_other_words(town: Town, other_town: Town) -> None:
    item = town.on_agenda()
    values = {"title": "x", "in_short": "x", "details": "", "place": "", "reason": "x", "at": LATER}
    for person in (town.resident, town.member, town.team, town.secretary):
        # Who brought it in has no say over its words either once it is on the agenda.
        with pytest.raises(ConflictError if person is town.resident else NotAllowedError):
            actions.reword(town.db, person.actor, town.place.id, item.id, **values)  # type: ignore[arg-type]
    with pytest.raises(NotFoundError):
        actions.reword(town.db, other_town.board.actor, other_town.place.id, item.id, **values)  # type: ignore[arg-type]
    reworded(town, item)
    with pytest.raises(InvalidError):
        reworded(town, item, at=LAST)
    actions.close(town.db, town.board.actor, town.place.id, item.id, "Done", at=LAST)
    with pytest.raises(ConflictError):
        reworded(town, item, title="Again", at=LAST)


def _two_editions(town: Town) -> tuple[int, dict[str, Item]]:
    """The second edition, after one item each was kept, reworded, refused, merged, closed and added."""
    names = ("Kept", "Reworded", "Refused", "Merged", "Closed")
    items = {name: town.on_agenda(name) for name in names}
    board, place, db = town.board.actor, town.place.id, town.db
    promise = actions.make_commitment(
        db,
        board,
        place,
        title="A lamp",
        who="Fenna",
        how_noticed="Light",
        due_on=local_day(LAST),
        minutes_week=60,
        at=NOON,
    )
    actions.publish_edition(db, board, place, "First", at=NOON)
    reworded(town, items["Reworded"], title="Reworded twice")
    actions.refuse(db, board, place, items["Refused"].id, "Not ours", at=LATER)
    actions.merge(db, board, place, items["Merged"].id, items["Kept"].id, reason="Same", at=LATER)
    actions.close(db, board, place, items["Closed"].id, "It is there", at=LATER)
    actions.report_progress(
        db, town.team.actor, place, promise.id, state=CommitmentState.DONE, text="It hangs", at=LATER
    )
    items["Added"] = town.on_agenda("Added", at=LATER)
    edition = actions.publish_edition(db, board, place, "Second", at=LATER)
    # What happens later is not the story of this edition.
    actions.reopen(db, board, place, items["Refused"].id, "Again", at=LAST)
    return edition.id, items


def test_an_edition_tells_what_is_new_changed_gone_and_done(town: Town) -> None:
    edition_id, items = _two_editions(town)
    edition = queries.edition_of(town.db, town.place.id, edition_id)
    before = queries.edition_before(town.db, edition, town.place.id)
    assert before is not None
    assert queries.edition_before(town.db, before, town.place.id) is None
    found = queries.since(town.db, town.place.id, before, edition)
    assert [one.title for one in found.items.added] == ["Added"]
    assert [pair.now.title for pair in found.items.changed] == ["Reworded twice"]
    assert [pair.now.title for pair in found.items.kept] == ["Kept"]
    gone = {one.title: (one.state, one.reason, one.other_id) for one in found.dropped}
    assert gone == {
        "Refused": (ItemState.REFUSED, "Not ours", None),
        "Merged": (ItemState.MERGED, "Same", items["Kept"].id),
        "Closed": (ItemState.CLOSED, "It is there", None),
    }
    assert [(one.title, one.state, one.text) for one in found.told] == [("A lamp", CommitmentState.DONE, "It hangs")]


def test_the_page_says_in_words_what_went_and_what_came(town: Town, site: Site) -> None:
    edition_id, _items = _two_editions(town)
    visitor = site.visitor(language="en")
    page = visitor.open(f"/noorderkwartier/agenda/edities/{edition_id}").follow("What changed since the edition before")
    for words in ("1 item is new.", "3 items are no longer on the agenda.", "[new]", "Not ours", "It hangs", "Added"):
        assert page.has(words)
    poster = visitor.open(f"/noorderkwartier/agenda/edities/{edition_id}").follow("A poster of this edition")
    assert poster.has("Scan the picture, or go to:")
    first = queries.editions_of(town.db, town.place.id)[-1].id
    alone = visitor.open(f"/noorderkwartier/agenda/edities/{first}/vergeleken")
    assert alone.has("This is the first edition. There is none before it.")


def test_the_board_changes_the_words_on_the_site(town: Town, site: Site) -> None:
    item = town.on_agenda()
    board = site.visitor(language="en").sign_in(town.board)
    page = board.open(f"/noorderkwartier/agenda/{item.id}").follow("Change the words")
    refused = page.submit("Change the words", title="", reason="", expect=422)
    assert refused.has("Give it a short title.")
    assert refused.has("Say why. Everybody can read the reason.")
    done = refused.submit("Change the words", title="A light for the path", reason="More friendly")
    assert done.has("The new words stand here from now on.")
    told = (
        site.visitor(language="en")
        .open(f"/noorderkwartier/agenda/{item.id}")
        .follow("The words changed on 15 March 2027. Read what changed.")
    )
    assert told.has("More friendly")
    assert told.has("[gone]")
