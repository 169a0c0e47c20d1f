"""The standalone verifier counts like the site, on random votes with ties and blank ballots; opening repeats itself."""

import json
import random
from argparse import Namespace
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

from coop.rules.sealing.ballots import Opened, ballot_text, envelope_hash, new_tracker
from coop.rules.sealing.chance import SeededChance, shuffled
from coop.rules.sealing.checking import check, check_checkpoint, check_key, check_receipt, check_tracker
from coop.rules.sealing.encoding import canonical
from coop.rules.sealing.faults import SealError, UntrueError
from coop.rules.sealing.folder import Channels, open_box, opened_folder, require_sealed, seal_folder
from coop.rules.sealing.hpke import Sealer
from coop.rules.sealing.keys import SEED, OpeningKeys, Signer
from coop.rules.sealing.log import Hands
from coop.rules.sealing.merkle import Tree
from coop.rules.sealing.poll import Poll
from coop.rules.sealing.rehearsal import KINDS, SEALED, UNIX, rehearse
from coop.rules.sealing.results import result_of
from coop.rules.sealing.shares import parted, seed_of, share_code
from tests.rules.sealing.tampering import standalone

ANNOUNCED = {kind: rehearse(kind, 12, "agree").poll for kind in KINDS}


def random_poll(dice: random.Random, kind: str) -> Poll:
    """Other options, costs, seats and inequalities; small numbers half of the time, so that there are ties."""
    facts = json.loads(canonical(ANNOUNCED[kind].facts))
    facts["electors"] = 1000
    size, small = dice.randint(2, 8), dice.random() < 0.5
    if kind != "motion":
        facts["options"] = [{"id": f"o{number}", "title": "x"} for number in range(size)]
    if kind == "priorities":
        for option in facts["options"]:
            option["cost"] = dice.randint(1, 6 if small else 1000)
        facts["method"]["budget"] = dice.randint(1, 12 if small else 4000)
    elif kind != "motion":
        facts["method"]["seats"] = dice.randint(1, 4)
        if "ranks" in facts["method"]:
            facts["method"]["ranks"] = dice.randint(1, size)
    else:
        facts["method"] |= {"quorum": [dice.randint(0, 2), 30], "majority": [dice.randint(1, 2), 3]}
        facts["method"] |= {"at_least": dice.random() < 0.5, "base": dice.choice(["expressed", "cast", "members"])}
    return Poll.of(facts)


def random_ballots(dice: random.Random, poll: Poll) -> list[tuple[str, ...]]:
    """Some options are wanted by many, some by nobody."""
    liked = {option: dice.random() ** 2 for option in poll.options}
    ballots: list[tuple[str, ...]] = []
    for _ in range(dice.randint(0, dice.choice([6, 40, 150]))):
        if poll.kind != "motion" and not poll.is_order:
            ballots.append(tuple(option for option in poll.options if dice.random() < liked[option]))
        else:
            most = poll.most_choices
            count = 1 if poll.kind == "motion" else dice.randint(0, most)
            ballots.append(tuple(dice.sample(poll.options, count)))
    return ballots


@pytest.mark.parametrize("kind", list(ANNOUNCED))
@pytest.mark.parametrize("batch", range(4))
def test_both_programs_count_alike(kind: str, batch: int) -> None:
    dice = random.Random(f"{kind}{batch}")
    for _ in range(50):
        poll = random_poll(dice, kind)
        ballots, invalid = random_ballots(dice, poll), dice.randint(0, 5)
        ours = result_of(poll, ballots, invalid, "dice")
        assert canonical(standalone().recount(poll.facts, ballots, invalid, "dice")) == canonical(ours)


def test_36_the_same_box_gives_the_same_bytes_whoever_opens_it() -> None:
    keys, chance = OpeningKeys.of(b"o" * SEED), SeededChance("box")
    facts = json.loads(canonical(ANNOUNCED["motion"].facts))
    facts["keys"] |= {"opening": keys.public.hex(), "opener": keys.signer.public.hex()}
    poll = Poll.of(facts)
    sealer = Sealer(keys.public, poll.purpose)
    texts = [ballot_text([poll.options[n % 3]], new_tracker(chance), facts["size"]) for n in range(10)]
    envelopes = [sealer.seal(text, chance(32)) for text in [*texts, b'{"c":["=1+1"],"t":"x"}'.ljust(256)]]
    envelopes += [b"\x00" * 337, Sealer(keys.public, b"another vote").seal(texts[0], chance(32))]
    paper = [Opened(new_tracker(chance), ("yes",)), None]
    hashes = [envelope_hash(one) for one in envelopes]
    sealed = seal_folder(poll, hashes, Channels(len(hashes), 0, 2), SEALED, Signer(b"s" * 32))
    require_sealed(poll, sealed, envelopes)
    shares = [share_code(n, share) for n, share in parted(b"o" * SEED, 2, 3, chance).items()]
    found = set()
    for two in combinations(shares, 2):
        again = OpeningKeys.of(seed_of(two, 2))
        opening = open_box(poll, again, shuffled(chance, envelopes), shuffled(chance, list(paper)))
        assert (len(opening.ballots), opening.invalid) == (11, 4)
        found.add(canonical({k: v.hex() for k, v in opened_folder(poll, sealed, opening, "x", again.signer).items()}))
    assert len(found) == 1
    with pytest.raises(SealError, match="not the key of this vote"):
        open_box(poll, OpeningKeys.of(b"x" * SEED), envelopes, paper)
    for wrong in (envelopes[1:], [*envelopes, envelopes[0]], [envelopes[0]], [*envelopes[1:], b"y"]):
        with pytest.raises(UntrueError, match="not those of the published list"):
            require_sealed(poll, sealed, wrong)


