"""Who takes part beside who lives here: files with mistakes, small groups, and for whom the page is."""

import io

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.members.models import Membership
from coop.reach import policy, queries
from coop.reach.policy import Feature, reach_of, read_figures, shown_counts, unheard
from tests.support import make
from tests.support.site import Site

HERE = "/noorderkwartier/bereik"
GOOD = "feature,group,people\nage,15-25,800\nage,25-45,2000\nage,65+,1200\ncluster,noord,3000\ncluster,Zuid,1000\n"


def test_a_file_in_either_language_and_with_either_comma() -> None:
    rows, refused = read_figures("kenmerk;groep;inwoners\nleeftijd;65+;1.240\ndeel;NOORD;12\n", ["Noord"])
    assert not refused
    assert [(one.feature, one.group, one.people) for one in rows] == [
        (Feature.AGE, "65+", 1240),
        (Feature.CLUSTER, "Noord", 12),
    ]


@pytest.mark.parametrize(
    "line, word",
    [
        ("sex,woman,3", "feature"),
        ("age,20-30,3", "band"),
        ("cluster,Elsewhere,3", "know"),
        ("age,65+,many", "whole"),
        ("age,65+,-3", "whole"),
        ("age,65+,99999999", "whole"),
        ("age", "band"),
        ("age,25-45,1", "twice"),
    ],
)
def test_every_refused_row_is_named(line: str, word: str) -> None:
    rows, refused = read_figures(f"feature,group,people\nage,25-45,2000\n\n{line}\n", ["Noord"])
    assert len(rows) == 1
    assert [one.line for one in refused] == [4]
    assert word in refused[0].reason


@pytest.mark.parametrize("text", ["group,people\nx,1", "feature,people\nage,1", "feature,group\nage,65+"])
def test_a_missing_column_is_named(text: str) -> None:
    rows, refused = read_figures(text, [])
    assert not rows
    assert refused[0].line == 1


def test_a_file_of_an_old_spreadsheet_is_read_and_what_cannot_be_read_is_named() -> None:
    rows, refused = read_figures("feature,group,people\rage,65+,3\r", [])
    assert [(one.group, one.people) for one in rows] == [("65+", 3)]
    assert not refused
    rows, refused = read_figures("feature,group,people\nage,65+,3\nage,25-45," + "1" * 140_000, [])
    assert not rows
    assert [one.line for one in refused] == [3]


@pytest.mark.parametrize("quoted", ['"0-15;12\nage;15-25";14', '"0-15;12', '"0-15"x;12'])
def test_a_quotation_mark_too_many_swallows_no_group(quoted: str) -> None:
    rows, refused = read_figures(f"feature;group;people\nage;{quoted}\nage;25-45;30\n", ())
    assert rows == []
    assert [(one.line, "quotation mark" in one.reason) for one in refused] == [(2, True)]


def test_small_groups_are_hidden_and_covered() -> None:
    shown = shown_counts({"15-25": 3, "25-45": 30, "45-65": 61, "65+": 80})
    assert shown["15-25"] is None
    assert sum(1 for one in shown.values() if one is None) >= 2, "one hidden number follows from the sum"
    assert shown_counts({"a": 12, "b": 20}) == {"a": 12, "b": 20}
    assert shown_counts({"a": 12}) == {"a": None}
    assert set(shown_counts({"a": 0, "b": 2}).values()) == {None}


def test_whom_the_board_does_not_hear() -> None:
    rows = reach_of({"15-25": 400, "25-45": 400, "65+": 200}, {"15-25": 11, "25-45": 43, "65+": 90})
    assert [one.taking_part for one in rows] == [10, 45, 90]
    assert unheard(rows) == ["15-25"]


def test_ages_fall_in_one_band_each() -> None:
    bands = [policy.band_of(age) for age in range(100)]
    assert sorted(set(bands), key=bands.index) == list(policy.BANDS)


def test_members_are_counted_by_age_and_by_part(db: Session) -> None:
    place, other = make.district(db), make.district(db, "de-vaart")
    for home in (place, other):
        for age, street in ((20, "Noordstraat"), (70, "Zuidstraat"), (71, "zuidstraat"), (30, "Nergens")):
            person = make.member(db, home)
            found = db.scalars(select(Membership).where(Membership.account_id == person.account.id)).one()
            found.stated_age, found.street = age, street
    db.flush()
    today = make.NOON.date()
    assert queries.members_by(db, place.id, Feature.AGE, today) == {"15-25": 1, "65+": 2, "25-45": 1}
    assert queries.members_by(db, place.id, Feature.CLUSTER, today) == {"Noord": 1, "Zuid": 2}


def test_the_board_enters_a_file_and_sees_bars(db: Session, site: Site) -> None:
    place = make.district(db)
    office = site.visitor(language="en").sign_in(make.board(db, place))
    page = office.open(HERE).follow("Enter figures from a file")
    bad = page.submit(
        "Enter these figures", file=(io.BytesIO(b"feature,group,people\nage,1-2,3\n"), "f.csv"), expect=422
    )
    assert bad.has("Refused rows: 1. Nothing was entered.")
    assert page.submit("Enter these figures", year="1900", file=(io.BytesIO(GOOD.encode()), "f.csv"), expect=422)
    assert page.submit("Enter these figures", expect=422).has("Choose a file.")
    done = page.submit("Enter these figures", year="2026", file=(io.BytesIO(GOOD.encode()), "f.csv"))
    assert done.has("5 groups are entered.")
    assert done.has("15-25, lives here")
    assert done.has("15-25, takes part not shown")
    again = page.submit("Enter these figures", year="2026", file=(io.BytesIO(GOOD.encode()), "f.csv"))
    assert again.has("5 groups are entered.")
    assert len(queries.figures_of(db, place.id)) == 5


def test_reach_is_for_the_board(db: Session, site: Site) -> None:
    place = make.district(db)
    for somebody in (make.member(db, place), make.team(db, place), make.secretary(db, place)):
        site.visitor().sign_in(somebody).open(HERE, expect=403)
