"""The published folder, checked: every file, count, hash, signature and proof, and a full recount."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from coop.rules.sealing.ballots import TRACKER, Opened, read_tracker
from coop.rules.sealing.encoding import canonical, is_moment, read_hex, read_json, read_lines, sha
from coop.rules.sealing.faults import SealError, UntrueError, claim
from coop.rules.sealing.folder import (
    FILES,
    HEAD,
    Channels,
    counted_entry,
    entries_of,
    opened_statement,
    sealed_statement,
    statement_of,
)
from coop.rules.sealing.keys import fingerprint, is_signed
from coop.rules.sealing.log import read_log, require_continues
from coop.rules.sealing.merkle import Tree
from coop.rules.sealing.poll import Poll
from coop.rules.sealing.receipts import read_receipt
from coop.rules.sealing.results import Choices, result_of, told_by_totals

HASHED = {
    "poll_sha256": "poll.json",
    "list_sha256": "sealed.txt",
    "root": "sealed.txt",
    "sealed_sha256": "sealed.json",
    "ballots_sha256": "ballots.csv",
    "ballots_root": "ballots.csv",
    "result_sha256": "result.json",
    "statement_sha256": "statement.json",
}
"""The file whose hash a field holds."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A folder in which everything is true. `recounted`: False when too few voted and only totals are published."""

    poll: Poll
    channels: Channels
    ballots: dict[str, Choices]
    envelopes: frozenset[str]
    result: Mapping[str, Any]
    recounted: bool
    log: Tree
    site: str
    opener: str


def check(files: Mapping[str, bytes]) -> Checked:
    """Check a folder. Raises `UntrueError` with the first thing that is false."""
    for name in sorted(set(files) - set(FILES)):
        raise UntrueError(f"{name} does not belong in a published folder")
    for name in FILES:
        claim(name in files, f"{name} is missing")
    poll = Poll.read(files["poll.json"])
    hashes = _sealed_list(files["sealed.txt"])
    channels, sealed_at = _sealed(poll, hashes, files)
    shown = _ballots(poll, files["ballots.csv"])
    entries, _, tree = read_log(poll, files["log.json"])
    seed = entries["lot"].get("seed")
    claim(isinstance(seed, str) and bool(seed), "the log does not say which lot was thrown")
    result, recounted = _result(poll, channels, shown, files, str(seed))
    _opened(poll, channels, shown, files, result["invalid"])
    _statement(poll, files, entries, str(seed), sealed_at)
    return Checked(
        poll=poll,
        channels=channels,
        ballots={ballot.tracker: ballot.choices for ballot in shown},
        envelopes=frozenset(one.hex() for one in hashes),
        result=result,
        recounted=recounted,
        log=tree,
        site=fingerprint(poll.key("site")),
        opener=fingerprint(poll.key("opener")),
    )


