"""What a vote leaves behind outside the ballot box: logs of the site and of a proxy, mail, cookies, errors (16)."""

import base64
import logging
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from sqlalchemy import text

from coop.kernel.db import Base
from coop.rules.sealing.ballots import ballot_text
from coop.rules.sealing.hpke import Sealer
from coop.voting.policy import BallotKind
from coop.voting.queries import sealed_of
from tests.support.site import Site
from tests.voting.conftest import Town
from tests.voting.test_sealed import BASE, code_on, finish, motion, opened, reader, vote

OWN = "Q7"


class TalkativeProxy:
    """A proxy in front of the site that writes down all it can but bodies: addresses, every header, every length."""

    def __init__(self, site: Callable[..., Iterable[bytes]]) -> None:
        self.site, self.lines = site, list[str]()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        names = ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "CONTENT_TYPE", "CONTENT_LENGTH")
        asked = {key: str(value) for key, value in environ.items() if key.startswith("HTTP_") or key in names}

        def answered(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            self.lines.append(f"{asked} {status} {headers}")
            return start_response(status, headers, *more)

        return self.site(environ, answered)


@pytest.fixture
def proxy(site: Site, monkeypatch: pytest.MonkeyPatch) -> TalkativeProxy:
    """The site behind such a proxy."""
    made = TalkativeProxy(site.app.wsgi_app)
    monkeypatch.setattr(site.app, "wsgi_app", made)
    return made


def stored(town: Town) -> list[str]:
    """Every row of every table but those that hold the question with its answers."""
    tables = [name for name in Base.metadata.tables if name not in ("polls", "boxes")]
    return [str(row) for name in tables for row in town.db.execute(text(f"SELECT * FROM {name}"))]


def test_16_the_choice_and_the_code_leave_no_trace(
    town: Town, site: Site, proxy: TalkativeProxy, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    poll, voter = motion(town, site), reader(site, town.members[0])
    page = voter.open(f"{BASE}/{poll.id}/stem").submit("Check my vote", choices="blank", own=OWN)
    code = code_on(page)
    assert code.endswith(OWN)
    done = page.submit("Send my closed envelope")
    voter.open(f"{BASE}/{poll.id}/bewijs")
    traces = [done.path, caplog.text, str(caplog.records), *proxy.lines, *stored(town)]
    traces += [str(cookie) for cookie in (voter.client._cookies or {}).values()]
    assert any("envelop-sluiten" in line for line in proxy.lines)
    assert any("revision" in line or town.members[0].account.email in line for line in traces)
    assert not [one for one in traces if code in one or code[:5] in one or "blank" in one]


def test_16_who_looks_up_a_code_tells_no_proxy_which(town: Town, site: Site, proxy: TalkativeProxy) -> None:
    town.crowd(6)
    poll = motion(town, site)
    codes = [vote(site, town.members[number], poll, "for")[0] for number in range(10)]
    finish(town, site, poll)
    assert site.visitor(language="en").open(f"{BASE}/{poll.id}/stemcodes").has(codes[3])
    asked = [line for line in proxy.lines if "stemcodes" in line]
    assert asked
    # Not even the first signs: with ten votes they would say which.
    assert not [line for line in asked if "begin" in line]
    assert not [line for line in proxy.lines for code in codes if code in line or code[:5] in line]


def test_16_an_error_while_casting_writes_down_no_choice_and_no_code(
    town: Town, site: Site, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll, voter = motion(town, site), reader(site, town.members[0])
    page = voter.open(f"{BASE}/{poll.id}/stem").submit("Check my vote", choices="blank", own=OWN)
    code = code_on(page)

    def broken(*_given: Any, **_more: Any) -> Any:
        raise RuntimeError("the disk of the server is broken")

    monkeypatch.setattr("coop.voting.actions.cast_sealed_ballot", broken)
    monkeypatch.setitem(site.app.config, "PROPAGATE_EXCEPTIONS", False)
    page.submit("Send my closed envelope", expect=500)
    assert "the disk of the server is broken" in caplog.text
    assert not [one for one in (code, code[:5], "blank") if one in caplog.text]


def test_16_17_by_script_no_length_tells_the_choice(town: Town, site: Site, proxy: TalkativeProxy) -> None:
    poll = opened(town, site, town.of_kind(BallotKind.CHOICE, "Dawn", "The middle of the day", "Dusk"))
    box = sealed_of(town.db, town.place.id, poll.id)
    assert box
    sealer, told = Sealer(box.announced.key("opening"), box.announced.purpose), set()
    for number, choices in enumerate(([], ["1"], ["2", "1", "3"])):
        voter = reader(site, town.members[number])
        page = voter.open(f"{BASE}/{poll.id}/stem")
        body = {str(one["name"]): str(one["value"]) for one in page.soup.select("main form input[type=hidden]")}
        text = ballot_text(choices, "K7P3Q-X9MDA", box.announced.facts["size"])
        body["envelope"] = base64.b64encode(sealer.seal(text, bytes([number]) * 32)).decode()
        head = {"Accept": "application/json", "Sec-Fetch-Site": "same-origin"}
        answer = voter.client.post(f"{BASE}/{poll.id}/envelop", data=body, headers=head)
        assert answer.status_code == 200
        # Base64 of the envelope is as long each time; how many of its signs need three characters is chance.
        told.add((len(body["envelope"]), len(answer.data)))
    assert len(told) == 1
    assert sum("/envelop'" in line for line in proxy.lines) == 3
