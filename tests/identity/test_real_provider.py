"""Signing in at a certified OpenID provider, the npm package oidc-provider, started by these tests."""

import json
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
import requests
from bs4 import BeautifulSoup
from joserfc.jwk import RSAKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.identity.gateways import OpenIdConnect
from coop.identity.models import OutsideIdentity
from coop.kernel.providers import Provider
from coop.members.models import ResidenceProof
from coop.members.policy import Way as ResidenceWay
from tests.identity.test_outside import Seconds
from tests.support import make
from tests.support.browser import free_port
from tests.support.make import PASSWORD
from tests.support.site import Page, Site, Visitor
from tests.support.waiting import SECONDS, until

HERE = Path(__file__).parent / "real_provider"
INSTALLED = Path(__file__).parents[2] / ".venv" / "real-provider"
BACK = "http://localhost/inloggen/terug/echt"
NODE = shutil.which("node")


def _why_not() -> str:
    """Why there is no provider on this machine, empty when there is one."""
    if NODE and (INSTALLED / "node_modules" / "oidc-provider").is_dir():
        return ""
    told = INSTALLED.with_suffix(".why")
    return f"no OpenID provider: {told.read_text().strip() if told.is_file() else 'run scripts/need-oidc-provider'}"


pytestmark = pytest.mark.skipif(bool(_why_not()), reason=_why_not())

Start = Callable[[str], None]


@pytest.fixture
def port() -> int:
    return free_port()


class Listening:
    """Hears what the provider tells by itself."""

    def __init__(self) -> None:
        self.heard: Queue[str] = Queue()
        heard = self.heard

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                heard.put(parse_qs(content)["logout_token"][0])
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/"


@pytest.fixture
def listening() -> Iterator[Listening]:
    made = Listening()
    thread = Thread(target=made.server.serve_forever, args=(0.05,))
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


@pytest.fixture
def start(port: int, listening: "Listening") -> Iterator[Start]:
    """Starts the provider with a new signing key of this name; the one before is stopped."""
    running: list[subprocess.Popen[bytes]] = []
    # Its packages are found from where it lies.
    program = INSTALLED / "provider.mjs"
    program.write_bytes((HERE / "provider.mjs").read_bytes())

    def stop() -> None:
        for one in running:
            one.kill()
            one.wait(10)
        running.clear()

    def begin(kid: str) -> None:
        stop()
        key = RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"}, auto_kid=False)
        keys = json.dumps({"keys": [key.as_dict(private=True)]})
        command = [str(NODE), str(program), str(port), BACK, keys, listening.address]
        running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        _wait_for(port)

    yield begin
    stop()


def _wait_for(port: int) -> None:
    def listens() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    until(listens, lambda: "the provider did not start")


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def known(site: Site, db: Session, port: int, seconds: Seconds) -> Iterator[Site]:
    """The site, which knows the provider and has Joke. The provider looks at the real clock."""
    site.at(datetime.now(UTC))
    make.district(db)
    make.account(db, "Joke", email="joke@coop.test")
    settings = Provider("echt", "Echt", f"http://127.0.0.1:{port}", "coop", "a-secret-of-the-test")
    site.app.extensions["coop.providers"] = {"echt": OpenIdConnect(settings, BACK, steady=seconds)}
    yield site
    site.app.extensions["coop.providers"] = {}


def _sign_in_there(
    visitor: Visitor, name: str, browser: requests.Session | None = None, start: str = "/inloggen/met/echt"
) -> Page:
    """Go there, fill in the pages of the provider as a browser would, and come back."""
    browser = browser or requests.Session()
    answer = browser.get(visitor.get(start).headers["Location"], allow_redirects=False, timeout=SECONDS)
    for _step in range(12):
        if answer.status_code in (302, 303):
            target = urljoin(answer.url, answer.headers["Location"])
            if target.startswith(BACK):
                parts = urlsplit(target)
                return visitor.open(f"{parts.path}?{parts.query}")
            answer = browser.get(target, allow_redirects=False, timeout=SECONDS)
            continue
        form = BeautifulSoup(answer.text, "html.parser").select_one("form")
        assert form is not None, answer.text[:500]
        fields = {str(one["name"]): str(one.get("value", "")) for one in form.select("input[name]")}
        if "login" in fields:
            fields |= {"login": name, "password": "anything"}
        answer = browser.post(urljoin(answer.url, str(form["action"])), fields, allow_redirects=False, timeout=SECONDS)
    raise AssertionError("the provider does not send back")


