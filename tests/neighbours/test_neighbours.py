"""Reading the open data of another co-operative: hostile files are refused with their place, nothing is fetched."""

import io
import json
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coop.agenda.actions import bring_in
from coop.agenda.models import Item, ItemSource
from coop.agenda.policy import Domain, Kind
from coop.cli import coop
from coop.kernel.errors import InvalidError, NotAllowedError, NotFoundError
from coop.opendata import actions, queries
from coop.opendata.actions import MOST_LISTS, read_list, take_over
from coop.opendata.policy.reading import read_export
from tests.support import make
from tests.support.make import NOON
from tests.support.site import Site

ROW: dict[str, Any] = {
    "id": 14,
    "url": "https://ketelhuis.example/zuid/agenda/14",
    "kind": "wish",
    "domain": "family",
    "state": "on_agenda",
    "title": "Homework in the library",
    "in_short": "It is quiet there.",
    "details": "",
    "place": "library",
    "origin": "resident",
    "created_at": "2026-01-15T10:00:00Z",
    "supporters": 3,
    "comments": 0,
    "merged_into_id": None,
    "answer_due_on": None,
}


def whole(*rows: Any, **other: Any) -> bytes:
    """A list that can be read, with some things different."""
    values = {"version": 1, "cooperative": "Het Ketelhuis", "collection": "agenda", "rows": list(rows) or [ROW]}
    return json.dumps({**values, **other}).encode()


def fault_of(content: bytes) -> str:
    """Why a file is refused."""
    with pytest.raises(InvalidError) as refused:
        read_export(content)
    assert refused.value.field == "file"
    return str(refused.value)


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"title": "<script>alert(1)</script>"}, "rows[0].title"),
        ({"details": "a &#60;b"}, "rows[0].details"),
        ({"details": "[x](javascript:alert(1))"}, "rows[0].details"),
        ({"in_short": "paid\u202eecnis"}, "rows[0].in_short"),
        ({"title": "a\u0000b"}, "rows[0].title"),
        ({"title": "a\u200bb"}, "rows[0].title"),
        ({"title": "x" * 201}, "rows[0].title"),
        ({"title": 7}, "rows[0].title"),
        ({"title": None}, "rows[0].title"),
        ({"title": ["a"]}, "rows[0].title"),
        ({"id": "14"}, "rows[0].id"),
        ({"id": True}, "rows[0].id"),
        ({"id": -1}, "rows[0].id"),
        ({"id": 2**31}, "rows[0].id"),
        ({"supporters": 1.5}, "rows[0].supporters"),
        ({"kind": "crime"}, "rows[0].kind"),
        ({"url": "javascript:alert(1)"}, "rows[0].url"),
        ({"url": "file:///etc/passwd"}, "rows[0].url"),
        ({"url": "https://good.example@evil.example/"}, "rows[0].url"),
        ({"url": "//evil.example/"}, "rows[0].url"),
        ({"url": "https://evil.example/a b"}, "rows[0].url"),
        ({"url": "https://[::1"}, "rows[0].url"),
        ({"created_at": "yesterday"}, "rows[0].created_at"),
        ({"answer_due_on": "31-12-2026"}, "rows[0].answer_due_on"),
        ({"more": 1}, "rows[0].more"),
        ({"area": 7}, "rows[0].area"),
        ({"area": None}, "rows[0].area"),
        ({"area": "<b>"}, "rows[0].area"),
    ],
)
def test_a_hostile_value_is_refused_with_its_place(wrong: dict[str, Any], place: str) -> None:
    assert fault_of(whole({**ROW, **wrong})).startswith(f"{place}: ")


