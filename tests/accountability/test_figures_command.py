"""`coop figures`: the figures of a report from a file, on the command line; every mistake by its cell."""

import json
import secrets
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from coop.accountability.figures_command import figures
from coop.accountability.models import Figure, Profile
from tests.accountability import making
from tests.support import make
from tests.support.sheets import xlsx

COUNTS = "kengetal;waarde;deel;rest;geheel\nnew_requests;1.148\nsatisfaction;;66;17;83\n"
WRONG = (
    "kengetal;waarde;deel;rest;geheel;eenheid\nreferred;-3\nsatisfaction;;66;18;83\ncomplaints;=1+1\n"
    "new_requests;9;;;;weken\n"
)
HOUSEHOLDS = "huishouden;gemeld;verwezen;soort;leeftijd\n1;2026-07-01;ja;alone;67+\n2;2026-08-01;nee;alone;67+\n"


def run(file: Path, *words: str, expect: int = 0) -> Result:
    answer = CliRunner().invoke(figures, [str(file), *words])
    assert answer.exit_code == expect, answer.output
    assert answer.exception is None or isinstance(answer.exception, SystemExit)
    return answer


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "cijfers.csv"
    path.write_text(COUNTS)
    return path


def test_a_good_file_is_read_and_said_in_words_and_as_json(file: Path) -> None:
    said = run(file).stdout
    assert "new_requests (New questions): value 1148" in said
    assert "read, nothing kept: 2" in said
    wanted = {"new_requests": {"value": 1148}, "satisfaction": {"numerator": 66, "denominator": 83}}
    assert json.loads(run(file, "--json").stdout) == {"figures": wanted, "mistakes": []}


def test_every_mistake_is_named_by_its_cell_in_csv_and_xlsx(file: Path) -> None:
    file.write_text(WRONG)
    answer = run(file, expect=1)
    assert answer.stdout == ""
    assert [line.split(": ")[0] for line in answer.stderr.splitlines()] == ["B2", "E3", "B4", "F5", "Error"]
    assert "F5: This figure is counted in another unit: households." in answer.stderr
    told = json.loads(run(file, "--json", expect=1).stdout)
    assert told["figures"] == {}
    assert told["mistakes"][1] == {"cell": "E3", "reason": "The numbers beside it make 84 together."}
    file.write_bytes(xlsx(["kengetal", "waarde"], ["referred", -3]))
    assert "B2: This number is below 0." in run(file, expect=1).stderr


def test_a_row_for_each_household_needs_its_period(file: Path) -> None:
    file.write_text(HOUSEHOLDS)
    run(file, expect=2)
    run(file, "--from", "2026-12-31", "--to", "2026-07-01", expect=2)
    told = json.loads(run(file, "--from", "2026-07-01", "--to", "31-07-2026", "--json").stdout)
    assert told["figures"] == {"new_requests": {"value": 1}, "referred": {"value": 1}}


@pytest.mark.parametrize("content", [b"", b"\x00\xff\xfe", b"PK\x03\x04 no archive", b"x" * 1_000_001, b"\n\n"])
def test_what_is_no_sheet_is_refused_in_words(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert run(file, "--from", "2026-07-01", "--to", "2026-07-31", expect=1).stderr.startswith(
        ("Error: cijfers.csv", "A1:")
    )


@pytest.mark.real_database
def test_a_member_of_the_team_keeps_them_in_the_report_and_nobody_else(
    real_engine: Engine, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COOP_DATABASE", str(real_engine.url))
    monkeypatch.setenv("COOP_SECRET", secrets.token_hex(32))
    with Session(real_engine) as db:
        place, other = make.district(db), make.district(db, slug="de-vaart")
        writer, board = make.team(db, place), make.board(db, place)
        number = making.draft(db, place, writer, starts_on=date(2026, 7, 1), ends_on=date(2026, 12, 31)).id
        slug, elsewhere, by, no = place.slug, other.slug, writer.account.email, board.account.email
        db.commit()
    here = ("--district", slug, "--report", str(number), "--by")
    run(file, "--district", slug, expect=2)
    run(file, *here, by, "--from", "2026-07-01", expect=2)
    assert "no account" in run(file, *here, "nobody@example.org", expect=1).stderr
    run(file, *here, no, expect=1)
    run(file, "--district", elsewhere, "--report", str(number), "--by", by, expect=1)
    file.write_text(WRONG)
    assert "B2: " in run(file, *here, by, expect=1).stderr
    file.write_text(HOUSEHOLDS)
    assert "kept: 2" in run(file, *here, by).stdout
    with Session(real_engine) as db:
        kept = {row.code: row.value for row in db.scalars(select(Figure).where(Figure.report_id == number))}
        assert (kept["new_requests"], kept["referred"]) == (2, 1)
        assert db.scalars(select(Profile.count).where(Profile.report_id == number)).all() == [2]
