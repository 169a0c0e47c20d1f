"""Marks texts for translation in code that knows no web. The web layer translates them when they are shown."""

from collections.abc import Mapping
from enum import StrEnum
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


class Worded(StrEnum):
    """A choice that pages name: `words` and `help` are marked msgids, `tone` is how a tag with it looks."""

    words: str
    help: str
    tone: str

    def __new__(cls, value: str, words: str = "", help: str = "", tone: str = "plain") -> Self:  # noqa: A002 (its name on the choice)
        one = str.__new__(cls, value)
        one._value_, one.words, one.help, one.tone = value, words, help, tone
        return one
