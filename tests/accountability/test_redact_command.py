"""`coop redact`: marks in a text on standard input, as text or JSON."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from coop.accountability.redact_command import redact

STORY = "Fatma (43) belde.\r\nZij woont op de kerkstr 12, bel 06-12345678."


def run(text: str | bytes, *words: str, expect: int = 0) -> Result:
    answer = CliRunner().invoke(redact, words, input=text)
    assert answer.exit_code == expect, answer.output
    return answer


def spans(text: str | bytes, *words: str) -> list[dict[str, Any]]:
    return list(json.loads(run(text, "--json", *words).stdout)["spans"])


def test_json_gives_places_in_the_text_as_read() -> None:
    found = spans(STORY)
    assert [(one["type"], STORY[one["start"] : one["end"]]) for one in found] == [
        ("name", "Fatma"),
        ("age", "43"),
        ("address", "kerkstr 12"),
        ("phone", "06-12345678"),
    ]
    assert set(found[0]) == {"start", "end", "type", "severity", "reason"}
    assert found[3]["reason"] == "This is a telephone number."


def test_offsets_count_code_points_not_bytes() -> None:
    text = "🙂 Één brief voor Çiğdem."
    assert [text[one["start"] : one["end"]] for one in spans(text)] == ["Çiğdem"]


def test_people_read_it_too() -> None:
    told = run(STORY).stdout
    assert "0-5 Name (medium): Fatma" in told
    assert "let somebody else read it" in told


REGISTERS = {
    "lines": "# leden\nXandroula Kwestro\n",
    "csv": "id,voornaam,tussenvoegsel,achternaam,adres\n7,Xandroula,,Kwestro,Bloesemhoek 3\n",
    "semicolons": '"Naam";"Telefoon"\n"Kwestro, Xandroula";"0612345678"\n',
    "tabs without a header": "Xandroula\tKwestro\n",
    "english": "first name,last name\nXandroula,Kwestro\n",
    "json": '[{"name": "Xandroula Kwestro", "email": "x@y.nl"}]',
    "json lines": '{"first": "Xandroula", "last": "Kwestro"}\n{"first": "Piet"}\n',
    "json of lists": '{"resident_names": ["Xandroula Kwestro"], "streets": ["Bloesemhoek"]}',
    "windows": "naam\r\nXandroula Kwestro\r\n",
}


@pytest.mark.parametrize("content", REGISTERS.values(), ids=REGISTERS.keys())
@pytest.mark.parametrize("written", ["xandroula kwestro", "XANDROULA", "kwestro", "Kwestroo", "Xandroula's"])
def test_registers_are_read_in_any_form(tmp_path: Path, content: str, written: str) -> None:
    register = tmp_path / "register.csv"
    register.write_bytes(content.encode())
    text = f"en toen kwam {written} langs."
    found = spans(text, "--register", str(register))
    assert [one["type"] for one in found] == ["name"]
    assert text[found[0]["start"] : found[0]["end"]] == written


@pytest.mark.parametrize(
    "content", ["Bloesemhoek\n", "straatnaam;wijk\nBloesemhoek;3\n", "1,Bloesemhoek\n", "Bloesemhoek 1-99\n"]
)
@pytest.mark.parametrize("written", ["Bloesemhoek", "bloesemhoek", "bloesem hoek 4", "Bloesmhoek"])
def test_streets_are_read_in_any_form(tmp_path: Path, content: str, written: str) -> None:
    streets = tmp_path / "streets.txt"
    streets.write_text(content)
    text = f"er was lawaai op de {written}, zei hij."
    found = [one for one in spans(text, "--streets", str(streets)) if one["type"] == "address"]
    assert [text[one["start"] : one["end"]] for one in found] == [written]


def test_every_digit_is_a_question_unless_fewer_are_wanted() -> None:
    text = "Het duurde 6 weken en kostte 250 euro."
    assert [(one["type"], one["severity"]) for one in spans(text)] == [("number", "question")] * 2
    assert spans(text, "--fewer-questions") == []


def test_nothing_gives_nothing() -> None:
    assert spans("") == []
    assert spans("\n\n") == []


def test_other_encodings_and_odd_bytes_are_no_trouble(tmp_path: Path) -> None:
    odd = tmp_path / "odd.csv"
    odd.write_bytes(b'\xff\xfe\x00naam;\x80\n"open\n;;;\n')
    spans(b"caf\xe9 Ren\xe9e \x81\x00", "--register", str(odd), "--streets", str(odd))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    answer = run("tekst", "--register", str(tmp_path / "none.csv"), expect=1)
    assert "cannot be read" in answer.stderr
    assert "cannot be read" in run("tekst", "--streets", str(tmp_path), expect=1).stderr


def test_wrong_usage_is_two() -> None:
    run("tekst", "--nothing", expect=2)


def test_starting_the_site_builds_no_pattern_and_reads_no_list() -> None:
    code = "import sys, coop.commands; print([one for one in sys.modules if one.startswith('coop.rules.redaction.')])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(eval(answer.stdout)) <= {"coop.rules.redaction.entry", "coop.rules.redaction.spans"}


@pytest.mark.parametrize("content", [STORY.encode("utf-16"), STORY.encode("utf-16-le"), bytes(9)])
def test_what_is_no_text_in_utf_8_is_refused_and_not_called_free_of_names(tmp_path: Path, content: bytes) -> None:
    refused = run(content, "--json", expect=1)
    assert refused.stdout == ""
    assert "Save it as UTF-8; nothing was looked at." in refused.stderr
    register = tmp_path / "register.csv"
    register.write_bytes(content)
    assert "Save it as UTF-8" in run(STORY, "--register", str(register), expect=1).stderr
