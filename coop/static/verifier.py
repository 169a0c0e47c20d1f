#!/usr/bin/env python3
"""Check the published folder of a sealed vote: every hash, signature and count, the log, and a full recount.

    python3 verifier.py FOLDER [--receipt FILE] [--tracker CODE] [--checkpoint FILE] [--key FINGERPRINT] [--json]

Exit 0: everything is true. Exit 1: something is false, said in one sentence. This one file needs only Python 3.9 or
newer and no network; read it before you run it. It shares no code with the site. Sources: RFC 8032 (Ed25519), RFC 9162
(Merkle trees), C2SP signed notes, SSI 2007/42 (STV), Peters, Pierczynski & Skowron 2021 (equal shares).
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import sys
from collections import Counter
from fractions import Fraction
from hashlib import sha256, sha512
from math import gcd
from pathlib import Path
from typing import Any, NoReturn

NAMES = [f"{name}.json" for name in ("poll", "sealed", "opened", "result", "log", "statement")]
NAMES += "sealed.txt sealed.sig ballots.csv opened.sig statement.sig".split()
FEW = "So few people voted that no ballots are published: the totals cannot be checked against them."
Entry = dict[str, Any]
Counts = dict[tuple[str, ...], int]


class FalseError(Exception):
    """The text is one sentence."""


def need(true: bool, sentence: str) -> None:
    """Stop with this sentence unless it is true."""
    if not true:
        raise FalseError(sentence)


# ---- writing, hashes, trees ------------------------------------------------------------------------------------------
def sha(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(data).hexdigest()


def written(value: Any) -> bytes:
    """The one agreed way to write JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def no_fraction(text: str) -> NoReturn:
    """Numbers are whole."""
    raise FalseError(f"{text[:20]} is not a whole number")


def read(files: dict[str, bytes], name: str) -> Entry:
    """The JSON object in a file, which must be written in the one agreed way."""
    value = json.loads(files[name], parse_float=no_fraction, parse_constant=no_fraction)
    need(isinstance(value, dict) and written(value) == files[name], f"{name} is not written in the agreed way")
    return dict(value)


def raw(text: Any, size: int) -> bytes:
    """Bytes from hexadecimal digits in small letters."""
    need(isinstance(text, str) and bool(re.fullmatch(f"[0-9a-f]{{{2 * size}}}", text)), "a hash or key is misshapen")
    return bytes.fromhex(text)


def pair(left: bytes, right: bytes) -> bytes:
    """A node of a Merkle tree."""
    return sha256(b"\x01" + left + right).digest()


def root(row: list[bytes]) -> bytes:
    """The Merkle root over leaf hashes; the last one of an odd row goes up as it is."""
    while len(row) > 1:
        row = [pair(a, b) for a, b in zip(row[::2], row[1::2])] + row[len(row) & ~1 :]
    return row[0] if row else sha256(b"").digest()


def climb(path: list[bytes], first: int, last: int, old: bytes, new: bytes) -> tuple[bytes, bytes, bool]:
    """Follow a proof upwards (RFC 9162, 2.1.3.2 and 2.1.4.2): both roots, and whether the path had the right length."""
    for node in path:
        if last == 0:
            return old, new, False
        if first & 1 or first == last:
            old, new = pair(node, old), pair(node, new)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            new = pair(new, node)
        first, last = first >> 1, last >> 1
    return old, new, last == 0


def grew(size: int, before: bytes, larger: int, after: bytes, proof: list[bytes]) -> bool:
    """Whether the tree with root `before` is the beginning of the larger one."""
    path = proof if size & (size - 1) else [before, *proof]
    first, last = size - 1, larger - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    return bool(path) and climb(path[1:], first, last, path[0], path[0]) == (before, after, True)


# ---- Ed25519 ---------------------------------------------------------------------------------------------------------
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, int, int, int]


def add(a: Point, b: Point) -> Point:
    """The sum of two points."""
    m, n = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    t, z = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = n - m, z - t, z + t, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, point: Point) -> Point:
    """A multiple of a point."""
    total: Point = (0, 1, 1, 0)
    while number:
        total = add(total, point) if number & 1 else total
        number, point = number >> 1, add(point, point)
    return total


