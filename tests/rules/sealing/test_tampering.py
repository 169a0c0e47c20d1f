"""Whatever is touched in a published folder, both verifiers see it (tests 28, 30, 34 of the design)."""

import json
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Any

import pytest

from coop.rules.sealing import checking
from coop.rules.sealing.ballots import Opened
from coop.rules.sealing.chance import SeededChance
from coop.rules.sealing.checking import check, check_receipt, check_tracker
from coop.rules.sealing.encoding import canonical
from coop.rules.sealing.faults import UntrueError
from coop.rules.sealing.folder import Files, Opening, counted_entry, opened_folder, statement_folder
from coop.rules.sealing.keys import SEED, OpeningKeys, Signer
from coop.rules.sealing.log import Hands, log_file
from coop.rules.sealing.merkle import Tree, leaf_hash
from coop.rules.sealing.poll import Poll
from coop.rules.sealing.rehearsal import COUNTED, KINDS, UNIX, Rehearsal, rehearse
from coop.rules.sealing.results import Choices, result_file, result_of
from tests.rules.sealing.tampering import (
    JSONS,
    Tampered,
    fields,
    lines,
    rehashed,
    standalone,
    whole_files,
    written_otherwise,
)


@lru_cache
def made(kind: str, seed: str = "tamper") -> Rehearsal:
    """A small rehearsal."""
    return rehearse(kind, 15, seed)


def keys_of(kind: str) -> tuple[OpeningKeys, Signer, Signer]:
    """All secret keys of a rehearsal: who opens, the site, the witness."""
    chance = SeededChance(f"tamper|{kind}|15|10")
    return OpeningKeys.of(chance(SEED)), Signer(chance(32)), Signer(chance(32))