def test_a_list_of_before_parts_of_the_map_were_named_is_read_without_them() -> None:
    assert read_export(whole(ROW)).rows[0]["area"] == ""
    assert read_export(whole({**ROW, "area": "De Kade"})).rows[0]["area"] == "De Kade"
    lacks_place = {name: value for name, value in ROW.items() if name != "place"}
    assert fault_of(whole(lacks_place)).startswith("rows[0].place: ")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Line 1: this is not JSON."),
        (b"{", "Line 1: this is not JSON."),
        (b'{\n"version": 1,\n}', "Line 3: this is not JSON."),
        (b"\xff\xfe", "file: this is not text in UTF-8."),
        (b"[" * 100_000, "file: too many lists within lists."),
        (b'{"a":' * 7 + b"1" + b"}" * 7, "file: too many lists within lists."),
        (b"[]", "file: this is not a list of open data."),
        (b'{"version": NaN}', "file: “NaN” is not a number."),
        (b'{"version": ' + b"9" * 5_000 + b"}", "file: “999999999999” is not a number."),
        (b'{"version": 1, "version": 1}', "file: the same name stands twice in one row."),
        (whole(version=2), "version: we do not know this version of open data."),
        (whole(version=True), "version: we do not know this version of open data."),
        (whole(collection="votes"), "collection: only the agenda and the commitments can be read here."),
        (whole(collection=["agenda"]), "collection: only the agenda and the commitments can be read here."),
        (whole(cooperative=""), "cooperative: this is missing."),
        (whole(cooperative="<b>"), "cooperative: this text holds HTML."),
        (whole(rows={}), "rows: there must be a list of at most 500 rows."),
        (whole(rows=[ROW] * 501), "rows: there must be a list of at most 500 rows."),
        (whole(ROW, ROW), "rows: the same number stands there twice."),
        (whole("row"), "rows[0]: this is not a row."),
        (whole({name: ROW[name] for name in ROW if name != "kind"}), "rows[0].kind: this is missing."),
        (whole({**ROW, "half\ud800": 1}), "file: there are hidden characters in this text."),
        (whole({**ROW, "title": "half\ud800"}), "rows[0].title: there are hidden characters in this text."),
        (b" " * 900_001, "This file is too large."),
    ],
)
def test_a_hostile_file_is_refused_with_a_reason(content: bytes, said: str) -> None:
    assert fault_of(content) == said


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda one: st.lists(one) | st.dictionaries(st.text(), one),
    )
)
def test_whatever_stands_in_it_nothing_but_a_refusal_comes_of_it(value: Any) -> None:
    for content in (json.dumps(value).encode(), whole(value), whole({**ROW, "title": value}), whole(rows=value)):
        with suppress(InvalidError):
            assert read_export(content).collection == "agenda"


