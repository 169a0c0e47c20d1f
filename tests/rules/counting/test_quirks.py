"""What real files do: councils, cities and libraries each write the same formats a little differently."""

import pytest

from coop.rules.counting import scottish_stv
from coop.rules.counting.files import blt, pabulib, preflib
from coop.rules.counting.files.fault import FileFaultError
from coop.rules.counting.files.pabulib import PabulibFile
from coop.rules.counting.tally.counts import tally_of
from coop.rules.counting.tally.options import Options
from coop.rules.counting.tally.reading import read
from coop.rules.counting.values import LARGEST
from tests.rules.counting.test_files import BLT, OLD, PB, SOI

BALLOTS = "3 2\n-3\n4 1 2 0\n2 2=1 0\n1 3 0\n0\n"
PLAIN = '"Anna"\n"Ben"\n"Cas"\n"Board"\n'


@pytest.mark.parametrize("name", ["x.pb", "x.blt", "x.soi", "x.toc"])
@pytest.mark.parametrize(
    "way",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.rstrip("\n").encode(),
        lambda text: (text + "\n \n\n").encode(),
    ],
)
def test_line_ends_marks_and_blank_lines_change_nothing(name: str, way: object) -> None:
    text = {"x.pb": PB, "x.blt": BLT, "x.soi": SOI, "x.toc": OLD}[name]
    assert callable(way)
    assert tally_of(read(name, way(text)), Options()).plain == tally_of(read(name, text.encode()), Options()).plain


@pytest.mark.parametrize(
    ("lines", "names", "title"),
    [
        (PLAIN, ["Anna", "Ben", "Cas"], "Board"),
        ("Anna CUNINGHAME (Con)\nBen (LD)\nJohn MILLER(Soc)\nWard 1 Annick", None, "Ward 1 Annick"),
        ('"Anna ""Liberals"""\n"Ben ""Ind"""\n"Cas ""SNP (SNP)"""\nEilean', ["Anna (Liberals)", "Ben (Ind)"], "Eilean"),
        ('"Anna" "Liberals"\n"Ben" "Ind"\n"Cas" ""\n"Ward 2"', ["Anna (Liberals)", "Ben (Ind)", "Cas"], "Ward 2"),
        ('"Anna",,,\n"Ben",,,\n"Cas",\n"Example, Ward",,\n', ["Anna", "Ben", "Cas"], "Example, Ward"),
        ('"Jan ""de Boer"" Smit"\n"Ben"\n"Cas"\n', ['Jan "de Boer" Smit', "Ben", "Cas"], ""),
        (
            "# ALTERNATIVE NAME 1: Rory O'Brien (Con)\n# ALTERNATIVE NAME 2: Ben\n# ALTERNATIVE NAME 3: Cas\n",
            ["Rory O'Brien (Con)", "Ben", "Cas"],
            "",
        ),
        ("# the candidates\n" + PLAIN + '"made by hand"\n', ["Anna", "Ben", "Cas"], "Board"),
        ('"No. #1"\n"  Ben   B "\n"Cas"\n', ["No. #1", "Ben B", "Cas"], ""),
    ],
)
def test_names_of_candidates_as_councils_write_them(lines: str, names: list[str] | None, title: str) -> None:
    file = blt.parse(BALLOTS + lines)
    found = list(file.contest.candidates.values())
    assert names is None or found[: len(names)] == names
    assert names is not None or found == ["Anna CUNINGHAME (Con)", "Ben (LD)", "John MILLER(Soc)"]
    assert file.title == title


@pytest.mark.parametrize(
    "text",
    [
        "3 2,,,\n-3,,\n4 1 2 0,,\n2 2=1 0\n1 3 0,\n0,,,,\n",
        "# who\n3 2 # seats\n-3\n\n4 1 2 0 # four\n2 2=1 0\n1 3 0\n  0  \n",
        "3\t2\n -3 \n4  1   2 0\n2\t2=1\t0\n1 3 0 \n0\n",
        "3 2\n-3\n(1) 4 1 2 0\n(ab 2) 2 2=1 0\n(3) 1 3 0\n0\n",
    ],
)
def test_ballots_as_councils_write_them(text: str) -> None:
    assert blt.parse(text + PLAIN).contest == blt.parse(BALLOTS + PLAIN).contest


def test_several_may_have_withdrawn_and_their_votes_go_on() -> None:
    contest = blt.parse("4 1\n-1 -2\n-4\n5 1 2 3 0\n2 4 0\n0\n" + PLAIN).contest
    assert contest.withdrawn == {"1", "2", "4"}
    assert scottish_stv(contest).winners == ("3",)


