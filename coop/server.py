"""The server: gunicorn on this application, with a process beside it that does what is due by the clock."""

import fcntl
import gc
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from coop.app import create_app
from coop.kernel.config import Config
from coop.kernel.console import configuration


class Server(BaseApplication):
    """gunicorn on an application that this process has imported already: workers are forks and start at once."""

    def __init__(self, bind: str, *, jobs: bool) -> None:
        self.bind = bind
        self.jobs = jobs
        super().__init__()

    def load_config(self) -> None:
        """Processes with one thread each: measured best for short database work."""
        settings = {
            "bind": self.bind,
            "workers": min(4, max(2, os.cpu_count() or 2)),
            "worker_class": "gthread",
            "threads": 1,
            "keepalive": 10,
            "graceful_timeout": 10,
            "timeout": 60,
            "loglevel": "warning",
            "post_worker_init": _settle,
        }
        if self.jobs:
            clockwork = Clockwork()
            settings |= {"when_ready": clockwork.start, "on_exit": clockwork.stop}
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Called in each worker, so that no connection is shared between processes."""
        return create_app(configuration())


class Clockwork:
    """The process that runs the jobs; it begins and stops with the server."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, _server: Any) -> None:
        """Called by gunicorn when it listens."""
        command = [sys.executable, "-m", "coop.cli", "jobs", "--keep-going", "--beside", str(os.getpid())]
        # A session of its own: Ctrl-C goes to the server, which ends this process when it has ended itself.
        self._process = subprocess.Popen(command, start_new_session=True)  # noqa: S603 (nothing of it comes from outside)

    def stop(self, _server: Any) -> None:
        """Called by gunicorn when it ends: let a message that is being handed over be finished."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                self._process.kill()


class Ending:
    """Tells a runner of jobs when to stop: at Ctrl-C, SIGTERM, or when the server it stands beside is gone."""

    def __init__(self, beside: int) -> None:
        self._beside = beside
        self._asked = Event()
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, lambda *_: self._asked.set())

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until it is time to stop; returns whether it is."""
        return self._asked.wait(seconds) or self._alone()

    def _alone(self) -> bool:
        # A child whose parent ends, however it ends, gets another parent.
        return self._beside != 0 and os.getppid() != self._beside


def _settle(_worker: object) -> None:
    # What is loaded by now lives for ever: keep the collector from walking over it in the middle of a request.
    gc.collect()
    gc.freeze()


def require_free(port: int, host: str) -> None:
    """Refuse in one sentence when somebody else listens there already."""
    with socket.socket() as probe:
        # As the server does it: an address that was just let go is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as reason:
            message = f"Cannot listen on {host}:{port} ({reason.strerror}). Choose another port, such as {port + 1}."
            raise click.ClickException(message) from reason


def serve(port: int, *, host: str, jobs: bool) -> None:
    """Serve until the process is stopped; `jobs`: do what is due by the clock too."""
    require_free(port, host)
    Server(f"{host}:{port}", jobs=jobs).run()


@contextmanager
def in_use(config: Config, *, alone: bool) -> Iterator[bool]:
    """Hold the SQLite file of a demo: several servers may share it, throwing it away must be `alone`.

    Gives False when somebody else holds it. The system lets it go when the last process of a server ends.
    """
    path = Path(config.database.removeprefix("sqlite:///") + ".serving")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as mark:
        # Workers and runner of a server inherit it, so that it is held until the last of them is gone.
        try:
            fcntl.flock(mark, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
