"""Several windows, voters and the closing at the same moment; a killed process; random orders of acts. Real commits."""

import random
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from coop.ballotbox import actions
from coop.ballotbox.models import LogLine
from coop.ballotbox.queries import channels_of, envelopes_of, files_of, place_of
from coop.kernel.db import session_factory, transaction
from coop.kernel.errors import CoopError
from coop.rules.sealing.ballots import envelope_hash
from coop.rules.sealing.receipts import Receipt, read_receipt
from tests.ballotbox.conftest import Hall, open_hall
from tests.support.at_once import outcomes_at_once
from tests.support.make import NOON
from tests.support.waiting import until

pytestmark = [
    pytest.mark.real_database,
    pytest.mark.parametrize("real_engine", ["sqlite", "postgresql"], indirect=True),
]


def opened(engine: Engine, members: int = 6) -> Hall:
    with transaction(engine) as db:
        return open_hall(db, members)


def casting(hall: Hall, voter: int, envelope: bytes, *, saw: int = 0, request: str) -> Callable[[Session], Receipt]:
    return lambda db: hall.cast(db, voter, envelope, saw=saw, request=request)


def test_01_twelve_equal_requests_are_one_vote_and_one_receipt(real_engine: Engine) -> None:
    hall = opened(real_engine)
    envelope = hall.envelope("yes")
    receipts = outcomes_at_once(real_engine, *(casting(hall, 0, envelope, request="form") for _ in range(12)))
    assert len({receipt.as_file() for receipt in receipts if isinstance(receipt, Receipt)}) == 1
    assert not [one for one in receipts if not isinstance(one, Receipt)]


def test_02_of_twelve_different_requests_one_is_accepted(real_engine: Engine) -> None:
    hall = opened(real_engine)
    acts = [casting(hall, 0, hall.envelope("yes"), request=f"window {n}") for n in range(12)]
    ends = outcomes_at_once(real_engine, *acts)
    accepted = [one for one in ends if isinstance(one, Receipt)]
    assert len(accepted) == 1
    assert [one for one in ends if not isinstance(one, Receipt)] == ["ConflictError"] * 11


def test_04_a_copied_envelope_at_the_same_moment_is_accepted_once(real_engine: Engine) -> None:
    hall = opened(real_engine)
    copied = hall.envelope("yes")
    ends = outcomes_at_once(real_engine, *(casting(hall, voter, copied, request="x") for voter in range(5)))
    assert sum(isinstance(one, Receipt) for one in ends) == 1


def test_11_what_was_accepted_around_the_closing_is_what_was_sealed(real_engine: Engine) -> None:
    hall = opened(real_engine, 40)

    def seal(db: Session) -> object:
        time.sleep(0.05)
        return hall.seal(db)

    acts = [casting(hall, voter, hall.envelope("yes"), request="x") for voter in range(40)]
    order = [*acts[:20], seal, *acts[20:]]
    ends = outcomes_at_once(real_engine, *order)
    accepted = {one.envelope for one in ends if isinstance(one, Receipt)}
    with session_factory(real_engine)() as db:
        sealed = {envelope_hash(envelope).hex() for envelope in envelopes_of(db, hall.box_id)}
        assert files_of(db, hall.box_id)["sealed.txt"].decode().split() == sorted(sealed)
    assert accepted == sealed
    assert {one for one in ends if isinstance(one, str)} <= {"TooLateError"}


def test_13_closing_gets_its_turn_under_constant_load(real_engine: Engine) -> None:
    """Voters who send without pause do not keep the box open. How long it takes is printed by `make bench`."""
    hall = opened(real_engine, 30)
    going = [True]
    accepted: list[int] = []

    def hammer(voter: int) -> None:
        saw = 0
        while going[0]:
            try:
                with transaction(real_engine) as db:
                    saw = hall.cast(db, voter, hall.envelope("yes"), saw=saw).revision
            except CoopError:
                continue
            accepted.append(voter)

    with ThreadPoolExecutor(8) as pool:
        busy = [pool.submit(hammer, voter) for voter in range(8)]
        until(lambda: len(accepted) >= 16)
        with transaction(real_engine) as db:
            hall.seal(db)
        closed = len(accepted)
        time.sleep(0.2)
        going[0] = False
        for one in busy:
            one.result()
    # Whoever was let in before may still be saying so; nobody gets in afterwards.
    assert len(accepted) <= closed + 8
    with session_factory(real_engine)() as db:
        assert len(list(envelopes_of(db, hall.box_id))) == len(set(accepted))