def _read(files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    try:
        value = read_json(files[name])
    except SealError as fault:
        raise UntrueError(f"{name} cannot be used: {fault}") from None
    claim(isinstance(value, dict), f"{name} cannot be used: it is no list of facts")
    return dict(value)


def _same(name: str, found: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    """Claim that a file says exactly what follows from the other files."""
    claim(set(found) == set(expected), f"{name} does not have exactly the fields it must have")
    for field, value in expected.items():
        if field == "files" and isinstance(found[field], dict):
            _same(name, found[field], value)
        about = HASHED.get(field, field)
        said = f"belongs to another {about}" if about in FILES else f"says something about {about} that is not so"
        claim(canonical(found[field]) == canonical(value), f"{name} {said}")


def _require_signature(files: Mapping[str, bytes], name: str, public: bytes, whose: str) -> None:
    try:
        text = files[f"{name}.sig"].decode("ascii")
        signed = text.endswith("\n") and is_signed(public, files[f"{name}.json"], read_hex(text[:-1], 64))
    except (SealError, UnicodeDecodeError):
        signed = False
    claim(signed, f"the signature of {whose} under {name}.json is wrong")


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else -1


def _sealed_list(data: bytes) -> list[bytes]:
    lines = read_lines("sealed.txt", data)
    try:
        hashes = [read_hex(line, 32) for line in lines]
    except SealError:
        raise UntrueError("a line of sealed.txt is not the hash of an envelope") from None
    claim(
        all(one < two for one, two in pairwise(lines)),
        "the envelopes in sealed.txt are not sorted, or one is there twice",
    )
    return hashes


def _sealed(poll: Poll, hashes: list[bytes], files: Mapping[str, bytes]) -> tuple[Channels, str]:
    found = _read(files, "sealed.json")
    channels = Channels(*(_number(found.get(name)) for name in ("online", "helper", "paper")))
    at = found.get("sealed_at")
    claim(min(channels.online, channels.helper, channels.paper) >= 0, "sealed.json has a count that cannot be")
    claim(is_moment(at) and str(at) >= poll.facts["closes_at"], "the box was sealed before the closing time")
    _same("sealed.json", found, sealed_statement(poll, hashes, channels, str(at)))
    claim(
        channels.envelopes == len(hashes),
        f"there are {len(hashes)} envelopes, but {channels.envelopes} were cast online and with helpers",
    )
    claim(
        channels.total <= poll.facts["electors"],
        f"there are {channels.total} ballots and only {poll.facts['electors']} electors",
    )
    _require_signature(files, "sealed", poll.key("site"), "the site")
    return channels, str(at)


def _ballots(poll: Poll, data: bytes) -> list[Opened]:
    head, *lines = read_lines("ballots.csv", data) or [""]
    claim(head == HEAD, "ballots.csv does not begin with the line that it must begin with")
    ballots = []
    for line in lines:
        tracker, comma, rest = line.partition(",")
        choices = tuple(rest.split(" ")) if rest else ()
        claim(bool(comma) and bool(TRACKER.fullmatch(tracker.partition(".")[0])), "ballots.csv has a line without code")
        claim(poll.allows(choices), f"ballot {tracker} is not a ballot that this vote allows")
        ballots.append(Opened(tracker, choices))
    claim(
        all(one.tracker < two.tracker for one, two in pairwise(ballots)),
        "the ballots in ballots.csv are not sorted, or a code is there twice",
    )
    _require_told_apart(ballots)
    return ballots


def _require_told_apart(ballots: list[Opened]) -> None:
    """Codes with .1, .2 … behind them are complete and in the order of their choices."""
    codes: dict[str, list[Opened]] = {}
    for ballot in ballots:
        codes.setdefault(ballot.tracker.partition(".")[0], []).append(ballot)
    for code, same in codes.items():
        if len(same) == 1 and same[0].tracker == code:
            continue
        ranked = sorted(same, key=lambda ballot: (len(ballot.tracker), ballot.tracker))
        numbered = [ballot.tracker for ballot in ranked] == [f"{code}.{n}" for n in range(1, len(same) + 1)]
        claim(
            numbered and len(same) > 1 and all(a.choices <= b.choices for a, b in pairwise(ranked)),
            f"the ballots with code {code} are not told apart as they must be",
        )


def _result(
    poll: Poll, channels: Channels, shown: list[Opened], files: Mapping[str, bytes], seed: str
) -> tuple[dict[str, Any], bool]:
    """The result, recounted unless too few voted."""
    found = _read(files, "result.json")
    invalid = _number(found.get("invalid"))
    claim(invalid >= 0, "result.json has a count that cannot be")
    if channels.total < poll.facts["min_ballots"]:
        claim(not shown, "there are so few ballots that they must not be published one by one")
        valid = _number(found.get("ballots"))
        claim(valid + invalid == channels.total, "result.json counts other ballots than came in")
        _same("result.json", found, told_by_totals(poll, found, valid, invalid, seed))
        return found, False
    claim(
        len(shown) + invalid == channels.total,
        f"{channels.total} ballots came in, but {len(shown)} are published and {invalid} were invalid",
    )
    expected = result_of(poll, [ballot.choices for ballot in shown], invalid, seed)
    _same("result.json", found, expected)
    return found, True


def _opened(poll: Poll, channels: Channels, shown: list[Opened], files: Mapping[str, bytes], invalid: int) -> None:
    expected = opened_statement(poll, files, shown, total=channels.total, invalid=invalid)
    _same("opened.json", _read(files, "opened.json"), expected)
    _require_signature(files, "opened", poll.key("opener"), "who opened the box")


def _statement(poll: Poll, files: Mapping[str, bytes], entries: Mapping[str, Any], seed: str, sealed_at: str) -> None:
    """The closing statement and what the log says about it."""
    found = _read(files, "statement.json")
    at, lot_at = found.get("counted_at"), entries["lot"].get("at")
    ordered = is_moment(at) and is_moment(lot_at) and sealed_at <= str(lot_at) <= str(at)
    claim(ordered, "the box was not first sealed, then the lot thrown, then counted")
    _same("statement.json", found, statement_of(files, poll, seed, str(at)))
    _require_signature(files, "statement", poll.key("site"), "the site")
    expected = [
        *entries_of(poll, files["sealed.json"], sealed_at, seed, str(lot_at)),
        counted_entry(poll, files["statement.json"], str(at)),
    ]
    for entry in expected:
        _same(f"the log entry “{entry['kind']}”", entries[entry["kind"]], entry)


def check_receipt(checked: Checked, data: bytes) -> dict[str, Any]:
    """The receipt is of this vote and site, its envelope is in the box, and its code, if any, was counted.

    Where so few voted that no ballots are published, the code is not looked up.
    """
    receipt = read_receipt(data)
    claim(receipt.poll == checked.poll.id, "the receipt is of another vote")
    claim(
        receipt.key == checked.poll.key("site"),
        "the receipt was signed with another key than this folder: one of them is not of this site",
    )
    claim(
        receipt.envelope in checked.envelopes,
        "the envelope of this receipt is not in the box; if you voted again later, use the newest receipt",
    )
    found = {"envelope": receipt.envelope, "revision": receipt.revision}
    return {**found, **check_tracker(checked, receipt.tracker)} if receipt.tracker and checked.recounted else found


def check_tracker(checked: Checked, typed: str) -> dict[str, Any]:
    """How the ballot with this code was counted. Raises `UntrueError` when it is not there."""
    try:
        code = read_tracker(typed)
    except SealError as fault:
        raise UntrueError(str(fault)) from None
    claim(checked.recounted, "so few people voted that no ballots are published; a code cannot be looked up")
    same = [tracker for tracker in checked.ballots if tracker.partition(".")[0] == code]
    claim(bool(same), f"no ballot with code {code} was counted")
    return {"tracker": code, "counted_as": [list(checked.ballots[tracker]) for tracker in sorted(same)]}


def check_checkpoint(checked: Checked, note: bytes) -> int:
    """The size of a checkpoint that somebody saved earlier, after finding that the log only grew since."""
    try:
        text = note.decode()
    except UnicodeDecodeError:
        raise UntrueError("the saved checkpoint cannot be read") from None
    return require_continues(checked.poll, checked.log, text).size


def check_key(checked: Checked, printed: str) -> None:
    """The key of the site is the one whose fingerprint somebody has on paper."""
    plain = printed.lower().replace(" ", "").replace("-", "")
    claim(
        plain == checked.site.replace("-", ""),
        f"this folder was signed with key {checked.site}, which is not the key you gave",
    )


def digest(files: Mapping[str, bytes]) -> str:
    """One hash over a whole folder, to compare two copies."""
    return sha(canonical({name: sha(data) for name, data in files.items()}))