HEAD = "META\nkey;value\nbudget;{budget}\nvote_type;{kind}\n{more}PROJECTS\n{projects}VOTES\n{votes}"


def pb(**more: str) -> PabulibFile:
    given = {
        "budget": "10",
        "kind": "approval",
        "more": "",
        "projects": "project_id;cost;name\na;4;A\nb;5;B\nc;3;C\n",
        "votes": "voter_id;vote\n1;a,b\n2;b\n3;\n",
    }
    return pabulib.parse(HEAD.format(**{**given, **more}))


@pytest.mark.parametrize(
    ("budget", "whole", "scale"), [("10.50", 105, 10), ("10.25", 1025, 100), ("10,5", 105, 10), ("0010.0", 10, 1)]
)
def test_a_budget_with_decimals(budget: str, whole: int, scale: int) -> None:
    file = pb(budget=budget)
    assert (file.instance.budget, file.scale) == (whole, scale)


def test_keys_that_are_strange_missing_or_said_twice() -> None:
    more = "Comment;one; two; three\nweather;sunny;;\nnum_votes;\nmin_length;1\nmax_length;2\nweather;sunny\n"
    file = pb(more=more)
    assert (file.meta["comment"], file.meta["weather"]) == ("one; two; three", "sunny")
    with pytest.raises(FileFaultError, match='META says "budget" twice'):
        pb(more="budget;11\n")


def test_columns_in_any_order_and_rows_that_are_short() -> None:
    file = pb(
        projects='NAME;cost;selected;Project_ID;votes\n"A; ""the"" first";4;1;a\nB;5;2;b;0\nC;3;;c\n',
        votes="age;vote;voter_id;sex\n30;a,b;1;F\n41;b;2\n;;3\n\n",
    )
    assert file.instance.projects["a"].name == 'A; "the" first'
    assert file.official == ("a",)
    assert [ballot.approved for ballot in file.instance.ballots] == [("a", "b"), ("b",), ()]


def test_a_project_without_votes_is_counted_but_not_chosen() -> None:
    found = tally_of(pb(budget="100"), Options(explain=True)).plain
    assert found["winners"] == ["b", "a"]
    assert {one["project"]: one["votes"] for one in found["explanation"]["projects"]} == {"a": 1, "b": 2, "c": 0}


def test_headings_in_small_letters_and_quoted_votes() -> None:
    text = HEAD.format(
        budget="10",
        kind="Approval",
        more="",
        projects="project_id;cost\na;4\nb;5\n",
        votes='voter_id;vote\n1;"a,b"\n2; b , a \n',
    )
    file = pabulib.parse(text.replace("META", "meta;;").replace("PROJECTS", "Projects;").replace("VOTES", "votes"))
    assert [ballot.approved for ballot in file.instance.ballots] == [("a", "b"), ("b", "a")]


@pytest.mark.parametrize("kind", ["cumulative", "scoring"])
def test_points_of_nothing_support_nothing(kind: str) -> None:
    votes = "voter_id;vote;points\n1;a,b;3,0\n2;b,c;1.0,2\n3;;\n"
    file = pb(kind=kind, more="max_sum_points;3\ndefault_score;0\n", votes=votes)
    assert [(b.approved, b.points) for b in file.instance.ballots] == [(("a",), (3,)), (("b", "c"), (1, 2)), ((), ())]
    assert tally_of(file, Options(rule="score")).plain["winners"] == ["a"]


def test_one_choice_and_an_order_are_read() -> None:
    assert [b.approved for b in pb(kind="choose-1", votes="voter_id;vote\n1;a\n2;\n").instance.ballots] == [("a",), ()]
    with pytest.raises(FileFaultError, match="more than one"):
        pb(kind="choose-1")
    ordinal = pb(kind="ordinal", more="max_length;3\nscoring_fn;Borda\n", votes="voter_id;vote\n1;c,a\n")
    assert ordinal.instance.ballots[0].points == (3, 2)


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ({"kind": ""}, 4),
        ({"budget": ""}, 3),
        ({"projects": "project_id;cost\na;4\nb;\n"}, 8),
        ({"projects": "project_id;cost\na;4\n;5\n"}, 8),
        ({"projects": "project_id;cost\na;4\nb\n"}, 8),
        ({"projects": "project_id;cost\na;999999999999999.25\nb;1\n"}, 7),
        ({"projects": "project_id;cost\n"}, 6),
        ({"votes": "voter_id;vote\n1;a,,b\n"}, 12),
        ({"kind": "cumulative"}, 11),
        ({"kind": "scoring", "votes": "voter_id;vote;points\n1;a;x\n"}, 12),
        ({"kind": "scoring", "votes": "voter_id;vote;points\n1;a;-1\n"}, 12),
        ({"kind": "scoring", "votes": "voter_id;vote;points\n1;a,b;1\n"}, 12),
    ],
)
def test_what_is_wrong_is_said_with_its_line(more: dict[str, str], line: int) -> None:
    with pytest.raises(FileFaultError) as caught:
        pb(**more)
    assert caught.value.line == line


