"""Three tellers through the pages: they bring a key, prove that every code works, and open the box themselves."""

import io
import itertools
import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from coop.ballotbox.commands import open_command, vault
from coop.kernel.errors import ConflictError
from coop.rules.sealing.boxes import read_box
from coop.rules.sealing.checking import check
from coop.rules.sealing.keys import OpeningKeys
from coop.rules.sealing.shares import seed_of
from coop.rules.sealing.vault import opened_box
from coop.voting import actions
from coop.voting.models import Poll, TellerKey
from coop.voting.policy import BallotKind, PollState
from tests.rules.sealing.tampering import standalone
from tests.support.make import NOON
from tests.support.site import Site, Visitor
from tests.voting.conftest import AFTER, SEED, Town
from tests.voting.test_sealed import BASE, folder, hands_of, reader, unpacked, vote


@dataclass
class Made:
    """What `coop vault shares` prints: public line and three codes."""

    public: str
    codes: list[str]


@pytest.fixture(scope="module")
def made() -> Made:
    told = json.loads(CliRunner().invoke(vault, ["shares", "--json"]).stdout)
    return Made(told["public"], told["codes"])


def rehearsal(secretary: Visitor, poll: Poll, codes: list[str], place: Path) -> str:
    """Two tellers at their own computer: `coop open --rehearse` over the downloaded file."""
    place.write_bytes(secretary.client.get(f"{BASE}/{poll.id}/tellers/proef.json").data)
    words = [str(place), "--rehearse", *itertools.chain.from_iterable(("--share", code) for code in codes)]
    done = CliRunner().invoke(open_command, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout.strip()


def ready(town: Town, site: Site, made: Made, place: Path) -> tuple[Poll, Visitor]:
    """A draft whose tellers have proven all three codes."""
    poll = town.of_kind(BallotKind.ELECTION, "Anna", "Bram", "Cor")
    secretary = reader(site, town.secretary)
    secretary.open(f"{BASE}/{poll.id}/tellers").submit("Use this key", public=made.public)
    for pair in ((0, 1), (1, 2)):
        answer = rehearsal(secretary, poll, [made.codes[n] for n in pair], place)
        secretary.open(f"{BASE}/{poll.id}/tellers").submit("Check this answer", answer=answer.lower())
    return poll, secretary


def test_37_the_vote_opens_only_after_every_code_opened_a_test_envelope(
    town: Town, site: Site, made: Made, tmp_path: Path
) -> None:
    place = tmp_path / "proef.json"
    poll = town.of_kind(BallotKind.ELECTION, "Anna", "Bram", "Cor")
    secretary, address = reader(site, town.secretary), f"{BASE}/{poll.id}/tellers"
    public = made.public
    assert secretary.client.get(f"{address}/proef.json").status_code == 404
    page = secretary.open(address)
    for wrong in ("", "coop-key-1:00:00", public[:-1], public.replace(":2:", ":3:")):
        page.submit("Use this key", public=wrong, expect=422)
    page = page.submit("Use this key", public=f"  {public[:90]}\n{public[90:]} ")
    assert page.has("Teller 3: not tried yet")
    assert page.lacks("Open the secret vote with tellers")
    with pytest.raises(ConflictError, match="Not every teller"):
        actions.open_with_tellers(
            town.db, town.secretary.actor, town.place.id, poll.id, hands_of(site), at=NOON, key="k", name="n"
        )
    one, two, three = made.codes
    right = rehearsal(secretary, poll, [one, two], place)
    for wrong in (
        "",
        right[:-1],
        right[:-1] + ("0" if right[-1] != "0" else "1"),
        right.replace("-2-", "-3-"),
        "x" * 99,
    ):
        page.submit("Check this answer", answer=wrong, expect=422)
    page = page.submit("Check this answer", answer=right)
    assert page.has("Teller 1: the code works")
    assert page.has("Teller 3: not tried yet")
    # The answer of before says nothing about the third code.
    page = page.submit("Check this answer", answer=right)
    assert page.lacks("Open the secret vote with tellers")
    page = page.submit("Check this answer", answer=rehearsal(secretary, poll, [three, two], place))
    page.submit("Open the secret vote with tellers")
    town.db.refresh(poll)
    assert poll.state is PollState.OPEN
    assert secretary.client.get(address).status_code == 303


def test_37_another_key_or_a_code_of_another_key_proves_nothing(
    town: Town, site: Site, made: Made, tmp_path: Path
) -> None:
    place = tmp_path / "proef.json"
    poll, secretary = ready(town, site, made, place)
    other = json.loads(CliRunner().invoke(vault, ["shares", "--json"]).stdout)
    words = [str(place), "--rehearse", "--share", other["codes"][0], "--share", other["codes"][1]]
    failed = CliRunner().invoke(open_command, words)
    assert (failed.exit_code, "another key" in failed.stderr) == (1, True)
    mixed = CliRunner().invoke(open_command, [str(place), "--rehearse", "--share", made.codes[0], *words[4:]])
    assert (mixed.exit_code, "another key" in mixed.stderr) == (1, True)
    place.write_bytes(b"{}")
    assert CliRunner().invoke(open_command, words).exit_code == 1
    assert CliRunner().invoke(open_command, [f"{place}.not", *words[1:]]).exit_code == 1
    page = secretary.open(f"{BASE}/{poll.id}/tellers").submit("Take another key")
    assert page.has("Use this key")
    assert town.db.scalar(select(func.count()).select_from(TellerKey)) == 0
    page = page.submit("Use this key", public=other["public"])
    assert page.lacks("Open the secret vote with tellers")


def test_37_an_election_with_tellers_is_opened_on_their_own_machine(
    town: Town, site: Site, made: Made, tmp_path: Path
) -> None:
    town.crowd(6)
    poll, secretary = ready(town, site, made, tmp_path / "proef.json")
    secretary.open(f"{BASE}/{poll.id}/tellers").submit("Open the secret vote with tellers")
    town.db.refresh(poll)
    for number in range(10):
        vote(site, town.members[number], poll, *(("1", "2") if number < 6 else ("3", "1")))
    site.at(AFTER)
    assert secretary.client.get(f"{BASE}/{poll.id}/verzegelde-bus.zip").status_code == 409
    secretary.open(f"{BASE}/{poll.id}/beheer").submit("Close the vote")
    page = secretary.open(f"{BASE}/{poll.id}/tellen").submit("Count the votes", seed=SEED)
    assert page.has("Now the tellers open the box")
    assert site.visitor().client.get(f"{BASE}/{poll.id}/verzegelde-bus.zip").status_code != 200
    box = read_box(unpacked(secretary, f"{BASE}/{poll.id}/verzegelde-bus.zip"))
    opened = opened_box(OpeningKeys.of(seed_of(made.codes[1:], 2)), box, AFTER)
    token = secretary.open(f"{BASE}/{poll.id}/bus-geopend").soup.select_one("main input[name=csrf_token]")["value"]  # type: ignore[index]
    lies = {**opened, "ballots.csv": opened["ballots.csv"].replace(b",1 2", b",3 1", 1)}
    for files, status in ((lies, 409), ({"x": b""}, 409), ({}, 409), (opened, 303)):
        sent = {"csrf_token": token, "files": [(io.BytesIO(data), name) for name, data in files.items()]}
        assert secretary.client.post(f"{BASE}/{poll.id}/bus-geopend", data=sent).status_code == status
    secretary.open(f"{BASE}/{poll.id}/beheer").submit("Publish the result")
    checked = check(folder(site, poll))
    standalone().check(folder(site, poll))
    assert checked.poll.facts["custody"] == {"kind": "tellers", "need": 2, "shares": 3}
    assert checked.result["ballots"] == 10
