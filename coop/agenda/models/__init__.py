"""Tables of the agenda room."""

from coop.agenda.models.commitments import Commitment, CommitmentNote
from coop.agenda.models.items import (
    Comment,
    CommentWording,
    Edition,
    EditionItem,
    Follow,
    HelpfulMark,
    HistoryRow,
    Item,
    ItemSource,
    ItemWord,
    ItemWording,
    Mention,
    Offer,
    OnceEach,
    Photo,
    Support,
    TalkStep,
)

__all__ = [
    "Comment",
    "CommentWording",
    "Commitment",
    "CommitmentNote",
    "Edition",
    "EditionItem",
    "Follow",
    "HelpfulMark",
    "HistoryRow",
    "Item",
    "ItemSource",
    "ItemWord",
    "ItemWording",
    "Mention",
    "Offer",
    "OnceEach",
    "Photo",
    "Support",
    "TalkStep",
]
