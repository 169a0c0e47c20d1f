"""Every way to touch a published folder: each line and each field changed, removed, doubled and swapped.

A tamperer can be careless (touches one thing), careful (writes every hash anew, as far as no key is needed), or hold
keys: of the site, or a fresh key that is put in the place of the site's own.
"""

import copy
import importlib.util
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from coop.rules.sealing.encoding import canonical, sha
from coop.rules.sealing.folder import Files, signature
from coop.rules.sealing.keys import Signer
from coop.rules.sealing.merkle import Tree, leaf_hash

JSONS = ("poll.json", "sealed.json", "opened.json", "result.json", "statement.json", "log.json")
Tampered = tuple[str, Files]


@lru_cache
def standalone() -> ModuleType:
    """verifier.py as a module; signatures and recounts of before are remembered, to be quick."""
    path = Path(__file__).parents[3] / "coop" / "static" / "verifier.py"
    spec = importlib.util.spec_from_file_location("verifier", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.signed = lru_cache(maxsize=10_000)(module.signed)  # type: ignore[attr-defined]
    told: dict[str, Any] = {}
    recount = module.recount

    def remembered(*about: Any) -> Any:
        if repr(about) not in told:
            told[repr(about)] = recount(*about)
        return dict(told[repr(about)])

    module.recount = remembered  # type: ignore[attr-defined]
    return module


def leaves_of(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to every value inside a JSON value, containers too."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield (*path, key)
        yield from leaves_of(one, (*path, key))


def at(value: Any, path: tuple[Any, ...]) -> Any:
    """What is there."""
    for key in path:
        value = value[key]
    return value


def other(value: Any) -> list[Any]:
    """Other values of the same shape, and of another shape."""
    if isinstance(value, bool):
        return [not value, int(value), None]
    if isinstance(value, int):
        return [value + 1, value - 1, -value - 1, str(value), None]
    if isinstance(value, str):
        flipped = value[:-1] + ("0" if value[-1:] != "0" else "1")
        return [flipped, value + " ", value[:-1], "", None, 0]
    if isinstance(value, list):
        return [[], [*value, *value[-1:]], value[::-1], None]
    return [{}, {**value, "x": 1}, None] if isinstance(value, dict) else [0]


def fields(files: Files, name: str) -> Iterator[Tampered]:
    """Every field of a JSON file changed, removed, doubled, swapped with the next."""
    plain = json.loads(files[name])
    for path in leaves_of(plain):
        where = f"{name}: {'.'.join(map(str, path))}"
        for fresh in other(at(plain, path)):
            if fresh != at(plain, path) or type(fresh) is not type(at(plain, path)):
                yield f"{where} = {fresh!r}"[:120], {**files, name: canonical(put(plain, path, fresh))}
        changed = copy.deepcopy(plain)
        inside = at(changed, path[:-1])
        if isinstance(inside, list):
            inside.insert(path[-1], inside[path[-1]])
            yield f"{where} doubled", {**files, name: canonical(changed)}
            if path[-1] and inside[path[-1]] != inside[path[-1] - 1]:
                swapped = copy.deepcopy(plain)
                row = at(swapped, path[:-1])
                row[path[-1] - 1], row[path[-1]] = row[path[-1]], row[path[-1] - 1]
                yield f"{where} swapped", {**files, name: canonical(swapped)}
        removed = copy.deepcopy(plain)
        del at(removed, path[:-1])[path[-1]]
        yield f"{where} removed", {**files, name: canonical(removed)}


def put(plain: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy with another value there."""
    changed = copy.deepcopy(plain)
    at(changed, path[:-1])[path[-1]] = value
    return changed


def lines(files: Files, name: str) -> Iterator[Tampered]:
    """Every line of a text file touched."""
    rows = files[name].splitlines(keepends=True)
    for place, row in enumerate(rows):
        rest = [*rows[:place], *rows[place + 1 :]]
        flipped = row[:-2] + (b"0" if row[-2:-1] != b"0" else b"1") + row[-1:]
        ways = {
            "changed": [*rows[:place], flipped, *rows[place + 1 :]],
            "first letter": [*rows[:place], (b"0" if row[:1] != b"0" else b"1") + row[1:], *rows[place + 1 :]],
            "removed": rest,
            "doubled": [*rows[:place], row, *rows[place:]],
            "longer": [*rows[:place], row[:-1] + b" \n", *rows[place + 1 :]],
            "other line end": [*rows[:place], row[:-1] + b"\r\n", *rows[place + 1 :]],
            "no line end": [*rows[:place], row[:-1], *rows[place + 1 :]],
            "empty line before": [*rows[:place], b"\n", *rows[place:]],
        }
        if place:
            ways["swapped"] = [*rows[: place - 1], row, rows[place - 1], *rows[place + 1 :]]
        for how, fresh in ways.items():
            yield f"{name} line {place + 1} {how}", {**files, name: b"".join(fresh)}


def whole_files(files: Files, others: Files) -> Iterator[Tampered]:
    """Files removed, emptied, garbled, swapped, taken from another vote, or too many."""
    for name, data in files.items():
        yield f"{name} removed", {key: value for key, value in files.items() if key != name}
        yield f"{name} of another vote", {**files, name: others[name]}
        for how, garbled in {
            "empty": b"", "null": b"null\n", "a list": b"[]\n", "cut": data[: len(data) // 2], "longer": data + b"\n",
            "doubled": data + data,
            "binary": b"\xff\x00" + data, "deep": b"[" * 100_000, "huge": b"9" * 10_000 + b"\n",
            "capitals": data.upper(), "spaces": data.replace(b",", b", ", 1) if b"," in data else b" " + data,
            "with mark": b"\xef\xbb\xbf" + data, "surrogate": b'{"format":"\\ud800"}\n',
        }.items():  # fmt: skip
            if garbled != data:
                yield f"{name} {how}", {**files, name: garbled}
        for second in files:
            if second > name and files[second] != data:
                yield f"{name} and {second} swapped", {**files, name: files[second], second: data}
    for extra in ("extra.txt", "poll.json.bak", "POLL.JSON", ".hidden", "receipts"):
        yield f"{extra} added", {**files, extra: b"x"}


def written_otherwise(files: Files) -> Iterator[Tampered]:
    """The same or nearly the same facts in another writing, that a careless reader would take for the same."""
    for name in JSONS:
        data, plain = files[name], json.loads(files[name])
        first = next(iter(plain))
        twice = json.dumps(first).encode() + b":" + canonical(plain[first]).rstrip() + b","
        for how, fresh in {
            "key twice": b"{" + twice + data[1:],
            "other order": json.dumps(dict(reversed(plain.items())), separators=(",", ":")).encode() + b"\n",
            "indented": json.dumps(plain, indent=1, ensure_ascii=False).encode() + b"\n",
            "escaped letters": data.replace(b'":', b'\\u003a":', 1),
            "no number": data[:-2] + b',"zzz":NaN}\n',
            "half a number": data[:-2] + b',"zzz":1.0}\n',
            "endless number": data[:-2] + b',"zzz":1e400}\n',
            "nothing in a name": data[:-2] + b',"z\\u0000":1}\n',
            "half a letter": data[:-2] + b',"z":"\\ud83d"}\n',
            "two bytes a letter": data.decode().encode("utf-16"),
            "deep": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        }.items():
            yield f"{name} {how}", {**files, name: fresh}
    ballots = files["ballots.csv"].decode()
    code = ballots.splitlines()[1][0]
    for how, text in {
        "other line ends": ballots.replace("\n", "\u2028", 3),
        "wide letter": ballots.replace(f"\n{code}", f"\n{chr(ord(code) + 0xFEE0)}", 1),
        "mark of direction": ballots.replace(",", "\u200e,", 2),
        "blank that does not break": ballots.replace(",", ",\u00a0", 2),
    }.items():
        yield f"ballots.csv {how}", {**files, "ballots.csv": text.encode()}
    # A signature to which the order of the group was added is right for who does not look at its size.
    order = 2**252 + 27742317777372353535851937790883648493
    for name in ("sealed.sig", "opened.sig", "statement.sig"):
        whole = bytes.fromhex(files[name].decode())
        larger = int.from_bytes(whole[32:], "little") + order
        yield f"{name} larger", {**files, name: (whole[:32] + larger.to_bytes(32, "little")).hex().encode() + b"\n"}
        yield f"{name} in capitals", {**files, name: files[name].upper()}


def rehashed(files: Files, site: Signer | None = None, opener: Signer | None = None) -> Files:
    """Every hash written anew, from poll.json, sealed.txt, ballots.csv and result.json on; signed with these keys."""
    done = dict(files)
    poll = sha(done["poll.json"])
    envelopes = [bytes.fromhex(line) for line in done["sealed.txt"].decode().split()]
    sealed = json.loads(done["sealed.json"]) | {"poll_sha256": poll, "list_sha256": sha(done["sealed.txt"])}
    done["sealed.json"] = canonical(sealed | {"root": Tree.of(envelopes).root().hex()})
    ballots = done["ballots.csv"].splitlines()[1:]
    opened = json.loads(done["opened.json"]) | {"poll_sha256": poll, "sealed_sha256": sha(done["sealed.json"])}
    opened |= {"ballots_sha256": sha(done["ballots.csv"]), "ballots_root": Tree.of(ballots).root().hex()}
    done["opened.json"] = canonical(opened | {"result_sha256": sha(done["result.json"])})
    statement = json.loads(done["statement.json"])
    statement["files"] = {name: sha(done[name]) for name in statement["files"]}
    done["statement.json"] = canonical(statement)
    for name, signer in (("sealed", site), ("statement", site), ("opened", opener)):
        if signer:
            done[f"{name}.sig"] = signature(signer, done[f"{name}.json"])
    done["log.json"] = relogged(done)
    return done


def relogged(files: Files) -> bytes:
    """log.json with the new hashes in its entries and new proofs, but the old checkpoints."""
    log = json.loads(files["log.json"])
    fresh = {"opened": ("poll_sha256", "poll.json"), "sealed": ("sealed_sha256", "sealed.json")}
    fresh["counted"] = ("statement_sha256", "statement.json")
    for row in log["entries"]:
        if row["entry"]["kind"] in fresh:
            field, name = fresh[row["entry"]["kind"]]
            row["entry"][field] = sha(files[name])
        log["leaves"][row["index"]] = leaf_hash(canonical(row["entry"])).hex()
    tree = Tree(bytes.fromhex(leaf) for leaf in log["leaves"])
    for row in log["entries"]:
        row["inclusion"] = [one.hex() for one in tree.inclusion(row["index"])]
    for step in log["consistency"]:
        step["proof"] = [one.hex() for one in tree.consistency(step["from"], step["to"])]
    return canonical(log)
