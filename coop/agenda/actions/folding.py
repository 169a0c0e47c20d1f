"""Two accounts turn out to be of one person: each thing keeps one support of that person, and none is lost."""

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from coop.agenda.models import Follow, HelpfulMark, Mention, Support


def fold_supports(db: Session, district_id: int, *, gone: int, kept: int) -> None:
    """Move supports, marks, what is followed and where one was named to account `kept`.

    Where both have one, one remains.
    """
    once_each = (
        *((Support, Support.item_id), (Follow, Follow.item_id)),
        *((HelpfulMark, HelpfulMark.comment_id), (Mention, Mention.comment_id)),
    )
    for table, thing in once_each:
        both = select(thing).where(table.account_id == kept, table.district_id == district_id)
        mine = (table.account_id == gone, table.district_id == district_id)
        db.execute(delete(table).where(*mine, thing.in_(both)).execution_options(synchronize_session=False))
        db.execute(update(table).where(*mine).values(account_id=kept).execution_options(synchronize_session=False))
