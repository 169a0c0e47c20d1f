"""The calendar of the neighbourhood."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from coop.events.actions import Plan, cancel_event, change_event, plan_event
from coop.events.policy import EventKind
from coop.events.queries import events_past, events_to_come
from coop.kernel.errors import InvalidError, NotAllowedError, NotFoundError, TooLateError
from coop.web.icalendar import Appointment, calendar_text
from tests.support import make
from tests.support.make import NOON
from tests.support.site import Site

HERE = "/noorderkwartier"
SOON = NOON + timedelta(days=3)
PLAN = Plan(EventKind.CAFE, "Sociaal Café", "Koffie", "De Brug", SOON, 90)


def test_a_second_click_makes_no_second_event(db: Session) -> None:
    place = make.district(db)
    board, here = make.board(db, place), place.id
    first = plan_event(db, board.actor, here, PLAN, at=NOON)
    assert plan_event(db, board.actor, here, PLAN, at=NOON + timedelta(minutes=1)) is first
    assert plan_event(db, board.actor, here, replace(PLAN, place="De Keet"), at=NOON) is not first
    assert plan_event(db, make.team(db, place).actor, here, PLAN, at=NOON) is not first
    cancel_event(db, board.actor, here, first.id, "Ziek", at=NOON)
    assert plan_event(db, board.actor, here, PLAN, at=NOON) is not first


def test_what_goes_on_is_still_to_come_and_what_is_over_was(db: Session) -> None:
    board = make.board(db, make.district(db))
    here = board.actor.district_id
    event = plan_event(db, board.actor, here, PLAN, at=NOON)
    during, after = SOON + timedelta(minutes=89), SOON + timedelta(minutes=90)
    assert (events_to_come(db, here, during), events_past(db, here, during)) == ([event], [])
    assert (events_to_come(db, here, after), events_past(db, here, after)) == ([], [event])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"place": ""}, "place"),
        ({"text": "x" * 2_001}, "text"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 1_441}, "minutes"),
        ({"starts_at": NOON}, "day"),
        ({"starts_at": NOON + timedelta(days=800)}, "day"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(db: Session, wrong: dict[str, Any], field: str) -> None:
    board = make.board(db, make.district(db))
    with pytest.raises(InvalidError) as refused:
        plan_event(db, board.actor, board.actor.district_id, replace(PLAN, **wrong), at=NOON)
    assert refused.value.field == field
    assert not events_to_come(db, board.actor.district_id, NOON)


def test_every_fault_is_said_at_once(db: Session) -> None:
    board = make.board(db, make.district(db))
    plan = replace(PLAN, title="", place="", minutes=0)
    with pytest.raises(InvalidError) as refused:
        plan_event(db, board.actor, board.actor.district_id, plan, at=NOON)
    assert {getattr(one, "field", None) for one in (refused.value, *refused.value.others)} == {
        "title",
        "place",
        "minutes",
    }


def test_changes_are_counted_and_what_is_over_or_cancelled_stays(db: Session) -> None:
    board = make.board(db, make.district(db))
    here = board.actor.district_id
    event = plan_event(db, board.actor, here, PLAN, at=NOON)
    change_event(db, board.actor, here, event.id, PLAN, at=NOON)
    assert event.version == 0
    change_event(db, board.actor, here, event.id, replace(PLAN, place="Buurtkamer"), at=NOON)
    assert (event.version, event.place) == (1, "Buurtkamer")
    with pytest.raises(TooLateError):
        change_event(db, board.actor, here, event.id, PLAN, at=SOON)
    with pytest.raises(InvalidError):
        cancel_event(db, board.actor, here, event.id, " ", at=NOON)
    cancel_event(db, board.actor, here, event.id, "No heating", at=NOON)
    with pytest.raises(TooLateError):
        cancel_event(db, board.actor, here, event.id, "Twice", at=NOON)
    with pytest.raises(TooLateError):
        change_event(db, board.actor, here, event.id, PLAN, at=NOON)
    assert event.cancelled_because == "No heating"


def test_only_who_may_keeps_the_calendar_of_the_own_neighbourhood(db: Session) -> None:
    place, other = make.district(db), make.district(db, slug="elders")
    event = plan_event(db, make.team(db, place).actor, place.id, PLAN, at=NOON)
    with pytest.raises(NotAllowedError):
        plan_event(db, make.member(db, place).actor, place.id, PLAN, at=NOON)
    with pytest.raises(NotFoundError):
        cancel_event(db, make.board(db, other).actor, other.id, event.id, "Ours", at=NOON)


def test_from_plan_to_calendar_at_home(db: Session, site: Site) -> None:
    board = site.visitor(language="en").sign_in(make.board(db, make.district(db)))
    page = board.open(f"{HERE}/kalender").follow("Put something in the calendar")
    refused = page.submit("Put it in the calendar", title="", place="", day="soon", time="", minutes="x", expect=422)
    for words in ("Say in a few words what it is.", "Say where it is.", "Fill in a day", "Fill in a time"):
        assert refused.has(words)
    filled: dict[str, Any] = {
        "kind": "cafe",
        "title": "Café; soup, bread",
        "place": "De Brug",
        "day": "27-3-2027",
        "time": "19:30",
    }
    done = refused.submit("Put it in the calendar", minutes="90", **filled)
    assert done.has("It stands in the calendar.")
    text = site.visitor().get(f"{HERE}/kalender/kalender.ics").get_data(as_text=True)
    # Winter time: the clock changes on the 28th.
    assert "DTSTART:20270327T183000Z" in text
    assert "SUMMARY:Café\\; soup\\, bread" in text
    moved = done.follow("Change").submit("Keep the changes", day="28-3-2027")
    assert moved.has("Changed.")
    text = site.visitor().get(f"{HERE}/kalender/kalender.ics").get_data(as_text=True)
    assert "DTSTART:20270328T173000Z" in text
    assert "SEQUENCE:1" in text
    cancelled = moved.follow("Cancel it").submit("Cancel it", reason="The heating is broken.")
    assert cancelled.has("The heating is broken.")
    one = site.visitor().get(cancelled.path + ".ics").get_data(as_text=True)
    assert "STATUS:CANCELLED" in one
    # An old page that still offers the change.
    moved.follow("Change", expect=409)


def test_lines_of_a_calendar_file_are_short_and_hold_no_line_of_somebody_else() -> None:
    moment = datetime(2027, 3, 15, 12, tzinfo=UTC)
    one = Appointment("u", "é" * 200, "De Brug\r\nEND:VCALENDAR", moment, 60, NOON, "x\ny")
    lines = calendar_text([one], "Noord").split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert lines.count("END:VCALENDAR") == 1
    assert "LOCATION:De Brug\\nEND:VCALENDAR" in lines
    assert lines[-2:] == ["END:VCALENDAR", ""]


def test_what_it_is_called_and_where_it_is_stand_on_one_line(db: Session) -> None:
    board = make.board(db, make.district(db))
    plan = replace(PLAN, title="Sociaal\nCafé", place="De\r\nBrug")
    event = plan_event(db, board.actor, board.actor.district_id, plan, at=NOON)
    assert (event.title, event.place) == ("Sociaal Café", "De Brug")
