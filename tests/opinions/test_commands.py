"""`coop opinion`: a file of answers on the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coop.cli import coop


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(coop, ["opinion", *arguments])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two camps of twelve that share s00."""
    lines = ["voter,statement,answer"]
    for voter in range(24):
        for number in range(12):
            yes = number == 0 or (voter % 2 == 0) == (number % 2 == 0)
            lines.append(f"v{voter},s{number:02},{'agree' if yes else 'disagree'}")
    path = tmp_path / "answers.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_groups_for_people_and_for_programs(file: Path) -> None:
    done = _run(str(file))
    assert done.exit_code == 0
    assert done.output.startswith("About 25 people; group 1 about 10, group 2 about 10.")
    assert "shared     s00: agree about 9 in 10" in done.output
    picture = json.loads(_run(str(file), "--json").output)
    assert picture["sizes"] == [10, 10]
    assert picture["views"][0]["standing"] == "shared"


def test_the_order_of_lines_changes_nothing(file: Path) -> None:
    before = _run(str(file)).output
    head, *lines = file.read_text().splitlines()
    file.write_text("\n".join([head, *reversed(lines)]))
    assert _run(str(file)).output == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no column named voter"),
        (b"\xff\xfe", "not a text in UTF-8"),
        (b"voter,statement,answer\na,s,perhaps\n", "line 2: the answer is 'perhaps'"),
        (b"voter,statement,answer\na,s,agree\n", "fewer than 10 people"),
    ],
)
def test_a_bad_file_is_refused_with_a_reason(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    refused = _run(str(path))
    assert refused.exit_code == 1
    assert said in refused.output
    assert refused.exception is None or isinstance(refused.exception, SystemExit)


def test_wrong_usage(tmp_path: Path) -> None:
    assert _run().exit_code == 2
    assert _run(str(tmp_path / "none.csv")).exit_code == 1
    assert _run(str(tmp_path), "--least", "1").exit_code == 2
