"""The files and the commands: what people type, what they get wrong, and never a traceback."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coop.cli import coop
from coop.rules.disclosure import DisclosureError, hierarchy_from_json, table_from_csv
from tests.rules.disclosure.tables_made import known

TABLE = (
    "street,domain,count\nWest,Debt,3\nWest,Care,12\nWest,Work,9\nEast,Debt,14\nEast,Care,7\nEast,Work,8\n"
    "North,Debt,9\nNorth,Care,11\nNorth,Work,30\n"
)


def _run(folder: Path, *words: str, **files: str | bytes) -> Result:
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / name.replace("_", ".")).write_bytes(data)
    answer = CliRunner().invoke(coop, [str(folder / w) if (folder / w).exists() else w for w in words])
    assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exception
    return answer


def _protect(folder: Path, table: str | bytes, *words: str, **files: str | bytes) -> Any:
    answer = _run(folder, "protect", "t.csv", "--json", *words, t_csv=table, **files)
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def _as_csv(cells: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, cells[0].keys())
    writer.writeheader()
    writer.writerows(cells)
    return text.getvalue()


def test_json_is_what_the_contract_says(tmp_path: Path) -> None:
    found = _protect(tmp_path, TABLE)
    assert set(found) == {"cells", "cost", "bound", "seconds", "safe"}
    assert found["safe"] is True
    assert found["cost"] == found["bound"]
    assert len(found["cells"]) == 16
    small = found["cells"][0]
    assert small == {"street": "West", "domain": "Debt", "count": None, "status": "primary", "audit": small["audit"]}
    low, high = small["audit"]
    assert low == 0
    assert high >= 5
    shown = [c for c in found["cells"] if c["status"] == "shown"]
    assert all(c["audit"] is None and isinstance(c["count"], int) for c in shown)
    assert sum(c["status"] == "complementary" for c in found["cells"]) == 3


def test_attack_finds_the_intervals_that_protect_promised(tmp_path: Path) -> None:
    found = _protect(tmp_path, TABLE)
    published = _as_csv([{k: v for k, v in c.items() if k not in ("status", "audit")} for c in found["cells"]])
    answer = _run(tmp_path, "attack", "p.csv", "--json", p_csv=published)
    assert answer.exit_code == 0
    holes = json.loads(answer.stdout)["cells"]
    wanted = {(c["street"], c["domain"]): c["audit"] for c in found["cells"] if c["count"] is None}
    assert {(h["street"], h["domain"]): [h["low"], h["high"]] for h in holes} == wanted
    assert all(set(h) == {"street", "domain", "low", "high"} for h in holes)


def test_only_the_small_number_hidden_is_no_secret(tmp_path: Path) -> None:
    rows = "street,count\nWest,\nEast,14\nTotal,17\n"
    answer = _run(tmp_path, "attack", "t.csv", "--json", t_csv=rows)
    assert json.loads(answer.stdout) == {"cells": [{"street": "West", "low": 3, "high": 3}]}
    assert "exactly 3" in _run(tmp_path, "attack", "t.csv").stdout


def test_a_hole_without_any_total_has_no_upper_end(tmp_path: Path) -> None:
    answer = _run(tmp_path, "attack", "t.csv", "--json", t_csv="street,count\nWest,\nEast,14\n")
    assert json.loads(answer.stdout) == {"cells": [{"street": "West", "low": 0, "high": None}]}


def test_attack_reads_decimals(tmp_path: Path) -> None:
    rows = 'place;amount;count\nA;x;\nB;x;"2,5"\nTotal;x;"4,25"\n'
    answer = _run(tmp_path, "attack", "t.csv", "--json", t_csv=rows)
    assert json.loads(answer.stdout)["cells"] == [{"place": "A", "amount": "x", "low": 1.75, "high": 1.75}]


@pytest.mark.parametrize("change", [";", "\t", "bom", "crlf", "quotes", "spaces", "blank lines", "12.0"])
def test_the_same_table_as_others_write_it(tmp_path: Path, change: str) -> None:
    text = {
        "bom": "\ufeff" + TABLE,
        "crlf": TABLE.replace("\n", "\r\n"),
        "quotes": "\n".join(",".join(f'"{v}"' for v in line.split(",")) for line in TABLE.splitlines()),
        "spaces": TABLE.replace(",", " , "),
        "blank lines": TABLE.replace("\n", "\n\n").replace("West,Work", "\n,,\nWest,Work"),
        "12.0": TABLE.replace(",12\n", ",12.0\n"),
    }.get(change) or TABLE.replace(",", change)
    assert _protect(tmp_path, text)["cells"] == _protect(tmp_path, TABLE)["cells"]


def test_known_optimum_by_the_command(tmp_path: Path) -> None:
    one = known("fischetti_salazar_3x3")
    primary = {tuple(codes) for codes in one["primary"]}
    rows = [
        {"row": row, "column": column, "count": int(v), "cost": w, "primary": int((row, column) in primary)}
        for (row, column), v, w in zip(one["keys"], one["values"], one["weights"], strict=True)
    ]
    found = _protect(tmp_path, _as_csv(rows))
    assert found["cost"] == found["bound"] == one["optimum"]


def test_hierarchy_gives_margins_between(tmp_path: Path) -> None:
    hierarchy = json.dumps({"street": {"Centre": ["West", "East"]}})
    found = _protect(tmp_path, TABLE, "--hierarchy", "h.json", h_json=hierarchy)
    assert {c["street"] for c in found["cells"]} == {"West", "East", "North", "Centre", "Total"}
    assert found["safe"]


ORDERS = {
    "table first": ["t.csv", "--published", "a.csv", "b.csv"],
    "table last": ["--published", "a.csv", "b.csv", "t.csv"],
    "said twice": ["--published", "a.csv", "--published", "b.csv", "t.csv"],
}


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_several_published_files_in_any_order(tmp_path: Path, order: list[str]) -> None:
    one = "street,count\nWest,24\nEast,29\nNorth,50\n"
    two = "domain,count\nDebt,26\nCare,30\nWork,47\nTotal,103\n"
    answer = _run(tmp_path, "protect", "--json", *order, t_csv=TABLE, a_csv=one, b_csv=two)
    # The table must be there before its name is looked up.
    answer = _run(tmp_path, "protect", "--json", *order)
    assert answer.exit_code == 0, answer.output
    shown = {(c["street"], c["domain"]) for c in json.loads(answer.stdout)["cells"] if c["status"] == "shown"}
    assert {("West", "Total"), ("Total", "Work"), ("Total", "Total")} <= shown


def test_what_is_public_already_cannot_be_protected(tmp_path: Path) -> None:
    answer = _run(tmp_path, "protect", "t.csv", "--published", "o.csv", "--json", t_csv=TABLE, o_csv=TABLE)
    answer = _run(tmp_path, "protect", "t.csv", "--published", "o.csv", "--json")
    assert answer.exit_code == 1
    assert "street = West, domain = Debt is exactly 3" in answer.stderr
    assert json.loads(answer.stdout)["safe"] is False
    assert "12" not in _run(tmp_path, "protect", "t.csv", "--published", "o.csv").stdout


REFUSED = {
    "wrong total": ("street,count\nWest,3\nEast,14\nTotal,18\n", "line 4: street = Total says 18", "add up to 17"),
    "below zero": ("street,count\nWest,-3\nEast,14\n", "line 2: street = West", "below zero"),
    "fraction": ("street,count\nWest,3.5\nEast,14\n", "line 2: street = West", "not a whole number"),
    "no number": ("street,count\nWest,many\nEast,14\n", "line 2", "not a whole number"),
    "infinite": ("street,count\nWest,inf\nEast,14\n", "line 2", "not a whole number"),
    "huge": ("street,count\nWest,99999999999999\nEast,14\n", "line 2", "too large"),
    "twice": ("street,count\nWest,3\nEast,14\nWest,3\n", "line 4: street = West", "first in line 2"),
    "missing": ("a,b,count\nx,p,3\nx,q,14\ny,p,9\n", "a = y, b = q is missing", "write 0"),
    "hole": ("street,count\nWest,\nEast,14\n", "line 2: street = West has no count", ""),
    "short line": ("street,count\nWest\nEast,14\n", "line 2: values in this line: 1; columns: 2", ""),
    "no count column": ("street,number\nWest,3\n", "line 1: no column is called", ""),
    "two columns": ("street,street,count\nWest,a,3\n", "line 1: two columns", ""),
    "no dimension": ("count\n3\n", "line 1", "dimension"),
    "empty": ("", "is empty", ""),
    "only a header": ("street,count\n", "no rows", ""),
    "empty code": ("street,count\n,3\nEast,14\n", "line 2", "empty"),
    "total in small letters": ("street,count\nWest,3\ntotal,14\n", "line 3", "Total"),
    "total in Dutch": ("street,count\nWest,3\nTotaal,3\n", "line 3", "Total", "Totaal"),
    "formula": ('street,count\n"=1+1",3\nEast,14\n', "line 2", "formula"),
    "bad cost": ("street,count,cost\nWest,3,-1\nEast,14,2\n", "line 2", "cost"),
    "bad primary": ("street,count,primary\nWest,3,yes\nEast,14,0\n", "line 2", "primary"),
    "open quote": ('street,count\n"West,3\nEast,14\n', "line", "CSV"),
    "zero byte": ("street,count\nWe\x00st,3\n", "text file", ""),
}


@pytest.mark.parametrize("refused", REFUSED.values(), ids=REFUSED)
def test_a_mistake_is_refused_in_one_sentence_that_names_the_place(
    tmp_path: Path, refused: tuple[str, str, str]
) -> None:
    table, *words = refused
    answer = _run(tmp_path, "protect", "t.csv", t_csv=table)
    answer = _run(tmp_path, "protect", "t.csv")
    assert answer.exit_code == 1, answer.output
    assert answer.stdout == ""
    assert answer.stderr.count("\n") == 1
    assert all(word in answer.stderr for word in words), answer.stderr


@pytest.mark.parametrize(
    "content, words",
    [
        ("{", "hierarchy is JSON"),
        ("[]", "hierarchy is JSON"),
        ('{"street": ["West"]}', "hierarchy is JSON"),
        ('{"street": {"Centre": "West"}}', "list its parts"),
        ('{"street": {"Centre": ["East", "Inner"], "Inner": ["Centre"]}}', "part of itself"),
        ("[" * 100_000, "hierarchy is JSON"),
    ],
)
def test_a_wrong_hierarchy_is_refused(tmp_path: Path, content: str, words: str) -> None:
    _run(tmp_path, "protect", "t.csv", t_csv=TABLE, h_json=content)
    answer = _run(tmp_path, "protect", "t.csv", "--hierarchy", "h.json")
    assert answer.exit_code == 1
    assert words in answer.stderr


def test_numbers_that_contradict_each_other_are_named(tmp_path: Path) -> None:
    _run(tmp_path, "attack", "t.csv", t_csv="street,count\nWest,\nEast,14\nTotal,9\n")
    answer = _run(tmp_path, "attack", "t.csv")
    assert answer.exit_code == 1
    assert "does not fit the other numbers" in answer.stderr
    _run(tmp_path, "protect", "t.csv", t_csv=TABLE, o_csv="street,count\nWest,25\n")
    answer = _run(tmp_path, "protect", "t.csv", "--published", "o.csv")
    assert answer.exit_code == 1
    assert "street = West is 25 in o.csv and 24 in t.csv" in answer.stderr
    _run(
        tmp_path,
        "protect",
        "t.csv",
        o_csv="street,domain,count\nWest,Debt,\nWest,Care,12\nWest,Work,9\nWest,Total,\nEast,Total,90\n",
    )
    assert _run(tmp_path, "protect", "t.csv", "--published", "o.csv").exit_code == 1


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["nowhere.csv"],
        ["t.csv", "--threshold", "0"],
        ["t.csv", "--threshold", "five"],
        ["t.csv", "--time-limit", "-1"],
        ["t.csv", "--time-limit", "nan"],
        ["t.csv", "--published"],
        ["t.csv", "--published", "nowhere.csv"],
        ["t.csv", "--hierarchy"],
        ["t.csv", "u.csv"],
        ["t.csv", "--unknown"],
    ],
)
def test_wrong_usage_is_two(tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "t.csv").write_text(TABLE)
    (tmp_path / "u.csv").write_text(TABLE)
    assert _run(tmp_path, "protect", *words).exit_code == 2


def test_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"PK\x03\x04\xff\xfe\x00")
    answer = _run(tmp_path, "protect", "t.csv")
    assert answer.exit_code == 1
    assert "t.csv" in answer.stderr


def test_a_combination_that_cannot_occur_is_known_to_everybody(tmp_path: Path) -> None:
    text = "age,kind,count\n0-17,child,20\n0-17,pension,-\n18+,child,-\n18+,pension,30\n"
    cells = _protect(tmp_path, text)["cells"]
    assert [c["count"] for c in cells[:4]] == [20, 0, 0, 30]
    assert {c["status"] for c in cells} == {"shown"}


def test_a_person_can_read_it(tmp_path: Path) -> None:
    _run(tmp_path, "protect", "t.csv", t_csv=TABLE)
    answer = _run(tmp_path, "protect", "t.csv")
    assert "street = West, domain = Debt: x" in answer.stdout
    assert "Without cover 1 of 1 small numbers could be computed exactly, now 0." in answer.stdout
    assert "Safe to publish: yes." in answer.stdout


def _refusal(read: Callable[[], object]) -> str:
    """The sentence, empty when it was read; anything but a DisclosureError is a failing test."""
    try:
        read()
    except DisclosureError as error:
        return str(error)
    return ""


FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
pieces = st.sampled_from(
    [
        "street",
        "count",
        "cost",
        "primary",
        "Total",
        "West",
        "3",
        "0",
        "-1",
        "1.5",
        "",
        '"',
        "=A",
        "NaN",
        "9" * 30,
        "-",
        "é",
        "\ufeff",
    ]
)


@FUZZ
@given(st.lists(st.lists(pieces, max_size=4), max_size=6), st.sampled_from([",", ";", "\t"]), st.booleans())
def test_any_file_is_read_or_refused(rows: list[list[str]], delimiter: str, holes: bool) -> None:
    text = "\n".join(delimiter.join(row) for row in rows)
    assert "%(" not in _refusal(lambda: table_from_csv(text, "x.csv", holes=holes))


@FUZZ
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert "%(" not in _refusal(lambda: table_from_csv(text, "x.csv"))
    assert "%(" not in _refusal(lambda: hierarchy_from_json(text))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(st.sampled_from(["A", "B", "C", "Total"]), st.sampled_from(["p", "q", "Total"]), st.integers(0, 9)),
        min_size=1,
        max_size=12,
    ),
    st.lists(st.tuples(st.sampled_from(["A", "B", "X", "Total"]), st.sampled_from(["", "4", "7"])), max_size=4),
    st.sampled_from(["{}", '{"a": {"AB": ["A", "B"]}}', '{"a": {"A": ["X", "Y"]}}', '{"b": {"Total": ["p", "q"]}}']),
)
def test_the_commands_end_with_zero_or_one(
    tmp_path: Path, rows: list[tuple[str, str, int]], other: list[tuple[str, str]], hierarchy: str
) -> None:
    table = "a,b,count\n" + "".join(f"{a},{b},{n}\n" for a, b, n in rows)
    published = "a,count\n" + "".join(f"{a},{n}\n" for a, n in other)
    for name, content in (("t.csv", table), ("o.csv", published), ("h.json", hierarchy)):
        (tmp_path / name).write_text(content)
    for command in ("protect", "attack"):
        for more in ([], ["--hierarchy", "h.json"], ["--published", "o.csv"]):
            answer = _run(tmp_path, command, "t.csv", "--json", *more)
            assert answer.exit_code in (0, 1)
            assert (answer.stderr.count("\n") == 1) == (answer.exit_code == 1)
            if answer.stdout:
                json.loads(answer.stdout)
