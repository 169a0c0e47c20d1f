"""The published folder, written: nine files, each of which is bound by at least two signatures of different hands.

poll.json                    what was announced; its hash is in the log before the first vote
sealed.txt .json .sig        the hashes of all closed envelopes, the counts; signed by the site before opening
ballots.csv result.json      every ballot under its code, and the result by the announced method
opened.json .sig             what came out of which box, signed by who holds the opening key
statement.json .sig          the hashes of all of it, signed by the site
log.json                     the public log with the checkpoints that witnesses elsewhere cosigned
"""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from coop.rules.sealing.ballots import Opened, envelope_hash, read_ballot, told_apart
from coop.rules.sealing.encoding import canonical, sha
from coop.rules.sealing.faults import SealError, claim
from coop.rules.sealing.hpke import Opener
from coop.rules.sealing.keys import OpeningKeys, Signer
from coop.rules.sealing.merkle import Tree
from coop.rules.sealing.poll import Poll
from coop.rules.sealing.results import only_totals, result_file, result_of

HEAD = "tracker,choices"
STAGE_A = ("poll.json", "sealed.txt", "sealed.json", "sealed.sig")
FILES = (
    *STAGE_A,
    "ballots.csv",
    "opened.json",
    "opened.sig",
    "result.json",
    "statement.json",
    "statement.sig",
    "log.json",
)
Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Channels:
    """How many ballots came in which way."""

    online: int
    helper: int
    paper: int

    @property
    def envelopes(self) -> int:
        """Closed envelopes."""
        return self.online + self.helper

    @property
    def total(self) -> int:
        """All ballots."""
        return self.online + self.helper + self.paper


def signature(signer: Signer, data: bytes) -> bytes:
    """A .sig file: 128 hexadecimal digits and a line feed."""
    return signer.sign(data).hex().encode() + b"\n"


def sealed_list(hashes: Iterable[bytes]) -> bytes:
    """sealed.txt: the hashes sorted, so that the order says nothing about who or when."""
    return "".join(f"{one}\n" for one in sorted(one.hex() for one in hashes)).encode()


def sealed_root(hashes: Iterable[bytes]) -> str:
    """The Merkle root over the sorted hashes."""
    return Tree.of(sorted(hashes)).root().hex()


def sealed_statement(poll: Poll, hashes: Sequence[bytes], channels: Channels, at: str) -> dict[str, Any]:
    """What sealed.json says."""
    return {
        "format": "coop-sealed-1",
        "poll": poll.id,
        "poll_sha256": sha(poll.as_file()),
        "electors": poll.facts["electors"],
        "online": channels.online,
        "helper": channels.helper,
        "paper": channels.paper,
        "envelopes": len(hashes),
        "list_sha256": sha(sealed_list(hashes)),
        "root": sealed_root(hashes),
        "sealed_at": at,
    }


def seal_folder(poll: Poll, hashes: Sequence[bytes], channels: Channels, at: str, site: Signer) -> Files:
    """The four files that are published at closing, before anything is opened."""
    if len(set(hashes)) != len(hashes) or len(hashes) != channels.envelopes:
        raise SealError("the envelopes do not agree with the electoral roll")
    statement = canonical(sealed_statement(poll, hashes, channels, at))
    return {
        "poll.json": poll.as_file(),
        "sealed.txt": sealed_list(hashes),
        "sealed.json": statement,
        "sealed.sig": signature(site, statement),
    }


@dataclass(frozen=True, slots=True)
class Opening:
    """What was in the box: valid ballots told apart and sorted, and the number of invalid ones."""

    ballots: tuple[Opened, ...]
    invalid: int


def open_box(poll: Poll, keys: OpeningKeys, envelopes: Iterable[bytes], paper: Sequence[Opened | None]) -> Opening:
    """Open everything at once. `paper`: typed ballots, None for an invalid one.

    The same box gives the same bytes however often and wherever it is opened. Raises `SealError` when the key is not
    the announced one.
    """
    if keys.public != poll.key("opening") or keys.signer.public != poll.key("opener"):
        raise SealError("this key is not the key of this vote")
    opener = Opener(keys.private, poll.purpose)
    closed = list(envelopes)
    # Two halves at once, because the arithmetic of the curve runs beside Python. What comes out is sorted anyway.
    with ThreadPoolExecutor(2) as hands:
        halves = hands.map(lambda part: [_opened(poll, opener, one) for one in part], (closed[::2], closed[1::2]))
        found = [ballot for half in halves for ballot in half]
    found += [ballot if ballot and poll.allows(ballot.choices) else None for ballot in paper]
    valid = [ballot for ballot in found if ballot]
    return Opening(tuple(told_apart(valid)), len(found) - len(valid))


