"""poll.json: everything about a vote that is fixed when it opens. Its hash is the first thing in the public log."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from coop.rules.sealing.ballots import SIZES, size_for
from coop.rules.sealing.encoding import canonical, is_moment, read_hex, read_json
from coop.rules.sealing.faults import SealError, UntrueError
from coop.rules.sealing.hpke import point

FORMAT = "coop-sealed-vote-1"
SUITE = "DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM"
KINDS = ("priorities", "motion", "election", "choice")
EFFECTS = ("consultation", "early_vote", "referendum", "meeting_vote")
BASES = ("expressed", "cast", "members")
ANSWERS = ("yes", "no", "blank")
_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
Rule = Callable[[Any], bool]


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _whole(least: int) -> Rule:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value < 2**53


def _one_of(*values: object) -> Rule:
    return lambda value: any(type(value) is type(one) and value == one for one in values)


def _share(value: Any) -> bool:
    number = _whole(0)
    whole = isinstance(value, list) and len(value) == 2 and number(value[0]) and number(value[1])
    return whole and value[1] > 0 and value[0] <= value[1]


def _hex(size: int) -> Rule:
    return lambda value: isinstance(value, str) and bool(re.fullmatch(f"[0-9a-f]{{{2 * size}}}", value))


def _line(value: Any) -> bool:
    return _text(value) and value.isprintable() and len(value) <= 200


OPTION: dict[str, Rule] = {"id": lambda value: isinstance(value, str) and bool(_ID.fullmatch(value)), "title": _text}
COSTED: dict[str, Rule] = {**OPTION, "cost": _whole(1)}
METHODS: dict[str, dict[str, Rule]] = {
    "priorities": {
        "rule": _one_of("equal-shares"),
        "satisfaction": _one_of("cost"),
        "completion": _one_of("add-one"),
        "step": _one_of("1/1000"),
        "budget": _whole(1),
        "unit": _one_of("minutes", "cents"),
    },
    "motion": {
        "rule": _one_of("motion"),
        "quorum": _share,
        "majority": _share,
        "at_least": _one_of(True, False),
        "base": _one_of(*BASES),
        "invalid_for_quorum": _one_of(True, False),
    },
    "election": {"rule": _one_of("scottish-stv"), "seats": _whole(1), "ranks": _whole(1)},
}
APPROVAL: dict[str, Rule] = {"rule": _one_of("approval"), "seats": _whole(1)}
PAIRWISE: dict[str, Rule] = {"rule": _one_of("schulze", "ranked-pairs"), "seats": _whole(1), "ranks": _whole(1)}
"""A choice between options: approve them, or put them in order."""
CUSTODY: dict[str, Rule] = {"kind": _one_of("vault", "tellers"), "need": _whole(1), "shares": _whole(1)}
KEYS: dict[str, Rule] = {
    "opening": _hex(65),
    "opener": _hex(32),
    "site": _hex(32),
    "witnesses": lambda value: isinstance(value, list),
}
WITNESS: dict[str, Rule] = {
    "name": lambda value: _line(value) and not re.search(r"[\s+]", value),
    "key": _hex(32),
}
POLL: dict[str, Rule] = {
    "format": _one_of(FORMAT),
    "id": lambda value: isinstance(value, str) and _is_uuid4(value),
    "organisation": _line,
    "log": lambda value: _line(value) and not re.search(r"[\s+]", value),
    "title": _line,
    "question": _text,
    "kind": _one_of(*KINDS),
    "effect": _one_of(*EFFECTS),
    "options": lambda value: isinstance(value, list) and len(value) >= 1,
    "method": lambda value: isinstance(value, dict),
    "tie": _one_of("lot"),
    "opens_at": is_moment,
    "closes_at": is_moment,
    "electors": _whole(1),
    "min_ballots": _whole(1),
    "custody": lambda value: isinstance(value, dict),
    "suite": _one_of(SUITE),
    "size": _one_of(*SIZES),
    "keys": lambda value: isinstance(value, dict),
}


def _method_of(kind: str, method: Mapping[str, Any]) -> dict[str, Rule]:
    """The fields that the method of this kind of vote has."""
    if kind != "choice":
        return METHODS[kind]
    return PAIRWISE if "ranks" in method else APPROVAL


def _is_uuid4(text: str) -> bool:
    try:
        found = UUID(text)
    except ValueError:
        return False
    return str(found) == text and found.version == 4


def require_shape(value: Any, shape: Mapping[str, Rule], where: str) -> None:
    """Raise `SealError` unless `value` has exactly these fields, each as its rule says."""
    if not isinstance(value, dict) or set(value) != set(shape):
        raise SealError(f"{where} does not have exactly the fields it must have")
    for name, rule in shape.items():
        if not rule(value[name]):
            raise SealError(f"{where} has a {name} that cannot be")


@dataclass(frozen=True)
class Poll:
    """A vote as it was announced. `facts` is the plain content of poll.json, already checked."""

    facts: Mapping[str, Any]

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> "Poll":
        """The vote with these facts. Raises `SealError` when one of them cannot be."""
        require_shape(facts, POLL, "the vote")
        kind = str(facts["kind"])
        require_shape(facts["method"], _method_of(kind, facts["method"]), "the method")
        require_shape(facts["custody"], CUSTODY, "the custody of the key")
        require_shape(facts["keys"], KEYS, "the list of keys")
        for witness in facts["keys"]["witnesses"]:
            require_shape(witness, WITNESS, "a witness")
        for option in facts["options"]:
            require_shape(option, COSTED if kind == "priorities" else OPTION, "an option")
        poll = cls(facts)
        poll._require_sense()
        return poll

    def _require_sense(self) -> None:
        """Rules between fields."""
        facts = self.facts
        point(bytes.fromhex(facts["keys"]["opening"]))
        names = [witness["name"] for witness in facts["keys"]["witnesses"]]
        if len(set(names)) != len(names):
            raise SealError("two witnesses have the same name")
        if len(set(self.options)) != len(self.options):
            raise SealError("two options have the same id")
        if self.kind == "motion" and self.options != ANSWERS:
            raise SealError("a motion has the options yes, no and blank")
        if facts["opens_at"] >= facts["closes_at"]:
            raise SealError("the vote closes before it opens")
        if facts["custody"]["need"] > facts["custody"]["shares"]:
            raise SealError("more shares are needed than there are")
        if facts["size"] != size_for(self.options, self.most_choices):
            raise SealError("the envelopes do not have the size that belongs to these options")

    @classmethod
    def read(cls, data: bytes) -> "Poll":
        """The vote of a poll.json. Raises `UntrueError`."""
        try:
            return cls.of(read_json(data))
        except SealError as fault:
            raise UntrueError(f"poll.json cannot be used: {fault}") from None

    def as_file(self) -> bytes:
        """poll.json."""
        return canonical(self.facts)

    @property
    def id(self) -> str:
        """The random name of the vote."""
        return str(self.facts["id"])

    @property
    def purpose(self) -> bytes:
        """What binds envelopes to this vote: the 16 bytes of its id."""
        return UUID(self.id).bytes

    @property
    def kind(self) -> str:
        """priorities, motion, election or choice."""
        return str(self.facts["kind"])

    @cached_property
    def options(self) -> tuple[str, ...]:
        """Ids in the order of the ballot paper."""
        return tuple(str(option["id"]) for option in self.facts["options"])

    @property
    def method(self) -> Mapping[str, Any]:
        """How it is counted."""
        return dict(self.facts["method"])

    @cached_property
    def _places(self) -> dict[str, int]:
        """Where each option stands on the ballot paper."""
        return {option: place for place, option in enumerate(self.options)}

    @property
    def is_order(self) -> bool:
        """Whether a ballot is an order, best first."""
        return "ranks" in self.facts["method"]

    @property
    def most_choices(self) -> int:
        """The most options a ballot can name."""
        if self.kind == "motion":
            return 1
        return min(int(self.facts["method"].get("ranks", 10**6)), len(self.options))

    def key(self, name: str) -> bytes:
        """The public key called `opening`, `opener` or `site`."""
        return read_hex(self.facts["keys"][name], 65 if name == "opening" else 32)

    @property
    def witnesses(self) -> tuple[tuple[str, bytes], ...]:
        """Names and keys of who cosigns the log."""
        return tuple((one["name"], bytes.fromhex(one["key"])) for one in self.facts["keys"]["witnesses"])

    def allows(self, choices: Sequence[str]) -> bool:
        """Whether a ballot can hold these choices, written in this order."""
        known, named = self._places, set(choices)
        if len(named) != len(choices) or not named <= known.keys():
            return False
        if self.kind == "motion":
            return len(choices) == 1
        if self.is_order:
            return len(choices) <= self.most_choices
        places = [known[choice] for choice in choices]
        return places == sorted(places)
