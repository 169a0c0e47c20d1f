"""Postcodes: in figures and letters, broken over lines, said aloud."""

import re
from collections.abc import Iterator

from coop.rules.redaction.dates import NUMBER_WORD
from coop.rules.redaction.spans import Kind, Reason, Severity, Span

_TWO_LETTER_WORDS = frozenset(
    "aan af al as at ba be bv ca da de do dr ds du ed ei el em en er et ex fa ga ge go ha he ho id if ik in is it ja je jl ju ka ki la le li lo ma "
    "me mn mr my na ne no nr nu of oh ok om on op or os pa re ri rk sm so st ta te ti to tv ui un up us uw va we wc wk ze zg zo st nd rd th km kg gr "
    "cm mm pk cc mb gb a b c".split()
)
# Of the two-letter words those that follow a number of four digits in a sentence.
_COMMON_TWO = frozenset(
    "aan af al as at bij da de do dr ds du ed en er et ex go ha he ho id if ik in is it ja je la le ma me mn mr my na ne no nr nu of oh ok om on op "
    "or pa re so st ta te ti to tv un up us uw va we wc ze zo nd rd th km kg gr cm mm pk cc mb gb ca ge el ga".split()
)
_YEAR = re.compile(r"19|20")
_POSTCODE = re.compile(
    r"(?<![\w.,€])(?<!€ )[1-9]\d{3}(?!(?<=19\d\d|20\d\d)\. )(?P<gap>[ \u00a0]{0,2}[-.]?[ ]?)(?P<letters>[A-Za-z][ .]?[A-Za-z])(?![\w])"
)
_POSTCODE_SPOKEN = re.compile(
    r"\b(?:(?i:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|nul)[ ,]{1,2}){4}[A-Z][ .]?[A-Z]\b"
)
_POSTCODE_DIGITS = re.compile(
    r"\b(?:postcode(?:gebied)?|postkode|postc\.?|pc(?=:)|pcode|postal code|zip)\W{0,3}(?:is\s|van\s|en woonplaats\W{0,3})?(?P<code>[1-9]\d ?\d\d(?:[\s,.\-]{0,3}\(?[A-Za-z] ?[A-Za-z])?)\b",
    re.IGNORECASE,
)
# On two lines; said in two numbers. A year is none.
_POSTCODE_BROKEN = re.compile(
    rf"(?<![\w.,€\-])(?!19|20)[1-9]\d{{3}}[ \t]?\r?\n[ \t]?[A-Z]{{2}}(?!\w)|\b(?i:{NUMBER_WORD}\s{NUMBER_WORD})\s[A-Z] ?[A-Z](?!\w)|"
    r"(?<![\w.,€\-])(?!19|20)[1-9]\d{3}(?:, | \()[A-Z]{2}(?=\)|[\s,.;]|$)"
)


def postcodes(text: str) -> Iterator[Span]:
    """Postcodes. Lower-case letters after a blank that are a Dutch word ("1500 en") are none, save after a house number."""
    for match in _POSTCODE.finditer(text):
        if _is_postcode(text, match):
            yield Span(*match.span(), Kind.POSTCODE, Severity.HIGH, Reason.POSTCODE)
    for match in _POSTCODE_SPOKEN.finditer(text):
        yield Span(*match.span(), Kind.POSTCODE, Severity.HIGH, Reason.POSTCODE)
    for match in _POSTCODE_BROKEN.finditer(text):
        yield Span(*match.span(), Kind.POSTCODE, Severity.MEDIUM, Reason.POSTCODE)
    for match in _POSTCODE_DIGITS.finditer(text):
        yield Span(*match.span("code"), Kind.POSTCODE, Severity.MEDIUM, Reason.POSTCODE)


def _is_postcode(text: str, match: re.Match[str]) -> bool:
    letters = match.group("letters")
    if letters.isupper() or (len(letters) == 2 and not match.group("gap")):
        return letters.lower() not in ("ste", "de") or letters.isupper()
    if any(sign in match.group("gap") for sign in "-.") or (
        len(letters) == 3 and match.group()[:2] not in ("19", "20")
    ):
        return True
    if letters.lower() not in _TWO_LETTER_WORDS and len(letters) == 2:
        return True
    # After a house number even "1017 ga" is one, and before a town: "3437 zg Utrecht".
    if len(letters) == 2 and letters.lower() not in _COMMON_TWO and not _YEAR.match(match.group()):
        return True
    return (
        len(letters) == 2
        and re.search(
            r"[^\W\d_]\.? \d{1,4} ?(?:[a-z]|bis|hs|zw|rd|boven|beneden)?,? $",
            text[max(0, match.start() - 18) : match.start()],
            re.IGNORECASE,
        )
        is not None
    )