def _opened(poll: Poll, opener: Opener, envelope: bytes) -> Opened | None:
    try:
        ballot = read_ballot(opener.open(envelope), poll.facts["size"])
    except SealError:
        return None
    return ballot if poll.allows(ballot.choices) else None


def require_sealed(poll: Poll, published: Mapping[str, bytes], envelopes: Iterable[bytes]) -> None:
    """Raise `UntrueError` unless these are exactly the envelopes of the published list, none more or less."""
    listed = sealed_list(envelope_hash(envelope) for envelope in envelopes)
    claim(listed == published.get("sealed.txt"), "the envelopes are not those of the published list")
    claim(published.get("poll.json") == poll.as_file(), "the vote is not the one that was published")


def ballots_file(ballots: Sequence[Opened]) -> bytes:
    """ballots.csv."""
    return "".join(f"{line}\n" for line in (HEAD, *(ballot.line for ballot in ballots))).encode()


def ballots_root(ballots: Sequence[Opened]) -> str:
    """The Merkle root over the lines."""
    return Tree.of(ballot.line.encode() for ballot in ballots).root().hex()


def opened_folder(poll: Poll, sealed: Mapping[str, bytes], opening: Opening, seed: str, signer: Signer) -> Files:
    """Ballots, result and the declaration of who opened. Below the least number of ballots only the totals."""
    total = len(opening.ballots) + opening.invalid
    shown = opening.ballots if total >= poll.facts["min_ballots"] else ()
    result = result_of(poll, [ballot.choices for ballot in opening.ballots], opening.invalid, seed)
    if total < poll.facts["min_ballots"]:
        result = only_totals(poll, result)
    csv = ballots_file(shown)
    fresh = {"ballots.csv": csv, "result.json": result_file(result)}
    declared = canonical(opened_statement(poll, {**sealed, **fresh}, shown, total=total, invalid=opening.invalid))
    return {**fresh, "opened.json": declared, "opened.sig": signature(signer, declared)}


def opened_statement(
    poll: Poll, files: Mapping[str, bytes], shown: Sequence[Opened], *, total: int, invalid: int
) -> dict[str, Any]:
    """What opened.json says. `shown`: the published ballots; `total`: with the invalid and unpublished ones."""
    return {
        "format": "coop-opened-1",
        "poll": poll.id,
        "poll_sha256": sha(poll.as_file()),
        "sealed_sha256": sha(files["sealed.json"]),
        "total": total,
        "invalid": invalid,
        "ballots_sha256": sha(files["ballots.csv"]),
        "ballots_root": ballots_root(shown),
        "result_sha256": sha(files["result.json"]),
    }


def statement_of(files: Mapping[str, bytes], poll: Poll, seed: str, at: str) -> dict[str, Any]:
    """What statement.json says."""
    named = ("poll.json", "sealed.txt", "sealed.json", "opened.json", "ballots.csv", "result.json")
    return {
        "format": "coop-statement-1",
        "poll": poll.id,
        "electors": poll.facts["electors"],
        "files": {name: sha(files[name]) for name in named},
        "seed": seed,
        "counted_at": at,
    }


def statement_folder(files: Mapping[str, bytes], poll: Poll, seed: str, at: str, site: Signer) -> Files:
    """statement.json and its signature."""
    statement = canonical(statement_of(files, poll, seed, at))
    return {"statement.json": statement, "statement.sig": signature(site, statement)}


def entries_of(poll: Poll, sealed: bytes, sealed_at: str, seed: str, lot_at: str) -> list[dict[str, Any]]:
    """The log entries that stand before anything is opened."""
    return [
        {
            "kind": "opened",
            "poll": poll.id,
            "poll_sha256": sha(poll.as_file()),
            "electors": poll.facts["electors"],
            "at": poll.facts["opens_at"],
        },
        {"kind": "sealed", "poll": poll.id, "sealed_sha256": sha(sealed), "at": sealed_at},
        {"kind": "lot", "poll": poll.id, "seed": seed, "at": lot_at},
    ]


def counted_entry(poll: Poll, statement: bytes, at: str) -> dict[str, Any]:
    """The log entry of the result."""
    return {"kind": "counted", "poll": poll.id, "statement_sha256": sha(statement), "at": at}
