"""Paper shares: any two of three open, one does not, typing errors are caught (test 37)."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.rules.sealing.chance import SeededChance
from coop.rules.sealing.encoding import CROCKFORD
from coop.rules.sealing.faults import SealError
from coop.rules.sealing.keys import OpeningKeys
from coop.rules.sealing.shares import EXPONENT, joined, parted, read_share, seed_of, share_code, times

SEED = bytes(range(16))
CODES = [share_code(number, share) for number, share in parted(SEED, 2, 3, SeededChance("paper")).items()]


def test_37_any_two_shares_give_the_key_back() -> None:
    public = OpeningKeys.of(SEED).public
    for two in combinations(CODES, 2):
        assert OpeningKeys.of(seed_of(two, 2)).public == public
    assert seed_of(CODES, 2) == SEED


def test_37_one_share_does_not_open() -> None:
    with pytest.raises(SealError, match="2 different shares are needed; there are 1"):
        seed_of(CODES[:1], 2)
    with pytest.raises(SealError, match="there are 1"):
        seed_of([CODES[0], CODES[0]], 2)
    assert joined({1: read_share(CODES[0])[1]}) != SEED


def test_37_one_share_says_nothing_about_the_seed() -> None:
    # For every share and every seed there is a second share that makes this seed of it.
    number, share = read_share(CODES[0])
    found = set()
    for byte in range(256):
        other = bytes([byte]) * 16
        found.add(joined({number: share, number + 1: other})[0])
    assert len(found) == 256


@pytest.mark.parametrize("place", range(len(CODES[0])))
def test_37_every_single_typing_error_is_caught(place: int) -> None:
    code = CODES[0]
    if code[place] == "-":
        return
    for letter in set(CROCKFORD) - {code[place]}:
        with pytest.raises(SealError, match="typing error"):
            read_share(code[:place] + letter + code[place + 1 :])


def test_37_swapped_neighbours_are_caught() -> None:
    plain = CODES[1].replace("-", "")
    for place in range(len(plain) - 1):
        swapped = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
        if swapped != plain:
            with pytest.raises(SealError, match="typing error"):
                read_share(swapped)


@given(st.data())
def test_37_up_to_four_wrong_characters_are_caught(data: st.DataObject) -> None:
    plain = list(CODES[2].replace("-", ""))
    places = data.draw(st.sets(st.integers(0, len(plain) - 1), min_size=1, max_size=4))
    for place in places:
        plain[place] = data.draw(st.sampled_from(sorted(set(CROCKFORD) - {plain[place]})))
    with pytest.raises(SealError):
        read_share("".join(plain))


def test_what_people_type_is_read_as_meant() -> None:
    for code in CODES:
        sloppy = code.lower().replace("0", "o").replace("1", "l").replace("-", " ")
        assert read_share(sloppy) == read_share(code)


@pytest.mark.parametrize("code", ["", "1", "hello", CODES[0][:-1], CODES[0] + "7", "U" + CODES[0][1:], "é" * 33])
def test_what_is_no_share_is_refused_in_a_sentence(code: str) -> None:
    with pytest.raises(SealError):
        read_share(code)


def test_shares_of_two_votes_do_not_mix() -> None:
    other = [share_code(n, share) for n, share in parted(b"x" * 16, 2, 3, SeededChance("other")).items()]
    with pytest.raises(SealError, match="not of one vote"):
        seed_of([CODES[0], other[0]], 2)
    assert seed_of([CODES[0], other[1]], 2) not in (SEED, b"x" * 16)


@given(st.binary(min_size=16, max_size=16), st.integers(1, 5), st.integers(0, 4), st.binary(max_size=8))
def test_any_k_of_n(seed: bytes, need: int, more: int, dice: bytes) -> None:
    shares = parted(seed, need, need + more, SeededChance(dice.hex()))
    for some in combinations(shares, need):
        assert joined({number: shares[number] for number in some}) == seed


def test_the_field_is_the_field_of_aes() -> None:
    assert times(0x57, 0x83) == 0xC1  # FIPS 197, section 4.2
    assert len(set(EXPONENT[:255])) == 255


@pytest.mark.parametrize(("need", "count"), [(0, 3), (4, 3), (2, 32)])
def test_impossible_numbers_of_shares(need: int, count: int) -> None:
    with pytest.raises(SealError):
        parted(SEED, need, count, SeededChance("x"))
