"""What must hold for every text whatever."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.redaction import load, sets
from coop.rules.redaction.find import find
from coop.rules.redaction.lookups import Lookups, lookups_of
from coop.rules.redaction.numbers import passes_97_test, passes_eleven_test
from coop.rules.redaction.reading import Register, read_register, read_streets
from coop.rules.redaction.spans import Kind, Span

NAMES = [
    "Fatma Yılmaz", "Jan de Vries", "Soerdjpersad Ramautar", "Oleksandr Kovalenko", "Mehret Tesfay",
    "Wei Zhang", "Agnieszka Nowak", "Abdelkarim el Bouzidi", "Anne-Marie Hoekstra", "Khaled al-Masri",
]  # fmt: skip
STREETS = ["Celebesstraat", "Jan van Galenstraat", "Marnixplein", "Laan van Meerdervoort", "Het Zand"]
LOOKUPS = lookups_of(Register(names=NAMES, streets=STREETS))
SENTENCES = [one.text for name in sets() for one in load(name)[0]]
PIECES = st.one_of(
    st.sampled_from(SENTENCES),
    st.sampled_from(NAMES + STREETS),
    st.text(max_size=30),
    st.from_regex(r"[A-Z0-9][A-Za-z0-9 .,:/@\-']{0,25}", fullmatch=True),
    st.sampled_from(
        ["\r\n", "\n\n", "\u2028", "\u0000", "e\u0301", "İ", "ß", "🙂", "\u200f", "‘", "-", "0", "(", "[["]
    ),
)
TEXTS = st.lists(PIECES, max_size=8).map(" ".join)
many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def overlaps(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def touched(text: str, what: str, lookups: Lookups = LOOKUPS) -> bool:
    """Whether every letter and digit of `what` is marked."""
    start = text.index(what)
    covered = {place for span in find(text, lookups) for place in range(span.start, span.end)}
    return all(place in covered for place in range(start, start + len(what)) if text[place].isalnum())


@many
@given(TEXTS, st.booleans())
def test_marks_lie_in_the_text_and_hold_something(text: str, every_digit: bool) -> None:
    for span in find(text, LOOKUPS, every_digit=every_digit):
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip()


@many
@given(TEXTS)
def test_marks_do_not_overlap_save_for_what_lies_in_a_description(text: str) -> None:
    spans = find(text, LOOKUPS)
    told = [span for span in spans if span.kind is Kind.DESCRIPTION]
    for group in (told, [span for span in spans if span.kind is not Kind.DESCRIPTION]):
        for place, one in enumerate(group):
            assert not any(overlaps(one, other) for other in group[place + 1 :])


@many
@given(TEXTS)
def test_the_same_text_gives_the_same_marks(text: str) -> None:
    assert find(text, LOOKUPS) == find(text, LOOKUPS)


@many
@given(TEXTS)
def test_every_digit_is_asked_about_when_wanted(text: str) -> None:
    covered = {place for span in find(text, LOOKUPS, every_digit=True) for place in range(span.start, span.end)}
    assert all(place in covered for place, sign in enumerate(text) if sign.isdecimal() and sign.isascii())


@many
@given(st.sampled_from(NAMES), st.sampled_from([str.lower, str.upper, str.title, str]))
def test_a_registered_name_is_found_in_any_case(name: str, written: "type[str]") -> None:
    assert touched(f"Gisteren kwam {written(name)} langs.", written(name))
    assert touched(f"{written(name)} kwam gisteren langs.", written(name))


@many
@given(st.sampled_from([part for name in NAMES for part in name.split() if len(part) >= 6]), st.data())
def test_a_registered_name_with_one_slip_is_found(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(name) - 2))
    slipped = data.draw(
        st.sampled_from(
            [
                name[:place] + name[place + 1 :],
                name[:place] + "q" + name[place:],
                name[:place] + "q" + name[place + 1 :],
            ]
        )
    )
    assert touched(f"We spraken met {slipped} over de huur.", slipped)


@many
@given(st.integers(100_000_000, 999_999_999), st.sampled_from(["{}", "BSN {}", "bsn: {}"]))
def test_a_wrong_check_digit_never_drops_a_citizen_number(number: int, around: str) -> None:
    for digits in (str(number), str(number)[:-1] + str((number + 1) % 10)):
        for written in (digits, f"{digits[:3]} {digits[3:6]} {digits[6:]}", f"{digits[:4]}.{digits[4:6]}.{digits[6:]}"):
            assert touched("Op de brief stond " + around.format(written) + " met pen.", written)


@many
@given(st.integers(0, 9_999_999_999), st.integers(0, 99), st.sampled_from(["ABNA", "RABO", "INGB", "TRIO"]))
def test_a_wrong_check_digit_never_drops_an_account(number: int, check: int, bank: str) -> None:
    digits = f"{number:010d}"
    spaced = f"NL{check:02d} {bank} {digits[:4]} {digits[4:8]} {digits[8:]}"
    for written in (spaced, spaced.replace(" ", ""), spaced.lower(), spaced.replace(" ", "-")):
        assert touched(f"Stort het op {written} voor vrijdag.", written)


def test_the_check_digits_of_known_numbers() -> None:
    assert passes_eleven_test("111222333")
    assert not passes_eleven_test("111222334")
    assert not passes_eleven_test("000000000")
    assert passes_97_test("NL91 ABNA 0417 1643 00")
    assert passes_97_test("BE68 5390 0754 7034")
    assert not passes_97_test("NL92 ABNA 0417 1643 00")


@many
@given(st.text(max_size=400))
def test_any_file_is_read_as_a_register(content: str) -> None:
    lookups_of(read_register(content), read_streets(content))


def test_deep_nesting_is_no_trouble() -> None:
    lookups_of(read_register("[" * 5000 + "]" * 5000), read_streets('{"a":' * 5000))


def test_letters_and_digits_by_turns_are_one_mark_however_long() -> None:
    text = "a1b2c3" * 3_000
    assert [(span.start, span.end) for span in find(text)] == [(0, len(text))]
    assert [(span.start, span.end) for span in find("Om 12a3 was het stil.")] == [(3, 7)]
