"""Likely duplicates: shown before sending, joined instead of sent, merged with everybody told, and split again."""

from typing import Any

import pytest
from sqlalchemy import select

from coop.agenda import actions, queries
from coop.agenda.models import Comment, Item, ItemWord
from coop.agenda.policy import ItemState, Kind, Origin
from coop.demo.agenda_items import BUSY
from coop.kernel.errors import ConflictError, InvalidError
from coop.notifications.models import OutboxMessage
from tests.agenda.conftest import Town
from tests.agenda.test_actions import rows
from tests.agenda.test_screens import AGENDA, english, fill_in
from tests.support import make
from tests.support.make import NOON
from tests.support.site import CountStatements, Site


@pytest.fixture
def full(town: Town) -> Town:
    """With everything that residents of the demo brought in."""
    for told in BUSY:
        # The board, because one resident who brings in so much in an hour is slowed.
        town.item(told.title, in_short=told.in_short, kind=told.kind, domain=told.domain, by=town.board.actor)
    return town


def likely(town: Town, text: str, but: int | None = None) -> list[str]:
    return [row.title for row in queries.likely_the_same(town.db, town.place.id, text, but=but)]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Te donker op het Loodspad. Het pad achter het station heeft geen licht.", "Donker pad achter het station"),
        ("Lamp kapot bij het station. Al weken is het donker op het Loodspad.", "Lantaarns kapot op het Loodspad"),
        ("Op de Veerstraat rijden auto's veel te hard langs de school.", "Te hard rijden op de Veerstraat"),
        ("Mijn slaapkamer is nat van de schimmel, de kinderen hoesten.", "Schimmel in de Reigerflat"),
    ],
)
def test_other_words_for_the_same_find_the_item(full: Town, text: str, title: str) -> None:
    assert title in likely(full, text)


@pytest.mark.parametrize("text", ["Hondenpoep. Overal ligt poep op de stoep.", "", "de het een", "!!! 123", "x" * 600])
def test_what_nobody_brought_in_yet_finds_nothing(full: Town, text: str) -> None:
    assert likely(full, text) == []


def test_two_items_of_the_demo_are_never_taken_for_each_other_unless_they_are_the_same(full: Town) -> None:
    for item in full.db.scalars(select(Item)).all():
        assert likely(full, f"{item.title} {item.in_short}", but=item.id) == []


def test_only_open_items_of_this_neighbourhood_are_shown_and_a_merged_one_stands_for_its_head(
    town: Town, other_town: Town
) -> None:
    one, head = town.item("Lantaarns kapot"), town.item("Verlichting van het park")
    other_town.item("Lantaarns kapot")
    assert likely(town, "kapotte lantaarn") == ["Lantaarns kapot"]
    actions.merge(town.db, town.board.actor, town.place.id, one.id, head.id, at=NOON)
    assert likely(town, "kapotte lantaarn") == ["Verlichting van het park"]
    assert likely(town, "kapotte lantaarn", but=head.id) == []
    actions.refuse(town.db, town.board.actor, town.place.id, head.id, "No.", at=NOON)
    assert likely(town, "kapotte lantaarn") == []


def test_finding_takes_the_same_few_statements_however_much_there_is(town: Town) -> None:
    counts = []
    for size in (3, 40):
        for number in range(size):
            town.item(f"Lantaarn {number} kapot van {size}", by=town.board.actor)
        with CountStatements(town.db) as seen:
            assert len(likely(town, "kapotte lantaarns")) == 3
        counts.append(seen.count)
    assert counts[0] == counts[1] <= 7


def test_who_brings_in_the_same_sees_it_before_anything_is_sent_and_can_add_to_it(site: Site, town: Town) -> None:
    old = town.item("Donker pad", in_short="Het pad achter het station is donker.")
    fields: dict[str, Any] = {"title": "Geen licht", "in_short": "Achter het station is het pad donker.", "place": ""}
    page = english(site, town.member).open(f"{AGENDA}/nieuw")
    page = page.submit("Bring in this item", **fill_in(page, **fields))
    assert page.has("Is it there already?")
    assert page.has("Nothing has been sent yet.")
    assert (rows(town.db, Item), rows(town.db, Comment)) == (1, 0)
    done = page.submit("This is the same: add mine to it")
    assert done.path == f"{AGENDA}/{old.id}"
    assert done.has("Your words stand below this item as a comment")
    assert done.has("2 supporters")
    assert "Since <em>autumn</em>." in done.html
    assert rows(town.db, Item) == 1
    # A second click adds nothing.
    assert page.submit("This is the same: add mine to it").has("2 supporters")
    assert rows(town.db, Comment) == 1


def test_who_has_seen_it_can_bring_in_an_item_of_its_own(site: Site, town: Town) -> None:
    town.item("Donker pad", in_short="Het pad achter het station is donker.")
    page = english(site, town.member).open(f"{AGENDA}/nieuw")
    same = {"title": "Donker pad", "in_short": "Het pad achter het station is donker."}
    page = page.submit("Bring in this item", **fill_in(page, **same))
    refused = page.submit("Mine is something else: bring it in", expect=422, title="")
    assert refused.has("Give it a short title.")
    done = refused.submit("Bring in this item", title="Donker pad, andere kant")
    assert done.has("Thank you. Your item can be read by everybody from now on.")
    assert rows(town.db, Item) == 2


