"""The brake on trying passwords: for every address alike, over processes, and no weapon against a member."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select

from coop.app import create_app
from coop.identity.actions import count_try, forget_brakes, release
from coop.identity.models import Brake
from coop.identity.policy import FREE_TRIES, LONGEST_WAIT, wait_after
from coop.kernel.config import Config
from coop.kernel.db import session_factory, transaction
from coop.kernel.errors import TooOftenError
from tests.support import make
from tests.support.make import NOON, PASSWORD

pytestmark = pytest.mark.real_database

BOTH = pytest.mark.parametrize("real_engine", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def workers(real_engine: Engine) -> tuple[Flask, Flask]:
    """Two processes of one site: nothing in common but the database and the settings."""
    with transaction(real_engine) as db:
        make.district(db)
        make.account(db, email="joke@coop.test")
    config = Config(testing=True, secret="a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6")
    made = [create_app(config, sessions=session_factory(real_engine), clock=lambda: NOON) for _worker in range(2)]
    for one in made:
        one.config["WTF_CSRF_ENABLED"] = False
    return made[0], made[1]


def _try(client: FlaskClient, email: str = "joke@coop.test", password: str = "wrong") -> int:
    return client.post("/inloggen", data={"email": email, "password": password}).status_code


@BOTH
@pytest.mark.parametrize("email", ["joke@coop.test", "nobody@coop.test"])
def test_five_tries_in_all_processes_together_known_address_or_not(workers: tuple[Flask, Flask], email: str) -> None:
    clients = [one.test_client() for one in workers]
    # As many processes and addresses as one likes: it is counted per address that is signed in with.
    answers = [_try(clients[number % 2], email) for number in range(FREE_TRIES + 2)]
    assert answers == [422] * FREE_TRIES + [429, 429]
    text = clients[0].post("/inloggen", data={"email": email.upper(), "password": PASSWORD}).text
    assert "Wachttijd in minuten: 1." in text


@BOTH
def test_a_right_password_forgives(workers: tuple[Flask, Flask]) -> None:
    client = workers[0].test_client()
    for _round in range(3):
        assert [_try(workers[1].test_client()) for _number in range(FREE_TRIES - 1)] == [422] * (FREE_TRIES - 1)
        assert _try(client, password=PASSWORD) == 303
        client.delete_cookie("coop-known")


@BOTH
def test_somebody_else_cannot_shut_out_a_member(workers: tuple[Flask, Flask]) -> None:
    joke = workers[0].test_client()
    assert _try(joke, password=PASSWORD) == 303
    joke.post("/uitloggen")
    stranger = workers[1].test_client()
    assert [_try(stranger) for _number in range(FREE_TRIES + 1)][-1] == 429
    # In the browser with which she signed in before, she still can; and a link by mail has a brake of its own.
    assert _try(joke, password=PASSWORD) == 303
    assert stranger.post("/inloggen/link", data={"email": "joke@coop.test"}).status_code == 303


def test_a_stolen_mark_of_a_browser_does_not_serve_another_address(workers: tuple[Flask, Flask]) -> None:
    thief = workers[0].test_client()
    with transaction(workers[0].extensions["coop.sessions"]().get_bind()) as db:
        make.account(db, email="thief@coop.test")
    assert _try(thief, "thief@coop.test", PASSWORD) == 303
    stranger = workers[1].test_client()
    assert [_try(stranger) for _number in range(FREE_TRIES + 1)][-1] == 429
    assert _try(thief) == 429


@BOTH
def test_many_tries_at_the_same_moment_are_all_counted(real_engine: Engine) -> None:
    start = Barrier(8)

    def attempt(_number: int) -> str:
        start.wait()
        try:
            with transaction(real_engine) as db:
                count_try(db, "key", at=NOON)
        except TooOftenError:
            return "waits"
        return "tried"

    with ThreadPoolExecutor(8) as pool:
        ends = sorted(pool.map(attempt, range(8)))
    assert ends == ["tried"] * FREE_TRIES + ["waits"] * 3


def test_a_try_during_the_wait_does_not_make_it_longer(real_engine: Engine) -> None:
    with transaction(real_engine) as db:
        for _number in range(FREE_TRIES):
            count_try(db, "key", at=NOON)
        for second in range(0, 60, 10):
            with pytest.raises(TooOftenError):
                count_try(db, "key", at=NOON + timedelta(seconds=second))
        count_try(db, "key", at=NOON + timedelta(minutes=1))
        with pytest.raises(TooOftenError):
            count_try(db, "key", at=NOON + timedelta(minutes=2, seconds=59))
        release(db, "key")
        count_try(db, "key", at=NOON)


def test_nobody_waits_longer_than_a_quarter_of_an_hour() -> None:
    waits = [wait_after(number) for number in range(1, 5000)]
    assert waits[: FREE_TRIES - 1] == [timedelta(0)] * (FREE_TRIES - 1)
    assert [wait.seconds // 60 for wait in waits[FREE_TRIES - 1 : FREE_TRIES + 5]] == [1, 2, 4, 8, 15, 15]
    assert max(waits) == LONGEST_WAIT


def test_brakes_hold_no_address_and_are_forgotten(workers: tuple[Flask, Flask], real_engine: Engine) -> None:
    _try(workers[0].test_client())
    with transaction(real_engine) as db:
        (key,) = db.scalars(select(Brake.key))
        assert "joke" not in key
        assert forget_brakes(db, at=NOON + timedelta(hours=23)) == 0
        assert forget_brakes(db, at=NOON + timedelta(hours=25)) == 1
        assert db.scalar(select(func.count()).select_from(Brake)) == 0
