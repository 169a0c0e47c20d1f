"""The log of acts in office: it grows by itself and shows tampering."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from coop.audit import actions, policy, queries
from coop.audit.policy import START, Entry, check_chain, digest_of
from coop.kernel.access import PERMISSION_WORDS
from coop.web.guard import stamp_of
from tests.support import make
from tests.support.make import NOON
from tests.support.site import Site

HERE = "/noorderkwartier"


def chain(length: int) -> list[Entry]:
    made: list[Entry] = []
    for number in range(1, length + 1):
        head = made[-1].digest if made else START
        blank = Entry(number, NOON + timedelta(minutes=number), number % 3, 1, "members.admit", {"n": number}, head, "")
        made.append(replace(blank, digest=digest_of(blank)))
    return made


@given(st.integers(0, 12))
def test_an_untouched_log_is_true(length: int) -> None:
    made = chain(length)
    assert check_chain(made).fault is None
    assert all(check_chain(made, one.digest).fault is None for one in made)


CHANGES: list[dict[str, Any]] = [
    {"at": NOON},
    {"account_id": 99},
    {"district_id": 2},
    {"act": "x"},
    {"things": {"n": 0}},
    {"previous": "f" * 64},
    {"digest": "0" * 64},
    {"number": 77},
]


@given(st.integers(2, 10), st.data())
def test_every_change_is_noticed(length: int, data: st.DataObject) -> None:
    made = chain(length)
    place = data.draw(st.integers(0, length - 1))
    change = data.draw(st.sampled_from(CHANGES))
    touched = [*made[:place], replace(made[place], **change), *made[place + 1 :]]
    assert touched == made or check_chain(touched).fault
    # Who also makes the digest anew is found out by the next line, or by a fingerprint that was written down.
    renewed = replace(touched[place], digest=digest_of(touched[place]))
    again = [*made[:place], renewed, *made[place + 1 :]]
    assert again == made or check_chain(again, made[-1].digest).fault


@given(st.integers(2, 10), st.data())
def test_taking_out_swapping_and_cutting_off_are_noticed(length: int, data: st.DataObject) -> None:
    made = chain(length)
    place = data.draw(st.integers(0, length - 1))
    head = made[-1].digest
    assert check_chain([*made[:place], *made[place + 1 :]], head).fault
    assert check_chain(made[:place], head).fault
    if place:
        swapped = [*made[: place - 1], made[place], made[place - 1], *made[place + 1 :]]
        assert check_chain(swapped).fault


def test_a_line_cannot_be_changed_or_removed_in_the_database(db: Session) -> None:
    actions.note(db, account_id=1, district_id=1, act="a", things={}, at=NOON)
    for statement in ("UPDATE audit_entries SET act = 'b'", "DELETE FROM audit_entries"):
        with pytest.raises(DBAPIError), db.begin_nested():
            db.execute(text(statement))
    assert check_chain(queries.all_entries(db)).entries == 1


def test_acts_and_looks_are_noted_and_nothing_else(db: Session, site: Site) -> None:
    place = make.district(db)
    member, board = make.member(db, place, "Lid Eén"), make.board(db, place)
    secretary = site.visitor(language="en").sign_in(make.secretary(db, place))
    number = member.actor.membership_id
    secretary.open(f"{HERE}/leden/{number}").submit("Correct the register", name="Lid Een")
    secretary.open(f"{HERE}/leden/{number}").submit("Correct the register", name="", expect=422)
    reader = site.visitor(language="en").sign_in(member)
    reader.open(f"{HERE}/leden", expect=403)
    reader.open(f"{HERE}/agenda")
    told = [(one.act, dict(one.things), one.account_id) for one in queries.all_entries(db)]
    assert {account for _, _, account in told} == {secretary_id(told)}
    assert ("members.member", {"membership_id": number}) in [(act, things) for act, things, _ in told]
    assert "Lid Een" not in str(told)
    assert check_chain(queries.all_entries(db)).fault is None
    page = site.visitor(language="en").sign_in(board).open(f"{HERE}/logboek")
    assert page.has(f"{HERE}/leden/{number}")
    assert page.has("Members: what the register says about one member")
    assert reader.open(f"{HERE}/logboek").lacks(f"{HERE}/leden/{number}")


def secretary_id(told: list[tuple[str, dict[str, int], int | None]]) -> int | None:
    return told[0][2]


def test_the_lines_of_another_neighbourhood_stay_there(db: Session, site: Site) -> None:
    here, there = make.district(db), make.district(db, "de-vaart")
    actions.note(db, account_id=1, district_id=there.id, act="members.register", things={}, at=NOON)
    page = site.visitor(language="en").sign_in(make.board(db, here)).open(f"{HERE}/logboek")
    assert page.has("Nothing has been written down yet.")


def test_every_act_that_is_noted_has_words_or_those_of_its_permission(site: Site) -> None:
    noted = set()
    for rule in site.app.url_map.iter_rules():
        permission = stamp_of(site.app.view_functions[rule.endpoint]) if rule.endpoint != "static" else None
        act = permission in policy.NOTED_ACTS and "POST" in (rule.methods or ())
        if act or permission in policy.NOTED_LOOKS or rule.endpoint in policy.NOTED_PLACES | policy.NOTED_VIEWS:
            noted.add(rule.endpoint)
            assert rule.endpoint in policy.ACT_WORDS or permission in PERMISSION_WORDS, rule.endpoint
    assert set(policy.ACT_WORDS) - noted == set()
    assert len(policy.ACT_WORDS) > 90
