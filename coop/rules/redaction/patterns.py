"""Patterns of many words at once."""

import re


def tree(words: frozenset[str]) -> str:
    """One pattern for many words that reads each letter once: "bak(?:ker|kerin)?" instead of a hundred tries."""
    ends = "" in words
    branches: dict[str, set[str]] = {}
    for word in words - {""}:
        branches.setdefault(word[0], set()).add(word[1:])
    parts = [_escaped(first) + tree(frozenset(rest)) for first, rest in sorted(branches.items())]
    if not parts:
        return ""
    inner = parts[0] if len(parts) == 1 and not ends else "(?:" + "|".join(parts) + ")"
    return inner + "?" if ends else inner


def _escaped(sign: str) -> str:
    return sign if sign.isalnum() or sign in " '-" else re.escape(sign)
