"""The vault keeps opening keys and opens a box once: the box that was published. Store, clock and chance are handed in.

It answers three questions: `new` key for a vote, `open` a whole sealed box, `destroy` a key. It makes a key for one
announcement and opens the box of no other: not for another question, other options, another closing time or another
key of the site. It never opens one envelope, a part of a list, another list than the first, or fewer than FLOOR
ballots, whatever was announced. It keeps no key of an election of persons: that belongs to tellers.
"""

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coop.rules.sealing.ballots import Opened
from coop.rules.sealing.chance import Chance
from coop.rules.sealing.encoding import moment_text, read_hex, read_json, sha
from coop.rules.sealing.faults import SealError, claim
from coop.rules.sealing.folder import Files, open_box, opened_folder, require_sealed
from coop.rules.sealing.keys import SEED, OpeningKeys, is_signed
from coop.rules.sealing.poll import Poll

FLOOR = 3
"""Fewer ballots are never opened, by whomever: even their totals say who chose what."""


@dataclass(frozen=True, slots=True)
class SealedBox:
    """What goes to who opens: the files published at closing, the envelopes, typed paper ballots, and the lot."""

    files: Mapping[str, bytes]
    envelopes: Sequence[bytes]
    paper: Sequence[Opened | None]
    lot: str


def opened_box(keys: OpeningKeys, box: SealedBox, at: datetime) -> Files:
    """Open a sealed box: the same four files whoever does it, and however often.

    Raises `UntrueError` before closing, or when the envelopes are not exactly those that the site signed and listed.
    """
    poll = Poll.read(box.files.get("poll.json", b""))
    claim(moment_text(at) >= poll.facts["closes_at"], "the vote is not closed yet")
    require_sealed(poll, box.files, box.envelopes)
    _require_statement(poll, box)
    claim(bool(box.lot), "the lot was not thrown yet")
    few = len(box.envelopes) + len(box.paper) < FLOOR
    claim(not few, f"fewer than {FLOOR} ballots are never opened: even their total would say who chose what")
    opening = open_box(poll, keys, box.envelopes, box.paper)
    return opened_folder(poll, box.files, opening, box.lot, keys.signer)


def _require_statement(poll: Poll, box: SealedBox) -> None:
    """The site signed this list and as many paper ballots as were typed."""
    statement = box.files.get("sealed.json", b"")
    try:
        signature = read_hex(box.files.get("sealed.sig", b"").decode("ascii").removesuffix("\n"), 64)
        said = read_json(statement)
        same = (said["poll"], said["list_sha256"]) == (poll.id, sha(box.files["sealed.txt"]))
        typed = said["paper"]
    except (SealError, UnicodeDecodeError, KeyError, TypeError):
        signature, same, typed = b"", False, None
    signed = same and is_signed(poll.key("site"), statement, signature)
    claim(signed, "the site did not sign this list of envelopes")
    claim(typed == len(box.paper), f"{typed} paper ballots were announced, but {len(box.paper)} were typed")


def with_keys(facts: Mapping[str, Any], public: Mapping[str, str]) -> Poll:
    """The vote as it is announced with the keys of who opens. Raises `SealError` when a fact cannot be."""
    keys = facts.get("keys")
    return Poll.of({**facts, "keys": {**keys, **public} if isinstance(keys, dict) else keys})


class Vault:
    """Keys by vote. `store` holds plain values by the id of the vote and must be kept from everybody else."""

    def __init__(self, store: MutableMapping[str, dict[str, Any]], chance: Chance) -> None:
        self._store, self._chance = store, chance

    def new(self, facts: Mapping[str, Any]) -> dict[str, str]:
        """The public keys for the vote with these facts: poll.json, in which only these keys are still missing.

        Asked again with the same facts, the same keys. Raises `SealError` for other facts, and for an election.
        """
        kept = self._store.get(str(facts.get("id"))) or {"seed": self._chance(SEED).hex(), "list": ""}
        if not kept["seed"]:
            raise SealError("the key of this vote was destroyed")
        keys = OpeningKeys.of(bytes.fromhex(kept["seed"]))
        public = {"opening": keys.public.hex(), "opener": keys.signer.public.hex()}
        poll = with_keys(facts, public)
        if poll.kind == "election" or poll.facts["custody"]["kind"] != "vault":
            raise SealError("this key belongs to tellers, as for every election of persons")
        bound = sha(poll.as_file())
        if kept.setdefault("announced", bound) != bound:
            raise SealError("there is a key for this vote with another announcement")
        self._store[poll.id] = {**kept, "closes_at": poll.facts["closes_at"]}
        return public

    def _keys(self, poll_id: str) -> OpeningKeys:
        kept = self._store.get(poll_id)
        if kept is None or not kept["seed"]:
            raise SealError("there is no key for this vote, or it was destroyed")
        return OpeningKeys.of(bytes.fromhex(kept["seed"]))

    def open(self, box: SealedBox, at: datetime) -> Files:
        """Open a box; asked again with the same box, the same files. Raises `SealError` for another one."""
        poll = Poll.read(box.files.get("poll.json", b""))
        keys, kept = self._keys(poll.id), self._store[poll.id]
        bound = sha(poll.as_file())
        claim(kept.get("announced", bound) == bound, "this is not the vote that was announced when its key was made")
        claim(moment_text(at) >= kept["closes_at"], "the vote is not closed yet")
        listed = sha(box.files.get("sealed.txt", b"") + box.lot.encode())
        claim(kept["list"] in ("", listed), "another list of envelopes was opened before; a key opens one box, once")
        files = opened_box(keys, box, at)
        self._store[poll.id] = {**kept, "list": listed}
        return files

    def destroy(self, poll_id: str) -> None:
        """Forget the key; asked again, nothing changes. No new key is ever made for this vote."""
        if poll_id not in self._store:
            raise SealError("there is no key for this vote")
        self._store[poll_id] = {**self._store[poll_id], "seed": ""}
