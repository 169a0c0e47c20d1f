"""Names given by initials: "K. van der M.", "J.P. Hoekstra", and a single letter with a dot."""

import re
from collections.abc import Callable, Iterator

from coop.rules.redaction.lexicon import is_word, words
from coop.rules.redaction.spans import Kind, Reason, Severity, Span

_INITIALS = re.compile(
    r"(?<![\w.])(?:(?:[A-Z]|Ch|Th|Ph|Tj|Sj|IJ|Chr|Joh)\.[ -]?){1,5}(?:[Vv]\.?[ ]?d\.?[ ]?[A-Z]?[a-z]*|(?:(?:van|von|de|der|den|ter|ten|te|el|al|ben|la|'t|v\.d\.|vd)\s)*)\s?"
    r"(?:[A-Z]\.(?![\w])|[A-Z][^\W\d_]+(?:['’\-][^\W\d_]+)*)?"
)
_TITLE_BEFORE = re.compile(
    r"\b(?:de heer|de fam\.|mevrouw|mevr\.?|mw\.?|mej\.?|meneer|heer|dhr\.?|hr\.?|mrs?\.?|ms\.?|fam\.?|familie|dr\.?|drs\.?|ir\.?|prof\.?|ds\.?) $",
    re.IGNORECASE,
)
# "Postmus, G.", "Bouzidi, H. el".
_BEHIND = re.compile(
    r"(?<!\w)(?P<family>[A-Z][^\W\d_]+(?:-[A-Z][^\W\d_]+)?),\s(?:[A-Z]\.[ ]?){1,4}(?:(?<=[ ])(?:van der|van den|van de|van|de|den|der|el|al|ten|ter|te)(?!\w))?"
)
_VDM = re.compile(r"(?<![\w.])[A-Z]\.(?:[a-z]\.){1,3}[A-Z]\.(?!\w)")
_LONE_INITIAL = re.compile(r"(?<![\w.])[A-Z]\.(?=[\s,;)]\s?[a-zà-ÿ(]|,)")
_NO_INITIAL_AFTER = re.compile(
    r"(?:vitamine|groep|hepatitis|plan|punt|type|blok|flat|deel|bijlage|klas|optie|stap|fase|team|gebouw|vleugel|rijbewijs|wet)\s$",
    re.IGNORECASE,
)
_NO_INITIALS = frozenset(
    "B.V. N.V. U.S. A.D. V.N. E.U. T.a.v. M.b.t. I.v.m. N.B. P.S. N.a.v. Z.s.m. O.a. D.w.z.".split()
)
_SMALL = re.compile(
    r"(?<![\w.])(?P<letters>(?:[a-z]\.[ ]?){1,4})(?:(?:van|v\.?[ ]?d\.?|v/d|de|der|den|ter|ten|te|el|al|'t)[ ]){0,3}"
    r"(?P<family>[a-z][^\W\d_]+(?:-[^\W\d_]+)?)"
)
_SHORT_FOR = frozenset(
    "a.h.v. a.m. a.s. a.u.b. b.v. c.q. d.d. d.m.v. d.w.z. e.a. e.d. i.c.m. i.o.m. i.p.v. i.v.m. j.l. m.b.t. m.i. m.n. m.u.v. n.a.v. n.v. o.a. "
    "o.i.d. o.v.v. p.m. p.p. p.w. s.v.p. t.a.v. t.b.v. t.g.v. t.h.v. t.n.v. t.o.v. u.a. w.o. z.g. z.s.m.".split()
)
_LETTERS = re.compile(r"^(?:[A-Z][a-z]{0,2}\.[ -]?)+")


def initials(text: str) -> Iterator[Span]:
    """Names of which at least one part is a letter with a dot."""
    for match in _VDM.finditer(text):
        yield Span(*match.span(), Kind.NAME, Severity.MEDIUM, Reason.NAME_INITIALS)
    for match in _BEHIND.finditer(text):
        key = match["family"].lower()
        if key in words("surnames") or not is_word(key):
            yield Span(
                match.start(),
                match.start() + len(match.group().rstrip()),
                Kind.NAME,
                Severity.MEDIUM,
                Reason.NAME_INITIALS,
            )
    for match in _INITIALS.finditer(text):
        found = match.group().rstrip()
        family = _LETTERS.sub("", found).strip()
        if found in _NO_INITIALS or family.islower() or not (family or found.count(".") >= 2):
            continue
        if not _is_a_kind(text, match.start()):
            titled = _TITLE_BEFORE.search(text, max(0, match.start() - 14), match.start())
            start = (titled or match).start()
            yield Span(start, match.start() + len(found), Kind.NAME, Severity.MEDIUM, Reason.NAME_INITIALS)


def small_initials(text: str, is_family: Callable[[str], bool]) -> Iterator[Span]:
    """The same typed without capitals, "r. v/d meer", when `is_family` knows the family name."""
    for match in _SMALL.finditer(text):
        if match["letters"].strip() not in _SHORT_FOR and is_family(match["family"]):
            yield Span(*match.span(), Kind.NAME, Severity.MEDIUM, Reason.NAME_INITIALS)


def lone_initials(text: str) -> Iterator[Span]:
    """A single letter with a dot: a question."""
    for match in _LONE_INITIAL.finditer(text):
        if not _is_a_kind(text, match.start()):
            yield Span(*match.span(), Kind.NAME, Severity.QUESTION, Reason.NAME_INITIALS)


def _is_a_kind(text: str, start: int) -> bool:
    """Whether the letter tells which one of a sort, as in "groep B.": no name."""
    return _NO_INITIAL_AFTER.search(text, max(0, start - 12), start) is not None
