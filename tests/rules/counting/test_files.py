"""Files: what they say is read, what is wrong is said in one sentence with the line, and nothing else ever happens."""

import json
import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coop.rules.counting.files import blt, pabulib, preflib
from coop.rules.counting.files.fault import FileFaultError
from coop.rules.counting.tally.counts import RULES, tally_of
from coop.rules.counting.tally.options import Options, UsageError
from coop.rules.counting.tally.reading import read
from coop.rules.counting.tally.words import lines_of
from coop.rules.counting.values import CountError

PB = """META
key;value
budget;100
vote_type;approval
min_project_score_threshold;2
PROJECTS
project_id;cost;name;selected
a;60;"A; with a semicolon";1
b;40.5;B;0
VOTES
voter_id;vote
v1;a,b
v2;
v3;b
"""
BLT = '3 2\n-3\n4 1 2 0\n2 2=1 0\n1 - 3 0\n0\n"Anna  B"\n"Ben"\n"Cas"\n"Board"\n'
SOI = "# TITLE: Days\n# NUMBER ALTERNATIVES: 3\n# ALTERNATIVE NAME 1: Mon\n# ALTERNATIVE NAME 2: Tue\n3: 1,2\n1: 3\n"
OLD = "3\n1,Mon\n2,Tue\n3,Wed\n4,4,2\n3,1,{2,3}\n1,3,1,2\n"


def test_a_budget_is_read_in_its_smallest_unit() -> None:
    file = pabulib.parse(PB)
    assert (file.scale, file.instance.budget, file.kind) == (10, 1000, "approval")
    assert file.instance.projects["a"].name == "A; with a semicolon"
    assert file.instance.projects["b"].cost == 405
    assert [ballot.approved for ballot in file.instance.ballots] == [("a", "b"), (), ("b",)]
    assert file.official == ("a",)
    assert file.instance.threshold == 2


def test_points_and_orders_are_read() -> None:
    head = "META\nkey;value\nbudget;9\nvote_type;{}\nmax_length;3\nPROJECTS\nproject_id;cost\na;1\nb;2\nVOTES\n"
    cumulative = pabulib.parse(head.format("cumulative") + "voter_id;vote;points\n1;a,b;3,0\n2;b,a;1,2\n")
    assert [(b.approved, b.points) for b in cumulative.instance.ballots] == [(("a",), (3,)), (("b", "a"), (1, 2))]
    ordinal = pabulib.parse(head.format("ordinal") + "voter_id;vote\n1;b,a\n")
    assert ordinal.instance.ballots[0].points == (3, 2)


def test_a_quoted_name_may_run_over_lines() -> None:
    text = PB.replace('"A; with a semicolon"', '"A\nover lines"')
    assert pabulib.parse(text).instance.projects["a"].name == "A\nover lines"


def test_ranked_ballots_are_read() -> None:
    contest = blt.parse(BLT).contest
    assert (contest.seats, contest.withdrawn, dict(contest.candidates)["1"]) == (2, frozenset({"3"}), "Anna B")
    assert [(b.order, b.weight, b.levels) for b in contest.ballots] == [
        (("1", "2"), 4, None),
        (("2", "1"), 2, (0, 0)),
        (("3",), 1, None),
    ]
    assert blt.parse(BLT).title == "Board"


