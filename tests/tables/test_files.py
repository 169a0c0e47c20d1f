"""A table from a spreadsheet: read whole, or refused with the cell named; nothing of a refused file is kept."""

import io
from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy.orm import Session

from coop.districts.models import District
from coop.kernel import sheets
from coop.tables.models import DataTable
from coop.tables.policy import Dim
from tests.support.make import Person
from tests.support.sheets import repacked, xlsx
from tests.support.site import Site
from tests.tables import making

GOOD: Sequence[Sequence[object]] = [
    ["age", "count"],
    ["to22", 30],
    ["23to44", 9.0],
    ["45to66", 14],
    ["from67", 7],
    ["Total", 60],
]


@pytest.fixture
def row(db: Session, place: District, writer: Person) -> DataTable:
    what = making.shape((date(2026, 10, 1), date(2026, 12, 31)), rows=Dim.AGE, columns=None)
    return making.typed(db, place, writer, what, [[None]] * 4)  # type: ignore[list-item]


def upload(site: Site, writer: Person, row: DataTable, content: bytes) -> str:
    visitor = site.visitor(language="en").sign_in(writer)
    path = f"/noorderkwartier/tabellen/{row.id}/plakken"
    token = visitor.open(path).soup.select_one("input[name=csrf_token]")
    assert token is not None
    fields = {"file": (io.BytesIO(content), "table.xlsx"), "csrf_token": str(token["value"])}
    answer = visitor.client.post(path, data=fields, content_type="multipart/form-data", follow_redirects=True)
    return f"{answer.status_code} {answer.get_data(as_text=True)}"


def test_a_spreadsheet_is_read_as_if_it_was_pasted(site: Site, db: Session, writer: Person, row: DataTable) -> None:
    answer = upload(site, writer, row, xlsx(*GOOD))
    assert answer.startswith("200")
    assert "The numbers were read" in answer
    db.refresh(row)
    assert row.counts == [[30], [9], [14], [7]]


@pytest.mark.parametrize(
    ("at", "value", "said"),
    [
        ((1, 1), "=1+1", "B2: “=1+1” looks like a formula"),
        ((2, 1), -9, "B3: “-9” is below zero"),
        ((3, 1), 14.5, "B4: “14.5” is not a whole number"),
        ((3, 1), "14 %", "B4: “14 %” is not a whole number"),
        ((4, 0), "@SUM(A1)", "A5: “@SUM(A1)” looks like a formula"),
        ((4, 0), "from99", "A5: we do not know “from99”"),
        ((5, 1), 61, "B6: this total is not the sum of its parts"),
    ],
)
def test_a_mistake_is_said_by_its_cell_and_nothing_is_kept(
    site: Site, db: Session, writer: Person, row: DataTable, at: tuple[int, int], value: object, said: str
) -> None:
    cells = [list(line) for line in GOOD]
    cells[at[0]][at[1]] = value
    answer = upload(site, writer, row, xlsx(*cells))
    assert answer.startswith("422")
    assert said in answer
    db.refresh(row)
    assert row.counts == [[None]] * 4


def test_a_bomb_is_refused_before_it_is_unpacked(site: Site, writer: Person, row: DataTable) -> None:
    bomb = repacked(xlsx(*GOOD), sheet1=b"<a>" + b" " * (sheets.MOST_UNPACKED + 1) + b"</a>")
    answer = upload(site, writer, row, bomb)
    assert answer.startswith("422")
    assert "too large when it is opened" in answer
