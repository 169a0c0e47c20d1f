"""The conversation about an item: kinds of comments, answers one level deep, and how long a text can still change."""

from datetime import datetime, timedelta

from coop.agenda.policy import Worded
from coop.kernel.errors import ConflictError, NotFoundError
from coop.kernel.words import mark

PAGE_SIZE = 20
# A slip of the pen, or a name that should not be there, vanishes within this time; later others have read it.
QUIET_CHANGE = timedelta(minutes=15)


class CommentKind(Worded):
    """What a comment does. Each kind has its own row in the order, so that few voices are not buried under many."""

    FOR = "for", mark("For"), mark("For: a reason to do something with it")
    AGAINST = "against", mark("Against"), mark("Against: a reason not to, or to do it otherwise")
    QUESTION = "question", mark("Question"), mark("Question: something you want to know")
    REMARK = "remark", mark("Remark"), mark("Remark: something else")


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


def leaves_trace(written_at: datetime, at: datetime) -> bool:
    """Whether the wording until now stays readable when a comment is changed."""
    return at > written_at + QUIET_CHANGE
