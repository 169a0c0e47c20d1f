"""What a draft still needs before it can be handed in and released."""

from collections.abc import Sequence
from dataclasses import dataclass

from coop.accountability.policy import LEAST_STORIES, Section, StoryKind
from coop.kernel.errors import ConflictError
from coop.kernel.words import mark


@dataclass(frozen=True, slots=True)
class Draft:
    """What matters of a draft for completeness. `stories`: kind and whether there is consent."""

    in_short: str
    went_wrong: str
    learned: str
    no_failure_reason: str
    unanswered_commitments: int
    figures: int
    stories: Sequence[tuple[StoryKind, bool]]
    unread_stories: int = 0
    narrow_stories: int = 0


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to do, with the section where it can be done."""

    section: Section
    message: str


def missing_in(draft: Draft) -> list[Missing]:
    """Everything that is missing, in the order of the sections; empty when the report can be handed in."""
    found = []
    if not draft.in_short:
        found.append(Missing(Section.SUMMARY, mark("Tell in short what this report says.")))
    if draft.unanswered_commitments:
        found.append(
            Missing(Section.COMMITMENTS, mark("Say of every commitment what became of it. None may drop off."))
        )
    if not draft.figures:
        found.append(Missing(Section.FIGURES, mark("Fill in at least one figure.")))
    found += _missing_stories(draft)
    if not draft.went_wrong:
        found.append(Missing(Section.LESSONS, mark("Tell what went wrong.")))
    if not draft.learned:
        found.append(Missing(Section.LESSONS, mark("Tell what you learned from it.")))
    return found


def _missing_stories(draft: Draft) -> list[Missing]:
    if not draft.stories:
        return [Missing(Section.STORIES, mark("Tell three to five stories."))]
    found = []
    if len(draft.stories) < LEAST_STORIES:
        found.append(Missing(Section.STORIES, mark("Tell three to five stories. There are not enough yet.")))
    if not all(consent for _kind, consent in draft.stories):
        found.append(
            Missing(Section.STORIES, mark("Ask consent of the person a story is about, and write down the day."))
        )
    if draft.narrow_stories:
        found.append(Missing(Section.STORIES, mark("Make a story vaguer: fewer than five households fit it.")))
    if draft.unread_stories:
        found.append(Missing(Section.STORIES, mark("Let somebody who did not write on the report read each story.")))
    failures = any(kind is StoryKind.DID_NOT_GO_WELL for kind, _consent in draft.stories)
    if not failures and not draft.no_failure_reason:
        found.append(Missing(Section.STORIES, mark("Tell a story that did not go well, or explain why there is none.")))
    return found


def require_complete(draft: Draft) -> None:
    """Raise `ConflictError` naming the first thing that is missing."""
    for missing in missing_in(draft):
        raise ConflictError(missing.message)
