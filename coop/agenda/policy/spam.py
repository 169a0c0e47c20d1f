"""What in a text looks like spam: places to go to, also in disguise, and words in letters that only look like ours.

Neighbours write Arabic, Turkish, Polish or Ukrainian here, forget a blank after a full stop, and write "o.a." and
"1.500,00": none of that is spam.
"""

import re
import unicodedata

# How an address ends, as spam uses it. Not those that are Dutch words too (.de, .be, .is, .me): "huis.de lamp".
_ENDINGS = frozenset(
    "nl com org net eu info biz shop online site store xyz club top click link app live icu vip buzz win bid loan "
    "ru рф cn io co uk fr pl tr tk ml ga cf gq cc tv ws su dev page pro amsterdam frl example".split()
)
# After a full stop without a blank these begin a sentence, when they begin with a capital: "gesloten.Top geregeld".
_WORDS = frozenset("net info shop online site store club top click link app live win pro page co".split())
_SPELLED = "nl|com|org|net|eu|info|shop|online|site|xyz"
_ADDRESS = re.compile(r"(?:h[tx]{2}ps?://|www\.)\S+", re.IGNORECASE)
_DOTTED = re.compile(r"(?<![\w@.-])[\w-]+(?:\.[\w-]+)+(?!@)(?P<path>/\w)?")
# "koop punt nl", "koop(dot)nl", "koop [.] nl", "koop .nl"; but "een punt nl. dat" is short for "namelijk".
_SAID = re.compile(
    rf"\w(?:[ \t]+(?:punt|dot)[ \t]+|[ \t]*[\[({{][ \t]*(?:punt|dot|\.)[ \t]*[\])}}][ \t]*|[ \t]+\.[ \t]?)"
    rf"(?:{_SPELLED})\b(?!\.[ \t]*\w)(?!@)",
    re.IGNORECASE,
)
_DOTS = str.maketrans("。｡", "..")
_WORD = re.compile(r"[^\W\d_]+")
_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK")
# Letters of other alphabets that one cannot tell from Latin ones. Source: Unicode, confusables.txt.
_LIKE_LATIN = frozenset("асеорхуіјѕһԁԛԝӏьАВЕЅІЈКМНОРСТУХҺԌԚԜοανικρυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ")
_FEWEST = 2


def links_in(text: str) -> int:
    """How many places to go to stand in a text; e-mail addresses are none."""
    plain = unicodedata.normalize("NFKC", text).translate(_DOTS)
    rest, written = _ADDRESS.subn(" ", plain)
    bare = sum(
        _is_site(found[0].removesuffix(found["path"] or ""), bool(found["path"])) for found in _DOTTED.finditer(rest)
    )
    return written + bare + len(_SAID.findall(rest))


def _is_site(name: str, has_path: bool) -> bool:
    labels = name.split(".")
    if has_path and len(labels[-1]) == 2 and labels[-1].isalpha() and len(labels[-2]) > 1:
        return True
    return any(label.casefold() in _ENDINGS and not _begins_sentence(label) for label in labels[1:])


def _begins_sentence(label: str) -> bool:
    return label.istitle() and label.casefold() in _WORDS


def disguised_word(text: str) -> str | None:
    """The first word of mixed alphabets, or wholly in letters that only look Latin amid Latin words; else None.

    Real Greek and Cyrillic have letters that look like none of ours: where one of those stands, the alphabet is meant.
    """
    used: dict[str, set[str]] = {alphabet: set() for alphabet in _ALPHABETS}
    words: dict[str, list[str]] = {alphabet: [] for alphabet in _ALPHABETS}
    for word in (match[0] for match in _WORD.finditer(text)):
        found = {alphabet for letter in word if (alphabet := _alphabet_of(letter)) in used}
        if len(found) > 1:
            return word
        for alphabet in found:
            used[alphabet].update(word)
            words[alphabet].append(word)
    if used["LATIN"]:
        for alphabet in _ALPHABETS[1:]:
            whole = [word for word in words[alphabet] if len(word) >= _FEWEST]
            if whole and used[alphabet] <= _LIKE_LATIN:
                return whole[0]
    return None


def _alphabet_of(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
