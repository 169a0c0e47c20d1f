"""Cleaning of texts, and moments in the database."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from coop.identity.models import Account
from coop.kernel.clock import local_day
from coop.kernel.text import clean_line, clean_text, count_words
from tests.support import make


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@given(st.text())
def test_a_line_has_no_breaks_and_no_control_characters(text: str) -> None:
    line = clean_line(text)
    assert "\n" not in line
    assert not [letter for letter in line if ord(letter) < 32]


@pytest.mark.parametrize(
    "text", ["\u200d", "\u00ad \u200c", "\u3164", "\u2800\u2800", "\u0301", "\ufe0f", "\U000e0041"]
)
def test_what_shows_nothing_is_empty(text: str) -> None:
    assert clean_text(text) == clean_line(text) == ""
    assert clean_line(f"a{text}") != ""


@pytest.mark.parametrize("text", ["👩\u200d🌾", "می\u200cخواهم", "?", "é", "€"])
def test_joiners_stay_where_they_join(text: str) -> None:
    assert clean_text(text) == text


def test_a_mark_behind_something_hidden_goes_with_its_letter() -> None:
    assert clean_text("e\u200b\u0301") == "é"


def test_no_xml_is_broken_by_what_people_type() -> None:
    assert clean_text("a\ufffe\uffffb") == "ab"


def test_hidden_characters_go() -> None:
    assert clean_line("Jo\u200bke \u202e Veenstra\u0007") == "Joke Veenstra"


@pytest.mark.parametrize(("text", "words"), [("", 0), ("één twee", 2), ("a - b", 2), ("  x\n\ny ", 2)])
def test_words_are_counted_as_a_person_would(text: str, words: int) -> None:
    assert count_words(text) == words


def test_the_day_changes_at_midnight_in_the_netherlands() -> None:
    assert local_day(datetime(2027, 6, 30, 22, 30, tzinfo=UTC)).isoformat() == "2027-07-01"


def test_moments_come_back_in_utc(db: Session) -> None:
    account = make.account(db)
    account.created_at = datetime(2027, 3, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    db.flush()
    db.expire(account)
    found = db.get_one(Account, account.id).created_at
    assert found == datetime(2027, 3, 1, 10, tzinfo=UTC)
    assert found.tzinfo is UTC


def test_a_moment_without_zone_is_refused(db: Session) -> None:
    account = make.account(db)
    account.created_at = datetime(2027, 3, 1, 12)
    with pytest.raises(Exception, match="time zone"):
        db.flush()
    db.rollback()
