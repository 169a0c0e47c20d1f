"""Signing out at an identity provider ends it here too, when what it tells is to be trusted."""

from datetime import timedelta
from typing import Any

import pytest
from joserfc.jwk import RSAKey

from tests.identity.provider import Provider
from tests.identity.test_outside import Seconds, _come_back, _joined, gemeente, seconds
from tests.support.make import NOON
from tests.support.site import Site, Visitor

__all__ = ["Seconds", "gemeente", "seconds"]

ADDRESS = "/inloggen/uit/gemeente"


def _tell(site: Site, token: str, *, address: str = ADDRESS) -> Any:
    site.db.flush()
    answer = site.visitor().client.post(address, data={"logout_token": token})
    site.db.expire_all()
    return answer.status_code


def _is_in(visitor: Visitor) -> bool:
    return visitor.open("/mijn-account").path == "/mijn-account"


def _in_session(site: Site, gemeente: Provider, name: str | None) -> Visitor:
    gemeente.claims = {"sid": name}
    visitor = site.visitor(language="en")
    _come_back(visitor, gemeente)
    assert _is_in(visitor)
    return visitor


def test_all_that_was_begun_there_ends_and_nothing_else(site: Site, gemeente: Provider) -> None:
    with_password = _joined(site, gemeente)
    first, second = _in_session(site, gemeente, "a"), _in_session(site, gemeente, None)
    assert _tell(site, gemeente.signed_out()) == 200
    assert [_is_in(one) for one in (first, second, with_password)] == [False, False, True]


def test_one_session_there_is_one_browser_here(site: Site, gemeente: Provider) -> None:
    _joined(site, gemeente)
    first, second = _in_session(site, gemeente, "a"), _in_session(site, gemeente, "b")
    assert _tell(site, gemeente.signed_out(sid="a", sub=None)) == 200
    assert [_is_in(first), _is_in(second)] == [False, True]
    assert _tell(site, gemeente.signed_out(sid="b", jti="message-2")) == 200
    assert not _is_in(second)


def test_somebody_else_there_stays_in_here(site: Site, gemeente: Provider) -> None:
    _joined(site, gemeente)
    visitor = _in_session(site, gemeente, "a")
    assert _tell(site, gemeente.signed_out(sub="person-2")) == 200
    assert _is_in(visitor)


@pytest.mark.parametrize(
    "lies",
    [
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"events": {}},
        {"events": None},
        {"nonce": "x"},
        {"jti": None},
        {"sub": None},
        {"sub": 3},
        {"iat": int((NOON - timedelta(minutes=10)).timestamp())},
        {"iat": int((NOON + timedelta(minutes=10)).timestamp())},
        {"iat": "soon"},
    ],
    ids=str,
)
def test_a_message_that_is_not_what_it_should_be_is_refused(
    site: Site, gemeente: Provider, lies: dict[str, Any]
) -> None:
    _joined(site, gemeente)
    visitor = _in_session(site, gemeente, "a")
    assert _tell(site, gemeente.signed_out(**lies)) == 400
    assert _is_in(visitor)


def test_forged_and_repeated_messages_are_refused(site: Site, gemeente: Provider) -> None:
    _joined(site, gemeente)
    honest = gemeente.signed_out()
    assert _tell(site, honest) == 200
    visitor = _in_session(site, gemeente, "a")
    assert _tell(site, honest) == 400
    gemeente.key = RSAKey.generate_key(2048, {"kid": "first"}, auto_kid=False)
    for token in (gemeente.signed_out(jti="message-2"), "", "a.b.c", "x" * 20_000):
        assert _tell(site, token) == 400
    assert _tell(site, honest, address="/inloggen/uit/nobody") == 400
    assert _is_in(visitor)
