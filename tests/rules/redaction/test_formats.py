"""Every spelling of everything structured, in sentences of several kinds."""

from pathlib import Path

import pytest

from coop.rules.redaction.find import find
from coop.rules.redaction.spans import Kind

AROUND = (
    "Zij gaf {} door aan het team.",
    "{} stond in de brief.",
    "Het gaat om {}, zei hij.",
    "Bewaard: {}",
    "(zie {})",
)
LINES = (Path(__file__).parent / "formats.txt").read_text("utf-8").splitlines()
PAIRS = [line.split(": ", 1) for line in LINES if not line.startswith("#")]
KINDS = sorted({kind for kind, _ in PAIRS})
CASES = [(kind, one, around) for kind, ones in PAIRS for one in ones.split("|") for around in AROUND]


def uncovered(kind: str, what: str, around: str) -> bool:
    text = around.format(what)
    what = what.rsplit(maxsplit=1)[-1] if kind == "handle" else what
    start = text.index(what)
    covered = {place for span in find(text) for place in range(span.start, span.end)}
    signs = [place for place in range(start, start + len(what)) if text[place].isdigit()]
    if kind in ("email", "handle", "url"):
        signs = [place for place in range(start, start + len(what)) if text[place].isalnum()]
    elif not signs:
        return not any(place in covered for place in range(start, start + len(what)))
    return not all(place in covered for place in signs)


@pytest.mark.parametrize("kind", KINDS)
def test_every_spelling_is_marked(kind: str) -> None:
    cases = [case for case in CASES if case[0] == kind]
    missed = [around.format(what) for _, what, around in cases if uncovered(kind, what, around)]
    assert missed == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("handle", "url")])
def test_most_spellings_are_marked_as_what_they_are(kind: str) -> None:
    expected = {"file": "file_number"}.get(kind, kind)
    cases = [case for case in CASES if case[0] == kind]
    right = [any(span.kind.value == expected for span in find(around.format(what))) for _, what, around in cases]
    assert sum(right) >= 0.9 * len(right), [case[1] for case, good in zip(cases, right, strict=True) if not good]


def test_a_law_with_its_year_is_no_number_of_a_file() -> None:
    found = find("Volgens de Wmo 2015 en plan 2026 kan dat. De Jeugdwet is van 2015. BW 2 niet.")
    assert {span.kind for span in found} == {Kind.NUMBER}
    assert [span.kind for span in find("Zaaknummer 2015, zaak: 2015, wmo 118273") if span.kind is Kind.FILE_NUMBER] == [
        Kind.FILE_NUMBER
    ] * 3