@pytest.mark.parametrize("kind", list(ANNOUNCED))
def test_receipts_codes_and_checkpoints(kind: str) -> None:
    made, other = rehearse(kind, 30, "a"), rehearse(kind, 30, "b")
    checked = check(made.files)
    for receipt in made.receipts:
        found = check_receipt(checked, receipt.as_file())
        assert [",".join(one) for one in found["counted_as"]]
    for ballot in made.paper:
        assert check_tracker(checked, ballot.tracker)["counted_as"] == [list(ballot.choices)]
    assert check_checkpoint(checked, made.checkpoint.encode()) == 6
    check_key(checked, checked.site.upper())
    with pytest.raises(UntrueError, match="another vote"):
        check_receipt(checked, other.receipts[0].as_file())
    with pytest.raises(UntrueError, match="not of this log"):
        check_checkpoint(checked, other.checkpoint.encode())
    with pytest.raises(UntrueError, match="not the key you gave"):
        check_key(checked, check(other.files).site)
    for wrong in (other.paper[0].tracker, "", "hello", "é", "0" * 500):
        with pytest.raises(UntrueError):
            check_tracker(checked, wrong)


@pytest.mark.parametrize(
    ("leaves", "told"),
    [
        (lambda own: [*own, b"z" * 32], "cut short"),
        (lambda own: own[:-1], ""),
        (lambda own: [*own[:5], b"z" * 32], "rewritten"),
        (lambda own: [b"z" * 32, *own[1:]], "rewritten"),
        (lambda own: own[:2] + own[3:6], "rewritten"),
    ],
    ids=["shortened", "grown", "forked", "old line replaced", "line taken out"],
)
def test_30_a_log_that_was_cut_or_forked_contradicts_a_saved_checkpoint(
    leaves: Callable[[list[bytes]], list[bytes]], told: str, tmp_path: Path
) -> None:
    """The folder itself is true, and both notes are truly signed by the site and its witness: two views of one log."""
    made, chance = rehearse("motion", 30, "fork"), SeededChance("fork|motion|30|10")
    chance(SEED)
    hands = Hands("coop.example/noorderkwartier", Signer(chance(32)), [("bibliotheek.example", Signer(chance(32)))])
    seen = leaves([bytes.fromhex(leaf) for leaf in json.loads(made.files["log.json"])["leaves"]])
    note = hands.note(len(seen), Tree(seen).root(), UNIX[3])
    (tmp_path / "saved.txt").write_text(note)
    asked = Namespace(key=None, receipt=None, tracker=None, checkpoint=str(tmp_path / "saved.txt"))
    checked, lone = check(made.files), standalone().check(made.files)
    if not told:
        assert check_checkpoint(checked, note.encode()) == len(seen)
        assert standalone().check_more(lone, asked)
        return
    with pytest.raises(UntrueError, match=told):
        check_checkpoint(checked, note.encode())
    with pytest.raises(standalone().FalseError, match=told):
        standalone().check_more(lone, asked)


def test_25_below_the_least_number_only_totals() -> None:
    for kind in ANNOUNCED:
        made = rehearse(kind, 9, "few", min_ballots=10)
        assert made.files["ballots.csv"] == b"tracker,choices\n"
        checked = check(made.files)
        assert not checked.recounted
        assert checked.result["ballots"] == 9
        receipt = made.receipts[0].as_file()
        assert "counted_as" not in check_receipt(checked, receipt)
        lone = standalone().check(made.files)
        assert standalone().check_receipt(lone, receipt) == ["The envelope of your receipt is in the box."]
        with pytest.raises(standalone().FalseError, match="cannot be looked up"):
            standalone().check_tracker(lone, made.receipts[0].tracker)
        with pytest.raises(UntrueError, match="cannot be looked up"):
            check_tracker(checked, made.receipts[0].tracker)


def test_the_same_seed_makes_the_same_folder() -> None:
    assert rehearse("election", 20, "7").files == rehearse("election", 20, "7").files
    assert rehearse("election", 20, "7").files != rehearse("election", 20, "8").files
