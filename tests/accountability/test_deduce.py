"""`coop redact --deduce`: a second look by another program, which only adds questions."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coop.accountability.gateways.deduce import DeduceError, questions
from coop.accountability.gateways.deduce_worker import MOST_BYTES
from coop.accountability.redact_command import redact
from coop.rules.redaction.spans import Kind, Severity

STORY = "Mevrouw Jansen (43) belde over de blauwe fuut."
# What the library gives back, as far as the worker looks at it.
LIBRARY = """
from types import SimpleNamespace

class Deduce:
    def __init__(self, cache_path):
        {start}

    def deidentify(self, text):
        known = (("Mevrouw Jansen", "persoon"), ("43", "leeftijd"), ("fuut", "locatie"))
        marks = [(word, tag) for word, tag in known if word in text]
        return SimpleNamespace(annotations=[
            SimpleNamespace(start_char=text.index(word), end_char=text.index(word) + len(word), tag=tag)
            for word, tag in marks
        ])
"""
NOTHING = "pass"


def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: str = NOTHING) -> None:
    """A Python in which `deduce` is a stand-in that does `start` when it is loaded."""
    (tmp_path / "deduce.py").write_text(LIBRARY.format(start=start), "utf-8")
    begin = (
        f"import runpy, sys; sys.path.insert(0, {str(tmp_path)!r}); sys.argv = sys.argv[-2:]; "
        "runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{begin}" "$@"\n', "utf-8")
    python.chmod(0o755)
    monkeypatch.setenv("COOP_DEDUCE_PYTHON", str(python))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def run(text: str, *words: str) -> Result:
    return CliRunner().invoke(redact, ["--json", *words], input=text)


def marks(result: Result) -> set[tuple[str, str, str]]:
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)["spans"]
    return {(STORY[one["start"] : one["end"]], one["type"], one["severity"]) for one in found}


def test_it_adds_questions_and_takes_nothing_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch)
    alone, together = marks(run(STORY)), marks(run(STORY, "--deduce"))
    assert ("43", "age", "medium") in alone
    assert together - alone == {("fuut", "place", "question")}
    assert alone <= together


def test_it_hears_nothing_of_the_settings_of_the_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(
        tmp_path,
        monkeypatch,
        f"import json, os; open({str(tmp_path / 'heard')!r}, 'w').write(json.dumps(dict(os.environ)))",
    )
    monkeypatch.setenv("COOP_SECRET_KEY", "nobody-hears-this")
    questions(STORY)
    heard = json.loads((tmp_path / "heard").read_text("utf-8"))
    assert [name for name in heard if name.startswith("COOP_")] == []
    assert "PATH" in heard


def test_without_it_the_command_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stand_in(tmp_path, monkeypatch)
    (tmp_path / "deduce.py").write_text("raise ImportError", "utf-8")
    result = run(STORY, "--deduce")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: deduce is not installed. To have it: pip install 'coop[deduce]'.\n"


def test_a_python_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COOP_DEDUCE_PYTHON", str(tmp_path / "none"))
    result = run(STORY, "--deduce")
    assert (result.exit_code, "cannot be started" in result.stderr) == (1, True)


def test_it_is_not_waited_for_longer_than_was_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, "import time; time.sleep(600)")
    with pytest.raises(DeduceError, match=r"within 0\.5 seconds and was stopped.*try once more, or leave --deduce out"):
        questions(STORY, seconds=0.5)


def test_it_gets_no_more_memory_than_was_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, f"bytearray({MOST_BYTES})")
    with pytest.raises(DeduceError, match="may need more memory"):
        questions(STORY)


def test_it_runs_only_when_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, f"open({str(tmp_path / 'ran')!r}, 'w').close()")
    run(STORY)
    assert not (tmp_path / "ran").exists()
    run(STORY, "--deduce")
    assert (tmp_path / "ran").exists()


def _has_the_library() -> bool:
    python = os.environ.get("COOP_DEDUCE_PYTHON") or sys.executable
    there = "import importlib.util as u, sys; sys.exit(u.find_spec('deduce') is None)"
    return subprocess.run([python, "-I", "-c", there], check=False).returncode == 0


@pytest.mark.skipif(
    not _has_the_library(), reason="deduce is not installed (1.1 GB); COOP_DEDUCE_PYTHON may name a Python that has it"
)
def test_the_real_library_marks_a_name_and_a_day() -> None:
    text = "Mevrouw Jansen uit Utrecht belde op 12 maart 2024 met haar zoon."
    found = {(text[one.start : one.end], one.kind) for one in questions(text)}
    assert {("Mevrouw Jansen", Kind.NAME), ("Utrecht", Kind.PLACE), ("12 maart 2024", Kind.DATE)} <= found
    assert {one.severity for one in questions(text)} == {Severity.QUESTION}
