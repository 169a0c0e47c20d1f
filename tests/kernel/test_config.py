"""Settings: everything wrong is said at once, and nothing unsafe starts."""

import pytest

from coop.kernel.config import Config, ConfigError

GOOD = {"COOP_SECRET": "a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6", "COOP_BASE_URL": "https://buurt.example.org"}


def _problems(**changed: str) -> str:
    with pytest.raises(ConfigError) as caught:
        Config.from_env({**GOOD, **changed})
    return "\n".join(caught.value.problems)


def test_a_good_environment_makes_a_configuration() -> None:
    config = Config.from_env({**GOOD, "PATH": "/bin"})
    assert config.secure
    assert not config.demo


def test_all_problems_are_said_together() -> None:
    said = _problems(COOP_SECRET="changeme", COOP_SECRT="x", COOP_PROXIES="many")
    assert "COOP_SECRT is not a setting" in said
    assert "COOP_SECRET must be a random text" in said
    assert "COOP_PROXIES must be a whole number" in said


@pytest.mark.parametrize("secret", ["", "secret", "a" * 64, "short1234"])
def test_a_weak_secret_is_refused(secret: str) -> None:
    assert "COOP_SECRET" in _problems(COOP_SECRET=secret)


def test_an_open_address_without_tls_is_refused() -> None:
    assert "https" in _problems(COOP_BASE_URL="http://buurt.example.org")


def test_another_database_is_refused() -> None:
    assert "COOP_DATABASE" in _problems(COOP_DATABASE="mysql://x")


def test_the_demo_needs_no_secret() -> None:
    assert Config.from_env({"COOP_DEMO": "1"}).demo
