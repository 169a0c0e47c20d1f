"""Before a text is kept the writer sees what in it may tell who it is about. The site warns and never rewrites."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeVar

from flask import request

from coop.accountability import policy, queries
from coop.accountability.forms import StoryForm
from coop.accountability.queries.known import Known
from coop.kernel.errors import InvalidError
from coop.kernel.telling import KIND_WORDS, REASON_WORDS
from coop.kernel.text import clean_text
from coop.kernel.words import mark
from coop.rules.redaction.entry import marks_in
from coop.rules.redaction.spans import Reason, Severity, Span
from coop.web.address import district
from coop.web.forms import Accepted, Form, accepted
from coop.web.session import db
from coop.web.words import _

Result = TypeVar("Result")


class Scope(Enum):
    """What is looked for: everything in a story, in short texts no mere questions, in a title no days of the period."""

    STORY = auto()
    SHORT = auto()
    TITLE = auto()


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
    """What is marked in a text. `seen` stands for this text with these marks."""

    pieces: list[Piece]
    marks: list[Marked]
    seen: str


def review_of(form: StoryForm) -> Review | None:
    """The marks in a typed story, questions too; None when there are none, or when it is refused for its length."""
    return _review(form, {"title": policy.TITLE_LENGTH, "text": policy.TEXT_LENGTH}, _known(), Scope.STORY)


def review_of_fields(form: Form, longest: Mapping[str, int], scope: Scope = Scope.SHORT) -> Review | None:
    """The marks in what team or board typed in these fields; None before anything was typed.

    Short texts are full of counts and days: what only asks the writer to look is not marked in them.
    """
    return _review(form, longest, _known(), scope) if form.is_submitted() else None


def review_of_resident(form: Form, longest: Mapping[str, int]) -> Review | None:
    """The same for what a resident typed. Names of members are not looked up: nobody may learn who is a member."""
    return _review(form, longest, Known((), _known().streets), Scope.SHORT) if form.is_submitted() else None


def require_checked(review: Review | None) -> None:
    """Raise `InvalidError` as long as the writer did not say that this very text may stay as it is."""
    if review is not None and request.form.get("checked") != review.seen:
        raise InvalidError(
            mark("Nothing was kept yet. Something in this story may tell who it is about. Look at the marks first.")
        )


def accepted_checked(form: Form, review: Review | None, act: Callable[[], Result]) -> Accepted[Result] | None:
    """Like `accepted`, but nothing is done before the writer has checked the marks in this very text."""

    def checked() -> Result:
        if review is not None and request.form.get("checked") != review.seen:
            raise InvalidError(
                mark("Nothing was kept yet. Something in this text may tell who it is about. Look at the marks first.")
            )
        return act()

    return accepted(form, checked)


def spans_in(text: str, known: Known, scope: Scope) -> list[Span]:
    """The marks in a text, in its order."""
    spans = marks_in(text, names=known.names, streets=known.streets)
    if scope is Scope.STORY:
        return spans
    spans = [one for one in spans if one.severity is not Severity.QUESTION]
    if scope is Scope.TITLE:
        # "Report of September and October 2026" tells about the period and about nobody.
        spans = [one for one in spans if one.reason not in (Reason.DATE, Reason.DAY)]
    return spans


def told(text: str, spans: list[Span]) -> list[Marked]:
    """The marks as people read them."""
    return [
        Marked(number, text[one.start : one.end], _(KIND_WORDS[one.kind]), _(REASON_WORDS[one.reason]))
        for number, one in enumerate(spans, start=1)
    ]


def seen_of(texts: list[tuple[str, list[Span]]]) -> str:
    """What stands for these very texts with these very marks."""
    places = [(text, [(one.start, one.end, one.kind.value) for one in spans]) for text, spans in texts]
    return hashlib.sha256(repr(places).encode()).hexdigest()


def _known() -> Known:
    return queries.known_in(db(), district().id)


def _review(form: Form, longest: Mapping[str, int], known: Known, scope: Scope) -> Review | None:
    # As it would be kept: a hidden sign or a row of blanks must not lead past the marks.
    typed = {name: clean_text(form[name].data) for name in longest}
    # Looking takes seconds in an endless word: what cannot be kept is not looked at.
    if any(len(text) > longest[name] for name, text in typed.items()):
        return None
    text = "\n\n".join(one for one in typed.values() if one)
    spans = spans_in(text, known, scope)
    if not spans:
        return None
    return Review(_pieces(text, spans), told(text, spans), seen_of([(text, spans)]))


def _pieces(text: str, spans: list[Span]) -> list[Piece]:
    """The text cut at its marks. What lies inside a description is only named in the list below the text."""
    pieces, place = [], 0
    for number, span in enumerate(spans, start=1):
        if span.start < place:
            continue
        pieces += [Piece(text[place : span.start], 0), Piece(text[span.start : span.end], number)]
        place = span.end
    return [piece for piece in [*pieces, Piece(text[place:], 0)] if piece.text]
