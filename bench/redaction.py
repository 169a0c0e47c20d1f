"""How much is found and how much is marked for nothing, on texts with known marks; and how fast."""

import re
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from coop.rules.redaction.find import find
from coop.rules.redaction.lookups import Lookups, lookups_of
from coop.rules.redaction.reading import read_register, read_streets
from coop.rules.redaction.spans import Kind, Severity, Span

TEXTS = Path(__file__).parents[1] / "tests" / "rules" / "redaction" / "texts"
_MARK = re.compile(r"\[\[(?P<what>.*?)\|(?P<type>[a-z_]+)\]\]", re.DOTALL)
STRUCTURED = frozenset("address postcode phone email bsn iban date age plate file document ip url handle".split())


@dataclass
class Marked:
    """A text with the places that must be found, as (start, end, type)."""

    text: str
    spans: list[tuple[int, int, str]] = field(default_factory=list)


@dataclass
class Score:
    """Counts over a set of texts."""

    wanted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    marks: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    def recall(self, *types: str) -> float:
        """Share of the wanted places that are covered in full."""
        wanted = sum(self.wanted[one] for one in types or self.wanted)
        return sum(self.found[one] for one in types or self.wanted) / wanted if wanted else 1.0

    def precision(self, *, questions: bool) -> float:
        """Share of the marks that touch a wanted place."""
        kinds = [one for one in self.marks if questions or not one.endswith("?")]
        marks = sum(self.marks[one] for one in kinds)
        return sum(self.right[one] for one in kinds) / marks if marks else 1.0


def marked(line: str) -> Marked:
    """Read "[[Fatma|name]] kwam" into a text and its places."""
    text, spans, place = "", [], 0
    for match in _MARK.finditer(line):
        text += line[place : match.start()]
        spans.append((len(text), len(text) + len(match["what"]), match["type"]))
        text += match["what"]
        place = match.end()
    return Marked(text + line[place:], spans)


def load(name: str) -> tuple[list[Marked], Lookups]:
    """A set of texts with the look-ups that go with it; a text stands on a line, its own line breaks as "\\n"."""
    lines = (TEXTS / f"{name}.txt").read_text("utf-8").splitlines()
    register = read_register((TEXTS / f"{name}-register.csv").read_text("utf-8"))
    streets = read_streets((TEXTS / f"{name}-streets.txt").read_text("utf-8"))
    texts = [marked(line.replace("\\n", "\n")) for line in lines if line and not line.startswith("#")]
    return texts, lookups_of(register, streets)


def score(texts: list[Marked], lookups: Lookups, *, every_digit: bool = True) -> Score:
    """Compare what is found with what is known."""
    total = Score()
    for one in texts:
        spans = find(one.text, lookups, every_digit=every_digit)
        _count(one, spans, total)
    return total


def _count(one: Marked, spans: list[Span], total: Score) -> None:
    covered = {place for span in spans for place in range(span.start, span.end)}
    for start, end, kind in one.spans:
        total.wanted[kind] += 1
        if all(place in covered or not one.text[place].isalnum() for place in range(start, end)):
            total.found[kind] += 1
        else:
            total.missed.append(f"{kind}: {one.text[start:end]!r} in {one.text!r}")
    for span in spans:
        name = span.kind.value + ("?" if span.severity is Severity.QUESTION else "")
        total.marks[name] += 1
        if any(start < span.end and span.start < end for start, end, _ in one.spans):
            total.right[name] += 1
        else:
            total.false.append(f"{name}: {one.text[span.start : span.end]!r} in {one.text!r}")


def show(name: str, total: Score, *, details: bool) -> None:
    """Print one set."""
    print(
        f"{name}: recall structured {total.recall(*STRUCTURED):.3f}, names {total.recall('name'):.3f}, institutions "
        f"{total.recall('institution'):.3f}, descriptions {total.recall('description'):.3f}, all {total.recall():.3f}; "
        f"precision of flags {total.precision(questions=False):.3f}, every mark {total.precision(questions=True):.3f}"
    )
    print("  found: " + ", ".join(f"{kind} {total.found[kind]}/{total.wanted[kind]}" for kind in sorted(total.wanted)))
    print("  right: " + ", ".join(f"{kind} {total.right[kind]}/{total.marks[kind]}" for kind in sorted(total.marks)))
    if details:
        for one in total.missed:
            print(f"  missed {one}")
        for one in total.false:
            print(f"  for nothing {one}")


def pages_a_second(texts: list[Marked], lookups: Lookups) -> float:
    """Speed over pages of 500 words made of the texts, in processor time: the median of five runs."""
    words = " ".join(one.text for one in texts).split()
    pages = [" ".join(words[start : start + 500]) for start in range(0, len(words), 500)] * 3
    find(pages[0], lookups)
    seconds = []
    for _ in range(5):
        begin = time.process_time()
        for page in pages:
            find(page, lookups)
        seconds.append(time.process_time() - begin)
    return len(pages) / statistics.median(seconds)


def sets() -> list[str]:
    """The names of the sets of texts."""
    return sorted(path.stem for path in TEXTS.glob("*.txt") if not path.stem.endswith("-streets"))


def main(*, details: bool = False) -> None:
    """Print recall, precision and speed."""
    begin = time.perf_counter()
    find("Eerst worden de woordenlijsten gelezen.")
    print(f"first use: {(time.perf_counter() - begin) * 1000:.0f} ms; kinds: {', '.join(Kind)}")
    for name in sets():
        texts, lookups = load(name)
        show(name, score(texts, lookups), details=details)
        without = score(texts, Lookups())
        fewer = score(texts, lookups, every_digit=False)
        print(
            f"  without register and streets: structured {without.recall(*STRUCTURED):.3f}, names "
            f"{without.recall('name'):.3f}, precision of flags {without.precision(questions=False):.3f}; with fewer "
            f"questions: structured {fewer.recall(*STRUCTURED):.3f}, precision {fewer.precision(questions=True):.3f}"
        )
    texts, lookups = load(sets()[0])
    print(f"speed: {pages_a_second(texts, lookups):.0f} pages of 500 words a second (wanted: 20)")


if __name__ == "__main__":
    main(details=True)
