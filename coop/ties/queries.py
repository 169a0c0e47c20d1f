"""Questions about ties."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, select

from coop.identity.models import Account
from coop.identity.queries import names_of
from coop.kernel.access import Role
from coop.kernel.db import Session, rows_of
from coop.members.queries import account_ids_with
from coop.ties.models import Tie
from coop.ties.policy import Matter


@dataclass(frozen=True, slots=True)
class TieRow:
    """A tie as everybody reads it; `ended_at` is None while it runs."""

    id: int
    account_id: int
    name: str
    declared_at: datetime
    ended_at: datetime | None

    @property
    def runs(self) -> bool:
        """Whether this person takes no part now."""
        return self.ended_at is None


_TIES = (
    select(Tie.id, Tie.account_id, Account.name, Tie.declared_at, Tie.ended_at)
    .join(Account, Account.id == Tie.account_id)
    .where(
        Tie.district_id == bindparam("district_id"),
        Tie.matter == bindparam("matter"),
        Tie.matter_id == bindparam("matter_id"),
    )
    .order_by(Tie.id)
)


def ties_on(db: Session, district_id: int, matter: Matter, matter_id: int) -> tuple[TieRow, ...]:
    """Every tie to a matter, also those that ended, oldest first."""
    asked = {"district_id": district_id, "matter": matter, "matter_id": matter_id}
    return tuple(TieRow(*row) for row in rows_of(db, _TIES, asked))


def tied_accounts(db: Session, district_id: int, matter: Matter, *matter_ids: int) -> frozenset[int]:
    """Who takes no part now in one of these matters."""
    return frozenset(db.scalars(tied(district_id, matter, *matter_ids)))


def tied(district_id: int, matter: Matter, *matter_ids: int) -> Select[Any]:
    """The same as a statement, to be part of another one."""
    return select(Tie.account_id).where(
        Tie.district_id == district_id,
        Tie.matter == matter,
        Tie.matter_id.in_(matter_ids),
        Tie.ended_at.is_(None),
    )


def board_of(db: Session, district_id: int, on: date) -> list[tuple[int, str]]:
    """(account, name) of the board on a day, by name."""
    names = names_of(db, account_ids_with(db, district_id, Role.BOARD, on))
    return sorted(names.items(), key=lambda one: (one[1], one[0]))
