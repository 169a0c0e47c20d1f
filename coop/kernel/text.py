"""Cleaning of what people type, before it is judged or kept; and how long it may be."""

import re
import unicodedata

from coop.kernel.errors import InvalidError
from coop.kernel.words import mark

# Zero-width and direction-override characters make two texts look the same or hide words. Halves of a pair of
# surrogates, which JSON can bring, are no characters: nothing can keep or send them. XML cannot hold FFFE and FFFF.
_HIDDEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
# Letters by their kind, of which nothing is seen: fillers of Korean, and the empty sign of Braille.
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# Blanks, controls, joiners and marks that stand on another sign. Signs of a later Unicode are seen.
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"})


def clean_text(text: str | None) -> str:
    """Trim, normalise (NFC), unify line ends, drop control characters; keeps single and double line breaks.

    Empty when there is nothing to be seen in it: a title of joiners alone would be a link without words.
    """
    tidy = _HIDDEN.sub("", (text or "").replace("\r\n", "\n").replace("\r", "\n"))
    # After that: what was hidden may have stood between a letter and its mark.
    tidy = unicodedata.normalize("NFC", tidy)
    return re.sub(r"\n{3,}", "\n\n", tidy).strip() if any(map(_is_seen, tidy)) else ""


def _is_seen(letter: str) -> bool:
    return letter not in _BLANK_LETTERS and unicodedata.category(letter) not in _UNSEEN


def has_hidden(text: str) -> bool:
    """Whether there are characters in it that cannot be seen, besides blanks and line ends."""
    return _HIDDEN.search(text) is not None


def clean_line(text: str | None) -> str:
    """Like `clean_text`, on one line with single blanks."""
    return re.sub(r"\s+", " ", clean_text(text)).strip()


def count_words(text: str) -> int:
    """Number of words, as a person would count them: runs of letters or digits between blanks."""
    return sum(1 for part in text.split() if any(letter.isalnum() for letter in part))


def require_filled(text: str, longest: int, field: str, missing: str) -> str:
    """Return `text`. Raises `InvalidError` on `field`, saying `missing`, when empty; or when longer than `longest`."""
    if not text:
        raise InvalidError(missing, field=field)
    return require_length(text, longest, field)


def require_length(text: str, longest: int, field: str) -> str:
    """Return `text`. Raises `InvalidError` on `field` when it has more than `longest` characters."""
    if len(text) > longest:
        raise InvalidError(
            mark("This text has %(count)s characters. Use at most %(longest)s."),
            field=field,
            count=len(text),
            longest=longest,
        )
    return text


def require_few_words(text: str, most: int, field: str) -> str:
    """Return `text`. Raises `InvalidError` on `field` when it has more than `most` words."""
    words = count_words(text)
    if words > most:
        raise InvalidError(
            mark("You use %(count)s words. Use at most %(longest)s."), field=field, count=words, longest=most
        )
    return text
