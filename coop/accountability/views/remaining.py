"""The last look before release: every mark that is left in the report, where it stands and why."""

from dataclasses import dataclass

from flask import request

from coop.accountability import queries
from coop.accountability.policy.document import Document
from coop.accountability.views.checking import Marked, Scope, seen_of, spans_in, told
from coop.kernel.errors import InvalidError
from coop.kernel.words import mark
from coop.web.address import district
from coop.web.session import db
from coop.web.words import _


@dataclass(frozen=True, slots=True)
class Place:
    """A text of the report with at least one mark."""

    where: str
    marks: list[Marked]


@dataclass(frozen=True, slots=True)
class Remaining:
    """All that is marked in a report. `seen` stands for these very texts with these very marks."""

    places: list[Place]
    seen: str

    @property
    def count(self) -> int:
        """How many marks there are."""
        return sum(len(one.marks) for one in self.places)


def remaining_in(title: str, document: Document) -> Remaining | None:
    """The marks in what becomes public; None when there are none. Each text is marked as its writer saw it marked."""
    known = queries.known_in(db(), district().id)
    places, texts = [], []
    for where, text, scope in _texts(title, document):
        spans = spans_in(text, known, scope)
        if spans:
            places.append(Place(where, told(text, spans)))
            texts.append((text, spans))
    return Remaining(places, seen_of(texts)) if places else None


def require_read(remaining: Remaining | None) -> None:
    """Raise `InvalidError` as long as this board member did not say that these very marks were read."""
    if remaining is not None and request.form.get("checked") != remaining.seen:
        raise InvalidError(
            mark(
                "Nothing was released yet. Something in this report may tell who it is about. Read the marks first, "
                "and say that you have read them."
            )
        )


def _texts(title: str, document: Document) -> list[tuple[str, str, Scope]]:
    """Where it stands, the text, and what is looked for in it."""
    return [
        (_("Title"), title, Scope.TITLE),
        (_("In short"), document["in_short"], Scope.SHORT),
        *(
            (_("What became of it: %(title)s", title=one["title"]), one["sentence"], Scope.SHORT)
            for one in document["commitments"]
        ),
        *(
            (_("Story: %(title)s", title=one["title"]), f"{one['title']}\n\n{one['text']}", Scope.STORY)
            for one in document["stories"]
        ),
        (_("Why is there no story that did not go well?"), document["no_failure_reason"], Scope.SHORT),
        (_("What went wrong?"), document["went_wrong"], Scope.SHORT),
        (_("What did you learn?"), document["learned"], Scope.SHORT),
        (_("Who do you not reach?"), document.get("reach_gap", ""), Scope.SHORT),
        (_("Is there something that you do not agree on in the team?"), document.get("dilemma", ""), Scope.SHORT),
        *((_("What you do not agree on"), one, Scope.SHORT) for one in document.get("views", [])),
        *((_("Explanation of a figure"), one.get("note", ""), Scope.SHORT) for one in document["figures"]),
        *((_("Questions to residents"), one, Scope.SHORT) for one in document["questions"]),
    ]