def test_while_typing_what_looks_like_it_is_told_and_nothing_is_kept(site: Site, town: Town, other_town: Town) -> None:
    town.item("Donker pad <em>nu</em>", in_short="Het pad achter het station is donker.")
    other_town.item("Ook een donker pad achter het station")
    me = english(site, town.member)
    here = f"{AGENDA}/nieuw/lijkt-op"
    said = me.client.get(f"{here}?q=Achter+het+station+is+het+pad+donker").get_data(as_text=True)
    assert "This looks like yours. Is it the same?" in said
    assert "Donker pad &lt;em&gt;nu&lt;/em&gt;" in said
    assert "Ook een donker pad" not in said
    assert "<html" not in said
    for nothing in ("", "?q=", "?q=hondenpoep", f"?q={'x' * 5000}"):
        answer = me.client.get(here + nothing)
        assert (answer.status_code, answer.get_data(as_text=True).strip()) == (200, "")
    assert rows(town.db, Item) == 2
    assert site.visitor().client.get(f"{here}?q=pad").status_code == 303


def test_adding_asks_for_what_a_comment_asks(site: Site, town: Town, other_town: Town) -> None:
    item, foreign = town.item(), other_town.item()
    visitor = english(site, town.member)
    sent = {**fill_in(visitor.open(f"{AGENDA}/nieuw")), "looked": "1"}
    visitor.post(f"{AGENDA}/nieuw", {**sent, "same": str(foreign.id)}, expect=404)
    long = visitor.post(f"{AGENDA}/nieuw", {**sent, "same": str(item.id), "details": "x" * 1500}, expect=422)
    assert long.has("This is too long to add to another item.")
    actions.refuse(town.db, town.board.actor, town.place.id, item.id, "No.", at=NOON)
    assert visitor.post(f"{AGENDA}/nieuw", {**sent, "same": str(item.id)}, expect=409).has("no longer open")
    english(site, town.secretary).post(f"{AGENDA}/nieuw", {**sent, "same": str(item.id), "origin": "door"}, expect=403)
    for nonsense in ("x", "-1", "9" * 30, "1.5"):
        visitor.post(f"{AGENDA}/nieuw", {**sent, "same": nonsense, "title": f"Own {nonsense[:9]}"})
    assert rows(town.db, Comment) == 0
    assert rows(town.db, Item) == 6


def test_a_team_member_adds_what_was_told_at_the_door_without_counting_as_support(town: Town) -> None:
    item = town.item()
    texts = {"title": "Dark", "in_short": "Told at a door.", "details": ""}
    actions.add_mine(town.db, town.team.actor, town.place.id, item.id, **texts, at=NOON)
    assert queries.item_of(town.db, town.place.id, item.id).supporters == 1
    [voice] = queries.comments_of(town.db, town.place.id, item.id)
    assert voice.text == "Dark\n\nTold at a door."
    with pytest.raises(InvalidError):
        actions.add_mine(town.db, town.team.actor, town.place.id, item.id, title="", in_short="", details="", at=NOON)
    actions.refuse(town.db, town.board.actor, town.place.id, item.id, "No.", at=NOON)
    with pytest.raises(ConflictError):
        actions.add_mine(town.db, town.team.actor, town.place.id, item.id, **texts, at=NOON)


def test_merging_tells_everybody_who_takes_part_once_and_splitting_tells_them_too(town: Town) -> None:
    db, place, board = town.db, town.place.id, town.board.actor
    one, two = town.item("One", by=town.member.actor), town.item("Two", kind=Kind.WISH, origin=Origin.RESIDENT)
    supporter, helper = make.member(db, town.place), make.member(db, town.place)
    for person in (supporter, helper):
        actions.support(db, person.actor, place, two.id, at=NOON)
    actions.offer_help(db, helper.actor, place, two.id, "Soup", at=NOON)
    actions.comment(db, town.team.actor, place, two.id, "Hello", at=NOON)
    actions.comment(db, board, place, two.id, "Hello", at=NOON)
    told = {person.account.id for person in (town.resident, supporter, helper, town.team)}
    actions.merge(db, board, place, two.id, one.id, at=NOON)
    mails = db.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert sorted(mail.to_account_id or 0 for mail in mails) == sorted([*told, town.member.account.id])
    joined = [mail for mail in mails if mail.to_account_id == town.member.account.id]
    assert [mail.params["other"] for mail in joined] == ["Two"]
    assert {mail.params["path"] for mail in mails if mail.to_account_id in told} == {f"{AGENDA}/{one.id}"}
    actions.reopen(db, board, place, two.id, "Another street.", at=NOON)
    split = db.scalars(select(OutboxMessage).where(OutboxMessage.subject.contains("by itself again"))).all()
    assert {mail.to_account_id for mail in split} == told
    assert (two.state, two.merged_into_id) == (ItemState.NEW, None)


def test_the_board_sees_what_is_likely_the_same_first(site: Site, town: Town) -> None:
    town.item("Aardig buurthuis", in_short="Soep en koffie.")
    town.item("Lantaarns kapot", in_short="Op het pad doen lantaarns het niet.")
    item = town.item("Kapotte lantaarn", in_short="De lantaarn op het pad is kapot.")
    page = english(site, town.board).open(f"{AGENDA}/{item.id}/samenvoegen")
    options = [one.get_text() for one in page.soup.select("select[name=into] option")]
    assert options == ["Choose", "Likely the same: Lantaarns kapot", "Aardig buurthuis"]


def test_the_words_of_an_item_are_kept_once_and_cut_to_size(town: Town) -> None:
    item = town.item("Lamp lamp lampen", in_short="x" * 300)
    stems = town.db.scalars(select(ItemWord.stem).where(ItemWord.item_id == item.id)).all()
    assert sorted(stems) == ["lamp", "x" * 40]
