"""Pages and casting beside the bare reference, at 1 and 16 clients, on SQLite (FULL) and PostgreSQL.

Both are served by gunicorn with two processes of one thread, and measured by turns; the numbers are
medians. Goal: at least 0.5 of the bare reference everywhere.
"""

import itertools
import os
import pickle
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import event, text

from bench.load import Rate, measure, request
from coop.app import create_app
from coop.demo.cast import PASSWORD, email_of
from coop.demo.fill import fill_demo
from coop.demo.load import Load, add_load
from coop.kernel.clock import system_clock
from coop.kernel.config import Config
from coop.kernel.db import Base, make_engine, transaction
from coop.migrations.tables import load_tables
from tests.support.engines import Engines

SECONDS = 0.8
ROUNDS = 5
CLIENTS = (1, 16)
DISTRICT = "/noorderkwartier"


def prepare(url: str, load: Load) -> int:
    """Fill a database with the demo and much more of one kind; returns the number of the busiest item."""
    load_tables()
    engine = make_engine(url)
    Base.metadata.create_all(engine)
    with transaction(engine) as db:
        fill_demo(db, system_clock())
        first = add_load(db, "noorderkwartier", load, at=system_clock())
    if engine.dialect.name == "postgresql":
        # What its own cleaner does within minutes. SQLite is left as a site leaves it.
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()
    return first


def _paths(url: str) -> dict[str, str]:
    """The pages to measure on a new database, and a table for the votes of the reference."""
    first = prepare(url, Load(items=300, comments=50, busiest=50, supports=3_000))
    engine = make_engine(url)
    with transaction(engine) as db:
        db.execute(
            text("CREATE TABLE bench_votes (id INTEGER PRIMARY KEY, account_id INTEGER, choice TEXT)")
            if url.startswith("sqlite")
            else text("CREATE TABLE bench_votes (id SERIAL PRIMARY KEY, account_id INTEGER, choice TEXT)")
        )
        published = db.execute(text("SELECT id FROM polls WHERE state = 'published' ORDER BY id LIMIT 1")).scalar()
        opened = db.execute(text("SELECT id FROM polls WHERE state = 'open' ORDER BY id LIMIT 1")).scalar()
    engine.dispose()
    return {
        "agenda list (328 items)": f"{DISTRICT}/agenda",
        "item with 50 comments": f"{DISTRICT}/agenda/{first}",
        "result page": f"{DISTRICT}/stemmen/{published}/uitslag",
        "cast": f"{DISTRICT}/stemmen/{opened}/stem",
    }


def _record(url: str, paths: dict[str, str]) -> dict[str, list[tuple[str, Any]]]:
    """The statements of each page, as the real site sends them for a visitor."""
    app = create_app(Config(demo=True, database=url, secret="x" * 40))
    statements: list[tuple[str, Any]] = []
    engine = app.extensions["coop.sessions"].kw["bind"]
    event.listen(engine, "before_cursor_execute", lambda _c, _k, sql, params, *_: statements.append((sql, params)))
    recorded = {}
    for name, path in paths.items():
        if name != "cast":
            app.test_client().get(path)
            statements.clear()
            assert app.test_client().get(path).status_code == 200, path
            recorded[name] = [one for one in statements if one[0].lstrip().upper().startswith("SELECT")]
    engine.dispose()
    return recorded