@pytest.fixture(autouse=True)
def each_recount_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most tampered folders hold the same ballots: their recount is remembered."""
    told: dict[str, Any] = {}

    def remembered(poll: Poll, choices: list[Choices], invalid: int, seed: str) -> dict[str, Any]:
        key = repr((poll.facts, choices, invalid, seed))
        if key not in told:
            told[key] = result_of(poll, choices, invalid, seed)
        return dict(told[key])

    monkeypatch.setattr(checking, "result_of", remembered)


def refusal(way: Callable[[Files], object], files: Files, error: type[Exception]) -> str:
    """The one sentence with which a folder is refused; empty when it is accepted."""
    try:
        way(files)
    except error as fault:
        return str(fault)
    return ""


def both_refuse(files: Files) -> list[str]:
    """Verifiers that are content with a folder, or do not say why not in one line."""
    said = {"coop verify": refusal(check, files, UntrueError)}
    said["verifier.py"] = refusal(lone, files, standalone().FalseError)
    return [f"{name} says {one!r}" for name, one in said.items() if not one or "\n" in one]


def lone(files: Files) -> None:
    """verifier.py without the disk: the same order of catching as its `look`."""
    verifier = standalone()
    for name in set(files) ^ set(verifier.NAMES):
        raise verifier.FalseError(name)
    try:
        verifier.check(files)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, ArithmeticError, RecursionError):
        raise verifier.FalseError("a file is not made as it must be") from None


def assert_all_seen(ways: Iterator[Tampered], least: int) -> None:
    """Every tampered folder is refused by both; `least` so many ways there were."""
    missed, count = [], 0
    for what, files in ways:
        count += 1
        missed += [f"{what}: {one}" for one in both_refuse(files)]
    assert not missed, missed[:20]
    assert count >= least


@pytest.mark.parametrize("kind", KINDS)
def test_an_untouched_folder_is_true_for_both(kind: str) -> None:
    check(made(kind).files)
    lone(made(kind).files)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", JSONS)
def test_28_every_field(kind: str, name: str) -> None:
    assert_all_seen(fields(made(kind).files, name), 40)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["sealed.txt", "ballots.csv", "sealed.sig", "opened.sig", "statement.sig"])
def test_28_every_line(kind: str, name: str) -> None:
    assert_all_seen(lines(made(kind).files, name), 8)


@pytest.mark.parametrize("kind", KINDS)
def test_28_every_file(kind: str) -> None:
    assert_all_seen(whole_files(made(kind).files, made(kind, "another").files), 180)


@pytest.mark.parametrize("kind", KINDS)
def test_28_the_same_facts_in_another_writing(kind: str) -> None:
    assert_all_seen(written_otherwise(made(kind).files), 70)


@pytest.mark.parametrize("kind", KINDS)
def test_28_random_bytes_changed_lost_and_added(kind: str) -> None:
    dice, files = random.Random(kind), made(kind).files

    def ways() -> Iterator[Tampered]:
        for number in range(200):
            name, data = dice.choice(sorted(files)), bytearray()
            while not data or bytes(data) == files[name]:
                data = bytearray(files[name])
                place, act = dice.randrange(len(data)), number % 3
                if act == 0:
                    data[place] ^= 1 << dice.randrange(8)
                elif act == 1:
                    del data[place]
                else:
                    data.insert(place, dice.randrange(256))
            yield f"{name} {number}", {**files, name: bytes(data)}

    assert_all_seen(ways(), 200)


@pytest.mark.parametrize("kind", KINDS)
def test_28_several_touches_at_once_carelessly_and_with_every_hash_written_anew(kind: str) -> None:
    dice, files = random.Random(f"several {kind}"), made(kind).files
    touched = {name: [one[name] for _, one in fields(files, name)] for name in JSONS}
    touched |= {name: [one[name] for _, one in lines(files, name)] for name in ("ballots.csv", "sealed.txt")}

    def ways() -> Iterator[Tampered]:
        for number in range(60):
            names = dice.sample(sorted(touched), dice.randint(2, 4))
            changed = {**files, **{name: dice.choice(touched[name]) for name in names}}
            yield f"{number} {names}", changed
            # Who breaks a file so that it can no longer be read cannot write its hashes anew.
            again = files
            with suppress(ValueError, KeyError, TypeError, AttributeError, IndexError):
                again = rehashed(changed)
            if again != files:  # a hash that was touched is right again
                yield f"{number} {names} rehashed", again

    assert_all_seen(ways(), 70)


def careful(kind: str) -> Iterator[Tampered]:
    """Sensible lies: other votes, counts, rules and results, consistent among themselves before hashing."""
    files, poll = made(kind).files, made(kind).poll
    rows = files["ballots.csv"].decode().splitlines()
    ballots = [Opened(row.split(",")[0], tuple(row.split(",")[1].split())) for row in rows[1:]]
    seed = json.loads(files["result.json"])["seed"]
    wish = (poll.options[1],)
    changed = [Opened(ballots[0].tracker, wish if ballots[0].choices != wish else poll.options[:1]), *ballots[1:]]
    for what, fresh in {"vote changed": changed, "vote removed": ballots[1:]}.items():
        csv = "".join(f"{line}\n" for line in ("tracker,choices", *(one.line for one in fresh)))
        result = result_file(result_of(poll, [one.choices for one in fresh], 0, seed))
        yield what, {**files, "ballots.csv": csv.encode(), "result.json": result}
    yield from stuffed(kind, ballots, seed)
    sealed, terms = json.loads(files["sealed.json"]), json.loads(files["poll.json"])
    moved = sealed | {"online": sealed["online"] - 1, "helper": sealed["helper"] + 1}
    yield "channel changed", {**files, "sealed.json": canonical(moved)}
    yield "sealed later", {**files, "sealed.json": canonical(sealed | {"sealed_at": "2026-11-16T19:00:05Z"})}
    for field, value in {
        "question": "Another question", "closes_at": "2026-11-16T18:00:00Z", "electors": terms["electors"] + 1,
        "title": "Another title", "min_ballots": 11, "effect": "referendum", "options": terms["options"][::-1],
    }.items():  # fmt: skip
        yield f"{field} changed", {**files, "poll.json": canonical(terms | {field: value})}


def stuffed(kind: str, ballots: list[Opened], seed: str) -> Iterator[Tampered]:
    """A ballot more, with an envelope more, as if an abstainer had voted."""
    files, poll = made(kind).files, made(kind).poll
    more = sorted([*ballots, Opened("ZZZZZ-ZZZZZ", (poll.options[0],))])
    csv = "".join(f"{line}\n" for line in ("tracker,choices", *(one.line for one in more))).encode()
    listed = b"".join(sorted([*files["sealed.txt"].splitlines(keepends=True), b"ab" * 32 + b"\n"]))
    sealed, opened = json.loads(files["sealed.json"]), json.loads(files["opened.json"])
    sealed |= {"online": sealed["online"] + 1, "envelopes": sealed["envelopes"] + 1}
    fresh = {"ballots.csv": csv, "sealed.txt": listed, "sealed.json": canonical(sealed)}
    fresh["opened.json"] = canonical(opened | {"total": opened["total"] + 1})
    fresh["result.json"] = result_file(result_of(poll, [one.choices for one in more], 0, seed))
    yield "vote added", {**files, **fresh}


@pytest.mark.parametrize("kind", KINDS)
def test_28_careful_lies_with_every_hash_written_anew(kind: str) -> None:
    assert_all_seen(((what, rehashed(files)) for what, files in careful(kind)), 11)


@pytest.mark.parametrize("kind", KINDS)
def test_28_careful_lies_signed_with_the_sites_own_key(kind: str) -> None:
    # Who holds the key of the site holds neither the opening key nor that of the witness.
    _, site, _ = keys_of(kind)
    assert site.public == made(kind).poll.key("site")
    assert_all_seen(((what, rehashed(files, site)) for what, files in careful(kind)), 11)


@pytest.mark.parametrize("kind", KINDS)
def test_28_careful_lies_signed_with_site_and_opening_key_contradict_the_witness(kind: str) -> None:
    keys, site, _ = keys_of(kind)
    assert_all_seen(((what, rehashed(files, site, keys.signer)) for what, files in careful(kind)), 11)


@pytest.mark.parametrize("kind", KINDS)
def test_28_another_key_in_the_place_of_the_sites(kind: str) -> None:
    files, fresh = made(kind).files, Signer(b"\x07" * 32)
    terms = json.loads(files["poll.json"])
    for name in ("site", "opener"):
        swapped = {**files, "poll.json": canonical({**terms, "keys": {**terms["keys"], name: fresh.public.hex()}})}
        assert not both_refuse(rehashed(swapped, fresh, fresh if name == "opener" else None))
        assert not both_refuse({**files, "statement.sig": rehashed(files, fresh)["statement.sig"]})
        assert not both_refuse({**files, "opened.sig": rehashed(files, fresh, fresh)["opened.sig"]})


def test_28_what_only_voters_and_witnesses_catch() -> None:
    # Site, opener and witness cheat together before anything is published: the folder is consistent with itself.
    first, (keys, site, witness) = made("motion"), keys_of("motion")
    opening = [Opened(*_row(row)) for row in first.files["ballots.csv"].decode().splitlines()[1:]]
    victim = next(one for one in opening if one.choices == ("no",))
    lied = tuple(sorted([*(one for one in opening if one != victim), Opened(victim.tracker, ("yes",))]))
    seed = json.loads(first.files["result.json"])["seed"]
    stage_a = {name: first.files[name] for name in ("poll.json", "sealed.txt", "sealed.json", "sealed.sig")}
    files = stage_a | opened_folder(first.poll, stage_a, Opening(lied, 0), seed, keys.signer)
    files |= statement_folder(files, first.poll, seed, COUNTED, site)
    log = json.loads(first.files["log.json"])
    entry = counted_entry(first.poll, files["statement.json"], COUNTED)
    leaves = [*(bytes.fromhex(leaf) for leaf in log["leaves"][:-1]), leaf_hash(canonical(entry))]
    hands = Hands("coop.example/noorderkwartier", site, [("bibliotheek.example", witness)])
    notes = [*log["checkpoints"][:-1], hands.note(len(leaves), Tree(leaves).root(), UNIX[3])]
    mine = {row["index"]: row["entry"] for row in log["entries"][:-1]} | {len(leaves) - 1: entry}
    files["log.json"] = log_file(leaves, mine, notes)
    found = check(files)
    lone(files)
    assert check_tracker(found, victim.tracker)["counted_as"] == [["yes"]]  # the voter knows better
    other = made("motion", "another")
    with pytest.raises(UntrueError, match="another vote"):
        check_receipt(found, other.receipts[0].as_file())


def small_lies(kind: str = "motion") -> Iterator[tuple[str, Files]]:
    """Results of a vote of nine, of which only totals are published, signed by opener, site and witness together."""
    small, keys = rehearse(kind, 9, "tamper", 10), SeededChance(f"tamper|{kind}|9|10")
    opener, site, witness = OpeningKeys.of(keys(SEED)), Signer(keys(32)), Signer(keys(32))
    true = json.loads(small.files["result.json"])
    for what, lie in {"nothing": {}, **lies_about(true, small.poll)}.items():
        files = {**small.files, "result.json": canonical({**true, **lie})}
        files = rehashed(files, site, opener.signer)
        log = json.loads(files["log.json"])
        hands = Hands("coop.example/noorderkwartier", site, [("bibliotheek.example", witness)])
        leaves = [bytes.fromhex(leaf) for leaf in log["leaves"]]
        log["checkpoints"][-1] = hands.note(len(leaves), Tree(leaves).root(), UNIX[3])
        yield what, {**files, "log.json": canonical(log)}


def lies_about(true: dict[str, Any], poll: Poll) -> dict[str, dict[str, Any]]:
    """Totals and winners that cannot be, and more than totals."""
    votes, (one, two, *_) = true["votes"], poll.options
    lies: dict[str, dict[str, Any]] = {
        "below zero": {"votes": {**votes, one: -1}},
        "no votes": {"votes": {}},
        "no list": {"votes": 9},
        "half": {"votes": {one: 9}},
        "true": {"votes": {**votes, one: True}},
        "far too many": {"votes": {**votes, one: 10**15}},
        "ballots": {"ballots": true["ballots"] - 1},
        "invalid": {"invalid": 1},
        "lot": {"lot": true["lot"][::-1]},
        "a ranking of each": {"stages": [[one, two]]},
    }
    if poll.kind == "motion":
        lies["passed"] = {"passed": not true["passed"]}
        lies["votes"] = {"votes": {**votes, one: votes[one] + 1, two: votes[two] - 1}}
        lies["quorum"] = {"quorum_met": not true["quorum_met"]}
        return lies
    for what, winners in {
        "unknown": ["x"], "twice": [one, one], "all": list(poll.options), "a text": one, "nothing": None,
        "numbers": [1], "lists": [[one]],
    }.items():  # fmt: skip
        lies[f"winners: {what}"] = {"winners": winners}
    if poll.is_order:
        lies["too many first places"] = {"votes": dict.fromkeys(poll.options, 9)}
    if poll.method["rule"] == "approval":
        lies["another winner"] = {"winners": [next(key for key in poll.options if key not in true["winners"])]}
    return lies


@pytest.mark.parametrize("kind", KINDS)
def test_28_the_totals_of_a_small_vote_are_counted_again_or_must_be_possible(kind: str) -> None:
    ways = dict(small_lies(kind))
    assert len(both_refuse(ways.pop("nothing"))) == 2
    assert_all_seen(iter(ways.items()), 13)


@pytest.mark.parametrize("kind", KINDS)
def test_25_of_few_ballots_nothing_but_totals_and_winners_is_told(kind: str) -> None:
    small = rehearse(kind, 9, "tamper", 10)
    told = set(json.loads(small.files["result.json"]))
    common = {"format", "poll", "rule", "ballots", "invalid", "votes", "seed", "lot"}
    bars = {"passed", "quorum_met", "turnout", "turnout_side", "quorum_side", "yes_side", "majority_side", "members"}
    assert told == common | (bars if kind == "motion" else {"winners"})
    # No published file has a code of a ballot or the choices of one in it.
    codes = [receipt.tracker for receipt in small.receipts] + [ballot.tracker for ballot in small.paper]
    for name, data in small.files.items():
        assert not [code for code in codes if code.encode() in data], name


def _row(row: str) -> tuple[str, tuple[str, ...]]:
    tracker, choices = row.split(",")
    return tracker, tuple(choices.split())
