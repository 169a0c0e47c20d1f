"""Two accounts turn out to be of one person: each thing keeps one support of that person, and none is lost."""

from coop.agenda.models import Follow, HelpfulMark, Mention, Support
from coop.kernel.db import Session, fold_once_each


def fold_supports(db: Session, district_id: int, *, gone: int, kept: int) -> None:
    """Supports, marks, what is followed and where one was named become of account `kept`."""
    for account, thing in (
        *((Support.account_id, Support.item_id), (Follow.account_id, Follow.item_id)),
        *((HelpfulMark.account_id, HelpfulMark.comment_id), (Mention.account_id, Mention.comment_id)),
    ):
        fold_once_each(db, account, thing, district_id=district_id, gone=gone, kept=kept)
