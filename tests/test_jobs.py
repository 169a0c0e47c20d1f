"""What happens by the clock: every job when it is due, one runner at a time, and a stop at once."""

import logging
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from coop.app import create_app
from coop.jobs import JOBS, Job, Work, keep_running_jobs, only_runner, run_jobs
from coop.kernel.config import Config
from tests.support.engines import Engines
from tests.support.make import NOON
from tests.support.waiting import SECONDS, until

CONFIG = Config(testing=True, secret="x" * 40)
ROOT = Path(__file__).parents[1]


@pytest.fixture
def app() -> Flask:
    return create_app(CONFIG, sessions=Session)


class Day:
    """A clock that goes on while somebody waits, until its end."""

    def __init__(self, seconds: float) -> None:
        self.at, self.end = NOON, NOON + timedelta(seconds=seconds)

    def now(self) -> datetime:
        return self.at

    def wait(self, seconds: float) -> bool:
        self.at += timedelta(seconds=seconds)
        return self.at >= self.end


def _job(name: str, every: timedelta, ran: list[tuple[str, datetime]], *, fails: bool = False) -> Job:
    def act(work: Work) -> str:
        ran.append((name, work.at))
        if fails:
            raise OSError("disk full")
        return "done"

    return Job(name, every, act)


def test_every_job_runs_when_it_is_due(app: Flask) -> None:
    ran: list[tuple[str, datetime]] = []
    jobs = (_job("often", timedelta(seconds=10), ran), _job("hourly", timedelta(hours=1), ran))
    day = Day(2 * 3600)
    said = list(keep_running_jobs(app, CONFIG, day.now, day.wait, jobs))
    assert len([name for name, _at in ran if name == "often"]) == 720
    assert [at for name, at in ran if name == "hourly"] == [NOON, NOON + timedelta(hours=1)]
    assert said.count("hourly: done") == 2


def test_a_job_that_fails_is_logged_and_stops_no_other(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    ran: list[tuple[str, datetime]] = []
    jobs = (_job("bad", timedelta(minutes=1), ran, fails=True), _job("good", timedelta(minutes=1), ran))
    with caplog.at_level(logging.ERROR):
        assert run_jobs(app, CONFIG, NOON, jobs) == ["bad: failed (OSError)", "good: done"]
    assert "disk full" in str(caplog.records[0].exc_info)


def test_the_jobs_have_names_of_their_own() -> None:
    names = [job.name for job in JOBS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_there_is_one_runner(engines: Engines, kind: str) -> None:
    config = Config(database=engines.new_url(kind), secret="x" * 40)
    with only_runner(config) as first, only_runner(config) as second:
        assert (first, second) == (True, False)
    with only_runner(config) as later:
        assert later


@pytest.fixture
def runner(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """A runner that keeps going, on a database of its own."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("COOP_")}
    env |= {"COOP_DEMO": "1", "COOP_DATABASE": f"sqlite:///{tmp_path / 'demo.db'}", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-m", "coop.cli", "db", "upgrade"], env=env, cwd=tmp_path, check=True)
    running = subprocess.Popen(
        [sys.executable, "-m", "coop.cli", "jobs", "--keep-going"],
        env=env,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield running
    if running.poll() is None:
        running.kill()
        running.communicate()


def test_a_runner_stops_at_once_when_it_is_asked(runner: "subprocess.Popen[str]") -> None:
    status = Path(f"/proc/{runner.pid}/status")

    def handles_being_asked() -> bool:
        caught = int(re.findall(r"SigCgt:\s*(\w+)", status.read_text())[0], 16)
        return bool(caught >> (signal.SIGTERM - 1) & 1)

    until(handles_being_asked)
    runner.send_signal(signal.SIGTERM)
    _said, wrong = runner.communicate(timeout=SECONDS)
    assert runner.returncode == 0, wrong
    assert "Traceback" not in wrong
