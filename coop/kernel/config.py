"""Settings of a running site, read once from the environment.

Unknown and wrong `COOP_…` variables are reported together, so that a typing mistake never stays unseen.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

from coop.kernel.providers import read_providers

_WEAK = {"", "secret", "changeme", "change-me", "development", "dev", "test", "password"}


class ConfigError(Exception):
    """The environment does not make a safe configuration; `problems` says each in one sentence."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that may differ between one site and another."""

    database: str = "sqlite:///instance/coop.db"
    secret: str = ""
    demo: bool = False
    site_name: str = "coop"
    base_url: str = "http://127.0.0.1:8000"
    smtp: str = ""
    mail_from: str = ""
    help_phone: str = ""
    rate_storage: str = "memory://"
    providers: str = ""
    vault: str = ""
    tiles: str = ""
    tiles_credit: str = ""
    proxies: int = 0
    testing: bool = False

    @property
    def secure(self) -> bool:
        """Whether visitors reach the site over TLS: cookies and HSTS follow from it."""
        return self.base_url.startswith("https://")

    @property
    def tiles_host(self) -> str:
        """Where the picture tiles of maps come from, empty when there are none: “https://tiles.example.org”."""
        return "/".join(self.tiles.split("/")[:3])

    @classmethod
    def from_env(cls, env: Mapping[str, str], *, serves: bool = True) -> "Config":
        """Read `COOP_…`. Raises `ConfigError` naming every unknown, malformed or unsafe setting at once.

        Without `serves` what only a site that is served needs (a secret, TLS, who sends the mail) may be missing.
        """
        known = {f"COOP_{field.name.upper()}": field.name for field in fields(cls) if field.name != "testing"}
        given = {name: value.strip() for name, value in env.items() if name.startswith("COOP_")}
        problems = [f"{name} is not a setting of coop." for name in sorted(given) if name not in known]
        values: dict[str, object] = {known[name]: value for name, value in given.items() if name in known}
        demo = _switch(values.pop("demo", "0"), "COOP_DEMO", problems)
        proxies = _whole(values.pop("proxies", "0"), "COOP_PROXIES", problems)
        config = cls(demo=demo, proxies=proxies, **values)  # type: ignore[arg-type]
        problems += _malformed(config)
        if serves and not config.demo:
            problems += _unsafe(config)
        if problems:
            raise ConfigError(problems)
        return config


def _switch(value: object, name: str, problems: list[str]) -> bool:
    if value not in ("0", "1", ""):
        problems.append(f"{name} must be 0 or 1.")
    return value == "1"


def _whole(value: object, name: str, problems: list[str]) -> int:
    text = str(value)
    if not (text.isascii() and text.isdigit()):
        problems.append(f"{name} must be a whole number.")
        return 0
    return int(text)


# The host becomes a part of the content security policy: nothing in it may end that part.
_TILES = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?/(?=.*\{z\})(?=.*\{x\})(?=.*\{y\})[^\s\"'<>;,]+")

# setting, what it must begin with
_BEGINNINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("database", ("sqlite:///", "postgresql://", "postgresql+psycopg://")),
    ("base_url", ("http://", "https://")),
    ("rate_storage", ("memory://", "redis://", "rediss://")),
    ("smtp", ("smtp://", "smtps://")),
)


def _malformed(config: Config) -> list[str]:
    problems = [
        f"COOP_{name.upper()} must begin with {' or '.join(beginnings)}."
        for name, beginnings in _BEGINNINGS
        if (value := getattr(config, name)) and not value.startswith(beginnings)
    ]
    if config.database in ("", "sqlite:///", "sqlite:///:memory:"):
        problems.append("COOP_DATABASE must name a file or a server.")
    if config.tiles and not _TILES.fullmatch(config.tiles):
        problems.append("COOP_TILES must look like https://tiles.example.org/{z}/{x}/{y}.png.")
    if config.tiles and not config.tiles_credit:
        problems.append("COOP_TILES_CREDIT must say whose map the tiles show.")
    return problems + read_providers(config.providers)[1]


def _unsafe(config: Config) -> list[str]:
    problems = []
    if len(config.secret) < 32 or config.secret.lower() in _WEAK or len(set(config.secret)) < 10:
        problems.append("COOP_SECRET must be a random text of at least 32 characters (try: openssl rand -hex 32).")
    if not config.secure and urlsplit(config.base_url).hostname not in ("127.0.0.1", "localhost"):
        problems.append("COOP_BASE_URL must begin with https:// outside this machine.")
    if config.smtp and not config.mail_from:
        problems.append("COOP_MAIL_FROM is needed when COOP_SMTP is set.")
    return problems


def database_url(config: Config) -> str:
    """The address for SQLAlchemy; makes the folder of a SQLite file when it is missing."""
    url = config.database
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    return url.replace("postgresql://", "postgresql+psycopg://", 1)
