"""A Chromium counts when it starts, not when there is a name for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import chromium


@pytest.fixture(autouse=True)
def _machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine with nothing but what a test puts on it."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}")
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "own"))
    monkeypatch.delenv("CHROMIUM", raising=False)
    chromium.find.cache_clear()
    yield
    chromium.find.cache_clear()


def _program(path: Path, *, says: str, ends: int = 0) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{says}'\nexit {ends}\n")
    path.chmod(0o755)
    return str(path)


SNAP = "Command '/usr/bin/chromium' requires the chromium snap to be installed."


def test_a_pointer_to_a_snap_is_passed_over(tmp_path: Path) -> None:
    _program(tmp_path / "bin" / "chromium", says=SNAP, ends=1)
    assert chromium.find() is None
    chromium.find.cache_clear()
    chrome = _program(tmp_path / "bin" / "google-chrome", says="Google Chrome 156.0")
    assert chromium.find() == chrome


def test_that_of_playwright_counts_and_what_was_told_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = _program(tmp_path / "own" / "chromium-1200" / "chrome-linux64" / "chrome", says="Chromium 156.0")
    assert chromium.find() == own
    chromium.find.cache_clear()
    told = _program(tmp_path / "mine", says="Chromium 150.0")
    monkeypatch.setenv("CHROMIUM", told)
    assert chromium.find() == told


def test_ways_are_tried_until_one_starts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tried: list[str] = []

    def stub() -> bool:
        tried.append("stub")
        _program(tmp_path / "bin" / "chromium", says=SNAP, ends=1)
        return True

    def real() -> bool:
        tried.append("real")
        _program(tmp_path / "own" / "chromium-1" / "chrome-linux" / "chrome", says="Chromium 156.0")
        return True

    def never() -> bool:
        raise AssertionError("not needed any more")

    assert chromium.main((stub, real, never)) == 0
    assert tried == ["stub", "real"]
    assert capsys.readouterr().err == ""


def test_when_nothing_helps_it_says_what_does(capsys: pytest.CaptureFixture[str]) -> None:
    assert chromium.main((lambda: False,)) == 1
    said = capsys.readouterr().err
    assert "Ubuntu" in said
    assert 'pytest -m "not browser"' in said


@pytest.mark.parametrize(
    ("candidate", "real"),
    [("2:1snap1-0ubuntu2", False), ("(none)", False), ("156.0.8078.79-1~deb12u1", True)],
)
def test_apt_is_asked_only_where_it_has_a_real_one(tmp_path: Path, candidate: str, real: bool) -> None:
    _program(tmp_path / "bin" / "apt-cache", says=f"chromium:\n  Installed: (none)\n  Candidate: {candidate}")
    assert chromium._apt_has_a_real_one() is real
