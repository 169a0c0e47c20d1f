"""Settings: everything wrong is said at once, and nothing unsafe starts."""

from pathlib import Path

import pytest

from coop.kernel.config import Config, ConfigError
from coop.kernel.providers import read_providers

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


PROVIDER = """[[provider]]
slug = "gemeente"
label = "Gemeente Waterstad"
issuer = "https://inloggen.waterstad.example"
client_id = "coop"
client_secret = "x"
"""


def test_identity_providers_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "providers.toml"
    file.write_text(PROVIDER)
    Config.from_env({**GOOD, "COOP_PROVIDERS": str(file)})
    ((one,), problems) = read_providers(str(file))
    assert problems == []
    assert (one.slug, one.scope, one.two_steps) == ("gemeente", "openid", False)
    assert read_providers("") == ((), [])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (PROVIDER.replace("https", "http"), "issuer must begin with https"),
        (PROVIDER.replace('slug = "gemeente"', ""), "lacks slug"),
        (PROVIDER.replace('"gemeente"', '"Ge meente"'), "small letters"),
        (PROVIDER + "colour = 1", "colour is not a setting"),
        (PROVIDER + 'two_steps = "yes"', "two_steps must be true or false"),
        (PROVIDER + 'scope = "email"', "scope must hold openid"),
        (PROVIDER + PROVIDER, "stands there twice"),
        ("provider = 3", "may only hold"),
        ("[other]", "may only hold"),
        ("[[", "is no TOML"),
    ],
)
def test_a_wrong_provider_is_named(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "providers.toml"
    file.write_text(content)
    assert said in _problems(COOP_PROVIDERS=str(file))
    assert read_providers(str(file))[0] == ()


def test_a_file_that_is_not_there_is_named() -> None:
    assert "cannot be read" in _problems(COOP_PROVIDERS="/nowhere/providers.toml")