def test_joining_signing_in_and_out(known: Site, db: Session, start: Start, port: int) -> None:
    start("first")
    joke = known.visitor(language="en")
    joke.open("/inloggen").submit("Sign in", email="joke@coop.test", password=PASSWORD)
    page = _sign_in_there(joke, "joke-there")
    assert page.path == "/mijn-account/koppelen"
    page.submit("This is me: join")
    stored = db.scalars(select(OutsideIdentity)).one()
    assert (stored.issuer, stored.subject) == (f"http://127.0.0.1:{port}", "joke-there")
    other = known.visitor(language="en")
    page = _sign_in_there(other, "joke-there")
    assert page.has("Welcome, Joke.")
    link = page.submit("Sign out").soup.find("a", string="Sign out at Echt too")
    assert link is not None
    there = requests.get(str(link["href"]), timeout=SECONDS)
    assert there.status_code == 200
    assert "sign-out" in there.text.lower() or "logout" in there.text.lower()


def test_signing_out_there_ends_it_here(
    known: Site, db: Session, start: Start, port: int, listening: Listening
) -> None:
    account = make.account(db, "Henk")
    own = {"slug": "echt", "issuer": f"http://127.0.0.1:{port}", "subject": "henk", "joined_at": known.moment}
    db.add(OutsideIdentity(account_id=account.id, **own))
    start("first")
    browser, visitor = requests.Session(), known.visitor(language="en")
    assert _sign_in_there(visitor, "henk", browser).has("Welcome, Henk.")
    asked = browser.get(f"http://127.0.0.1:{port}/session/end", timeout=SECONDS)
    form = BeautifulSoup(asked.text, "html.parser").select_one("form")
    assert form is not None
    fields = {str(one["name"]): str(one.get("value", "")) for one in form.select("input[name]")} | {"logout": "yes"}
    assert browser.post(urljoin(asked.url, str(form["action"])), fields, timeout=SECONDS).status_code == 200
    token = listening.heard.get(timeout=SECONDS)
    known.at(datetime.now(UTC))
    db.flush()
    assert known.visitor().client.post("/inloggen/uit/echt", data={"logout_token": token}).status_code == 200
    db.expire_all()
    assert visitor.open("/mijn-account").path == "/inloggen"


def test_somebody_else_there_with_the_same_address_is_nobody_here(known: Site, start: Start) -> None:
    start("first")
    assert _sign_in_there(known.visitor(language="en"), "stranger").path == "/inloggen/nog-niet-gekoppeld"


def test_a_new_signing_key_is_found(known: Site, db: Session, start: Start, port: int, seconds: Seconds) -> None:
    account = make.account(db, "Henk")
    own = {"slug": "echt", "issuer": f"http://127.0.0.1:{port}", "subject": "henk", "joined_at": known.moment}
    db.add(OutsideIdentity(account_id=account.id, **own))
    start("first")
    assert _sign_in_there(known.visitor(language="en"), "henk").has("Welcome, Henk.")
    start("second")
    seconds.now += 60
    assert _sign_in_there(known.visitor(language="en"), "henk").has("Welcome, Henk.")


def _apply(known: Site, port: int, house_number: str) -> Visitor:
    settings = Provider(
        "echt",
        "Echt",
        f"http://127.0.0.1:{port}",
        "coop",
        "a-secret-of-the-test",
        scope="openid address",
        residence="address",
    )
    known.app.extensions["coop.providers"] = {"echt": OpenIdConnect(settings, BACK)}
    joke = known.visitor(language="en")
    joke.open("/inloggen").submit("Sign in", email="joke@coop.test", password=PASSWORD)
    filled: dict[str, Any] = {"name": "Joke", "street": "Noordstraat", "house_number": house_number, "stated_age": "41"}
    joke.open("/noorderkwartier/lid-worden").submit("Apply for membership", accepts="y", **filled)
    return joke


def _show(joke: Visitor) -> Page:
    page = joke.open("/noorderkwartier/lid-worden")
    link = page.soup.find("a", string="Show with Echt that you live here")
    assert link is not None
    return _sign_in_there(joke, "joke-there", start=str(link["href"]))


def test_the_address_that_a_provider_names_shows_residence_and_is_not_kept(
    known: Site, db: Session, start: Start, port: int
) -> None:
    start("first")
    page = _show(_apply(known, port, "3"))
    assert page.path == "/noorderkwartier/lid-worden"
    assert page.has("Echt says that you live there.")
    proof = db.scalars(select(ResidenceProof)).one()
    assert (proof.way, proof.provider, proof.given_by) == (ResidenceWay.PROVIDER, "echt", None)
    assert not db.scalars(select(OutsideIdentity)).all(), "showing an address joins nothing"


def test_another_address_there_shows_nothing(known: Site, db: Session, start: Start, port: int) -> None:
    start("first")
    joke = _apply(known, port, "4")
    link = joke.open("/noorderkwartier/lid-worden").soup.find("a", string="Show with Echt that you live here")
    assert link is not None
    with pytest.raises(AssertionError, match="is not the address of your application"):
        _sign_in_there(joke, "joke-there", start=str(link["href"]))
    assert not db.scalars(select(ResidenceProof)).all()
