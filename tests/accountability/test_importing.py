"""Figures from a file: what is read, and every mistake by its cell."""

import io
import zipfile
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.accountability import queries
from coop.accountability.models import Profile, Report
from coop.accountability.policy.catalogue import CATALOGUE
from coop.accountability.policy.document import parts_of
from coop.accountability.policy.importing import Period, read_figures
from coop.accountability.policy.importing.cells import Mistake, number_of
from coop.accountability.policy.protection import Numbers
from coop.districts.models import District
from coop.kernel import sheets
from coop.kernel.errors import InvalidError
from coop.kernel.sheets import Cell, cells_of, column_name
from tests.accountability import making
from tests.support.make import NOON, Person
from tests.support.sheets import repacked, xlsx
from tests.support.site import Site

PERIOD = Period(date(2026, 7, 1), date(2026, 12, 31))
HEAD = "kengetal;waarde;deel;rest;geheel;n;p90;eenheid\n"


def wrong(text: str) -> list[tuple[str, str]]:
    """The mistakes in a CSV file: cell and reason."""
    read = read_figures(cells_of(text.encode()), PERIOD)
    assert not (read.mistakes and read.figures)
    return [(one.place, one.message) for one in read.mistakes]


def figures(text: str) -> dict[str, Numbers]:
    read = read_figures(cells_of(text.encode()), PERIOD)
    assert read.mistakes == []
    return read.figures


def test_counts_are_read_from_csv_and_xlsx_alike() -> None:
    text = HEAD + "new_requests;1.148;;;;;;huishoudens\nsatisfaction;;66;17;83;;;mensen\n"
    text += "first_contact_days;6;121;;;148;17;dagen\nshadow_budget_used;;371800;;401000;57;;euro\n"
    wanted = {
        "new_requests": Numbers(value=1148),
        "satisfaction": Numbers(numerator=66, denominator=83),
        "first_contact_days": Numbers(value=6, p90=17, numerator=121, n=148),
        "shadow_budget_used": Numbers(numerator=371800, denominator=401000, n=57),
    }
    assert figures(text) == wanted
    rows = [line.split(";") for line in text.replace("1.148", "1148").splitlines()]
    book = xlsx(rows[0], *[[int(one) if one.isdigit() else one or None for one in row] for row in rows[1:]])
    assert read_figures(cells_of(book), PERIOD).figures == wanted


@pytest.mark.parametrize(
    "row, place, reason",
    [
        ("referred;-3", "B2", "below 0"),
        ("referred;12,5", "B2", "no whole number"),
        ("referred;12 uur", "B2", "without a unit"),
        ("referred;€ 12", "B2", "without a unit"),
        ("referred;twaalf", "B2", "no number"),
        ("referred;=1+1", "B2", "like a formula"),
        ("referred;12;;;;;;@SUM(A1)", "H2", "like a formula"),
        ("referred;99999999999", "B2", "too large"),
        ("referred;12;;;;;;dagen", "H2", "another unit"),
        ("first_contact_days;2;1;;;9;3;weken", "H2", "another unit"),
        ("satisfaction;;66;18;83", "E2", "make %(total)s together"),
        ("satisfaction;;66;;65", "C2", "larger than the whole"),
        ("satisfaction;;66", "E2", "leave the whole figure empty"),
        ("satisfaction;;66;;83;12", "F2", "no such number"),
        ("first_contact_days;6;121;;;148;5", "G2", "shorter than half"),
        ("shadow_budget_used;;3;;0;4", "E2", "above 0"),
        ("benefit_score;4", "A2", "do not know this figure"),
        ("jansen;4", "A2", "do not know this figure"),
    ],
)
def test_a_mistake_in_a_row_is_said_by_its_cell(row: str, place: str, reason: str) -> None:
    row += ";" * (7 - row.count(";"))
    [(found, message)] = wrong(HEAD + row + "\n")
    assert found == place
    assert reason in message


def test_months_must_add_up_and_figures_stand_once() -> None:
    assert figures("kengetal;jan;feb;mrt;waarde\nreferred;3;4;5;12\n") == {"referred": Numbers(value=12)}
    assert wrong("kengetal;jan;feb;mrt;waarde\nreferred;3;4;5;13\n")[0][0] == "E2"
    assert wrong(HEAD + "referred;12\nreferred;13\n") == [("A3", "This figure is there twice.")]
    assert wrong("kengetal;waarde;aantal\nreferred;1;2\n")[0] == ("C1", "This column is there twice.")
    assert wrong("kengetal;waarde;bsn\nreferred;1;2\n")[0][0] == "C1"
    assert wrong(HEAD)[0][0] == "A1"


def test_all_mistakes_are_said_at_once_and_nothing_is_taken() -> None:
    places = [place for place, _why in wrong(HEAD + "referred;-1\nnew_requests;10\ncomplaints;veel\n")]
    assert places == ["B2", "B4"]


