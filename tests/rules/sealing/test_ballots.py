"""What is inside an envelope: equal lengths, hostile texts, codes, two ballots with one code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.rules.sealing.ballots import (
    Opened,
    ballot_text,
    envelope_size,
    new_tracker,
    read_ballot,
    read_tracker,
    size_for,
    told_apart,
)
from coop.rules.sealing.chance import SeededChance
from coop.rules.sealing.faults import SealError
from coop.rules.sealing.hpke import Sealer
from coop.rules.sealing.keys import OpeningKeys

CODE = "K7P3Q-X9MDA"
IDS = st.lists(st.from_regex(r"[a-z0-9][a-z0-9-]{0,10}", fullmatch=True), max_size=8, unique=True)


@given(IDS, st.sampled_from(["", "AB", "7Q"]))
def test_17_every_envelope_of_a_vote_is_equally_long(choices: list[str], own: str) -> None:
    chance = SeededChance("long")
    tracker, size = new_tracker(chance, own), 256
    text = ballot_text(choices, tracker, size)
    assert len(text) == size
    assert read_ballot(text, size) == Opened(tracker, tuple(choices))
    sealer = Sealer(OpeningKeys.of(b"k" * 16).public, b"vote")
    assert len(sealer.seal(text, chance(32))) == envelope_size(size) == 337


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"null",
        b"[]",
        b'{"c":["a"]}',
        b'{"c":"abc","t":"K7P3Q-X9MDA"}',
        b'{"c":["a"],"t":"K7P3Q-X9MDA","x":1}',
        b'{"t":"K7P3Q-X9MDA","c":["a"]}',
        b'{"c": ["a"],"t":"K7P3Q-X9MDA"}',
        b'{"c":["a"],"c":["b"],"t":"K7P3Q-X9MDA"}',
        b'{"c":[1],"t":"K7P3Q-X9MDA"}',
        b'{"c":[["a"]],"t":"K7P3Q-X9MDA"}',
        b'{"c":["a"],"t":"K7P3Q-X9MDAA"}',
        b'{"c":["a"],"t":"=1+1"}',
        b'{"c":["a"],"t":"k7p3q-x9mda"}',
        b'{"c":["a"],"t":null}',
        b'{"c":["a"],"t":["K7P3Q-X9MDA"]}',
        b'{"c":["\\u0000"],"t":"\\ud800"}',
        b'{"c":["a"],"t":"K7P3Q-X9MDA"}\x00',
        b'{"c":["a"],"t":"K7P3Q-X9MDA"}\n',
        b"\xff\xfe",
        b"[" * 256,
        b"9" * 256,
        b'{"c":{"a":1},"t":"K7P3Q-X9MDA"}',
    ],
)
def test_35_hostile_texts_are_invalid_and_never_a_crash(text: bytes) -> None:
    with pytest.raises(SealError):
        read_ballot(text.ljust(256)[:256], 256)


@given(st.binary(max_size=300))
def test_35_random_bytes_are_invalid(text: bytes) -> None:
    with pytest.raises(SealError):
        read_ballot(text, 256)


def test_35_a_longer_text_is_invalid() -> None:
    with pytest.raises(SealError):
        read_ballot(ballot_text(["a"], CODE, 512), 256)
    with pytest.raises(SealError, match="does not fit"):
        ballot_text(["a" * 300], CODE, 256)


def test_sizes_leave_room_for_the_fullest_ballot() -> None:
    options = [f"voorstel-{n:02d}" for n in range(40)]
    size = size_for(options, 40)
    assert size == 1024
    assert ballot_text(options, CODE + "-ZZ", size)
    assert size_for(options, 6) == 256
    with pytest.raises(SealError, match="too many"):
        size_for([f"een-heel-lange-naam-{n:04d}" for n in range(60)], 60)


def test_codes_are_read_as_people_type_them() -> None:
    assert read_tracker("k7p3q x9mda") == CODE
    assert read_tracker("K7P3QX9MDAoi") == "K7P3Q-X9MDA-OI"
    assert read_tracker("IL0OQ-X9MDA") == "1100Q-X9MDA"
    for wrong in ("", "K7P3Q", "K7P3Q-X9MDA-A", "K7P3Q-X9MDU", "=HYPERLINK(1)", "é" * 10):
        with pytest.raises(SealError):
            read_tracker(wrong)
    with pytest.raises(SealError, match="two letters"):
        new_tracker(SeededChance("x"), "é!")


def test_29_two_ballots_with_one_code_are_both_shown() -> None:
    same = [Opened(CODE, ("no",)), Opened("00000-00000", ("no",)), Opened(CODE, ("yes",)), Opened(CODE, ("no",))]
    apart = told_apart(same)
    assert [ballot.line for ballot in apart] == [
        "00000-00000,no",
        f"{CODE}.1,no",
        f"{CODE}.2,no",
        f"{CODE}.3,yes",
    ]
    assert told_apart(reversed(same)) == apart
