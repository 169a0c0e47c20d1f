"""The examples of docs/counting.md, as they stand there."""

import subprocess
from fractions import Fraction
from pathlib import Path

from coop.rules.counting import (
    Ballot,
    Base,
    Instance,
    Lot,
    MotionRule,
    Project,
    equal_shares,
    explain,
    greedy,
    meek_stv,
    motion,
    phragmen,
    ranked_pairs,
    schulze,
    score,
    scottish_stv,
)
from coop.rules.counting.lots import Tie
from coop.rules.counting.most_votes import Missed, missed
from tests.rules.counting.make import contest, instance

TEXT = " ".join((Path(__file__).parents[3] / "docs" / "counting.md").read_text("utf-8").split())
HOURS = instance(100, {"A": 40, "B": 30, "C": 50}, ["A C", "A C", "A B", "B", "C"])
BOARD = {"anna bram": 9, "anna carla": 3, "bram": 1, "carla": 5}
DAYS = {"mon tue wed": 4, "tue wed mon": 3, "wed mon tue": 2}


def test_equal_shares() -> None:
    outcome = equal_shares(HOURS)
    assert outcome.winners == ("A", "B")
    assert outcome.start_share == 20
    assert outcome.final_share == Fraction("25.54")
    assert [one.price for one in outcome.rounds] == [Fraction(40, 3), Fraction(2669, 150)]
    story = {one.project: one for one in explain(HOURS, outcome, smallest=1).projects}
    assert story["C"].money_had == Fraction("76.62")
    assert round(float(story["C"].money_left or 0), 2) == 49.95
    assert story["C"].extra_supporters == 1
    assert story["C"].cost_at_most == 49
    assert explain(HOURS, outcome).wishes == (1, 3, 1)
    assert (outcome.beyond, outcome.beyond_cost) == (("A", "C", "B"), 120)
    said(f"the count at **{float(outcome.final_share or 0):.2f}** stands: **A and B, {outcome.cost} hours**")
    said(f"so {float(story['C'].money_left or 0):.2f} were left", f"= {float(story['C'].money_had or 0):.2f} hours")
    said(f"a cost of at most {story['C'].cost_at_most} hours", "A, C and B for 120 hours")
    said("One voter got none of their wishes, three got one, one got both.")


def said(*pieces: str) -> None:
    """The document says this."""
    for piece in pieces:
        assert piece in TEXT, piece


def test_most_votes_and_phragmen() -> None:
    assert greedy(HOURS).winners == ("A", "C")
    assert missed(HOURS) == (Missed("B", left=10, more_votes=1),)
    said("A (40), C (50), and B no longer fits: 10 were left", "= 21.67", "= 25.56")
    outcome = phragmen(HOURS)
    assert outcome.winners == ("A", "B")
    assert [one.price for one in outcome.rounds] == [Fraction(40, 3), Fraction(65, 3)]


def test_persons() -> None:
    count = scottish_stv(contest(2, "anna bram carla", BOARD))
    assert count.scale.text(count.quota) == "7.00000"
    assert [count.scale.text(count.stages[1].totals[key]) for key in ("bram", "carla")] == ["4.74994", "6.24998"]
    assert count.winners == ("anna", "carla")
    (margin,) = count.margins
    said(f"Bram has least and is out, {count.scale.text(margin.votes)} votes behind Carla", "**Anna and Carla**")
    said(*(count.scale.text(count.stages[1].totals[key]) for key in ("bram", "carla")))
    said(f"Cutting off lost {count.scale.text(count.stages[1].lost)}")
    assert set(meek_stv(contest(2, "anna bram carla", BOARD)).winners) == {"anna", "carla"}
    assert scottish_stv(contest(1, "mon tue wed", DAYS)).winners == ("mon",)


def test_options() -> None:
    count = schulze(contest(1, "mon tue wed", DAYS))
    assert count.sums["mon"]["tue"] == 6
    assert count.sums["tue"]["wed"] == 7
    assert count.sums["wed"]["mon"] == 5
    assert count.ranking == ("mon", "tue", "wed")
    chains = [(one["chain"], one["strength"], one["chain_back"], one["strength_back"]) for one in count.comparisons()]
    assert chains[1] == (["mon", "tue", "wed"], 3, ["wed", "mon"], 1)
    said("Mon above Tue 6 to 3, Tue above Wed 7 to 2, Wed above Mon 5 to 4", "**Mon, Tue, Wed**")
    assert ranked_pairs(contest(1, "mon tue wed", DAYS)).ranking == ("mon", "tue", "wed")
    assert score(HOURS).ranking[0] in ("A", "C")


def test_score_says_what_the_lot_ordered_behind_the_winners_too() -> None:
    lot = Lot("4 1 6", "score")
    level = score(instance(1, dict.fromkeys("abcd", 1), ["a", "a", "b", "c"]), lot)
    behind = tuple(lot.ordered(["b", "c"]))
    assert level.ranking == ("a", *behind, "d")
    assert level.ties == (Tie(2, behind, behind[0], "lot", "order"),)
    points = Instance(1, {key: Project(1) for key in "ab"}, (Ballot(("a",), 1, (2,)), Ballot(("b",), 2, (1,))))
    assert score(points, lot).ties == (Tie(1, ("b", "a"), "b", "votes", "order"),)


def test_motions() -> None:
    simple = MotionRule(quorum=(1, 4))
    assert motion(simple, yes=14, no=12, blank=4, members=120).passed
    assert not motion(simple, yes=13, no=13, blank=4, members=120).passed
    assert not motion(simple, yes=14, no=12, blank=3, members=120).quorum_met
    statutes = MotionRule(majority=(2, 3), at_least=True)
    assert motion(statutes, yes=20, no=10, members=120).passed
    assert not motion(statutes, yes=19, no=10, members=120).passed
    assert not motion(MotionRule(base=Base.MEMBERS), yes=60, no=0, members=120).passed
    assert motion(MotionRule(base=Base.MEMBERS), yes=61, no=0, members=120).passed


def test_the_lot() -> None:
    lot = Lot("4 1 6", "noorderkwartier/prioriteiten-2027")
    assert lot.number("A")[:8] == LOTS["A"]
    assert lot.number("C")[:8] == LOTS["C"]
    for key, number in LOTS.items():
        command = f"printf '4 1 6|noorderkwartier/prioriteiten-2027|{key}' | sha256sum"
        said(f"{command} # {number}…")
        assert subprocess.run(command, shell=True, check=True, capture_output=True, text=True).stdout.startswith(number)
    assert lot.ordered(["A", "C"])[0] == min(LOTS, key=LOTS.__getitem__)


LOTS = {"A": "481b5800", "C": "e111c7a7"}