def test_the_largest_amount_and_number_are_read_and_one_more_is_not() -> None:
    votes = "voter_id;vote;points\n1;a;{}\n"
    file = pb(budget=str(LARGEST), kind="scoring", votes=votes.format(LARGEST))
    assert (file.instance.budget, file.instance.ballots[0].points) == (LARGEST, (LARGEST,))
    with pytest.raises(FileFaultError, match=r"line 3: the budget is larger"):
        pb(budget=str(LARGEST + 1))
    with pytest.raises(FileFaultError, match="line 12: points must be between"):
        pb(kind="scoring", votes=votes.format(LARGEST + 1))


@pytest.mark.parametrize(
    ("more", "doubts"),
    [
        ("num_projects;3\nnum_votes;3\n", ()),
        ("num_projects;many\nnum_votes;\n", ()),
        ("num_votes;100\n", ('line 5: num_votes is "100", but the file has 3. Is it whole?',)),
        ("num_votes;03\nnum_projects;0\n", ('line 6: num_projects is "0", but the file has 3. Is it whole?',)),
    ],
)
def test_a_file_that_may_be_cut_off_is_doubted(more: str, doubts: tuple[str, ...]) -> None:
    assert pb(more=more).doubts == doubts


def test_a_file_of_preferences_that_may_be_cut_off_is_doubted() -> None:
    assert preflib.parse(TOI, "toi").doubts == ()
    cut = preflib.parse(TOI.removesuffix("1: 2,{3,4}\n"), "toi")
    assert cut.doubts == ('line 5: NUMBER VOTERS is "9", but the file has 8. Is it whole?',)


def test_names_in_an_older_encoding_are_read() -> None:
    file = read("x.pb", PB.replace("A; with a semicolon", "Café; één").encode("cp1252"))
    assert isinstance(file, PabulibFile)
    assert file.instance.projects["a"].name == "Café; één"
    assert "Ó" in str(read("x.blt", (BALLOTS + PLAIN.replace("Anna", "Ó Meachair")).encode("cp1252")))


TOI = """# FILE NAME: 00001-00000001.toi
# TITLE: A # of days: some
# DATA TYPE: toi
# NUMBER ALTERNATIVES: 4
# NUMBER VOTERS: 9
# ALTERNATIVE NAME 1: "Mon", the first
# ALTERNATIVE NAME 2: Tue: late
# ALTERNATIVE NAME 3:
# ALTERNATIVE NAME 4: Thu
4: 1,{2,3},4
3: {4}, 2
1: {1,2,3,4}
1: 2,{3,4}
"""


def test_preflib_with_shared_places_anywhere() -> None:
    file = preflib.parse(TOI, "toi")
    assert file.title == "A # of days: some"
    assert list(file.contest.candidates.values()) == ['"Mon", the first', "Tue: late", "", "Thu"]
    assert [(b.order, b.weight, b.levels) for b in file.contest.ballots] == [
        (("1", "2", "3", "4"), 4, (0, 1, 1, 2)),
        (("4", "2"), 3, None),
        (("1", "2", "3", "4"), 1, (0, 0, 0, 0)),
        (("2", "3", "4"), 1, (0, 1, 1)),
    ]


def test_preflib_may_count_alternatives_from_zero_and_leave_names_out() -> None:
    zero = "# NUMBER ALTERNATIVES: 2\n# ALTERNATIVE NAME 0: A\n# ALTERNATIVE NAME 1: B\n2: 0,1\n1: 1,0\n"
    assert dict(preflib.parse(zero, "soc").contest.candidates) == {"0": "A", "1": "B"}
    assert tally_of(preflib.parse(zero, "soc"), Options()).plain["winners"] == [0]
    bare = "# NUMBER ALTERNATIVES: 3\n2: 1,2,3\n"
    assert dict(preflib.parse(bare, "soc").contest.candidates) == {"1": "1", "2": "2", "3": "3"}


def test_preflib_in_the_older_layout_with_commas_in_names() -> None:
    old = '3\n1,"Boland, Cathal"\n2,Tue\n3,Wed\n9,9,3\n5,1\n3,2,1,3\n1,3\n'
    file = preflib.parse(old, "soi")
    assert file.contest.candidates["1"] == "Boland, Cathal"
    assert [(b.order, b.weight) for b in file.contest.ballots] == [(("1",), 5), (("2", "1", "3"), 3), (("3",), 1)]
