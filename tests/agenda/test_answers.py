"""Every item has an owner and a day for its answer; what is late is seen by everybody and reminded of."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.agenda import actions, queries
from coop.agenda.models import HistoryRow, Item
from coop.agenda.policy import ItemState, answering
from coop.kernel.access import Role
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from coop.members.actions import appoint
from coop.notifications.models import OutboxMessage
from tests.agenda.conftest import Town
from tests.agenda.test_screens import AGENDA, english
from tests.support import make
from tests.support.make import NOON
from tests.support.site import CountStatements, Site

DUE = date(2027, 3, 29)
MOMENTS = st.integers(0, 60).map(lambda days: NOON + timedelta(days=days))


def mails(db: Session) -> list[OutboxMessage]:
    return list(db.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def test_the_last_day_is_the_fourteenth_and_reminders_never_fall_silent() -> None:
    due = answering.answer_due_on(NOON)
    assert due == DUE
    assert not answering.is_overdue(due, due)
    assert answering.is_overdue(due, due + timedelta(days=1))
    day = answering.first_reminder_on(due)
    days = [day]
    for _ in range(3):
        day = answering.next_reminder_on(due, day)
        days.append(day)
    assert [(one - due).days for one in days] == [-4, 1, 8, 15]


def test_an_item_asked_just_before_midnight_in_the_netherlands_counts_from_that_day() -> None:
    assert answering.answer_due_on(NOON.replace(hour=22, minute=59)) == DUE
    assert answering.answer_due_on(NOON.replace(hour=23)) == DUE + timedelta(days=1)


@given(st.lists(st.tuples(MOMENTS, st.none() | st.integers(0, 40)), max_size=12), MOMENTS)
def test_every_answer_that_was_due_is_counted_exactly_once(
    asked: list[tuple[datetime, int | None]], today_at: datetime
) -> None:
    waits = [(at, None if days is None else at + timedelta(days=days)) for at, days in asked]
    today = local_day(today_at)
    starts, ends = DUE, DUE + timedelta(days=30)
    kept = answering.answers_due_between(waits, starts, ends, today)
    due = [(answering.answer_due_on(at), answered) for at, answered in waits]
    inside = [(day, answered) for day, answered in due if starts <= day <= ends]
    assert kept.in_time == sum(1 for day, answered in inside if answered is not None and local_day(answered) <= day)
    assert kept.owed == sum(1 for day, answered in inside if answered is None and day < today)
    assert kept.total == len([1 for day, answered in inside if answered is not None or day < today])


def test_a_new_item_goes_to_the_board_member_with_the_least_to_answer(town: Town) -> None:
    second = make.board(town.db, town.place, "Marisol")
    owners = [town.item(f"Item {number}").owner_id for number in range(4)]
    first, other = town.board.account.id, second.account.id
    assert owners == [first, other, first, other]
    answered = town.db.scalars(select(Item).where(Item.owner_id == other).order_by(Item.id)).first()
    assert answered is not None
    actions.refuse(town.db, town.board.actor, town.place.id, answered.id, "No.", at=NOON)
    assert town.item("Item 5").owner_id == other


def test_without_a_board_nobody_sees_to_it_but_the_clock_runs(db: Session) -> None:
    place = make.district(db, slug="zonder-bestuur")
    resident = make.resident(db, place)
    town = Town(db, place, resident, resident, resident, resident, resident)
    item = town.item()
    assert (item.owner_id, item.answer_due_on) == (None, DUE)
    assert actions.remind_owners(db, at=NOON + timedelta(days=30)) == 0


@pytest.mark.parametrize("act", ["agenda", "refuse", "merge", "pass_on"])
def test_each_of_the_four_answers_stops_the_clock_and_taking_up_again_starts_it_anew(town: Town, act: str) -> None:
    db, board, place = town.db, town.board.actor, town.place.id
    item, other = town.item(), town.item("Other")
    assert item.answer_due_on == DUE
    if act == "agenda":
        actions.put_on_agenda(db, board, place, item.id, at=NOON)
        actions.refuse(db, board, place, item.id, "No.", at=NOON)
    elif act == "refuse":
        actions.refuse(db, board, place, item.id, "No.", at=NOON)
    elif act == "merge":
        actions.merge(db, board, place, item.id, other.id, at=NOON)
    else:
        actions.pass_on(db, board, place, item.id, to_whom="Municipality", reason="A crossing?", at=NOON)
    stored = town.db.execute(select(Item.answer_due_on, Item.remind_on).where(Item.id == item.id)).one()
    assert list(stored) == [None, None]
    actions.reopen(db, board, place, item.id, "Once more.", at=NOON + timedelta(days=3))
    assert item.answer_due_on == DUE + timedelta(days=3)


def test_passing_on_names_to_whom_tells_who_brought_it_in_and_can_end_with_an_outcome(town: Town) -> None:
    item = town.item()
    for to_whom, reason, field in (
        (" ", "Ask.", "to_whom"),
        ("x" * 121, "Ask.", "to_whom"),
        ("Municipality", "\n", "reason"),
        ("Municipality", "x" * 1001, "reason"),
    ):
        with pytest.raises(InvalidError) as refusal:
            actions.pass_on(town.db, town.board.actor, town.place.id, item.id, to_whom=to_whom, reason=reason, at=NOON)
        assert refusal.value.field == field
    for person in (town.team, town.secretary, town.member):
        with pytest.raises(NotAllowedError):
            actions.pass_on(town.db, person.actor, town.place.id, item.id, to_whom="M", reason="A?", at=NOON)
    actions.pass_on(
        town.db, town.board.actor, town.place.id, item.id, to_whom=" Municipality,\nroads ", reason="A lamp?", at=NOON
    )
    last = queries.history_of(town.db, town.place.id, item.id)[-1]
    assert (last.state, last.passed_to, last.reason) == (ItemState.PASSED_ON, "Municipality, roads", "A lamp?")
    [mail] = mails(town.db)
    assert (mail.to_account_id, mail.params["to_whom"]) == (town.resident.account.id, "Municipality, roads")
    with pytest.raises(ConflictError):
        actions.pass_on(town.db, town.board.actor, town.place.id, item.id, to_whom="M", reason="A?", at=NOON)
    actions.close(town.db, town.board.actor, town.place.id, item.id, "They placed a lamp.", at=NOON)
    assert item.state is ItemState.CLOSED


def test_an_item_is_handed_over_within_the_board_only(town: Town, other_town: Town) -> None:
    item, second = town.item(), make.board(town.db, town.place, "Marisol")
    for stranger in (town.team, town.member, other_town.board):
        with pytest.raises(InvalidError):
            actions.hand_over(town.db, town.board.actor, town.place.id, item.id, stranger.account.id, at=NOON)
    with pytest.raises(NotAllowedError):
        actions.hand_over(town.db, town.team.actor, town.place.id, item.id, second.account.id, at=NOON)
    with pytest.raises(NotFoundError):
        actions.hand_over(
            town.db, other_town.board.actor, other_town.place.id, item.id, other_town.board.account.id, at=NOON
        )
    actions.hand_over(town.db, town.board.actor, town.place.id, item.id, second.account.id, at=NOON)
    with pytest.raises(ConflictError):
        actions.hand_over(town.db, town.board.actor, town.place.id, item.id, second.account.id, at=NOON)
    [mail] = mails(town.db)
    assert mail.to_account_id == second.account.id
    assert mail.params["path"] == f"{AGENDA}/{item.id}"
    assert queries.item_of(town.db, town.place.id, item.id).owner == "Marisol"


def test_an_owner_gets_one_mail_for_all_that_is_due_and_not_the_same_day_again(town: Town) -> None:
    for number in range(12):
        town.item(f"Item {number}")
    answered = town.on_agenda("Answered")
    assert answered.remind_on is None
    assert actions.remind_owners(town.db, at=NOON + timedelta(days=9)) == 0
    assert actions.remind_owners(town.db, at=NOON + timedelta(days=10)) == 1
    assert actions.remind_owners(town.db, at=NOON + timedelta(days=10, hours=1)) == 0
    soon = mails(town.db)[-1]
    assert soon.to_account_id == town.board.account.id
    assert soon.subject == "Answer what neighbours brought in"
    assert soon.params["first_on"] == DUE.isoformat()
    lines = str(soon.params["titles"]).splitlines()
    assert (len(lines), lines[0], lines[-1]) == (11, "- Item 0", "…")
    assert actions.remind_owners(town.db, at=NOON + timedelta(days=15)) == 1
    assert mails(town.db)[-1].subject == "Neighbours should have had an answer by now"


def test_when_its_owner_left_the_board_the_whole_board_is_reminded(town: Town, other_town: Town) -> None:
    item, gone = town.item(), make.resident(town.db, town.place, "Left")
    other_town.item("Elsewhere")
    item.owner_id = gone.account.id
    second = make.account(town.db, "New")
    appoint(town.db, town.place.id, second.id, Role.BOARD, starts_on=make.LONG_AGO)
    assert actions.remind_owners(town.db, at=NOON + timedelta(days=11)) == 3
    assert {mail.to_account_id for mail in mails(town.db)} == {
        town.board.account.id,
        second.id,
        other_town.board.account.id,
    }


def test_how_often_the_board_was_in_time_is_read_from_the_history(town: Town, other_town: Town) -> None:
    db, board, place = town.db, town.board.actor, town.place.id
    in_time, late, owed = (town.item(name) for name in ("In time", "Late", "Owed"))
    town.item("Not due yet", at=NOON + timedelta(days=10))
    other_town.item("Elsewhere")
    actions.put_on_agenda(db, board, place, in_time.id, at=NOON + timedelta(days=14))
    actions.refuse(db, board, place, late.id, "No.", at=NOON + timedelta(days=15))
    today = NOON + timedelta(days=20)
    kept = queries.answers_between(db, place, DUE, DUE, today)
    assert (kept.in_time, kept.late, kept.owed) == (1, 1, 1)
    assert queries.answers_between(db, place, DUE + timedelta(days=1), DUE + timedelta(days=9), today).total == 0
    # Refused in time and asked once more: two answers were to be given.
    actions.reopen(db, board, place, late.id, "Again.", at=NOON + timedelta(days=16))
    assert queries.answers_between(db, place, DUE, DUE + timedelta(days=30), NOON + timedelta(days=40)).total == 5
    assert owed.answer_due_on == DUE


def test_my_page_tells_what_happened_with_mine(site: Site, town: Town) -> None:
    db, board, place = town.db, town.board.actor, town.place.id
    waits, passed, refused, merged = (town.item(name) for name in ("Waits", "Passed", "Refused", "Merged away"))
    actions.pass_on(db, board, place, passed.id, to_whom="Municipality", reason="Asked for a lamp.", at=NOON)
    actions.refuse(db, board, place, refused.id, "Not for the team.", at=NOON)
    actions.merge(db, board, place, merged.id, waits.id, at=NOON)
    page = english(site, town.resident).open("/noorderkwartier/mijn-pagina")
    for words in (
        "The answer comes by 29 March 2027 at the latest. Henk of the board sees to it.",
        "Passed on to: Municipality",
        "Asked for a lamp.",
        "Not for the team.",
        "Merged into: Waits",
    ):
        assert page.has(words), words
    site.at(NOON + timedelta(days=15))
    assert english(site, town.resident).open("/noorderkwartier/mijn-pagina").has("should have been there by 29 March")
    board_page = english(site, town.board).open("/noorderkwartier/mijn-pagina")
    assert board_page.has("You see to it.")
    assert board_page.has("Too late")


def test_everybody_sees_what_is_late_and_how_often_the_board_was_in_time(site: Site, town: Town) -> None:
    page = english(site).open(AGENDA).follow("What waits for an answer")
    assert page.has("Nothing waits: everything that was brought in has an answer.")
    assert page.has("No answer had to be there in the last twelve months.")
    town.item("Waits")
    done = town.item("Answered", at=NOON - timedelta(days=20))
    actions.put_on_agenda(town.db, town.board.actor, town.place.id, done.id, at=NOON - timedelta(days=10))
    page = english(site).open(f"{AGENDA}/antwoorden")
    assert page.has("The answer comes by 29 March 2027 at the latest.")
    assert page.has("Henk")
    assert page.lacks("should have been there")
    site.at(NOON + timedelta(days=15))
    page = english(site).open(f"{AGENDA}/antwoorden")
    assert page.has("Too late The answer should have been there by 29 March 2027.")
    assert page.follow("Waits").has("The answer should have been there by 29 March 2027.")


def test_the_page_of_answers_needs_few_statements_whatever_its_size(site: Site, town: Town) -> None:
    counts = []
    for size in (1, 12):
        for number in range(size):
            town.item(f"Item {number} of {size}")
        with CountStatements(town.db) as seen:
            english(site).open(f"{AGENDA}/antwoorden")
        counts.append(seen.count)
    assert counts[0] == counts[1] <= 6


def test_the_board_passes_on_and_hands_over_on_pages(site: Site, town: Town, other_town: Town) -> None:
    item, second = town.item(), make.board(town.db, town.place, "Marisol")
    visitor = english(site, town.board)
    page = visitor.open(f"{AGENDA}/{item.id}").follow("Hand over within the board")
    assert page.has("Now Henk sees to it.")
    assert page.submit("Hand over", expect=422).has("Choose somebody of the board.")
    visitor.post(f"{AGENDA}/{item.id}/overdragen", {"owner": str(other_town.board.account.id)}, expect=422)
    done = page.submit("Hand over", owner=str(second.account.id))
    assert done.has("Somebody else of the board sees to this item from now on, and gets mail about it now.")
    assert page.submit("Hand over", expect=409, owner=str(second.account.id)).has("sees to the item already")
    page = done.follow("Pass on to others")
    assert page.submit("Pass this item on", expect=422, to_whom="", reason="x").has("Say to whom you pass it on.")
    done = page.submit("Pass this item on", to_whom="<b>Municipality</b>", reason="A *lamp*?")
    assert done.has("<b>Municipality</b>")
    assert done.has("The item is passed on.")
    again = page.submit("Pass this item on", expect=409, to_whom="Others", reason="My long text stays.")
    assert again.has("This item was passed on already.")
    assert again.has("My long text stays.")
    done = done.follow("Close and say what came of it").submit("Close this item", reason="The lamp is there.")
    assert english(site).open(f"{AGENDA}/{item.id}").has("The lamp is there.")
    for end in ("doorgeven", "overdragen"):
        english(site, town.member).open(f"{AGENDA}/{item.id}/{end}", expect=403)
        english(site, other_town.board).open(f"/de-vaart/agenda/{item.id}/{end}", expect=404)
    assert town.db.scalars(select(HistoryRow.passed_to).where(HistoryRow.passed_to != "")).all() == [
        "<b>Municipality</b>"
    ]
