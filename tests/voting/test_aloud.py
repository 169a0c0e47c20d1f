"""How the code of a vote is said aloud."""

import pytest
from flask import Flask
from flask_babel import force_locale

from coop.voting.policy.secrecy import SIGNS
from coop.voting.views.blueprint import aloud
from tests.support.site import Site


@pytest.fixture
def app(site: Site) -> Flask:
    return site.app


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "K for Kilo, 7 (seven), 0 (zero), - (dash), Q for Quebec"),
        ("nl", "K van Karel, 7 (zeven), 0 (nul), - (streepje), Q van Quirinus"),
    ],
)
def test_a_code_is_said_with_a_word_for_each_sign(app: Flask, language: str, said: str) -> None:
    with app.test_request_context(), force_locale(language):
        assert aloud("K70-Q").replace("\xa0", " ").replace("\u2060", "") == said


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_sign_has_one_word_that_begins_with_it(app: Flask, language: str) -> None:
    """The script on the page finds a sign by the first capital that is the same."""
    with app.test_request_context(), force_locale(language):
        whole = aloud(SIGNS, " ")
    said = whole.split(" ")
    assert len(said) == len(set(said)) == len(SIGNS)
    for sign, words in zip(SIGNS, said, strict=True):
        assert words.startswith(sign)
        assert next(one for one in said if sign in one) == words
        if sign.isalpha():
            assert words.split("\xa0")[-1][0] == sign