def test_06_a_killed_process_loses_no_receipt_and_doubles_nothing(real_engine: Engine) -> None:
    hall = opened(real_engine, 30)
    url = real_engine.url.render_as_string(hide_password=False)
    program = f"""
        import sys
        sys.path.insert(0, {str(Path.cwd())!r})
        from coop.kernel.db import make_engine, transaction
        from coop.migrations.tables import load_tables
        from coop.ballotbox import actions
        from coop.rules.sealing.chance import SeededChance
        from coop.rules.sealing.hpke import Sealer
        from tests.ballotbox.conftest import SITE
        from tests.support.make import NOON
        load_tables()
        engine, chance = make_engine({url!r}), SeededChance("child")
        sealer = Sealer(bytes.fromhex({hall.poll.key("opening").hex()!r}), bytes.fromhex({hall.poll.purpose.hex()!r}))
        for member in {hall.members!r}:
            with transaction(engine) as db:
                receipt = actions.cast_envelope(
                    db, {hall.district_id}, {hall.box_id}, member, sealer.seal(b" " * 256, chance(32)),
                    saw_revision=0, request="r", site=SITE, at=NOON,
                )
            print(member, receipt.as_file().decode(), end="", flush=True)
    """
    child = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout
    shown = [child.stdout.readline() for _ in range(8)]
    child.send_signal(signal.SIGKILL)
    shown += child.stdout.read().splitlines(keepends=True)
    child.wait()
    child.stdout.close()
    with session_factory(real_engine)() as db:
        for line in shown:
            member, _, receipt = line.partition(" ")
            stored = db.execute(
                text("SELECT envelope_hash FROM box_electors WHERE box_id = :box AND membership_id = :member"),
                {"box": hall.box_id, "member": int(member)},
            ).scalar_one()
            assert bytes(stored).hex() == read_receipt(receipt.encode()).envelope
        assert len(shown) >= 8
        assert channels_of(db, hall.box_id).total in (len(shown), len(shown) + 1)


@pytest.mark.parametrize("seed", range(4))
def test_09_random_orders_of_acts_keep_the_promises(real_engine: Engine, seed: int) -> None:
    """A model of the box beside it: cast, change, repeat, helper, paper, crash before commit, close."""
    hall, dice = opened(real_engine, 5), random.Random(seed)
    newest: dict[int, tuple[int, str, bytes | None]] = dict.fromkeys(range(5), (0, "none", None))
    sent: list[tuple[int, int, bytes, str]] = []
    for step in range(60):
        voter = dice.randrange(5)
        revision, channel, _ = newest[voter]
        act = dice.choice(["cast", "cast", "stale", "repeat", "helper", "paper", "crash"])
        saw = revision if act != "stale" else revision - 1
        envelope, request = hall.envelope(dice.choice(["yes", "no", "blank"])), f"{seed}-{step}"
        if act == "repeat" and sent:
            voter, saw, envelope, request = dice.choice(sent)
            revision, channel, _ = newest[voter]
        more: dict[str, Any] = {"helper_id": hall.members[(voter + 1) % 5]} if act == "helper" else {}
        try:
            with transaction(real_engine) as db:
                if act == "paper":
                    actions.mark_paper(db, hall.district_id, hall.box_id, hall.members[voter], at=NOON)
                    fresh: tuple[int, str, bytes | None] = (revision + 1, "paper", None)
                else:
                    receipt = hall.cast(db, voter, envelope, saw=saw, request=request, **more)
                    way = channel if receipt.revision == revision else "helper" if more else "online"
                    fresh = (receipt.revision, way, envelope)
                if act == "crash":
                    raise InterruptedError
        except (CoopError, InterruptedError):
            refused_rightly = act not in ("cast", "helper") or channel == "paper"
            assert refused_rightly, act
        else:
            assert act != "stale"
            assert fresh[0] in (revision, revision + 1)
            newest[voter] = fresh
            sent.append((voter, saw, envelope, request))
        with session_factory(real_engine)() as db:
            place = place_of(db, hall.box_id, hall.members[voter])
            assert place
            assert (place.revision, place.channel.value) == newest[voter][:2]
    with transaction(real_engine) as db:
        hall.seal(db)
        expected = sorted(envelope for _, _, envelope in newest.values() if envelope)
        assert sorted(envelopes_of(db, hall.box_id)) == expected
        assert channels_of(db, hall.box_id).total == sum(revision > 0 for revision, _, _ in newest.values())
        assert len(list(db.query(LogLine))) == 2
