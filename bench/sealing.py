"""Sealed ballots: closing, opening, publishing and checking 40,000; checking 900,000 with COOP_BENCH_LARGE=1.

Each step says the seconds of the processor beside those of the clock: on a busy machine only the first are ours.
"""

import io
import os
import resource
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import insert, text

from coop.ballotbox.actions.sealing import tidy
from coop.kernel.db import Base, make_engine, transaction
from coop.migrations.tables import load_tables
from coop.rules.sealing.ballots import Opened, ballot_text, envelope_hash, new_tracker
from coop.rules.sealing.chance import SeededChance
from coop.rules.sealing.encoding import canonical
from coop.rules.sealing.folder import (
    Channels,
    Files,
    Opening,
    counted_entry,
    entries_of,
    open_box,
    opened_folder,
    seal_folder,
    statement_folder,
)
from coop.rules.sealing.hpke import Sealer
from coop.rules.sealing.keys import SEED, OpeningKeys, Signer
from coop.rules.sealing.log import Hands, log_file
from coop.rules.sealing.merkle import Tree, leaf_hash
from coop.rules.sealing.poll import Poll
from coop.rules.sealing.rehearsal import COUNTED, SEALED, THROWN, UNIX, rehearse
from tests.ballotbox.conftest import open_hall
from tests.support.engines import Engines

VERIFIER = Path(__file__).parents[1] / "coop" / "static" / "verifier.py"
KEYS, SITE, WITNESS = OpeningKeys.of(b"b" * SEED), Signer(b"s" * 32), Signer(b"w" * 32)


def announced(kind: str, electors: int) -> Poll:
    """A vote with our own keys."""
    facts = dict(rehearse(kind, 12, "bench").poll.facts)
    keys = {"opening": KEYS.public.hex(), "opener": KEYS.signer.public.hex(), "site": SITE.public.hex()}
    witnesses = [{"name": "bibliotheek.example", "key": WITNESS.public.hex()}]
    return Poll.of({**facts, "electors": electors, "keys": {**keys, "witnesses": witnesses}})


def some_ballots(poll: Poll, voters: int) -> list[Opened]:
    """Ballots at random; each option has its own popularity."""
    chance, options = SeededChance(f"{poll.kind}{voters}"), poll.options
    ballots = []
    for _ in range(voters):
        dice = chance(len(options))
        if poll.kind == "priorities":
            choices = [option for place, option in enumerate(options) if dice[place] < 40 + place * 11]
        else:
            order = sorted(range(len(options)), key=dice.__getitem__)
            choices = [options[place] for place in order[: poll.most_choices]]
        ballots.append(Opened(new_tracker(chance), tuple(choices)))
    return ballots


def sealed_part(part: tuple[Poll, list[Opened], str]) -> list[bytes]:
    """What voters' own devices do, for some ballots."""
    poll, ballots, seed = part
    sealer, chance, size = Sealer(poll.key("opening"), poll.purpose), SeededChance(seed), poll.facts["size"]
    return [sealer.seal(ballot_text(one.choices, one.tracker, size), chance(32)) for one in ballots]


def finished(poll: Poll, files: Files) -> Files:
    """Statement and log."""
    files |= statement_folder(files, poll, "dice", COUNTED, SITE)
    entries = entries_of(poll, files["sealed.json"], SEALED, "dice", THROWN)
    entries.append(counted_entry(poll, files["statement.json"], COUNTED))
    leaves = [leaf_hash(canonical(entry)) for entry in entries]
    hands = Hands(str(poll.facts["log"]), SITE, [("bibliotheek.example", WITNESS)])
    notes = [hands.note(n, Tree(leaves[:n]).root(), seconds) for n, seconds in enumerate(UNIX, 1)]
    return files | {"log.json": log_file(leaves, dict(enumerate(entries)), notes)}


@contextmanager
def timed(step: str, goal: str = "") -> Iterator[None]:
    """A line with the seconds of the clock and of the processor, of this process and of those it waited for."""
    start, busy = time.perf_counter(), sum(os.times()[:4])
    yield
    took, used = time.perf_counter() - start, sum(os.times()[:4]) - busy
    print(f"  {step}: {took:.2f} s, processor {used:.2f} s{goal and f' (goal {goal})'}", flush=True)


def checked(files: Files, goals: str) -> None:
    """Both verifiers on a folder, each as a program of its own."""
    with tempfile.TemporaryDirectory() as place:
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz") as tar:
            for name, data in files.items():
                (Path(place) / name).write_bytes(data)
                tar.add(Path(place) / name, name)
        print(f"  published folder: {len(packed.getvalue()) / 1e6:.2f} MB packed{goals and ' (goal 3 MB)'}")
        for name, words in (("verifier.py", [str(VERIFIER)]), ("coop verify", ["-m", "coop.cli", "verify"])):
            with timed(name, goals):
                subprocess.run([sys.executable, *words, place], check=True, stdout=subprocess.DEVNULL)
            memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(f"    at most {memory:.0f} MB so far")


