"""Before a story is kept the writer sees what in it may tell who it is about. The site warns and never rewrites."""

import hashlib
from dataclasses import dataclass

from flask import request

from coop.accountability import policy, queries
from coop.accountability.forms import StoryForm
from coop.kernel.errors import InvalidError
from coop.kernel.telling import KIND_WORDS, REASON_WORDS
from coop.kernel.words import mark
from coop.rules.redaction.entry import marks_in
from coop.rules.redaction.spans import Span
from coop.web.address import district
from coop.web.session import db
from coop.web.words import _


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text; `number` counts the marks from 1 and is 0 for what is not marked."""

    text: str
    number: int


@dataclass(frozen=True, slots=True)
class Marked:
    """One mark as people read it."""

    number: int
    text: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Review:
    """What is marked in a story. `seen` stands for this text with these marks."""

    pieces: list[Piece]
    marks: list[Marked]
    seen: str


def review_of(form: StoryForm) -> Review | None:
    """The marks in what was typed; None when there are none, or when it is refused for its length anyhow."""
    text = f"{form.title.data or ''}\n\n{form.text.data or ''}".replace("\r\n", "\n").strip()
    # Looking takes seconds in an endless word: what cannot be kept is not looked at.
    if len(text) > policy.TITLE_LENGTH + policy.TEXT_LENGTH + len("\n\n"):
        return None
    known = queries.known_in(db(), district().id)
    spans = marks_in(text, names=known.names, streets=known.streets)
    if not spans:
        return None
    marks = [
        Marked(number, text[one.start : one.end], _(KIND_WORDS[one.kind]), _(REASON_WORDS[one.reason]))
        for number, one in enumerate(spans, start=1)
    ]
    places = [(one.start, one.end, one.kind.value) for one in spans]
    seen = hashlib.sha256(repr((text, places)).encode()).hexdigest()
    return Review(_pieces(text, spans), marks, seen)


def require_checked(review: Review | None) -> None:
    """Raise `InvalidError` as long as the writer did not say that this very text may stay as it is."""
    if review is not None and request.form.get("checked") != review.seen:
        raise InvalidError(
            mark("Nothing was kept yet. Something in this story may tell who it is about. Look at the marks first.")
        )


def _pieces(text: str, spans: list[Span]) -> list[Piece]:
    """The text cut at its marks. What lies inside a description is only named in the list below the text."""
    pieces, place = [], 0
    for number, span in enumerate(spans, start=1):
        if span.start < place:
            continue
        pieces += [Piece(text[place : span.start], 0), Piece(text[span.start : span.end], number)]
        place = span.end
    return [piece for piece in [*pieces, Piece(text[place:], 0)] if piece.text]