@contextmanager
def _served(module: str, env: dict[str, str]) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", f"{module}:app", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    command += ["--worker-class", "gthread", "--threads", "1", "--keep-alive", "30", "--log-level", "error"]
    process = subprocess.Popen(command, env={**os.environ, **env})
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 0.2).close()
                break
            except OSError:
                time.sleep(0.1)
        # It listens before it is loaded: any answer will do.
        first = HTTPConnection("127.0.0.1", port, timeout=180)
        first.request("GET", "/")
        first.getresponse().read()
        first.close()
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _ask(
    port: int, method: str, path: str, *, cookie: str = "", fields: dict[str, Any] | None = None
) -> tuple[str, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": cookie} if cookie else {}
    body = urlencode(fields, doseq=True) if fields else None
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    html = answer.read().decode()
    kept = dict(one.split("=", 1) for one in cookie.split("; ") if one)
    for name, value in answer.getheaders():
        if name.lower() == "set-cookie":
            key, _, told = value.split(";")[0].partition("=")
            kept[key] = told
    connection.close()
    return html, "; ".join(f"{name}={value}" for name, value in kept.items())


def _token(html: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
    assert found, "no token on the page"
    return found[1]


def _voter(port: int, number: int, path: str) -> Iterator[bytes]:
    """Sign in as a member and cast over and over, each time changing the vote."""
    html, cookie = _ask(port, "GET", "/inloggen")
    fields: dict[str, Any] = {
        "csrf_token": _token(html),
        "email": email_of(f"member{number + 1}"),
        "password": PASSWORD,
    }
    _html, cookie = _ask(port, "POST", "/inloggen", cookie=cookie, fields=fields)
    html, cookie = _ask(port, "GET", path, cookie=cookie)
    version = int(re.search(r'name="version"[^>]*value="(\d+)"', html)[1])  # type: ignore[index]
    choices = re.findall(r'name="choices"[^>]*value="([^"]+)"', html)
    token = _token(html)
    for turn in itertools.count():
        body = {
            "csrf_token": token,
            "choices": choices[turn % 2 :: 2],
            "version": version + turn,
            "submission": f"{number:08x}{turn:08x}",
        }
        yield request("POST", path, cookie=cookie, body=urlencode(body, doseq=True).encode())


def _bare_voter(port: int, number: int) -> Iterator[bytes]:
    _html, cookie = _ask(port, "GET", f"/enter/{number + 2}")
    while True:
        yield request("POST", "/cast", cookie=cookie, body=b"choice=yes")


def _senders(port: int, name: str, path: str, clients: int, *, bare: bool) -> list[Iterator[bytes]]:
    """The endless requests of each client; voters are signed in."""
    if name != "cast":
        return [itertools.repeat(request("GET", path)) for _ in range(clients)]
    made = [_bare_voter(port, number) if bare else _voter(port, number, path) for number in range(clients)]
    return [itertools.chain([next(one)], one) for one in made]


def _pair(real: int, bare: int, name: str, path: str, clients: int) -> list[tuple[Rate, Rate]]:
    """Rounds of ours and the bare reference by turns, so that both meet the same neighbours on this machine."""
    status = 303 if name == "cast" else 200
    ours = _senders(real, name, path, clients, bare=False)
    theirs = _senders(bare, name, f"/page/{name.replace(' ', '%20')}", clients, bare=True)
    measure(real, clients, ours.__getitem__, status, 0.3)
    measure(bare, clients, theirs.__getitem__, status, 0.3)
    return [
        (
            measure(real, clients, ours.__getitem__, status, SECONDS),
            measure(bare, clients, theirs.__getitem__, status, SECONDS),
        )
        for _ in range(ROUNDS)
    ]


def compare(kind: str, url: str, paths: dict[str, str], folder: Path) -> None:
    """Print a line for each page and number of clients, of the filled database at `url`."""
    recorded = _record(url, paths)
    statements = folder / f"{kind}.pickle"
    statements.write_bytes(pickle.dumps(recorded))
    env = {"BENCH_DATABASE": url.replace("postgresql+psycopg", "postgresql"), "BENCH_STATEMENTS": str(statements)}
    with _served("bench.site", env) as real, _served("bench.bare", env) as bare:
        for (name, path), clients in itertools.product(paths.items(), CLIENTS):
            rounds = _pair(real, bare, name, path, clients)
            ratio = median(ours.per_second / reference.per_second for ours, reference in rounds)
            speed, slow = median(one.per_second for one, _ in rounds), median(one.p99_ms for one, _ in rounds)
            bare_speed = median(one.per_second for _, one in rounds)
            queries = f"{len(recorded[name])} statements" if name in recorded else "1 commit"
            print(
                f"{kind:10} {name:24} {clients:2} clients: {speed:7.0f}/s (p99 {slow:5.1f} ms)"
                f"  bare {bare_speed:7.0f}/s  ratio {ratio:4.2f}  {queries}",
                flush=True,
            )


def main() -> None:
    """Print one line per engine, page and number of clients."""
    with tempfile.TemporaryDirectory() as name, Engines(Path(name)) as engines:
        for kind in ("sqlite", "postgresql"):
            url = engines.new_url(kind)
            compare(kind, url, _paths(url), Path(name))


if __name__ == "__main__":
    main()
