"""What is heard at doors: noted once, sorted to the agenda, told back with a slip, and erased."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.agenda import actions as agenda
from coop.agenda.models import Item
from coop.agenda.policy import Domain, ItemState, Kind, Origin, heard_told
from coop.agenda.queries import item_of
from coop.districts.queries import clusters_of
from coop.doors import actions, policy, queries
from coop.doors.actions import Told, note_heard
from coop.doors.models import DoorNote, DoorSlip
from coop.doors.policy import BATCH_LENGTH, SLIPS_ON_A_SHEET, Way
from coop.kernel.access import Actor, Role
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from coop.members.queries import actor_of
from coop.privacy.actions import erase_due, replay_ledger
from tests.agenda.conftest import Town, found
from tests.agenda.test_actions import rows
from tests.support import make
from tests.support.make import NOON
from tests.support.site import Page, Site, Visitor

HERE = "/noorderkwartier/aan-de-deur"
KEY = b"key"
BATCH = "a" * BATCH_LENGTH
TODAY = local_day(NOON)


@pytest.fixture
def town(db: Session) -> Town:
    """Noorderkwartier."""
    return found(db, "noorderkwartier")


def told(lines: str = "The lift stands still.", **more: object) -> Told:
    """Something heard today at a door."""
    values = {"way": Way.DOOR, "cluster_id": None, "domain": Domain.HOUSING, "heard_on": TODAY, **more}
    return Told(lines, **values)  # type: ignore[arg-type]


def note(town: Town, said: Told | None = None, *, by: Actor | None = None, batch: str = BATCH, at=NOON) -> list[int]:  # type: ignore[no-untyped-def]
    """The ids of what was noted."""
    who = by or town.team.actor
    made = note_heard(town.db, who, town.place.id, said or told(), batch=batch, key=KEY, at=at)
    return [one.id for one in made]


def bring_in(town: Town, ids: list[int], by: Actor | None = None) -> Item:
    return actions.bring_notes_in(
        *(town.db, by or town.board.actor, town.place.id, ids),
        kind=Kind.PROBLEM,
        domain=Domain.HOUSING,
        title="The lift",
        in_short="It stands still.",
        place="",
        at=NOON,
    )


def signs() -> Callable[[int], int]:
    """Chance that a test can foresee."""
    numbers = count(7)
    return lambda most: (next(numbers) * 11) % most


def slips(town: Town) -> list[str]:
    return actions.print_slips(town.db, town.team.actor, town.place.id, key=KEY, draw=signs(), at=NOON)


def test_each_line_is_a_note_and_blank_lines_are_none(town: Town) -> None:
    note(town, told("The lift\n\n  \n stands   still \n"))
    assert [(one.text, one.position) for one in town.db.scalars(select(DoorNote))] == [
        ("The lift", 1),
        ("stands still", 2),
    ]


def test_sent_twice_it_is_kept_once_and_what_was_added_in_between_is_kept_too(town: Town) -> None:
    first = note(town, told("A\nA\nB"))
    assert note(town, told("A\nA\nB")) == first
    longer = note(town, told("C\nA\nA\nB"))
    assert longer[:3] == first
    assert rows(town.db, DoorNote) == 4
    # Another sending, or the same key of somebody else, is not the same.
    note(town, told("A"), batch="b" * BATCH_LENGTH)
    note(town, told("A"), by=town.board.actor)
    assert rows(town.db, DoorNote) == 6


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (told(" \n "), "lines"),
        (told("x" * 501), "lines"),
        (told("\n".join(str(one) for one in range(41))), "lines"),
        (told(heard_on=TODAY + timedelta(days=1)), "heard_on"),
        (told(heard_on=TODAY - timedelta(days=61)), "heard_on"),
        (told(cluster_id=99_999), "cluster"),
        (told(slip="ABCD"), "slip"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(town: Town, said: Told, field: str) -> None:
    with pytest.raises(InvalidError) as refused:
        note(town, said)
    assert refused.value.field == field
    assert rows(town.db, DoorNote) == 0


def test_streets_of_another_town_and_strange_keys_are_refused(town: Town) -> None:
    other = make.district(town.db, slug="de-vaart")
    with pytest.raises(InvalidError):
        note(town, told(cluster_id=clusters_of(town.db, other.id)[0].id))
    for batch in ("", "short", "é" * BATCH_LENGTH, "-" * BATCH_LENGTH):
        with pytest.raises(InvalidError):
            note(town, batch=batch)


def test_a_volunteer_notes_from_a_day_until_a_day_and_reads_nothing(town: Town) -> None:
    someone = make.with_role(town.db, town.place, Role.VOLUNTEER)
    ids = note(town, by=someone.actor)
    with pytest.raises(NotAllowedError):
        bring_in(town, ids, someone.actor)
    with pytest.raises(NotAllowedError):
        note(town, by=town.member.actor)
    before = actor_of(town.db, town.place.id, someone.account.id, "", make.LONG_AGO - timedelta(days=1))
    with pytest.raises(NotAllowedError):
        note(town, by=before)


def test_several_notes_become_one_item_that_waits_for_an_answer(town: Town) -> None:
    ids = note(town, told("A\nB"))
    item = bring_in(town, ids)
    assert (item.state, item.origin, item.heard) == (ItemState.NEW, Origin.DOOR, 2)
    assert item.answer_due_on == TODAY + timedelta(days=14)
    assert queries.notes_waiting(town.db, town.place.id) == []
    with pytest.raises(ConflictError):
        bring_in(town, ids)
    assert rows(town.db, Item) == 1


def test_through_whom_it_came_in() -> None:
    assert policy.origin_of([Way.PAPER]) is Origin.PAPER
    assert policy.origin_of([Way.SPOKEN, Way.SPOKEN]) is Origin.SPOKEN
    assert policy.origin_of([Way.PAPER, Way.STREET]) is Origin.DOOR


def test_notes_count_with_an_item_that_is_there_also_when_it_is_merged(town: Town) -> None:
    item, other = town.item(), town.item("Other")
    actions.add_notes(town.db, town.team.actor, town.place.id, note(town, told("A\nB")), item.id, at=NOON)
    assert item_of(town.db, town.place.id, item.id).heard == 2
    agenda.merge(town.db, town.board.actor, town.place.id, item.id, other.id, at=NOON)
    assert item_of(town.db, town.place.id, other.id).heard == 2
    ids = note(town, told("C"), batch="c" * BATCH_LENGTH)
    with pytest.raises(ConflictError):
        actions.add_notes(town.db, town.team.actor, town.place.id, ids, item.id, at=NOON)


def test_notes_of_another_town_are_not_there(town: Town) -> None:
    other = found(town.db, "de-vaart")
    ids = note(town)
    with pytest.raises(NotFoundError):
        actions.put_away(town.db, other.board.actor, other.place.id, ids, "x", at=NOON)
    mine = note(town, batch="d" * BATCH_LENGTH)
    with pytest.raises(InvalidError):
        actions.add_notes(town.db, town.board.actor, town.place.id, mine, other.item().id, at=NOON)


def test_putting_away_takes_a_reason_and_happens_once(town: Town) -> None:
    ids = note(town)
    for reason in (" ", "x" * 501):
        with pytest.raises(InvalidError):
            actions.put_away(town.db, town.board.actor, town.place.id, ids, reason, at=NOON)
    actions.put_away(town.db, town.board.actor, town.place.id, ids, "One household", at=NOON)
    with pytest.raises(ConflictError):
        actions.put_away(town.db, town.board.actor, town.place.id, ids, "Again", at=NOON)
    with pytest.raises(ConflictError):
        actions.put_away(town.db, town.board.actor, town.place.id, [], "None", at=NOON)


def test_a_note_that_went_to_the_wrong_place_waits_again(site: Site, town: Town) -> None:
    first, second, third = note(town, told("A\nB\nC"))
    item = bring_in(town, [first, second])
    actions.put_away(town.db, town.team.actor, town.place.id, [third], "About one household", at=NOON)
    assert item.heard == 2
    page = english(site, town.team).open(f"{HERE}/uitgezocht")
    assert page.has("About one household")
    assert page.submit("Put it back").has("It waits again")
    back = next(one for one in queries.notes_waiting(town.db, town.place.id))
    # The newest stands first: what was put away. Then one that counted with an item.
    assert back.id == third
    with pytest.raises(ConflictError):
        actions.sort_again(town.db, town.team.actor, town.place.id, third)
    actions.sort_again(town.db, town.team.actor, town.place.id, second)
    assert item.heard == 1
    assert {one.id for one in queries.notes_waiting(town.db, town.place.id)} == {second, third}
    other = town.on_agenda("Another")
    actions.add_notes(town.db, town.team.actor, town.place.id, [second], other.id, at=NOON)
    assert (item.heard, other.heard) == (1, 1)


def test_who_may_put_a_note_back(town: Town) -> None:
    [one] = note(town)
    bring_in(town, [one])
    with pytest.raises(NotAllowedError):
        actions.sort_again(town.db, town.resident.actor, town.place.id, one)
    elsewhere = found(town.db, "de-vaart")
    with pytest.raises(NotFoundError):
        actions.sort_again(town.db, elsewhere.team.actor, elsewhere.place.id, one)


def test_small_numbers_are_not_told() -> None:
    assert [heard_told(times) for times in (0, 1, 4, 5, 9, 10, 23)] == [0, 0, 0, 5, 5, 10, 20]


def test_a_slip_belongs_to_one_line_and_one_person(town: Town) -> None:
    code, second = slips(town)[:2]
    with pytest.raises(InvalidError):
        note(town, told("A\nB", slip=code))
    note(town, told("A", slip=f" {code[:4]}-{code[4:8]}-{code[8:]} ".lower()))
    assert note(town, told("A", slip=code))  # the same sending once more
    with pytest.raises(InvalidError):
        note(town, told("B", slip=code), batch="b" * BATCH_LENGTH)
    assert actions.open_slip(town.db, town.place.id, code, key=KEY).note_id is not None
    other = make.district(town.db, slug="de-vaart")
    for place, typed, key in ((town.place.id, second, KEY), (other.id, code, KEY), (town.place.id, code, b"x")):
        with pytest.raises(InvalidError):
            actions.open_slip(town.db, place, typed, key=key)
    assert not town.db.scalars(select(DoorSlip.code).where(DoorSlip.code.contains(code))).all()


def test_notes_and_slips_are_erased_when_their_term_is_over(town: Town) -> None:
    used, *_rest = slips(town)
    sorted_, waiting = note(town, told("A", slip=used)), note(town, told("B"), batch="b" * BATCH_LENGTH)
    item = bring_in(town, sorted_)
    erase_due(town.db, at=NOON + policy.KEPT_AFTER_SORTING - timedelta(days=1))
    assert rows(town.db, DoorNote) == 2
    erase_due(town.db, at=NOON + policy.KEPT_AFTER_SORTING)
    assert town.db.scalars(select(DoorNote.id)).all() == waiting
    assert rows(town.db, DoorSlip) == SLIPS_ON_A_SHEET - 1
    assert item.heard == 1
    with pytest.raises(InvalidError):
        actions.open_slip(town.db, town.place.id, used, key=KEY)
    erase_due(town.db, at=NOON + policy.KEPT_AT_MOST)
    assert rows(town.db, DoorNote) + rows(town.db, DoorSlip) == 0


def test_what_was_erased_does_not_come_back_with_a_back_up(town: Town) -> None:
    (mine,) = note(town, told("A", slip=slips(town)[0]))
    assert replay_ledger(town.db, [("door_notes", mine)], at=NOON) == 1
    assert rows(town.db, DoorNote) == 0


def test_what_waits_too_long_is_counted(town: Town) -> None:
    note(town, at=NOON)
    note(town, told("B", heard_on=TODAY), batch="b" * BATCH_LENGTH, at=NOON + timedelta(days=1))
    after = NOON + timedelta(days=14, hours=1)
    assert queries.waiting_counts(town.db, town.place.id, after) == (2, 1)
    assert policy.is_late(TODAY, local_day(after + timedelta(days=1)))
    assert not policy.is_late(TODAY, local_day(after))


def english(site: Site, person: make.Person | None = None) -> Visitor:
    visitor = site.visitor(language="en")
    return visitor.sign_in(person) if person else visitor


def send(page: Page, lines: str, *, expect: int = 200, **more: object) -> Page:
    return page.submit("Keep these notes", lines=lines, expect=expect, **more)


def test_from_the_door_to_the_agenda(site: Site, town: Town) -> None:
    volunteer = english(site, make.with_role(town.db, town.place, Role.VOLUNTEER))
    form = volunteer.open("/noorderkwartier/agenda").follow("Write down what you hear at the door")
    kept = send(form, "It is dark on the path.\nThe lamps are broken.", domain="safety", way="street")
    assert kept.has("In the last 24 hours 2 notes of yours arrived.")
    assert send(form, "It is dark on the path.\nThe lamps are broken.").has("2 notes of yours arrived.")
    assert form.lacks("Sort what was heard")
    volunteer.open(f"{HERE}/uitzoeken", expect=403)
    assert kept.lacks("Sort what was heard")
    assert english(site, town.board).open(f"{HERE}/bewaard").has("Sort what was heard: 2 notes wait")
    board = english(site, town.board).open(HERE).follow("Sort what was heard: 2 notes wait")
    assert board.has("Safety and public space")
    ids = [str(one["value"]) for one in board.soup.select("input[name=note]")]
    page = board.submit("Bring in as a new item", note=ids)
    filled: dict[str, Any] = {
        "kind": "problem",
        "title": "Dark path",
        "in_short": "Two people told it.",
        "domain": "safety",
    }
    refused = page.submit("Bring in this item", expect=422, **{**filled, "title": ""})
    assert refused.has("Give it a short title.")
    assert refused.has("The lamps are broken.")
    item = refused.submit("Bring in this item", **filled)
    assert item.has("A resident, told to the team at the door")
    assert item.has("a few times")
    assert english(site).open(item.path).lacks("The lamps are broken.")
    board.visitor.open(f"{HERE}/uitzoeken/inbrengen?note={ids[0]}", expect=404)
    assert board.visitor.open(f"{HERE}/uitzoeken").has("Nothing waits.")


def test_nothing_ticked_and_nonsense_are_said_in_words(site: Site, town: Town) -> None:
    note(town)
    board = english(site, town.board)
    for act in ("inbrengen", "toevoegen", "wegleggen"):
        assert board.open(f"{HERE}/uitzoeken/{act}", expect=409).has("Tick first which notes you mean.")
        board.open(f"{HERE}/uitzoeken/{act}?note=x&note=-1", expect=409)
        board.open(f"{HERE}/uitzoeken/{act}?note=99999999", expect=404)


def test_five_times_heard_is_told_and_the_item_is_proposed(site: Site, town: Town) -> None:
    item = town.item("Dark path behind the school")
    note(town, told("\n".join(["The path is dark behind the school"] * 7)))
    board = english(site, town.board).open(f"{HERE}/uitzoeken")
    ids = [str(one["value"]) for one in board.soup.select("input[name=note]")]
    page = board.submit("Add to an item that is there", note=ids)
    assert page.has("Likely the same: Dark path behind the school")
    assert page.submit("Add these notes to the item", into="", expect=422).has("Choose an item.")
    done = page.submit("Add these notes to the item", into=str(item.id))
    assert done.has("5 times or more")


def test_words_that_tell_who_it_is_are_asked_about_first_and_nothing_is_lost(site: Site, town: Town) -> None:
    page = english(site, town.team).open(HERE)
    words = "Mevrouw De Vries, 06-12345678, komt niet meer buiten."
    asked = send(page, words, domain="care", slip="", expect=422)
    assert asked.has("may tell who somebody is")
    assert words in asked.html
    assert asked.soup.select_one("option[value=care][selected]")
    assert rows(town.db, DoorNote) == 0
    again: dict[str, Any] = {"lines": words, "sure": "y"}
    asked.submit("Keep these notes", **again)
    assert rows(town.db, DoorNote) == 1


def test_refused_notes_keep_everything_and_what_is_typed_stays_text(site: Site, town: Town) -> None:
    page = english(site, town.team).open(HERE)
    refused = send(page, "<script>alert(1)</script>", heard_on="soon", way="x", domain="x", expect=422)
    for words in ("Fill in a day, like 31-12-2026.", "Choose one of the options."):
        assert refused.has(words)
    assert "<script>alert" not in refused.html
    good: dict[str, Any] = {"heard_on": "15-03-2027", "way": "paper", "domain": ""}
    refused.submit("Keep these notes", **good)
    board = english(site, town.board).open(f"{HERE}/uitzoeken")
    assert board.has("<script>alert(1)</script>")
    assert "<script>alert" not in board.html
    assert send(page, "", expect=422).has("Write down first what you heard.")


def test_a_slip_tells_what_happened_without_an_account(site: Site, town: Town) -> None:
    sheet = english(site, town.team).open(f"{HERE}/briefjes").submit("Make 12 slips to print")
    codes = [one.get_text() for one in sheet.soup.select("strong.code")]
    assert len(set(codes)) == SLIPS_ON_A_SHEET
    send(english(site, town.team).open(HERE), "The path is dark.", slip=codes[0])
    send(english(site, town.team).open(HERE), "Our roof leaks.", slip=codes[1])
    path, roof = queries.notes_waiting(town.db, town.place.id)
    visitor = (
        english(site)
        .open("/noorderkwartier/agenda/antwoorden")
        .follow("Did you get a slip at the door? See what happened with what you said.")
    )
    ask = "Show what happened"
    assert visitor.submit(ask, code="", expect=422).has("Type the code of your slip.")
    assert visitor.submit(ask, code=codes[5], expect=422).has("We find nothing with this code.")
    waits = visitor.submit(ask, code=codes[0])
    assert waits.has("By 29 March 2027 you read here what happened with it.")
    assert waits.lacks("The path is dark.")
    bring_in(town, [path.id])
    actions.put_away(town.db, town.board.actor, town.place.id, [roof.id], "The <b>landlord</b> comes", at=NOON)
    assert visitor.submit(ask, code=codes[0]).follow("The lift").has("This item is new.")
    away = visitor.submit(ask, code=codes[1].lower())
    assert away.has("The <b>landlord</b> comes")
    assert "<b>landlord" not in away.html
