"""Rules about members: codes in letters, who may vote, and files."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.kernel.errors import InvalidError
from coop.kernel.text import clean_line
from coop.members.policy import (
    Hindrance,
    MemberRow,
    Missing,
    StatuteRules,
    Way,
    hindrances,
    missing_for_admission,
    new_code,
    read_members,
    spaced,
    typed_code,
    write_members,
)

DAY = date(2027, 3, 15)
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def code_of(seed: int) -> str:
    return new_code(Random(seed).randrange)


@given(st.integers())
def test_a_code_is_read_however_it_is_typed(seed: int) -> None:
    code = code_of(seed)
    assert typed_code(spaced(code).lower()) == code
    assert typed_code(f"  {code[:4]} {code[4:]}".replace("0", "o").replace("1", "l")) == code


@given(st.integers(), st.integers(0, 11), st.sampled_from(SIGNS))
def test_a_wrong_sign_is_noticed(seed: int, place: int, sign: str) -> None:
    code = code_of(seed)
    wrong = code[:place] + sign + code[place + 1 :]
    assert wrong == code or {sign, code[place]} == {"0", "Z"} or typed_code(wrong) is None


@given(st.integers(), st.integers(0, 9))
def test_swapped_neighbours_are_noticed(seed: int, place: int) -> None:
    code = code_of(seed)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert swapped == code or {code[place], code[place + 1]} == {"0", "Z"} or typed_code(swapped) is None


@given(st.text())
def test_nonsense_is_no_code(text: str) -> None:
    assert typed_code(text) is None or len(typed_code(text) or "") == 12


ages = st.none() | st.integers(0, 120)
ends = st.none() | st.integers(-400, 400).map(lambda days: DAY + timedelta(days=days))
rules_of_any_kind = st.builds(
    StatuteRules,
    minimum_age=st.integers(0, 25),
    minimum_membership_days=st.integers(0, 365),
    residents_only=st.booleans(),
)


@given(rules_of_any_kind, st.integers(-400, 400), ends, ages, st.booleans())
def test_who_may_vote_goes_on_to_vote_until_something_changes(
    rules: StatuteRules, days: int, ended_on: date | None, age: int | None, lives_here: bool
) -> None:
    facts: dict[str, Any] = {"admitted_on": DAY + timedelta(days=days), "stated_age": age, "lives_here": lives_here}
    facts["is_suspended"] = False
    today = hindrances(rules, on=DAY, ended_on=None, **facts)
    rests = hindrances(rules, on=DAY, ended_on=None, **{**facts, "is_suspended": True})
    assert rests == [Hindrance.SUSPENDED, *today]
    if not today:
        assert not hindrances(rules, on=DAY + timedelta(days=500), ended_on=None, **facts)
    ended = hindrances(rules, on=DAY, ended_on=ended_on, **facts)
    assert (Hindrance.ENDED in ended) == (ended_on is not None and ended_on <= DAY)
    assert [one for one in ended if one is not Hindrance.ENDED] == today


def test_nothing_is_asked_that_the_statutes_do_not_ask() -> None:
    open_to_all = StatuteRules(minimum_age=0, residents_only=False)
    assert missing_for_admission(open_to_all, ways_shown=[], accepted=True, stated_age=9) == []
    missing = missing_for_admission(StatuteRules(), ways_shown=[], accepted=False, stated_age=9)
    assert missing == [Missing.RESIDENCE, Missing.STATUTES, Missing.AGE]
    assert missing_for_admission(StatuteRules(), ways_shown=[Way.DESK], accepted=True, stated_age=16) == []


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
people = st.lists(
    st.builds(
        MemberRow,
        line=st.just(0),
        name=cells,
        street=cells,
        age=ages,
        member_since=st.none() | st.dates(date(1950, 1, 1), DAY),
    ),
    max_size=8,
    unique_by=lambda row: row.key,
)


def _is_plain(text: str) -> bool:
    return clean_line(text) == text and not text.startswith(("=", "+", "-", "@"))


@given(people)
def test_what_is_written_is_read_again(rows: list[MemberRow]) -> None:
    read, refused = read_members(write_members(rows))
    wanted = [row for row in rows if row.name and _is_plain(row.name) and _is_plain(row.street)]
    got = {(row.name, row.street, row.age, row.member_since) for row in read}
    assert {(row.name, row.street, row.age, row.member_since) for row in wanted} <= got
    assert len(read) + len(refused) <= len(rows)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        rows, refused = read_members(text)
    except InvalidError:
        return
    assert all(row.name for row in rows)
    assert all(one.line >= 1 for one in refused)


def test_each_refused_row_has_its_reason() -> None:
    rows, refused = read_members(
        "\ufeffNaam;Straat;Huisnummer;Leeftijd;lid sinds;email\r\n"
        "Ada;Kade;1;44;01-02-2026;ada@x.nl\r\n"
        "ada;kade;1;44;;\r\n"
        ";Kade;2;;;\r\n"
        "Bo;Kade;3;zes;;\r\n"
        "Cor;Kade;4;;32-1-2026;\r\n"
        "Dé;Kade;5;;;geen adres\r\n"
        "Ed;Kade;6;;;;te veel\r\n"
        f"{'x' * 121};;;;;\r\n"
    )
    assert [(row.name, row.member_since, row.age) for row in rows] == [("Ada", date(2026, 2, 1), 44)]
    assert sorted(one.line for one in refused) == [3, 4, 5, 6, 7, 8, 9]
    assert len({one.reason for one in refused}) == 7


def test_a_quotation_mark_too_many_swallows_nobody() -> None:
    rows, refused = read_members('name,street\nAda "Jip" Bos,Kade\n"Bo,Kade\nCor,Kade\nDe",Kade\n')
    assert [row.name for row in rows] == ['Ada "Jip" Bos']
    assert [one.line for one in refused] == [5]
    for text in ('name\nAda\n"Bo\nCor\n', 'name\nAda\n"Bo\nDe "Vries"\n'):
        with pytest.raises(InvalidError, match="quotation mark"):
            read_members(text)


@pytest.mark.parametrize("text", ["", "street,age\nKade,3", "name,name\nA,B", "name\0"])
def test_what_is_no_file_with_members_is_refused(text: str) -> None:
    with pytest.raises(InvalidError):
        read_members(text)


def test_a_spreadsheet_gets_no_formula() -> None:
    assert "\r\n'=1+1," in write_members([MemberRow(0, "=1+1")])


@pytest.mark.parametrize("field", ["minimum_age", "minimum_membership_days", "proxies_per_holder", "vouches_per_year"])
@pytest.mark.parametrize("value", [-1, 10_000])
def test_statutes_keep_within_reason(field: str, value: int) -> None:
    wrong: dict[str, Any] = {field: value}
    with pytest.raises(InvalidError) as refusal:
        StatuteRules("art. 4", **wrong).checked()
    assert refusal.value.field == field
