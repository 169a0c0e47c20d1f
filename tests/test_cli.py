"""The command line: exit 0 done, 1 refused with a reason on stderr, 2 wrong usage; never a traceback."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from coop.audit.queries import all_entries
from coop.cli import coop
from coop.identity.actions import begin_sign_in
from coop.identity.models import SecondFactor, SignIn
from coop.identity.policy import Way
from coop.kernel.config import Config
from coop.kernel.db import make_engine, transaction
from coop.notifications.actions import note_refusal, queue_mail
from coop.notifications.gateways import MessageNumbers
from coop.notifications.models import OutboxMessage
from coop.server import in_use
from tests.digests.test_posting import REPORT
from tests.support import make
from tests.support.browser import free_port
from tests.support.make import NOON


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {
        "COOP_DATABASE": f"sqlite:///{tmp_path / 'coop.db'}",
        "COOP_SECRET": "a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6",
    }


def _run(env: dict[str, str], *words: str, expect: int = 0) -> Result:
    answer = CliRunner().invoke(coop, words, env=env)
    assert answer.exit_code == expect, answer.output
    assert answer.exception is None or isinstance(answer.exception, SystemExit)
    return answer


NEW = ("--name", "Noord", "--cooperative", "C", "--municipality", "W", "--inhabitants", "100", "--team-hours", "40")


def test_a_real_site_is_begun_from_the_command_line(env: dict[str, str]) -> None:
    _run(env, "check")
    _run(env, "db", "upgrade")
    _run(env, "district", "new", "noord", *NEW)
    _run(env, "account", "new", "wim@coop.example.org", "--name", "Wim", "--password", "three words here")
    _run(env, "role", "give", "wim@coop.example.org", "administrator", "--district", "noord")
    _run(env, "member", "admit", "Joke", "--district", "noord")
    assert "send-mail: nothing to do" in _run(env, "jobs").output


def test_commands_on_the_database_need_no_settings_of_a_served_site(env: dict[str, str]) -> None:
    alone = {"COOP_DATABASE": env["COOP_DATABASE"]}
    assert "coop db upgrade" in _run(alone, "district", "new", "noord", *NEW, expect=1).stderr
    _run(alone, "db", "upgrade")
    _run(alone, "district", "new", "noord", *NEW)
    assert "COOP_SECRET" in _run(alone, "serve", expect=1).stderr
    assert (
        "COOP_TYPO" in _run({**alone, "COOP_TYPO": "1"}, "member", "admit", "J", "--district", "noord", expect=1).stderr
    )
    Path(env["COOP_DATABASE"].removeprefix("sqlite:///")).write_text("This is a text and no database. " * 99)
    assert "cannot be opened" in _run(alone, "member", "admit", "J", "--district", "noord", expect=1).stderr


def test_what_waits_and_what_failed_is_shown(env: dict[str, str]) -> None:
    assert "run coop db upgrade" in _run(env, "jobs", "--show", expect=1).stderr
    _run(env, "db", "upgrade")
    _run(env, "jobs", "--json", expect=2)
    with transaction(make_engine(env["COOP_DATABASE"])) as db:
        person = make.account(db, email="joke@coop.test")
        for wait in (True, False):
            mail = queue_mail(db, to_account_id=person.id, subject="s", body="b", district_id=None, at=NOON)
            if not wait:
                db.flush()
                note_refusal(db, mail.id, at=NOON)
    assert "send-mail: 1 waiting, 1 failed" in _run(env, "jobs", "--show").output
    told = {one["job"]: one for one in json.loads(_run(env, "jobs", "--show", "--json").stdout)}
    assert told["send-mail"] == {"job": "send-mail", "waits": 1, "failed": 1}
    assert told["count-polls"] == {"job": "count-polls", "waits": 0, "failed": 0}


def test_mail_that_came_back_is_read(env: dict[str, str], tmp_path: Path) -> None:
    _run(env, "db", "upgrade")
    with transaction(make_engine(env["COOP_DATABASE"])) as db:
        mail = queue_mail(db, to_account_id=make.account(db).id, subject="s", body="b", district_id=None, at=NOON)
        db.flush()
        number = MessageNumbers(env["COOP_SECRET"]).header(mail.id, "buurt.example.org")
    report = tmp_path / "report"
    report.write_text(REPORT.format(action="failed", status="5.1.1", kind="message/rfc822", number=number))
    assert "1 noted" in _run(env, "returned-mail", str(report)).output
    assert "Known already" in _run(env, "returned-mail", str(report)).output
    report.write_text("Hello, how are you?")
    assert "no report about mail of this site" in _run(env, "returned-mail", str(report), expect=1).stderr


def test_refusals_are_one_line(env: dict[str, str]) -> None:
    _run(env, "db", "upgrade")
    _run(env, "district", "new", "noord", *NEW)
    made = json.loads(_run(env, "district", "new", "zuid", *NEW, "--json").stdout)
    assert (made["slug"], made["begin"]) == ("zuid", "/zuid/beginnen")
    assert "already a neighbourhood" in _run(env, "district", "new", "noord", *NEW, expect=1).stderr
    assert "small letters" in _run(env, "district", "new", "No Ord", *NEW, expect=1).stderr
    assert "no account" in _run(env, "role", "give", "x@y.nl", "board", "--district", "noord", expect=1).stderr
    assert "We do not know" in _run(env, "member", "admit", "J", "--district", "oost", expect=1).stderr


LONG = "x" * 300


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--name", LONG),
        ("--name", " "),
        ("--cooperative", ""),
        ("--cooperative", LONG),
        ("--municipality", ""),
        ("--municipality", LONG),
        ("--inhabitants", "99999999999999999999"),
        ("--team-hours", "99999999999999"),
        ("--phone", LONG),
    ],
)
def test_what_no_neighbourhood_has_is_refused_by_name(env: dict[str, str], option: str, value: str) -> None:
    _run(env, "db", "upgrade")
    told = _run(env, "district", "new", "noord", *NEW, option, value, expect=1).stderr
    assert told.startswith(f"Error: {option.removeprefix('--').replace('-', '_')}: ")


def test_people_that_cannot_be_are_refused(env: dict[str, str], tmp_path: Path) -> None:
    _run(env, "db", "upgrade")
    _run(env, "district", "new", "noord", *NEW)
    place = ("--district", "noord")
    assert "at most 120" in _run(env, "member", "admit", LONG, *place, expect=1).stderr
    new = ("account", "new", "wim@coop.example.org", "--password", "three words here", "--name")
    assert "at most 120" in _run(env, *new, LONG, expect=1).stderr
    _run(env, *new, "Wim")
    _run(env, "role", "give", "wim@coop.example.org", "board", *place)
    assert "already" in _run(env, "role", "give", "wim@coop.example.org", "board", *place, expect=1).stderr
    assert (
        "watches over" in _run(env, "role", "give", "wim@coop.example.org", "privacy_officer", *place, expect=1).stderr
    )
    file = tmp_path / "members.csv"
    for content in ("name\n", 'name\n"Ada\nBo\n', "street\nKade\n", "name\n\0", "name\n=1+1\n=1+1\n"):
        file.write_bytes(content.encode())
        assert _run(env, "member", "import", str(file), *place, expect=1).stderr.startswith(("Error: ", "Line "))
    file.write_bytes("name\nAda\n".encode("utf-16"))
    assert "UTF-8" in _run(env, "member", "import", str(file), *place, expect=1).stderr
    file.write_bytes("name\nAda\n".encode("utf-8-sig"))
    assert "do not know" in _run(env, "member", "import", str(file), "--district", "oost", expect=1).stderr
    assert "Members entered in noord: 1." in _run(env, "member", "import", str(file), *place).stdout
    file.write_text("name,member_since,age\nAda,,\nBo,01-01-2999,\nCor,,old\nDe,,\n")
    told = _run(env, "member", "import", str(file), *place, expect=1).stderr
    assert [line[:7] for line in told.splitlines()] == ["Line 2:", "Line 3:", "Line 4:", "Error: "]
    assert "Refused rows: 3, good rows: 1." in told


def test_wrong_usage_is_two(env: dict[str, str]) -> None:
    _run(env, "district", "new", expect=2)
    _run(env, "role", "give", "x@y.nl", "member", "--district", "noord", expect=2)
    _run(env, "nonsense", expect=2)


def test_the_demo_does_not_start_by_accident(env: dict[str, str]) -> None:
    assert "COOP_DEMO=1 is not set" in _run(env, "demo", "prepare", expect=1).stderr
    assert "COOP_DEMO=1 is not set" in _run(env, "seed-load", expect=1).stderr


def test_bad_settings_are_all_named(env: dict[str, str]) -> None:
    answer = _run({**env, "COOP_SECRET": "x", "COOP_TYPO": "1"}, "check", expect=1)
    assert "COOP_TYPO" in answer.stderr
    assert "COOP_SECRET" in answer.stderr


def test_check_warns_without_failing(env: dict[str, str]) -> None:
    answer = _run(env, "check")
    assert "no mail is sent. It waits" in answer.stderr
    assert "run coop db upgrade" in answer.stderr
    _run(env, "db", "upgrade")
    smtp = {"COOP_SMTP": "smtp://127.0.0.1", "COOP_MAIL_FROM": "coop@buurt.example.org"}
    assert _run({**env, **smtp}, "check").stderr == ""
    elsewhere = {"COOP_DATABASE": "postgresql://nobody@127.0.0.1:9/none"}
    assert "The database does not answer" in _run({**env, **elsewhere}, "check").stderr
    _run(env, "district", "new", "noord", *NEW)
    assert "Noord has no administrator" in _run({**env, **smtp}, "check").stderr
    _run(env, "account", "new", "wim@coop.example.org", "--name", "Wim", "--password", "three words here")
    _run(env, "role", "give", "wim@coop.example.org", "administrator", "--district", "noord")
    said = _run({**env, **smtp}, "check").stderr
    assert said == "Warning: Noord: 1 people hold an office that waits for a second step at signing in.\n"


def test_a_demo_is_not_thrown_away_while_it_is_served(env: dict[str, str]) -> None:
    demo = {**env, "COOP_DEMO": "1"}
    file = Path(env["COOP_DATABASE"].removeprefix("sqlite:///"))
    _run(demo, "db", "upgrade")
    before = file.stat().st_ino
    with in_use(Config(database=env["COOP_DATABASE"]), alone=False) as free:
        assert free
        assert "Stop that first" in _run(demo, "demo", "reset", expect=1).stderr
        assert file.stat().st_ino == before
    _run(demo, "demo", "reset")
    with in_use(Config(database=env["COOP_DATABASE"]), alone=True):
        assert "being made anew" in _run(demo, "demo", "serve", "--port", str(free_port()), expect=1).stderr
    assert "COOP_DEMO=1 is not set" in _run(env, "demo", "reset", expect=1).stderr
    elsewhere = {"COOP_DATABASE": "postgresql://nobody@127.0.0.1:9/none"}
    assert "Only a demo on SQLite" in _run({**demo, **elsewhere}, "demo", "reset", expect=1).stderr


def test_a_lost_phone_is_helped_from_the_command_line(env: dict[str, str]) -> None:
    _run(env, "db", "upgrade")
    _run(env, "account", "new", "wim@coop.example.org", "--name", "Wim", "--password", "three words here")
    for name in ("henk", "ineke"):
        email = f"{name}@coop.example.org"
        _run(env, "account", "new", email, "--name", name.title(), "--password", "three words here")
    off = ("account", "second-step-off", "wim@coop.example.org", "--seen-by")
    witnesses = ("henk@coop.example.org", "ineke@coop.example.org")
    assert "has no second step" in _run(env, *off, *witnesses, expect=1).stderr
    engine = make_engine(env["COOP_DATABASE"])
    with transaction(engine) as db:
        db.add(SecondFactor(account_id=1, sealed_secret="x", set_up_at=NOON))
        begin_sign_in(db, 1, token="t", way=Way.PASSWORD, user_agent="", at=NOON)
    for two in (("henk@coop.example.org", "henk@coop.example.org"), ("henk@coop.example.org", "wim@coop.example.org")):
        assert "Two others" in _run(env, *off, *two, expect=1).stderr
    _run(env, "account", "second-step-off", "wim@coop.example.org", expect=2)
    _run(env, *off, *witnesses)
    with transaction(engine) as db:
        assert db.scalars(select(SecondFactor)).all() == []
        assert db.scalars(select(SignIn.ended_at)).one() is not None
        told = dict(db.execute(select(OutboxMessage.to_account_id, OutboxMessage.subject)).all())
        assert set(told) == {1, 2, 3}
        assert all("second step" in subject for subject in told.values())
        begin_sign_in(db, 1, token="t", way=Way.PASSWORD, user_agent="", at=NOON)
    assert "in 1 places" in _run(env, "account", "sign-out", "wim@coop.example.org").output
    assert "no account" in _run(env, "account", "sign-out", "x@y.nl", expect=1).stderr
    with transaction(engine) as db:
        acts = [entry.act for entry in all_entries(db)]
    assert acts == ["coop account new"] * 3 + ["coop account second-step-off", "coop account sign-out"]
    assert "All 5 entries" in _run(env, "audit", "verify").output
    engine.dispose()


def test_a_port_that_is_taken_is_said_in_a_sentence(env: dict[str, str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        for command in (("demo", "serve"), ("serve",)):
            answer = _run({**env, "COOP_DEMO": "1"}, *command, "--port", port, expect=1)
            assert f"Cannot listen on 127.0.0.1:{port}" in answer.stderr


def test_counting_checking_and_opening_a_vote_load_no_site(tmp_path: Path) -> None:
    one, two = str(tmp_path), str(tmp_path / "one")
    for words in (["verify", one], ["open", one], ["demo-election", two], ["tally", one]):
        run = f"from coop.cli import coop\ntry:\n    coop({words!r}, standalone_mode=False)"
        program = f"{run}\nexcept Exception as fault:\n    print(fault)\nimport sys\nprint(*sys.modules)"
        answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        loaded = answer.stdout.split("\n")[-2].split()
        assert "coop.rules.sealing.checking" in loaded
        assert not {"coop.app", "flask", "sqlalchemy"} & set(loaded)


def test_the_commands_of_the_site_stand_beside_those_that_need_none() -> None:
    names = coop.list_commands(click.Context(coop))
    assert {"verify", "open", "serve", "db", "account"} <= set(names)
    assert len(names) == len(set(names))
    assert CliRunner().invoke(coop, ["nothing"]).exit_code == 2
