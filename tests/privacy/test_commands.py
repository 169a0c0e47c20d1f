"""The ledger of erased rows on the command line: out before a restore, in again after it."""

import secrets
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from coop.panels import actions
from coop.panels.models import Application, ScoreSheet
from coop.panels.policy import State
from coop.privacy.commands import erasures
from tests.panels.making import PLACED, SECRET, hiring
from tests.support import make


@pytest.mark.real_database
def test_the_ledger_goes_out_and_erases_a_restored_copy_again(
    real_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COOP_DATABASE", str(real_engine.url))
    monkeypatch.setenv("COOP_SECRET", secrets.token_hex(32))
    with Session(real_engine) as db:
        place = make.district(db)
        make.mandates(db, place)
        job = hiring(db, place)
        job.in_retention()
        actions.run_clock(db, at=PLACED + timedelta(days=28))
        assert job.is_in(State.ERASED)
        db.commit()
        number, token = job.applications()[0].id, job.applications()[0].token
    told = CliRunner().invoke(erasures, ["export"])
    assert told.exit_code == 0, told.output
    assert f"applications,{number}," in told.output
    assert "Anna" not in told.output
    path = tmp_path / "ledger.csv"
    path.write_text(told.output)
    with Session(real_engine) as db:
        back = db.get_one(Application, number)
        back.name, back.token, back.erased_at = "Anna", f"{token}-again", None
        db.commit()
    again = CliRunner().invoke(erasures, ["replay", str(path)])
    assert again.output.startswith("1 rows erased again")
    with Session(real_engine) as db:
        assert db.get_one(Application, number).name == ""
        assert not db.query(ScoreSheet).all()
    assert SECRET not in told.output


@pytest.mark.parametrize("line", ["applications", "applications,x,now", ",,"])
def test_a_line_that_is_no_ledger_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text(line + "\n")
    answer = CliRunner().invoke(erasures, ["replay", str(path)])
    assert answer.exit_code == 1
    assert "Line 1" in answer.stderr
