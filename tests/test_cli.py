"""The command line: exit 0 done, 1 refused with a reason on stderr, 2 wrong usage; never a traceback."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coop.cli import coop


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {
        "COOP_DATABASE": f"sqlite:///{tmp_path / 'coop.db'}",
        "COOP_SECRET": "a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6",
    }


def _run(env: dict[str, str], *words: str, expect: int = 0) -> Result:
    answer = CliRunner().invoke(coop, words, env=env)
    assert answer.exit_code == expect, answer.output
    assert answer.exception is None or isinstance(answer.exception, SystemExit)
    return answer


NEW = ("--name", "Noord", "--cooperative", "C", "--municipality", "W", "--inhabitants", "100", "--team-hours", "40")


def test_a_real_site_is_begun_from_the_command_line(env: dict[str, str]) -> None:
    _run(env, "check")
    _run(env, "db", "upgrade")
    _run(env, "district", "new", "noord", *NEW)
    _run(env, "account", "new", "wim@coop.example.org", "--name", "Wim", "--password", "three words here")
    _run(env, "role", "give", "wim@coop.example.org", "administrator", "--district", "noord")
    _run(env, "member", "admit", "Joke", "--district", "noord")
    assert "0 sent" in _run(env, "jobs").output


def test_refusals_are_one_line(env: dict[str, str]) -> None:
    _run(env, "db", "upgrade")
    _run(env, "district", "new", "noord", *NEW)
    assert "already a neighbourhood" in _run(env, "district", "new", "noord", *NEW, expect=1).stderr
    assert "small letters" in _run(env, "district", "new", "No Ord", *NEW, expect=1).stderr
    assert "no account" in _run(env, "role", "give", "x@y.nl", "board", "--district", "noord", expect=1).stderr
    assert "We do not know" in _run(env, "member", "admit", "J", "--district", "zuid", expect=1).stderr


def test_wrong_usage_is_two(env: dict[str, str]) -> None:
    _run(env, "district", "new", expect=2)
    _run(env, "role", "give", "x@y.nl", "member", "--district", "noord", expect=2)
    _run(env, "nonsense", expect=2)


def test_the_demo_does_not_start_by_accident(env: dict[str, str]) -> None:
    assert "COOP_DEMO=1 is not set" in _run(env, "demo", "prepare", expect=1).stderr
    assert "COOP_DEMO=1 is not set" in _run(env, "seed-load", expect=1).stderr


def test_bad_settings_are_all_named(env: dict[str, str]) -> None:
    answer = _run({**env, "COOP_SECRET": "x", "COOP_TYPO": "1"}, "check", expect=1)
    assert "COOP_TYPO" in answer.stderr
    assert "COOP_SECRET" in answer.stderr
