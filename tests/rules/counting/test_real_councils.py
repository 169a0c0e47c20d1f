"""Scottish councils: the same people elected, and every stage the same to five decimals."""

import json
from pathlib import Path
from typing import Any

import pytest

from coop.rules.counting import Lot, StvCount, scottish_stv
from coop.rules.counting.files.blt import parse
from tests.rules.counting.elections import ELECTIONS, election, text_of

WARDS = (
    json.loads(path.read_text()) if (path := ELECTIONS / "stv-edinburgh-2017/official-winners.json").is_file() else {}
)
GLASGOW = sorted(path.stem for path in (ELECTIONS / "stv-glasgow-2007").glob("*-2007.blt"))


def test_there_are_elections_to_compare_with() -> None:
    election("README.md")
    assert len(WARDS) == 17
    assert len(GLASGOW) == 8


@pytest.mark.parametrize("ward", WARDS)
def test_edinburgh_elects_whom_it_elected(ward: str) -> None:
    contest = parse(text_of(ward)).contest
    elected = {contest.candidates[key] for key in scottish_stv(contest).winners}
    assert elected == set(WARDS[ward]["elected"])


@pytest.mark.parametrize("ward", GLASGOW)
def test_every_stage_in_glasgow_is_that_of_the_reference_count(ward: str) -> None:
    count = scottish_stv(parse(text_of(f"stv-glasgow-2007/{ward}.blt")).contest)
    acts = json.loads(text_of(f"stv-glasgow-2007/{ward}.stages.json"))["actions"]
    assert stages_of(count) == [reference(act) for act in acts if act["tag"] in ("begin", "transfer")]
    elected = {key for key, one in acts[-1]["cstate"].items() if one["state"] == "elected"}
    assert set(count.winners) == elected


def stages_of(count: StvCount) -> list[tuple[str, dict[str, str]]]:
    text = count.scale.text
    return [
        (text(stage.non_transferable), {key: text(votes) for key, votes in stage.totals.items()})
        for stage in count.stages
    ]


def reference(act: dict[str, Any]) -> tuple[str, dict[str, str]]:
    return act["nt_votes"], {key: one["vote"] for key, one in act["cstate"].items()}


@pytest.mark.parametrize("case", ["weak-defeat", "weak-surplus"])
def test_made_up_ties_go_as_in_the_reference_count(case: str) -> None:
    """Rule 48 transfers the votes of who "exceeds the quota": a surplus of nothing is no stage of ours.

    The reference writes such stages down, and nothing moves in them. Its lot excludes candidate 5, so ours has to.
    """
    contest = parse(text_of(f"stv-glasgow-2007/{case}.blt")).contest
    lot = next(lot for lot in map(Lot, "abcdefgh") if lot.ordered(["5", "6"])[-1] == "5")
    count = scottish_stv(contest, lot)
    acts = json.loads(text_of(f"stv-glasgow-2007/{case}.stages.json"))["actions"]
    stages = [reference(act) for act in acts if act["tag"] in ("begin", "transfer") and "(0.00000)" not in act["msg"]]
    assert stages_of(count) == stages
    nothing = [act for act in acts if act["tag"] == "transfer" and "(0.00000)" in act["msg"]]
    assert len(nothing) == (2 if case == "weak-surplus" else 0)
    assert all(reference(act) in stages for act in nothing)
    assert set(count.winners) == {key for key, one in acts[-1]["cstate"].items() if one["state"] == "elected"}
    assert [tie.by for tie in count.ties] == ["lot" if case == "weak-surplus" else "earlier stage"]


def test_a_file_is_found_by_its_path() -> None:
    assert election("README.md") == Path(ELECTIONS / "README.md")