@pytest.fixture
def nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for a connection fails."""

    def refuse(*_args: object) -> None:
        raise AssertionError("an address was fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_the_same_list_takes_the_place_of_the_older_and_ten_are_kept(db: Session) -> None:
    place = make.district(db)
    team = make.team(db, place).actor
    for _ in range(2):
        read_list(db, team, place.id, whole(), at=NOON)
    assert len(queries.lists_of(db, place.id)) == 1
    for number in range(MOST_LISTS + 3):
        read_list(db, team, place.id, whole(cooperative=f"Number {number}"), at=NOON)
    found = queries.lists_of(db, place.id)
    assert len(found) == MOST_LISTS
    assert found[0].cooperative == f"Number {MOST_LISTS + 2}"


def test_only_who_speaks_for_others_reads_in_and_only_here(db: Session) -> None:
    place, other = make.district(db), make.district(db, slug="elders")
    with pytest.raises(NotAllowedError):
        read_list(db, make.member(db, place).actor, place.id, whole(), at=NOON)
    made = read_list(db, make.team(db, place).actor, place.id, whole(), at=NOON)
    with pytest.raises(NotFoundError):
        queries.rows_of_list(db, other.id, made.id)


def test_a_list_is_thrown_away_by_who_may_read_one_in(db: Session, site: Site) -> None:
    place, other = make.district(db), make.district(db, "de-vaart")
    board, stranger, resident = make.board(db, place), make.board(db, other), make.resident(db, place)
    kept = actions.read_list(db, board.actor, place.id, whole(), at=NOON)
    with pytest.raises(NotAllowedError):
        actions.throw_away_list(db, resident.actor, place.id, kept.id)
    with pytest.raises(NotFoundError):
        actions.throw_away_list(db, stranger.actor, other.id, kept.id)
    assert (
        site.visitor(language="en")
        .sign_in(resident)
        .open("/noorderkwartier/open-data/buren")
        .lacks("Throw this list away")
    )
    page = site.visitor(language="en").sign_in(board).open("/noorderkwartier/open-data/buren")
    assert page.submit("Throw this list away").lacks("Het Ketelhuis:")
    assert queries.lists_of(db, place.id) == []


def test_a_second_click_takes_over_once(db: Session) -> None:
    place = make.district(db)
    made = read_list(db, make.team(db, place).actor, place.id, whole(), at=NOON)
    (source,) = queries.rows_of_list(db, place.id, made.id)
    me = make.resident(db, place).actor
    for _ in range(2):
        take_over(
            db,
            me,
            place.id,
            source,
            source.url,
            kind=Kind.WISH,
            domain=Domain.FAMILY,
            title="Ours",
            in_short="Quiet.",
            details="",
            place="",
            at=NOON,
        )
    assert db.scalar(select(func.count()).select_from(Item)) == 1
    assert db.scalar(select(func.count()).select_from(ItemSource)) == 1


def test_what_was_refused_there_is_not_offered(db: Session) -> None:
    place = make.district(db)
    content = whole({**ROW, "id": 1, "state": "refused"}, {**ROW, "id": 2, "state": "merged", "merged_into_id": 3}, ROW)
    made = read_list(db, make.team(db, place).actor, place.id, content, at=NOON)
    assert [one.id for one in queries.rows_of_list(db, place.id, made.id)] == [14]


@pytest.mark.usefixtures("nothing_is_fetched")
def test_a_list_is_read_searched_and_taken_over_with_its_source(db: Session, site: Site) -> None:
    place = make.district(db)
    team = site.visitor(language="en").sign_in(make.team(db, place))
    page = team.open("/noorderkwartier/agenda").follow("How do others do it?").follow("Read in a list")
    hostile = page.submit(
        "Read in this list", file=(io.BytesIO(whole({**ROW, "url": "javascript:1"})), "a.json"), expect=422
    )
    assert hostile.has("rows[0].url: this text holds HTML.")
    read = hostile.submit("Read in this list", file=(io.BytesIO(whole()), "a.json"))
    assert read.has("The list is read in.")
    address = read.path
    member = site.visitor(language="en").sign_in(make.member(db, place))
    assert member.open(f"{address}?zoek=LIBRARY+homework").has("Homework in the library")
    assert member.open(f"{address}?zoek=swimming").has("Nothing fits this search.")
    form = member.open(address).follow("Homework in the library")
    done = form.submit("Bring in this item", title="Homework at De Brug")
    assert done.has("The board answers within 14 days")
    item = site.visitor(language="en").open(done.path)
    for words in ("Homework at De Brug", "Taken over from Het Ketelhuis", "agenda/14"):
        assert item.has(words)
    assert member.open(address).follow("Homework in the library").has("Somebody took this over already:")


def test_a_neighbourhood_on_this_site_is_read_without_a_file(db: Session, site: Site) -> None:
    place, other = make.district(db), make.district(db, slug="elders")
    theirs = bring_in(
        db,
        make.resident(db, other).actor,
        other.id,
        kind=Kind.STRENGTH,
        domain=Domain.CARE,
        title="Soup on Friday",
        in_short="Everybody eats.",
        at=NOON,
    )
    member = site.visitor(language="en").sign_in(make.member(db, place))
    member.open("/noorderkwartier/open-data/buren/wijk/elders?zoek=%00soup%00")
    list_of_elders = member.open("/noorderkwartier/open-data/buren/wijk/elders?zoek=soup")
    assert list_of_elders.follow("Soup on Friday").lacks("This looks like what is here already.")
    ours = bring_in(
        db,
        make.resident(db, place).actor,
        place.id,
        kind=Kind.WISH,
        domain=Domain.CARE,
        title="Friday soup",
        in_short="Soup for everybody.",
        at=NOON,
    )
    form = list_of_elders.follow("Soup on Friday")
    assert form.has("This looks like what is here already.")
    assert form.soup.select_one(f'main a[href$="/noorderkwartier/agenda/{ours.id}"]')
    done = form.submit("Bring in this item")
    assert done.has("Taken over from")
    assert done.has(f"agenda/{theirs.id}")
    for path in (
        "wijk/noorderkwartier",
        "wijk/nowhere",
        f"wijk/elders/votes/{theirs.id}",
        "wijk/elders/agenda/99",
        "lijst/9",
    ):
        member.open(f"/noorderkwartier/open-data/buren/{path}", expect=404)


def test_the_command_refuses_in_a_line_and_tells_programs_in_json(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/coop.db"
    run = CliRunner(env={"COOP_DATABASE": url, "COOP_SECRET": "x" * 40})
    assert run.invoke(coop, ["db", "upgrade"]).exit_code == 0
    assert run.invoke(coop, ["district", "new", "--help"]).exit_code == 0
    path = tmp_path / "list.json"
    path.write_bytes(whole({**ROW, "title": "<i>"}))
    refused = run.invoke(coop, ["import-agenda", str(path), "--district", "nowhere"])
    assert (refused.exit_code, "do not know this neighbourhood" in refused.output) == (1, True)
    assert run.invoke(coop, ["import-agenda", str(path)]).exit_code == 2
    new = [
        "--name",
        "Noord",
        "--municipality",
        "Waterstad",
        "--inhabitants",
        "9400",
        "--cooperative",
        "Noord samen",
        "--team-hours",
        "40",
    ]
    assert run.invoke(coop, ["district", "new", "noord", *new]).exit_code == 0
    html = run.invoke(coop, ["import-agenda", str(path), "--district", "noord"])
    assert (html.exit_code, "this text holds HTML" in html.output) == (1, True)
    path.write_bytes(whole())
    told = run.invoke(coop, ["import-agenda", str(path), "--district", "noord", "--json"])
    assert told.exit_code == 0, told.output
    read = json.loads(told.stdout)
    assert (read["cooperative"], read["collection"], read["rows"]) == ("Het Ketelhuis", "agenda", 1)
    assert read["path"].startswith("/noord/open-data/buren/lijst/")
    assert (
        "Read 1 rows of Het Ketelhuis." in run.invoke(coop, ["import-agenda", str(path), "--district", "noord"]).stdout
    )
    assert run.invoke(coop, ["import-agenda", str(tmp_path / "none"), "--district", "nowhere"]).exit_code == 1
