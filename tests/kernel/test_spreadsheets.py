"""Tables for a spreadsheet program: a text stays a text, a number a number."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.kernel import spreadsheets
from coop.kernel.spreadsheets import csv_text

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@pytest.mark.parametrize("sign", FORMULA)
def test_no_text_begins_like_a_formula(sign: str) -> None:
    for text in (f"{sign}cmd|' /C calc'!A0", f'{sign}HYPERLINK("http://x";"y")', sign):
        (row,) = csv.reader(io.StringIO(csv_text([[text]]), newline=""))
        assert row == [f"'{text}"]


def test_numbers_and_what_is_missing_stay_as_they_are() -> None:
    assert csv_text([["-3", "-1.25", -7, 2.5, None, "a-b", "7=7"]]) == "-3,-1.25,-7,2.5,,a-b,7=7\r\n"
    assert csv_text([["-3+2", "-1.", "--1"]]) == "'-3+2,'-1.,'--1\r\n"


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1)))
def test_what_is_read_back_is_what_was_written(rows: list[list[str]]) -> None:
    back = list(csv.reader(io.StringIO(csv_text(rows), newline="")))
    assert [[cell.removeprefix("'") for cell in row] for row in back] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    assert not [cell for row in back for cell in row if cell[:1] in "=+@＝＋＠" and cell]


def test_the_site_writes_no_csv_in_another_way() -> None:
    ours = Path(spreadsheets.__file__)
    texts = {path: path.read_text(encoding="utf-8") for path in ours.parents[1].rglob("*.py")}
    writers = {path for path, text in texts.items() if "csv.writer" in text or "DictWriter" in text}
    assert writers == {ours}
