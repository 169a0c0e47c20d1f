"""Loads every room's tables, so that the metadata are complete."""

from importlib import import_module

ROOMS_WITH_TABLES = (
    "districts",
    "identity",
    "audit",
    "members",
    "notifications",
    "answers",
    "agenda",
    "advice",
    "events",
    "initiatives",
    "moderation",
    "opinions",
    "doors",
    "ballotbox",
    "voting",
    "panels",
    "tables",
    "accountability",
    "learning",
    "digests",
    "reach",
)


def load_tables() -> None:
    """Import every `models` module."""
    for room in ROOMS_WITH_TABLES:
        import_module(f"coop.{room}.models")
