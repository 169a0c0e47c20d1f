"""Closed envelopes over the real site: 16 clients cast, beside a bare insert and commit; then closing while they go on.

Served like the pages: gunicorn with two processes of one thread. Goals: 0.5 of the bare reference; sealed in 2 s.
"""

import base64
import itertools
import pickle
import re
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from threading import Thread
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import Engine, text

from bench.load import measure, request
from bench.pages import DISTRICT, ROUNDS, SECONDS, _ask, _bare_voter, _served, _token
from coop.ballotbox.actions.sealing import tidy
from coop.ballotbox.gateways import LocalVault
from coop.ballotbox.policy import site_signer
from coop.demo.cast import PASSWORD, email_of
from coop.demo.fill import fill_demo
from coop.kernel.access import Actor, Role
from coop.kernel.clock import system_clock
from coop.kernel.db import Base, make_engine, transaction
from coop.migrations.tables import load_tables
from coop.rules.sealing.hpke import Sealer
from coop.voting import actions
from coop.voting.actions import Hands
from coop.voting.policy import BallotKind, PollPlan, ProposalText, VoteKind
from tests.support.engines import Engines
from tests.voting.conftest import USUAL

CLIENTS = 16
SIGNER = site_signer("only for measuring on this machine")


def _filled(engine: Engine) -> Hands:
    Base.metadata.create_all(engine)
    hands = Hands(SIGNER, LocalVault({}, system_clock), "bench.example/stemlog")
    serial = "INTEGER" if engine.dialect.name == "sqlite" else "SERIAL"
    with transaction(engine) as db:
        fill_demo(db, system_clock(), hands=hands)
        db.execute(text(f"CREATE TABLE bench_votes (id {serial} PRIMARY KEY, account_id INTEGER, choice TEXT)"))
    return hands


def _motion(engine: Engine, hands: Hands, name: str, closes_at: datetime) -> str:
    """A secret motion that opened a month before it closes; gives its address."""
    at = closes_at - timedelta(days=30)
    with transaction(engine) as db:
        district = db.execute(text("SELECT id FROM districts WHERE slug = 'noorderkwartier'")).scalar_one()
        by = Actor(None, "", district, frozenset({Role.SECRETARY, Role.BOARD}))
        plan = PollPlan(
            "Evening hours",
            "Shall the team be open in the evening?",
            vote_kind=VoteKind.REFERENDUM,
            ballot_kind=BallotKind.MOTION,
            settings=USUAL[BallotKind.MOTION],
            budget=0,
            closes_at=closes_at,
        )
        poll = actions.make_poll(db, by, district, plan, at=at)
        actions.add_proposal(db, by, district, poll.id, ProposalText("Evening hours", "Open on Tuesday.", 0))
        actions.open_sealed_poll(db, by, district, poll.id, hands, at=at, key="k" * 64, name=name)
        return f"{DISTRICT}/stemmen/{poll.id}"


def _found(pattern: str, html: str) -> str:
    found = re.search(pattern, html)
    assert found, pattern
    return found[1]


def _voter(port: int, number: int, poll: str) -> Iterator[bytes]:
    """Sign in and send closed envelopes over and over, as the script on the ballot does."""
    html, cookie = _ask(port, "GET", "/inloggen")
    entry = {"csrf_token": _token(html), "email": email_of(f"member{number + 1}"), "password": PASSWORD}
    _html, cookie = _ask(port, "POST", "/inloggen", cookie=cookie, fields=entry)
    html, cookie = _ask(port, "GET", f"{poll}/stem", cookie=cookie)
    key, name = bytes.fromhex(_found('data-seal-key="([^"]+)"', html)), UUID(_found('data-seal-poll="([^"]+)"', html))
    kept = {"csrf_token": _token(html), "voter": _found('name="voter"[^>]*value="([^"]+)"', html)}
    version, sealer = int(_found('name="version"[^>]*value="([^"]+)"', html)), Sealer(key, name.bytes)
    for turn in itertools.count():
        envelope = sealer.seal(b" " * 256, turn.to_bytes(16, "big") + number.to_bytes(16, "big"))
        turned = {"version": version + turn, "submission": f"{number:08x}{turn:08x}"}
        body = urlencode({**kept, **turned, "envelope": base64.b64encode(envelope).decode()})
        yield request("POST", f"{poll}/envelop", cookie=cookie, body=body.encode(), accept="application/json")


