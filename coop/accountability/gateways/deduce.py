"""`deduce`, a program for medical notes, as a second look: in a process of its own, only ever asking.

It is an extra (LGPL, 1.1 GB, slow to load): `pip install 'coop[deduce]'`, or in another Python that
`COOP_DEDUCE_PYTHON` names. The process starts when somebody asks for it, gets nothing of the site's settings, and ends
with the answer.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from coop.rules.redaction.spans import Kind, Reason, Severity, Span

# The first time it builds its lists: one to three minutes.
LONGEST: Final = 600.0

_WORKER = Path(__file__).with_name("deduce_worker.py")
_KINDS: Final = {
    "persoon": Kind.NAME,
    "patient": Kind.NAME,
    "locatie": Kind.PLACE,
    "ziekenhuis": Kind.INSTITUTION,
    "zorginstelling": Kind.INSTITUTION,
    "datum": Kind.DATE,
    "leeftijd": Kind.AGE,
    "telefoonnummer": Kind.PHONE,
    "emailadres": Kind.EMAIL,
    "url": Kind.URL,
    "bsn": Kind.BSN,
}


class DeduceError(Exception):
    """The second look did not happen; the sentence says why."""


def questions(text: str, *, seconds: float = LONGEST) -> list[Span]:
    """What `deduce` marks in `text`, all as questions.

    Raises DeduceError when it is not installed, takes longer than `seconds`, or stops.
    """
    # What this needs is loaded only by who asks for it.
    from coop.kernel.console import surroundings

    named = surroundings("COOP_DEDUCE_PYTHON", "XDG_CACHE_HOME")
    cache = Path(named.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "coop-deduce"
    command = [named.get("COOP_DEDUCE_PYTHON") or sys.executable, "-I", str(_WORKER), str(cache)]
    try:
        done = subprocess.run(  # noqa: S603 - our own file, and a Python that whoever runs the command names
            command,
            input=json.dumps({"text": text}) + "\n",
            capture_output=True,
            encoding="utf-8",
            env=surroundings("HOME", "PATH"),
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise DeduceError(
            f"deduce did not answer within {_span_of_time(seconds)} and was stopped. The first time it builds its "
            "lists, which takes minutes: try once more, or leave --deduce out."
        ) from None
    except OSError as fault:
        raise DeduceError(f"{command[0]}: cannot be started ({fault.strerror}).") from None
    return [_span(mark, len(text)) for mark in _marks(done.stdout)]


def _span_of_time(seconds: float) -> str:
    return f"{seconds / 60:g} minutes" if seconds >= 60 else f"{seconds:g} seconds"


def _marks(answer: str) -> list[Any]:
    try:
        found: dict[str, Any] = json.loads(answer.strip().rpartition("\n")[2])
    except ValueError:
        raise DeduceError("deduce stopped without an answer; it may need more memory (4 GB at most).") from None
    if found.get("error") == "absent":
        raise DeduceError("deduce is not installed. To have it: pip install 'coop[deduce]'.")
    return list(found["marks"])


def _span(mark: list[Any], longest: int) -> Span:
    start, end, tag = mark
    return Span(start, min(end, longest), _KINDS.get(tag, Kind.NUMBER), Severity.QUESTION, Reason.DEDUCE)
