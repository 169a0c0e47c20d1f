"""Marks texts for translation in code that knows no web. The web layer translates them when they are shown."""

from collections.abc import Mapping
from typing import Self


def mark(msgid: str) -> str:
    """Return `msgid` unchanged; the catalogs are collected by this name."""
    return msgid


class Said(str):
    """A sentence inside another: a marked msgid with its parameters; as plain text it is the English one."""

    __slots__ = ("msgid", "params")

    msgid: str
    params: Mapping[str, object]

    def __new__(cls, msgid: str, params: Mapping[str, object]) -> Self:
        """Fill in the English text."""
        made = super().__new__(cls, msgid % params if params else msgid)
        made.msgid, made.params = msgid, params
        return made
