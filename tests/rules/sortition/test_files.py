"""The files of the draw and the command around them: what residents type, and what they get wrong."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coop.panels.commands import draw
from coop.rules.sortition import lottery_from_json
from tests.rules.sortition.pools import neighbourhood, six_seats

POOL = "id,street,household\nv1,North,\nv2,North,h\nv3,South,h\nv4,South,\n"
QUOTAS = "feature,value,min,max\nstreet,North,1,1\nstreet,South,1,1\n"
SCRIPT = Path(__file__).parents[3] / "coop" / "static" / "controleer-loting.py"


def _compute(
    folder: Path, pool: str | bytes = POOL, quotas: str | bytes = QUOTAS, size: str = "2", *more: str
) -> Result:
    for name, content in (("pool.csv", pool), ("quotas.csv", quotas)):
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    where = ["--pool", str(folder / "pool.csv"), "--quotas", str(folder / "quotas.csv")]
    return CliRunner().invoke(draw, ["compute", *where, "--size", size, *more])


def _verify(path: Path, dice: str) -> Result:
    return CliRunner().invoke(draw, ["verify", str(path), "--dice", dice])


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A list as it is published."""
    path = tmp_path / "list.json"
    path.write_text(_compute(tmp_path, POOL, QUOTAS, "2", "--json").output, encoding="utf-8")
    return path


class TestCompute:
    def test_the_list_has_what_the_contract_says(self, published: Path) -> None:
        content = json.loads(published.read_text(encoding="utf-8"))
        assert list(content) == ["panels", "sha256", "chances", "min_chance", "algorithm"]
        assert len(content["panels"]) == 1000
        assert ["v2", "v3"] not in content["panels"]
        assert content["chances"] == {"v1": 0.5, "v2": 0.5, "v3": 0.5, "v4": 0.5}
        assert content["min_chance"] == 0.5
        assert "leximin" in content["algorithm"]

    def test_rows_columns_byte_order_mark_and_semicolons_do_not_change_a_byte(
        self, tmp_path: Path, published: Path
    ) -> None:
        head, *rows = POOL.splitlines()
        pool = "\ufeff" + "\r\n".join([head, *reversed(rows), ""]).replace(",", ";")
        again = _compute(tmp_path, pool, QUOTAS, "2", "--json")
        assert again.output == published.read_text(encoding="utf-8")

    def test_without_any_quota_everybody_has_the_same_chance(self, tmp_path: Path) -> None:
        answer = _compute(tmp_path, POOL.replace(",h\n", ",\n"), "feature,value,min,max\n", "2", "--json")
        assert set(json.loads(answer.output)["chances"].values()) == {0.5}

    def test_a_quota_of_zero_keeps_a_group_out_and_says_so(self, tmp_path: Path) -> None:
        quotas = "feature,value,min,max\nstreet,North,0,0\nstreet,South,0,2\n"
        answer = _compute(tmp_path, POOL, quotas, "2")
        assert "on no panel that meets the quotas: v1, v2" in answer.output

    def test_as_many_seats_as_people_is_no_draw(self, tmp_path: Path) -> None:
        quotas = "feature,value,min,max\nstreet,North,0,4\nstreet,South,0,4\n"
        answer = _compute(tmp_path, POOL.replace(",h\n", ",\n"), quotas, "4")
        assert "for them this is not a draw" in answer.output

    def test_one_too_many_is_explained_with_the_smallest_change(self, tmp_path: Path) -> None:
        quotas = "feature,value,min,max\nstreet,North,0,2\nstreet,South,3,4\n"
        answer = _compute(tmp_path, POOL.replace(",h\n", ",\n"), quotas, "4")
        assert answer.exit_code == 1
        assert answer.stdout == ""
        assert "street “South”: at least 2 instead of 3" in answer.stderr

    def test_without_json_it_tells_the_chances_in_words(self, tmp_path: Path) -> None:
        answer = _compute(tmp_path, POOL.replace("v4,South", "v4,West"), QUOTAS + "street,West,0,0\n")
        assert answer.exit_code == 0, answer.output
        assert "smallest chance: 0.0 %" in answer.output
        assert "on no panel that meets the quotas: v2, v4" in answer.output
        assert "on every panel: v1, v3" in answer.output

    def test_a_real_size(self, tmp_path: Path) -> None:
        people = neighbourhood()
        pool = "id," + ",".join(people[0].features) + "\n"
        pool += "".join(f"{one.id},{','.join(one.features.values())}\n" for one in people)
        quotas = "feature,value,min,max\n" + "".join(
            f"{one.feature},{one.value},{one.minimum},{one.maximum}\n" for one in six_seats()
        )
        assert len(json.loads(_compute(tmp_path, pool, quotas, "6", "--json").output)["panels"]) == 1000

    @pytest.mark.parametrize(
        ("pool", "quotas", "size", "words"),
        [
            ("", QUOTAS, "2", "pool file is empty"),
            ("\n\n", QUOTAS, "2", "pool file is empty"),
            ("id,street\n", QUOTAS, "2", "no rows"),
            ("street\nNorth\n", QUOTAS, "2", "no column “id”"),
            ("id,id\na,b\n", QUOTAS, "2", "column twice"),
            ("id,street\nv1\n", QUOTAS, "1", "Line 2 of the pool file has too many or too few"),
            ("id,street\nv1,\n", QUOTAS, "1", "Line 2 of the pool has no street"),
            ('id,street\n"v1,North\n', QUOTAS, "1", "not a CSV table"),
            (b"id,street\nv1,\xff\n", QUOTAS, "1", "cannot be read as text"),
            (POOL + "v1,North,\n", QUOTAS, "2", "v1 is in the pool twice"),
            (POOL + "v5,Nroth,\n", QUOTAS, "2", "v5 has street “Nroth”, but the quotas do not name that value"),
            (POOL, "feature,value,min\nstreet,North,1\n", "2", "quotas file has no column “max”"),
            (POOL, QUOTAS + "age,old,0,1\n", "2", "the pool has no column “age”"),
            (POOL, QUOTAS + "street,East,1,2\n", "2", "smallest change"),
            (POOL, QUOTAS.replace("North,1,1", "North,2,1"), "2", "is above the maximum"),
            (POOL, QUOTAS.replace("North,1,1", "North,x,1"), "2", "min must be a whole number"),
            (POOL, QUOTAS.replace("North,1,1", "North,-1,1"), "2", "min must be a whole number"),
            (POOL, QUOTAS, "5", "5 seats but only 4 volunteers"),
            (POOL, QUOTAS, "4", "from only 3 households"),
            (POOL, QUOTAS, "0", "at least one seat"),
            (POOL, QUOTAS, "-3", "at least one seat"),
        ],
    )
    def test_what_is_wrong_is_said_in_one_sentence(
        self, tmp_path: Path, pool: str | bytes, quotas: str, size: str, words: str
    ) -> None:
        answer = _compute(tmp_path, pool, quotas, size, "--json")
        assert answer.exit_code == 1
        assert words in answer.output
        assert answer.output.startswith("Error: ")
        assert answer.output.count("\n") == 1

    def test_wrong_usage_is_two(self, tmp_path: Path) -> None:
        assert _compute(tmp_path, POOL, QUOTAS, "six").exit_code == 2
        assert CliRunner().invoke(draw, ["compute"]).exit_code == 2
        assert _verify(tmp_path / "none.json", "407").exit_code == 2


