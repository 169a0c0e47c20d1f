"""Thirty days later, on a site whose keys lie with a vault in a process of its own: key and envelopes are gone."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from coop.ballotbox.gateways import VaultSocket
from coop.ballotbox.models import Box
from coop.ballotbox.queries import announced
from coop.kernel.errors import ConflictError
from coop.rules.sealing.checking import check
from coop.voting import actions
from coop.voting.policy import BallotKind
from tests.rules.sealing.tampering import standalone
from tests.support.make import NOON
from tests.support.site import Site
from tests.voting.conftest import AFTER, SEED, Town
from tests.voting.test_sealed import folder, hands_of, vote

# The process of the vault has a clock of its own, in the year of the tests.
PROGRAM = """
from datetime import UTC, datetime
from coop.ballotbox import commands
commands.system_clock = lambda: datetime(2028, 1, 1, tzinfo=UTC)
commands.vault(["serve", "--socket", {socket!r}, "--store", {store!r}])
"""


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """Where the vault keeps its keys."""
    return tmp_path / "keys"


@pytest.fixture
def vault(tmp_path: Path, keys: Path) -> Iterator[VaultSocket]:
    """A vault in another process."""
    path = tmp_path / "v.sock"
    program = PROGRAM.format(socket=str(path), store=str(keys))
    child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert child.stdout
    # It says so when it listens.
    assert b"listens" in child.stdout.readline()
    yield VaultSocket(path)
    child.terminate()
    child.wait()
    child.stdout.close()


def test_thirty_days_later_key_and_envelopes_are_gone_and_the_log_says_so(
    town: Town, site: Site, vault: VaultSocket, keys: Path
) -> None:
    town.crowd(4)
    hands = replace(hands_of(site), keeper=vault)
    by, here, poll = town.secretary.actor, town.place.id, town.of_kind(BallotKind.MOTION, "Evening hours")
    name = "0d2f4d1c-7c39-4f0e-8d1b-0123456789ab"
    actions.open_sealed_poll(town.db, by, here, poll.id, hands, at=NOON, key="k", name=name)
    for number in range(10):
        vote(site, town.members[number], poll, "for")
    (kept,) = keys.iterdir()
    seed = json.loads(kept.read_text())["seed"]
    assert len(seed) == 32
    held = kept.open("rb")  # as who looks at the disk: the old bytes, not the name of the file
    actions.close_poll(town.db, by, here, poll.id, at=AFTER)
    actions.seal_due_polls(town.db, hands.site, at=AFTER)
    actions.open_sealed_box(town.db, by, here, poll.id, hands, seed=SEED, at=AFTER)
    actions.publish_poll(town.db, by, here, poll.id, at=AFTER)
    before = folder(site, poll)
    assert actions.destroy_due_boxes(town.db, hands, at=AFTER + timedelta(days=29, hours=23)) == 0
    assert seed in kept.read_text()
    assert actions.destroy_due_boxes(town.db, hands, at=AFTER + timedelta(days=30)) == 1
    assert seed not in kept.read_text()
    assert seed.encode() not in held.read()
    held.close()
    with pytest.raises(ConflictError, match="destroyed"):
        vault.new(announced(town.db.scalars(select(Box)).one()).facts)
    assert town.db.scalar(text("SELECT count(*) FROM sealed_envelopes WHERE envelope IS NOT NULL")) == 0
    assert town.db.scalar(text("SELECT count(*) FROM sealed_envelopes")) == 10
    kinds = [json.loads(body)["kind"] for body in town.db.scalars(text("SELECT body FROM box_log ORDER BY place"))]
    assert kinds == ["opened", "sealed", "lot", "counted", "destroyed"]
    # What was published stays, and is still true.
    assert folder(site, poll) == before
    check(before)
    standalone().check(before)
    assert actions.destroy_due_boxes(town.db, hands, at=AFTER + timedelta(days=31)) == 0
