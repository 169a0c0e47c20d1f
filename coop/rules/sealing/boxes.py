"""A sealed box as a folder for who opens it, and a box as one JSON line for the vault."""

import base64
from collections.abc import Mapping
from typing import Any

from coop.rules.sealing.ballots import TRACKER, Opened, envelope_size
from coop.rules.sealing.encoding import read_lines
from coop.rules.sealing.faults import UntrueError, claim
from coop.rules.sealing.folder import HEAD, STAGE_A, Files
from coop.rules.sealing.poll import Poll
from coop.rules.sealing.vault import SealedBox

NAMES = (*STAGE_A, "envelopes.bin", "paper.csv", "lot.txt")
INVALID = "invalid"


def box_folder(box: SealedBox) -> Files:
    """A box as files: the published ones, all envelopes one behind the other, typed paper, the lot."""
    rows = [ballot.line if ballot else f"{INVALID}," for ballot in box.paper]
    return {
        **{name: box.files[name] for name in STAGE_A},
        "envelopes.bin": b"".join(box.envelopes),
        "paper.csv": "".join(f"{row}\n" for row in (HEAD, *rows)).encode(),
        "lot.txt": f"{box.lot}\n".encode(),
    }


def read_box(files: Mapping[str, bytes]) -> SealedBox:
    """The box in a folder. Raises `UntrueError`."""
    for name in NAMES:
        claim(name in files, f"{name} is missing")
    poll = Poll.read(files["poll.json"])
    size, joined = envelope_size(poll.facts["size"]), files["envelopes.bin"]
    claim(len(joined) % size == 0, "envelopes.bin does not hold whole envelopes")
    envelopes = [joined[place : place + size] for place in range(0, len(joined), size)]
    try:
        lot = files["lot.txt"].decode().strip()
    except UnicodeDecodeError:
        raise UntrueError("lot.txt cannot be read") from None
    return SealedBox({name: files[name] for name in STAGE_A}, envelopes, read_paper(files["paper.csv"]), lot)


def read_paper(data: bytes) -> list[Opened | None]:
    """Typed paper ballots; None for an invalid one."""
    head, *rows = read_lines("paper.csv", data) or [""]
    claim(head == HEAD, "paper.csv does not begin with the line that it must begin with")
    typed: list[Opened | None] = []
    for row in rows:
        tracker, _, rest = row.partition(",")
        claim(tracker == INVALID or bool(TRACKER.fullmatch(tracker)), "paper.csv has a line without code")
        typed.append(None if tracker == INVALID else Opened(tracker, tuple(rest.split())))
    return typed


def as_text(files: Mapping[str, bytes]) -> dict[str, str]:
    """Files as they travel in JSON."""
    return {name: base64.b64encode(data).decode() for name, data in files.items()}


def from_text(files: Any) -> Files:
    """The other way round. Raises `UntrueError`."""
    try:
        return {str(name): base64.b64decode(data, validate=True) for name, data in files.items()}
    except (AttributeError, TypeError, ValueError):
        raise UntrueError("these are no files") from None
