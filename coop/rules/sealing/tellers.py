"""The rehearsal of tellers: proof, before a vote opens, that two of their paper codes open an envelope.

The public line holds the key of the vote and one key for each paper code. The site closes one small envelope to each of
them, with a random word inside. Two tellers answer with the word of the vote's key, which only codes that belong
together can open, and with the words of their own codes, so that it is known whose codes were tried.
    line    coop-key-2:OPENING:OPENER:NEED:FIRST,SECOND,THIRD     public keys in hexadecimal
    answer  K7P3Q9-1-X0MDA4-3-5TZ8WB                              word, then number and word of each teller
"""

import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec

from coop.rules.sealing.chance import Chance
from coop.rules.sealing.encoding import CROCKFORD, canonical, read_hex, read_json, tidy_code
from coop.rules.sealing.faults import SealError
from coop.rules.sealing.hpke import Opener, Sealer, derived, point, public_bytes
from coop.rules.sealing.keys import OpeningKeys
from coop.rules.sealing.shares import read_share, seed_of

FORMAT = "coop-test-1"
PURPOSE = b"coop-rehearsal-1"
WORD = 6
MOST_SHARES = 9
_LINE = re.compile("coop-key-2:([0-9a-f]{130}):([0-9a-f]{64}):([1-9]):([0-9a-f]{130}(?:,[0-9a-f]{130}){0,8})")


def share_key(number: int, share: bytes) -> ec.EllipticCurvePrivateKey:
    """The key of one paper code: it opens nothing but the envelope of a rehearsal."""
    return derived(hmac.digest(share, b"coop-share-key-1|%d" % number, "sha256"))


@dataclass(frozen=True, slots=True)
class PublicLine:
    """The public part of a key on paper. `shares`: the key of each paper code, the first of teller 1."""

    opening: str
    opener: str
    need: int
    shares: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> "PublicLine":
        """What somebody copied. Raises `SealError`."""
        found = _LINE.fullmatch("".join(text.split()))
        if not found:
            raise SealError("this is not the public part of a key")
        shares = tuple(found[4].split(","))
        line = cls(found[1], found[2], int(found[3]), shares)
        if line.need > len(shares):
            raise SealError("more codes are needed than there are")
        for one in (line.opening, *shares):
            point(bytes.fromhex(one))
        return line

    @classmethod
    def of(cls, seed: bytes, need: int, shares: Mapping[int, bytes]) -> "PublicLine":
        """The line that belongs to a seed and its shares, numbered from 1."""
        keys = OpeningKeys.of(seed)
        mine = tuple(public_bytes(share_key(number, shares[number])).hex() for number in sorted(shares))
        return cls(keys.public.hex(), keys.signer.public.hex(), need, mine)

    def __str__(self) -> str:
        return f"coop-key-2:{self.opening}:{self.opener}:{self.need}:{','.join(self.shares)}"


@dataclass(frozen=True, slots=True)
class Trial:
    """What the tellers get, and the words that only who opens it knows: of the vote's key, then of each code."""

    file: bytes
    words: tuple[str, ...]


def new_test(line: PublicLine, chance: Chance) -> Trial:
    """A rehearsal for these keys."""
    keys = (line.opening, *line.shares)
    words = tuple("".join(CROCKFORD[byte & 31] for byte in chance(WORD)) for _ in keys)
    closed = [
        Sealer(bytes.fromhex(key), PURPOSE).seal(word.encode(), chance(32))
        for key, word in zip(keys, words, strict=True)
    ]
    facts = {"format": FORMAT, "key": str(line), "envelopes": [envelope.hex() for envelope in closed]}
    return Trial(canonical(facts), words)


def answer_of(test: bytes, codes: Sequence[str]) -> str:
    """What tellers with these codes answer. Raises `SealError` when the codes do not open this rehearsal."""
    line, envelopes = _read_test(test)
    keys = OpeningKeys.of(seed_of(codes, line.need))
    if keys.public.hex() != line.opening:
        raise SealError("these codes give another key than the one of this vote")
    said = [_word(Opener(keys.private, PURPOSE), envelopes[0])]
    for number, share in sorted({read_share(code) for code in codes})[: line.need]:
        if number > len(line.shares):
            raise SealError(f"there is no teller {number} in this vote")
        said += [str(number), _word(Opener(share_key(number, share), PURPOSE), envelopes[number])]
    return "-".join(said)


def needed_by(test: bytes) -> int:
    """How many codes open together. Raises `SealError` for another file."""
    return _read_test(test)[0].need


def _read_test(test: bytes) -> tuple[PublicLine, list[bytes]]:
    try:
        found = read_json(test)
        line = PublicLine.read(str(found["key"]))
        envelopes = [read_hex(one, len(one) // 2) for one in found["envelopes"]]
        fits = found["format"] == FORMAT and len(envelopes) == 1 + len(line.shares)
    except (SealError, KeyError, TypeError, AttributeError):
        fits = False
    if not fits:
        raise SealError("this is not the file of a rehearsal")
    return line, envelopes


def _word(opener: Opener, envelope: bytes) -> str:
    return opener.open(envelope).decode("ascii", "replace")


def proven_by(answer: str, words: Sequence[str], need: int) -> frozenset[int]:
    """The numbers of the tellers whose codes opened the rehearsal. Raises `SealError` for a wrong answer."""
    tidy = tidy_code(answer)
    if len(tidy) != WORD + need * (WORD + 1):
        raise SealError("an answer is one line of letters and digits; copy the whole line")
    if not hmac.compare_digest(tidy[:WORD].encode(), words[0].encode()):
        raise SealError("this is not the answer: these codes do not open this vote, or it is of another rehearsal")
    tellers = {}
    for place in range(WORD, len(tidy), WORD + 1):
        number, word = tidy[place], tidy[place + 1 : place + 1 + WORD]
        known = words[int(number)] if number.isdigit() and 0 < int(number) < len(words) else ""
        if not known or not hmac.compare_digest(word.encode(), known.encode()):
            raise SealError(f"the word of teller {number} is not right")
        tellers[int(number)] = word
    if len(tellers) < need:
        raise SealError(f"{need} different tellers must answer together")
    return frozenset(tellers)
