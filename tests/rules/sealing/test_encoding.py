"""One way to write JSON; receipts and checkpoints that were touched are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.rules.sealing.encoding import canonical, from_symbols, is_moment, read_hex, read_json, symbols
from coop.rules.sealing.faults import SealError, UntrueError
from coop.rules.sealing.keys import Signer, fingerprint, is_signed
from coop.rules.sealing.notes import body_of, key_id, read_checkpoint, site_line, witness_line
from coop.rules.sealing.receipts import read_receipt, signed_receipt

SITE, WITNESS = Signer(b"s" * 32), Signer(b"w" * 32)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abc"), inner),
    max_leaves=20,
)


@given(JSON)
def test_what_is_written_is_read_back(value: object) -> None:
    assert read_json(canonical(value)) == value


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b'{"a": 1}\n',
        b'{"a":1}',
        b'{"b":1,"a":2}\n',
        b'{"a":1,"a":1}\n',
        b"1.0\n",
        b"NaN\n",
        b"1e3\n",
        b'"\\u00e9"\n',
        b'"\\ud800"\n',
        b"\xff\n",
        b"[" * 100_000,
        b"9" * 5000 + b"\n",
        b'{"a":1}\r\n',
        b"\xef\xbb\xbf1\n",
    ],
)
def test_every_other_writing_is_refused(data: bytes) -> None:
    with pytest.raises(SealError):
        read_json(data)


@given(st.binary(min_size=1, max_size=40))
def test_symbols_of_five_bits(data: bytes) -> None:
    assert from_symbols(symbols(data), len(data)) == data


@pytest.mark.parametrize("text", ["2026-13-01T00:00:00Z", "2026-01-01T00:00:00", "2026-01-01 00:00:00Z", "", None, 5])
def test_what_is_no_moment(text: object) -> None:
    assert not is_moment(text)
    assert is_moment("2026-02-28T23:59:59Z")


@pytest.mark.parametrize("text", ["AB", "a", "abc", "zz", None, 7, "ab\n"])
def test_hexadecimal_is_small_letters(text: object) -> None:
    with pytest.raises(SealError):
        read_hex(text, 1)


def test_ed25519_of_rfc_8032() -> None:
    # RFC 8032, section 7.1, tests 1 and 3.
    first = Signer(bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    assert first.public.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert first.sign(b"").hex() == (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe246"
        "55141438e7a100b"
    )
    third = Signer(bytes.fromhex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"))
    assert third.sign(b"\xaf\x82").hex().startswith("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac")
    assert not is_signed(first.public, b"x", first.sign(b"y"))
    assert not is_signed(b"short", b"x", b"short")
    assert fingerprint(first.public).count("-") == 4


def test_a_receipt_says_only_what_was_signed() -> None:
    receipt = signed_receipt(SITE, "vote", b"\x01" * 32, 2, "K7P3Q-X9MDA")
    assert read_receipt(receipt.as_file()) == receipt
    for old, new in ((b'"revision":2', b'"revision":3'), (b'"poll":"vote"', b'"poll":"veto"'), (b"0101", b"0102")):
        with pytest.raises(UntrueError, match="signature"):
            read_receipt(receipt.as_file().replace(old, new, 1))
    for wrong in (b"", b"{}\n", b"[]\n", receipt.as_file()[:-1], receipt.as_file().replace(b":2,", b':"2",')):
        with pytest.raises(UntrueError, match="cannot be used"):
            read_receipt(wrong)


BODY = body_of("coop.example/log", 7, b"\x07" * 32)
NOTE = BODY + "\n" + site_line(BODY, "coop.example/log", SITE) + witness_line(BODY, "library.example", WITNESS, 99)
HANDS = ("coop.example/log", SITE.public, [("library.example", WITNESS.public)])


def test_a_checkpoint_is_a_signed_note() -> None:
    assert BODY == "coop.example/log\n7\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n"
    found = read_checkpoint(NOTE, *HANDS)
    assert (found.size, found.root) == (7, b"\x07" * 32)


def test_key_ids_of_signed_notes() -> None:
    # The example of the specification: PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW
    public = bytes.fromhex("1a5cd907143c384c41e830c5bce12aa8817ec5649aaabf2c31388b35b2d744d6")
    assert key_id("PeterNeumann", 1, public).hex() == "c74f20a3"


@pytest.mark.parametrize("place", range(0, len(NOTE), 3))
def test_every_change_of_a_checkpoint_is_seen(place: int) -> None:
    for letter in ("A", "\n", "1"):
        changed = NOTE[:place] + letter + NOTE[place + 1 :]
        if changed != NOTE:
            with pytest.raises(SealError):
                read_checkpoint(changed, *HANDS)


def test_signatures_are_all_there_and_no_more() -> None:
    lines = NOTE.split("\n")
    for wrong in (
        NOTE + lines[-2] + "\n",
        "\n".join(lines[:-2]) + "\n",
        "\n".join([*lines[:4], lines[5], lines[4], ""]),
    ):
        with pytest.raises(SealError):
            read_checkpoint(wrong, *HANDS)