HOUSEHOLDS = "huishouden;gemeld;eerste gesprek;verwezen;soort;leeftijd\n"


def households(*rows: str) -> str:
    return HOUSEHOLDS + "".join(f"{row}\n" for row in rows)


def test_households_are_counted() -> None:
    rows = [
        f"{number};2026-07-01;{10 + number}-07-2026;{'ja' if number < 4 else 'nee'};alone;67+"
        for number in range(1, 11)
    ]
    rows.append("11;2026-01-05;;nee;family;28-44")
    read = read_figures(cells_of(households(*rows, "Totaal;11").encode()), PERIOD)
    assert read.mistakes == []
    assert read.figures == {
        "new_requests": Numbers(value=10),
        "referred": Numbers(value=3),
        "first_contact_days": Numbers(value=14, p90=18, numerator=5, n=10),
    }
    assert read.profiles == [({"type": "alone", "age": "67+"}, 10), ({"type": "family", "age": "28-44"}, 1)]


@pytest.mark.parametrize(
    "row, place, reason",
    [
        ("1;31-02-2026;;nee;;", "B2", "no day"),
        ("1;2026-07-09;2026-07-01;nee;;", "C2", "before the day it began"),
        ("1;2026-07-09;;misschien;;", "D2", "yes or no"),
        ("1;2026-07-09;;nee;vicar;", "E2", "Choose one of"),
        (";2026-07-09;;nee;;", "A2", "number of its own"),
        ("=cmd();2026-07-09;;nee;;", "A2", "like a formula"),
        ("1;2026-07-09;;nee;;;Jansen", "G2", "column without a name"),
    ],
)
def test_a_mistake_in_a_household_is_said_by_its_cell(row: str, place: str, reason: str) -> None:
    [(found, message)] = wrong(households(row))
    assert found == place
    assert reason in message


def test_wrong_totals_and_doubles_of_households_are_refused() -> None:
    one = "1;2026-07-09;;nee;;"
    assert wrong(households(one, one))[0] == ("A3", "This household stands in %(place)s too.")
    assert wrong(households(one, "Totaal;2"))[0][0] == "B3"
    assert wrong(households(one, "Totaal;veel"))[0][0] == "B3"
    assert wrong("naam;gemeld\nJansen;2026-07-01\n")[0][0] == "A1"
    assert wrong("huishouden;bsn\n1;123456782\n")[0][0] == "B1"
    assert wrong("iets;anders\n1;2\n")


@given(st.lists(st.integers(0, 80), min_size=1, max_size=40))
def test_half_waited_at_most_the_middle_and_nine_of_ten_at_most_the_other(waits: list[int]) -> None:
    first = PERIOD.starts_on
    rows = [
        f"{number};{first.isoformat()};{(first + timedelta(days=wait)).isoformat()};nee;;"
        for number, wait in enumerate(waits)
    ]
    found = figures(households(*rows))["first_contact_days"]
    assert found.value is not None
    assert found.p90 is not None
    assert 2 * sum(wait <= found.value for wait in waits) >= len(waits)
    assert 10 * sum(wait <= found.p90 for wait in waits) >= 9 * len(waits)
    assert found.numerator == sum(wait <= 14 for wait in waits)


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_number_of_at_least_nought_or_a_mistake(text: str) -> None:
    read = number_of(Cell("A1", text))
    assert read is None or isinstance(read, Mistake) or read >= 0


@given(st.binary(max_size=300), st.booleans())
def test_any_file_is_read_or_refused(content: bytes, packed: bool) -> None:
    with suppress(InvalidError):
        read = read_figures(cells_of(b"PK\x03\x04" + content if packed else content), PERIOD)
        assert not (read.figures and read.mistakes)


@pytest.mark.parametrize("row", ['"2026-01-05\n2026-01-06";x', '"2026-01-05;x', '"2026-01-05"x;y'])
def test_a_quotation_mark_too_many_swallows_no_household(row: str) -> None:
    with pytest.raises(InvalidError) as refused:
        cells_of(f"day;kind\n2026-01-04;x\n{row}\n2026-01-07;x\n".encode())
    assert (refused.value.field, refused.value.params["line"]) == ("file", 3)
    # Lines of old and of other computers are lines too.
    assert len(cells_of(b"day;kind\r2026-01-04;x\r")) == len(cells_of(b"day;kind\r\n2026-01-04;x\r\n")) == 2


