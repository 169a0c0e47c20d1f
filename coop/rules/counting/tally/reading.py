"""From bytes to votes. All faults are FileFaultError: one sentence with the line number."""

from coop.rules.counting.files import blt, pabulib, preflib
from coop.rules.counting.files.blt import RankedFile
from coop.rules.counting.files.fault import FileFaultError, shown
from coop.rules.counting.files.pabulib import PabulibFile

LARGEST_FILE = 400_000_000
ENDINGS = (".pb", ".blt", *(f".{kind}" for kind in preflib.KINDS))


def read(name: str, data: bytes) -> PabulibFile | RankedFile:
    """Votes from a file; the end of its name says how to read it."""
    ending = "." + name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in ENDINGS:
        raise FileFaultError(0, f"Files ending in {', '.join(ENDINGS)} can be counted, not {shown(name)}.")
    text = text_of(data)
    if ending == ".pb":
        return pabulib.parse(text)
    return blt.parse(text) if ending == ".blt" else preflib.parse(text, ending[1:])


def text_of(data: bytes) -> str:
    """The bytes as UTF-8 text (a byte order mark is dropped)."""
    if len(data) > LARGEST_FILE:
        raise FileFaultError(0, "The file is larger than 400 MB.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise FileFaultError(line, "the file is not UTF-8 text.") from None
    if "\0" in text:
        raise FileFaultError(text.count("\n", 0, text.index("\0")) + 1, "the file is not text.")
    return text
