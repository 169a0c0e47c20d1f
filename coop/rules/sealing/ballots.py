"""What is inside an envelope: the choices and the code under which the ballot is published.

Text: {"c":["a","b"],"t":"K7P3Q-X9MDA"} and spaces up to one length for the whole vote, so that no envelope shows by its
size what is in it. Code: ten of Crockford's characters (50 bits), made where the envelope is closed; the voter may add
two letters or digits of their own, which another voter's client cannot foresee.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from operator import attrgetter

from coop.rules.sealing.chance import Chance
from coop.rules.sealing.encoding import CROCKFORD, tidy_code
from coop.rules.sealing.faults import SealError
from coop.rules.sealing.hpke import OVERHEAD

SIZES = (256, 512, 1024)
"""Text sizes a vote can have, in bytes; the smallest that the fullest ballot fits in."""
TRACKER = re.compile(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-Z]{2})?")
TRACKER_ROOM = 14


@dataclass(frozen=True, slots=True, order=True)
class Opened:
    """One published ballot."""

    tracker: str
    choices: tuple[str, ...]

    @property
    def line(self) -> str:
        """The line in the published file, without line feed."""
        return f"{self.tracker},{' '.join(self.choices)}"


def new_tracker(chance: Chance, own: str = "") -> str:
    """A fresh code; `own`: no or two letters or digits the voter chose."""
    text = "".join(CROCKFORD[byte & 31] for byte in chance(10))
    if own and not re.fullmatch("[0-9A-Z]{2}", own):
        raise SealError("choose two letters or digits, or none")
    return f"{text[:5]}-{text[5:]}" + (f"-{own}" if own else "")


def read_tracker(typed: str) -> str:
    """A code as it was meant, whatever somebody typed. Raises `SealError` when it cannot be one."""
    plain = typed.upper().replace("-", "").replace(" ", "")
    text = tidy_code(plain[:10])
    code = f"{text[:5]}-{text[5:]}" + (f"-{plain[10:]}" if len(plain) > 10 else "")
    if not TRACKER.fullmatch(code):
        raise SealError("a code has ten letters and digits, such as K7P3Q-X9MDA, and sometimes two more")
    return code


def size_for(options: Sequence[str], most: int) -> int:
    """The size of text into which any ballot of at most `most` of these options fits."""
    longest = sorted(options, key=len, reverse=True)[:most]
    need = len(_plain(longest, "X" * TRACKER_ROOM))
    for size in SIZES:
        if need <= size:
            return size
    raise SealError("the options are too many or their names too long for one envelope")


def _plain(choices: Sequence[str], tracker: str) -> bytes:
    return json.dumps({"c": list(choices), "t": tracker}, ensure_ascii=True, separators=(",", ":")).encode()


def ballot_text(choices: Sequence[str], tracker: str, size: int) -> bytes:
    """The text that goes into an envelope, exactly `size` bytes."""
    text = _plain(choices, tracker)
    if len(text) > size:
        raise SealError("this ballot does not fit in the envelope")
    return text.ljust(size)


def read_ballot(text: bytes, size: int) -> Opened:
    """The ballot of an opened envelope. Raises `SealError` for anything that was not written exactly like that."""
    try:
        value = json.loads(text)
        choices, tracker = value["c"], value["t"]
        ballot = Opened(tracker, tuple(choices))
        whole = isinstance(choices, list) and all(isinstance(one, str) for one in choices)
        same = whole and ballot_text(choices, tracker, size) == text
        fits = same and bool(TRACKER.fullmatch(tracker))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise SealError("the envelope does not hold a ballot") from None
    if not fits:
        raise SealError("the envelope does not hold a ballot")
    return ballot


def envelope_size(size: int) -> int:
    """Bytes of an envelope whose text has `size` bytes."""
    return size + OVERHEAD


def envelope_hash(envelope: bytes) -> bytes:
    """The name of an envelope on receipts and in the published list."""
    return sha256(envelope).digest()


def told_apart(ballots: Iterable[Opened]) -> list[Opened]:
    """The ballots sorted by code; ballots that share a code get .1, .2 … behind it, in the order of their choices.

    Two voters can agree on one code (or be tricked into it); that must neither stop the count nor hide a ballot.
    """
    ranked = sorted(ballots, key=attrgetter("tracker", "choices"))
    codes: dict[str, int] = {}
    for ballot in ranked:
        codes[ballot.tracker] = codes.get(ballot.tracker, 0) + 1
    seen: dict[str, int] = {}
    apart = []
    for ballot in ranked:
        if codes[ballot.tracker] == 1:
            apart.append(ballot)
            continue
        seen[ballot.tracker] = seen.get(ballot.tracker, 0) + 1
        apart.append(Opened(f"{ballot.tracker}.{seen[ballot.tracker]}", ballot.choices))
    return sorted(apart, key=attrgetter("tracker", "choices"))