def test_columns_have_the_names_people_know() -> None:
    assert [column_name(number) for number in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


def test_formulas_in_a_spreadsheet_are_refused() -> None:
    [mistake] = read_figures(cells_of(xlsx(["kengetal", "waarde"], ["referred", "=1+1"])), PERIOD).mistakes
    assert mistake.place == "B2"


def test_bombs_are_refused_before_they_are_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = xlsx(["kengetal", "waarde"], ["referred", 12])
    bomb = repacked(plain, sheet1=b"<a>" + b" " * (sheets.MOST_UNPACKED + 1) + b"</a>")
    assert len(bomb) < 100_000
    with pytest.raises(InvalidError, match="too large when it is opened"):
        cells_of(bomb)
    laughs = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><worksheet>&c;</worksheet>'
    with pytest.raises(InvalidError, match="cannot read"):
        cells_of(repacked(plain, sheet1=laughs))
    outside = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><sst>&b;</sst>'
    with pytest.raises(InvalidError, match="cannot read"):
        cells_of(repacked(plain, workbook=outside))
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(sheets.MOST_PARTS + 1):
            archive.writestr(f"{number}.xml", "<a/>")
    with pytest.raises(InvalidError, match="too large when it is opened"):
        cells_of(many.getvalue())
    macros = io.BytesIO(plain)
    with zipfile.ZipFile(macros, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    with pytest.raises(InvalidError, match="holds a program"):
        cells_of(macros.getvalue())


def test_endless_sheets_are_refused() -> None:
    with pytest.raises(InvalidError, match="more than"):
        cells_of(xlsx(["kengetal"], *[["referred"]] * sheets.MOST_ROWS))
    with pytest.raises(InvalidError, match="more than"):
        cells_of(xlsx(["kengetal"] * (sheets.MOST_COLUMNS + 1)))
    with pytest.raises(InvalidError, match="too large"):
        cells_of(b"x" * (sheets.MOST_BYTES + 1))


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00a", b"PK\x03\x04nothing", b"a\x00b"])
def test_what_is_no_spreadsheet_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidError):
        cells_of(content)


def _upload(site: Site, writer: Person, report: Report, content: bytes, name: str) -> str:
    visitor = site.visitor(language="en").sign_in(writer)
    path = f"/noorderkwartier/verslagen/{report.id}/invullen/cijfers/bestand"
    token = visitor.open(path).soup.select_one("input[name=csrf_token]")
    assert token is not None
    answer = visitor.client.post(
        path,
        data={"file": (io.BytesIO(content), name), "csrf_token": str(token["value"])},
        content_type="multipart/form-data",
        follow_redirects=True,
    )
    return f"{answer.status_code} {answer.get_data(as_text=True)}"


def test_the_team_takes_figures_from_a_file_and_the_rows_are_gone(
    site: Site, db: Session, place: District, writer: Person
) -> None:
    report = making.draft(db, place, writer)
    rows = [f"zeker{number};2026-07-01;;nee;alone;67+" for number in range(12)]
    answer = _upload(site, writer, report, households(*rows).encode(), "huishoudens.csv")
    assert answer.startswith("200")
    assert "2 figures were taken from the file." in answer
    db.expire_all()
    assert queries.typed_figures_of(db, report)["new_requests"] == Numbers(value=12)
    assert [(one.household, one.count) for one in db.scalars(select(Profile))] == [
        ({"type": "alone", "age": "67+"}, 12)
    ]
    for table in Report.metadata.sorted_tables:
        assert "zeker" not in str(db.execute(select(table)).all())


def test_mistakes_stand_on_the_page_by_their_cell_and_nothing_is_kept(
    site: Site, db: Session, place: District, writer: Person
) -> None:
    report = making.draft(db, place, writer)
    before = queries.typed_figures_of(db, report)
    answer = _upload(site, writer, report, (HEAD + "new_requests;12\nreferred;-4\n").encode(), "cijfers.csv")
    assert answer.startswith("422")
    assert ">B3<" in answer
    assert "This number is below 0." in answer
    db.expire_all()
    assert queries.typed_figures_of(db, report) == before


def test_the_counts_by_description_are_gone_on_release(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.handed_in(db, place, writer)
    db.add(Profile(district_id=place.id, report_id=report.id, household={"type": "alone"}, count=3))
    making.release(db, place, report, chair)
    assert db.scalars(select(Profile)).all() == []
    assert report.released_at == NOON


def test_every_figure_that_is_typed_can_be_read_from_a_file() -> None:
    names = {"value": "waarde", "numerator": "deel", "denominator": "geheel", "n": "n", "p90": "p90"}
    for code, indicator in CATALOGUE.items():
        parts = parts_of(indicator.kind)
        if parts:
            head = ";".join(["kengetal", *[names[part] for part in parts]])
            values = {"value": 11, "numerator": 12, "denominator": 40, "n": 40, "p90": 30}
            row = ";".join([code, *[str(values[part]) for part in parts]])
            assert list(figures(f"{head}\n{row}\n")) == [code]