class TestVerify:
    def test_a_whole_list_names_the_panel(self, published: Path) -> None:
        answer = _verify(published, "407")
        content = json.loads(published.read_text(encoding="utf-8"))
        assert answer.exit_code == 0
        assert f"Panel 407: {', '.join(content['panels'][407])}" in answer.output
        assert content["sha256"] in answer.output

    @pytest.mark.parametrize("dice", ["40", "1000", "4o7", "-07"])
    def test_other_dice_are_wrong_usage(self, published: Path, dice: str) -> None:
        assert _verify(published, dice).exit_code == 2

    @pytest.mark.parametrize(
        ("key", "value", "words"),
        [
            ("sha256", "0" * 64, "sha256 does not match"),
            ("min_chance", 0.4, "smallest chance does not match"),
            ("chances", {"v1": 0.5}, "chances do not match"),
            ("panels", [["v1", "v3"]] * 1000, "sha256 does not match"),
            ("panels", [["v1", "v3"]] * 999, "999 panels"),
            ("panels", [["v3", "v1"]] * 1000, "fixed order"),
            ("panels", [1, 2], "not a list made by the draw"),
            ("panels", None, "not a list made by the draw"),
        ],
    )
    def test_whatever_was_changed_is_noticed(self, published: Path, key: str, value: object, words: str) -> None:
        content = json.loads(published.read_text(encoding="utf-8"))
        published.write_text(json.dumps(content | {key: value}), encoding="utf-8")
        answer = _verify(published, "407")
        assert answer.exit_code == 1
        assert words in answer.output

    @pytest.mark.parametrize("text", ["", "{}", "[]", "7", "not json", "[" * 100_000, '{"panels": [["\\ud800"]]}'])
    def test_another_file_is_refused(self, tmp_path: Path, text: str) -> None:
        path = tmp_path / "list.json"
        path.write_text(text, encoding="utf-8")
        answer = _verify(path, "407")
        assert answer.exit_code == 1
        assert answer.output.count("\n") == 1

    def test_out_and_in_again_is_the_same_list(self, published: Path) -> None:
        lottery = lottery_from_json(published.read_text(encoding="utf-8"))
        assert lottery.min_chance == 500


class TestScript:
    def _run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-I", str(SCRIPT), *arguments], capture_output=True, text=True, check=False
        )

    def test_the_script_needs_nothing_of_ours_and_agrees(self, published: Path) -> None:
        answer = self._run(str(published), "407")
        panel = lottery_from_json(published.read_text(encoding="utf-8")).panel(407)
        assert answer.returncode == 0
        assert f"Panel 407: {', '.join(panel)}" in answer.stdout

    def test_a_changed_list_or_a_wrong_throw_fails(self, published: Path) -> None:
        text = published.read_text(encoding="utf-8")
        published.write_text(text.replace('["v1","v3"]', '["v1","v4"]', 1), encoding="utf-8")
        assert self._run(str(published), "407").returncode == 1
        assert self._run(str(published), "47").returncode == 1

    def test_it_fits_on_one_screen(self) -> None:
        assert len(SCRIPT.read_text(encoding="utf-8").splitlines()) <= 20
