"""The rehearsal of tellers proves codes, and nothing else passes for a proof."""

from itertools import combinations

import pytest

from coop.rules.sealing.chance import SeededChance
from coop.rules.sealing.faults import SealError
from coop.rules.sealing.keys import SEED
from coop.rules.sealing.shares import parted, share_code
from coop.rules.sealing.tellers import PublicLine, answer_of, needed_by, new_test, proven_by


def made(seed: str, need: int = 2, count: int = 3) -> tuple[PublicLine, list[str]]:
    chance = SeededChance(seed)
    secret = chance(SEED)
    shares = parted(secret, need, count, chance)
    return PublicLine.of(secret, need, shares), [share_code(number, share) for number, share in shares.items()]


def test_37_every_pair_proves_itself_and_nobody_else() -> None:
    line, codes = made("a")
    test = new_test(PublicLine.read(str(line)), SeededChance("test"))
    assert needed_by(test.file) == 2
    for one, two in combinations(range(3), 2):
        for pair in ((one, two), (two, one)):
            answer = answer_of(test.file, [codes[place] for place in pair])
            assert proven_by(answer, test.words, 2) == {one + 1, two + 1}
            assert proven_by(answer.lower().replace("-", " "), test.words, 2) == {one + 1, two + 1}


def test_37_more_codes_than_needed_and_other_numbers_of_tellers() -> None:
    line, codes = made("b", 3, 5)
    test = new_test(line, SeededChance("test"))
    assert proven_by(answer_of(test.file, codes), test.words, 3) == {1, 2, 3}
    with pytest.raises(SealError, match="3 different shares"):
        answer_of(test.file, codes[:2])


def test_37_codes_of_another_key_open_no_test() -> None:
    line, codes = made("a")
    _, others = made("other")
    test = new_test(line, SeededChance("test"))
    for wrong in (others[:2], [codes[0], others[1]]):
        with pytest.raises(SealError, match="another key"):
            answer_of(test.file, wrong)


def test_37_an_answer_is_of_one_test_only_and_must_be_whole() -> None:
    line, codes = made("a")
    test, later = (new_test(line, SeededChance(seed)) for seed in ("one", "two"))
    answer = answer_of(test.file, codes[:2])
    with pytest.raises(SealError, match="not the answer"):
        proven_by(answer, later.words, 2)
    word = answer.split("-")
    for wrong in (
        "",
        answer[:-1],
        answer + "0",
        "-".join([*word[:3], "1", word[2]]),  # one teller twice
        "-".join([*word[:3], "9", word[4]]),
        "-".join([*word[:3], "0", word[0]]),
        "-".join([*word[:3], "X", word[4]]),
    ):
        with pytest.raises(SealError):
            proven_by(wrong, test.words, 2)


def test_a_public_line_is_read_exactly() -> None:
    line, _ = made("a")
    text = str(line)
    assert PublicLine.read(f" {text[:100]}\n{text[100:]}\n") == line
    for wrong in ("", text[:-1], text.replace("coop-key-2", "coop-key-1"), text.replace(":2:", ":4:"), text + ","):
        with pytest.raises(SealError):
            PublicLine.read(wrong)
    off_curve = text[:15] + ("0" if text[15] != "0" else "1") + text[16:]
    with pytest.raises(SealError):
        PublicLine.read(off_curve)


def test_a_test_file_that_was_touched_is_refused() -> None:
    line, codes = made("a")
    test = new_test(line, SeededChance("test")).file
    for wrong in (b"", b"{}", b"[]", b"7", test[:-5], test.replace(b"coop-test-1", b"coop-test-2"), b"\xff" + test):
        with pytest.raises(SealError):
            answer_of(wrong, codes[:2])
