"""The public log of a site: four entries for each vote, one tree, a checkpoint after each entry.

opened  the hash of poll.json and the number of electors, before the first vote
sealed  the hash of sealed.json, before anything is opened
lot     the seed thrown in public, before anything is opened
counted the hash of statement.json
Never an entry for a ballot: that would show the order. Entries of other votes are only their hashes here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from coop.rules.sealing.encoding import canonical, read_hex, read_json
from coop.rules.sealing.faults import SealError, UntrueError, claim
from coop.rules.sealing.keys import Signer
from coop.rules.sealing.merkle import Tree, is_consistent, is_included, leaf_hash
from coop.rules.sealing.notes import Checkpoint, body_of, read_checkpoint, site_line, witness_line
from coop.rules.sealing.poll import Poll

FORMAT = "coop-log-1"
KINDS = ("opened", "sealed", "lot", "counted")
FIELDS = {"format", "leaves", "entries", "checkpoints", "consistency"}


@dataclass(frozen=True, slots=True)
class Hands:
    """Who sign a checkpoint."""

    origin: str
    site: Signer
    witnesses: Sequence[tuple[str, Signer]]

    def note(self, size: int, root: bytes, seconds: int) -> str:
        """A checkpoint, cosigned at this Unix time."""
        body = body_of(self.origin, size, root)
        lines = [witness_line(body, name, signer, seconds) for name, signer in self.witnesses]
        return body + "\n" + site_line(body, self.origin, self.site) + "".join(lines)


def log_file(leaves: Sequence[bytes], mine: Mapping[int, Mapping[str, Any]], notes: Sequence[str]) -> bytes:
    """log.json: all leaves up to the last entry of this vote, its entries, a checkpoint after each, and the proofs."""
    tree = Tree(leaves)
    sizes = [index + 1 for index in sorted(mine)]
    plain = {
        "format": FORMAT,
        "leaves": [leaf.hex() for leaf in leaves],
        "entries": [
            {"index": index, "entry": dict(mine[index]), "inclusion": [one.hex() for one in tree.inclusion(index)]}
            for index in sorted(mine)
        ],
        "checkpoints": list(notes),
        "consistency": [
            {"from": old, "to": new, "proof": [one.hex() for one in tree.consistency(old, new)]}
            for old, new in pairwise(sizes)
        ],
    }
    return canonical(plain)


def read_log(poll: Poll, data: bytes) -> tuple[dict[str, dict[str, Any]], list[Checkpoint], Tree]:
    """The four entries by kind, the checkpoints and the tree, after checking every hash, proof and signature."""
    try:
        plain = read_json(data)
        if not isinstance(plain, dict) or set(plain) != FIELDS or plain["format"] != FORMAT:
            raise SealError("it does not have exactly the fields it must have")
        leaves = [read_hex(leaf, 32) for leaf in plain["leaves"]]
        entries = [
            (one["index"], one["entry"], [read_hex(x, 32) for x in one["inclusion"]]) for one in plain["entries"]
        ]
        steps = [(one["from"], one["to"], [read_hex(x, 32) for x in one["proof"]]) for one in plain["consistency"]]
        whole = all(set(one) == {"index", "entry", "inclusion"} for one in plain["entries"]) and all(
            set(one) == {"from", "to", "proof"} for one in plain["consistency"]
        )
        notes = [str(note) for note in plain["checkpoints"]]
        kinds = [entry["kind"] for _, entry, _ in entries]
        if not whole or not all(type(n) is int for i, _, _ in entries for n in (i,)):
            raise SealError("it does not have exactly the fields it must have")
    except (SealError, TypeError, KeyError, AttributeError) as fault:
        reason = str(fault) if isinstance(fault, SealError) else "it does not have exactly the fields it must have"
        raise UntrueError(f"log.json cannot be used: {reason}") from None
    claim(kinds == list(KINDS), "the log does not hold the four entries of this vote, in their order")
    tree = Tree(leaves)
    _require_entries(tree, entries)
    points = _require_checkpoints(poll, tree, [index + 1 for index, _, _ in entries], notes)
    _require_steps(points, steps)
    return {entry["kind"]: entry for _, entry, _ in entries}, points, tree


def _require_entries(tree: Tree, entries: Sequence[tuple[int, dict[str, Any], list[bytes]]]) -> None:
    places = [index for index, _, _ in entries]
    claim(places == sorted(set(places)), "the entries of the log are not in order")
    claim(places[-1] == tree.size - 1, "the log does not end with the last entry of this vote")
    for index, entry, path in entries:
        leaf = leaf_hash(canonical(entry))
        claim(
            0 <= index < tree.size and tree.levels[0][index] == leaf,
            f"the log does not hold the entry “{entry['kind']}” as it is written here",
        )
        claim(
            is_included(leaf, index, tree.size, path, tree.root()),
            f"the proof that “{entry['kind']}” is in the log is wrong",
        )


def _require_checkpoints(poll: Poll, tree: Tree, sizes: Sequence[int], notes: Sequence[str]) -> list[Checkpoint]:
    claim(len(notes) == len(sizes), "the log must have one checkpoint after each entry of this vote")
    points = []
    for note, size in zip(notes, sizes, strict=True):
        try:
            one = read_checkpoint(note, str(poll.facts["log"]), poll.key("site"), poll.witnesses)
        except SealError as fault:
            raise UntrueError(f"a checkpoint of the log is wrong: {fault}") from None
        claim(one.size == size and one.root == tree.root(size), f"the checkpoint at size {one.size} is of another log")
        points.append(one)
    return points


def _require_steps(points: Sequence[Checkpoint], steps: Sequence[tuple[int, int, list[bytes]]]) -> None:
    claim(len(steps) == len(points) - 1, "a proof is missing that the log only grew")
    for (old, new), (start, end, proof) in zip(pairwise(points), steps, strict=True):
        claim(
            (start, end) == (old.size, new.size) and is_consistent(old.size, old.root, new.size, new.root, proof),
            f"the proof that the log only grew from {old.size} to {new.size} is wrong",
        )


def require_continues(poll: Poll, tree: Tree, note: str) -> Checkpoint:
    """A checkpoint that somebody saved belongs to the same log. Raises `UntrueError` when the log was rewritten."""
    try:
        saved = read_checkpoint(note, str(poll.facts["log"]), poll.key("site"), poll.witnesses)
    except SealError as fault:
        raise UntrueError(f"the saved checkpoint is not of this log: {fault}") from None
    claim(saved.size <= tree.size, "the saved checkpoint is newer than this log: the log was cut short")
    claim(tree.root(saved.size) == saved.root, "the saved checkpoint is of another log: the log was rewritten")
    return saved
