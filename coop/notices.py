"""What on a site needs attention of whoever runs it; asked by `coop check`."""

from datetime import date, datetime, timedelta
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from coop.districts.queries import all_districts
from coop.identity.queries import with_second_step
from coop.kernel.access import STRONG_ROLES, Role
from coop.kernel.clock import local_day
from coop.kernel.config import Config, database_url
from coop.members.queries import account_ids_with
from coop.notifications.queries import waiting_mail
from coop.voting.queries import overdue_polls

# Mail and votes that wait longer than this: nobody does the jobs.
PATIENCE = timedelta(minutes=15)


def notices(config: Config, migrations: Path, at: datetime) -> list[str]:
    """One sentence for each thing that works less well than it should; none when all is well."""
    said = []
    if not config.smtp:
        said.append(
            "COOP_SMTP is not set: mail is shown on the console only."
            if config.demo
            else "COOP_SMTP is not set: no mail is sent. It waits, and people cannot sign in with a link."
        )
    engine = create_engine(database_url(config), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            context, scripts = MigrationContext.configure(connection), ScriptDirectory(str(migrations))
            if context.get_current_heads() != tuple(scripts.get_heads()):
                return [*said, "The tables are not of this version: run coop db upgrade."]
            db = Session(connection)
            return [*said, *_late(db, at), *([] if config.demo else _offices(db, local_day(at)))]
    except SQLAlchemyError as reason:
        return [*said, f"The database does not answer ({type(reason).__name__}): look at COOP_DATABASE."]


def _offices(db: Session, on: date) -> list[str]:
    said = []
    for place in all_districts(db):
        keepers = account_ids_with(db, place.id, Role.ADMINISTRATOR, on)
        if not keepers:
            said.append(
                f"{place.name} has no administrator: coop role give EMAIL administrator --district {place.slug}."
            )
        holders = {one for role in STRONG_ROLES for one in account_ids_with(db, place.id, role, on)}
        if bare := len(holders - with_second_step(db, holders)):
            said.append(f"{place.name}: {bare} people hold an office that waits for a second step at signing in.")
    return said


def _late(db: Session, at: datetime) -> list[str]:
    said = []
    if late := waiting_mail(db, at - PATIENCE):
        said.append(f"{late} messages wait for more than 15 minutes. Does coop jobs run every minute?")
    if polls := overdue_polls(db, at - PATIENCE):
        said.append(f"{polls} votes should have closed by now. Does coop jobs run every minute?")
    return said
