"""What is wrong with a file, in one sentence with the line number."""

from coop.rules.counting.values import LARGEST


class FileFaultError(ValueError):
    """`line` counts from 1; 0 when the fault is not in one line."""

    def __init__(self, line: int, reason: str) -> None:
        self.line, self.reason = line, reason
        super().__init__(f"line {line}: {reason}" if line else reason)


def shown(text: str) -> str:
    """A piece of a file, safe and short enough to quote."""
    safe = "".join(c if c.isprintable() else "?" for c in text)
    return f'"{safe[:37]}…"' if len(safe) > 40 else f'"{safe}"'


def short_of(line: int, key: str, said: str, found: int) -> tuple[str, ...]:
    """A doubt when a file says another number than it holds: it may have been cut off. Other text says nothing."""
    bare = said.strip()
    if not (bare.isascii() and bare.isdigit()) or bare.lstrip("0") == str(found).lstrip("0"):
        return ()
    return (f"line {line}: {key} is {shown(bare)}, but the file has {found}. Is it whole?",)


def whole(text: str, line: int, what: str, least: int = 0, most: int = LARGEST) -> int:
    """A whole number in ASCII digits, or FileFaultError."""
    bare = text.strip()
    digits = bare.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        raise FileFaultError(line, f"{what} must be a whole number, not {shown(bare)}.")
    if len(digits.lstrip("0")) > len(str(LARGEST)) or not least <= int(bare) <= most:
        raise FileFaultError(line, f"{what} must be between {least} and {most}, not {shown(bare)}.")
    return int(bare)
