"""`coop tally`: what it prints, how it ends, and that it never shows a traceback."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from coop.voting.commands.counting import tally
from tests.rules.counting.elections import election
from tests.rules.counting.test_files import BLT, OLD, PB, SOI

ASSEN = "participatory-budgets/Netherlands_Assen_2024.pb"


def run(*words: str) -> Result:
    """Run the command; a crash is passed on."""
    return CliRunner().invoke(tally, [str(word) for word in words], catch_exceptions=False)


def answer(*words: str) -> dict[str, Any]:
    """What it says in JSON."""
    done = run(*words, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {"x.pb": PB, "x.blt": BLT, "x.soi": SOI, "x.toc": OLD}.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_assen_in_json_is_the_official_outcome() -> None:
    found = answer(str(election(ASSEN)), "--step", "1")
    assert sorted(map(int, found["winners"])) == [2, 3, 5, 6, 9, 11, 12, 13, 14]
    assert (found["rule"], found["cost"], found["budget"], found["voters"]) == ("equal-shares", 76_700, 100_000, 84)
    assert [row["project"] for row in found["rounds"]] == found["winners"]
    assert found["names"][0] == "PopUp Podium"
    assert isinstance(found["ties"], list)


def test_amounts_are_in_the_unit_of_the_file(folder: Path) -> None:
    found = answer(str(folder / "x.pb"), "--rule", "equal-shares", "--explain")
    assert (found["budget"], found["cost"], found["winners"]) == (100, 40.5, ["b"])
    assert found["explanation"]["projects"]


def test_persons_come_by_their_number_in_the_file(folder: Path) -> None:
    found = answer(str(folder / "x.blt"))
    assert (found["rule"], found["winners"], found["names"]) == ("stv", [1, 2], ["Anna B", "Ben"])
    assert set(found["rounds"][0]) >= {"quota", "totals", "elected", "excluded", "non_transferable"}
    assert answer(str(folder / "x.blt"), "--seats", "1", "--rule", "irv")["winners"] == [1]


KEYS = {"rule", "winners", "names", "cost", "budget", "voters", "rounds", "ties"}
STAGE = {"quota", "totals", "elected", "excluded", "non_transferable"}


@pytest.mark.parametrize("rule", ["equal-shares", "greedy", "phragmen", "score"])
def test_the_record_of_a_budget_has_the_keys_that_were_promised(folder: Path, rule: str) -> None:
    found = answer(str(folder / "x.pb"), "--rule", rule)
    assert set(found) >= KEYS
    assert "explanation" not in found
    assert "explanation" in answer(str(folder / "x.pb"), "--rule", rule, "--explain")


@pytest.mark.parametrize("rule", ["stv", "meek", "irv"])
def test_the_record_of_persons_has_the_keys_that_were_promised(folder: Path, rule: str) -> None:
    found = answer(str(folder / "x.blt"), "--rule", rule)
    assert set(found) >= KEYS
    digits = 9 if rule == "meek" else 5
    for stage in found["rounds"]:
        assert set(stage) >= STAGE
        assert all(re.fullmatch(rf"\d+\.\d{{{digits}}}", votes) for votes in stage["totals"].values())
        assert set(stage["totals"]) == {"1", "2"}
    assert all(isinstance(key, int) for stage in found["rounds"] for key in stage["elected"] + stage["excluded"])


def test_glasgow_in_json_has_the_stages_of_the_reference_count() -> None:
    found = answer(str(election("stv-glasgow-2007/Govan-2007.blt")))
    acts = json.loads(election("stv-glasgow-2007/Govan-2007.stages.json").read_text())["actions"]
    stages = [act for act in acts if act["tag"] in ("begin", "transfer")]
    assert [one["totals"] for one in found["rounds"]] == [
        {key: one["vote"] for key, one in act["cstate"].items()} for act in stages
    ]
    assert [one["non_transferable"] for one in found["rounds"]] == [act["nt_votes"] for act in stages]


def test_the_seed_throws_the_lot_and_seats_overrule_the_file(folder: Path) -> None:
    (folder / "even.blt").write_text('4 1\n3 1 0\n3 2 0\n3 3 0\n3 4 0\n0\n"A"\n"B"\n"C"\n"D"\n"Even"\n')
    even = str(folder / "even.blt")
    thrown = {seed: answer(even, "--seed", seed) for seed in "abcdefgh"}
    assert len({found["winners"][0] for found in thrown.values()}) > 1
    assert thrown["a"] == answer(even, "--seed", "a")
    assert all(any(tie["by"] == "lot" for tie in found["ties"]) for found in thrown.values())
    assert len(answer(even, "--seats", "3")["winners"]) == 3
    assert len(answer(even, "--seats", "9")["winners"]) == 4
    assert len(answer(even, "--rule", "schulze", "--seats", "2")["winners"]) == 2


def test_steps_and_completion_are_followed(folder: Path) -> None:
    assen = str(election(ASSEN))
    plain = answer(assen, "--completion", "none")
    assert (plain["steps"], plain["final_share"]) == (0, plain["start_share"])
    fuller = answer(assen, "--step", "0.5")
    assert fuller["step"] == "0.500000"
    assert fuller["steps"] > 0
    assert set(answer(assen, "--completion", "add-one-utilitarian")["winners"]) >= set(answer(assen)["winners"])
    assert answer(assen, "--satisfaction", "cardinality")["rule"] == "equal-shares"


@pytest.mark.parametrize("rule", ["equal-shares", "greedy", "phragmen", "score"])
@pytest.mark.parametrize("more", [[], ["--explain"], ["--satisfaction", "cardinality", "--completion", "greedy"]])
def test_every_rule_for_budgets_says_something(folder: Path, rule: str, more: list[str]) -> None:
    assert answer(str(folder / "x.pb"), "--rule", rule, *more)["rule"] == rule
    assert run(str(folder / "x.pb"), "--rule", rule, *more).exit_code == 0


NOTES = {
    "--seats 2": "--seats is not used: equal-shares chooses what fits in the budget.",
    "--rule greedy --satisfaction cost": "--satisfaction is not used: it is a setting of equal-shares, and this is a"
    " count by greedy.",
    "--completion greedy --step 2": "--step is not used: with --completion greedy the share is not raised in steps.",
    "--seed s": "--seed is not used: no tie came down to the lot.",
}


@pytest.mark.parametrize("words", NOTES)
def test_an_option_that_plays_no_part_is_named_beside_the_answer(folder: Path, words: str) -> None:
    file = str(folder / "x.pb")
    done = run(file, "--json", *words.split())
    assert (done.exit_code, done.stderr) == (0, f"Note: {NOTES[words]}\n")
    assert json.loads(done.stdout)["winners"]


def test_a_file_that_may_be_cut_off_is_counted_with_a_note(folder: Path) -> None:
    (folder / "cut.pb").write_text(PB.replace("budget;100", "budget;100\nnum_votes;9"))
    done = run(str(folder / "cut.pb"), "--json")
    assert done.stderr == 'Note: line 4: num_votes is "9", but the file has 3. Is it whole?\n'
    assert json.loads(done.stdout) == answer(str(folder / "x.pb"))


def test_each_option_that_plays_no_part_has_a_note_of_its_own(folder: Path) -> None:
    words = "--completion none --step 1 --satisfaction cost --seed s --seats 1".split()
    said = run(str(folder / "x.blt"), *words).stderr.splitlines()
    assert [line.split()[1] for line in said] == ["--satisfaction", "--completion", "--step", "--seed"]


def test_options_that_play_a_part_have_no_note(folder: Path) -> None:
    (folder / "even.blt").write_text('2 1\n3 1 0\n3 2 0\n0\n"A"\n"B"\n"Even"\n')
    assert run(str(folder / "even.blt"), "--seed", "s", "--seats", "1").stderr == ""
    assert run(str(folder / "x.pb"), "--completion", "add-one", "--step", "1", "--satisfaction", "cost").stderr == ""
    assert run(str(folder / "x.pb"), "--rule", "score", "--seats", "2").stderr == ""


@pytest.mark.parametrize("rule", ["schulze", "ranked-pairs"])
def test_rounds_of_options_give_voters_and_strengths_by_their_name(folder: Path, rule: str) -> None:
    (folder / "days.blt").write_text('3 1\n4 1 2 3 0\n3 2 3 1 0\n2 3 1 2 0\n0\n"Mon"\n"Tue"\n"Wed"\n"Day"\n')
    wednesday = answer(str(folder / "days.blt"), "--rule", rule)["rounds"][1]
    strengths = (3, 1) if rule == "schulze" else (None, None)
    assert wednesday == {
        "winner": 1,
        "other": 3,
        "voters_for_winner": 4,
        "voters_for_other": 5,
        "strength": strengths[0],
        "strength_back": strengths[1],
    }


@pytest.mark.parametrize("rule", ["stv", "meek", "irv", "schulze", "ranked-pairs"])
@pytest.mark.parametrize("name", ["x.blt", "x.soi", "x.toc"])
def test_every_rule_for_rankings_says_something(folder: Path, rule: str, name: str) -> None:
    assert answer(str(folder / name), "--rule", rule)["rule"] == rule
    assert "Chosen" in run(str(folder / name), "--rule", rule).stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["absent.pb"], 1, "cannot be read"),
        (["."], 1, "cannot be read"),
        (["bad.pb"], 1, "line 1: the file is empty."),
        (["x.pb", "--rule", "stv"], 2, "budget"),
        (["x.blt", "--rule", "greedy"], 2, "ranks candidates"),
        (["x.blt", "--rule", "irv", "--seats", "3"], 2, "one seat"),
        (["x.pb", "--step", "0"], 2, "more than zero"),
        (["x.pb", "--step", "1e9"], 2, "amount"),
        (["x.pb", "--rule", "magic"], 2, "magic"),
        (["x.blt", "--seats", "0"], 2, "seats"),
        ([], 2, "FILE"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(folder: Path, words: list[str], code: int, said: str) -> None:
    (folder / "bad.pb").write_text("")
    place = [str(folder / words[0]), *words[1:]] if words else []
    done = run(*place)
    assert (done.exit_code, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_long_count_says_how_far_it_is_beside_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coop.voting.commands.counting.SECONDS_BETWEEN", 0.0)
    done = run(str(election(ASSEN)), "--json")
    assert json.loads(done.stdout)["winners"]
    said = done.stderr.splitlines()
    assert re.fullmatch(r"Counting: \d+ of 14 proposals so far, after \d+ steps\.", said[-1]), said[-1]
    monkeypatch.undo()
    assert run(str(election(ASSEN))).stderr == ""


def test_amounts_are_told_in_the_currency_of_the_file() -> None:
    polish = election("participatory-budgets/Poland_Wieliczka_2023_Green_Budget.pb")
    assert answer(str(polish), "--step", "1")["currency"] == "PLN"
    assert "budget 1000000 PLN, spent" in run(str(polish), "--step", "1").stdout


def test_lots_in_counts_that_do_not_stand_are_told(tmp_path: Path) -> None:
    heads = "META\nkey;value\nbudget;1000\nvote_type;approval\nPROJECTS\nproject_id;cost\na;300\nb;300\nc;500\nVOTES\n"
    file = tmp_path / "x.pb"
    file.write_text(heads + "voter_id;vote\n" + "\n".join(f"{n};{'a,b' if n < 4 else 'c'}" for n in range(7)) + "\n")
    found = answer(str(file), "--step", "1")
    assert found["earlier_lots"]
    assert {lot["by"] for lot in found["earlier_lots"]} == {"lot"}
    assert found["earlier_lots"][0]["between"] in (["a", "b"], ["b", "a"])
    words = run(str(file), "--step", "1").stdout
    assert "which do not stand, the lot was used at 1 between" in words
