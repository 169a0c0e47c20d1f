"""`coop verify`, `coop demo-election` and verifier.py from the command line: exit codes, one sentence, no traceback."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coop.ballotbox.commands import open_command
from coop.rules.sealing import rehearsal
from coop.rules.sealing.encoding import canonical
from coop.rules.sealing.rehearsal import KINDS
from coop.voting.commands.sealed import demo_election, verify

VERIFIER = Path(__file__).parents[2] / "coop" / "static" / "verifier.py"


def run(command: object, *words: object) -> Result:
    """Run a command; a crash is passed on."""
    return CliRunner().invoke(command, [str(word) for word in words], catch_exceptions=False)  # type: ignore[arg-type]


def lone(*words: object) -> subprocess.CompletedProcess[str]:
    """Run the standalone verifier as a resident does, without our packages."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(VERIFIER), *map(str, words)], capture_output=True, text=True, check=False
    )


@pytest.fixture(params=KINDS)
def box(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = tmp_path / "box"
    done = run(demo_election, folder, "--voters", "30", "--kind", request.param, "--seed", "s")
    assert done.exit_code == 0, done.output
    return folder


def test_an_untouched_folder_is_true(box: Path) -> None:
    receipts = box.with_name("box-receipts")
    kept = json.loads((receipts / "receipt-0003.json").read_text())
    words = [box, "--receipt", receipts / "receipt-0003.json", "--checkpoint", receipts / "checkpoint.txt"]
    words += ["--tracker", kept["tracker"].lower(), "--json"]
    ours = run(verify, *words)
    assert ours.exit_code == 0, ours.output
    found = json.loads(ours.stdout)
    assert (found["true"], found["ballots"], found["checkpoint"]) == (True, 30, 6)
    assert found["receipt"]["envelope"] == kept["envelope"]
    assert found["receipt"]["counted_as"] == found["tracker"]["counted_as"]
    theirs = lone(*words)
    assert theirs.returncode == 0, theirs.stderr
    told = json.loads(theirs.stdout)
    assert told["result"] == found["result"]
    assert told["site_key"] == found["site_key"]
    assert run(verify, box, "--key", found["site_key"]).exit_code == 0
    assert lone(box, "--key", found["site_key"]).returncode == 0
    text = run(verify, *words[:-1]).stdout
    assert "Everything in this folder is true" in text
    assert "The envelope of your receipt is in the box." in text


def test_a_touched_folder_is_false_in_one_sentence(box: Path) -> None:
    rows = (box / "ballots.csv").read_text().splitlines(keepends=True)
    (box / "ballots.csv").write_text("".join([*rows[:3], *rows[4:]]))
    ours, theirs = run(verify, box), lone(box)
    assert ours.exit_code == theirs.returncode == 1
    assert not ours.stdout
    assert ours.stderr.startswith("Error: Not true: ")
    assert theirs.stderr.startswith("Not true: ")
    assert ours.stderr.count("\n") == theirs.stderr.count("\n") == 1
    told = run(verify, box, "--json")
    assert json.loads(told.stdout)["true"] is False
    assert told.exit_code == 1


@pytest.mark.parametrize("name", ["poll.json", "sealed.txt", "ballots.csv", "log.json", "statement.sig"])
def test_missing_and_strange_files_never_crash(box: Path, name: str) -> None:
    (box / name).unlink()
    for done in (run(verify, box), lone(box)):
        text = done.stderr
        assert f"{name} is missing" in text
        assert "Traceback" not in text
    (box / name).mkdir()
    for code, text in (
        (run(verify, box).exit_code, run(verify, box).stderr),
        (lone(box).returncode, lone(box).stderr),
    ):
        assert code == 1
        assert f"{name} is not a file" in text
        assert "Traceback" not in text


def test_folders_that_are_not_there_or_empty(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    for place in ("nowhere", "file", "empty"):
        ours, theirs = run(verify, tmp_path / place), lone(tmp_path / place)
        assert ours.exit_code == theirs.returncode == 1
        assert "Traceback" not in ours.stderr + theirs.stderr


def test_what_voters_bring_is_checked(box: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert run(demo_election, other, "--voters", "30", "--seed", "other").exit_code == 0
    receipts, theirs = box.with_name("box-receipts"), other.with_name("other-receipts")
    changed = tmp_path / "changed.json"
    changed.write_text((receipts / "receipt-0001.json").read_text().replace('"revision":1', '"revision":7'))
    for words in (
        ["--receipt", theirs / "receipt-0001.json"],
        ["--receipt", changed],
        ["--receipt", tmp_path / "nothing.json"],
        ["--receipt", VERIFIER],
        ["--tracker", "00000-00000"],
        ["--tracker", "é"],
        ["--checkpoint", theirs / "checkpoint.txt"],
        ["--checkpoint", VERIFIER],
        ["--key", "0000-0000-0000-0000-0000"],
    ):
        for code, text in (
            (run(verify, box, *words).exit_code, run(verify, box, *words).stderr),
            (lone(box, *words).returncode, lone(box, *words).stderr),
        ):
            assert code == 1, words
            assert "Not true: " in text
            assert "Traceback" not in text


@pytest.mark.parametrize(
    "change",
    [
        {"revision": "1"},
        {"revision": True},
        {"revision": 10**30},
        {"tracker": None},
        {"tracker": []},
        {"extra": ""},
        {"format": "coop-receipt-2"},
    ],
    ids=str,
)
def test_a_receipt_of_another_shape_is_refused_by_both(tmp_path: Path, change: dict[str, object]) -> None:
    run(demo_election, tmp_path / "box", "--voters", "3")
    plain = json.loads((tmp_path / "box-receipts" / "receipt-0001.json").read_text())
    (tmp_path / "mine.json").write_bytes(canonical({**plain, **change}))
    words = [tmp_path / "box", "--receipt", tmp_path / "mine.json"]
    assert (run(verify, *words).exit_code, lone(*words).returncode) == (1, 1)


@pytest.mark.parametrize("more", [(), ("--json",)], ids=["text", "json"])
def test_a_pipe_and_a_name_that_is_no_text_are_refused_in_one_sentence(tmp_path: Path, more: tuple[str, ...]) -> None:
    """A pipe would keep who reads it waiting for ever; a name of a file can be any bytes."""
    piped, named = tmp_path / "piped", tmp_path / "named"
    for folder in (piped, named):
        run(demo_election, folder, "--voters", "3")
    (piped / "log.json").unlink()
    os.mkfifo(piped / "log.json")
    (named / os.fsdecode(b"\xff")).write_text("x")
    for folder, told in ((piped, "log.json is not a file"), (named, "does not belong in a published folder")):
        ours, theirs = run(verify, folder, *more), lone(folder, *more)
        assert (ours.exit_code, theirs.returncode) == (1, 1)
        for done in (ours, theirs):
            assert told in done.stderr
            assert len(done.stderr.strip().splitlines()) == 1
            assert not more or json.loads(done.stdout)["true"] is False


def test_a_title_in_letters_that_the_screen_does_not_have_is_no_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options, method, _title, question = rehearsal._matter("motion")
    monkeypatch.setattr(rehearsal, "_matter", lambda _kind: (options, method, "Coöperatie → één", question))
    run(demo_election, tmp_path / "box", "--voters", "3")
    for program in (["-m", "coop.cli", "verify"], [str(VERIFIER)]):
        for more in ([], ["--json"]):
            done = subprocess.run(
                [sys.executable, *program, str(tmp_path / "box"), *more],
                capture_output=True,
                check=False,
                env={**os.environ, "PYTHONIOENCODING": "latin-1"},
            )
            assert (done.returncode, done.stderr) == (0, b"")
            told = json.loads(done.stdout)["title"] if more else done.stdout.decode("latin-1")
            assert ("Coöperatie → één" if more else "Coöperatie \\u2192 één") in told


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        run(demo_election, tmp_path / name, "--voters", "12", "--kind", "election", "--seed", "5")
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
    assert run(demo_election, tmp_path / "one").exit_code == 1


@pytest.mark.parametrize("voters", [1, 2, 3, 12, 13])
@pytest.mark.parametrize("kind", KINDS)
def test_small_votes(tmp_path: Path, kind: str, voters: int) -> None:
    run(demo_election, tmp_path / "box", "--voters", voters, "--kind", kind)
    assert run(verify, tmp_path / "box").exit_code == 0
    assert lone(tmp_path / "box").returncode == 0


def test_the_folder_of_this_moment_can_be_named_with_a_dot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    assert run(demo_election, ".", "--voters", "12").exit_code == 0
    assert (tmp_path / "here-receipts" / "receipt-0001.json").exists()
    assert run(verify, ".").exit_code == 0
    refused = run(open_command, ".")
    assert refused.exit_code == 1
    assert "Not opened" in refused.output


def test_wrong_usage_is_exit_two(tmp_path: Path) -> None:
    assert run(demo_election, tmp_path / "x", "--kind", "other").exit_code == 2
    assert run(demo_election, tmp_path / "x", "--voters", "0").exit_code == 2
    assert run(verify).exit_code == lone().returncode == 2


def test_a_copied_folder_is_as_true(box: Path, tmp_path: Path) -> None:
    shutil.copytree(box, tmp_path / "copy")
    assert run(verify, tmp_path / "copy").exit_code == 0
