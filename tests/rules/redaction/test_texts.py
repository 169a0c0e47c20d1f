"""How much is found in texts with known marks: floors that may only go up."""

import pytest

from bench.redaction import STRUCTURED, Score, load, marked, score, sets
from coop.rules.redaction.find import find
from coop.rules.redaction.lookups import Lookups

# Every digit is a question: where amounts, hours and counts stand that nobody is told by, most marks are those.
FULL_OF_COUNTS = {"seventeenth": 0.6}


@pytest.fixture(scope="module", params=sets())
def measured(request: pytest.FixtureRequest) -> Score:
    return score(*load(request.param))


def test_structured_marks_are_found(measured: Score) -> None:
    assert measured.recall(*STRUCTURED) >= 0.95, measured.missed


def test_names_are_found_with_register_and_streets(measured: Score) -> None:
    assert measured.recall("name") >= 0.95, measured.missed


def test_most_tell_tale_descriptions_are_asked_about(measured: Score) -> None:
    assert measured.recall("description") >= 0.8, measured.missed


def test_what_is_flagged_is_mostly_right(measured: Score) -> None:
    assert measured.precision(questions=False) >= 0.95, measured.false


@pytest.mark.parametrize("name", sets())
def test_also_with_every_question_counted_most_marks_are_right(name: str) -> None:
    total = score(*load(name))
    assert total.precision(questions=True) >= FULL_OF_COUNTS.get(name, 0.85), total.false


@pytest.mark.parametrize("name", sorted(FULL_OF_COUNTS))
def test_where_counts_stand_fewer_questions_make_up_for_it(name: str) -> None:
    total = score(*load(name), every_digit=False)
    assert total.precision(questions=True) >= 0.8, total.false


@pytest.mark.parametrize("name", sets())
def test_without_any_register_most_is_still_found(name: str) -> None:
    total = score(load(name)[0], Lookups())
    assert total.recall(*STRUCTURED) >= 0.9, total.missed
    assert total.recall("name") >= 0.85, total.missed


def test_descriptions_and_leftovers_are_only_ever_questions() -> None:
    for name in sets():
        texts, lookups = load(name)
        for one in texts:
            for span in find(one.text, lookups):
                if span.kind.value in ("description", "capital", "number"):
                    assert span.severity.value == "question"


def test_the_marks_of_a_test_text_are_read() -> None:
    one = marked("Met [[Fatma|name]] (43)")
    assert (one.text, one.spans) == ("Met Fatma (43)", [(4, 9, "name")])
