"""Spellings in a sentence: said aloud, misread, abbreviated, in other tongues; and what looks like them."""

from pathlib import Path

import pytest

from bench.redaction import Marked, marked
from coop.rules.redaction.find import find
from coop.rules.redaction.lookups import lookups_of
from coop.rules.redaction.reading import Register
from coop.rules.redaction.spans import Kind, Severity

HERE = Path(__file__).parent


def _lines(name: str) -> list[str]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line.replace("\\n", "\n") for line in lines if not line.startswith("#")]


def _missed(one: Marked) -> list[str]:
    """The places that no mark graver than a question covers in full; descriptions are always questions."""
    covered = {
        place
        for span in find(one.text)
        if span.severity is not Severity.QUESTION or span.kind is Kind.DESCRIPTION
        for place in range(span.start, span.end)
    }
    signs = [
        (start, end, {place for place in range(start, end) if one.text[place].isalnum()}) for start, end, _ in one.spans
    ]
    return [one.text[start:end] for start, end, wanted in signs if not wanted <= covered]


SAID = [marked(line) for line in _lines("said.txt")]


@pytest.mark.parametrize("kind", sorted({kind for one in SAID for _, _, kind in one.spans}))
def test_what_is_said_or_misspelt_is_marked(kind: str) -> None:
    ones = [one for one in SAID if one.spans[0][2] == kind]
    assert [(one.text, _missed(one)) for one in ones if _missed(one)] == []


def test_what_only_looks_like_it_is_at_most_a_digit() -> None:
    found = [
        (line, line[span.start : span.end], span.kind.value)
        for line in _lines("nothing.txt")
        for span in find(line)
        if span.kind not in (Kind.NUMBER, Kind.CAPITAL)
    ]
    assert found == []


def test_a_letter_of_a_plate_is_no_initial() -> None:
    found = find("De auto, GV 911 D. Dit is de vierde keer.")
    assert [span.kind for span in found if span.kind not in (Kind.NUMBER, Kind.CAPITAL)] == [Kind.PLATE]


def test_initials_behind_a_family_name_belong_to_it() -> None:
    text = "Aanwezig: Postmus, G. en Bouzidi, H. el."
    assert [text[span.start : span.end] for span in find(text) if span.kind is Kind.NAME] == [
        "Postmus, G.",
        "Bouzidi, H. el",
    ]


def test_a_label_tells_that_an_institution_follows() -> None:
    text = "WERKGEVER: Terwisga\nSchool: De Klimroos\nVerzekeraar: Menzis"
    institutions = [text[span.start : span.end] for span in find(text) if span.kind is Kind.INSTITUTION]
    assert institutions == ["Terwisga", "De Klimroos"]


def test_where_somebody_lives_by_a_shop_is_asked_about() -> None:
    found = find("Ik woon boven de fietsenmaker op de hoek.")
    assert [span.kind for span in found] == [Kind.DESCRIPTION]
    assert found[0].severity is Severity.QUESTION


def test_a_class_at_school_is_an_age_only_beside_a_pupil() -> None:
    severities = [
        next(span.severity for span in find(text) if span.kind is Kind.AGE)
        for text in ("Haar zoon zit in groep 4.", "Groep 4 eet om twaalf uur.")
    ]
    assert severities == [Severity.MEDIUM, Severity.QUESTION]


@pytest.mark.parametrize("form", ["Malikaatje", "Paweltje", "Thijsje", "El-Bouzidi"])
def test_small_forms_and_joined_particles_of_registered_names(form: str) -> None:
    lookups = lookups_of(Register(names=["Malika Tahiri", "Pawel Szymanski", "Thijs Vermeulen", "Hanane el Bouzidi"]))
    found = find(f"Gisteren zat {form} bij ons.", lookups)
    assert [(span.kind, span.severity) for span in found] == [(Kind.NAME, Severity.MEDIUM)]
