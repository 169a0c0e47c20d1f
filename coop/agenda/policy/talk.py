"""The conversation about an item: kinds of comments, answers one level deep, and how long a text can still change."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from coop.agenda.policy import ItemState, require_open
from coop.kernel.errors import ConflictError, NotFoundError
from coop.kernel.words import Worded, mark

PAGE_SIZE = 20
# A slip of the pen, or a name that should not be there, vanishes within this time; later others have read it.
QUIET_CHANGE = timedelta(minutes=15)


class CommentKind(Worded):
    """What a comment does. Each kind has its own row in the order, so that few voices are not buried under many."""

    FOR = "for", mark("For"), mark("For: a reason to do something with it")
    AGAINST = "against", mark("Against"), mark("Against: a reason not to, or to do it otherwise")
    QUESTION = "question", mark("Question"), mark("Question: something you want to know")
    REMARK = "remark", mark("Remark"), mark("Remark: something else")


class TalkState(Worded):
    """Where the conversation below an item stands."""

    OPEN = "open", mark("The conversation is open")
    CLOSED = "closed", mark("The conversation was closed with this summary")
    REOPENED = "reopened", mark("The conversation was opened again")


class Shown(Worded):
    """Whether the words of a comment can be read."""

    SHOWN = "shown"
    HIDDEN = "hidden", mark("Neighbours reported this comment. It is hidden until somebody decided about it.")
    REMOVED = "removed", mark("This comment was taken away: it went against the house rules.")
    WITHDRAWN = "withdrawn", mark("Who wrote this comment took it away.")


def require_shown(shown: Shown) -> None:
    """Raise `ConflictError` for a comment that cannot be read: nothing is added to it, and it does not change."""
    if shown is not Shown.SHOWN:
        raise ConflictError(shown.words)


MISSING: Mapping[TalkState, str] = {
    TalkState.CLOSED: mark("Write the summary first."),
    TalkState.REOPENED: mark("Say why. Everybody can read the reason."),
}
# What tells somebody in their news, beside what is new for everybody: the page, the name of its number, and the words.
OWN_NEWS: Mapping[str, tuple[str, str, str]] = {
    "mention": ("agenda.item", "item_id", mark("Somebody named you in the conversation about")),
    "followed": ("agenda.item", "item_id", mark("New on what you follow")),
}


def require_talk(state: ItemState, talk: TalkState) -> None:
    """Raise `ConflictError` when nothing can be added to the conversation about an item."""
    require_open(state)
    if talk is TalkState.CLOSED:
        raise ConflictError(
            mark("This conversation is closed. Everybody can still read it, and the summary of what was said.")
        )


def require_step(state: ItemState, before: TalkState, to: TalkState) -> None:
    """Raise `ConflictError` when a conversation cannot be closed, or opened again."""
    require_open(state)
    if (before is TalkState.CLOSED) == (to is TalkState.CLOSED):
        raise ConflictError(
            mark("This conversation was closed already. Nothing has changed.")
            if to is TalkState.CLOSED
            else mark("This conversation is open. Nothing has changed.")
        )


_NUMBER = re.compile(r"@\[(\d{1,9})\]")


def with_numbers(text: str, people: Mapping[int, str]) -> str:
    """`text` as it is kept: “@name” of one of `people`, names by account, becomes their number.

    A first name does when only one of them has it. So the name goes with the account, and is shown to whom names are
    shown. A number that was typed by hand names nobody.
    """
    text = text.replace("@[", "@ [")
    names = [(name.casefold(), number) for number, name in people.items() if name]
    names += [(name.split()[0], number) for name, number in names if " " in name]
    often = Counter(name for name, _number in names)
    found = {name: number for name, number in names if often[name] == 1}
    if not found:
        return text
    longest_first = "|".join(re.escape(name) for name in sorted(found, key=len, reverse=True))

    def number_of(match: re.Match[str]) -> str:
        number = found.get(match[1].casefold())
        return match[0] if number is None else f"@[{number}]"

    return re.sub(rf"(?<!\w)@({longest_first})(?!\w)", number_of, text, flags=re.IGNORECASE)


def numbers_in(text: str) -> frozenset[int]:
    """The accounts that a kept text names."""
    return frozenset(int(number) for number in _NUMBER.findall(text))


def in_words(text: str, name_of: Callable[[int], str]) -> str:
    """A kept text as it is read."""
    return _NUMBER.sub(lambda match: f"@{name_of(int(match[1]))}", text)


def require_answerable(parent_id: int | None) -> None:
    """Raise `ConflictError` when a comment is an answer itself: answers go one level deep."""
    if parent_id is not None:
        raise ConflictError(mark("This is an answer itself. Answer the comment above it."))


def require_own(writer_id: int, account_id: int | None) -> None:
    """Raise `NotFoundError` unless somebody wrote the comment."""
    if writer_id != account_id:
        raise NotFoundError(mark("You did not write this comment. Only who wrote it can change it."))


def require_not_own(writer_id: int, account_id: int | None) -> None:
    """Raise `ConflictError` for a comment of one's own."""
    if writer_id == account_id:
        raise ConflictError(mark("You wrote this comment yourself. Others can say that it helps them."))


def leaves_trace(written_at: datetime, at: datetime, *, is_watched: bool) -> bool:
    """Whether the wording until now stays readable when a comment is changed. `is_watched`: somebody reported it."""
    return is_watched or at > written_at + QUIET_CHANGE
