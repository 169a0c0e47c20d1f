"""Two accounts turn out to be of one person: each point keeps one support of that person, and none is lost."""

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from coop.agenda.models import Support


def fold_supports(db: Session, district_id: int, *, gone: int, kept: int) -> None:
    """Move the supports of account `gone` to account `kept`; where both support a point, one remains."""
    both = select(Support.item_id).where(Support.account_id == kept, Support.district_id == district_id)
    mine = (Support.account_id == gone, Support.district_id == district_id)
    db.execute(delete(Support).where(*mine, Support.item_id.in_(both)).execution_options(synchronize_session=False))
    db.execute(update(Support).where(*mine).values(account_id=kept).execution_options(synchronize_session=False))
