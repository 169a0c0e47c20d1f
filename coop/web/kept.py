"""What somebody typed in a form that could not be taken (signed out meanwhile, too fast) is shown again, not lost."""

from flask import request

# A text that one would not like to type again has at least so many letters.
WORTH = 20
# Short words are worth it too where somebody took them over from paper.
_TAKEN_OVER = frozenset({"name", "street", "house_number", "postcode", "email", "title", "reason", "basis"})
# What a page carries along for itself: sent again, but no words to show or to keep a page for.
_MACHINE = frozenset({"submission", "version", "voter", "envelope"})
_NEVER = frozenset({"csrf_token", "password", "old", "code", "secret"})


def kept_fields() -> list[tuple[str, str]]:
    """The fields of this POST, to be sent again; empty when no text was typed, or it came from another site.

    A page of somebody else must not get its words shown here, one button away from being said in a visitor's name.
    """
    if request.method != "POST" or request.blueprint in ("identity", "demo") or not _from_our_own_page():
        return []
    fields = [(name, value) for name, values in request.form.lists() for value in values if name not in _NEVER]
    return fields if any(_is_typed(name, value) for name, value in fields) else []


def _is_typed(name: str, value: str) -> bool:
    return len(value) >= WORTH or (name in _TAKEN_OVER and bool(value.strip()))


def shown_texts(fields: list[tuple[str, str]]) -> list[str]:
    """What of these fields somebody typed and would want to read or copy; the short ones are words, not texts."""
    return [value for name, value in fields if _is_typed(name, value) and name not in _MACHINE]


def _from_our_own_page() -> bool:
    told = request.headers.get("Sec-Fetch-Site")
    if told is not None:
        return told == "same-origin"
    return request.headers.get("Origin") == request.host_url.rstrip("/")