def _clients(voters: list[Iterator[bytes]]) -> list[Iterator[bytes]]:
    """Everybody signed in before the clock runs."""
    return [itertools.chain([next(one)], one) for one in voters]


def _casting(kind: str, real: int, bare: int, poll: str) -> None:
    """Rounds of ours and the bare reference by turns, so that both meet the same neighbours on this machine."""
    ours = _clients([_voter(real, number, poll) for number in range(CLIENTS)])
    theirs = _clients([_bare_voter(bare, number) for number in range(CLIENTS)])
    measure(real, CLIENTS, ours.__getitem__, 200, 0.3)
    rounds = []
    for _ in range(ROUNDS):
        one = measure(real, CLIENTS, ours.__getitem__, 200, SECONDS)
        other = measure(bare, CLIENTS, theirs.__getitem__, 303, SECONDS)
        rounds.append((one.per_second, other.per_second, one.p99_ms))
    speed, reference, slow = (median(one[place] for one in rounds) for place in range(3))
    ratio = median(one / other for one, other, _ in rounds)
    print(
        f"{kind:10} closed envelope {CLIENTS:2} clients: {speed:7.0f}/s (p99 {slow:5.1f} ms)"
        f"  bare {reference:7.0f}/s  ratio {ratio:4.2f} (goal 0.5)",
        flush=True,
    )


def _closing(kind: str, engine: Engine, real: int, poll: str, closes_at: datetime) -> None:
    """16 clients go on sending, before and after the closing moment; how long until the list is sealed."""
    senders = _clients([_voter(real, number, poll) for number in range(CLIENTS)])
    seconds = (closes_at - system_clock()).total_seconds()
    load = Thread(target=measure, args=(real, CLIENTS, senders.__getitem__, {200, 409}, seconds + 3))
    load.start()
    time.sleep(max(0.0, (closes_at - system_clock()).total_seconds()))
    start = time.perf_counter()
    with transaction(engine) as db:
        actions.close_due_polls(db, at=system_clock())
    with transaction(engine) as db:
        sealed = actions.seal_due_polls(db, SIGNER, at=system_clock())
    took = time.perf_counter() - start
    tidy(engine)
    wiped = time.perf_counter() - start
    load.join()
    assert poll.rpartition("/")[2] in [str(one.id) for one in sealed]
    print(f"{kind:10} closed and sealed under that load: {took:.2f} s, wiped {wiped:.2f} s (goal 2 s)", flush=True)


def _engine(kind: str, url: str, folder: Path) -> None:
    engine = make_engine(url)
    hands = _filled(engine)
    statements = folder / f"{kind}.pickle"
    statements.write_bytes(pickle.dumps({}))
    env = {"BENCH_DATABASE": url.replace("postgresql+psycopg", "postgresql"), "BENCH_STATEMENTS": str(statements)}
    long = _motion(engine, hands, str(UUID(int=4 << 76 | 2 << 62)), system_clock() + timedelta(days=2))
    with _served("bench.site", env) as real, _served("bench.bare", env) as bare:
        _casting(kind, real, bare, long)
        closes_at = system_clock() + timedelta(seconds=8)
        short = _motion(engine, hands, str(UUID(int=4 << 76 | 2 << 62 | 1)), closes_at)
        _closing(kind, engine, real, short, closes_at)
    engine.dispose()


def main() -> None:
    """Print two lines per engine."""
    load_tables()
    with tempfile.TemporaryDirectory() as name, Engines(Path(name)) as engines:
        for kind in ("sqlite", "postgresql"):
            _engine(kind, engines.new_url(kind), Path(name))


if __name__ == "__main__":
    main()
