"""The demo as `make run` serves it: its jobs run beside it and end with it."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from tests.support.browser import free_port
from tests.support.waiting import SECONDS, until

ROOT = Path(__file__).parents[1]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple["subprocess.Popen[bytes]", str, Path]]:
    """A running demo: its process, its address and what it says."""
    port, log = free_port(), tmp_path / "server.log"
    env = {name: value for name, value in os.environ.items() if not name.startswith("COOP_")}
    env |= {"COOP_DEMO": "1", "COOP_DATABASE": f"sqlite:///{tmp_path / 'demo.db'}", "PYTHONPATH": str(ROOT)}
    with log.open("w") as out:
        command = [sys.executable, "-u", "-m", "coop.cli", "demo", "serve", "--port", str(port)]
        running = subprocess.Popen(command, env=env | {"PYTHONUNBUFFERED": "1"}, cwd=tmp_path, stdout=out, stderr=out)
        yield running, f"http://127.0.0.1:{port}", log
        if running.poll() is None:
            running.kill()
            running.wait(10)


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(one) for one in found.read_text().split()] if found.exists() else []


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def test_mail_goes_out_by_itself_and_everything_ends_together(
    served: tuple["subprocess.Popen[bytes]", str, Path],
) -> None:
    server, address, log = served
    browser = build_opener(HTTPCookieProcessor(CookieJar()))

    def answers() -> bool:
        try:
            return bool(browser.open(f"{address}/gezond", timeout=SECONDS).status == 200)
        except OSError:
            return False

    until(answers, log.read_text)
    page = browser.open(f"{address}/inloggen/link", timeout=SECONDS).read().decode()
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[-1]
    asked = urlencode({"csrf_token": token, "email": "member@demo.example.org"}).encode()
    browser.open(f"{address}/inloggen/link", asked, timeout=SECONDS)
    until(lambda: "/inloggen/met-link/" in log.read_text(), log.read_text)
    # The demo has mail of its own that falls due. What a job did is told when it is done, after what it sent.
    until(lambda: re.search(r"send-mail: [1-9]\d* sent, 0 failed", log.read_text()), log.read_text)
    runners = [one for one in _children(server.pid) if "--keep-going" in _command(one)]
    assert len(runners) == 1
    server.send_signal(signal.SIGTERM)
    assert server.wait(SECONDS) == 0
    until(lambda: not any(_command(one) for one in runners))
    assert "Traceback" not in log.read_text()
