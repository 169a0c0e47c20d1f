"""Board members who take no part in an item, because of an interest of their own."""

from datetime import datetime
from typing import Any

from coop.agenda.actions.answering import owner_for
from coop.agenda.actions.steps import path_of, taken
from coop.agenda.models import Item
from coop.kernel.access import Actor
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.ties import actions as ties
from coop.ties.models import Tie
from coop.ties.policy import Matter
from coop.ties.queries import tied_accounts


def declare_tie(db: Session, actor: Actor, district_id: int, item_id: int, account_id: int, *, at: datetime) -> Tie:
    """Note who takes no part in an item. Who saw to it hands it over by that."""
    item = taken(db, district_id, item_id)[item_id]
    made = ties.declare_tie(
        db, actor, district_id, Matter.ITEM, item_id, account_id=account_id, **_told(db, item), at=at
    )
    if item.owner_id == account_id:
        tied = tied_accounts(db, district_id, Matter.ITEM, item_id)
        item.owner_id = owner_for(db, district_id, local_day(at), without=tied)
        db.flush()
    return made


def end_tie(db: Session, actor: Actor, district_id: int, item_id: int, tie_id: int, *, at: datetime) -> Tie:
    """Let a board member take part in an item again."""
    item = taken(db, district_id, item_id)[item_id]
    return ties.end_tie(db, actor, district_id, Matter.ITEM, item_id, tie_id=tie_id, **_told(db, item), at=at)


def _told(db: Session, item: Item) -> Any:
    return {"title": item.title, "path": path_of(db, item) + "/belang"}
