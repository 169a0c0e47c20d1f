"""A warning, after keeping a text that everybody reads, of what in it may tell who somebody is. Nothing is refused."""

from coop.rules.redaction.entry import marks_in
from coop.rules.redaction.spans import Kind, Severity, Span
from coop.web.pages import tell
from coop.web.words import _

_MOST = 4
_LONGEST = 5_000
_NARROW = frozenset({Kind.NAME, Kind.AGE})


def telling_words(*texts: str | None) -> str:
    """The words that may tell who somebody is, between quotation marks; empty when there are none.

    Names of members are not looked up: nobody may learn from it who is one. Streets, days and institutions are what an
    agenda is about, and are left alone; so is what only asks a question.
    """
    found: list[str] = []
    for text in texts:
        plain = (text or "")[:_LONGEST]
        found += [plain[span.start : span.end] for span in marks_in(plain) if plain and _is_telling(span)]
    words = list(dict.fromkeys(" ".join(word.split()) for word in found))
    return ", ".join(f"“{word}”" for word in words[:_MOST])


def warn_of_marks(*texts: str | None) -> bool:
    """Say at the top of the next page which words to look at again; returns whether there are any."""
    shown = telling_words(*texts)
    if not shown:
        return False
    tell(
        _(
            "It is kept. Look once more: everybody can read %(words)s, and it may tell who somebody is. "
            "Is that meant so? If not, ask the board to take it out.",
            words=shown,
        )
    )
    return True


def _is_telling(span: Span) -> bool:
    if span.severity is Severity.QUESTION:
        return False
    return span.severity is Severity.HIGH or span.kind in _NARROW
