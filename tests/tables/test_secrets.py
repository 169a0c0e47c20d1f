"""Hidden numbers are in no answer of the site, for nobody: every route, every role, after release."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from coop.districts.models import District
from coop.tables import actions, commands
from coop.tables.policy import DOMAIN_WORDS
from coop.tables.queries import table_of
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import Site
from tests.tables import making

# Numbers that appear nowhere else on the site. Those that are hidden must not either; the rest must be shown.
CANARIES = [[7_000_000 + 131 * (2 * row + place) for place in range(2)] for row in range(len(DOMAIN_WORDS))]
SMALL = {(3, 0): 3, (7, 0): 2, (7, 1): 1}


def counts() -> list[list[int]]:
    """Large, odd numbers; three small cells force cover cells among them."""
    return [[SMALL.get((row, place), CANARIES[row][place]) for place in range(2)] for row in range(len(DOMAIN_WORDS))]


def writings(number: int) -> tuple[str, ...]:
    """How a number may be written in an answer."""
    return (str(number), f"{number:,}", f"{number:,}".replace(",", "."), f"{number:,}".replace(",", " "))


def addresses(site: Site, known: dict[str, int]) -> Iterator[str]:
    """Every address of the neighbourhood that can be opened with these ids, and every one of the whole site."""
    adapter = site.app.url_map.bind("localhost")
    others = {"district": "noorderkwartier", "code": "new_requests", "other": "de-vaart"}
    for rule in site.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.arguments <= {*known, *others}:
            yield adapter.build(rule.endpoint, {name: {**known, **others}[name] for name in rule.arguments})


@pytest.fixture
def table_id(db: Session, place: District, writer: Person, chair: Person) -> int:
    row = making.typed(db, place, writer, None, counts())
    making.checked(db, place, writer, row)
    actions.release_tables(db, chair.actor, place.id, row.ends_on, at=NOON)
    return row.id


def hidden_and_shown(db: Session, place: District, table_id: int) -> tuple[list[int], list[int]]:
    values = (table_of(db, place.id, table_id).public or {})["values"]
    typed = [(count, values[row][column]) for row, line in enumerate(counts()) for column, count in enumerate(line)]
    return [n for n, value in typed if value is None and n > 5], [n for n, value in typed if value is not None]


def test_no_answer_holds_a_hidden_number(
    db: Session, site: Site, place: District, writer: Person, chair: Person, table_id: int
) -> None:
    make.district(db, "de-vaart")
    hidden, shown = hidden_and_shown(db, place, table_id)
    assert len(hidden) >= 3
    known = {"table_id": table_id, "set_id": 1}
    makers = (make.resident, make.member, make.secretary, make.administrator, make.outsider)
    people = [None, writer, chair, *(one(db, place) for one in makers)]
    asked = list(addresses(site, known))
    assert f"/noorderkwartier/tabellen/{table_id}" in asked
    assert f"/noorderkwartier/tabellen/{table_id}/tabel.json" in asked
    seen_shown = False
    for person in people:
        visitor = site.visitor(language="en")
        if person is not None:
            visitor.sign_in(person)
        for path in asked:
            if path.endswith("/uitloggen"):
                continue
            answer = visitor.client.get(path)
            said = f"{answer.headers}\n{answer.get_data(as_text=True)}"
            for number in hidden:
                assert not any(writing in said for writing in writings(number)), (path, number)
            seen_shown = seen_shown or all(any(w in said for w in writings(n)) for n in shown)
    assert seen_shown


def test_the_database_itself_does_not_hold_them_any_more(db: Session, place: District, table_id: int) -> None:
    hidden, _shown = hidden_and_shown(db, place, table_id)
    for name in ("tables", "table_sets", "ledger_entries"):
        stored = str(db.execute(text(f"SELECT * FROM {name}")).all())
        assert not [number for number in hidden if str(number) in stored], name


def test_hidden_cells_stand_where_they_always_stand(db: Session, site: Site, place: District, table_id: int) -> None:
    page = site.visitor(language="en").open(f"/noorderkwartier/tabellen/{table_id}")
    rows = [th.get_text() for th in page.soup.select("tbody th")]
    assert rows == [*(str(word) for word in DOMAIN_WORDS.values()), "Total"]
    assert not page.soup.select("[title], [data-value]")
    answers = site.visitor().client
    csv = answers.get(f"/noorderkwartier/tabellen/{table_id}/tabel.csv").get_data(as_text=True)
    assert "complementary" not in csv
    assert "primary" not in csv
    assert "hidden" in csv
    plain = answers.get(f"/noorderkwartier/tabellen/{table_id}/tabel.json").get_json()["tables"][0]
    assert plain["protection"]["audited"] is True
    assert plain["protection"]["hidden"] == sum(value is None for line in plain["values"] for value in line)
    assert "status" not in str(plain)


def test_only_the_team_sees_numbers_of_a_draft(
    db: Session, site: Site, place: District, writer: Person, chair: Person
) -> None:
    row = making.typed(db, place, writer, None, counts())
    actions.order_check(db, writer.actor, place.id, row.set_id, clock=time.process_time, at=NOON)
    secret = CANARIES[3][1]
    path = f"/noorderkwartier/tabellen/{row.id}/invullen"
    assert str(secret) in site.visitor().sign_in(writer).client.get(path).get_data(as_text=True)
    for person in (chair, make.resident(db, place), make.administrator(db, place), make.secretary(db, place)):
        visitor = site.visitor(language="en").sign_in(person)
        for end in ("invullen", "bescherming", "tabel.csv", "tabel.json", ""):
            said = visitor.client.get(f"/noorderkwartier/tabellen/{row.id}/{end}".rstrip("/"))
            for number in (n for line in counts() for n in line if n > 5 and not _is_shown(row.entry or "", n)):
                assert not any(one in said.get_data(as_text=True) for one in writings(number)), end
        assert visitor.client.get(path).status_code == 403


def _is_shown(entry: str, number: int) -> bool:
    return str(number) in entry


def test_a_check_that_stops_tells_the_log_no_number(
    db: Session, place: District, writer: Person, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = making.typed(db, place, writer, None, counts())
    monkeypatch.setattr("coop.tables.actions.checking.is_quick", lambda _work: False)
    assert not actions.order_check(db, writer.actor, place.id, row.set_id, clock=time.process_time, at=NOON)

    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError(f"cell says {CANARIES[3][1]}")

    monkeypatch.setattr("coop.tables.actions.checking.solve", broken)

    @contextmanager
    def sessions() -> Iterator[Session]:
        yield db

    monkeypatch.setattr(db, "commit", db.flush)
    commands.check_waiting(sessions, NOON, time.process_time)  # type: ignore[arg-type]
    assert "RuntimeError" in caplog.text
    assert str(CANARIES[3][1]) not in caplog.text
