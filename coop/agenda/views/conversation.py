"""What the pages of a conversation share: names in texts as this reader may see them, and landing at a comment."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from coop.agenda import queries
from coop.agenda.policy import talk
from coop.agenda.policy.talk import Shown
from coop.identity.queries import names_of
from coop.web.address import district
from coop.web.guard import actor
from coop.web.pages import see_other
from coop.web.session import db
from coop.web.words import _, lazy

# What is said beside a comment at which somebody lands after doing something with it.
_TOLD: Mapping[str, Any] = {
    "reactie": lazy(
        "Thank you. Everybody can read your comment from now on. When somebody answers it, you get mail. "
        "You can change it for as long as the conversation is open."
    ),
    "antwoord": lazy(
        "Thank you. Everybody can read your answer from now on. Who wrote the comment above it gets mail now."
    ),
    "woorden": lazy("Your new words stand here. The old ones are gone."),
    "andere-woorden": lazy(
        "Your new words stand here. Everybody sees that they changed, and neighbours can read the old."
    ),
    "nuttig": lazy(
        "Thank you. A comment that helps many stands higher among those of its kind. Nobody sees who said so."
    ),
    "niet-nuttig": lazy("You do not say any more that this comment helps you."),
}


def readable(voices: Iterable[queries.Voice], *, names: bool) -> tuple[queries.Voice, ...]:
    """Comments with the people who are named in them, by name only when `names`."""
    found = tuple(_masked(one) for one in voices)
    numbers = {number for one in found for part in (one, *one.answers) for number in talk.numbers_in(part.text)}
    if not numbers:
        return found
    known = names_of(db(), numbers) if names else {}
    nobody = _("somebody who left") if names else _("somebody in this conversation")

    def read(one: queries.Voice) -> queries.Voice:
        text = talk.in_words(one.text, lambda number: known.get(number) or nobody)
        return replace(one, text=text, answers=tuple(read(two) for two in one.answers))

    return tuple(read(one) for one in found)


def _masked(one: queries.Voice) -> queries.Voice:
    """A comment without words and name when it was hidden or taken away; below it answers stay."""
    answers = tuple(_masked(two) for two in one.answers)
    if one.shown is Shown.SHOWN:
        return replace(one, answers=answers) if answers else one
    return replace(one, text="", name="", changed_at=None, answers=answers)


def readable_text(text: str) -> str:
    """A text for people who may see names, with the names in it."""
    numbers = talk.numbers_in(text)
    known = names_of(db(), numbers)
    return talk.in_words(text, lambda number: known.get(number) or _("somebody who left"))


def land_at(item_id: int, comment_id: int, told: str, *, at_top: bool = False) -> ResponseReturnValue:
    """Go to the page of the conversation on which a comment stands, at the comment unless something waits at the top.

    `told`: a key of what is said beside it.
    """
    place = queries.place_of(db(), district().id, item_id, comment_id)
    values: dict[str, Any] = {"bij": comment_id, "gedaan": told}
    if place >= talk.PAGE_SIZE:
        values["pagina"] = place // talk.PAGE_SIZE + 1
    anchor = {} if at_top else {"_anchor": f"reactie-{comment_id}"}
    return see_other("agenda.item", item_id=item_id, **values, **anchor)


def told_at() -> tuple[int, str]:
    """(number of the comment, what is said beside it); (0, "") when nothing is."""
    words = _TOLD.get(request.args.get("gedaan", ""))
    if words is None or not actor().is_signed_in:
        return 0, ""
    return request.args.get("bij", default=0, type=int), str(words)
