"""The word lists, and which words are ordinary ones."""

import pytest

from coop.rules.redaction.lexicon import is_word, phrases, words
from coop.rules.redaction.text import Page, fold


def test_headings_and_line_ends_do_not_join_entries() -> None:
    assert {"aleppo", "lewenborg", "alphen aan den rijn"} <= phrases("places")
    assert {"afghanistan", "maandag", "raad voor de kinderbescherming"} <= phrases("public")
    for name in ("places", "public"):
        assert max(len(phrase.split()) for phrase in phrases(name)) <= 5
        assert not any("#" in phrase for phrase in phrases(name))


def test_names_are_folded() -> None:
    assert {"fatma", "gulsen", "lukasz", "bjorn"} <= words("first_names")
    assert fold("Şükrü Łukasz’s") == "sukru lukasz's"


@pytest.mark.parametrize(
    "word", ["liep", "woningen", "schuldenoverzicht", "huisjes", "aangevraagd", "neighbours", "oud-collega"]
)
def test_inflected_and_compound_words_are_known(word: str) -> None:
    assert is_word(word)


@pytest.mark.parametrize("name", ["zeynep", "tsegereda", "hoekstra", "oleksandra", "sietske", "xandroula"])
def test_names_are_no_words(name: str) -> None:
    assert not is_word(name)


@pytest.mark.parametrize(
    "text, opening",
    [
        ("Zij kwam. Hij ging", ["Zij", "Hij"]),
        ("Met dr. Jansen", ["Met"]),
        ("Een\nregel verder", ["Een"]),
        ("Een.\nTwee", ["Een", "Twee"]),
        ("- Een\n- Twee", ["Een", "Twee"]),
        ("“Een,” zei K. Bos", ["Een"]),
    ],
)
def test_where_sentences_begin(text: str, opening: list[str]) -> None:
    assert [token.text for token in Page(text).tokens if token.opens] == opening
