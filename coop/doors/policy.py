"""Rules about what is noted at the door: how it is read, sorted, and how long it is kept."""

import hmac
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, timedelta

from coop.agenda.policy import Origin
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.text import clean_line, require_length
from coop.kernel.words import Worded, mark

TEXT_LENGTH, REASON_LENGTH, BATCH_LENGTH = 500, 500, 40
MOST_LINES, MOST_AT_ONCE = 40, 60
SLIPS_ON_A_SHEET = 12
SORT_WITHIN = timedelta(days=14)
OLDEST = timedelta(days=60)
KEPT_AFTER_SORTING = timedelta(days=90)
KEPT_AT_MOST = timedelta(days=365)


class Way(Worded):
    """How it was heard."""

    DOOR = "door", mark("At the door")
    STREET = "street", mark("In the street, or at a meeting")
    PAPER = "paper", mark("On paper, typed over")
    SPOKEN = "spoken", mark("As a spoken message, typed over")


def lines_of(text: str) -> list[str]:
    """Each line that says something is one note. Raises `InvalidError` on `lines` for none, too many or a long one."""
    lines = [line for line in (clean_line(one) for one in text.splitlines()) if line]
    if not lines:
        raise InvalidError(mark("Write down first what you heard."), field="lines")
    if len(lines) > MOST_LINES:
        raise InvalidError(mark("Send at most %(most)s lines at once."), field="lines", most=MOST_LINES)
    for line in lines:
        require_length(line, TEXT_LENGTH, "lines")
    return lines


def not_there_yet(lines: Sequence[str], kept: Sequence[str]) -> list[str]:
    """Of `lines` those that a sending did not bring before; a line that stands there twice was said twice."""
    left = Counter(kept)
    new = []
    for line in lines:
        if left[line]:
            left[line] -= 1
        else:
            new.append(line)
    return new


def require_day(heard_on: date, today: date) -> None:
    """Raise `InvalidError` on `heard_on` for a day to come, or longer ago than two months."""
    if not today - OLDEST <= heard_on <= today:
        raise InvalidError(mark("Choose today, or a day of the last two months."), field="heard_on")


def require_batch(batch: str) -> None:
    """Raise `InvalidError` for a key that our own page did not make."""
    if not batch.isascii() or not batch.isalnum() or len(batch) != BATCH_LENGTH:
        raise InvalidError(mark("This page is not complete. Open it again and try once more."))


def is_late(made_on: date, today: date) -> bool:
    """Whether a note waits for longer than two weeks."""
    return today > made_on + SORT_WITHIN


def origin_of(ways: Collection[Way]) -> Origin:
    """Through whom an item came in that was made of notes."""
    if set(ways) == {Way.PAPER}:
        return Origin.PAPER
    return Origin.SPOKEN if set(ways) == {Way.SPOKEN} else Origin.DOOR


def require_some(count: int) -> None:
    """Raise `ConflictError` without notes, or with too many at once."""
    if not count:
        raise ConflictError(mark("Tick first which notes you mean."))
    if count > MOST_AT_ONCE:
        raise ConflictError(mark("Take at most %(most)s notes at once."), most=MOST_AT_ONCE)


def slip_key(secret: str) -> bytes:
    """The key with which codes of slips are hashed, made from the secret of the site for this purpose alone."""
    return hmac.digest(secret.encode(), b"coop-door-slip-1", "sha256")


def hashed_slip(key: bytes, code: str) -> str:
    """What is kept of the code of a slip."""
    return hmac.digest(key, code.encode(), "sha256").hex()
