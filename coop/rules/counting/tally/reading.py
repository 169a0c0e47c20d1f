"""From bytes to votes. All faults are FileFaultError: one sentence with the line number."""

import re

from coop.rules.counting.files import blt, pabulib, preflib
from coop.rules.counting.files.blt import RankedFile
from coop.rules.counting.files.fault import FileFaultError, shown
from coop.rules.counting.files.pabulib import PabulibFile

NOT_TEXT = re.compile("[\\x00-\\x08\\x0e-\\x1f]")
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
    """The bytes as text: UTF-8, UTF-16 where a mark says so, else Windows-1252 as older files have it."""
    if len(data) > LARGEST_FILE:
        raise FileFaultError(0, "The file is larger than 400 MB.")
    text = decoded(data)
    strange = NOT_TEXT.search(text)
    if strange:
        raise FileFaultError(text.count("\n", 0, strange.start()) + 1, "the file is not text.")
    return text


def decoded(data: bytes) -> str:
    """The bytes in the first encoding that reads them all. Raises FileFaultError with the line where none does."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as fault:
            line = data.count(b"\n", 0, fault.start) + 1
    raise FileFaultError(line, "the file is neither UTF-8 nor Windows-1252 text.")
