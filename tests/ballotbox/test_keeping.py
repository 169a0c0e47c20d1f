"""Who keeps the key: the vault that opens one box once (24), the tellers with their codes (37), a real socket."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from coop.ballotbox.commands import answer_to, open_command, vault
from coop.ballotbox.gateways import Drawer, VaultSocket
from coop.kernel.errors import ConflictError
from coop.rules.sealing.ballots import ballot_text, envelope_hash, new_tracker
from coop.rules.sealing.boxes import as_text, box_folder, from_text, read_box
from coop.rules.sealing.chance import SeededChance
from coop.rules.sealing.encoding import canonical, moment_text
from coop.rules.sealing.faults import SealError, UntrueError
from coop.rules.sealing.folder import Channels, seal_folder
from coop.rules.sealing.hpke import Sealer
from coop.rules.sealing.keys import Signer
from coop.rules.sealing.poll import Poll
from coop.rules.sealing.rehearsal import Rehearsal, rehearse
from coop.rules.sealing.vault import SealedBox, Vault

CLOSES = datetime(2026, 11, 1, 19, tzinfo=UTC)
SITE = Signer(b"s" * 32)


def keeper() -> Vault:
    return Vault({}, SeededChance("vault"))


def box_for(keep: Vault | VaultSocket, voters: int = 12, name: str = "v", *, min_ballots: int = 10) -> SealedBox:
    """A sealed box of a vote whose key is in this vault."""
    chance = SeededChance(name)
    facts = json.loads(canonical(rehearse("motion", 12, name).poll.facts))
    facts["keys"] |= {"site": SITE.public.hex()}
    facts |= {"opens_at": "2026-10-01T08:00:00Z", "closes_at": moment_text(CLOSES), "min_ballots": min_ballots}
    facts |= {"custody": {"kind": "vault", "need": 1, "shares": 1}}
    facts["keys"] |= keep.new(facts)
    poll = Poll.of(facts)
    sealer = Sealer(poll.key("opening"), poll.purpose)
    texts = [ballot_text(["yes"], new_tracker(chance), facts["size"]) for _ in range(voters)]
    envelopes = sorted((sealer.seal(text, chance(32)) for text in texts), key=envelope_hash)
    hashes = [envelope_hash(one) for one in envelopes]
    files = seal_folder(poll, hashes, Channels(voters, 0, 0), moment_text(CLOSES), SITE)
    return SealedBox(files, envelopes, (), "dice 4 1 6")


def test_24_before_closing_nothing_is_opened() -> None:
    keep = keeper()
    box = box_for(keep)
    with pytest.raises(SealError, match="not closed"):
        keep.open(box, CLOSES - timedelta(seconds=1))
    assert set(keep.open(box, CLOSES)) == {"ballots.csv", "result.json", "opened.json", "opened.sig"}


def test_24_a_second_list_is_refused_and_the_same_one_gives_the_same_bytes() -> None:
    keep = keeper()
    box = box_for(keep)
    first = keep.open(box, CLOSES)
    assert keep.open(box, CLOSES + timedelta(days=1)) == first
    fewer = box.envelopes[1:]
    poll = Poll.read(box.files["poll.json"])
    hashes = [envelope_hash(one) for one in fewer]
    other = seal_folder(poll, hashes, Channels(len(fewer), 0, 0), moment_text(CLOSES), SITE)
    with pytest.raises(SealError, match="opened before"):
        keep.open(SealedBox(other, fewer, (), box.lot), CLOSES)
    with pytest.raises(SealError, match="opened before"):
        keep.open(replace(box, lot="another lot"), CLOSES)


def test_24_a_part_of_the_list_one_envelope_or_an_unsigned_list_is_refused() -> None:
    keep = keeper()
    box = box_for(keep)
    unsigned = {**box.files, "sealed.sig": b"0" * 128 + b"\n"}
    swapped = {**box.files, "sealed.json": box.files["sealed.json"].replace(b'"helper":0', b'"helper":1')}
    for wrong in (
        replace(box, envelopes=box.envelopes[:1]),
        replace(box, envelopes=box.envelopes[1:]),
        replace(box, envelopes=[*box.envelopes, box.envelopes[0]]),
        replace(box, envelopes=[]),
        replace(box, paper=(None,)),
        replace(box, lot=""),
        replace(box, files=unsigned),
        replace(box, files=swapped),
        replace(box, files={}),
    ):
        with pytest.raises(SealError):
            keep.open(wrong, CLOSES)
    assert keep.open(box, CLOSES)


def test_24_a_few_ballots_give_only_totals() -> None:
    keep = keeper()
    files = keep.open(box_for(keep, voters=3), CLOSES)
    assert files["ballots.csv"] == b"tracker,choices\n"
    assert json.loads(files["result.json"])["votes"] == {"yes": 3, "no": 0, "blank": 0}


def test_a_destroyed_key_opens_nothing_and_is_never_made_again() -> None:
    keep = keeper()
    box = box_for(keep)
    poll = Poll.read(box.files["poll.json"])
    name = poll.id
    keep.destroy(name)
    keep.destroy(name)
    with pytest.raises(SealError, match="no key"):
        keep.destroy("another vote")
    for act in (lambda: keep.open(box, CLOSES), lambda: keep.new(poll.facts)):
        with pytest.raises(SealError, match="destroyed"):
            act()


def facts_for(name: str, **other: Any) -> dict[str, Any]:
    """What is announced of a motion, without the keys of who opens."""
    facts: dict[str, Any] = json.loads(canonical(rehearse("motion", 12, name).poll.facts))
    facts["keys"] = {"site": SITE.public.hex(), "witnesses": []}
    return facts | {"custody": {"kind": "vault", "need": 1, "shares": 1}} | other


def test_24_a_key_is_made_for_one_announcement() -> None:
    keep, facts = keeper(), facts_for("vote")
    first = keep.new(facts)
    assert keep.new(facts) == first
    assert keep.new(facts_for("other")) != first
    for other in ({"question": "Another question?"}, {"closes_at": "2026-11-10T19:00:00Z"}, {"min_ballots": 1}):
        with pytest.raises(SealError, match="another announcement"):
            keep.new(facts | other)
    wrongs: list[dict[str, Any]] = [{"closes_at": "tomorrow"}, {"options": []}, {"keys": None}, {"id": "7"}, {"x": 1}]
    for wrong in wrongs:
        with pytest.raises(SealError):
            keep.new(facts | wrong)
    with pytest.raises(SealError):
        keep.new({})


def test_24_the_vault_keeps_no_key_of_an_election_of_persons() -> None:
    facts = json.loads(canonical(rehearse("election", 12, "board").poll.facts))
    for custody in (facts["custody"], {"kind": "vault", "need": 1, "shares": 1}):
        store: dict[str, dict[str, Any]] = {}
        with pytest.raises(SealError, match="belongs to tellers"):
            Vault(store, SeededChance("vault")).new(facts | {"custody": custody})
        assert not store
    with pytest.raises(SealError, match="belongs to tellers"):
        keeper().new(facts_for("vote", custody=facts["custody"]))


@pytest.mark.parametrize(
    "other",
    [
        {"question": "Another question?"},
        {"options": [{"id": key, "title": key} for key in ("yes", "no", "blank")]},
        {"closes_at": "2026-10-15T19:00:00Z"},
        {"min_ballots": 1},
        {"electors": 12},
    ],
)
def test_24_a_box_of_another_announcement_is_not_opened_though_the_site_signed_it(other: dict[str, Any]) -> None:
    keep = keeper()
    box = box_for(keep)
    poll = Poll.of({**Poll.read(box.files["poll.json"]).facts, **other})
    hashes = [envelope_hash(one) for one in box.envelopes]
    files = seal_folder(poll, hashes, Channels(len(hashes), 0, 0), moment_text(CLOSES), SITE)
    with pytest.raises(SealError, match="not the vote that was announced"):
        keep.open(replace(box, files=files), CLOSES)
    # Nor with another key of the site in it, with which anybody could sign a list.
    thief = Signer(b"t" * 32)
    keys = {**poll.facts["keys"], "site": thief.public.hex()}
    stolen = Poll.of({**Poll.read(box.files["poll.json"]).facts, "keys": keys})
    files = seal_folder(stolen, hashes[:1], Channels(1, 0, 0), moment_text(CLOSES), thief)
    with pytest.raises(SealError, match="not the vote that was announced"):
        keep.open(SealedBox(files, box.envelopes[:1], (), box.lot), CLOSES)
    assert keep.open(box, CLOSES)


@pytest.mark.parametrize("voters", [0, 1, 2])
def test_24_fewer_than_three_ballots_are_never_opened(voters: int) -> None:
    keep = keeper()
    box = box_for(keep, voters=voters, min_ballots=1)
    with pytest.raises(SealError, match="fewer than 3"):
        keep.open(box, CLOSES)


@pytest.mark.parametrize("line", [b"", b"{", b"[]", b"7", b'{"ask":"keys"}', b'{"ask":"open","box":{"poll.json":"x"}}'])
def test_strange_questions_are_refused_without_a_crash(line: bytes) -> None:
    assert set(answer_to(keeper(), line)) == {"refused"}


def test_keys_lie_in_files_that_only_their_owner_reads(tmp_path: Path) -> None:
    store = Drawer(tmp_path / "keys")
    first = Vault(store, SeededChance("x")).new(facts_for("vote"))
    assert Vault(Drawer(tmp_path / "keys"), SeededChance("y")).new(facts_for("vote")) == first
    (kept,) = (tmp_path / "keys").iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    name = facts_for("vote")["id"]
    assert (list(store), len(store)) == ([name], 1)
    del store[name]
    assert not store


def test_a_key_is_on_the_disk_before_its_name_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, done = Drawer(tmp_path), []
    real_sync, real_replace = os.fsync, Path.replace

    def sync(file: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(file).st_mode) else f"{os.fstat(file).st_size} bytes")
        real_sync(file)

    def replace(fresh: Path, name: Path) -> Path:
        done.append("replaced")
        return real_replace(fresh, name)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", replace)
    store["vote"] = {"seed": "00"}
    assert done == ["14 bytes", "replaced", "folder"]


@pytest.fixture
def real_vault(tmp_path: Path) -> Iterator[VaultSocket]:
    """`coop vault serve` as a process of its own."""
    path = tmp_path / "v.sock"
    words = ["vault", "serve", "--socket", str(path), "--store", str(tmp_path / "keys")]
    program = f"from coop.ballotbox.commands import vault; vault({words[1:]!r})"
    child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert child.stdout
    # It says so when it listens.
    assert b"listens" in child.stdout.readline()
    yield VaultSocket(path)
    child.terminate()
    child.wait()
    child.stdout.close()


def test_the_vault_as_a_process_of_its_own(real_vault: VaultSocket) -> None:
    # Keys are made there, and only the public part comes out.
    box = box_for(real_vault)
    files = real_vault.open(box)
    assert real_vault.open(box) == files
    with pytest.raises(ConflictError, match="refuses"):
        real_vault.open(replace(box, envelopes=box.envelopes[1:]))
    real_vault.destroy(Poll.read(box.files["poll.json"]).id)
    with pytest.raises(ConflictError, match="refuses"):
        real_vault.open(box)


def test_a_vault_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(ConflictError, match="does not answer"):
        VaultSocket(tmp_path / "nothing").new(facts_for("x"))


# ---- tellers -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def practice() -> Rehearsal:
    return rehearse("election", 24, "tellers")


@pytest.fixture
def box(practice: Rehearsal, tmp_path: Path) -> Path:
    (tmp_path / "box").mkdir()
    for name, data in box_folder(practice.box).items():
        (tmp_path / "box" / name).write_bytes(data)
    return tmp_path / "box"


def opening(box: Path, *codes: str) -> Result:
    words = [str(box), *(word for code in codes for word in ("--share", code))]
    return CliRunner().invoke(open_command, words, catch_exceptions=False)


def test_37_any_two_tellers_open_to_what_is_published(practice: Rehearsal, box: Path) -> None:
    for two in combinations(practice.codes, 2):
        done = opening(box, *two)
        assert done.exit_code == 0, done.output
        out = box.with_name("box-opened")
        for path in out.iterdir():
            assert path.read_bytes() == practice.files[path.name]
        assert len(list(out.iterdir())) == 4


def test_37_one_teller_a_typing_error_or_a_foreign_code_opens_nothing(practice: Rehearsal, box: Path) -> None:
    one, two, _ = practice.codes
    typo = two[:5] + ("0" if two[5] != "0" else "1") + two[6:]
    foreign = rehearse("election", 12, "others").codes[1]
    for codes, why in (((one, one), "2 different"), ((one, typo), "typing error"), ((one, foreign), "not the key")):
        done = opening(box, *codes)
        assert done.exit_code == 1
        assert why in done.stderr
        assert not box.with_name("box-opened").exists()


def test_37_tellers_type_their_codes_unseen(practice: Rehearsal, box: Path) -> None:
    typed = "".join(f"{code.lower()}\n" for code in practice.codes[1:])
    done = CliRunner().invoke(open_command, [str(box)], input=typed, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert practice.codes[1].lower() not in done.output


@pytest.mark.parametrize("name", ["poll.json", "sealed.txt", "envelopes.bin", "paper.csv", "lot.txt", "sealed.sig"])
def test_a_touched_box_is_not_opened(practice: Rehearsal, box: Path, name: str) -> None:
    data = (box / name).read_bytes()
    touched = {"cut": data[:-5], "garbled": b"\xff" + data[1:], "empty": b""}
    for what in touched.values():
        (box / name).write_bytes(what)
        done = opening(box, *practice.codes[:2])
        # Another lot is another opening: the site compares it with its log and refuses there.
        assert done.exit_code == (0 if name == "lot.txt" and what == touched["cut"] else 1), (name, what[:20])
        assert "Traceback" not in done.output
    (box / name).unlink()
    assert opening(box, *practice.codes[:2]).exit_code == 1


def test_37_a_rehearsal_must_give_the_announced_key() -> None:
    runner = CliRunner()
    made = json.loads(runner.invoke(vault, ["shares", "--json"]).stdout)
    other = json.loads(runner.invoke(vault, ["shares", "--json"]).stdout)
    assert len(made["codes"]) == 3
    words = ["rehearse", "--public", made["public"], "--share", made["codes"][0], "--share", made["codes"][2]]
    assert runner.invoke(vault, words).exit_code == 0
    words[2] = other["public"]
    wrong = runner.invoke(vault, words)
    assert (wrong.exit_code, "another key" in wrong.stderr) == (1, True)
    assert runner.invoke(vault, ["shares", "--need", "4"]).exit_code == 2
    assert "Teller 3: 3-" in runner.invoke(vault, ["shares"]).stdout


def test_a_box_travels_as_files_and_as_text(practice: Rehearsal) -> None:
    files = box_folder(practice.box)
    again = read_box(from_text(json.loads(json.dumps(as_text(files)))))
    assert (list(again.envelopes), list(again.paper), again.lot) == (
        list(practice.box.envelopes),
        list(practice.box.paper),
        practice.box.lot,
    )
    for wrong in (7, {"x": 1}, {"x": "é"}, None):
        with pytest.raises(UntrueError):
            from_text(wrong)
