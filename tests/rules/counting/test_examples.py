"""The examples of docs/counting.md, as they stand there."""

from fractions import Fraction

from coop.rules.counting import (
    Base,
    Lot,
    MotionRule,
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
from tests.rules.counting.make import contest, instance

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


def test_most_votes_and_phragmen() -> None:
    assert greedy(HOURS).winners == ("A", "C")
    outcome = phragmen(HOURS)
    assert outcome.winners == ("A", "B")
    assert [one.price for one in outcome.rounds] == [Fraction(40, 3), Fraction(65, 3)]


def test_persons() -> None:
    count = scottish_stv(contest(2, "anna bram carla", BOARD))
    assert count.scale.text(count.quota) == "7.00000"
    assert [count.scale.text(count.stages[1].totals[key]) for key in ("bram", "carla")] == ["4.74994", "6.24998"]
    assert count.winners == ("anna", "carla")
    assert set(meek_stv(contest(2, "anna bram carla", BOARD)).winners) == {"anna", "carla"}
    assert scottish_stv(contest(1, "mon tue wed", DAYS)).winners == ("mon",)


def test_options() -> None:
    count = schulze(contest(1, "mon tue wed", DAYS))
    assert count.sums["mon"]["tue"] == 6
    assert count.sums["tue"]["wed"] == 7
    assert count.sums["wed"]["mon"] == 5
    assert count.ranking == ("mon", "tue", "wed")
    assert ranked_pairs(contest(1, "mon tue wed", DAYS)).ranking == ("mon", "tue", "wed")
    assert score(HOURS).ranking[0] in ("A", "C")


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
    assert lot.ordered(["A", "C"])[0] == min(LOTS, key=LOTS.__getitem__)


LOTS = {"A": "481b5800", "C": "e111c7a7"}
