"""Finds a Chromium that really starts, for the browser tests; installs one when there is none.

Run: python -m scripts.chromium      (exit 0: found or installed; 1: not, with what to do on stderr)

A name on the PATH is not enough: on Ubuntu the package `chromium` is only a pointer to a snap, which does not start
where there is no snap service, such as in a container.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ADVICE = """No Chromium that starts was found, and none could be installed. One of these helps:
  Debian:  apt-get install chromium
  Ubuntu:  its package chromium is only a pointer to a snap. With a network: .venv/bin/python -m playwright install
           --with-deps chromium; or install the package google-chrome-stable of its maker; or snap install chromium
  else:    CHROMIUM=/path/to/chrome make test
Everything but the browser tests: .venv/bin/python -m pytest -m "not browser" """


def candidates() -> Iterator[str]:
    """Where a Chromium may be: as told, on the PATH, and where Playwright puts its own."""
    if told := os.environ.get("CHROMIUM"):
        yield told
    yield from (found for name in NAMES if (found := shutil.which(name)))
    cached = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    yield from map(str, sorted(cached.glob("chromium-*/chrome-linux*/chrome"), reverse=True))


def starts(program: str) -> bool:
    """Whether it says its version: a pointer to something that is not there does not."""
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and any(word in answer.stdout for word in ("Chromium", "Chrome"))


@cache
def find() -> str | None:
    """The first that starts, None when none does."""
    return next((one for one in candidates() if starts(one)), None)


def _apt_has_a_real_one() -> bool:
    if shutil.which("apt-cache") is None:
        return False
    said = subprocess.run(["apt-cache", "policy", "chromium"], capture_output=True, text=True, check=False).stdout
    candidate = next((line for line in said.splitlines() if "Candidate:" in line), "")
    return bool(candidate) and "(none)" not in candidate and "snap" not in candidate


def _run(*words: str) -> bool:
    as_root = [] if os.geteuid() == 0 or words[0] != "apt-get" else ["sudo"]
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        return subprocess.run([*as_root, *words], env=env, stdout=subprocess.DEVNULL, check=False).returncode == 0
    except OSError:
        return False


def _by_apt() -> bool:
    _run("apt-get", "update", "-qq")
    return _apt_has_a_real_one() and _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")


def _by_playwright() -> bool:
    return _run(sys.executable, "-m", "playwright", "install", "--with-deps", "chromium")


def main(ways: tuple[Callable[[], bool], ...] = (_by_apt, _by_playwright)) -> int:
    """Find one, or try each way to install one until one starts."""
    if find():
        return 0
    print("Installing Chromium for the browser tests …", flush=True)
    for way in ways:
        way()
        find.cache_clear()
        if find():
            return 0
    print(ADVICE, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
