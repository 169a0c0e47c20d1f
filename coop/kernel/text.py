"""Cleaning of what people type, before it is judged or kept."""

import re
import unicodedata

# Zero-width and direction-override characters make two texts look the same or hide words.
_HIDDEN = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b\u202a-\u202e\u2060-\u2069\ufeff]")


def clean_text(text: str | None) -> str:
    """Trim, normalise (NFC), unify line ends, drop control characters; keeps single and double line breaks."""
    tidy = unicodedata.normalize("NFC", (text or "").replace("\r\n", "\n").replace("\r", "\n"))
    tidy = _HIDDEN.sub("", tidy)
    return re.sub(r"\n{3,}", "\n\n", tidy).strip()


def clean_line(text: str | None) -> str:
    """Like `clean_text`, on one line with single blanks."""
    return re.sub(r"\s+", " ", clean_text(text)).strip()


def count_words(text: str) -> int:
    """Number of words, as a person would count them: runs of letters or digits between blanks."""
    return sum(1 for part in text.split() if any(letter.isalnum() for letter in part))
