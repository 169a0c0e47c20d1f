"""The last look before release: every mark that is left in the report, where it stands and why."""

from dataclasses import dataclass

from flask import request

from coop.accountability import queries
from coop.accountability.policy.document import Document
from coop.accountability.views.checking import Marked, seen_of, spans_in, told
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
    for where, text, is_story in _texts(title, document):
        spans = spans_in(text, known, with_questions=is_story)
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


def _texts(title: str, document: Document) -> list[tuple[str, str, bool]]:
    """Where it stands, the text, and whether it is a story."""
    return [
        (_("Title"), title, False),
        (_("In short"), document["in_short"], False),
        *(
            (_("What became of it: %(title)s", title=one["title"]), one["sentence"], False)
            for one in document["commitments"]
        ),
        *(
            (_("Story: %(title)s", title=one["title"]), f"{one['title']}\n\n{one['text']}", True)
            for one in document["stories"]
        ),
        (_("Why is there no story that did not go well?"), document["no_failure_reason"], False),
        (_("What went wrong?"), document["went_wrong"], False),
        (_("What did you learn?"), document["learned"], False),
        *((_("Questions to residents"), one, False) for one in document["questions"]),
    ]
