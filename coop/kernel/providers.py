"""Identity providers of a site: read once from the file that COOP_PROVIDERS names.

[[provider]]
slug = "gemeente"                        # in the address; never change it
label = "Gemeente Waterstad"             # on the button
issuer = "https://inloggen.waterstad.example"
client_id = "coop"
client_secret = "…"
two_steps = true                         # only when it always asks a second step itself
residence = "address"                    # what it says of where somebody lives: "address", "municipality" or nothing
"""

import re
import tomllib
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Provider:
    """One identity provider (OpenID Connect)."""

    slug: str
    label: str
    issuer: str
    client_id: str
    client_secret: str
    scope: str = "openid"
    two_steps: bool = False
    residence: str = ""


def read_providers(path: str) -> tuple[tuple[Provider, ...], list[str]]:
    """The providers in the file, and what is wrong with it, one sentence each; none without a file."""
    if not path:
        return (), []
    try:
        content = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as reason:
        return (), [f"COOP_PROVIDERS: {path} cannot be read ({type(reason).__name__})."]
    except tomllib.TOMLDecodeError as reason:
        return (), [f"COOP_PROVIDERS: {path} is no TOML: {reason}."]
    tables = content.get("provider", [])
    if set(content) - {"provider"} or not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        return (), [f"COOP_PROVIDERS: {path} may only hold [[provider]] tables."]
    problems = [f"COOP_PROVIDERS: {fault}" for one in tables for fault in _faults(one)]
    slugs = [one.get("slug") for one in tables]
    problems += [f"COOP_PROVIDERS: {slug} stands there twice." for slug in {*slugs} if slugs.count(slug) > 1]
    return (() if problems else tuple(Provider(**one) for one in tables)), problems


def _faults(table: dict[str, Any]) -> list[str]:
    name = table.get("slug") or "a provider without slug"
    kinds: dict[str, Any] = {field.name: field.type for field in fields(Provider)}
    needed = {field.name for field in fields(Provider) if field.default is MISSING}
    faults = [f"{name} lacks {one}." for one in sorted(needed - set(table))]
    faults += [f"{name}: {one} is not a setting of a provider." for one in sorted(set(table) - set(kinds))]
    faults += [
        f"{name}: {one} must be {'true or false' if kinds[one] is bool else 'a text'}."
        for one, value in table.items()
        if one in kinds and not isinstance(value, kinds[one])
    ]
    return faults or _unsafe(table, str(name))


def _unsafe(table: dict[str, Any], name: str) -> list[str]:
    parts = urlsplit(table["issuer"])
    faults = []
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        faults.append(f"{name}: issuer must begin with https://.")
    if not re.fullmatch(r"[a-z0-9-]{1,40}", table["slug"]):
        faults.append(f"{name}: slug may only have small letters, digits and dashes.")
    if table.get("residence", "") not in ("", "address", "municipality"):
        faults.append(f"{name}: residence is address or municipality, or left out.")
    if "openid" not in str(table.get("scope", "openid")).split():
        faults.append(f"{name}: scope must hold openid.")
    return faults
