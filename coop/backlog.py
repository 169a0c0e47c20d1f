"""What waits to be done by the clock and what failed; said by `coop jobs --show`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from coop.digests.queries import due_readers
from coop.kernel.config import Config, database_url
from coop.kernel.db import make_engine
from coop.members.models import MemberImport
from coop.members.policy import ImportState
from coop.notifications.queries import failed_mail, waiting_mail
from coop.panels.models import PanelDraw, Procedure
from coop.panels.policy import Draw
from coop.tables.models import TableSet
from coop.tables.policy import Step
from coop.voting.models import PollCount
from coop.voting.policy import CountStep
from coop.voting.queries import overdue_polls


@dataclass(frozen=True, slots=True)
class Backlog:
    """One kind of work: how many things wait for the next run, and how many stopped and need somebody."""

    job: str
    waits: int
    failed: int


def backlog(config: Config, at: datetime) -> list[Backlog]:
    """What waits and what failed in the database of `config`, by the job that does it."""
    engine = make_engine(database_url(config))
    try:
        with Session(engine) as db:
            return _backlog(db, at)
    finally:
        engine.dispose()


def _backlog(db: Session, at: datetime) -> list[Backlog]:
    def many(table: Any, *where: ColumnElement[bool]) -> int:
        return db.scalar(select(func.count()).select_from(table).where(*where)) or 0

    frozen = select(Procedure.id).where(Procedure.draw == Draw.POOL_FROZEN)
    draws = PanelDraw.procedure_id.in_(frozen)
    stopped = PollCount.step == CountStep.STOPPED
    return [
        Backlog("close-polls", overdue_polls(db, at), 0),
        Backlog("count-polls", many(PollCount, ~stopped), many(PollCount, stopped)),
        Backlog("draw-panels", many(PanelDraw, draws), many(PanelDraw, ~draws, PanelDraw.fault != "")),
        Backlog(
            "check-tables",
            many(TableSet, TableSet.step.in_((Step.WAITING, Step.RUNNING))),
            many(TableSet, TableSet.step == Step.STOPPED),
        ),
        Backlog(
            "enter-members",
            many(MemberImport, MemberImport.state.in_((ImportState.WAITING, ImportState.RUNNING))),
            many(MemberImport, MemberImport.state == ImportState.REFUSED),
        ),
        Backlog("tell-readers", len(due_readers(db, at)), 0),
        Backlog("send-mail", waiting_mail(db), failed_mail(db)),
    ]