def whole(kind: str, voters: int) -> None:
    """Seal, close, open, publish, check."""
    poll = announced(kind, voters)
    ballots = some_ballots(poll, voters)
    half = voters // 2
    print(f"{kind}, {voters:,} ballots, {len({one.choices for one in ballots}):,} different")
    with timed("voters' own devices seal"), ProcessPoolExecutor(2) as pool:
        parts = pool.map(sealed_part, [(poll, ballots[:half], "a"), (poll, ballots[half:], "b")])
        envelopes = [envelope for part in parts for envelope in part]
    with timed("list and sign", "3 s"):
        hashes = [envelope_hash(one) for one in envelopes]
        files = seal_folder(poll, hashes, Channels(voters, 0, 0), SEALED, SITE)
    with timed("open", "20 s"):
        opening = open_box(poll, KEYS, envelopes, [])
    with timed("count and sign"):
        files |= opened_folder(poll, files, opening, "dice", KEYS.signer)
    checked(finished(poll, files), "5 s")


def city(kind: str, voters: int) -> None:
    """Only the checking, of a folder that was never in envelopes."""
    poll, chance = announced(kind, voters), SeededChance("city")
    print(f"{kind}, {voters:,} ballots")
    ballots = tuple(sorted(some_ballots(poll, voters)))
    files = seal_folder(poll, [chance(32) for _ in range(voters)], Channels(voters, 0, 0), SEALED, SITE)
    files |= opened_folder(poll, files, Opening(ballots, 0), "dice", KEYS.signer)
    checked(finished(poll, files), "")


def sealing(kind: str, engines: Engines, voters: int = 40_000) -> None:
    """The whole closing in a database: names off, list, signature, a line in the log."""
    engine = make_engine(engines.new_url(kind))
    Base.metadata.create_all(engine)
    chance, roll = SeededChance("roll"), Base.metadata.tables["box_electors"]
    with transaction(engine) as db:
        hall = open_hall(db, 3)
    # Only the envelopes are measured: their members are numbers without a register.
    loose = "PRAGMA foreign_keys=OFF" if kind == "sqlite" else "SET session_replication_role = replica"
    about = {"box_id": hall.box_id, "district_id": hall.district_id, "revision": 1, "channel": "online", "request": "r"}
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql(loose)
        connection.exec_driver_sql("BEGIN")
        envelopes = [b"\4" + chance(336) for _ in range(voters)]
        rows = [
            {**about, "membership_id": number, "envelope": one, "envelope_hash": envelope_hash(one)}
            for number, one in enumerate(envelopes, 1000)
        ]
        connection.execute(insert(roll), rows)
        connection.commit()
    engine.dispose()
    with timed(f"{voters:,} envelopes sealed in {kind}", "3 s"), transaction(engine) as db:
        hall.seal(db)
    with timed("replaced envelopes wiped"):
        tidy(engine)
    engine.dispose()


def casting(kind: str, engines: Engines, voters: int = 400, hands: int = 8) -> None:
    """Closed envelopes by several hands at once, beside a bare insert and commit before and after."""
    engine = make_engine(engines.new_url(kind))
    Base.metadata.create_all(engine)
    with transaction(engine) as db:
        hall = open_hall(db, voters)
        db.execute(text("CREATE TABLE bench_votes (voter INTEGER, choice TEXT)"))
    envelopes = [hall.envelope("yes") for _ in range(voters)]

    def bare(voter: int) -> None:
        with transaction(engine) as db:
            db.execute(text("INSERT INTO bench_votes VALUES (:voter, 'yes')"), {"voter": voter})

    def cast(voter: int) -> None:
        with transaction(engine) as db:
            hall.cast(db, voter, envelopes[voter])

    rates = []
    for act in (bare, cast, bare):
        start = time.perf_counter()
        with ThreadPoolExecutor(hands) as pool:
            list(pool.map(act, range(voters)))
        rates.append(voters / (time.perf_counter() - start))
    share = 2 * rates[1] / (rates[0] + rates[2])
    print(f"cast, {kind}, {hands} hands: {rates[1]:.0f} a second, {share:.2f} of bare commits (goal 0.5)")
    engine.dispose()


def main() -> None:
    """Print a line for each measurement."""
    load_tables()
    with tempfile.TemporaryDirectory() as place, Engines(Path(place)) as engines:
        for engine in ("sqlite", "postgresql"):
            casting(engine, engines)
            sealing(engine, engines)
    for kind in ("priorities", "election", "order"):
        whole(kind, 40_000)
    if os.environ.get("COOP_BENCH_LARGE"):
        for kind in ("priorities", "election", "order"):
            city(kind, 900_000)


if __name__ == "__main__":
    main()