def test_preflib_is_read_in_both_layouts() -> None:
    days = preflib.parse(SOI, "soi")
    assert (days.title, dict(days.contest.candidates)) == ("Days", {"1": "Mon", "2": "Tue", "3": "3"})
    assert [(b.order, b.weight) for b in days.contest.ballots] == [(("1", "2"), 3), (("3",), 1)]
    old = preflib.parse(OLD, "toc").contest
    assert [(b.order, b.levels) for b in old.ballots] == [(("1", "2", "3"), (0, 1, 1)), (("3", "1", "2"), None)]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("x.pb", "", "line 1: the file is empty."),
        ("x.pb", "hello\n", 'line 1: the file must begin with META, not with "hello".'),
        ("x.pb", PB.replace("v3;b", "v3;z"), 'line 14: this ballot names "z", which is not a project.'),
        ("x.pb", PB.replace("v3;b", "v3;b,b"), 'line 14: this ballot names the project "b" twice.'),
        ("x.pb", PB.replace("v3;", "v1;"), 'line 14: the voter "v1" has voted on an earlier line.'),
        ("x.pb", PB.replace("b;40.5", "a;40.5"), 'line 9: the project id "a" is used twice.'),
        ("x.pb", PB.replace("40.5", "-4"), 'line 9: the cost must be an amount of at least 0, not "-4".'),
        ("x.pb", PB.replace("budget;100", "budget;" + "9" * 400), "line 3: the budget is larger than can be counted"),
        ("x.pb", PB.replace("vote_type;approval", "vote_type;magic"), "vote_type"),
        ("x.pb", PB.partition("VOTES")[0], "the file ends without a section VOTES."),
        (
            "x.pb",
            PB.replace("voter_id;vote", "voter_id;choice"),
            'line 11: the heading of this section has no column "vote"',
        ),
        ("x.blt", "", "line 1: the file is empty."),
        ("x.blt", "3\n", "line 1: the first line must say"),
        ("x.blt", BLT.replace("4 1 2 0", "4 1 9 0"), "line 3: a candidate must be between 1 and 3"),
        ("x.blt", BLT.replace("4 1 2 0", "4 1 1 0"), "line 3: this ballot names candidate 1 twice."),
        ("x.blt", BLT.replace("4 1 2 0", "4 1 2"), "line 3: a ballot must end with 0"),
        ("x.blt", BLT.replace("4 1 2 0", "9" * 30 + " 1 0"), "line 3: the number of ballots must be between"),
        ("x.blt", BLT.replace('\n0\n"Anna', '\n"Anna'), "line"),
        ("x.blt", '2 1\n1 1 0\n0\n"A"\n', "line 4: the file gives 1 names for 2 candidates."),
        ("x.soi", SOI.replace("3: 1,2", "3: 1,7"), "line 5: this ballot names 7, which is not an alternative."),
        ("x.soc", SOI, "line 5: this ballot ranks 2 of 3, but a .soc file is complete."),
        ("x.soi", SOI.replace("1,2", "{1,2}"), "line 5: this ballot puts alternatives level"),
        ("x.toi", SOI.replace("1,2", "{1,2"), "line 5: this ballot cannot be read"),
        ("x.toi", "3\n1,A\n", "line 2: the file ends before the names"),
        ("x.txt", "?", "Files ending in .pb"),
        ("nothing", "?", "Files ending in .pb"),
    ],
)
def test_a_fault_is_one_sentence_with_the_line(name: str, text: str, said: str) -> None:
    with pytest.raises(FileFaultError) as caught:
        read(name, text.encode())
    assert said in str(caught.value)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def test_bytes_that_are_not_text_are_a_fault() -> None:
    with pytest.raises(FileFaultError, match="line 2: the file is neither UTF-8 nor Windows-1252 text"):
        read("x.pb", b"META\n\xff\x81")
    with pytest.raises(FileFaultError, match="line 1: the file is neither"):
        read("x.pb", b"\xff\xfeM")
    with pytest.raises(FileFaultError, match="line 1: the file is not text"):
        read("x.blt", b"3 \x00 1")


POINTS = (
    PB.replace("approval", "cumulative")
    .replace("voter_id;vote", "voter_id;vote;points")
    .replace("v1;a,b", "v1;a,b;2,1")
)
ORDER = PB.replace("approval", "ordinal\nmax_length;2")
CHOICE = PB.replace("approval", "choose-1").replace("v1;a,b", "v1;a")
COMPLETE = SOI.replace("3: 1,2\n1: 3\n", "3: 1,2,3\n1: 3,2,1\n")
SHARED = SOI.replace("3: 1,2", "3: {1,2},3")
GOOD = {
    "x.pb": PB,
    "points.pb": POINTS.replace("v2;\n", "v2;;\n").replace("v3;b", "v3;b;3"),
    "order.pb": ORDER,
    "choice.pb": CHOICE,
    "x.blt": BLT,
    "x.soi": SOI,
    "x.soc": COMPLETE,
    "x.toi": SHARED,
    "x.toc": OLD,
}


@pytest.mark.parametrize("name", GOOD)
def test_the_files_that_are_damaged_below_are_good(name: str) -> None:
    assert tally_of(read(name, GOOD[name].encode()), Options()).plain["winners"]


PIECES = [
    "0",
    "-1",
    ";",
    ",",
    "{",
    "}",
    "=",
    '"',
    "\n",
    "META",
    "VOTES",
    "9" * 25,
    "é",
    "\x00",
    "#",
    ":",
    " ",
    "1e9",
    "½",
    "٣",
]


def counted_or_faulted(name: str, data: bytes) -> None:
    """A file is counted by every rule and told in words and JSON, or refused; there is no third way."""
    said = ""
    try:
        votes = read(name, data)
        for rule in RULES:
            try:
                found = tally_of(votes, Options(rule=rule, explain=True))
            except UsageError:
                continue
            assert json.dumps(found.plain)
            assert all(isinstance(line, str) for line in lines_of(found))
    except (FileFaultError, CountError) as fault:
        said = str(fault)
    assert "\n" not in said


@settings(max_examples=1500, deadline=None)
@given(st.sampled_from(sorted(GOOD)), st.integers(0, 10**9))
def test_damaged_files_never_blow_up(name: str, seed: int) -> None:
    dice, text = random.Random(seed), GOOD[name]
    for _ in range(dice.randint(1, 4)):
        at, size = dice.randrange(len(text) + 1), dice.choice((0, 0, 1, 3, 20))
        text = text[:at] + dice.choice(PIECES) * dice.choice((1, 1, 2)) + text[at + size :]
    counted_or_faulted(name, text.encode())


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(["a.pb", "a.blt", "a.soi", "a.soc", "a.toi", "a.toc", "a", ".", "a.PB"]), st.binary(max_size=200)
)
def test_any_bytes_never_blow_up(name: str, data: bytes) -> None:
    counted_or_faulted(name, data)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(GOOD)), st.data())
def test_any_lines_in_any_order_never_blow_up(name: str, data: st.DataObject) -> None:
    draw: Callable[[st.SearchStrategy[list[str]]], list[str]] = data.draw
    lines = draw(st.lists(st.sampled_from(GOOD[name].split("\n")), max_size=20))
    counted_or_faulted(name, "\n".join(lines).encode())