def unpacked(data: bytes) -> Point | None:
    """The point of 32 bytes."""
    y, sign = int.from_bytes(data, "little") & (2**255 - 1), data[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P


BASE = unpacked(bytes([0x58] + [0x66] * 31))


def signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of the key signed the message (RFC 8032, 5.1.7)."""
    point, number = unpacked(key), int.from_bytes(signature[32:], "little")
    if point is None or BASE is None or len(signature) != 64 or number >= ORDER:
        return False
    k = int.from_bytes(sha512(signature[:32] + key + message).digest(), "little") % ORDER
    x, y, z, _ = add(times(number, BASE), times(k, (P - point[0], point[1], 1, P - point[3])))
    inverse = pow(z, P - 2, P)
    return ((y * inverse % P) | (x * inverse % P & 1) << 255).to_bytes(32, "little") == signature[:32]


def checkpoint(note: str, poll: Entry) -> tuple[int, bytes]:
    """Size and root of a checkpoint that the site and every witness signed."""
    body, _, rest = note.partition("\n\n")
    origin, size, found = body.split("\n")
    body += "\n"
    hands = [(poll["log"], poll["keys"]["site"], b"\x01")]
    hands += [(one["name"], one["key"], b"\x04") for one in poll["keys"]["witnesses"]]
    need(origin == poll["log"] and size == str(int(size)), "a checkpoint is of another log")
    need(rest.count("\n") == len(hands) and rest.endswith("\n"), "a checkpoint lacks a signature or has one too many")
    for line, (name, key, kind) in zip(rest.split("\n"), hands):
        data, public = base64.b64decode(line.rpartition(" ")[2], validate=True), raw(key, 32)
        told = line == f"— {name} {base64.b64encode(data).decode()}"
        stamp = data[4:12] if kind == b"\x04" else b""
        message = (f"cosignature/v1\ntime {int.from_bytes(stamp, 'big')}\n" if stamp else "") + body
        mine = data[:4] == sha256(name.encode() + b"\n" + kind + public).digest()[:4]
        good = told and mine and signed(public, message.encode(), data[4 + len(stamp) :])
        need(good, f"the signature of {name} under a checkpoint is wrong")
    top = base64.b64decode(found, validate=True)
    need(base64.b64encode(top).decode() == found, "a checkpoint is misshapen")
    return int(size), top


# ---- counting --------------------------------------------------------------------------------------------------------
class Shares:
    """Equal shares in whole numbers: all money is counted in a unit so small that every price is whole."""

    def __init__(self, poll: Entry, kinds: Counts, lot: list[str]) -> None:
        self.budget, self.voters = poll["method"]["budget"], sum(kinds.values())
        self.cost = {one["id"]: one["cost"] for one in poll["options"]}
        self.bit = {key: 1 << place for place, key in enumerate(sorted(self.cost))}
        self.masks: Counter[int] = Counter()
        for choices, count in kinds.items():
            self.masks[sum(self.bit[key] for key in choices)] += count
        self.votes = {key: sum(n for m, n in self.masks.items() if m & bit) for key, bit in self.bit.items()}
        self.wanted = [key for key in self.cost if self.votes[key]]
        self.rank = {key: (self.cost[key], -self.votes[key], lot.index(key)) for key in self.cost}
        self.cache: dict[tuple[int, str], Counter[int]] = {}

    def groups(self, chosen: int, key: str) -> Counter[int]:
        """Supporters of an option (of "": everybody) by which of the chosen options they paid for."""
        if (chosen, key) not in self.cache:
            found: Counter[int] = Counter()
            for mask, count in self.masks.items():
                if not key or mask & self.bit[key]:
                    found[mask & chosen] += count
            self.cache[chosen, key] = found
        return self.cache[chosen, key]

    def price(self, key: str, cost: int, chosen: int, purse: dict[int, int]) -> tuple[int, int] | None:
        """What each supporter pays, as a fraction, when the poor pay all they have; None when it is not enough."""
        people = self.votes[key]
        for money, count in sorted((purse[group], count) for group, count in self.groups(chosen, key).items()):
            if money * people >= cost:
                return cost, people
            cost, people = cost - money * count, people - count
        return None

    def run(self, raises: int) -> tuple[list[tuple[str, Fraction]], int]:
        """Who is chosen at which price after so many raises, and how many raises on something may change."""
        unit, purse, chosen, seen = 1000 * max(self.voters, 1), {0: self.budget * (1000 + raises)}, 0, []
        rounds: list[tuple[str, Fraction]] = []
        low, quiet = dict.fromkeys(self.wanted, 0.0), True
        while True:
            best: Any = None
            for key in sorted(low, key=low.__getitem__):
                if best and low[key] * (1 - 1e-9) > best[0]:
                    break
                found = self.price(key, self.cost[key] * unit, chosen, purse)
                if found is None:
                    del low[key]
                    continue
                rate = Fraction(found[0], found[1] * self.cost[key] * unit)
                low[key] = float(rate)
                if best is None or (rate, self.rank[key]) < best[:2]:
                    best = (rate, self.rank[key], key, *found)
            seen.append((best and best[0], chosen, purse, unit))
            if best is None:
                return rounds, self.patience(seen, {key for key, _ in rounds}) if quiet else 1
            _, _, key, price, people = best
            rounds.append((key, Fraction(price, people * unit)))
            quiet = quiet and people == self.votes[key]
            factor = people // gcd(price, people)
            unit, pay, before, bit = unit * factor, price * factor // people, purse, self.bit[key]
            chosen |= bit
            purse = {m: max(0, before[m & ~bit] * factor - (pay if m & bit else 0)) for m in self.groups(chosen, "")}
            del low[key]

    def patience(self, seen: list[Any], done: Any) -> int:
        """The fewest raises that can bring in an option that was not chosen; only when all supporters paid in full."""
        fewest = Fraction(2**62)
        for rate, chosen, purse, unit in seen:
            for key in [key for key in self.wanted if key not in done]:
                groups, most = self.groups(chosen, key).items(), rate and rate * self.cost[key] * unit
                have = sum(count * (purse[g] if not most or purse[g] < most else most) for g, count in groups)
                step = Fraction(self.budget * unit, 1000 * self.voters)
                fewest = min(fewest, (self.cost[key] * unit - have) / (step * self.votes[key]))
        return max(1, -(-fewest.numerator // fewest.denominator))

    def result(self) -> Entry:
        """The last count that does not overspend, the share raised by a thousandth of the first each time."""
        raises, (rounds, gain) = 0, self.run(0)
        while len(rounds) < len(self.wanted):
            later = self.run(raises + gain)
            if sum(self.cost[key] for key, _ in later[0]) > self.budget:
                raises += gain - 1
                break
            raises, (rounds, gain) = raises + gain, later
        winners, share = [key for key, _ in rounds], Fraction(self.budget * (1000 + raises), 1000 * max(self.voters, 1))
        told = [{"option": key, "price": str(price), "supporters": self.votes[key]} for key, price in rounds]
        spent = {"budget": self.budget, "cost": sum(self.cost[key] for key in winners), "steps": raises}
        return {**spent, "winners": winners, "share": str(share), "rounds": told}


class Transfers:
    """Single transferable vote as in the Scottish order: votes in hundred-thousandths, surpluses cut off."""

    ONE = 100_000

    def __init__(self, poll: Entry, kinds: Counts, lot: list[str]) -> None:
        self.seats, self.lot = poll["method"]["seats"], lot
        self.papers: list[Any] = [[order, count, self.ONE] for order, count in kinds.items() if order]
        self.going = {one["id"] for one in poll["options"]}
        self.total = dict.fromkeys(self.going, 0)
        self.held: dict[str, list[Any]] = {key: [] for key in self.going}
        self.blank, self.valid = kinds.get((), 0), sum(paper[1] for paper in self.papers)
        self.quota = (self.valid // (self.seats + 1) + 1) * self.ONE
        self.elected: list[str] = []
        self.surplus: list[str] = []
        self.stages: list[Entry] = []
        self.ended = 0

    def text(self, votes: int) -> str:
        """Votes with five decimals."""
        return f"{votes // self.ONE}.{votes % self.ONE:05d}"

    def hand_out(self, papers: list[Any]) -> None:
        """Each paper goes to the first on it who is still in the race."""
        for paper in papers:
            heir = next((key for key in paper[0] if key in self.going), None)
            if heir is None:
                self.ended += paper[1] * paper[2]
            else:
                self.held[heir].append(paper)
                self.total[heir] += paper[1] * paper[2]

    def elect(self, keys: list[str]) -> list[str]:
        """These are elected, most votes first."""
        ranked = sorted(keys, key=lambda key: (-self.total[key], self.lot.index(key)))
        self.going -= set(ranked)
        self.elected += ranked
        self.surplus += [key for key in ranked if self.total[key] > self.quota]
        return ranked

    def write(self, act: str, source: str | None) -> None:
        """Who is elected at this stage, and the stage."""
        fresh = self.elect([key for key in self.going if self.total[key] >= self.quota])
        if 0 < len(self.going) <= self.seats - len(self.elected):
            fresh += self.elect(list(self.going))
        stage = {"act": act, "source": source, "elected": fresh, "not_transferable": self.text(self.ended)}
        self.stages.append({**stage, "totals": dict(self.total)})

    def one_of(self, keys: list[str], sign: int) -> str:
        """Most (1) or fewest (-1) votes; ties by the last earlier stage that differs, then by the lot."""
        for totals in [self.total, *(stage["totals"] for stage in reversed(self.stages))]:
            best = max(sign * totals[key] for key in keys)
            keys = [key for key in keys if sign * totals[key] == best]
        return min(keys, key=lambda key: sign * self.lot.index(key))

    def result(self) -> Entry:
        """Count until all seats are filled."""
        self.hand_out(self.papers)
        self.write("first preferences", None)
        while len(self.elected) < self.seats and self.going:
            source = self.one_of(self.surplus or list(self.going), 1 if self.surplus else -1)
            papers, self.held[source] = self.held[source], []
            if self.surplus:
                act, over, rest = "surplus", self.total[source] - self.quota, self.quota
                self.surplus.remove(source)
                for paper in papers:
                    paper[2] = paper[2] * over // self.total[source]
            else:
                act, rest = "exclusion", 0
                self.going.remove(source)
            self.hand_out(papers)
            self.total[source] = rest
            self.write(act, source)
        for stage in self.stages:
            stage["totals"] = {key: self.text(votes) for key, votes in stage["totals"].items()}
        return {"winners": self.elected, "quota": self.text(self.quota), "blank": self.blank, "stages": self.stages}


class Pairs:
    """Options compared two by two; who is not on a ballot is below everybody who is."""

    def __init__(self, poll: Entry, kinds: Counts, lot: list[str]) -> None:
        self.rule, self.seats, self.lot, self.blank = (
            poll["method"]["rule"],
            poll["method"]["seats"],
            lot,
            kinds.get((), 0),
        )
        self.above = {a: {b: 0 for b in lot if b != a} for a in lot}
        for order, count in kinds.items():
            for place, key in enumerate(order):
                for lower in set(lot) - set(order[: place + 1]):
                    self.above[key][lower] += count

    def margin(self, a: str, b: str) -> int:
        """How many voters more put a above b than b above a."""
        return self.above[a][b] - self.above[b][a]

    def schulze(self) -> list[tuple[str, str]]:
        """Who beats whom: the strongest chain of victories there is stronger than any chain back."""
        both = [(a, b) for a in self.lot for b in self.lot if a != b]
        path = {pair: max(self.margin(*pair), 0) for pair in both}
        for middle in self.lot:
            for a, b in both:
                if middle not in (a, b):
                    path[a, b] = max(path[a, b], min(path[a, middle], path[middle, b]))
        return [(a, b) for a, b in both if path[a, b] > path[b, a]]

    def locked(self) -> list[tuple[str, str]]:
        """Who is locked above whom: clearest victories first (of equal ones by the lot), never in a circle."""
        luck, below = self.lot.index, {key: {key} for key in self.lot}
        wins = [(a, b) for a in self.lot for b in self.lot if a != b and self.margin(a, b) > 0]
        for a, b in sorted(wins, key=lambda pair: (-self.margin(*pair), luck(pair[0]), -luck(pair[1]))):
            if a not in below[b]:
                for key in self.lot:
                    below[key] |= below[b] if a in below[key] else set()
        return [(a, b) for a in self.lot for b in below[a] if a != b]

    def result(self) -> Entry:
        """Again and again whom nobody left beats; the lot between several."""
        wins, order = self.schulze() if self.rule == "schulze" else self.locked(), list[str]()
        while len(order) < len(self.lot):
            left = [key for key in self.lot if key not in order]
            order.append(next(b for b in left if not any((a, b) in wins for a in left)))
        return {"winners": order[: self.seats], "ranking": order, "blank": self.blank, "above": self.above}


def approval(poll: Entry, kinds: Counts, votes: dict[str, int], lot: list[str]) -> Entry:
    """Most approvals; the lot between equals."""
    order = sorted(lot, key=lambda key: (-votes[key], lot.index(key)))
    return {"winners": order[: poll["method"]["seats"]], "ranking": order, "blank": kinds.get((), 0)}


def motion(poll: Entry, votes: dict[str, int], invalid: int) -> Entry:
    """Both inequalities in whole numbers; equal is rejected."""
    method, members, yes, no = poll["method"], poll["electors"], votes["yes"], votes["no"]
    turnout = yes + no + votes["blank"] + (invalid if method["invalid_for_quorum"] else 0)
    base = {"expressed": yes + no, "cast": yes + no + votes["blank"], "members": members}[method["base"]]
    quorum, side = (turnout * method["quorum"][1], members * method["quorum"][0]), yes * method["majority"][1]
    bar, met = base * method["majority"][0], quorum[0] >= quorum[1]
    passed = met and yes > no and (side >= bar if method["at_least"] else side > bar)
    sides = {"turnout": turnout, "turnout_side": quorum[0], "quorum_side": quorum[1], "members": members}
    return {"passed": passed, "quorum_met": met, **sides, "yes_side": side, "majority_side": bar}


def heading(poll: Entry, votes: dict[str, int], ballots: int, invalid: int, seed: str) -> Entry:
    """What result.json says of every kind of vote."""
    lot = sorted(votes, key=lambda key: (sha(f"{seed}|{poll['id']}|{key}".encode()), key))
    told = {"format": "coop-result-1", "poll": poll["id"], "rule": poll["method"]["rule"], "seed": seed, "lot": lot}
    return {**told, "ballots": ballots, "invalid": invalid, "votes": votes}


def recount(poll: Entry, ballots: list[tuple[str, ...]], invalid: int, seed: str) -> Entry:
    """What result.json must say."""
    kinds, votes = dict(Counter(ballots)), {one["id"]: 0 for one in poll["options"]}
    for choices, count in kinds.items():
        for key in choices[:1] if "ranks" in poll["method"] else choices:
            votes[key] += count
    told = heading(poll, votes, len(ballots), invalid, seed)
    lot = told["lot"]
    if poll["kind"] == "motion":
        return {**told, **motion(poll, votes, invalid)}
    if poll["method"]["rule"] == "approval":
        return {**told, **approval(poll, kinds, votes, lot)}
    way: Any = {"priorities": Shares, "election": Transfers, "choice": Pairs}[poll["kind"]]
    return {**told, **way(poll, kinds, lot).result()}


# ---- the folder ------------------------------------------------------------------------------------------------------
def same(name: str, found: Any, true: Entry) -> None:
    """The file says exactly what follows from the others."""
    need(isinstance(found, dict) and set(found) == set(true), f"{name} has other fields than it must have")
    for field in true:
        if field == "files":
            same(name, found[field], true[field])
        need(written(found[field]) == written(true[field]), f"{name} does not fit the rest: {field} is not so")


def lines_of(files: dict[str, bytes], name: str) -> list[str]:
    """Lines of a text file that ends in a line feed."""
    text = files[name].decode("ascii")
    need(not text or text.endswith("\n"), f"{name} does not end with a whole line")
    return text.split("\n")[:-1]


def rising(items: list[str], sentence: str) -> None:
    """Sorted, nothing twice."""
    need(all(a < b for a, b in zip(items, items[1:])), sentence)


def check_poll(poll: Entry) -> None:
    """The rules of the vote are rules this program knows."""
    ids = [one["id"] for one in poll["options"]]
    need(poll["format"] == "coop-sealed-vote-1" and len(set(ids)) == len(ids) > 0, "poll.json is not a vote")
    need(all(re.fullmatch("[0-9a-z][0-9a-z-]{0,39}", key) for key in ids), "poll.json is not a vote")
    need(poll["opens_at"] < poll["closes_at"], "the vote closes before it opens")
    rule, fields = poll["method"]["rule"], set(poll["method"]) - {"rule"}
    known = {"equal-shares": ("priorities", {"satisfaction", "completion", "step", "budget", "unit"})}
    known["motion"] = ("motion", {"quorum", "majority", "at_least", "base", "invalid_for_quorum"})
    known["scottish-stv"] = ("election", {"seats", "ranks"})
    known.update({"approval": ("choice", {"seats"}), "schulze": ("choice", {"seats", "ranks"})})
    known["ranked-pairs"] = known["schulze"]
    need(known.get(rule) == (poll["kind"], fields) and poll["tie"] == "lot", "the method of counting is not known")
    if rule == "equal-shares":
        way = [poll["method"][key] for key in ("satisfaction", "completion", "step")]
        need(way == ["cost", "add-one", "1/1000"], "the method of counting is not known")
    need(rule != "motion" or ids == ["yes", "no", "blank"], "a motion has the options yes, no and blank")


def check_ballots(poll: Entry, lines: list[str]) -> dict[str, tuple[str, ...]]:
    """Ballots by code, each one allowed by the vote."""
    need(lines[:1] == ["tracker,choices"], "ballots.csv does not begin as it must")
    ids = {one["id"]: place for place, one in enumerate(poll["options"])}
    least, most = (1, 1) if poll["kind"] == "motion" else (0, poll["method"].get("ranks", len(ids)))
    rows, alike = [], Counter[str]()
    for line in lines[1:]:
        code, comma, rest = line.partition(",")
        choices = tuple(rest.split(" ")) if rest else ()
        places = [ids.get(key, -1) for key in choices]
        known = comma and -1 not in places and len(set(choices)) == len(choices) and least <= len(choices) <= most
        ordered = "ranks" in poll["method"] or places == sorted(places)
        need(bool(known and ordered), f"ballot {code} is not a ballot that this vote allows")
        form = r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-Z]{2})?(\.[1-9][0-9]*)?"
        need(bool(re.fullmatch(form, code)), "ballots.csv has a line without code")
        rows.append((code, choices))
        alike[code.partition(".")[0]] += 1
    rising([code for code, _ in rows], "the ballots are not sorted, or a code is there twice")
    ballots = dict(rows)
    for code, count in alike.items():
        if count > 1 or code not in ballots:
            numbered = [ballots.get(f"{code}.{n + 1}") for n in range(count)]
            fine = count > 1 and None not in numbered and numbered == sorted(numbered)  # type: ignore[type-var]
            need(fine, f"the ballots with code {code} are not told apart as they must be")
    return ballots


def from_totals(poll: Entry, result: Entry, ballots: int, seed: str) -> Entry:
    """What result.json must say of few ballots: a motion and approvals follow from totals, others must be possible."""
    votes, invalid, method = result["votes"], result["invalid"], poll["method"]
    need(set(votes) == {one["id"] for one in poll["options"]}, "result.json has a count that cannot be")
    need(all(type(n) is int and 0 <= n <= ballots for n in votes.values()), "result.json has a count that cannot be")
    if poll["kind"] == "motion":
        return recount(poll, [(key,) for key, n in votes.items() for _ in range(n)], invalid, seed)
    told, winners = heading(poll, votes, ballots, invalid, seed), result["winners"]
    if method["rule"] == "approval":
        winners = sorted(told["lot"], key=lambda key: -votes[key])[: method["seats"]]
    known = isinstance(winners, list) and set(winners) <= set(votes) and len(set(winners)) == len(winners)
    if poll["kind"] == "priorities":
        cost = sum(one["cost"] for one in poll["options"] if one["id"] in winners)
        fits = cost <= method["budget"] and all(votes[key] for key in winners)
    else:
        fits = len(winners) <= method["seats"] and ("ranks" not in method or sum(votes.values()) <= ballots)
    need(known and fits, "result.json has winners that cannot be")
    return {**told, "winners": winners}


def check_log(poll: Entry, log: Entry, true: list[Entry]) -> list[bytes]:
    """The four entries, their proofs, and a checkpoint after each."""
    need(set(log) == {"format", "leaves", "entries", "checkpoints", "consistency"}, "log.json has other fields")
    leaves, last = [raw(leaf, 32) for leaf in log["leaves"]], (0, b"")
    need(log["format"] == "coop-log-1" and len(log["entries"]) == 4, "the log does not hold this vote's four entries")
    need(len(log["checkpoints"]) == 4 and len(log["consistency"]) == 3, "the log lacks a checkpoint or a proof")
    for place, (row, entry) in enumerate(zip(log["entries"], true)):
        same("the log", row["entry"], entry)
        index, leaf = row["index"], sha256(b"\0" + written(entry)).digest()
        path = [raw(x, 32) for x in row["inclusion"]]
        need(set(row) == {"index", "entry", "inclusion"} and type(index) is int, "log.json has other fields")
        need(0 <= index < len(leaves) and leaves[index] == leaf, f"the log does not hold the entry {entry['kind']}")
        _, top, right = climb(path, index, len(leaves) - 1, leaf, leaf)
        # A path of inclusion climbs like a proof of growth; what is left of the leaf joins both roots.
        need(right and top == root(leaves), f"the proof that {entry['kind']} is in the log is wrong")
        size, found = checkpoint(log["checkpoints"][place], poll)
        need(size == index + 1 and found == root(leaves[:size]), "a checkpoint is of another log")
        if place:
            step = log["consistency"][place - 1]
            need(set(step) == {"from", "to", "proof"}, "log.json has other fields")
            need((step["from"], step["to"]) == (last[0], size), "a proof that the log only grew is missing")
            good = grew(*last, size, found, [raw(x, 32) for x in step["proof"]])
            need(good, "the proof that the log only grew is wrong")
        last = (size, found)
    need(last[0] == len(leaves), "the log does not end with the result")
    return leaves


def check(files: dict[str, bytes]) -> Entry:
    """Everything in the folder; gives what was found."""
    poll, sealed, result = read(files, "poll.json"), read(files, "sealed.json"), read(files, "result.json")
    statement, log = read(files, "statement.json"), read(files, "log.json")
    check_poll(poll)
    site, opener, vote = raw(poll["keys"]["site"], 32), raw(poll["keys"]["opener"], 32), sha(files["poll.json"])
    for name, key in (("sealed", site), ("opened", opener), ("statement", site)):
        mark = files[f"{name}.sig"].decode("ascii")
        need(
            mark.endswith("\n") and signed(key, files[f"{name}.json"], raw(mark[:-1], 64)),
            f"the signature under {name}.json is wrong",
        )
    envelopes = lines_of(files, "sealed.txt")
    rising(envelopes, "the envelopes are not sorted, or one is there twice")
    ways = [sealed["online"], sealed["helper"], sealed["paper"]]
    need(all(type(n) is int and n >= 0 for n in ways) and sum(ways) <= poll["electors"], "more ballots than electors")
    need(ways[0] + ways[1] == len(envelopes), "the envelopes are not as many as were cast online and with helpers")
    tops = {"root": root([sha256(b"\0" + raw(line, 32)).digest() for line in envelopes]).hex()}
    told = {"format": "coop-sealed-1", "poll": poll["id"], "poll_sha256": vote, "electors": poll["electors"], **tops}
    told.update({"online": ways[0], "helper": ways[1], "paper": ways[2], "envelopes": len(envelopes)})
    same("sealed.json", sealed, {**told, "list_sha256": sha(files["sealed.txt"]), "sealed_at": sealed["sealed_at"]})
    lines = lines_of(files, "ballots.csv")
    ballots, invalid = check_ballots(poll, lines), result["invalid"]
    lot, counted_at = log["entries"][2]["entry"], statement["counted_at"]
    moments = [poll["closes_at"], sealed["sealed_at"], lot["at"], counted_at]
    need(all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", one) for one in moments), "a moment is misshapen")
    need(moments == sorted(moments), "it was not first closed, then sealed, then the lot thrown, then counted")
    few = sum(ways) < poll["min_ballots"]
    need(type(invalid) is int and invalid >= 0, "result.json has a count that cannot be")
    shown = 0 if few else sum(ways) - invalid
    need(len(ballots) == shown, "ballots are missing or too many")
    if few:
        same("result.json", result, from_totals(poll, result, sum(ways) - invalid, lot["seed"]))
    else:
        same("result.json", result, recount(poll, list(ballots.values()), invalid, lot["seed"]))
    told = {"format": "coop-opened-1", "poll": poll["id"], "poll_sha256": vote}
    told["sealed_sha256"] = sha(files["sealed.json"])
    told.update({"ballots_root": root([sha256(b"\0" + line.encode()).digest() for line in lines[1:]]).hex()})
    told.update({"total": sum(ways), "invalid": invalid, "ballots_sha256": sha(files["ballots.csv"])})
    same("opened.json", read(files, "opened.json"), {**told, "result_sha256": sha(files["result.json"])})
    named = ("poll.json", "sealed.txt", "sealed.json", "opened.json", "ballots.csv", "result.json")
    told = {"format": "coop-statement-1", "poll": poll["id"], "electors": poll["electors"], "seed": lot["seed"]}
    same("statement.json", statement, {**told, "files": {n: sha(files[n]) for n in named}, "counted_at": counted_at})
    entries = [
        {"kind": "opened", "poll_sha256": vote, "electors": poll["electors"], "at": poll["opens_at"]},
        {"kind": "sealed", "sealed_sha256": sha(files["sealed.json"]), "at": sealed["sealed_at"]},
        {"kind": "lot", "seed": lot["seed"], "at": lot["at"]},
        {"kind": "counted", "statement_sha256": sha(files["statement.json"]), "at": counted_at},
    ]
    leaves, digits = check_log(poll, log, [{**one, "poll": poll["id"]} for one in entries]), sha(site)[:20]
    print_of = "-".join(digits[n : n + 4] for n in range(0, 20, 4))
    seen = {"poll": poll, "ballots": ballots, "few": few, "envelopes": envelopes, "result": result, "leaves": leaves}
    return {**seen, "key": print_of}


def check_receipt(found: Entry, data: bytes) -> list[str]:
    """My envelope is in the box, and my ballot was counted."""
    receipt = json.loads(data)
    fits = sorted(receipt) == "envelope format key poll revision signature tracker".split()
    fits = fits and written(receipt) == data and type(receipt["revision"]) is int
    need(fits and receipt["format"] == "coop-receipt-1", "the receipt is not a receipt")
    name, key = raw(receipt["envelope"], 32).hex(), raw(receipt["key"], 32)
    text = f"coop-receipt-1|{receipt['poll']}|{name}|{receipt['revision']}".encode()
    need(signed(key, text, raw(receipt["signature"], 64)), "the signature under the receipt is wrong")
    need(receipt["poll"] == found["poll"]["id"], "the receipt is of another vote")
    need(key.hex() == found["poll"]["keys"]["site"], "the receipt was signed with another key than this folder")
    need(name in found["envelopes"], "this envelope is not in the box; if you voted again, use the newest receipt")
    mine = check_tracker(found, receipt["tracker"]) if receipt["tracker"] != "" and not found["few"] else []
    return ["The envelope of your receipt is in the box.", *mine]


def check_tracker(found: Entry, typed: str) -> list[str]:
    """How the ballot with this code was counted."""
    need(not found["few"], "so few people voted that no ballots are published; a code cannot be looked up")
    plain = typed.upper().replace("-", "").replace(" ", "")
    code, own = plain[:10].translate(str.maketrans("OIL", "011")), plain[10:]
    code = f"{code[:5]}-{code[5:]}" + (f"-{own}" if own else "")
    same = [choices for one, choices in found["ballots"].items() if one.partition(".")[0] == code]
    need(bool(same), f"no ballot with code {code} was counted")
    return [f"Code {code} was counted as: {' '.join(choices) or 'blank'}" for choices in same]


def check_more(found: Entry, asked: argparse.Namespace) -> list[str]:
    """What somebody brings along: a key on paper, an old checkpoint, a receipt, a code."""
    said = [FEW] if found["few"] else []
    if found["few"] and found["poll"]["method"]["rule"] not in ("motion", "approval"):
        said.append("Who won cannot be counted again from totals: only that these winners are possible was checked.")
    if asked.key is not None:
        given = asked.key.lower().replace("-", "").replace(" ", "")
        need(given == found["key"].replace("-", ""), f"this folder was signed with key {found['key']}, not with yours")
    if asked.checkpoint is not None:
        size, top = checkpoint(Path(asked.checkpoint).read_text("utf-8"), found["poll"])
        need(0 < size <= len(found["leaves"]), "the saved checkpoint is newer than this log: the log was cut short")
        need(root(found["leaves"][:size]) == top, "the saved checkpoint is of another log: the log was rewritten")
        said.append(f"Your saved checkpoint ({size} entries) is the beginning of this log.")
    if asked.receipt is not None:
        said += check_receipt(found, Path(asked.receipt).read_bytes())
    if asked.tracker is not None:
        said += check_tracker(found, asked.tracker)
    return said


def look(asked: argparse.Namespace) -> tuple[Entry, list[str]]:
    """Read the folder and check it. Raises FalseError with one sentence."""
    try:
        inside = {path.name: path for path in Path(asked.folder).iterdir()}
        for name in sorted({*inside, *NAMES}):
            need(name in inside, f"{name} is missing")
            need(name in NAMES, f"{name} does not belong in a published folder")
            need(inside[name].is_file() or not inside[name].exists(), f"{name} is not a file")  # a pipe never ends
        found = check({name: path.read_bytes() for name, path in inside.items()})
        return found, check_more(found, asked)
    except OSError as fault:
        raise FalseError(f"{fault.filename} cannot be read ({fault.strerror})") from None
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, ArithmeticError, RecursionError):
        raise FalseError("a file is not made as it must be") from None


def main() -> int:
    """Run from the command line."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("folder", "--receipt", "--tracker", "--checkpoint", "--key"):
        words.add_argument(name)
    words.add_argument("--json", action="store_true")
    asked = words.parse_args()
    try:
        found, said = look(asked)
    except FalseError as fault:
        if asked.json:
            print(json.dumps({"true": False, "reason": str(fault)}))
        print(f"Not true: {fault}.", file=sys.stderr)
        return 1
    result, poll = found["result"], found["poll"]
    outcome = result["winners"] if "winners" in result else "passed" if result["passed"] else "rejected"
    if asked.json:
        told = {"true": True, "title": poll["title"], "electors": poll["electors"], "result": result, "also": said}
        print(json.dumps({**told, "site_key": found["key"]}, indent=1))
        return 0
    print(f"Everything in this folder is true.\n  {poll['title']}: {outcome}")
    print(f"  {result['ballots']} valid ballots, {result['invalid']} invalid, {poll['electors']} electors")
    print(f"  Signed with key {found['key']}: compare it with the minutes or with your receipt.")
    print("".join(f"  {line}\n" for line in said), end="")
    return 0


if __name__ == "__main__":
    sys.exit(sys.stdout.reconfigure(errors="backslashreplace") or main())  # type: ignore[union-attr]
